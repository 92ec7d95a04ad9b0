import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BUCKETS,
  CallEventCodec,
  type CallEventInit,
  type CallSnapshot,
  CallSnapshotCodec,
  type DeadLetter,
  DeadLetterCodec,
  directorySubject,
  eventSubject,
  filters,
  type JournalRecord,
  JournalRecordCodec,
  LookupAnswerCodec,
  type LookupAnswerInit,
  type LookupQuestion,
  LookupQuestionCodec,
  type Popup,
  PopupCodec,
  ROOT,
  STREAMS,
} from '@callbus/contract';
import {
  type Bus,
  type Config,
  configSchema,
  Health,
  HttpServers,
  KeyStore,
  Metrics,
  Scrubber,
  type ServiceContext,
  serviceBase,
} from '@callbus/runtime';
import { quietLog, TestNats, type TestNatsOptions, until } from '@callbus/runtime/testkit';
import { z } from 'zod';
import { Engine } from '../../src/engine.ts';
import { CoreService } from '../../src/index.ts';
import { JournalWriter } from '../../src/journal.ts';
import { Directory } from '../../src/lookup/directory.ts';
import { ProgressStore } from '../../src/progress.ts';
import { type Line, lines, plan, type Story, storyOf } from './stage.ts';
import { Watch } from './watch.ts';

const base = z.object({ ...serviceBase, type: z.literal('base') });
const schema = configSchema({ adapters: [], sinks: [{ config: base }] });

/** What a site's file may say about core, as the file says it. */
export interface SiteSettings {
  core?: { maxCallMinutes?: number; maxRingingMinutes?: number };
  routing?: { smartTransfer?: boolean; deadlineMs?: number; fallback?: string };
  popups?: { maxAgeMs?: number };
  /** Ids of 1C bases. */
  bases?: string[];
  gateway?: boolean;
}

/** A configuration as `loadConfig` would give it. */
export function configOf({ bases = [], gateway = false, ...house }: SiteSettings = {}): Config {
  const block = (id: string): { id: string; type: 'base' } => ({ id, type: 'base' });
  const config = schema.parse({ site: 'test', sinks: [...bases, 'spare'].map(block), ...house });
  config.sinks = config.sinks.filter((s) => s.id !== 'spare');
  config.gateway.enabled = gateway;
  return config;
}

/** A core that runs, and the connection it has. */
export interface RunningCore {
  service: CoreService;
  bus: Bus;
  health: Health;
  metrics: Metrics;
  /** Cuts it off in the middle of whatever it does, as its death would. */
  abandon(): Promise<void>;
}

/** A real nats-server with whatever of core a test wants to run on it. */
export class Site {
  readonly nats: TestNats;
  readonly bus: Bus;
  readonly journal: Watch<JournalRecord>;
  readonly popups: Watch<Popup>;
  readonly dead: Watch<DeadLetter>;
  readonly #dir = mkdtempSync(join(tmpdir(), 'callbus-core-'));
  readonly #cores = new Set<RunningCore>();
  readonly #contexts: ServiceContext[] = [];

  private constructor(nats: TestNats, bus: Bus) {
    this.nats = nats;
    this.bus = bus;
    this.journal = new Watch(bus, STREAMS.JOURNAL.name, filters.journal, JournalRecordCodec);
    this.popups = new Watch(bus, STREAMS.POPUP.name, filters.popups, PopupCodec);
    this.dead = new Watch(bus, STREAMS.DEAD.name, `${ROOT}.dead.*`, DeadLetterCodec);
  }

  static async start(options: TestNatsOptions = {}): Promise<Site> {
    const nats = await TestNats.start(options);
    return new Site(nats, await nats.bus('watcher'));
  }

  async context(settings: SiteSettings = {}, run = 'run-1'): Promise<ServiceContext> {
    const config = configOf(settings);
    const bus = await this.nats.bus(`core-${run}`);
    const health = new Health();
    const metrics = new Metrics();
    const log = quietLog();
    const http = new HttpServers({
      listen: config.http.listen,
      health,
      metrics,
      log,
      ready: () => bus.alive(),
    });
    const context = {
      config,
      dataDir: this.#dir,
      bus,
      http,
      health,
      metrics,
      log,
      scrubber: new Scrubber(),
      run,
    };
    this.#contexts.push(context);
    return context;
  }

  /** Starts a core; with another `run` it is another process. */
  async core(settings: SiteSettings = {}, run = 'run-1'): Promise<RunningCore> {
    const running = await this.prepared(settings, run);
    await running.service.start(new AbortController().signal);
    return running;
  }

  /** A core that has not been started. */
  async prepared(settings: SiteSettings = {}, run = 'run-1'): Promise<RunningCore> {
    const context = await this.context(settings, run);
    const service = new CoreService(context);
    const { bus, health, metrics } = context;
    const abandon = async (): Promise<void> => {
      await bus.nc.close();
      this.#cores.delete(running);
      // Cut off it can do no more; this only ends its timers.
      service.stop().catch(() => {});
    };
    const running: RunningCore = { service, bus, health, metrics, abandon };
    this.#cores.add(running);
    return running;
  }

  /** The engine alone, for what a whole core would take ten minutes to show. */
  async engine({
    rememberMs,
    settings = {},
  }: {
    rememberMs: number;
    settings?: SiteSettings;
  }): Promise<Engine> {
    const { bus, metrics, log, health, config } = await this.context(settings);
    const journal = new JournalWriter({
      bus,
      metrics,
      log,
      link: health.link('core', 'journal'),
      complaint: (reason) => ({ reason, remedy: '' }),
    });
    const bases = config.sinks.map((s) => s.id);
    const directory = new Directory({ bus, metrics, bases: () => bases });
    const progress = new ProgressStore(bus);
    const hasBases = (): boolean => bases.length > 0;
    return new Engine({
      bus,
      plan,
      directory,
      journal,
      config,
      metrics,
      log,
      progress,
      hasBases,
      rememberMs,
    });
  }

  /** Publishes a scenario's events in order. */
  async tell(scenario: string | readonly Line[]): Promise<void> {
    for (const { event } of typeof scenario === 'string' ? lines(scenario) : scenario)
      await this.publish(event);
  }

  async publish(event: CallEventInit, messageId?: string): Promise<number> {
    const { instance = '', key = '', orderGroup } = event;
    const subject = eventSubject(instance ?? '', key ?? '', orderGroup || instance || '');
    const id = messageId === undefined ? {} : { messageId };
    const options = { ...id, timeoutMs: 500 };
    const { sequence } = await this.bus.publish(subject, CallEventCodec.encode(event), options);
    return sequence;
  }

  /** Publishes as an adapter does: again and again until it is stored. */
  async insist(event: CallEventInit): Promise<void> {
    await until('the event is stored', () =>
      this.publish(event, event.eventId ?? '').then(
        () => true,
        () => false,
      ),
    );
  }

  /** A base's answers to who is calling; returns what it was asked. */
  directory(
    id: string,
    answer: (question: LookupQuestion) => LookupAnswerInit | Promise<LookupAnswerInit>,
  ): LookupQuestion[] {
    const asked: LookupQuestion[] = [];
    this.bus.respond(directorySubject(id), async (data) => {
      const question = LookupQuestionCodec.decode(data);
      asked.push(question);
      return LookupAnswerCodec.encode(await answer(question));
    });
    return asked;
  }

  /** The revisions of the call that has this native id. */
  revisions(native: string): JournalRecord[] {
    return this.journal.values.filter((r) => r.nativeIds.includes(native));
  }

  /** Waits until so many revisions stand of the call with this native id. */
  async story(native: string, revision = 1): Promise<Story & { revision: number; callId: string }> {
    const record = await until(`revision ${revision} of ${native}`, () =>
      this.revisions(native).find((r) => r.revision >= revision),
    );
    return { ...storyOf(record), revision: record.revision, callId: record.callId };
  }

  /** What LIVE has now. */
  async live(): Promise<CallSnapshot[]> {
    const watch = new Watch(this.bus, STREAMS.LIVE.name, filters.calls, CallSnapshotCodec);
    const { state } = await this.bus.jsm.streams.info(STREAMS.LIVE.name);
    await until('LIVE', () => watch.seen.length >= state.messages);
    await watch.stop();
    return watch.values;
  }

  progress(): KeyStore {
    return new KeyStore(this.bus, BUCKETS.progress);
  }

  /** Everything that JOURNAL holds now, in order. */
  async records(): Promise<JournalRecord[]> {
    const { state } = await this.bus.jsm.streams.info(STREAMS.JOURNAL.name);
    await until('JOURNAL', () => (this.journal.seen.at(-1)?.sequence ?? 0) >= state.last_seq);
    return this.journal.values;
  }

  /** Makes the next core know nothing of the calls that closed, as if ten minutes had passed. */
  async forgetCalls(): Promise<void> {
    const saved = await this.progress().get<{ steps: number[] }>('core');
    await this.progress().put('core', { ...saved, steps: [] });
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.#cores].map((c) => c.service.stop()));
    await Promise.all([this.journal.stop(), this.popups.stop(), this.dead.stop()]);
    await this.nats.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** Gives a test a site of its own and takes it away again. */
export async function onSite(
  test: (site: Site) => Promise<void>,
  options: TestNatsOptions = {},
): Promise<void> {
  const site = await Site.start(options);
  try {
    await test(site);
  } finally {
    await site.stop();
  }
}
