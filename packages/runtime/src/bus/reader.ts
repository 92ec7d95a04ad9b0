import { DeliverPolicy, type JsMsg, type OrderedConsumerOptions } from '@nats-io/jetstream';
import { reasonOf } from '../errors.ts';
import { Pause } from '../pause.ts';
import type { Bus } from './bus.ts';

/** A message of a stream, freed of the client library. */
export interface StreamMessage {
  subject: string;
  data: Uint8Array;
  /** Stream sequence. */
  sequence: number;
  /** Broker's stamp, Unix milliseconds. */
  timestamp: number;
}

type OrderedStart = Partial<OrderedConsumerOptions>;

export interface ReaderOptions {
  stream: string;
  /** Subjects to read; several are read as one, in stream order. */
  filters: string[];
  /** First stream sequence to read; 1 begins at the beginning, `new` at the next message. */
  from: number | 'new';
  /** Called in stream order; the next message waits for it. Must not throw for a bad message. */
  onMessage: (message: StreamMessage) => void | Promise<void>;
  /** Called once all messages that were there at the start have been given to onMessage. */
  onCaughtUp?: () => void;
}

/**
 * The stream message inside a JetStream message. Its stamp is cut to
 * milliseconds, not rounded: call ids are made of it, and a message read twice
 * must give the same.
 */
export function toStreamMessage(m: JsMsg): StreamMessage {
  const timestamp = Number(m.timestampNanos / 1_000_000n);
  return { subject: m.subject, data: m.data, sequence: m.seq, timestamp };
}

/** The sequence of a stream's last message; 0 when it never had one. */
export async function streamEnd(bus: Bus, stream: string): Promise<number> {
  return (await bus.jsm.streams.info(stream)).state.last_seq;
}

/**
 * Reads a stream in exact order, over reconnects and server restarts, each
 * message once. It keeps no position on the server: who reads knows where it
 * is. After every reconnect it starts again behind the last message it saw,
 * because what was on the wire when a connection broke is lost.
 */
export class OrderedReader {
  readonly #bus: Bus;
  readonly #options: ReaderOptions;
  #next: number | 'new';
  #lastStamp = 0;
  #stopped = false;
  /** When the stream was made: another one of the same name is read from its beginning. */
  #created = '';
  #wentBack = false;
  readonly #pause = new Pause();
  #end: () => void = () => {};
  #running: Promise<void> | undefined;
  #caughtUp = false;
  #off: () => void = () => {};

  constructor(bus: Bus, options: ReaderOptions) {
    this.#bus = bus;
    this.#options = options;
    this.#next = options.from;
  }

  start(): void {
    if (this.#stopped || this.#running) return;
    this.#off = this.#bus.onChange(() => this.#interrupt());
    this.#running = this.#run();
  }

  /** Stops; resolves when no message is being worked on any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off();
    this.#interrupt();
    await this.#running;
  }

  #interrupt(): void {
    this.#end();
    this.#pause.end();
  }

  async #run(): Promise<void> {
    for (let pause = 50; !this.#stopped; pause = Math.min(pause * 2, 1_000)) {
      try {
        if (this.#bus.connected && (await this.#read())) pause = 50;
      } catch (error) {
        this.#bus.log.debug({ stream: this.#options.stream, error: reasonOf(error) }, 'reader starts again');
      }
      if (!this.#stopped) await this.#pause.for(pause);
    }
  }

  /** @returns whether anything was read before it was interrupted */
  async #read(): Promise<boolean> {
    const { stream, filters, onCaughtUp } = this.#options;
    const start = await this.#start();
    const consumer = await this.#bus.js.consumers.get(stream, {
      filter_subjects: filters,
      ...start,
    });
    const pending = (await consumer.info(true)).num_pending;
    if (pending === 0) this.#tellCaughtUp(onCaughtUp);
    const messages = await consumer.consume({ max_messages: 500, expires: 30_000, idle_heartbeat: 5_000 });
    this.#end = () => messages.stop();
    if (this.#stopped) messages.stop();
    let read = false;
    try {
      for await (const m of messages) {
        if (this.#stopped) break;
        const message = toStreamMessage(m);
        this.#bus.clock.atLeast(message.timestamp);
        // Most are taken at once; a turn of the loop for each would cost more than the work.
        const taken = this.#give(message);
        if (taken) await taken;
        this.#next = m.seq + 1;
        this.#wentBack = false;
        this.#lastStamp = message.timestamp;
        read = true;
        if (!this.#caughtUp && m.info.pending === 0) this.#tellCaughtUp(onCaughtUp);
      }
    } finally {
      this.#end = () => {};
      messages.stop();
      void consumer.delete().catch(() => {});
    }
    return read;
  }

  #give(message: StreamMessage): Promise<void> | undefined {
    try {
      const taken = this.#options.onMessage(message);
      if (!(taken instanceof Promise)) return undefined;
      return taken.catch((error: unknown) => this.#notTaken(message, error));
    } catch (error) {
      return this.#notTaken(message, error);
    }
  }

  #notTaken({ sequence }: StreamMessage, error: unknown): never {
    const { stream } = this.#options;
    this.#bus.log.error({ stream, sequence, error: reasonOf(error) }, 'message not taken; reading it again');
    throw error;
  }

  // A broker that did not sync before it lost power comes back with an older
  // end, and a stream in memory comes back empty; what is published then has
  // sequences we have seen, and newer stamps.
  async #start(): Promise<OrderedStart> {
    const { created, state } = await this.#bus.jsm.streams.info(this.#options.stream);
    if (this.#next === 'new') this.#next = state.last_seq + 1;
    const next = this.#next;
    const remade = this.#created !== '' && this.#created !== created;
    this.#created = created;
    if (remade || (this.#lastStamp > 0 && next - 1 > state.last_seq)) {
      this.#wentBack = true;
      // Made anew is what memory streams are after every restart of their server.
      const level = remade ? 'debug' : 'warn';
      this.#bus.log[level]({ stream: this.#options.stream }, 'the stream went back; reading on by time');
    }
    if (!this.#wentBack) return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next };
    if (this.#lastStamp === 0) return { deliver_policy: DeliverPolicy.All };
    const after = new Date(this.#lastStamp + 1).toISOString();
    return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: after };
  }

  #tellCaughtUp(onCaughtUp: (() => void) | undefined): void {
    if (this.#caughtUp) return;
    this.#caughtUp = true;
    onCaughtUp?.();
  }
}
