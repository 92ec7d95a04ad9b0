import { join } from 'node:path';
import { Lease, type Logger, reasonOf, type Service, type ServiceContext, say } from '@callbus/runtime';
import { Keys, localKey } from './auth.ts';
import { Commands } from './commands.ts';
import { ApiError } from './errors.ts';
import { HistoryFeed } from './history/feed.ts';
import { HistoryStore } from './history/store.ts';
import { Live } from './live.ts';
import { messages } from './messages.ts';
import { callRoutes } from './routes/calls.ts';
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
  readonly #feed: HistoryFeed;
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
    this.#feed = new HistoryFeed({
      bus,
      store: this.#store,
      link: health.link(this.id, 'history'),
      metrics,
      log: this.#log,
      onRecord: (record, storedAt) => this.#live.finished(record, storedAt),
    });
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
    const commands = new Commands(bus, config);
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
        makecallRoutes(app, keys, commands);
        callRoutes(app, keys, this.#store, this.#live);
        stream.routes(app);
      },
      config.gateway.listen,
    );
  }

  async start(signal: AbortSignal): Promise<void> {
    if (!this.#stream) throw new Error('mount comes before start');
    const either = AbortSignal.any([signal, this.#abort.signal]);
    await this.#lease.acquire(either);
    const aside = this.#store.open();
    if (aside !== undefined) this.#log.error(say(messages.historyBroken, { file: aside }));
    await this.#live.start(either);
    await this.#feed.start(either);
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
    await this.#feed.stop();
    await this.#live.stop();
    this.#store.close();
    await this.#lease.release();
  }
}
