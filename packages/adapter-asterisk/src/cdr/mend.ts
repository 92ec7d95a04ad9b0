import type { CallEventInit } from '@callbus/contract';
import { type AdapterContext, codeOf, type Link, reasonOf, say } from '@callbus/runtime';
import type { Sides } from '../translate/names.ts';
import { type Job, ToldCalls } from './memory.ts';
import { messages } from './messages.ts';
import { type CdrSource, CdrUnavailable, type Window } from './port.ts';
import { type Going, type Gone, goThrough, type LiveChannel, ROUNDING_MS } from './through.ts';

export type { Going, Gone, LiveChannel, Mended } from './through.ts';

/** A call that was closed because nobody saw its end. */
export interface ClosedCall {
  /** The key under which it was told. */
  key: string;
  /** Every channel of it that was known. */
  channels: readonly { uniqueid: string; name: string }[];
}

/** A time without sight, and what it did. */
export interface Blindness extends Window {
  /** Calls that ended in it unseen; their end was told together with the gap. */
  closed: readonly ClosedCall[];
}

/** What the mender needs of its surroundings. */
export interface MenderOptions {
  context: Pick<AdapterContext, 'id' | 'dataDir' | 'log' | 'now' | 'publishOrKeep' | 'refuse'>;
  /** Patterns of outside lines' channels, as for the translator. */
  trunks: readonly string[];
  /** What an extension looks like. */
  extensions: string;
  source: CdrSource;
  /** Channels that stand now: calls they belong to are still going on. */
  live: () => Iterable<LiveChannel>;
  /** Says how the CDR can be read. */
  link?: Link | undefined;
  timing?: Partial<MendTiming> | undefined;
}

/** Milliseconds. */
export interface MendTiming {
  /** Between looks at rows that are still to be written. */
  rereadMs: number;
  /** So long after a gap what is there is taken for all; a server may write in batches. */
  patienceMs: number;
  /** A call that ended longer ago than this has all its rows. */
  settleMs: number;
  /** Between looks at a file that cannot be read: a new server writes it after its first call. */
  probeMs: number;
}

const TIMING: MendTiming = { rereadMs: 5_000, patienceMs: 360_000, settleMs: 3_000, probeMs: 30_000 };

/**
 * Mends what nobody saw from the PBX's own records: calls that were closed
 * without sight get their end, calls of which nothing was known are told.
 * A call that was told live is never told again.
 */
export class CdrMender {
  readonly #options: MenderOptions;
  readonly #timing: MendTiming;
  readonly #sides: Sides;
  #told: ToldCalls | undefined;
  #abort = new AbortController();
  #working: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #probing: NodeJS.Timeout | undefined;
  /** Lines that were counted for the gaps in hand. */
  readonly #lines = new Set<string>();

  constructor(options: MenderOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#sides = {
      trunks: options.trunks.map((pattern) => new RegExp(pattern)),
      extensions: new RegExp(options.extensions),
      recordingName: (path) => path,
    };
  }

  /** Opens the memory, and goes on with gaps that an earlier run did not finish. */
  start(): void {
    if (this.#told) return;
    const { context } = this.#options;
    this.#abort = new AbortController();
    try {
      this.#told = new ToldCalls(context.dataDir, context.log);
    } catch (error) {
      // Calls are told all the same; without knowing which, none can be mended.
      const reason = codeOf(error);
      context.log.error({ code: reason, error: reasonOf(error) }, 'told calls cannot be remembered');
      this.#options.link?.degraded(say(messages.noMemory, { reason }), say(messages.noMemoryRemedy));
      return;
    }
    void this.#probe();
    this.#soon(0);
  }

  /** Leaves unfinished gaps for the next run. */
  async stop(): Promise<void> {
    this.#abort.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#probing);
    await this.#working;
    this.#told?.close();
    this.#told = undefined;
  }

  /** Notes events as they are told; every event of the feed must pass here, in order. */
  noteTold(events: readonly CallEventInit[]): void {
    for (const event of events) this.#told?.note(event);
  }

  /** Takes a time without sight on; it is mended as soon as the rows are there, over a restart too. */
  mend({ from, to, closed }: Blindness): void {
    for (const { key, channels } of closed) {
      const ids = channels.map(({ uniqueid }) => uniqueid).filter((id) => id !== '');
      this.#told?.closedBlind(key, ids, from);
    }
    this.#told?.addJob({ from, to });
    this.#soon(0);
  }

  /** Gaps that are not mended yet. */
  get waiting(): number {
    return this.#jobs().length;
  }

  /**
   * Goes through a window of the CDR once, calls in the order they ended.
   * @returns what came of it; `until` is `to`, unless `enough` said so before
   * @throws {CdrUnavailable}
   */
  async go(window: Window, going: Going = {}): Promise<Gone> {
    if (!this.#told) throw new CdrUnavailable('stopped', 'the mender is stopped');
    const { context, source, live } = this.#options;
    const { settleMs } = this.#timing;
    return goThrough(window, going, {
      context,
      source,
      live,
      sides: this.#sides,
      told: this.#told,
      settleMs,
    });
  }

  // That the file cannot be read is better known before it is needed.
  /** Says whether the rows can be read, again and again until they can. */
  async #probe(): Promise<void> {
    const { source, link, context } = this.#options;
    const { signal } = this.#abort;
    try {
      const now = context.now();
      await source.read({ from: now, to: now }, signal);
      link?.ok();
    } catch (error) {
      if (signal.aborted) return;
      this.#complain(error);
      this.#probing = setTimeout(() => void this.#probe(), this.#timing.probeMs).unref();
    }
  }

  #complain(error: unknown): void {
    const { link, context } = this.#options;
    if (error instanceof CdrUnavailable)
      link?.degraded(error.message, say(messages.unreadableRemedy, { id: context.id }));
  }

  #soon(ms: number): void {
    if (this.#abort.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), ms).unref();
  }

  #begin(): void {
    // Whoever is at it sees what has been added since.
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.waiting > 0) this.#soon(this.#timing.rereadMs);
      else this.#lines.clear();
    });
  }

  // A disk that fails must not end the process: what is not read now is read after the next gap.
  #jobs(): Job[] {
    try {
      return this.#told?.jobs() ?? [];
    } catch (error) {
      this.#options.context.log.error({ error: reasonOf(error) }, 'gaps to mend cannot be read');
      return [];
    }
  }

  async #work(): Promise<void> {
    const { signal } = this.#abort;
    for (const job of this.#jobs()) {
      if (signal.aborted) return;
      try {
        await this.#workOn(job, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#options.context.log.error({ error: reasonOf(error) }, 'gap is not mended yet');
      }
    }
  }

  /** Goes through a gap; it is done when the file has gone past it, or after our patience. */
  async #workOn(job: Job, signal: AbortSignal): Promise<void> {
    const { context, link } = this.#options;
    const patient = context.now() < job.to + this.#timing.patienceMs;
    try {
      const going = { signal, settledOnly: patient, lines: this.#lines, slackMs: ROUNDING_MS };
      const { opened, amended, refused, writtenUntil = 0 } = await this.go(job, going);
      link?.ok();
      if (opened + amended + refused > 0)
        context.log.info({ opened, amended, refused }, 'calls mended from the CDR');
      if (!patient || writtenUntil > job.to + ROUNDING_MS) this.#told?.endJob(job);
    } catch (error) {
      if (signal.aborted || !(error instanceof CdrUnavailable)) throw error;
      this.#complain(error);
      // Later it can be had on demand.
      if (!patient) this.#told?.endJob(job);
    }
  }
}
