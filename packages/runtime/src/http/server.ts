import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { ListenAddress } from '../config/fields.ts';
import { BusUnavailable, CallBusError, codeOf, reasonOf, StreamFull } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Logger } from '../log/logger.ts';
import { defineMessages, say } from '../messages.ts';
import type { Metrics } from '../metrics.ts';
import { within } from '../within.ts';
import { Running } from './running.ts';

export type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const messages = defineMessages('http', {
  inUse: {
    ru: 'Адрес {address} занят другой программой. Остановите её или поменяйте {field}',
    en: 'Address {address} is used by another program. Stop it or change {field}',
  },
  elsewhere: {
    ru: 'Адрес {address} занят; у этого процесса там нет своих путей, поэтому /healthz, /readyz и /metrics отвечают на http://{instead}',
    en: 'Address {address} is taken; this process has no routes of its own there, so /healthz, /readyz and /metrics answer at http://{instead}',
  },
  denied: {
    ru: 'Адрес {address} система не разрешает слушать ({reason}). Поменяйте {field}',
    en: 'The system does not allow listening on {address} ({reason}). Change {field}',
  },
  notFound: { ru: 'нет такого адреса', en: 'no such address' },
  broken: { ru: 'внутренняя ошибка', en: 'internal error' },
});

/** How a service hangs its routes on a server. */
export type Routes = (app: FastifyInstance) => void;

export interface HttpOptions {
  listen: ListenAddress;
  health: Health;
  metrics: Metrics;
  log: Logger;
  /** Whether the bus answers now; part of readiness. */
  ready: () => Promise<boolean>;
  /** Whether the common server, where nothing is mounted on it, takes a free loopback port if its own is taken. */
  giveWay?: boolean;
}

/** Bodies are small in every protocol we speak. */
const BODY_LIMIT = 256 * 1_024;
/** A request has to be here as a whole within this time, or a few slow ones could take every socket. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Requests that run when we stop get this long; then their connections are cut. */
const STOP_MS = 10_000;

/**
 * The HTTP servers of a process: the common one, where services mount their
 * routes under `/<service-id>/`, and one more for each service that has a
 * `listen` of its own, which then serves nothing else.
 */
export class HttpServers {
  readonly #options: HttpOptions;
  readonly #common: FastifyInstance;
  readonly #running = new Running();
  /** Whether a service has routes on the common server. */
  #shared = false;
  readonly #own: { id: string; listen: ListenAddress; app: FastifyInstance }[] = [];

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#common = this.#app();
    this.#houseRoutes();
  }

  /** Hangs a service's routes under `prefix`; before `start`. */
  mount(id: string, prefix: string, routes: Routes, listen?: ListenAddress): void {
    let app = this.#common;
    if (listen) {
      app = this.#app();
      this.#own.push({ id, listen, app });
    } else this.#shared = true;
    void app.register(
      async (scope: FastifyInstance) => {
        routes(scope);
      },
      { prefix },
    );
  }

  /** Listens. @throws {CallBusError} naming the address that is taken and the field to change */
  async start(): Promise<void> {
    // A route that cannot be hung is a fault of ours, not of the address.
    for (const { app } of [{ app: this.#common }, ...this.#own]) await app.ready();
    await this.#listenInCommon();
    for (const { id, listen, app } of this.#own) await this.#listen(app, listen, `${id}: listen`);
  }

  /** Stops taking requests and waits for those that run, within reason. */
  async stop(): Promise<void> {
    const apps = [this.#common, ...this.#own.map((o) => o.app)];
    const closed = Promise.allSettled(apps.map((app) => app.close()));
    await within(STOP_MS, this.#running.none());
    // Connections on which nothing was asked would be waited for until they go away.
    const cut = (): void => {
      for (const app of apps) app.server.closeAllConnections();
    };
    cut();
    const timer = setInterval(cut, 50);
    await closed;
    clearInterval(timer);
  }

  /** Where the common server listens, or the own server of `service`. */
  address(service?: string): { host: string; port: number } {
    const app = this.#own.find((o) => o.id === service)?.app ?? this.#common;
    const address = app.server.address();
    if (address === null || typeof address === 'string') return { host: '', port: 0 };
    return { host: address.address, port: address.port };
  }

  #app(): FastifyInstance {
    const app = fastify({
      logger: false,
      bodyLimit: BODY_LIMIT,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Requests that reach no route (an address that cannot be decoded).
      frameworkErrors: (error, request, reply) => this.#failed(error, request, reply),
      routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
      forceCloseConnections: 'idle',
    });
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(body as string)));
      },
    );
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ error: 'http.notfound', message: say(messages.notFound) }),
    );
    app.setErrorHandler((error, request, reply) => this.#failed(error, request, reply));
    app.addHook('onRequest', (_request, reply, done) => {
      this.#running.begins();
      // Fires however it ends: answered, hijacked, or left by the client.
      reply.raw.once('close', () => this.#running.ends());
      done();
    });
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      this.#options.metrics.http.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1_000);
      done();
    });
    return app;
  }

  #failed(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const status = statusOf(error);
    // Our own errors are written for who asked; anybody else's may tell too much.
    const told = error instanceof CallBusError || status < 500;
    const code = error instanceof CallBusError ? error.code : told ? 'http.request' : 'http.internal';
    if (!told) {
      this.#options.log.error(
        { route: request.routeOptions.url, error: reasonOf(error) },
        say(messages.broken),
      );
    }
    void reply.code(status).send({ error: code, message: told ? reasonOf(error) : say(messages.broken) });
  }

  #houseRoutes(): void {
    const { health, metrics, ready } = this.#options;
    this.#common.get('/healthz', () => health.report());
    this.#common.get('/readyz', async (_request, reply) => {
      const bus = await ready();
      return reply
        .code(health.started && bus ? 200 : 503)
        .send({ ready: health.started && bus, started: health.started, bus });
    });
    this.#common.get('/metrics', async (_request, reply) => {
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
  }

  async #listenInCommon(): Promise<void> {
    const { listen, log, giveWay } = this.#options;
    try {
      await this.#listen(this.#common, listen, 'http.listen');
    } catch (error) {
      const taken = error instanceof CallBusError && codeOf(error.cause) === 'EADDRINUSE';
      if (!taken || this.#shared || giveWay !== true) throw error;
      await this.#listen(this.#common, { host: '127.0.0.1', port: 0 }, 'http.listen');
      const { host, port } = this.address();
      const address = `${listen.host}:${listen.port}`;
      log.warn(say(messages.elsewhere, { address, instead: `${host}:${port}` }));
    }
  }

  async #listen(app: FastifyInstance, { host, port }: ListenAddress, field: string): Promise<void> {
    try {
      await app.listen({ host, port });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const address = `${host}:${port}`;
      const message =
        code === 'EADDRINUSE'
          ? say(messages.inUse, { address, field })
          : say(messages.denied, { address, field, reason: reasonOf(error) });
      throw new CallBusError('http.listen', message, { cause: error });
    }
  }
}

function statusOf(error: unknown): number {
  // Who sent it should repeat it.
  if (error instanceof BusUnavailable || error instanceof StreamFull) return 503;
  const status =
    (error as { statusCode?: unknown; status?: unknown } | null)?.statusCode ??
    (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
