import {
  type CallEvent,
  CallEventCodec,
  type CallEventInit,
  CommandCodec,
  type CommandInit,
  type CommandResult,
  CommandResultCodec,
  commandSubject,
  type DeadLetter,
  DeadLetterCodec,
  EventType,
  eventId,
  eventSubject,
} from '@callbus/contract';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  type Adapter,
  type AdapterContext,
  AdapterService,
  adapterBase,
  type Bus,
  type CommandHandler,
  configSchema,
  defineAdapter,
  Health,
  HttpServers,
  lastOn,
  loadConfig,
  Metrics,
  OrderedReader,
  Scrubber,
  type ServiceContext,
  streamEnd,
} from '../../src/index.ts';
import { type TestNats, until } from '../../src/testkit/index.ts';
import { tempDir, tempFile, watchedLog } from '../support.ts';

/** What a test decides about the toy. */
export interface Toy {
  commands?: Record<string, CommandHandler>;
  repeats?: boolean;
  start?: Adapter['start'];
  stop?: Adapter['stop'];
  routes?: Adapter['routes'];
  warnings?: string[];
}

export interface AdapterStandOptions extends Toy {
  id?: string;
  /** YAML of the block beyond id and type. */
  block?: string;
  /** YAML of the rest of the file. */
  rest?: string;
  secrets?: string[];
  /** A second process, on a bus of its own. */
  dir?: string;
}

/** A toy adapter as a process of the house runs it, on a real bus. */
export class AdapterStand {
  readonly id: string;
  readonly bus: Bus;
  readonly context: ServiceContext;
  readonly service: AdapterService;
  readonly log: ReturnType<typeof watchedLog>;
  readonly dir: string;
  /** What the adapter was given; there once it was created. */
  adapter!: AdapterContext;
  readonly abort = new AbortController();

  private constructor(bus: Bus, options: AdapterStandOptions) {
    const { id = 'toy', block = '', rest = '', secrets = [] } = options;
    this.id = id;
    this.bus = bus;
    this.dir = options.dir ?? tempDir();
    const definition = defineAdapter({
      type: 'toy',
      title: { ru: 'Игрушка', en: 'Toy' },
      config: z.strictObject({ ...adapterBase, type: z.literal('toy') }),
      capabilities: {
        live: true,
        answerTime: true,
        features: ['hold', 'park', 'queue'],
        commands: Object.keys(options.commands ?? {}),
        routing: true,
        repeats: options.repeats ?? false,
      },
      ...(options.warnings ? { warnings: () => options.warnings as string[] } : {}),
      create: (context) => {
        this.adapter = context;
        const { commands, start, stop, routes } = options;
        return {
          ...(commands ? { commands } : {}),
          ...(start ? { start } : {}),
          ...(stop ? { stop } : {}),
          ...(routes ? { routes } : {}),
        };
      },
    });
    const file = tempFile(
      `${id}.yaml`,
      `site: test\nadapters: [{ id: ${id}, type: toy${block} }]\n${rest}`,
      this.dir,
    );
    const { config } = loadConfig({ file, schema: configSchema({ adapters: [definition], sinks: [] }) });
    const scrubber = new Scrubber();
    for (const secret of secrets) scrubber.addSecret(secret);
    this.log = watchedLog(scrubber);
    const [health, metrics, log] = [new Health(), new Metrics(), this.log.log];
    const http = new HttpServers({
      listen: { host: '127.0.0.1', port: 0 },
      health,
      metrics,
      log,
      ready: () => bus.alive(),
    });
    const run = `run-${Math.random()}`;
    this.context = { config, dataDir: this.dir, bus, http, health, metrics, log, scrubber, run };
    const own = config.adapters[0];
    if (!own) throw new Error('no block');
    this.service = new AdapterService(definition, own, this.context);
  }

  /** Made, not started. Stopped when the test is over. */
  static async make(nats: TestNats, options: AdapterStandOptions = {}): Promise<AdapterStand> {
    const stand = new AdapterStand(await nats.bus(), options);
    onTestFinished(async () => {
      stand.abort.abort();
      await stand.service.stop();
      await stand.context.http.stop();
    });
    return stand;
  }

  static async start(nats: TestNats, options: AdapterStandOptions = {}): Promise<AdapterStand> {
    const stand = await AdapterStand.make(nats, options);
    await stand.service.start(stand.abort.signal);
    return stand;
  }

  /** An event of the call `key`, as an adapter makes it. */
  event(key: string, type: EventType = EventType.DELIVERED, ordinal = 0): CallEventInit {
    return {
      eventId: eventId({ instance: this.id, key, connection: '', type, ordinal }),
      type,
      key,
      nativeId: key,
      ordinal,
      occurredAt: 1_763_632_800_000,
    };
  }

  /** Sends a command the way the gateway does. */
  async command(verb: string, command: CommandInit = {}, from = this.bus): Promise<CommandResult> {
    const data = CommandCodec.encode({
      commandId: `c-${Math.random()}`,
      instance: this.id,
      verb,
      ...command,
    });
    return CommandResultCodec.decode(await from.request(commandSubject(this.id, verb), data, 5_000));
  }

  /** The last event of a call that is in the stream. */
  async last(key: string, orderGroup = this.id): Promise<{ subject: string; event: CallEvent } | undefined> {
    const m = await lastOn(this.bus, 'CALLS', eventSubject(this.id, key, orderGroup));
    return m && { subject: m.subject, event: CallEventCodec.decode(m.data) };
  }

  /** What was set aside for this adapter. */
  async dead(count: number): Promise<DeadLetter[]> {
    const letters = await all(this.bus, 'DEAD', `callbus.v1.dead.${this.id}`, count, (d) =>
      DeadLetterCodec.decode(d),
    );
    return letters;
  }

  /** Every event of this adapter in the stream, in its order. */
  events(count: number): Promise<CallEvent[]> {
    return all(this.bus, 'CALLS', `callbus.v1.event.*.${this.id}.>`, count, (d) => CallEventCodec.decode(d));
  }

  async metric(name: string, labels: Record<string, string>): Promise<number> {
    const found = await this.context.metrics.registry.getSingleMetric(name)?.get();
    const row = found?.values.find((v) => Object.entries(labels).every(([k, x]) => v.labels[k] === x));
    return row?.value ?? 0;
  }
}

async function all<T>(
  bus: Bus,
  stream: string,
  filter: string,
  count: number,
  decode: (data: Uint8Array) => T,
): Promise<T[]> {
  const found: T[] = [];
  const reader = new OrderedReader(bus, {
    stream,
    filters: [filter],
    from: 1,
    onMessage: (m) => void found.push(decode(m.data)),
  });
  reader.start();
  await until(
    `${count} messages in ${stream} (${await streamEnd(bus, stream)} there)`,
    () => found.length >= count,
  );
  await reader.stop();
  return found;
}
