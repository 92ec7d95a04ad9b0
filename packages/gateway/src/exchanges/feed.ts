import { type ExchangeBatch, ExchangeBatchCodec, filters, STREAMS } from '@callbus/contract';
import { type Bus, type Logger, OrderedReader, reasonOf, type StreamMessage, say } from '@callbus/runtime';
import { messages } from '../messages.ts';
import type { ExchangeStore } from './store.ts';

/** What comes within this time is written together. */
const GATHER_MS = 200;
/** A disk that refuses is tried again after this. */
const RETRY_MS = 5_000;
/** More batches than these do not wait for the disk: the technical journal is worth no memory. */
const MOST_WAITING = 200;
const TRIM_EVERY_MS = 3_600_000;
const TRIM_PAUSE_MS = 20;

export interface ExchangeFeedOptions {
  bus: Bus;
  store: ExchangeStore;
  log: Logger;
}

/** Fills the technical journal from stream EXCHANGES. Trouble with its file is told and hinders nobody. */
export class ExchangeFeed {
  readonly #options: ExchangeFeedOptions;
  #reader: OrderedReader | undefined;
  #waiting: ExchangeBatch[] = [];
  #sequence = 0;
  #stream = '';
  #timer: NodeJS.Timeout | undefined;
  #trimTimer: NodeJS.Timeout | undefined;
  #troubled = false;
  #stopped = false;

  constructor(options: ExchangeFeedOptions) {
    this.#options = options;
  }

  /** Begins to read; does not wait for the bus. */
  start(): void {
    this.#trim();
    void this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#trimTimer);
    await this.#reader?.stop();
    this.#write();
  }

  async #begin(): Promise<void> {
    const { bus, store, log } = this.#options;
    if (this.#stopped) return;
    try {
      const { created, state } = await bus.jsm.streams.info(STREAMS.EXCHANGES.name);
      if (this.#stopped) return;
      this.#stream = created;
      this.#sequence = Math.min(store.position(created), state.last_seq);
      this.#reader = new OrderedReader(bus, {
        stream: STREAMS.EXCHANGES.name,
        filters: [filters.exchanges],
        from: this.#sequence + 1,
        onMessage: (m) => this.#take(m),
      });
      this.#reader.start();
    } catch (error) {
      log.debug({ error: reasonOf(error) }, 'exchanges not readable yet');
      this.#timer = setTimeout(() => void this.#begin(), RETRY_MS);
    }
  }

  #take({ data, sequence }: StreamMessage): void {
    // The stream is in memory: with its server it is another one, and begins at 1 again.
    if (sequence <= this.#sequence) void this.#learn();
    this.#sequence = sequence;
    try {
      this.#waiting.push(ExchangeBatchCodec.decode(data));
    } catch (error) {
      this.#options.log.debug({ sequence, error: reasonOf(error) }, 'exchanges not readable');
      return;
    }
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#timer ??= setTimeout(() => this.#write(), GATHER_MS);
  }

  async #learn(): Promise<void> {
    this.#stream = '';
    const { bus, log } = this.#options;
    try {
      this.#stream = (await bus.jsm.streams.info(STREAMS.EXCHANGES.name)).created;
    } catch (error) {
      log.debug({ error: reasonOf(error) }, 'exchanges have no name');
    }
  }

  #write(): void {
    const { store, log } = this.#options;
    this.#timer = undefined;
    const batches = this.#waiting;
    if (batches.length === 0) return;
    try {
      store.put(this.#stream, this.#sequence, batches);
      this.#waiting = [];
      this.#troubled = false;
    } catch (error) {
      if (!this.#troubled) log.warn(say(messages.exchangesStuck, { reason: reasonOf(error) }));
      this.#troubled = true;
      if (!this.#stopped) this.#timer = setTimeout(() => this.#write(), RETRY_MS);
    }
  }

  // What is old goes on a site where nothing happens, too; a little at a time.
  #trim(): void {
    let more = false;
    try {
      more = this.#options.store.trim();
    } catch (error) {
      this.#options.log.debug({ error: reasonOf(error) }, 'exchanges not trimmed');
    }
    this.#trimTimer = setTimeout(() => this.#trim(), more ? TRIM_PAUSE_MS : TRIM_EVERY_MS);
  }
}
