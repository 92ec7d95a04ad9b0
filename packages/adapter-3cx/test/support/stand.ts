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
  type JournalRecord,
  JournalRecordCodec,
  RecordState,
} from '@callbus/contract';
import { CoreService } from '@callbus/core';
import {
  AdapterService,
  type Bus,
  configSchema,
  createLogger,
  Health,
  HttpServers,
  type LinkReport,
  Metrics,
  OrderedReader,
  Scrubber,
  type Service,
} from '@callbus/runtime';
import { type TestNats, until } from '@callbus/runtime/testkit';
import { threeCx } from '../../src/index.ts';

export type Block = Record<string, unknown>;

/** An adapter and core in front of a real nats-server, as a process of the house runs them. */
export class Stand {
  readonly bus: Bus;
  readonly health = new Health();
  readonly log: string[] = [];
  readonly dir = mkdtempSync(join(tmpdir(), 'callbus-3cx-'));
  /** The adapter's id. */
  readonly id: string;
  readonly #block: Block;
  readonly #house: Block;
  readonly #readers: OrderedReader[];
  readonly events: CallEvent[] = [];
  readonly #records = new Map<string, JournalRecord>();
  /** Revisions in the order they were stored. */
  readonly revisions: JournalRecord[] = [];
  #services: Service[] = [];
  #http: HttpServers | undefined;
  #caughtUp = 0;
  #runs = 0;

  private constructor(bus: Bus, block: Block, house: Block) {
    this.bus = bus;
    this.id = String(block.id ?? 'pbx');
    this.#block = block;
    this.#house = house;
    this.#readers = [
      new OrderedReader(bus, {
        stream: 'CALLS',
        filters: ['callbus.v1.event.>'],
        from: 1,
        onCaughtUp: () => void this.#caughtUp++,
        onMessage: ({ data }) => void this.events.push(CallEventCodec.decode(data)),
      }),
      new OrderedReader(bus, {
        stream: 'JOURNAL',
        filters: ['callbus.v1.journal.>'],
        from: 1,
        onCaughtUp: () => void this.#caughtUp++,
        onMessage: ({ data }) => {
          const record = JournalRecordCodec.decode(data);
          this.revisions.push(record);
          this.#records.set(record.callId, record);
        },
      }),
    ];
  }

  /** @param block the adapter's block; `house` the rest of the file */
  static async start(nats: TestNats, block: Block, house: Block = {}): Promise<Stand> {
    const stand = new Stand(await nats.bus(), block, house);
    for (const reader of stand.#readers) reader.start();
    await until('the readers', () => stand.#caughtUp === stand.#readers.length);
    await stand.up();
    return stand;
  }

  /** Starts the adapter and core; after `down` it is a restart over the same folder. */
  async up(): Promise<void> {
    const { bus, health } = this;
    const scrubber = new Scrubber();
    const log = createLogger({
      level: 'debug',
      scrubber,
      destination: { write: (line: string) => void this.log.push(line) },
    });
    const metrics = new Metrics();
    this.#http = new HttpServers({
      listen: { host: '127.0.0.1', port: 0 },
      health,
      metrics,
      log,
      ready: () => bus.alive(),
    });
    const config = configSchema({ adapters: [threeCx], sinks: [] }).parse({
      site: 'test',
      adapters: [{ type: '3cx', ...this.#block, id: this.id }],
      ...this.#house,
    });
    const run = `run-${++this.#runs}`;
    const context = { config, dataDir: this.dir, bus, http: this.#http, health, metrics, log, scrubber, run };
    const [block] = config.adapters;
    if (!block) throw new Error('no adapter');
    this.#services = [new CoreService(context), new AdapterService(threeCx, block, context)];
    for (const service of this.#services) service.mount?.();
    await this.#http.start();
    for (const service of this.#services) await service.start(new AbortController().signal);
  }

  /** Ends the adapter and core. */
  async down(): Promise<void> {
    await this.#http?.stop();
    for (const service of this.#services.toReversed()) await service.stop();
    this.#services = [];
  }

  async stop(): Promise<void> {
    await this.down();
    for (const reader of this.#readers) await reader.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#http?.address().port}`;
  }

  /** How a link of the adapter stands. */
  link(name: string): LinkReport | undefined {
    return this.health.report().links.find((l) => l.link === `${this.id}.${name}`);
  }

  /** Resolves when Call Control is listened to. */
  async listening(): Promise<void> {
    await until('call control', () => this.link('callControl')?.state === 'ok', 30_000);
  }

  /** The newest revision of each call, merged ones left out, oldest call first. */
  get records(): JournalRecord[] {
    return [...this.#records.values()]
      .filter((r) => r.state !== RecordState.MERGED && r.instance === this.id)
      .sort((a, b) => (a.callId < b.callId ? -1 : 1));
  }

  /** Waits for the record of a number that passes `is`. */
  async record(number: string, is: (record: JournalRecord) => boolean = () => true): Promise<JournalRecord> {
    return await until(
      `the record of ${number}`,
      () => this.records.find((r) => r.externalNumber === number && is(r)),
      30_000,
    );
  }

  /** Sends a command as the gateway does. */
  async command(verb: string, parameters: Record<string, unknown>): Promise<CommandResult> {
    const commandId = `test-${Math.random()}`;
    const request =
      verb === 'makeCall'
        ? { makeCall: { extension: String(parameters.extension), number: String(parameters.number) } }
        : { parameters: JSON.stringify(parameters) };
    const data = CommandCodec.encode({ commandId, instance: this.id, verb, ...request });
    return CommandResultCodec.decode(await this.bus.request(commandSubject(this.id, verb), data, 20_000));
  }
}
