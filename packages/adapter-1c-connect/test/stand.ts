import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentEvent,
  AgentEventCodec,
  type CallEvent,
  CallEventCodec,
  CommandCodec,
  type CommandResult,
  CommandResultCodec,
  commandSubject,
  type DeadLetter,
  DeadLetterCodec,
  type Exchange,
  ExchangeBatchCodec,
  exchangeSubject,
  type InteractionEvent,
  InteractionEventCodec,
  LookupAnswerCodec,
  type LookupAnswerInit,
  type LookupQuestion,
  LookupQuestionCodec,
  lookupSubject,
} from '@callbus/contract';
import {
  AdapterService,
  Bus,
  configSchema,
  createLogger,
  Health,
  HttpServers,
  type LinkReport,
  Metrics,
  OrderedReader,
  Scrubber,
} from '@callbus/runtime';
import { quietLog, type TestNats, until } from '@callbus/runtime/testkit';
import { AgentSim, type AgentSimOptions } from '@callbus/sim-1c-connect';
import { oneCConnect } from '../src/index.ts';

export type Block = Record<string, unknown>;

/** Every category that is asked for by default: ten, each for both initiators. */
export const SUBSCRIPTIONS = 20;

/** A reader of one kind of message, in stream order. */
class Shelf<T> {
  readonly all: T[] = [];
  readonly reader: OrderedReader;
  caughtUp = false;
  constructor(
    bus: Bus,
    stream: 'CALLS' | 'AGENTS' | 'DEAD',
    filter: string,
    decode: (data: Uint8Array) => T,
  ) {
    this.reader = new OrderedReader(bus, {
      stream,
      filters: [filter],
      from: 1,
      onCaughtUp: () => {
        this.caughtUp = true;
      },
      onMessage: ({ data }) => void this.all.push(decode(data)),
    });
  }
}

let stands = 0;

/** The adapter in front of a real nats-server, with programs of employees at its pipes. */
export class Stand {
  /** Its own, so that no other test's facts are taken for repeats. */
  readonly id = `conn-${++stands}`;
  readonly metrics = new Metrics();
  readonly health = new Health();
  readonly log: string[] = [];
  readonly events: Shelf<CallEvent>;
  readonly interactions: Shelf<InteractionEvent>;
  readonly agents: Shelf<AgentEvent>;
  readonly dead: Shelf<DeadLetter>;
  readonly sims = new Map<string, AgentSim>();
  /** The adapter's own connection: closed, it has no bus. */
  own: Bus;
  readonly #bus: Bus;
  readonly #nats: TestNats;
  readonly #dir = mkdtempSync(join(tmpdir(), 'callbus-1cc-'));
  readonly #block: Block;
  readonly #heard: { unsubscribe(): void }[] = [];
  #service: AdapterService | undefined;

  private constructor(nats: TestNats, bus: Bus, own: Bus, block: Block) {
    this.#nats = nats;
    this.#bus = bus;
    this.own = own;
    this.#block = block;
    this.events = new Shelf(bus, 'CALLS', 'callbus.v1.event.>', (d) => CallEventCodec.decode(d));
    this.interactions = new Shelf(bus, 'CALLS', 'callbus.v1.interaction.>', (d) =>
      InteractionEventCodec.decode(d),
    );
    this.agents = new Shelf(bus, 'AGENTS', 'callbus.v1.agent.>', (d) => AgentEventCodec.decode(d));
    this.dead = new Shelf(bus, 'DEAD', 'callbus.v1.dead.>', (d) => DeadLetterCodec.decode(d));
  }

  /** A stand whose programs and adapter are still to be started. */
  static async create(nats: TestNats, block: Block = {}): Promise<Stand> {
    const stand = new Stand(nats, await nats.bus(), await busOf(nats), block);
    const shelves = [stand.events, stand.interactions, stand.agents, stand.dead];
    for (const shelf of shelves) shelf.reader.start();
    await until('the readers', () => shelves.every((shelf) => shelf.caughtUp));
    // Other tests of the file have left theirs.
    for (const shelf of shelves) shelf.all.length = 0;
    return stand;
  }

  /** A program and an adapter that follows it, subscribed. */
  static async begin(
    nats: TestNats,
    block: Block = {},
    options: Partial<AgentSimOptions> = {},
  ): Promise<Stand> {
    const stand = await Stand.create(nats, block);
    for (const login of stand.logins) await stand.program(login, options);
    await stand.start();
    for (const login of stand.logins) await stand.subscribed(login);
    return stand;
  }

  get logins(): string[] {
    return this.#logins().map(({ login }) => login);
  }

  /** Starts a login's program. */
  async program(login: string, options: Partial<AgentSimOptions> = {}): Promise<AgentSim> {
    const sim = new AgentSim({ path: this.path(login), ...options });
    this.sims.set(login, sim);
    await sim.start();
    return sim;
  }

  sim(login = 'ivanov'): AgentSim {
    const sim = this.sims.get(login);
    if (!sim) throw new Error(`no program of ${login}`);
    return sim;
  }

  async subscribed(login = 'ivanov', count = SUBSCRIPTIONS): Promise<void> {
    await until(
      `subscriptions of ${login}`,
      () => this.sim(login).subscriptions.length === count && this.link(login)?.state === 'ok',
    );
  }

  /** Starts the adapter, as a process of the house does. */
  async start(): Promise<void> {
    const { health, metrics, own: bus } = this;
    const scrubber = new Scrubber();
    const log = createLogger({
      level: 'debug',
      scrubber,
      destination: { write: (line: string) => void this.log.push(line) },
    });
    const http = new HttpServers({
      listen: { host: '127.0.0.1', port: 0 },
      health,
      metrics,
      log,
      ready: async () => true,
    });
    const block = {
      id: this.id,
      type: '1c-connect',
      pipe: this.path('{login}'),
      logins: this.#logins(),
      ...this.#block,
    };
    const config = configSchema({ adapters: [oneCConnect], sinks: [] }).parse({
      site: 'test',
      adapters: [block],
    });
    const context = { config, dataDir: join(this.#dir, 'data'), bus, http, health, metrics, log, scrubber };
    const [parsed] = config.adapters;
    if (!parsed) throw new Error('no adapter');
    this.#service = new AdapterService(oneCConnect, parsed, { ...context, run: `run-${Math.random()}` });
    await this.#service.start(new AbortController().signal);
  }

  /** Ends the adapter; what it kept on disk stays. */
  async end(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  /** The adapter's bus goes away. */
  async cutBus(): Promise<void> {
    await this.own.close();
  }

  async stop(): Promise<void> {
    await this.end();
    for (const sim of this.sims.values()) await sim.stop();
    for (const shelf of [this.events, this.interactions, this.agents, this.dead]) await shelf.reader.stop();
    for (const heard of this.#heard) heard.unsubscribe();
    await this.own.close().catch(() => {});
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** A fresh connection for the next run of the adapter. */
  async renewBus(): Promise<void> {
    this.own = await busOf(this.#nats);
  }

  path(login: string): string {
    return process.platform === 'win32'
      ? `\\\\.\\pipe\\callbus-${process.pid}-${login}`
      : join(this.#dir, `${login}.sock`);
  }

  link(login = 'ivanov'): LinkReport | undefined {
    return this.health.report().links.find((l) => l.link === `${this.id}.${login}`);
  }

  /** Waits for so many call events. */
  async called(count: number): Promise<CallEvent[]> {
    await until(`${count} call events`, () => this.events.all.length >= count);
    return this.events.all;
  }

  async interacted(count: number): Promise<InteractionEvent[]> {
    await until(`${count} interactions`, () => this.interactions.all.length >= count);
    return this.interactions.all;
  }

  /** Waits for something that was set aside. */
  async setAside(code: string): Promise<DeadLetter> {
    return await until(`a dead letter ${code}`, () => this.dead.all.find((d) => d.code === code));
  }

  /** Answers look-ups as core does. @returns what was asked, as it comes */
  async directory(
    answer: (question: LookupQuestion) => LookupAnswerInit | Promise<LookupAnswerInit>,
  ): Promise<LookupQuestion[]> {
    const asked: LookupQuestion[] = [];
    const heard = this.#bus.respond(lookupSubject, async (data) => {
      const question = LookupQuestionCodec.decode(data);
      asked.push(question);
      return LookupAnswerCodec.encode(await answer(question));
    });
    this.#heard.push(heard);
    await this.#bus.nc.flush();
    return asked;
  }

  /** What the adapter notes in the technical journal, as it comes. */
  async exchanges(): Promise<Exchange[]> {
    const all: Exchange[] = [];
    const heard = this.#bus.nc.subscribe(exchangeSubject(this.id), {
      callback: (_error, { data }) => void all.push(...ExchangeBatchCodec.decode(data).exchanges),
    });
    this.#heard.push(heard);
    await this.#bus.nc.flush();
    return all;
  }

  async refused(): Promise<Record<string, number>> {
    const { values } = await this.metrics.refused.get();
    return Object.fromEntries(values.map((v) => [String(v.labels.code), v.value]));
  }

  /** A command as the gateway sends it. */
  async command(verb: string, parameters: Record<string, unknown>): Promise<CommandResult> {
    const data = CommandCodec.encode({
      commandId: `test-${Math.random()}`,
      instance: this.id,
      verb,
      ...(verb === 'makeCall'
        ? {
            makeCall: {
              extension: String(parameters.extension ?? ''),
              number: String(parameters.number ?? ''),
            },
          }
        : { parameters: JSON.stringify(parameters) }),
    });
    return CommandResultCodec.decode(await this.#bus.request(commandSubject(this.id, verb), data, 20_000));
  }

  #logins(): { login: string; extension?: string }[] {
    return (this.#block.logins ?? [{ login: 'ivanov', extension: '101' }]) as {
      login: string;
      extension?: string;
    }[];
  }
}

/** A connection of its own, that a test may close. */
async function busOf(nats: TestNats): Promise<Bus> {
  const bus = new Bus({ servers: `127.0.0.1:${nats.port}`, name: 'adapter', log: quietLog() });
  await bus.open();
  return bus;
}
