import { setTimeout as delay } from 'node:timers/promises';
import { MalformedMessage } from '@callbus/contract';
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

/** Records stored in one transaction at most; a rebuild must not hold up the process. */
const WINDOW = 128;
/** What comes within this time is stored together; a list may be behind by two seconds. */
const GATHER_MS = 50;
const NOT_FOUND = 10_014;

/** A message that can be read and says nothing a store could keep. */
export class Unusable extends Error {}

/** A message of a stream: what it says (nothing where it could not be read), and where and when it was stored there. */
export interface FeedEntry<T> {
  value?: T;
  data: Uint8Array;
  sequence: number;
  /** Broker time, Unix milliseconds. */
  storedAt: number;
}

/** Where a feed comes from and what it fills. */
export interface FeedSource<T> {
  stream: string;
  /** The durable consumer: the stream is trimmed only of what it has acknowledged. */
  durable: string;
  filter: string;
  /** Code of what cannot be read and is set aside. */
  code: string;
  /** @throws {MalformedMessage | Unusable} */
  read(data: Uint8Array): T;
  /** The sequence of a stream, named by its creation, up to which the store has everything; 0 for one it has not seen. */
  position(stream: string): number;
  /** Stores what came and how far in the stream it reaches: all or nothing. */
  put(stream: string, entries: readonly FeedEntry<T>[]): void;
  /** The store's file, for people. */
  file: string;
  /** Called with everything that is stored. */
  onStored?(value: T, storedAt: number): void;
}

export interface FeedOptions<T> {
  bus: Bus;
  source: FeedSource<T>;
  link: Link;
  metrics: Metrics;
  log: Logger;
}

interface Waiting {
  message: StreamMessage;
  /** The stream its sequence counts in. */
  stream: string;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Fills a store of the history from a stream. The store knows where it is;
 * where the consumer is ahead of it (the file is new, or an old copy) or the
 * stream is another one than before, it reads again. What comes together is
 * stored together.
 */
export class HistoryFeed<T> {
  readonly #options: FeedOptions<T>;
  readonly #abort = new AbortController();
  #queue: WorkQueue | undefined;
  /** When the stream was created: tells it from another one with the same sequences. */
  #stream = '';
  #waiting: Waiting[] = [];
  #storing = false;
  #off: () => void = () => {};
  #turning = Promise.resolve();

  constructor(options: FeedOptions<T>) {
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
    const { stream, durable, filter } = this.#options.source;
    this.#queue = new WorkQueue(this.#options.bus, {
      stream,
      durable,
      filter,
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
    const { bus, source } = this.#options;
    const { stream, durable } = source;
    const { created, state } = await bus.jsm.streams.info(stream);
    this.#stream = created;
    const position = Math.min(source.position(created), state.last_seq);
    const consumer = await bus.jsm.consumers.info(stream, durable).catch((error: unknown) => {
      if ((error as { code?: unknown } | null)?.code === NOT_FOUND) return undefined;
      throw error;
    });
    if (!consumer) return position;
    const { delivered, ack_floor, num_ack_pending } = consumer;
    if (delivered.stream_seq <= position && num_ack_pending === 0) return position;
    await bus.jsm.consumers.delete(stream, durable);
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
        this.#options.log.error({ error: reasonOf(error) }, 'history does not follow its stream');
    }
  }

  async #patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      signal.throwIfAborted();
      try {
        return await ask();
      } catch (error) {
        this.#options.log.debug({ error: reasonOf(error) }, 'stream not readable yet');
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
    const { bus, source, link, metrics, log } = this.#options;
    const { signal } = this.#abort;
    const reader = source.durable;
    const entries = batch.map((m) => this.#read(m));
    for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
      signal.throwIfAborted();
      try {
        source.put(stream, entries);
        break;
      } catch (error) {
        const oldest = Math.min(...batch.map((m) => m.timestamp));
        metrics.pending.set({ reader }, (bus.clock.now() - oldest) / 1_000);
        const reason = reasonOf(error);
        log.debug({ error: reason }, 'history not stored yet');
        link.degraded(
          say(messages.historyStuck, { reason }),
          say(messages.historyRemedy, { file: source.file }),
        );
      }
      await delay(pause, undefined, { signal });
    }
    link.ok();
    metrics.pending.set({ reader }, 0);
    for (const { value, storedAt } of entries) if (value !== undefined) source.onStored?.(value, storedAt);
  }

  #read({ data, sequence, timestamp }: StreamMessage): FeedEntry<T> {
    const { bus, source, metrics, log } = this.#options;
    const at = { data, sequence, storedAt: timestamp };
    try {
      return { value: source.read(data), ...at };
    } catch (error) {
      if (!(error instanceof MalformedMessage || error instanceof Unusable)) throw error;
      const { code, stream } = source;
      const reason = error.message;
      log.error({ stream, sequence, error: reason }, 'message not readable');
      metrics.deadLetters.inc({ service: 'gateway', code });
      const told = `${stream} ${sequence}`;
      void setAside(bus, { service: 'gateway', code, reason, source: told, payload: data });
      return at;
    }
  }
}
