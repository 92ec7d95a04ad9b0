import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { Bus, type BusOptions } from './bus/bus.ts';
import { busOptionsOf } from './bus/options.ts';
import { Standing } from './bus/standing.ts';
import type { LoadedConfig } from './config/load.ts';
import { reasonOf } from './errors.ts';
import { Health } from './health.ts';
import { answerHealth } from './health-query.ts';
import { HttpServers } from './http/server.ts';
import { createLogger, type Logger } from './log/logger.ts';
import { Scrubber } from './log/mask.ts';
import { defineMessages, say } from './messages.ts';
import { Metrics } from './metrics.ts';
import { EmbeddedNats } from './nats/embedded.ts';
import { DirectoryLock } from './nats/lock.ts';
import type { Service, ServiceContext } from './service.ts';
import { ensureNatsServer } from './setup/nats-server.mjs';
import { within } from './within.ts';

const messages = defineMessages('house', {
  degraded: { ru: '{link}: {reason}. Что делать: {remedy}', en: '{link}: {reason}. What to do: {remedy}' },
  degradedBare: { ru: '{link}: {reason}', en: '{link}: {reason}' },
  recovered: { ru: '{link}: снова в порядке', en: '{link}: is well again' },
  started: {
    ru: 'CallBus работает: {services}; http://{address}',
    en: 'CallBus runs: {services}; http://{address}',
  },
  stopping: { ru: 'Останавливаюсь: заканчиваю начатое', en: 'Stopping: finishing what has begun' },
});

export interface HouseOptions {
  loaded: LoadedConfig;
  /** Makes the services of this process, in the order they start; intake comes last. */
  services: (context: ServiceContext) => Service[];
  /** Replaces the logger; for tests and the demo. */
  log?: (scrubber: Scrubber) => Logger;
  env?: NodeJS.ProcessEnv;
  /** Where `http.listen` is taken and no service here has routes on it, listen on a free loopback port. */
  giveWay?: boolean;
  /** Lines about setting up (fetching nats-server), for people who watch. */
  onSetup?: (line: string) => void;
}

/** What is still starting when we stop gets this long to notice. */
const NOTICE_MS = 5_000;

/**
 * A process of CallBus: the bus (its own nats-server where no `bus.url` is
 * given), the HTTP server, and its services, started in order and stopped in
 * reverse. Nothing in a service knows what else runs here.
 */
export class House {
  readonly #options: HouseOptions;
  readonly #lock = new DirectoryLock();
  readonly #abort = new AbortController();
  readonly #started: Service[] = [];
  #nats: EmbeddedNats | undefined;
  #context: ServiceContext | undefined;
  #standing: Standing | undefined;
  #starting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: HouseOptions) {
    this.#options = options;
  }

  /** What the services of this house share. @throws before `start` */
  get context(): ServiceContext {
    if (!this.#context) throw new Error('the house has not been started');
    return this.#context;
  }

  /**
   * Resolves when every service works.
   * @throws what kept one from starting, or that it was stopped meanwhile; everything is stopped then
   */
  async start(): Promise<void> {
    this.#starting ??= this.#start();
    try {
      await this.#starting;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Takes nothing new, finishes what is in hand, and ends the embedded server last. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(): Promise<void> {
    const { loaded, env = process.env } = this.#options;
    const { signal } = this.#abort;
    signal.throwIfAborted();
    const { config, dataDir } = loaded;
    const scrubber = new Scrubber({ phones: config.log.phones === 'masked' });
    for (const secret of loaded.secrets) scrubber.addSecret(secret);
    const log =
      this.#options.log?.(scrubber) ??
      createLogger({ level: config.log.level, scrubber, base: { site: config.site } });
    const health = new Health(Date.now, (error) =>
      log.error({ error: reasonOf(error) }, 'health listener failed'),
    );
    const metrics = new Metrics();
    health.onLink((report, before) => {
      metrics.link.set({ link: report.link }, report.state === 'ok' ? 1 : 0);
      if (report.state === 'degraded') {
        const { link, reason = '', remedy } = report;
        log.warn(
          remedy
            ? say(messages.degraded, { link, reason, remedy })
            : say(messages.degradedBare, { link, reason }),
        );
      } else if (before === 'degraded') log.info(say(messages.recovered, { link: report.link }));
    });
    if (config.bus.url === undefined) await this.#embedded(log, env);
    signal.throwIfAborted();
    const bus = new Bus(this.#busOptions(log));
    const http = new HttpServers({
      listen: config.http.listen,
      health,
      metrics,
      log,
      ready: () => bus.alive(),
      giveWay: this.#options.giveWay ?? false,
    });
    const run = randomBytes(8).toString('hex');
    this.#context = { config, dataDir, bus, http, health, metrics, log, scrubber, run };

    const services = this.#options.services(this.#context);
    for (const s of services) health.service(s.id, s.kind, 'starting');
    for (const s of services) s.mount?.();
    this.#standing = new Standing(bus, {
      link: health.link('bus', 'nats'),
      diskMb: this.#nats?.state.quotaMb ?? config.bus.maxDiskMb,
      replicas: config.bus.replicas,
    });
    await http.start();
    await this.#standing.start(signal);
    answerHealth(
      bus,
      health,
      services.map((s) => s.id),
    );
    for (const service of services) {
      signal.throwIfAborted();
      this.#started.push(service);
      await this.#startService(service, health, signal);
    }
    const { host, port } = http.address();
    log.info(
      say(messages.started, { services: services.map((s) => s.id).join(', '), address: `${host}:${port}` }),
    );
  }

  // Who stands by is not waited for: the services behind it have work of their own.
  async #startService(service: Service, health: Health, signal: AbortSignal): Promise<void> {
    const { id, kind } = service;
    const standsBy = health.standsBy(id);
    const working = service.start(signal).then(
      () => health.service(id, kind, 'running'),
      (error: unknown) => {
        health.service(id, kind, 'failed');
        throw error;
      },
    );
    await Promise.race([working, standsBy]);
    working.catch((error: unknown) => {
      if (!signal.aborted) this.#context?.log.error({ service: id, error: reasonOf(error) }, 'start failed');
    });
  }

  async #stop(): Promise<void> {
    this.#context?.log.info(say(messages.stopping));
    this.#abort.abort();
    // What starts while we stop would stay behind; where it does not notice, its own stop ends it.
    await within(NOTICE_MS, this.#starting);
    this.#standing?.stop();
    // Requests that are running still need their services; new ones are refused.
    await this.#context?.http.stop();
    for (const service of this.#started.toReversed()) {
      this.#context?.health.service(service.id, service.kind, 'stopping');
      try {
        await service.stop();
      } catch (error) {
        this.#context?.log.error({ service: service.id, error: reasonOf(error) }, 'stop failed');
      }
      this.#context?.health.service(service.id, service.kind, 'stopped');
    }
    await this.#context?.bus.close();
    await this.#nats?.stop();
    this.#lock.release();
  }

  async #embedded(log: Logger, env: NodeJS.ProcessEnv): Promise<void> {
    const { config, dataDir } = this.#options.loaded;
    this.#lock.acquire(dataDir);
    const onSetup = this.#options.onSetup;
    const { path } = await ensureNatsServer({ env, ...(onSetup ? { log: onSetup } : {}) });
    this.#abort.signal.throwIfAborted();
    this.#nats = new EmbeddedNats({ dataDir, binary: path, maxDiskMb: config.bus.maxDiskMb, log });
    await this.#nats.start();
  }

  #busOptions(log: Logger): BusOptions {
    const { config, file } = this.#options.loaded;
    const name = `callbus ${config.site}`;
    if (this.#nats) {
      const { host, port, user, password } = this.#nats.state;
      return { servers: `${host}:${port}`, credentials: { user, password }, name, log };
    }
    return { ...busOptionsOf(config.bus, dirname(file)), name, log };
  }
}
