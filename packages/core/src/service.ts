import {
  historyConsumer,
  interactionConsumer,
  interactionHistoryConsumer,
  journalConsumer,
  LookupAnswerCodec,
  LookupKind,
  LookupQuestionCodec,
  LookupStatus,
  lookupSubject,
  routeSubject,
} from '@callbus/contract';
import {
  currentLeases,
  defineMessages,
  Lease,
  type Link,
  type Logger,
  reasonOf,
  type Service,
  type ServiceContext,
  type ServiceState,
  say,
} from '@callbus/runtime';
import { Engine } from './engine.ts';
import { JournalWriter } from './journal.ts';
import { Directory } from './lookup/directory.ts';
import { NumberPlan } from './numberplan/plan.ts';
import { patiently } from './patience.ts';
import { ProgressStore } from './progress.ts';
import { Router } from './route.ts';
import { JournalTrim } from './trim.ts';
import { CallsTrim } from './trim-calls.ts';

const messages = defineMessages('core', {
  leaseLost: {
    ru: 'Ядро запущено и в другом месте: {holder}. Этот процесс отдаёт работу ему',
    en: 'Core was started elsewhere too: {holder}. This process hands its work over',
  },
  journalStuck: {
    ru: 'записи журнала не сохраняются: {reason}',
    en: 'journal records are not stored: {reason}',
  },
  journalRemedy: {
    ru: 'проверьте место на диске NATS и то, что базы 1С принимают записи (callbus doctor)',
    en: 'check the disk space of NATS and that the 1C bases take records (callbus doctor)',
  },
});

const BASES_EVERY_MS = 5_000;
const TRIM_EVERY_MS = 600_000;

/** Assembles calls, looks counterparties up, decides routes. One core works at a time; a second stands by. */
export class CoreService implements Service {
  readonly id = 'core';
  readonly kind = 'core';
  readonly #context: ServiceContext;
  readonly #log: Logger;
  readonly #lease: Lease;
  readonly #link: Link;
  readonly #stopping = new AbortController();
  readonly #subscriptions: { unsubscribe(): void }[] = [];
  #engine: Engine | undefined;
  #timers: NodeJS.Timeout[] = [];
  #bases: string[];
  /** Work is taken up and laid down one after the other. */
  #changing = Promise.resolve();

  constructor(context: ServiceContext) {
    this.#context = context;
    this.#log = context.log.child({ service: this.id });
    this.#bases = this.#ownBases();
    this.#link = context.health.link(this.id, 'journal');
    this.#lease = new Lease(context.bus, {
      key: 'core',
      run: context.run,
      onLost: (holder) => {
        this.#log.error(say(messages.leaseLost, { holder }));
        this.#standBy();
      },
    });
  }

  async start(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    await this.#lease.acquire(either, { standby: () => this.#is('standby') });
    this.#changing = this.#begin();
    await this.#changing;
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'));
    await this.#end();
    // What was being taken up when we came ends by itself, and is laid down again.
    await this.#changing.catch(() => {});
    await this.#end();
    await this.#lease.release();
  }

  // Somebody else works now. Where that one goes away, we are needed again.
  #standBy(): void {
    const { signal } = this.#stopping;
    const ended = this.#end(0);
    const next = async (): Promise<void> => {
      await ended;
      // What was being taken up when the place was lost is laid down too.
      await this.#end(0);
      await this.#lease.acquire(signal, { standby: () => this.#is('standby') });
      await this.#begin();
      this.#is('running');
    };
    this.#changing = this.#changing.then(next).catch(async (error: unknown) => {
      if (signal.aborted) return;
      this.#is('failed');
      this.#log.error({ error: reasonOf(error) }, 'core does not stand by');
      await this.#lease.release();
    });
  }

  #is(state: ServiceState): void {
    this.#context.health.service(this.id, this.kind, state);
  }

  async #begin(): Promise<void> {
    const { bus, config, metrics } = this.#context;
    const plan = new NumberPlan(config.numberPlan);
    const directory = new Directory({ bus, metrics, bases: () => this.#bases });
    await this.#findBases();
    const trim = new JournalTrim({
      bus,
      progress: new ProgressStore(bus),
      readers: () => [
        ...this.#ownBases().map(journalConsumer),
        ...(config.gateway.enabled ? [historyConsumer] : []),
      ],
    });
    const trimCalls = new CallsTrim({
      bus,
      progress: new ProgressStore(bus),
      readers: () => [
        ...config.sinks
          .filter((s) => s.enabled && s.interactions !== false)
          .map((s) => interactionConsumer(s.id)),
        ...(config.gateway.enabled ? [interactionHistoryConsumer] : []),
      ],
    });
    await patiently(() => trim.load(), this.#stopping.signal, this.#log);
    const journal = new JournalWriter({
      bus,
      metrics,
      log: this.#log,
      link: this.#link,
      trimmed: () => trim.trimmed,
      stillOurs: () => this.#isOurs(),
      complaint: (reason) => ({
        reason: say(messages.journalStuck, { reason }),
        remedy: say(messages.journalRemedy),
      }),
    });
    const shared = { bus, plan, directory, config, metrics, log: this.#log };
    this.#stopping.signal.throwIfAborted();
    this.#engine = new Engine({
      ...shared,
      journal,
      progress: new ProgressStore(bus),
      hasBases: () => this.#bases.length > 0,
    });
    await this.#engine.start();
    if (this.#stopping.signal.aborted) return;
    const router = new Router({ ...shared, routing: config.routing });
    this.#subscriptions.push(
      bus.respond(routeSubject, (data) => router.answer(data), 'core'),
      bus.respond(lookupSubject, (data) => this.#answerLookup(directory, plan, data), 'core'),
    );
    // Known to the server before we say that we work.
    await bus.nc.flush().catch(() => {});
    const trimAll = async (): Promise<void> => {
      await trim.run();
      await trimCalls.run();
    };
    void trimAll();
    this.#timers = [
      setInterval(() => void this.#findBases(), BASES_EVERY_MS),
      setInterval(() => void trimAll(), TRIM_EVERY_MS),
    ];
  }

  async #isOurs(): Promise<boolean> {
    return await this.#lease.tryAcquire().then(
      (holder) => holder === undefined,
      () => false,
    );
  }

  async #end(graceMs?: number): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const s of this.#subscriptions.splice(0)) s.unsubscribe();
    await this.#engine?.stop(graceMs);
    this.#engine = undefined;
  }

  #ownBases(): string[] {
    return this.#context.config.sinks.filter((s) => s.enabled).map((s) => s.id);
  }

  // Bases of the file first, in its order; then those that run elsewhere.
  async #findBases(): Promise<void> {
    const { bus } = this.#context;
    try {
      const leases = await currentLeases(bus);
      const others = [...leases]
        .filter(([, h]) => (h.about as { kind?: string } | undefined)?.kind === 'sink')
        .map(([id]) => id);
      this.#bases = [...new Set([...this.#ownBases(), ...others])];
    } catch (error) {
      this.#log.debug({ error: reasonOf(error) }, 'bases not asked for');
    }
  }

  async #answerLookup(directory: Directory, plan: NumberPlan, data: Uint8Array): Promise<Uint8Array> {
    const question = LookupQuestionCodec.decode(data);
    const number = plan.read(question.text);
    const answer = await directory.ask({
      kind: question.kind || LookupKind.NUMBER,
      number: question.text,
      e164: number.e164 ?? '',
      digits: number.digits,
      fields: question.fields,
      deadlineMs: question.deadlineMs || this.#context.config.routing.deadlineMs,
      fresh: question.fresh,
    });
    const status = {
      found: LookupStatus.FOUND,
      ambiguous: LookupStatus.FOUND,
      'not-found': LookupStatus.NOT_FOUND,
      unsupported: LookupStatus.UNSUPPORTED,
      unavailable: LookupStatus.UNAVAILABLE,
    }[answer.status];
    return LookupAnswerCodec.encode({
      status,
      counterparty: answer.counterparty ?? null,
      responsible: answer.responsible,
      reason: answer.reason,
      cached: answer.cached,
      tookMs: answer.tookMs,
    });
  }
}
