import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeadLetter,
  DeadLetterCodec,
  LookupAnswerCodec,
  type LookupAnswerInit,
  type LookupQuestion,
  LookupQuestionCodec,
  lookupSubject,
} from '@callbus/contract';
import {
  type AdapterContext,
  AdapterService,
  type Bus,
  configSchema,
  createLogger,
  defineAdapter,
  Health,
  HttpServers,
  Metrics,
  OrderedReader,
  Scrubber,
} from '@callbus/runtime';
import { type TestNats, until } from '@callbus/runtime/testkit';
import { type Config, config } from '../src/config.ts';
import type { Door, FinishedCall, Teller } from '../src/doors.ts';

export const CRM_TOKEN = 'test-crm-token-1';

/** What a finished call is told to in these tests. */
export class Told implements Teller {
  readonly calls: FinishedCall[] = [];
  async tell(call: FinishedCall): Promise<void> {
    this.calls.push(call);
  }
}

/** One door in front of a real nats-server, with a list for a join. */
export class DoorStand<D extends Door> {
  readonly bus: Bus;
  readonly told = new Told();
  readonly health = new Health();
  readonly metrics = new Metrics();
  readonly log: string[] = [];
  readonly dead: DeadLetter[] = [];
  readonly asked: LookupQuestion[] = [];
  /** What core answers to a look-up; nobody answers where it is left out. */
  answer: ((question: LookupQuestion) => LookupAnswerInit) | undefined;
  door!: D;
  readonly #dir = mkdtempSync(join(tmpdir(), 'callbus-3cx-'));
  readonly #http: HttpServers;
  readonly #service: AdapterService;
  readonly #reader: OrderedReader;
  #core: { unsubscribe(): void } | undefined;
  #reading = false;

  private constructor(
    bus: Bus,
    make: (context: AdapterContext, block: Config, teller: Teller) => D,
    block: Record<string, unknown>,
    house: Record<string, unknown>,
  ) {
    this.bus = bus;
    const scrubber = new Scrubber();
    scrubber.addSecret(CRM_TOKEN);
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
    const definition = defineAdapter({
      type: '3cx',
      title: { ru: '3CX', en: '3CX' },
      config,
      capabilities: {
        live: false,
        answerTime: true,
        features: [],
        commands: [],
        routing: true,
        repeats: false,
      },
      create: (context, read) => {
        const door = make(context, read, this.told);
        this.door = door;
        return {
          routes: (app) => door.routes?.(app),
          start: async (signal) => await door.start?.(signal),
          stop: async () => await door.stop?.(),
        };
      },
    });
    const read = configSchema({ adapters: [definition], sinks: [] }).parse({
      site: 'test',
      adapters: [{ id: 'pbx', type: '3cx', ...block }],
      ...house,
    });
    const [own] = read.adapters;
    if (own === undefined) throw new Error('no block');
    const context = {
      config: read,
      dataDir: this.#dir,
      bus,
      http: this.#http,
      health,
      metrics,
      log,
      scrubber,
    };
    this.#service = new AdapterService(definition, own, { ...context, run: 'run-1' });
    this.#reader = new OrderedReader(bus, {
      stream: 'DEAD',
      filters: ['callbus.v1.dead.>'],
      from: 1,
      onCaughtUp: () => {
        this.#reading = true;
      },
      onMessage: ({ data }) => void this.dead.push(DeadLetterCodec.decode(data)),
    });
  }

  static async start<D extends Door>(
    nats: TestNats,
    make: (context: AdapterContext, block: Config, teller: Teller) => D,
    block: Record<string, unknown>,
    house: Record<string, unknown> = {},
  ): Promise<DoorStand<D>> {
    const stand = new DoorStand<D>(await nats.bus(), make, block, house);
    stand.#service.mount();
    await stand.#http.start();
    await stand.#service.start(new AbortController().signal);
    stand.#reader.start();
    await until('the reader', () => stand.#reading);
    return stand;
  }

  /** Look-ups are answered from now on, by `answer`. */
  async core(): Promise<void> {
    this.#core = this.bus.respond(lookupSubject, async (data) => {
      const question = LookupQuestionCodec.decode(data);
      this.asked.push(question);
      return LookupAnswerCodec.encode(this.answer?.(question) ?? {});
    });
    await this.bus.alive();
  }

  async stop(): Promise<void> {
    this.#core?.unsubscribe();
    await this.#http.stop();
    await this.#reader.stop();
    await this.#service.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  /** callbus_refused_total by code. */
  async refused(): Promise<Record<string, number>> {
    const { values } = await this.metrics.refused.get();
    return Object.fromEntries(values.map((v) => [String(v.labels.code), v.value]));
  }
}
