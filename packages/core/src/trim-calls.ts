import { filters, STREAMS } from '@callbus/contract';
import { type Bus, nextOn, reasonOf } from '@callbus/runtime';
import { type ProgressStore, replayFrom } from './progress.ts';

export interface CallsTrimOptions {
  bus: Bus;
  progress: ProgressStore;
  /** Durable consumers of interactions that must have acknowledged one before it goes, beside those that exist. */
  readers: () => readonly string[];
  /** Broker time; the bus's own where left out. */
  now?: () => number;
}

const KEEP_MS = STREAMS.CALLS.maxAge * 1_000;

/**
 * Trims CALLS of what is older than its age: call events that core's replay
 * will not come to any more, and interactions that every base and the history
 * store have acknowledged. An interaction nobody has taken yet stays, however
 * old it is (architecture, "Never lost").
 */
export class CallsTrim {
  readonly #options: CallsTrimOptions;
  readonly #now: () => number;

  constructor(options: CallsTrimOptions) {
    this.#options = options;
    this.#now = options.now ?? ((): number => options.bus.clock.now());
  }

  /** Trims what may go. Quietly does nothing while the bus is away. */
  async run(): Promise<void> {
    const { bus, progress } = this.#options;
    const stream = STREAMS.CALLS.name;
    try {
      const { state } = await bus.jsm.streams.info(stream);
      const before = this.#now() - KEEP_MS;
      // The age of its first message says whether there is anything to do.
      if (state.messages === 0 || Date.parse(state.first_ts) >= before) return;
      const old = await this.#firstSince(before, state.first_seq, state.last_seq);
      const upTo = Math.min(old, replayFrom(await progress.load()));
      const needed = await this.#needed();
      // The server takes "up to the first" for everything there is.
      const whole = Math.min(upTo, needed);
      if (whole > state.first_seq) await bus.jsm.streams.purge(stream, { seq: whole });
      // Between what a reader of interactions lags behind and the age, the calls go alone.
      if (whole < upTo && upTo > state.first_seq)
        await bus.jsm.streams.purge(stream, { filter: filters.events, seq: upTo });
    } catch (error) {
      bus.log.debug({ error: reasonOf(error) }, 'calls not trimmed');
    }
  }

  /** The sequence of the first message at or after a moment; behind the last where there is none. */
  async #firstSince(moment: number, first: number, last: number): Promise<number> {
    let [low, high] = [first, last + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const m = await nextOn(this.#options.bus, STREAMS.CALLS.name, '>', middle);
      if (!m || m.timestamp >= moment) high = middle;
      else low = m.sequence + 1;
    }
    return low;
  }

  /** The first sequence some reader of interactions has yet to acknowledge; one that is still to come needs them all. */
  async #needed(): Promise<number> {
    const floors = new Map<string, number>(this.#options.readers().map((name) => [name, 1]));
    for await (const consumer of this.#options.bus.jsm.consumers.list(STREAMS.CALLS.name)) {
      const { durable_name: name, filter_subject: filter } = consumer.config;
      if (!name || filter !== filters.interactions) continue;
      const idle = consumer.num_pending === 0 && consumer.num_ack_pending === 0;
      floors.set(name, idle ? Number.POSITIVE_INFINITY : consumer.ack_floor.stream_seq + 1);
    }
    return Math.min(Number.POSITIVE_INFINITY, ...floors.values());
  }
}
