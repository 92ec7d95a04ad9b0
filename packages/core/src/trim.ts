import { BUCKETS, STREAMS } from '@callbus/contract';
import { type Bus, KeyStore, reasonOf } from '@callbus/runtime';
import { type ProgressStore, replayFrom } from './progress.ts';

/** Where the streams stood at a moment. */
interface Mark {
  /** Broker time. */
  at: number;
  /** Last sequence of JOURNAL. */
  sequence: number;
  /** Last sequence of CALLS: no record up to `sequence` is about a later event. */
  calls: number;
  /** The CALLS that counts so: made anew, it counts from one. */
  stream: string;
}

const MARKS = 'journal-marks';
const TRIMMED = 'journal-trimmed';
/** JOURNAL keeps at least this much, whoever has read it (architecture, "Never lost"). */
const KEEP_MS = 7 * 86_400_000;
const MARK_EVERY_MS = 3_600_000;

export interface JournalTrimOptions {
  bus: Bus;
  progress: ProgressStore;
  /** Durable consumers that must have acknowledged a record before it goes, beside those that exist. */
  readers: () => readonly string[];
  /** Broker time; the bus's own where left out. */
  now?: () => number;
}

/**
 * Trims JOURNAL of what every reader has: every base's consumer and the
 * history store have acknowledged it, core's replay will not come to it any
 * more, and it is at least seven days old.
 */
export class JournalTrim {
  readonly #options: JournalTrimOptions;
  readonly #store: KeyStore;
  readonly #now: () => number;
  #trimmed = 0;

  constructor(options: JournalTrimOptions) {
    this.#options = options;
    this.#store = new KeyStore(options.bus, BUCKETS.progress);
    this.#now = options.now ?? ((): number => options.bus.clock.now());
  }

  /** Records of calls whose events all lie up to this sequence of CALLS may be gone. */
  get trimmed(): number {
    return this.#trimmed;
  }

  /** Learns how far JOURNAL was trimmed before. @throws {BusUnavailable} */
  async load(): Promise<void> {
    const { created } = await this.#options.bus.jsm.streams.info(STREAMS.CALLS.name);
    const mark = await this.#store.get<Mark>(TRIMMED);
    this.#trimmed = mark?.stream === String(created) ? mark.calls : 0;
  }

  /** Notes where the streams stand and trims what may go. Quietly does nothing while the bus is away. */
  async run(): Promise<void> {
    const { bus, progress } = this.#options;
    try {
      const at = this.#now();
      const [calls, journal] = await Promise.all(
        [STREAMS.CALLS.name, STREAMS.JOURNAL.name].map((name) => bus.jsm.streams.info(name)),
      );
      if (!calls || !journal) return;
      const stream = String(calls.created);
      const { last_seq: sequence, first_seq: first } = journal.state;
      const marks = await this.#mark({ at, sequence, calls: calls.state.last_seq, stream });
      const floor = replayFrom(await progress.load());
      const old = marks.findLast((m) => at - m.at >= KEEP_MS && m.stream === stream && m.calls < floor);
      if (!old) return;
      const upTo = Math.min(old.sequence, ...(await this.#acknowledged()));
      if (upTo < first) return;
      // Written down first: a record that is gone must never seem not to have been made.
      await this.#store.put(TRIMMED, old);
      this.#trimmed = old.calls;
      await bus.jsm.streams.purge(STREAMS.JOURNAL.name, { seq: upTo + 1 });
    } catch (error) {
      bus.log.debug({ error: reasonOf(error) }, 'journal not trimmed');
    }
  }

  async #mark(mark: Mark): Promise<Mark[]> {
    const marks = (await this.#store.get<Mark[]>(MARKS)) ?? [];
    const last = marks.at(-1);
    if (last && mark.at - last.at < MARK_EVERY_MS) return marks;
    const oldest = marks.findLastIndex((m) => mark.at - m.at >= KEEP_MS);
    const next = [...marks.slice(Math.max(0, oldest)), mark];
    await this.#store.put(MARKS, next);
    return next;
  }

  /** The JOURNAL sequence each reader has come to; a reader that is still to come has nothing. */
  async #acknowledged(): Promise<number[]> {
    const floors = new Map<string, number>(this.#options.readers().map((name) => [name, 0]));
    for await (const consumer of this.#options.bus.jsm.consumers.list(STREAMS.JOURNAL.name)) {
      const { durable_name: name } = consumer.config;
      if (name) floors.set(name, consumer.ack_floor.stream_seq);
    }
    return [...floors.values()];
  }
}
