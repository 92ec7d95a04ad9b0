import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CallStatus,
  enumWord,
  type JournalRecord,
  JournalRecordCodec,
  type JournalRecordInit,
  journalSubject,
  partitionOf,
  RecordState,
  STREAMS,
} from '@callbus/contract';
import {
  type Bus,
  BusUnavailable,
  type Link,
  type Logger,
  lastOn,
  type Metrics,
  reasonOf,
  StreamFull,
  WrongLastSequence,
} from '@callbus/runtime';
import { contentOf } from './assemble/record.ts';
import type { CallState } from './assemble/state.ts';

/** Where a call's journal subject stands. */
interface Stand {
  /** Stream sequence of its last record; 0 when there is none. */
  sequence: number;
  revision: number;
  /** What it says, as a digest: the bytes themselves would keep the slabs they lie in for as long as a closed call is remembered. */
  content: string | undefined;
}

export interface JournalOptions {
  bus: Bus;
  metrics: Metrics;
  link: Link;
  log: Logger;
  /**
   * Records of calls whose events all lie up to this sequence of CALLS are
   * stored, and may have been trimmed since.
   */
  trimmed?: () => number;
  /** Whether we are still the one core that works; asked where somebody else has published. */
  stillOurs?: () => Promise<boolean>;
  /** What /healthz and the log say while records cannot be stored. */
  complaint: (reason: string) => { reason: string; remedy: string };
}

/**
 * Publishes journal revisions. A revision expects its predecessor's sequence,
 * so whoever else writes, however often we are killed, no revision is doubled
 * and none overwrites a newer one.
 */
export class JournalWriter {
  readonly #options: JournalOptions;
  readonly #stands = new WeakMap<CallState, Stand>();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** A call that nobody has published yet. */
  isNew(call: CallState): void {
    this.#stands.set(call, { sequence: 0, revision: 0, content: undefined });
  }

  /** The record that stands for a call, if one does. @throws {BusUnavailable} */
  async published(call: CallState): Promise<JournalRecord | undefined> {
    const message = await lastOn(this.#options.bus, STREAMS.JOURNAL.name, subjectOf(call));
    return message && JournalRecordCodec.decode(message.data);
  }

  /**
   * Publishes the record as the call's next revision, unless its content is
   * what stands already. Tries until it is stored or `signal` aborts.
   */
  async write(call: CallState, record: JournalRecordInit, signal: AbortSignal): Promise<void> {
    const content = digestOf(record);
    for (let pause = 50, contested = false; ; pause = Math.min(pause * 2, 5_000)) {
      signal.throwIfAborted();
      try {
        await this.#try(call, record, content, contested);
        this.#options.link.ok();
        return;
      } catch (error) {
        if (error instanceof WrongLastSequence) {
          // Somebody published since: we did and never heard, or another core does our work.
          this.#stands.delete(call);
          contested = true;
          continue;
        }
        if (!(error instanceof BusUnavailable || error instanceof StreamFull)) throw error;
        if (error instanceof StreamFull || pause > 1_000) {
          const { reason, remedy } = this.#options.complaint(reasonOf(error));
          this.#options.link.degraded(reason, remedy);
        }
        await delay(pause, undefined, { signal });
      }
    }
  }

  async #try(call: CallState, record: JournalRecordInit, content: string, contested: boolean): Promise<void> {
    const subject = subjectOf(call);
    const known = this.#stands.get(call);
    const stand = known ?? (await this.#look(subject));
    // Read again from the beginning, an old call's record is not missing but trimmed.
    if (!known && stand.revision === 0 && call.lastSequence <= (this.#options.trimmed?.() ?? 0)) return;
    this.#stands.set(call, stand);
    call.revision = stand.revision;
    if (stand.content === content) return;
    // A core that was asleep and lost its place must not put what it last knew over what is known since.
    if (contested && !((await this.#options.stillOurs?.()) ?? true))
      throw new BusUnavailable('another core holds the place');
    const revision = stand.revision + 1;
    const state = record.mergedInto
      ? RecordState.MERGED
      : revision === 1
        ? RecordState.FINAL
        : RecordState.AMENDED;
    const data = JournalRecordCodec.encode({ ...record, revision, state });
    const { sequence } = await this.#options.bus.publish(subject, data, {
      lastSubjectSequence: stand.sequence,
    });
    this.#stands.set(call, { sequence, revision, content });
    call.revision = revision;
    this.#options.metrics.records.inc({ state: enumWord(RecordState, state) ?? '' });
    this.#options.log.debug(
      { callId: call.callId, revision, status: enumWord(CallStatus, record.status) },
      'record',
    );
  }

  async #look(subject: string): Promise<Stand> {
    const message = await lastOn(this.#options.bus, STREAMS.JOURNAL.name, subject);
    if (!message) return { sequence: 0, revision: 0, content: undefined };
    const stored = JournalRecordCodec.decode(message.data);
    return { sequence: message.sequence, revision: stored.revision, content: digestOf(stored) };
  }
}

const subjectOf = (call: CallState): string => journalSubject(partitionOf(call.orderGroup), call.callId);

const digestOf = (record: JournalRecordInit): string => hash('sha1', contentOf(record), 'base64');
