import { setTimeout as delay } from 'node:timers/promises';
import { type Consumer, type ConsumerInfo, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import { LRUCache } from 'lru-cache';
import { codeOf, reasonOf } from '../errors.ts';
import { Pause } from '../pause.ts';
import { within } from '../within.ts';
import type { Bus } from './bus.ts';
import { ACK_WAIT_MS, durableConfig, type WorkQueueStart } from './durable.ts';
import { type StreamMessage, toStreamMessage } from './reader.ts';

export interface WorkQueueOptions {
  stream: string;
  /** Name of the durable consumer, where the position is kept. */
  durable: string;
  filter: string;
  /** Where a queue that does not exist yet begins. */
  from: WorkQueueStart;
  /** Messages held at once; the rest waits in the stream. */
  window: number;
  /** Messages with the same key are worked in order, one at a time. */
  keyOf: (message: StreamMessage) => string;
  /**
   * Does the work. When it resolves, the message is acknowledged; it retries
   * by itself and must not throw. `acknowledge` does so before the end, for
   * work that may be lost but not repeated.
   */
  work: (message: StreamMessage, acknowledge: () => void) => Promise<void>;
  /**
   * Whether a key's messages keep their order over a kill, too. What was in a
   * dead process's hands comes again after seconds, and everything waits for
   * it; false lets newer messages go ahead, for work that minds age itself.
   */
  settle?: boolean;
}

/** Finished messages that are remembered, to acknowledge again what comes again. */
const REMEMBERED = 4_096;
const SETTLE_EVERY_MS = 200;
/** What another process holds, and keeps holding, is not waited for longer. */
const SETTLE_MS = 2 * ACK_WAIT_MS;

/** A message that was taken and not yet done with. */
interface Held {
  readonly message: StreamMessage;
  /** The newest handle on it: a redelivery brings another. */
  handle: JsMsg;
}

/**
 * A durable consumer: what was not acknowledged when the process died comes
 * again. Keys run beside each other, messages of one key in order. While a
 * message is held its redelivery is put off, so a base may be down for days.
 *
 * The server gives out no more than `window` unacknowledged messages, so all
 * that is under way is in our hands and nothing grows old in a buffer.
 */
export class WorkQueue {
  readonly #bus: Bus;
  readonly #options: WorkQueueOptions;
  /** The last work of each key. */
  readonly #chains = new Map<string, Promise<void>>();
  readonly #held = new Map<string, Held>();
  /** Identities of messages that are done: an acknowledgement may have been lost on the way. */
  readonly #finished = new LRUCache<string, true>({ max: REMEMBERED });
  /** Taken before all that was given out is in our hands; lined up in stream order then. */
  #waiting: Held[] = [];
  #settled = false;
  #stopped = false;
  readonly #pause = new Pause();
  #end: () => void = () => {};
  #running: Promise<void> | undefined;
  #keepAlive: NodeJS.Timeout | undefined;
  #off: () => void = () => {};

  constructor(bus: Bus, options: WorkQueueOptions) {
    this.#bus = bus;
    this.#options = options;
  }

  /** Messages taken from the stream and not yet done with. */
  get held(): number {
    return this.#held.size;
  }

  start(): void {
    if (this.#stopped || this.#running) return;
    this.#off = this.#bus.onChange(() => this.#interrupt());
    this.#keepAlive = setInterval(() => {
      for (const { handle } of this.#held.values()) this.#tell(() => handle.working());
    }, ACK_WAIT_MS / 3);
    this.#running = this.#run();
  }

  /** Takes no more; resolves when what has begun is done, or `graceMs` have passed. */
  async stop(graceMs = 5_000): Promise<void> {
    this.#stopped = true;
    this.#off();
    this.#interrupt();
    await this.#running;
    for (const held of this.#waiting.splice(0)) this.#giveBack(held);
    await within(graceMs, Promise.all(this.#chains.values()));
    clearInterval(this.#keepAlive);
  }

  #interrupt(): void {
    this.#end();
    this.#pause.end();
  }

  async #run(): Promise<void> {
    for (let pause = 50; !this.#stopped; pause = Math.min(pause * 2, 1_000)) {
      try {
        if (this.#bus.connected && (await this.#consume())) pause = 50;
      } catch (error) {
        this.#bus.log.debug({ durable: this.#options.durable, error: reasonOf(error) }, 'queue starts again');
      }
      if (!this.#stopped) await this.#pause.for(pause);
    }
  }

  /** @returns whether anything came before it was interrupted */
  async #consume(): Promise<boolean> {
    const { window, settle = true } = this.#options;
    const over = new AbortController();
    this.#end = () => over.abort();
    const consumer = await this.#consumer();
    const info = await consumer.info(true);
    this.#settled = !settle;
    let any = false;
    // The window bounds what is given out, so each can be taken as it comes.
    const messages = await consumer.consume({
      max_messages: window,
      expires: 30_000,
      idle_heartbeat: 5_000,
      abort_on_missing_resource: true,
      callback: (m) => {
        // Given back at once: it would come again only after the ack wait.
        if (over.signal.aborted) return this.#tell(() => m.nak());
        any = true;
        this.#take(m);
      },
    });
    this.#end = () => {
      over.abort();
      messages.stop();
    };
    if (this.#stopped || over.signal.aborted) this.#end();
    if (settle) void this.#settle(info, consumer, over.signal);
    const failure = await messages.closed();
    this.#end();
    this.#end = () => {};
    if (failure) throw failure;
    return any;
  }

  #take(m: JsMsg): void {
    const message = toStreamMessage(m);
    this.#bus.clock.atLeast(message.timestamp);
    const identity = identityOf(message);
    if (this.#finished.has(identity)) {
      this.#tell(() => m.ack());
      return;
    }
    const known = this.#held.get(identity);
    if (known) {
      known.handle = m;
      return;
    }
    const held = { message, handle: m };
    this.#held.set(identity, held);
    if (this.#settled) this.#line(held);
    else this.#waiting.push(held);
  }

  /** Puts a message behind the others of its key. */
  #line(held: Held): void {
    const key = this.#keyOf(held.message);
    const chain = (this.#chains.get(key) ?? Promise.resolve()).then(() => this.#work(held));
    this.#chains.set(key, chain);
    void chain.then(() => {
      if (this.#chains.get(key) === chain) this.#chains.delete(key);
    });
  }

  #keyOf(message: StreamMessage): string {
    try {
      return this.#options.keyOf(message);
    } catch (error) {
      this.#bus.log.error({ subject: message.subject, error: reasonOf(error) }, 'message without a key');
      return message.subject;
    }
  }

  // Never rejects: the chain behind it goes on.
  async #work(held: Held): Promise<void> {
    // What has not begun when we stop is left to whoever comes next.
    if (this.#stopped) return this.#giveBack(held);
    const { message } = held;
    const acknowledge = (): void => {
      if (!this.#held.delete(identityOf(message))) return;
      this.#finished.set(identityOf(message), true);
      this.#tell(() => held.handle.ack());
    };
    try {
      await this.#options.work(message, acknowledge);
      acknowledge();
    } catch (error) {
      if (this.#stopped) return this.#giveBack(held);
      // Not acknowledged: it comes again after the ack wait.
      this.#held.delete(identityOf(message));
      const { sequence } = message;
      this.#bus.log.error(
        { durable: this.#options.durable, sequence, code: codeOf(error), error: reasonOf(error) },
        'work failed',
      );
    }
  }

  #giveBack({ message, handle }: Held): void {
    if (this.#held.delete(identityOf(message))) this.#tell(() => handle.nak());
  }

  /** Says something of a message to the server; lost while the bus is away, and then it comes again. */
  #tell(say: () => void): void {
    this.#bus.soon(say);
  }

  // Messages that were given out and are not in our hands (a dead process's, or
  // lost with a connection) come again only after the ack wait, or in any order
  // where they were given back. All that comes meanwhile waits for them, or a
  // key's messages would overtake each other.
  async #settle(first: ConsumerInfo, consumer: Consumer, over: AbortSignal): Promise<void> {
    const end = performance.now() + SETTLE_MS;
    try {
      for (
        let info = first;
        this.#elsewhere(info) > 0 && performance.now() < end;
        info = await consumer.info()
      )
        await delay(SETTLE_EVERY_MS, undefined, { signal: over });
    } catch (error) {
      // Interrupted: the next start looks again.
      if (over.aborted) return;
      this.#bus.log.debug({ durable: this.#options.durable, error: reasonOf(error) }, 'queue not settled');
    }
    if (over.aborted) return;
    this.#settled = true;
    const waiting = this.#waiting.splice(0);
    for (const held of waiting.sort((a, b) => a.message.sequence - b.message.sequence)) this.#line(held);
  }

  /** How many messages the server waits for that we do not hold. */
  #elsewhere({ num_ack_pending, delivered }: ConsumerInfo): number {
    let ours = 0;
    for (const { message } of this.#held.values()) if (message.sequence <= delivered.stream_seq) ours++;
    return num_ack_pending - ours;
  }

  async #consumer(): Promise<Consumer> {
    const { stream, durable } = this.#options;
    const wanted = durableConfig(this.#options);
    const { consumers } = this.#bus.jsm;
    try {
      const { config } = await consumers.info(stream, durable);
      const { max_ack_pending, ack_wait, filter_subject } = wanted;
      const mend = { max_ack_pending, ack_wait, filter_subject };
      const same = Object.entries(mend).every(([k, v]) => config[k as keyof typeof mend] === v);
      if (!same) await consumers.update(stream, durable, mend);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
      await consumers.add(stream, wanted);
    }
    return await this.#bus.js.consumers.get(stream, durable);
  }
}

const CONSUMER_NOT_FOUND = 10_014;

// A stream in memory begins at 1 again when its server restarts: the stamp tells the two apart.
const identityOf = ({ sequence, timestamp }: StreamMessage): string => `${sequence}@${timestamp}`;
