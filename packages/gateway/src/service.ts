import { join } from 'node:path';
import type { InteractionEvent, JournalRecord } from '@callbus/contract';
import {
  ExchangeNotes,
  Lease,
  type Logger,
  noteRequests,
  reasonOf,
  type Service,
  type ServiceContext,
  say,
} from '@callbus/runtime';
import { Adapters } from './adapters.ts';
import { Keys, localKey } from './auth.ts';
import { Commands } from './commands.ts';
import { ApiError } from './errors.ts';
import { ExchangeFeed } from './exchanges/feed.ts';
import { ExchangeStore } from './exchanges/store.ts';
import { HistoryFeed } from './history/feed.ts';
import { recordSource } from './history/source.ts';
import { HistoryStore } from './history/store.ts';
import { interactionSource } from './interactions/feed.ts';
import { InteractionStore } from './interactions/store.ts';
import { Live } from './live.ts';
import { messages } from './messages.ts';
import { adapterRoutes } from './routes/adapters.ts';
import { callRoutes } from './routes/calls.ts';
import { exchangeRoutes } from './routes/exchanges.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { makecallRoutes } from './routes/makecall.ts';
import { EventStream } from './routes/stream.ts';

/** The HTTP door for 1C and people: commands, live calls, history. */
export class GatewayService implements Service {
  readonly id = 'gateway';
  readonly kind = 'gateway';
  readonly #context: ServiceContext;
  readonly #log: Logger;
  readonly #lease: Lease;
  readonly #store: HistoryStore;
  readonly #live: Live;
  readonly #feed: HistoryFeed<JournalRecord>;
  readonly #interactions: InteractionStore;
  readonly #interactionFeed: HistoryFeed<InteractionEvent>;
  readonly #exchanges: ExchangeStore;
  readonly #exchangeFeed: ExchangeFeed;
  readonly #notes: ExchangeNotes;
  readonly #abort = new AbortController();
  #stream: EventStream | undefined;
  #open = false;
  #stopped: Promise<void> | undefined;

  constructor(context: ServiceContext) {
    const { bus, dataDir, health, metrics } = context;
    this.#context = context;
    this.#log = context.log.child({ service: this.id });
    this.#store = new HistoryStore(join(dataDir, 'gateway', 'history.db'));
    this.#live = new Live({ bus, finishedAt: (callId) => this.#store.storedAt(callId) });
    this.#interactions = new InteractionStore(join(dataDir, 'gateway', 'interactions.db'));
    const shared = { bus, metrics, log: this.#log };
    this.#feed = new HistoryFeed({
      ...shared,
      link: health.link(this.id, 'history'),
      source: recordSource(this.#store, (record, storedAt) => this.#live.finished(record, storedAt)),
    });
    this.#interactionFeed = new HistoryFeed({
      ...shared,
      link: health.link(this.id, 'interactions'),
      source: interactionSource(this.#interactions),
    });
    const { scrubber, config } = context;
    this.#notes = new ExchangeNotes({ service: this.id, bus, scrubber, config: config.exchanges });
    const { keepDays, maxMb } = context.config.exchanges;
    this.#exchanges = new ExchangeStore({ file: join(dataDir, 'gateway', 'exchanges.db'), keepDays, maxMb });
    this.#exchangeFeed = new ExchangeFeed({ bus, store: this.#exchanges, log: this.#log });
    this.#lease = new Lease(bus, {
      key: this.id,
      run: context.run,
      onLost: (holder) => {
        this.#log.error(say(messages.leaseLost, { holder }));
        this.stop().catch((error: unknown) => this.#log.error({ error: reasonOf(error) }, 'stop failed'));
      },
    });
  }

  mount(): void {
    const { http, config, bus, dataDir, scrubber } = this.#context;
    const own = localKey(dataDir);
    scrubber.addSecret(own);
    const keys = new Keys(config.gateway.apiKeys, own);
    const adapters = new Adapters(bus, config);
    const commands = new Commands(bus);
    const stream = new EventStream(this.#live, keys);
    this.#stream = stream;
    http.mount(
      this.id,
      '',
      (app) => {
        // Before it holds the lease it knows nothing for sure, and afterwards no more.
        app.addHook('onRequest', async () => {
          if (!this.#open) throw new ApiError(503, 'gateway.closed', say(messages.closed));
        });
        // Who reads does so all day; what is ordered is worth a line.
        noteRequests(app, this.#notes, (request) => request.method === 'POST');
        makecallRoutes(app, keys, adapters, commands);
        adapterRoutes(app, keys, adapters, commands);
        callRoutes(app, keys, this.#store, this.#live);
        interactionRoutes(app, keys, this.#interactions, this.#live);
        exchangeRoutes(app, keys, this.#exchanges);
        stream.routes(app);
      },
      config.gateway.listen,
    );
  }

  async start(signal: AbortSignal): Promise<void> {
    if (!this.#stream) throw new Error('mount comes before start');
    const either = AbortSignal.any([signal, this.#abort.signal]);
    await this.#lease.acquire(either);
    for (const store of [this.#store, this.#interactions]) {
      const aside = store.open();
      if (aside !== undefined) this.#log.error(say(messages.historyBroken, { file: aside }));
    }
    const lost = this.#exchanges.open();
    if (lost !== undefined) this.#log.error(say(messages.exchangesBroken, { file: lost }));
    if (this.#context.config.exchanges.enabled) this.#exchangeFeed.start();
    await this.#live.start(either);
    await this.#feed.start(either);
    await this.#interactionFeed.start(either);
    this.#open = true;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#open = false;
    this.#abort.abort(new Error('stopping'));
    this.#stream?.close();
    await Promise.all([this.#feed.stop(), this.#interactionFeed.stop()]);
    await this.#live.stop();
    this.#notes.stop();
    await this.#exchangeFeed.stop();
    this.#exchanges.close();
    this.#interactions.close();
    this.#store.close();
    await this.#lease.release();
  }
}
