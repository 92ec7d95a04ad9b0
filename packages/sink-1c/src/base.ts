import { join } from 'node:path';
import {
  directorySubject,
  filters,
  interactionConsumer,
  journalConsumer,
  lastToken,
  popupConsumer,
  STREAMS,
} from '@callbus/contract';
import {
  ExchangeNotes,
  type Link,
  reasonOf,
  type ServiceContext,
  type StreamMessage,
  say,
  WorkQueue,
} from '@callbus/runtime';
import type { Config } from './config.ts';
import { Gate } from './gate.ts';
import { OneCClient } from './http/client.ts';
import { InteractionDelivery } from './interactions.ts';
import { JournalDelivery } from './journal.ts';
import { Lookup } from './lookup.ts';
import { Memory } from './memory.ts';
import { messages } from './messages.ts';
import { PopupDelivery } from './popups.ts';
import { Sender } from './sender.ts';
import { Standing } from './standing.ts';

const JOURNAL_WINDOW = 64;
const INTERACTION_WINDOW = 64;
const POPUP_WINDOW = 256;
const AGE_EVERY_MS = 15_000;
/** What is left, after the longest request, to write down how it ended. */
const STOP_MARGIN_MS = 1_000;

/** The work for one 1C base, from the moment it is ours until it is not. */
export class Base {
  readonly #context: ServiceContext;
  readonly #config: Config;
  readonly #abort = new AbortController();
  readonly #notes: ExchangeNotes;
  readonly #gate: Gate;
  readonly #records: OneCClient;
  readonly #quick: OneCClient;
  readonly #standing: Standing;
  readonly #memory: Memory;
  readonly #journal: WorkQueue;
  readonly #popups: WorkQueue;
  /** Undefined where the base does not want them. */
  readonly #interactions: WorkQueue | undefined;
  readonly #lookup: Lookup;
  #directory: { unsubscribe(): void } | undefined;
  #ageTimer: NodeJS.Timeout | undefined;

  /** @param zone what `start` and `end` are written in */
  constructor(config: Config, context: ServiceContext, link: Link, zone: string) {
    const { bus, metrics, scrubber } = context;
    const { id, url, auth, token, timeouts } = config;
    this.#context = context;
    this.#config = config;
    const log = context.log.child({ service: id });
    const exchanges = context.config.exchanges;
    this.#notes = new ExchangeNotes({ service: id, bus, scrubber, config: exchanges });
    const door = {
      url,
      auth,
      token,
      connectMs: timeouts.connectMs,
      readMs: timeouts.readMs,
      notes: this.#notes,
    };
    this.#gate = new Gate(config.concurrency);
    this.#records = new OneCClient({ ...door, slots: config.concurrency });
    this.#quick = new OneCClient({ ...door, slots: config.popupConcurrency });
    this.#standing = new Standing(id, url, link, () => this.#gate.hope());
    this.#memory = new Memory(join(context.dataDir, 'sinks', `${id}.db`), {
      onTrouble: (error) => log.error(say(messages.memory, { id, reason: reasonOf(error) })),
    });
    const shared = { bus, config, metrics, log, memory: this.#memory };
    const [gate, standing] = [this.#gate, this.#standing];
    const sender = new Sender({ bus, config, metrics, log, client: this.#records, gate, standing, scrubber });
    const told = { sender, memory: this.#memory, config, zone };
    const journal = new JournalDelivery(told);
    const interactions = new InteractionDelivery(told);
    const popups = new PopupDelivery({ ...shared, client: this.#quick });
    this.#lookup = new Lookup({ client: this.#quick, standing: this.#standing, config, metrics });
    const { signal } = this.#abort;
    this.#journal = new WorkQueue(bus, {
      stream: STREAMS.JOURNAL.name,
      durable: journalConsumer(id),
      filter: filters.journal,
      from: config.startFrom === 'all' ? 'all' : 'new',
      window: JOURNAL_WINDOW,
      keyOf: (m) => lastToken(m.subject),
      work: (m) => journal.deliver(m, signal),
      // The memory keeps an older revision from following a newer one.
      settle: false,
    });
    // Unlike a record, an event has no revision: nothing of a kept order may be given up after a kill.
    const interactionQueue = {
      stream: STREAMS.CALLS.name,
      durable: interactionConsumer(id),
      filter: filters.interactions,
      from: config.startFrom === 'all' ? ('all' as const) : ('new' as const),
      window: INTERACTION_WINDOW,
      keyOf: (m: StreamMessage) => interactions.keyOf(m),
      work: (m: StreamMessage) => interactions.deliver(m, signal),
    };
    this.#interactions = config.interactions ? new WorkQueue(bus, interactionQueue) : undefined;
    this.#popups = new WorkQueue(bus, {
      stream: STREAMS.POPUP.name,
      durable: popupConsumer(id),
      filter: filters.popups,
      from: 'all',
      window: POPUP_WINDOW,
      keyOf: (m) => popups.keyOf(m),
      work: (m, acknowledge) => popups.deliver(m, acknowledge, signal),
      // What comes again after a kill is too old to be shown; fresh popups must not wait for it.
      settle: false,
    });
  }

  start(): void {
    const { id } = this.#config;
    this.#memory.open();
    this.#records.start();
    this.#quick.start();
    this.#standing.start();
    this.#journal.start();
    this.#popups.start();
    this.#interactions?.start();
    if (!this.#interactions) void this.#forgetInteractions();
    this.#directory = this.#context.bus.respond(directorySubject(id), (data) =>
      this.#lookup.answer(data, this.#abort.signal),
    );
    this.#ageTimer = setInterval(() => void this.#measureAge(), AGE_EVERY_MS);
  }

  /** Waits for the requests that are out, and gives the rest back. */
  async stop(): Promise<void> {
    clearInterval(this.#ageTimer);
    this.#directory?.unsubscribe();
    this.#standing.stop();
    this.#abort.abort(new Error('stopping'));
    const { readMs, popupMs } = this.#config.timeouts;
    await Promise.all([
      this.#journal.stop(readMs + STOP_MARGIN_MS),
      this.#popups.stop(popupMs + STOP_MARGIN_MS),
      this.#interactions?.stop(readMs + STOP_MARGIN_MS),
    ]);
    this.#gate.stop();
    await Promise.all([this.#records.stop(), this.#quick.stop()]);
    this.#notes.stop();
    this.#memory.close();
  }

  // A base that wants none holds nothing back in the stream.
  async #forgetInteractions(): Promise<void> {
    const { bus } = this.#context;
    await bus.jsm.consumers
      .delete(STREAMS.CALLS.name, interactionConsumer(this.#config.id))
      .catch(() => undefined);
  }

  // How long the oldest of what must arrive has waited for this base: the alarm
  // for "1C is behind" (architecture, "Never lost").
  async #measureAge(): Promise<void> {
    const { id, interactions } = this.#config;
    await this.#measure(id, STREAMS.JOURNAL.name, journalConsumer(id));
    if (interactions)
      await this.#measure(interactionConsumer(id), STREAMS.CALLS.name, interactionConsumer(id));
  }

  async #measure(reader: string, stream: string, durable: string): Promise<void> {
    const { bus, metrics } = this.#context;
    try {
      const info = await bus.jsm.consumers.info(stream, durable);
      const waiting = info.num_pending + info.num_ack_pending;
      const seq = info.ack_floor.stream_seq + 1;
      const next = { seq, next_by_subj: info.config.filter_subject ?? '>' };
      const oldest = waiting === 0 ? null : await bus.jsm.direct.getMessage(stream, next);
      const age = oldest ? (bus.clock.now() - oldest.time.getTime()) / 1_000 : 0;
      metrics.pending.set({ reader }, age);
    } catch {
      // The bus is away; the bus link says so.
    }
  }
}
