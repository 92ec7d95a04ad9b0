import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CallEvent,
  CallEventCodec,
  CommandCodec,
  type CommandResult,
  CommandResultCodec,
  commandSubject,
  type DeadLetter,
  DeadLetterCodec,
} from '@callbus/contract';
import {
  AdapterService,
  type Bus,
  configSchema,
  createLogger,
  Health,
  HttpServers,
  Metrics,
  OrderedReader,
  Scrubber,
  streamEnd,
} from '@callbus/runtime';
import { type TestNats, until } from '@callbus/runtime/testkit';
import { request } from 'undici';
import { prostiezvonki } from '../src/index.ts';

/** What a door answered. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string | string[] | undefined>;
}

export type Block = Record<string, unknown>;

/** Tokens of the stand; real enough to be scrubbed. */
export const CRM_TOKEN = 'test-crm-token-1';
export const PBX_TOKEN = 'test-pbx-token-1';
const SECRETS = [CRM_TOKEN, PBX_TOKEN, 'test-api-key-1'];

/** A message of a stream, in one's own hands. */
interface Kept<T> {
  subject: string;
  sequence: number;
  message: T;
}

/** Adapters in front of a real nats-server, as a process of the house runs them. */
export class Stand {
  readonly bus: Bus;
  readonly metrics = new Metrics();
  readonly health = new Health();
  readonly log: string[] = [];
  readonly #dir = mkdtempSync(join(tmpdir(), 'callbus-pz-'));
  readonly #services: AdapterService[];
  readonly #http: HttpServers;
  readonly #readers: OrderedReader[];
  readonly #events: Kept<CallEvent>[] = [];
  readonly #dead: Kept<DeadLetter>[] = [];
  #marked = 0;
  #caughtUp = 0;

  private constructor(bus: Bus, adapters: Block[], house: Block) {
    this.bus = bus;
    const scrubber = new Scrubber();
    for (const secret of SECRETS) scrubber.addSecret(secret);
    const log = createLogger({
      level: 'debug',
      scrubber,
      destination: { write: (line: string) => void this.log.push(line) },
    });
    const { health, metrics } = this;
    this.#http = new HttpServers({
      listen: { host: '127.0.0.1', port: 0 },
      health,
      metrics,
      log,
      ready: () => bus.alive(),
    });
    const config = configSchema({ adapters: [prostiezvonki], sinks: [] }).parse({
      site: 'test',
      adapters: adapters.map((a) => ({ type: 'prostiezvonki', ...a })),
      ...house,
    });
    const context = { config, dataDir: this.#dir, bus, http: this.#http, health, metrics, log, scrubber };
    this.#services = config.adapters.map(
      (block) => new AdapterService(prostiezvonki, block, { ...context, run: `run-${block.id}` }),
    );
    this.#readers = [
      new OrderedReader(bus, {
        stream: 'CALLS',
        filters: ['callbus.v1.event.>'],
        from: 1,
        onCaughtUp: () => void this.#caughtUp++,
        onMessage: ({ subject, sequence, data }) =>
          void this.#events.push({ subject, sequence, message: CallEventCodec.decode(data) }),
      }),
      new OrderedReader(bus, {
        stream: 'DEAD',
        filters: ['callbus.v1.dead.>'],
        from: 1,
        onCaughtUp: () => void this.#caughtUp++,
        onMessage: ({ subject, sequence, data }) =>
          void this.#dead.push({ subject, sequence, message: DeadLetterCodec.decode(data) }),
      }),
    ];
  }

  /** Adapters by their blocks, `house` for the rest of the file. */
  static async start(nats: TestNats, adapters: Block[], house: Block = {}): Promise<Stand> {
    const stand = new Stand(await nats.bus(), adapters, house);
    for (const service of stand.#services) service.mount();
    await stand.#http.start();
    for (const service of stand.#services) await service.start(new AbortController().signal);
    for (const reader of stand.#readers) reader.start();
    await until('the readers', () => stand.#caughtUp === stand.#readers.length);
    await stand.mark();
    return stand;
  }

  async stop(): Promise<void> {
    await this.#http.stop();
    for (const reader of this.#readers) await reader.stop();
    for (const service of this.#services) await service.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  /** Forgets the events so far. */
  async mark(): Promise<void> {
    this.#marked = await streamEnd(this.bus, 'CALLS');
  }

  /** Every event on the stream since the mark, in stream order. */
  async kept(): Promise<Kept<CallEvent>[]> {
    const end = await streamEnd(this.bus, 'CALLS');
    await until('the stream to be read', () => (this.#events.at(-1)?.sequence ?? 0) >= end);
    return this.#events.filter((e) => e.sequence > this.#marked);
  }

  async events(): Promise<CallEvent[]> {
    return (await this.kept()).map((k) => k.message);
  }

  /** Tells something and gives the events that it made. */
  async during(work: () => Promise<unknown>): Promise<CallEvent[]> {
    await this.mark();
    await work();
    return await this.events();
  }

  /** What was set aside for an adapter, oldest first. */
  dead(adapter: string): DeadLetter[] {
    return this.#dead.map((k) => k.message).filter((d) => d.service === adapter);
  }

  /** Waits until the newest thing set aside for an adapter has the code and, where given, passes `is`. */
  async setAside(adapter: string, is: (letter: DeadLetter) => boolean = () => true): Promise<DeadLetter> {
    return await until('a dead letter', () => this.dead(adapter).findLast(is));
  }

  /** callbus_refused_total of an adapter by code. */
  async refused(adapter: string): Promise<Record<string, number>> {
    const { values } = await this.metrics.refused.get();
    return Object.fromEntries(
      values.filter((v) => v.labels.service === adapter).map((v) => [String(v.labels.code), v.value]),
    );
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: string | Buffer, type?: string): Promise<Answer> {
    const {
      statusCode,
      headers,
      body: told,
    } = await request(`${this.origin}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: type === undefined ? {} : { 'content-type': type },
    });
    const text = await told.text();
    return { status: statusCode, body: text === '' ? {} : JSON.parse(text), headers };
  }

  /** A body at the CRM door: an object goes as JSON with the token, text and bytes as they are. */
  async crm(adapter: string, body: Block | string | Buffer, type = 'application/json'): Promise<Answer> {
    const raw =
      typeof body === 'string' || Buffer.isBuffer(body)
        ? body
        : JSON.stringify({ crm_token: CRM_TOKEN, ...body });
    return await this.#ask('POST', `/${adapter}/crm`, raw, type === '' ? undefined : type);
  }

  /** A query at the PBX door, as it is put on the wire. */
  async pbx(adapter: string, query: string, path = '/pbx/'): Promise<Answer> {
    return await this.#ask('GET', `/${adapter}${path}?${query}`);
  }

  /** A command as the gateway sends it. */
  async command(adapter: string, verb: string, extension: string, number: string): Promise<CommandResult> {
    const commandId = `test-${Math.random()}`;
    const data = CommandCodec.encode({
      commandId,
      instance: adapter,
      verb,
      makeCall: { extension, number },
    });
    const reply = await this.bus.request(commandSubject(adapter, verb), data, 20_000);
    return CommandResultCodec.decode(reply);
  }
}

/** An event as plain data, without what is empty: two events are equal when these are. */
export function plain(event: CallEvent): Record<string, unknown> {
  return JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
}
