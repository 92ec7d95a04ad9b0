import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type CallEventInit, EventType, eventId, RecordingState, ReportScope } from '@callbus/contract';
import { type AdapterContext, codeOf, reasonOf, say } from '@callbus/runtime';
import { messages } from './recordings/messages.ts';
import { linkOf, nameOf } from './recordings/names.ts';
import { Pending, type Waiting } from './recordings/pending.ts';

export interface RecordingsOptions {
  context: Pick<AdapterContext, 'id' | 'dataDir' | 'log' | 'now' | 'publishOrKeep' | 'refuse'>;
  /** Folder of the files as this process sees it; left out, only names and links are told. */
  directory?: string | undefined;
  /** Left out, no link is told. */
  urlTemplate?: string | undefined;
  /** Of the days in links. */
  timeZone: string;
  timing?: Partial<RecordingTiming> | undefined;
}

/** Milliseconds. */
export interface RecordingTiming {
  /** Between looks at the folder. */
  lookMs: number;
  /** A file that did not grow for so long after its call is finished. */
  settleMs: number;
  /** So long after its call a file that is not there is missing. */
  missingMs: number;
  /** A missing file is still looked for until then; it may come from elsewhere. */
  forgetMs: number;
  /** A recording whose call never ended is given up on. */
  abandonMs: number;
}

const TIMING: RecordingTiming = {
  lookMs: 2_000,
  settleMs: 4_000,
  missingMs: 60_000,
  forgetMs: 86_400_000,
  abandonMs: 86_400_000,
};

/** A sound file with nothing in it has this many bytes of head. */
const HEADS: Readonly<Record<string, number>> = { wav: 44, wav49: 60, WAV: 60 };

/**
 * Knows what becomes of recordings. Their names are told by the switchboard;
 * this gives them their link, and tells when the file is finished or missing.
 * What is waited for is on disk, so a restart of ours forgets nothing.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #timing: RecordingTiming;
  readonly #days: Intl.DateTimeFormat;
  #pending: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#days = new Intl.DateTimeFormat('en-CA', { timeZone: options.timeZone, dateStyle: 'short' });
  }

  /** Takes up what an earlier run still waited for. Does nothing without a directory. */
  start(): void {
    const { context, directory } = this.#options;
    if (directory === undefined || this.#pending) return;
    this.#noted(() => {
      this.#pending = new Pending(join(context.dataDir, 'recordings.db'), context.log);
      this.#schedule();
    });
  }

  /** Stops looking. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    await this.#looking;
    pending?.close();
  }

  /** The name under which the file at this path of the server is known; the translator's `recordingName`. */
  readonly nameOf = (path: string): string => nameOf(path, this.#options.directory);

  /**
   * Takes in what is about to be told, in order.
   * @returns the same events; recordings have their links
   */
  take(events: readonly CallEventInit[]): CallEventInit[] {
    return events.map((event) => {
      this.#noted(() => this.#noteEnd(event));
      const { recording } = event;
      if (event.type !== EventType.RECORDING_READY || !recording?.file) return event;
      const url = this.#link(
        recording.file,
        event.key ?? '',
        event.occurredAt || this.#options.context.now(),
      );
      const linked = { ...recording, ...(url === '' ? {} : { url }) };
      const waiting = { file: recording.file, key: event.key ?? '', url };
      if (recording.state === RecordingState.KNOWN)
        this.#noted(() => this.#pending?.add(waiting, this.#options.context.now()));
      return { ...event, recording: linked };
    });
  }

  /** Looks once at every file that is waited for; what is new is told. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  #link(file: string, key: string, at: number): string {
    const { urlTemplate } = this.#options;
    return urlTemplate === undefined ? '' : linkOf(urlTemplate, { file, key, date: this.#days.format(at) });
  }

  // A disk that is full must not keep calls from being told.
  #noted(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.context.log.error({ error: reasonOf(error) }, 'recording cannot be waited for');
    }
  }

  #noteEnd({ type, key, merge, report }: CallEventInit): void {
    if (type === EventType.CALLS_MERGED) this.#pending?.join(merge?.otherKey ?? '', key ?? '');
    const over =
      type === EventType.CALL_CLEARED ||
      (type === EventType.CALL_REPORTED && report?.scope !== ReportScope.CONNECTION);
    if (over) this.#pending?.end(key ?? '', this.#options.context.now());
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.look()
        .catch((error: unknown) => this.#options.context.log.error({ error: reasonOf(error) }, 'recordings'))
        .finally(() => {
          if (this.#timer) this.#schedule();
        });
    }, this.#timing.lookMs).unref();
  }

  async #look(): Promise<void> {
    const now = this.#options.context.now();
    for (const waiting of this.#pending?.due(now) ?? []) {
      await this.#lookAt(waiting, now);
      if (!this.#pending) return;
    }
    this.#pending?.abandon(now - this.#timing.abandonMs);
  }

  async #lookAt(waiting: Waiting, now: number): Promise<void> {
    const { settleMs, missingMs, forgetMs, lookMs } = this.#timing;
    const size = await this.#sizeOf(waiting);
    if (size === 'outside') {
      this.#pending?.remove(waiting);
      return;
    }
    if (size > 0) {
      const still = waiting.size === size ? waiting.stillSince : now;
      if (now - still >= settleMs) {
        await this.#tell(waiting, RecordingState.READY, now);
        this.#pending?.remove(waiting);
      } else
        this.#pending?.seen(waiting, { size, stillSince: still, nextLook: now + Math.min(lookMs, settleMs) });
      return;
    }
    const since = now - waiting.endedAt;
    if (since >= missingMs && !waiting.missing) await this.#tell(waiting, RecordingState.MISSING, now);
    if (since >= forgetMs) this.#pending?.remove(waiting);
    // The longer it is missing, the less often it is looked for.
    else this.#pending?.missed(waiting, since >= missingMs, now + Math.max(lookMs, since / 20));
  }

  /** Bytes of sound and more; 0 where there is no such file yet, or nothing in it. */
  async #sizeOf({ file, key }: Waiting): Promise<number | 'outside'> {
    const { directory = '', context } = this.#options;
    try {
      const [root, path] = await Promise.all([realpath(directory), realpath(join(directory, file))]);
      if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
        context.refuse({
          code: 'asterisk.recording-outside',
          reason: say(messages.outside),
          source: `MIXMONITOR_FILENAME ${key}`,
          contentType: 'text/plain',
          payload: Buffer.from(file),
        });
        return 'outside';
      }
      const found = await stat(path);
      const head = HEADS[file.slice(file.lastIndexOf('.') + 1)] ?? 0;
      return found.isFile() && found.size > head ? found.size : 0;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT')
        context.log.warn({ code: codeOf(error) }, 'recording cannot be looked at');
      return 0;
    }
  }

  async #tell({ file, key, url }: Waiting, state: RecordingState, now: number): Promise<void> {
    const { context } = this.#options;
    const type = EventType.RECORDING_READY;
    const event: CallEventInit = {
      eventId: eventId({ instance: context.id, key, connection: `${file}|${state}`, type }),
      type,
      instance: context.id,
      key,
      nativeId: key,
      occurredAt: now,
      observedAt: now,
      recording: { file, url, state },
    };
    await context.publishOrKeep([event]);
  }
}
