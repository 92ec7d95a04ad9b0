import { setTimeout as delay } from 'node:timers/promises';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, errors, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { BusUnavailable, NoAnswer, reasonOf, StopService } from '../errors.ts';
import type { Logger } from '../log/logger.ts';
import { defineMessages, say } from '../messages.ts';
import { within } from '../within.ts';
import { type Answerer, askHere } from './answerer.ts';
import { BrokerClock } from './clock.ts';
import { type BusOptions, connectionOptions, newEnough } from './connect.ts';
import { Publisher, type PublishOptions, type Stored } from './publisher.ts';
import { Turn } from './turn.ts';

export type { BusOptions } from './connect.ts';
export type { PublishOptions, Stored } from './publisher.ts';

const messages = defineMessages('bus', {
  lost: { ru: 'Связь с шиной (NATS) потеряна', en: 'The bus (NATS) is out of reach' },
  back: { ru: 'Связь с шиной восстановлена', en: 'The bus is back' },
  waiting: {
    ru: 'Шина {url} не отвечает ({reason}); продолжаю попытки',
    en: 'The bus at {url} does not answer ({reason}); trying on',
  },
  tooOld: {
    ru: 'nats-server {version} по адресу {url} слишком стар: нужен 2.10 или новее',
    en: 'nats-server {version} at {url} is too old: 2.10 or newer is needed',
  },
  refused: {
    ru: 'Шина {url} не приняла логин и пароль (bus.credentials)',
    en: 'The bus at {url} refused the credentials (bus.credentials)',
  },
});

/** A drain waits for the server's word; one that hangs is not waited for longer. */
const DRAIN_MS = 3_000;
/** A question about a stream that was asked of a dying server is asked again after this. */
const API_MS = 3_000;

type BusEvent = 'connected' | 'disconnected';

/**
 * One connection to NATS: acknowledged publishing, requests with a deadline,
 * and word of every connect and disconnect. It reconnects for ever.
 */
export class Bus {
  readonly clock = new BrokerClock();
  readonly log: Logger;
  readonly #options: BusOptions;
  readonly #timeout: number;
  readonly #listeners = new Set<(event: BusEvent) => void>();
  readonly #turn = new Turn();
  readonly #answerers = new Map<string, Answerer>();
  #publisher: Publisher | undefined;
  #nc: NatsConnection | undefined;
  #js: JetStreamClient | undefined;
  #jsm: JetStreamManager | undefined;
  #connected = false;
  #wasConnected = false;
  #closing = false;

  constructor(options: BusOptions) {
    this.#options = options;
    this.log = options.log;
    this.#timeout = options.timeoutMs ?? 5_000;
  }

  get connected(): boolean {
    return this.#connected;
  }

  get replicas(): number {
    return this.#options.replicas ?? 1;
  }

  get url(): string {
    return [this.#options.servers].flat().join(', ');
  }

  /** The raw connection, for what this class does not cover. @throws {BusUnavailable} before `open` */
  get nc(): NatsConnection {
    if (!this.#nc) throw new BusUnavailable('not connected yet');
    return this.#nc;
  }

  get js(): JetStreamClient {
    if (!this.#js) throw new BusUnavailable('not connected yet');
    return this.#js;
  }

  get jsm(): JetStreamManager {
    if (!this.#jsm) throw new BusUnavailable('not connected yet');
    return this.#jsm;
  }

  /**
   * Connects; keeps trying while nobody answers.
   * @throws {StopService} when the server is too old or refuses the credentials
   * @throws the signal's reason when it aborts first
   */
  async open(signal?: AbortSignal): Promise<void> {
    const nc = await this.#connect(signal);
    const version = nc.info?.version ?? '0';
    if (this.#closing || signal?.aborted || !newEnough(version)) {
      await nc.close();
      signal?.throwIfAborted();
      if (this.#closing) throw new BusUnavailable('the bus was closed');
      throw new StopService('bus.version', say(messages.tooOld, { version, url: this.url }));
    }
    this.#nc = nc;
    this.#publisher = new Publisher(nc, this.#turn, connectionOptions(this.#options).inboxPrefix);
    void this.#watch(nc);
    this.#js = jetstream(nc, { timeout: API_MS });
    this.#jsm = await jetstreamManager(nc, { checkAPI: false, timeout: API_MS });
    this.#set(true);
  }

  /** Sends what is buffered and closes. Nothing more goes out afterwards; nobody is told of the end. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#turn.flush();
    const wasConnected = this.#connected;
    this.#connected = false;
    const nc = this.#nc;
    if (!nc || nc.isClosed()) return;
    // A drain ends the hearing of acknowledgements first.
    if (wasConnected) await within(DRAIN_MS, this.#publisher?.idle());
    // A drain waits for the server; when it is away there is nobody to wait for.
    if (wasConnected) await within(DRAIN_MS, nc.drain());
    await nc.close();
    this.#publisher?.failAll('the bus was closed');
  }

  /** @throws {BusUnavailable} while it is away: what is asked then is only given up when its time is over */
  demand(): void {
    if (!this.#connected) throw new BusUnavailable('the bus is out of reach');
  }

  /** Calls `listener` at every connect (also the first, if still to come) and disconnect. */
  onChange(listener: (event: BusEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Publishes into a stream and waits until it is stored.
   * @throws {BusUnavailable} when no acknowledgement came: it may or may not be stored
   * @throws {StreamFull} when the stream refuses for lack of room: it is not stored
   * @throws {WrongLastSequence} when the subject moved on: it is not stored
   * @throws {SetAside} when no server will ever take it (too large): it is not stored
   */
  async publish(subject: string, data: Uint8Array, options: PublishOptions = {}): Promise<Stored> {
    this.demand();
    if (!this.#publisher) throw new BusUnavailable('not connected yet');
    return await this.#publisher.publish(subject, data, options, options.timeoutMs ?? this.#timeout);
  }

  /** Publishes without waiting, for what only the newest of counts (snapshots). Lost while the bus is away. */
  announce(subject: string, data: Uint8Array): void {
    this.soon(() => this.nc.publish(subject, data));
  }

  /**
   * Sends something at the end of this turn of the event loop, together with
   * all else that waits then; nothing while the bus is away.
   */
  soon(send: () => void): void {
    this.#turn.add(() => {
      if (!this.#connected) return;
      try {
        send();
      } catch (error) {
        this.log.debug({ error: reasonOf(error) }, 'not sent');
      }
    });
  }

  /**
   * Asks and waits for one answer. Who answers on that very subject in this
   * process is asked without a detour over the server.
   * @throws {NoAnswer}
   */
  async request(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
    if (!this.#connected) throw new NoAnswer(subject, true);
    const here = this.#answerers.get(subject);
    if (here) return await askHere(here, { subject, data, timeoutMs, log: this.log });
    try {
      const reply = await this.nc.request(subject, data, { timeout: Math.max(1, timeoutMs) });
      return reply.data;
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      const nobody = error instanceof errors.NoRespondersError || cause instanceof errors.NoRespondersError;
      throw new NoAnswer(subject, nobody, error);
    }
  }

  /**
   * Answers requests. A handler that throws is logged and answers nothing; the
   * asker's deadline deals with it. `queue` shares the work between processes.
   */
  respond(subject: string, handler: Answerer, queue?: string): { unsubscribe(): void } {
    const answer = async (msg: Msg): Promise<void> => {
      try {
        const data = await handler(msg.data, msg.subject);
        this.soon(() => msg.respond(data));
      } catch (error) {
        this.log.error({ subject: msg.subject, error: reasonOf(error) }, 'request failed');
      }
    };
    const subscription = this.nc.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, msg) => {
        if (!error) void answer(msg);
      },
    });
    if (!subject.includes('*')) this.#answerers.set(subject, handler);
    return {
      unsubscribe: () => {
        if (this.#answerers.get(subject) === handler) this.#answerers.delete(subject);
        subscription.unsubscribe();
      },
    };
  }

  /** Every message on a subject as it comes, without a stream behind it. */
  listen(subject: string, handler: (data: Uint8Array, subject: string) => void): Subscription {
    return this.nc.subscribe(subject, {
      callback: (error, msg) => {
        if (error) return;
        try {
          handler(msg.data, msg.subject);
        } catch (failure) {
          this.log.error({ subject: msg.subject, error: reasonOf(failure) }, 'listener failed');
        }
      },
    });
  }

  /** Whether the server answers a round trip now. */
  async alive(): Promise<boolean> {
    if (!this.#connected) return false;
    return await Promise.race([
      this.nc.flush().then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(resolve, 1_000, false).unref()),
    ]);
  }

  async #connect(signal: AbortSignal | undefined): Promise<NatsConnection> {
    const options = connectionOptions(this.#options);
    for (let pause = 100, told = false; ; pause = Math.min(pause * 2, 2_000)) {
      signal?.throwIfAborted();
      try {
        return await connect(options);
      } catch (error) {
        if (error instanceof errors.AuthorizationError) {
          const message = say(messages.refused, { url: this.url });
          throw new StopService('bus.credentials', message, { cause: error });
        }
        if (!told) this.log.warn(say(messages.waiting, { url: this.url, reason: reasonOf(error) }));
        told = true;
        // An abort ends the pause; the loop's head throws its reason.
        await delay(pause, undefined, signal ? { signal } : {}).catch(() => {});
      }
    }
  }

  async #watch(nc: NatsConnection): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type === 'disconnect') this.#set(false);
      else if (status.type === 'reconnect') this.#set(true);
      else if (status.type === 'error') this.#complain(status.error);
    }
    this.#set(false);
  }

  #complain(error: Error): void {
    this.log.warn({ error: reasonOf(error) }, 'bus error');
    if (error instanceof errors.PermissionViolationError && error.operation === 'publish')
      this.#publisher?.denied(error.subject, error);
  }

  #set(connected: boolean): void {
    if (this.#closing || this.#connected === connected) return;
    this.#connected = connected;
    // What was on its way may be stored or not; its acknowledgement will not come any more.
    if (!connected) this.#publisher?.failAll('the connection broke');
    if (this.#wasConnected) {
      if (connected) this.log.info({ url: this.url }, say(messages.back));
      else this.log.warn({ url: this.url }, say(messages.lost));
    }
    this.#wasConnected = true;
    for (const listener of this.#listeners) {
      try {
        listener(connected ? 'connected' : 'disconnected');
      } catch (error) {
        this.log.error({ error: reasonOf(error) }, 'bus listener failed');
      }
    }
  }
}
