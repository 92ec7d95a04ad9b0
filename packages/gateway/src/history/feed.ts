import { setTimeout as delay } from 'node:timers/promises';
import {
  filters,
  historyConsumer,
  type JournalRecord,
  JournalRecordCodec,
  MalformedMessage,
  STREAMS,
} from '@callbus/contract';
import {
  type Bus,
  type Link,
  type Logger,
  type Metrics,
  reasonOf,
  type StreamMessage,
  say,
  setAside,
  WorkQueue,
} from '@callbus/runtime';
import { messages } from '../messages.ts';
import type { Entry, HistoryStore } from './store.ts';

/** Records stored in one transaction at most; a rebuild must not hold up the process. */
const WINDOW = 128;
/** What comes within this time is stored together; a list may be behind by two seconds. */
const GATHER_MS = 50;
const NOT_FOUND = 10_014;

export interface FeedOptions {
  bus: Bus;
  store: HistoryStore;
  link: Link;
  metrics: Metrics;
  log: Logger;
  /** Called with every record that is stored, and when JOURNAL got it (broker time). */
  onRecord: (record: JournalRecord, storedAt: number) => void;
}

interface Waiting {
  message: StreamMessage;
  /** The stream its sequence counts in. */
  stream: string;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Fills the history store from JOURNAL. The store knows where it is; where the
 * consumer is ahead of it (the file is new, or an old copy) or JOURNAL is
 * another one than before, it reads again. Records that come together are
 * stored together.
 */
export class HistoryFeed {
  readonly #options: FeedOptions;
  readonly #abort = new AbortController();
  #queue: WorkQueue | undefined;
  /** When JOURNAL was created: tells it from another one with the same sequences. */
  #stream = '';
  #waiting: Waiting[] = [];
  #storing = false;
  #off: () => void = () => {};
  #turning = Promise.resolve();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#begin(AbortSignal.any([signal, this.#abort.signal]));
    this.#off = this.#options.bus.onChange((event) => {
      if (event === 'connected') this.#turning = this.#turning.then(() => this.#again());
    });
  }

  async stop(): Promise<void> {
    this.#off();
    this.#abort.abort(new Error('stopping'));
    await this.#turning;
    await this.#queue?.stop();
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const position = await this.#patiently(signal, () => this.#align());
    this.#queue = new WorkQueue(this.#options.bus, {
      stream: STREAMS.JOURNAL.name,
      durable: historyConsumer,
      filter: filters.journal,
      from: { sequence: position + 1 },
      window: WINDOW,
      // Each by itself, so that what has come can be stored together; in the order it came.
      keyOf: (m) => String(m.sequence),
      work: (m) => this.#take(m),
    });
    this.#queue.start();
    this.#options.link.ok();
  }

  /**
   * Makes sure that the consumer gives us everything the file does not have.
   * One that waits for acknowledgements would hold up what is new behind them
   * for the ack wait: it is made anew, for nothing is in our hands now.
   * @returns the sequence the file has come to
   */
  async #align(): Promise<number> {
    const { bus, store } = this.#options;
    const { created, state } = await bus.jsm.streams.info(STREAMS.JOURNAL.name);
    this.#stream = created;
    const position = Math.min(store.position(created), state.last_seq);
    const consumer = await bus.jsm.consumers
      .info(STREAMS.JOURNAL.name, historyConsumer)
      .catch((error: unknown) => {
        if ((error as { code?: unknown } | null)?.code === NOT_FOUND) return undefined;
        throw error;
      });
    if (!consumer) return position;
    const { delivered, ack_floor, num_ack_pending } = consumer;
    if (delivered.stream_seq <= position && num_ack_pending === 0) return position;
    await bus.jsm.consumers.delete(STREAMS.JOURNAL.name, historyConsumer);
    return Math.min(position, ack_floor.stream_seq);
  }

  // After a reconnect acknowledgements may be lost, and the bus may be another one that counts from 1.
  async #again(): Promise<void> {
    const { signal } = this.#abort;
    try {
      await this.#queue?.stop(0);
      if (!signal.aborted) await this.#begin(signal);
    } catch (error) {
      if (!signal.aborted)
        this.#options.log.error({ error: reasonOf(error) }, 'history does not follow the journal');
    }
  }

  async #patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      signal.throwIfAborted();
      try {
        return await ask();
      } catch (error) {
        this.#options.log.debug({ error: reasonOf(error) }, 'journal not readable yet');
      }
      await delay(pause, undefined, { signal });
    }
  }

  #take(message: StreamMessage): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ message, stream: this.#stream, done, failed });
      if (this.#storing) return;
      this.#storing = true;
      setTimeout(() => void this.#store(), GATHER_MS);
    });
  }

  async #store(): Promise<void> {
    for (let [first] = this.#waiting; first; [first] = this.#waiting) {
      const { stream } = first;
      const batch = this.#waiting.filter((w) => w.stream === stream);
      this.#waiting = this.#waiting.filter((w) => w.stream !== stream);
      try {
        await this.#storeBatch(
          stream,
          batch.map((w) => w.message),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#storing = false;
  }

  // Tries until the file takes it: what comes later must not overtake it.
  async #storeBatch(stream: string, batch: readonly StreamMessage[]): Promise<void> {
    const { bus, store, link, metrics, log, onRecord } = this.#options;
    const { signal } = this.#abort;
    const entries = batch.map((m) => this.#read(m));
    for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
      signal.throwIfAborted();
      try {
        store.put(stream, entries);
        break;
      } catch (error) {
        const oldest = Math.min(...batch.map((m) => m.timestamp));
        metrics.pending.set({ reader: historyConsumer }, (bus.clock.now() - oldest) / 1_000);
        const reason = reasonOf(error);
        log.debug({ error: reason }, 'history not stored yet');
        link.degraded(
          say(messages.historyStuck, { reason }),
          say(messages.historyRemedy, { file: store.file }),
        );
      }
      await delay(pause, undefined, { signal });
    }
    link.ok();
    metrics.pending.set({ reader: historyConsumer }, 0);
    for (const { record, storedAt } of entries) if (record) onRecord(record, storedAt);
  }

  #read({ data, sequence, timestamp }: StreamMessage): Entry {
    const at = { sequence, storedAt: timestamp };
    let reason: string;
    try {
      const record = JournalRecordCodec.decode(data);
      if (record.callId !== '') return { record, data, ...at };
      reason = 'a record without a call id';
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      reason = error.message;
    }
    const { bus, metrics, log } = this.#options;
    const code = 'gateway.record';
    log.error({ sequence, error: reason }, 'journal record not readable');
    metrics.deadLetters.inc({ service: 'gateway', code });
    const source = `${STREAMS.JOURNAL.name} ${sequence}`;
    void setAside(bus, { service: 'gateway', code, reason, source, payload: data });
    return at;
  }
}
