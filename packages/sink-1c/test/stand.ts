import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CallStatus,
  callId,
  type DeadLetter,
  DeadLetterCodec,
  Direction,
  deadSubject,
  directorySubject,
  InteractionEventCodec,
  type InteractionEventInit,
  InteractionKind,
  interactionConsumer,
  interactionSubject,
  JournalRecordCodec,
  type JournalRecordInit,
  journalConsumer,
  journalSubject,
  type LookupAnswer,
  LookupAnswerCodec,
  LookupKind,
  LookupQuestionCodec,
  PopupAction,
  PopupCodec,
  type PopupInit,
  PopupPhase,
  popupConsumer,
  popupSubject,
  RecordState,
} from '@callbus/contract';
import {
  type Bus,
  configSchema,
  createLogger,
  ensureStreams,
  Health,
  HttpServers,
  type LinkReport,
  Metrics,
  Scrubber,
  type ServiceContext,
} from '@callbus/runtime';
import { type TestNats, until } from '@callbus/runtime/testkit';
import { OneCSim, type SimOptions } from '@callbus/sim-1c';
import { type OneCConfig, OneCSink, oneC } from '../src/index.ts';

export type Block = Record<string, unknown>;

/** The base's token of every stand; real enough to be scrubbed. */
export const TOKEN = 'test-token-1';
export const PASSWORD = 'test-пароль-1';

export interface StandOptions {
  /** The sink's block beside id, type, url, token and timeZone. */
  sink?: Block;
  sim?: SimOptions;
  house?: Block;
  /** Leaves the streams as they are. */
  keep?: boolean;
}

let stands = 0;

/** What a process of the house gives its services, on a bus of its own. */
export function contextOf(bus: Bus, dataDir: string, sink: Block, house: Block = {}, lines: string[] = []) {
  const scrubber = new Scrubber();
  for (const secret of [TOKEN, PASSWORD]) scrubber.addSecret(secret);
  const log = createLogger({
    level: 'debug',
    scrubber,
    destination: { write: (line: string) => void lines.push(line) },
  });
  const health = new Health();
  const metrics = new Metrics();
  const listen = { host: '127.0.0.1', port: 0 };
  const http = new HttpServers({ listen, health, metrics, log, ready: () => bus.alive() });
  const config = configSchema({ adapters: [], sinks: [oneC] }).parse({
    site: 'test',
    ...house,
    sinks: [{ type: '1c', token: TOKEN, timeZone: 'Europe/Moscow', ...sink }],
  });
  const run = `run-${process.pid}-${++stands}`;
  const context: ServiceContext = { config, dataDir, bus, http, health, metrics, log, scrubber, run };
  return { context, block: config.sinks[0] as unknown as OneCConfig };
}

/** A sink in front of a real nats-server, and the 1C base behind it. */
export class Stand {
  readonly id = `ut-${++stands}`;
  readonly bus: Bus;
  readonly sim: OneCSim;
  sink: OneCSink;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly log: string[] = [];
  /** Every state of the link, in order. */
  readonly links: LinkReport[] = [];
  readonly dir: string;
  readonly #again: (sink: Block) => OneCSink;
  /** Whether the base takes interactions. */
  #interactions = true;

  private constructor(bus: Bus, sim: OneCSim, { sink = {}, house = {} }: StandOptions, dir: string) {
    this.bus = bus;
    this.sim = sim;
    this.dir = dir;
    const own = { id: this.id, url: sim.url, ...sink };
    const { context, block } = contextOf(bus, dir, own, house, this.log);
    this.#again = (more) => {
      const config = { ...block, ...more };
      this.#interactions = config.interactions;
      return new OneCSink(config, context);
    };
    this.metrics = context.metrics;
    this.health = context.health;
    this.health.onLink((report) => this.links.push(report));
    this.sink = this.#again({});
  }

  /** Starts a base and its sink; what earlier stands left in the streams is taken away. */
  static async start(nats: TestNats, options: StandOptions = {}): Promise<Stand> {
    const bus = await nats.bus();
    if (!options.keep) {
      for (const stream of ['CALLS', 'JOURNAL', 'POPUP', 'DEAD']) await bus.jsm.streams.purge(stream);
    }
    // As the house does: a broker that was restarted has forgotten its memory streams.
    bus.onChange((event) => {
      if (event === 'connected') void ensureStreams(bus, { diskMb: 200, replicas: 1 }).catch(() => {});
    });
    const sim = new OneCSim({ token: TOKEN, ...options.sim });
    await sim.start();
    const stand = new Stand(bus, sim, options, mkdtempSync(join(tmpdir(), 'callbus-1c-')));
    await stand.sink.start(new AbortController().signal);
    return stand;
  }

  async stop(): Promise<void> {
    await this.sink.stop();
    await this.sim.stop();
    await this.bus.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Starts the sink anew, after it was stopped; with other settings where there are any. */
  async again(sink: Block = {}): Promise<void> {
    this.sink = this.#again(sink);
    await this.sink.start(new AbortController().signal);
  }

  get link(): LinkReport | undefined {
    return this.health.report().links.find((l) => l.link === `${this.id}.1c`);
  }

  /** Publishes a journal record. @returns its call id */
  async record(init: JournalRecordInit = {}): Promise<string> {
    const record = recordOf(init);
    await this.bus.publish(journalSubject(3, record.callId ?? ''), JournalRecordCodec.encode(record));
    return record.callId ?? '';
  }

  /** Publishes `count` records of calls of their own. @returns their call ids */
  async records(count: number, init: JournalRecordInit = {}): Promise<string[]> {
    return await Promise.all(Array.from({ length: count }, () => this.record(init)));
  }

  /** Publishes something about an interaction, as an adapter's host does. */
  async interaction(init: InteractionEventInit = {}): Promise<string> {
    const event = interactionEventOf(init);
    const subject = interactionSubject(event.instance ?? '', event.id ?? '');
    await this.bus.publish(subject, InteractionEventCodec.encode(event));
    return event.id ?? '';
  }

  /** Publishes a popup that may be shown for `lifeMs`. @returns its call id */
  async popup(init: PopupInit = {}, lifeMs = 5_000): Promise<string> {
    const popup = popupOf(init, Math.round(this.bus.clock.now()), lifeMs);
    await this.bus.publish(popupSubject(popup.extension ?? ''), PopupCodec.encode(popup));
    return popup.callId ?? '';
  }

  /** Asks the base who a number is, as core does. */
  async ask(text: string, e164 = '', more: Block = {}): Promise<LookupAnswer> {
    const question = { kind: LookupKind.NUMBER, text, e164, deadlineMs: 5_000, ...more };
    const data = LookupQuestionCodec.encode(question);
    return LookupAnswerCodec.decode(await this.bus.request(directorySubject(this.id), data, 10_000));
  }

  /** The histories 1C took, by call id. */
  get taken(): Map<string, Block[]> {
    return Map.groupBy(this.sim.histories as Block[], (h) => String(h.callid));
  }

  /** The histories of calls 1C took more than once. */
  get repeats(): Block[][] {
    return [...this.taken.values()].filter((h) => h.length > 1);
  }

  /** How many requests for each call 1C saw. */
  get tries(): Map<string, number> {
    const tries = new Map<string, number>();
    for (const { body } of this.sim.requests) {
      const id = String(body.callid);
      tries.set(id, (tries.get(id) ?? 0) + 1);
    }
    return tries;
  }

  /** Waits until 1C has a history of every call. */
  async taking(ids: readonly string[], timeoutMs = 20_000): Promise<void> {
    await until('1C to take the records', () => ids.every((id) => this.taken.has(id)), timeoutMs);
  }

  /** Waits until the sink is done with everything that was published. */
  async idle(timeoutMs = 20_000): Promise<void> {
    const { streams, consumers } = this.bus.jsm;
    const done = async (stream: string, consumer: string): Promise<boolean> => {
      if (!this.bus.connected) return false;
      try {
        // The count of pending messages may be behind; what was delivered is not.
        const { state } = await streams.info(stream);
        const info = await consumers.info(stream, consumer);
        if (info.delivered.stream_seq < state.last_seq) return false;
        return info.num_pending === 0 && info.num_ack_pending === 0;
      } catch {
        return false;
      }
    };
    await until(
      'the sink to be done',
      async () =>
        (await done('JOURNAL', journalConsumer(this.id))) &&
        (!this.#interactions || (await done('CALLS', interactionConsumer(this.id)))) &&
        (await done('POPUP', popupConsumer(this.id))),
      timeoutMs,
    );
  }

  /** What was set aside, oldest first. */
  async dead(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    const { state } = await this.bus.jsm.streams.info('DEAD');
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await this.bus.jsm.streams.getMessage('DEAD', { seq });
      if (message?.subject === deadSubject(this.id)) letters.push(DeadLetterCodec.decode(message.data));
    }
    return letters;
  }

  /** callbus_popups_total of this base by outcome. */
  async popupOutcomes(): Promise<Record<string, number>> {
    const { values } = await this.metrics.popups.get();
    return Object.fromEntries(values.map((v) => [String(v.labels.outcome), v.value]));
  }

  /** Waits until so many popups have come to an end, whatever it was. */
  async popupsEnded(count: number): Promise<Record<string, number>> {
    return await until(`${count} popups to end`, async () => {
      const outcomes = await this.popupOutcomes();
      const ended = Object.values(outcomes).reduce((a, b) => a + b, 0);
      return ended >= count && outcomes;
    });
  }
}

/** Unix milliseconds of the spec's example: 2023-09-08 16:56:40 in Moscow. */
export const STARTED = 1_694_181_400_000;

let calls = 0;

/** A call id nobody has yet. */
export const newCall = (): string => callId('pz', `k${++calls}`, 1_694_181_400_000 + calls);

/** The record of the spec's answered inbound call, but for what `init` says. */
export function recordOf(init: JournalRecordInit = {}): JournalRecordInit {
  return {
    callId: newCall(),
    revision: 1,
    state: RecordState.FINAL,
    instance: 'pz',
    direction: Direction.INBOUND,
    status: CallStatus.ANSWERED,
    externalNumber: '+79991234567',
    externalNumberRaw: '89991234567',
    externalDigits: '79991234567',
    did: '3333333',
    extension: '100',
    rang: ['100'],
    answeredBy: '100',
    startedAt: STARTED,
    answeredAt: STARTED + 5_000,
    endedAt: STARTED + 50_000,
    ringSeconds: 5,
    waitSeconds: 5,
    talkSeconds: 45,
    holdSeconds: 0,
    recordings: [{ url: 'https://prostiezvonki.ru/recording.mp3' }],
    ...init,
  };
}

let told = 0;

/** A chat message, but for what `init` says. */
export function interactionEventOf(init: InteractionEventInit = {}): InteractionEventInit {
  const n = ++told;
  return {
    eventId: `event-${n}`,
    kind: InteractionKind.MESSAGE,
    instance: 'connect',
    id: `message-${n}`,
    login: 'ivanov',
    occurredAt: STARTED,
    state: 'Finished',
    ...init,
  };
}

/** The popup of the spec's inbound call when it rings. */
export function popupOf(init: PopupInit, now: number, lifeMs: number): PopupInit {
  return {
    callId: newCall(),
    instance: 'pz',
    extension: '100',
    action: PopupAction.SHOW,
    phase: PopupPhase.RINGING,
    direction: Direction.INBOUND,
    externalNumber: '+79991234567',
    externalNumberRaw: '89991234567',
    externalDigits: '79991234567',
    did: '3333333',
    issuedAt: now,
    expiresAt: now + lifeMs,
    ...init,
  };
}
