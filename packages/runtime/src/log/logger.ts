import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Scrubber } from './mask.ts';

export type { Logger } from 'pino';

export interface LogOptions {
  level: string;
  scrubber: Scrubber;
  /** Fields every line carries (site, process). */
  base?: Record<string, unknown>;
  /** Where the lines go; standard output where left out. */
  destination?: DestinationStream;
}

// Fields whose value is a secret whatever it is. `key` alone is not: it names calls and leases.
const NAMES = ['token', 'secret', 'password', 'apiKey', 'crmToken', 'pbxToken', 'crm_token', 'authorization'];
const HIDDEN = [...NAMES.flatMap((n) => [n, `*.${n}`, `*.*.${n}`]), '*.key', '*.*.key'];

/**
 * The process's logger. Every finished line passes the scrubber, so that no
 * field, message or stack can carry a secret or a readable telephone number.
 */
export function createLogger({ level, scrubber, base = {}, destination }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base,
    messageKey: 'msg',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: HIDDEN, censor: '***' },
    hooks: { streamWrite: (line) => scrubber.scrubJson(line) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Logs the message at the level and the stack at debug (it is noise until one looks for it). */
export function logError(
  log: Logger,
  error: unknown,
  message: string,
  fields: Record<string, unknown> = {},
): void {
  log.error({ ...fields, error: error instanceof Error ? error.message : String(error) }, message);
  if (error instanceof Error && error.stack) log.debug({ ...fields, stack: error.stack }, message);
}
