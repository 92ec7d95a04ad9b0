import { token } from '@callbus/contract';
import { type ConnectionOptions, credsAuthenticator } from '@nats-io/transport-node';
import type { Logger } from '../log/logger.ts';
import { atLeast, MINIMUM } from '../setup/nats-server.mjs';

export interface BusOptions {
  servers: string | string[];
  /** Contents of a .creds file, or user and password. */
  credentials?: { creds: Uint8Array } | { user: string; password: string };
  tls?: { caFile?: string; certFile?: string; keyFile?: string };
  /** Shown in the server's connection list. */
  name: string;
  log: Logger;
  /** Copies of what this process makes on the bus (buckets), in a cluster. */
  replicas?: number;
  /** Milliseconds a publish or request waits unless told otherwise. */
  timeoutMs?: number;
}

/** How the client library is told to connect: it reconnects for ever. */
export function connectionOptions({ servers, credentials, tls, name }: BusOptions): ConnectionOptions {
  const auth: ConnectionOptions = !credentials
    ? {}
    : 'creds' in credentials
      ? { authenticator: credsAuthenticator(credentials.creds) }
      : {
          user: credentials.user,
          pass: credentials.password,
          // Each user's answers come to a place of its own, where the server can keep others out.
          inboxPrefix: inboxOf(credentials.user),
        };
  return {
    servers,
    name,
    ...auth,
    ...(tls ? { tls } : {}),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 100,
    ignoreAuthErrorAbort: true,
    pingInterval: 10_000,
    maxPingOut: 2,
    noAsyncTraces: true,
    timeout: 5_000,
  };
}

/** Where answers to a NATS user come. */
export const inboxOf = (user: string): string => `_INBOX.${token(user)}`;

/** Whether a server of this version keeps our promises (`sync_interval` came with 2.10). */
export const newEnough = (version: string): boolean => atLeast(version, MINIMUM);
