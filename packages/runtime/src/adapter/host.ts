import { join } from 'node:path';
import {
  AgentEventCodec,
  type AgentEventInit,
  agentSubject,
  CallEventCodec,
  type CallEventInit,
  EventType,
  enumWord,
  eventSubject,
  filters,
  InteractionEventCodec,
  type InteractionEventInit,
  interactionSubject,
  SourceTells,
} from '@callbus/contract';
import { setAside } from '../bus/dead.ts';
import { Lease } from '../bus/lease.ts';
import type { AdapterBlock } from '../config/schema.ts';
import { reasonOf } from '../errors.ts';
import { noteRequests } from '../exchange/http.ts';
import { ExchangeNotes } from '../exchange/notes.ts';
import type { Logger } from '../log/logger.ts';
import { defineMessages, say } from '../messages.ts';
import { Outbox, type OutboxEntry } from '../outbox.ts';
import { Quota } from '../quota.ts';
import type { Service, ServiceContext } from '../service.ts';
import { within } from '../within.ts';
import { CommandDesk } from './commands.ts';
import type { Adapter, AdapterContext, AdapterDefinition, Capabilities, Refusal } from './define.ts';
import { gapEvent } from './gap.ts';
import { askLookup } from './lookup.ts';
import { RouteAsker } from './route.ts';

const messages = defineMessages('adapter', {
  leaseLost: {
    ru: 'Служба {id} запущена и в другом месте: {holder}. Этот процесс её останавливает',
    en: 'Service {id} was started elsewhere too: {holder}. This process stops it',
  },
});

/** What an adapter's lease tells the gateway about it. */
export interface AdapterAnnouncement {
  kind: 'adapter';
  type: string;
  /** Absent: every extension is its own. */
  extensions?: string[];
  commands: string[];
  /** What the type can and cannot tell. */
  capabilities: Capabilities;
}

const OUTBOX_BYTES = 256 << 20;
/** What takes longer to finish when we stop is not waited for. */
const GRACE_MS = 5_000;

/** Runs one adapter: its lease, its events, its commands. */
export class AdapterService implements Service {
  readonly kind = 'adapter';
  readonly id: string;
  readonly #definition: AdapterDefinition;
  readonly #block: AdapterBlock;
  readonly #context: ServiceContext;
  readonly #log: Logger;
  readonly #adapter: Adapter;
  readonly #outbox: Outbox;
  readonly #lease: Lease;
  readonly #abort = new AbortController();
  readonly #refusals = new Quota(REFUSALS_KEPT, 60_000);
  readonly #tells: number;
  readonly #desk: CommandDesk;
  readonly #asker: RouteAsker;
  readonly #exchanges: ExchangeNotes;
  #commands: { unsubscribe(): void } | undefined;
  #starting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(definition: AdapterDefinition, block: AdapterBlock, context: ServiceContext) {
    this.id = block.id;
    this.#definition = definition;
    this.#block = block;
    this.#context = context;
    this.#log = context.log.child({ service: block.id });
    const capabilities = definition.capabilitiesOf?.(block) ?? definition.capabilities;
    this.#tells = tellsOf(capabilities.features);
    this.#outbox = new Outbox({
      file: join(context.dataDir, 'outbox', `${block.id}.db`),
      maxBytes: OUTBOX_BYTES,
      log: this.#log,
      publish: ({ subject, data, messageId }) => context.bus.publish(subject, data, { messageId }),
      onLoss: async (loss) => this.#publish([gapEvent(this.id, loss, 'outbox')]),
      onSize: (bytes) => context.metrics.outbox.set({ service: this.id }, bytes),
    });
    const announcement: AdapterAnnouncement = {
      kind: 'adapter',
      type: definition.type,
      ...(block.extensions === undefined ? {} : { extensions: [block.extensions].flat() }),
      commands: [...(definition.commandsOf?.(block) ?? capabilities.commands)],
      capabilities,
    };
    this.#lease = new Lease(context.bus, {
      key: block.id,
      run: context.run,
      about: announcement,
      onLost: (holder) => {
        this.#log.error(say(messages.leaseLost, { id: this.id, holder }));
        context.health.service(this.id, this.kind, 'failed');
        void this.stop();
      },
    });
    this.#asker = new RouteAsker({
      id: this.id,
      orderGroup: block.orderGroup,
      context,
      log: this.#log,
      complete: (event) => this.#complete(event),
    });
    this.#exchanges = new ExchangeNotes({
      service: block.id,
      bus: context.bus,
      scrubber: context.scrubber,
      config: context.config.exchanges,
    });
    this.#adapter = definition.create(this.#adapterContext(), block);
    this.#desk = new CommandDesk({
      id: this.id,
      handlers: this.#adapter.commands ?? {},
      bus: context.bus,
      metrics: context.metrics,
      log: this.#log,
      scrubber: context.scrubber,
      signal: this.#abort.signal,
    });
  }

  mount(): void {
    const { routes } = this.#adapter;
    if (!routes) return;
    this.#context.http.mount(
      this.id,
      `/${this.id}`,
      (app) => {
        noteRequests(app, this.#exchanges);
        routes.call(this.#adapter, app);
      },
      this.#block.listen,
    );
  }

  start(signal: AbortSignal): Promise<void> {
    this.#starting = this.#start(signal);
    return this.#starting;
  }

  /** Never rejects; what cannot be ended is logged. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(signal: AbortSignal): Promise<void> {
    // We may also be stopped by ourselves.
    await this.#lease.acquire(AbortSignal.any([signal, this.#abort.signal]));
    if (!this.#definition.capabilities.repeats) this.#outbox.start();
    this.#commands = this.#context.bus.respond(filters.commandsOf(this.id), (data, subject) =>
      this.#desk.answer(data, subject),
    );
    await this.#adapter.start?.(this.#abort.signal);
    for (const warning of this.#definition.warnings?.(this.#block, this.#context.config) ?? [])
      this.#log.warn(warning);
  }

  async #stop(): Promise<void> {
    this.#abort.abort();
    const steps = [
      () => this.#commands?.unsubscribe(),
      // An adapter that is still starting would open things behind the back of its own stop.
      () => within(GRACE_MS, this.#starting),
      () => this.#adapter.stop?.(),
      () => within(GRACE_MS, this.#desk.idle()),
      () => this.#outbox.stop(),
      () => this.#exchanges.stop(),
      () => this.#lease.release(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        this.#log.error({ error: reasonOf(error) }, 'stop failed');
      }
    }
  }

  #adapterContext(): AdapterContext {
    const { config, health, dataDir } = this.#context;
    return {
      id: this.id,
      house: config,
      dataDir: join(dataDir, 'adapters', this.id),
      log: this.#log,
      now: Date.now,
      publish: (events) => this.#publish(events),
      publishOrKeep: (events) => this.#keep(events),
      tellAgents: (events) => this.#tellAgents(events),
      tellInteractions: (events) => this.#tellInteractions(events),
      route: (request) => this.#asker.ask(request),
      lookup: (question) => askLookup(question, this.#context, this.#log),
      refuse: (refusal) => this.#refuse(refusal),
      link: (name) => health.link(this.id, name),
      exchange: (record) => this.#exchanges.note(record),
    };
  }

  #complete(event: CallEventInit): CallEventInit {
    return { ...event, instance: this.id, orderGroup: this.#block.orderGroup ?? '', tells: this.#tells };
  }

  #subject(event: CallEventInit): string {
    return eventSubject(this.id, event.key ?? '', this.#block.orderGroup ?? this.id);
  }

  #count(event: CallEventInit): void {
    this.#context.metrics.events.inc({
      instance: this.id,
      type: enumWord(EventType, event.type) ?? 'unspecified',
    });
  }

  async #publish(events: readonly CallEventInit[]): Promise<void> {
    for (const event of events) {
      const data = CallEventCodec.encode(this.#complete(event));
      await this.#context.bus.publish(this.#subject(event), data, {
        messageId: event.eventId ?? '',
        timeoutMs: 2_000,
      });
      this.#count(event);
    }
  }

  async #keep(events: readonly CallEventInit[]): Promise<void> {
    const kept = await this.#keepAll(events, (event) => {
      const data = CallEventCodec.encode(this.#complete(event));
      return { subject: this.#subject(event), messageId: event.eventId ?? '', data, key: event.key ?? '' };
    });
    for (const event of kept) this.#count(event);
  }

  async #tellAgents(events: readonly AgentEventInit[]): Promise<void> {
    await this.#keepAll(events, (event) => {
      const subject = agentSubject(this.id, event.extension ?? '');
      const data = AgentEventCodec.encode({ ...event, instance: this.id });
      return { subject, messageId: event.eventId ?? '', data, key: subject };
    });
  }

  async #tellInteractions(events: readonly InteractionEventInit[]): Promise<void> {
    const { orderGroup } = this.#block;
    await this.#keepAll(events, (event) => {
      const subject = interactionSubject(this.id, event.id ?? '', orderGroup ?? this.id);
      const data = InteractionEventCodec.encode({
        ...event,
        instance: this.id,
        orderGroup: orderGroup ?? '',
      });
      return { subject, messageId: event.eventId ?? '', data, key: subject };
    });
  }

  /** @returns the events that could be written down at all */
  async #keepAll<T>(events: readonly T[], entryOf: (event: T) => OutboxEntry): Promise<T[]> {
    const kept: T[] = [];
    const entries = events.flatMap((event) => {
      try {
        const entry = entryOf(event);
        kept.push(event);
        return [entry];
      } catch (error) {
        this.#context.metrics.refused.inc({ service: this.id, code: 'adapter.event' });
        this.#log.error({ error: reasonOf(error) }, 'event that cannot be written down');
        return [];
      }
    });
    await Promise.all(entries.map((entry) => this.#outbox.add(entry)));
    return kept;
  }

  #refuse(refusal: Refusal): void {
    const { bus, metrics, scrubber } = this.#context;
    const { code, contentType, payload, keep = true } = refusal;
    const [reason, source] = [scrubber.scrubSecrets(refusal.reason), scrubber.scrubSecrets(refusal.source)];
    metrics.refused.inc({ service: this.id, code });
    // Strangers may send as much nonsense as they like; it is all counted.
    if (!this.#refusals.take()) return;
    this.#log.warn({ code, source }, reason);
    if (!keep) return;
    metrics.deadLetters.inc({ service: this.id, code });
    const clean = withoutSecrets(payload, (text) => scrubber.scrubSecrets(text));
    void setAside(bus, { service: this.id, code, reason, source, contentType, payload: clean });
  }
}

/** Refusals a minute that are logged and kept aside; the rest is counted only. */
const REFUSALS_KEPT = 300;

/** The bytes themselves where there is no secret in them; they need not be text. */
function withoutSecrets(payload: Uint8Array, scrub: (text: string) => string): Uint8Array {
  const text = Buffer.from(payload).toString('utf8');
  const clean = scrub(text);
  return clean === text ? payload : Buffer.from(clean);
}

function tellsOf(features: AdapterDefinition['capabilities']['features']): number {
  const bits = { hold: SourceTells.HOLD, transfer: SourceTells.TRANSFER, park: SourceTells.PARK } as const;
  return features.reduce((sum, f) => sum | (f in bits ? bits[f as keyof typeof bits] : 0), 0);
}
