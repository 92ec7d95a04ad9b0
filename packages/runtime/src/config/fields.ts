import { z } from 'zod';
import { say } from '../messages.ts';
import { configMessages } from './messages.ts';

/** Ids become subject tokens, file names and URL paths; these belong to the house. */
export const RESERVED_IDS: readonly string[] = [
  'bus',
  'core',
  'gateway',
  'api',
  'httpapiinteg',
  'healthz',
  'readyz',
  'metrics',
];

/** The id of an adapter or sink. */
export const serviceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, { error: () => say(configMessages.id) })
  .refine((id) => !RESERVED_IDS.includes(id), {
    error: () => say(configMessages.notReserved, { list: RESERVED_IDS.join(', ') }),
  });

/** A secret: never shown in an error, a log or a generated page. */
export const secret = (description: string): z.ZodString =>
  z.string().min(1).meta({ description, secret: true });

/** Where a server listens. */
export interface ListenAddress {
  host: string;
  /** 0 lets the system choose. */
  port: number;
}

const LISTEN = /^(?:\[(?<v6>[0-9a-fA-F:]+)\]|(?<host>[^\s:[\]]*)):(?<port>\d{1,5})$/;

/** `host:port`, `[::1]:port`, or `:port` for every interface. */
export const listenAddress = z
  .string()
  .regex(LISTEN, { error: () => say(configMessages.listen) })
  .refine((s) => Number(LISTEN.exec(s)?.groups?.port) <= 65_535, { error: () => say(configMessages.listen) })
  .transform((s): ListenAddress => {
    const g = LISTEN.exec(s)?.groups ?? {};
    return { host: g.v6 ?? (g.host || '0.0.0.0'), port: Number(g.port) };
  });

/** Whether only this machine can reach the address. */
export const isLoopback = ({ host }: ListenAddress): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host);

/** A JavaScript regular expression, checked when the file is read. */
export const pattern = z.string().refine(
  (s) => {
    try {
      new RegExp(s);
      return true;
    } catch {
      return false;
    }
  },
  { error: () => say(configMessages.pattern) },
);

/** An IANA time zone this machine knows. */
export const timeZone = z.string().refine(
  (s) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: s });
      return true;
    } catch {
      return false;
    }
  },
  { error: () => say(configMessages.zone) },
);

/** An http or https URL. */
export const httpUrl = z.url({ protocol: /^https?$/, error: () => say(configMessages.url) });
