import type { Bus } from './bus/bus.ts';
import type { Config } from './config/schema.ts';
import type { Health } from './health.ts';
import type { HttpServers } from './http/server.ts';
import type { Logger } from './log/logger.ts';
import type { Scrubber } from './log/mask.ts';
import type { Metrics } from './metrics.ts';

/** What every service of a process gets. Ports, clocks, ids and paths come from here, never from globals. */
export interface ServiceContext {
  config: Config;
  /** Absolute path; services keep to a folder of their own in it. */
  dataDir: string;
  bus: Bus;
  http: HttpServers;
  health: Health;
  metrics: Metrics;
  log: Logger;
  scrubber: Scrubber;
  /** Identifies this run of this process. */
  run: string;
}

/** Something that can be started and stopped. Constructors do nothing; start and stop do all. */
export interface Service {
  readonly id: string;
  readonly kind: 'core' | 'gateway' | 'adapter' | 'sink';
  /** Hangs its routes on the HTTP server; before any service starts. */
  mount?(): void;
  /** Resolves when it works. @throws {StopService} when it cannot */
  start(signal: AbortSignal): Promise<void>;
  /** Takes nothing new, finishes what is in hand, gives everything back. */
  stop(): Promise<void>;
}
