import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentEvent,
  AgentEventCodec,
  type CallEvent,
  CallEventCodec,
  EndedBy,
  EventType,
  enumWord,
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
} from '@callbus/runtime';
import { type TestNats, until as untilWithin } from '@callbus/runtime/testkit';
import { asterisk } from '../../src/index.ts';
import { SECRET, USERNAME } from '../wire/support/ami-server.ts';

/** A busy machine takes its time; how long a test may take that waits so. Milliseconds. */
export const SLOW = 120_000;

/** Waits as long as a busy machine may need. */
export const until = <T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
): Promise<T> => untilWithin(what, look, SLOW / 2);

/** The adapter in front of a real nats-server, as a process of the house runs it. */
export class Stand {
  readonly bus: Bus;
  readonly health = new Health();
  readonly log: string[] = [];
  readonly events: CallEvent[] = [];
  readonly agents: AgentEvent[] = [];
  readonly #block: Record<string, unknown>;
  readonly #dir = mkdtempSync(join(tmpdir(), 'callbus-asterisk-'));
  readonly #readers: OrderedReader[];
  #service: AdapterService | undefined;
  #runs = 0;

  private constructor(bus: Bus, block: Record<string, unknown>) {
    this.bus = bus;
    this.#block = block;
    this.#readers = [
      new OrderedReader(bus, {
        stream: 'CALLS',
        filters: ['callbus.v1.event.>'],
        from: 1,
        onMessage: ({ data }) => void this.events.push(CallEventCodec.decode(data)),
      }),
      new OrderedReader(bus, {
        stream: 'AGENTS',
        filters: ['callbus.v1.agent.>'],
        from: 1,
        onMessage: ({ data }) => void this.agents.push(AgentEventCodec.decode(data)),
      }),
    ];
  }

  /** @param block the adapter's block, beside what the scripted server needs */
  static async start(nats: TestNats, block: Record<string, unknown>): Promise<Stand> {
    const stand = new Stand(await nats.bus(), block);
    for (const reader of stand.#readers) reader.start();
    await stand.run();
    return stand;
  }

  /** Starts the adapter, for the first time or after `end`, as another process would. */
  async run(): Promise<void> {
    const { health, bus } = this;
    const scrubber = new Scrubber();
    const log = createLogger({
      level: 'debug',
      scrubber,
      destination: { write: (line: string) => void this.log.push(line) },
    });
    const metrics = new Metrics();
    const http = new HttpServers({
      listen: { host: '127.0.0.1', port: 0 },
      health,
      metrics,
      log,
      ready: () => bus.alive(),
    });
    const config = configSchema({ adapters: [asterisk], sinks: [] }).parse({
      site: 'test',
      adapters: [
        {
          id: 'office',
          type: 'asterisk',
          host: '127.0.0.1',
          username: USERNAME,
          secret: SECRET,
          trunks: ['^PJSIP/itsp-'],
          extensions: '^\\d{3}$',
          ...this.#block,
        },
      ],
    });
    const block = config.adapters[0];
    if (!block) throw new Error('there is no adapter');
    const context = { config, dataDir: this.#dir, bus, http, health, metrics, log, scrubber };
    this.#service = new AdapterService(asterisk, block, { ...context, run: `run-${++this.#runs}` });
    await this.#service.start(new AbortController().signal);
  }

  /** Ends the adapter. */
  async end(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  async stop(): Promise<void> {
    await this.end();
    for (const reader of this.#readers) await reader.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Waits until the link to the server is so. */
  async linked(state: 'ok' | 'degraded'): Promise<{ reason?: string; remedy?: string }> {
    return await until(`the link is ${state}`, () =>
      this.health.report().links.find((l) => l.link.startsWith('office.a') && l.state === state),
    );
  }

  /** Waits until so many events of the type came. @returns them */
  async told(type: EventType, count = 1): Promise<CallEvent[]> {
    return await until(`${count} of ${enumWord(EventType, type)}`, () => {
      const found = this.events.filter((event) => event.type === type);
      return found.length >= count ? found : undefined;
    });
  }

  /** Every event so far in words: type, key, whom it is about, who ended it, the gap. */
  story(): string[] {
    return this.events.map((event) => {
      const { connection, gap, key, endedBy } = event;
      const isGap = event.type === EventType.SOURCE_GAP;
      return [
        enumWord(EventType, event.type) ?? '?',
        isGap ? '' : key,
        connection?.party?.extension || connection?.party?.number || '',
        endedBy ? `by=${enumWord(EndedBy, endedBy)}` : '',
        gap ? `gap=${gap.reason}` : '',
      ]
        .filter((word) => word !== '')
        .join(' ');
    });
  }
}
