import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AgentEventCodec,
  type AgentEventInit,
  agentSubject,
  CallSnapshotCodec,
  type CallSnapshotInit,
  callSubject,
  JournalRecordCodec,
  type JournalRecordInit,
  journalSubject,
  PopupCodec,
  type PopupInit,
  partitionOf,
  popupSubject,
} from '@callbus/contract';
import {
  type AdapterContext,
  AdapterService,
  adapterBase,
  Bus,
  type CommandHandler,
  type Config,
  configSchema,
  createLogger,
  defineAdapter,
  ensureStreams,
  Health,
  HttpServers,
  Metrics,
  measureClock,
  Scrubber,
  type ServiceContext,
} from '@callbus/runtime';
import { type TestNats, until } from '@callbus/runtime/testkit';
import { z } from 'zod';
import { GatewayService } from '../src/index.ts';

/** The keys every test site knows. */
export const KEYS = {
  all: 'test-key-all-0001',
  read: 'test-key-read-0001',
  call: 'test-key-call-0001',
  control: 'test-key-control-0001',
} as const;

const apiKeys = [
  { name: 'all', key: KEYS.all, scopes: ['call', 'read'] },
  { name: 'reader', key: KEYS.read, scopes: ['read'] },
  { name: 'caller', key: KEYS.call, scopes: ['call'] },
  { name: 'controller', key: KEYS.control, scopes: ['control'] },
];

const block = z.strictObject({ ...adapterBase, type: z.literal('test') });

/** An answer of the API. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
  body: any;
}

export interface SiteOptions {
  /** Blocks of adapters in the file; they need not run. */
  adapters?: { id: string; extensions?: string[]; enabled?: boolean }[];
  gateway?: Record<string, unknown>;
  /** A folder to use; a new one where left out. */
  dataDir?: string;
  run?: string;
}

/** A gateway on a real nats-server, in this process, with a folder and a port of its own. */
export class Site {
  readonly bus: Bus;
  readonly dataDir: string;
  readonly context: ServiceContext;
  readonly gateway: GatewayService;
  /** Every line that was logged. */
  readonly lines: string[] = [];
  readonly #abort = new AbortController();
  readonly #adapters: AdapterService[] = [];
  readonly #ownsFolder: boolean;

  private constructor(nats: TestNats, options: SiteOptions) {
    this.#ownsFolder = options.dataDir === undefined;
    this.dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'callbus-gateway-'));
    const config: Config = configSchema({ adapters: [{ config: block }], sinks: [] }).parse({
      site: 'test',
      http: { listen: '127.0.0.1:0' },
      gateway: { apiKeys, ...options.gateway },
      adapters: (options.adapters ?? [{ id: 'pz' }]).map((a) => ({ type: 'test', ...a })),
    });
    const scrubber = new Scrubber();
    for (const { key } of config.gateway.apiKeys) scrubber.addSecret(key);
    const log = createLogger({
      level: 'trace',
      scrubber,
      destination: { write: (line: string) => this.lines.push(line) },
    });
    const [health, metrics] = [new Health(), new Metrics()];
    const bus = new Bus({ servers: nats.url, name: 'gateway', log });
    this.bus = bus;
    const ready = (): Promise<boolean> => bus.alive();
    const http = new HttpServers({ listen: config.http.listen, health, metrics, log, ready });
    const run = options.run ?? this.dataDir;
    this.context = { config, dataDir: this.dataDir, bus, http, health, metrics, log, scrubber, run };
    this.gateway = new GatewayService(this.context);
  }

  /** A site whose gateway runs. */
  static async start(nats: TestNats, options: SiteOptions = {}): Promise<Site> {
    const site = await Site.mounted(nats, options);
    await site.run();
    return site;
  }

  /** A site whose HTTP server answers and whose gateway has not been started. */
  static async mounted(nats: TestNats, options: SiteOptions = {}): Promise<Site> {
    const site = new Site(nats, options);
    await site.bus.open();
    await ensureStreams(site.bus, { diskMb: 200, replicas: 1 });
    await measureClock(site.bus);
    site.gateway.mount();
    await site.context.http.start();
    return site;
  }

  run(): Promise<void> {
    return this.gateway.start(this.#abort.signal);
  }

  get origin(): string {
    const { host, port } = this.context.http.address('gateway');
    return `http://${host}:${port}`;
  }

  get log(): string {
    return this.lines.join('');
  }

  get historyFile(): string {
    return join(this.dataDir, 'gateway', 'history.db');
  }

  /** GETs from the API. */
  async get(path: string, headers: Record<string, string> = { 'X-API-KEY': KEYS.read }): Promise<Answer> {
    return await answerOf(await fetch(this.origin + path, { headers }));
  }

  /** POSTs to the API; a body that is no text goes out as JSON. */
  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return await answerOf(
      await fetch(this.origin + path, {
        method: 'POST',
        headers: { 'X-API-KEY': KEYS.call, 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  }

  /** The ids a list holds. */
  async ids(query = ''): Promise<string[]> {
    const { status, body } = await this.get(`/api/v1/calls?${query}`);
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return (body.items as { callId: string }[]).map((i) => i.callId);
  }

  /** Waits until the history has a call, or a revision of it. */
  async knows(callId: string, revision = 1): Promise<void> {
    await until(`${callId}, revision ${revision}`, async () => {
      const { status, body } = await this.get(`/api/v1/calls/${encodeURIComponent(callId)}`);
      return status === 200 && body.state !== 'provisional' && body.revision >= revision;
    });
  }

  /** Publishes a journal record, as core does. */
  async record(record: JournalRecordInit): Promise<number> {
    const subject = journalSubject(partitionOf(record.instance ?? ''), record.callId ?? '');
    return (await this.bus.publish(subject, JournalRecordCodec.encode(record))).sequence;
  }

  async snapshot(snapshot: CallSnapshotInit): Promise<void> {
    const subject = callSubject(snapshot.record?.callId ?? '');
    await this.bus.publish(subject, CallSnapshotCodec.encode(snapshot));
  }

  async popup(popup: PopupInit): Promise<void> {
    const messageId = `${popup.popupId}-${popup.action}`;
    await this.bus.publish(popupSubject(popup.extension ?? ''), PopupCodec.encode(popup), { messageId });
  }

  async agent(agent: AgentEventInit): Promise<void> {
    const subject = agentSubject(agent.instance ?? '', agent.extension ?? '');
    await this.bus.publish(subject, AgentEventCodec.encode(agent));
  }

  /** Runs an adapter of the file, with what it does for each command. */
  async adapter(
    id: string,
    commands: Record<string, CommandHandler>,
    begin: (context: AdapterContext) => void = () => {},
  ): Promise<AdapterService> {
    const definition = defineAdapter({
      type: 'test',
      title: { ru: 'Проба', en: 'Test' },
      config: block,
      capabilities: {
        live: true,
        answerTime: false,
        features: [],
        commands: Object.keys(commands),
        routing: false,
        repeats: true,
      },
      create: (context) => ({
        commands,
        start: async () => begin(context),
      }),
    });
    const own = this.context.config.adapters.find((a) => a.id === id) ?? {
      id,
      type: 'test',
      enabled: true,
    };
    const service = new AdapterService(definition as never, own, this.context);
    await service.start(this.#abort.signal);
    this.#adapters.push(service);
    return service;
  }

  /** Stops everything as a house does: HTTP first. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.context.http.stop();
    await Promise.all(this.#adapters.map((a) => a.stop()));
    await this.gateway.stop();
    await this.bus.close();
  }

  /** Stops and takes the folder away. */
  async dispose(): Promise<void> {
    await this.stop();
    if (this.#ownsFolder) rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}
