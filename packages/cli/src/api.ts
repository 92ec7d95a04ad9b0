import { readFileSync } from 'node:fs';
import { localKeyFile } from '@callbus/gateway';
import { CallBusError, type LoadedConfig, reasonOf, say } from '@callbus/runtime';
import { messages } from './messages.ts';
import { needSet, unsetIn } from './unset.ts';

/** Where the gateway is and what opens it. */
export interface ApiAccess {
  url: string;
  key: string;
}

/** A gateway whose address and key are known. */
export const apiAt = (url: string, key: string): ApiAccess => ({ url: url.replace(/\/$/, ''), key });

/** The gateway of a file: its address, and this machine's own key or the first that may read, or whatever else is to be done. */
export function accessOf(
  loaded: LoadedConfig,
  given: { url?: string; key?: string; scope?: 'read' | 'control' },
): ApiAccess {
  const { scope = 'read' } = given;
  const { config, dataDir } = loaded;
  const { host, port } = config.gateway.listen ?? config.http.listen;
  const reachable =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const readers = config.gateway.apiKeys.filter((k) => k.scopes.includes(scope)).map((k) => k.key);
  const key = given.key ?? localKey(dataDir) ?? readers.find((k) => unsetIn(k).length === 0) ?? readers[0];
  if (key === undefined) throw new CallBusError('cli.key', say(messages.noKey, { scope }));
  needSet(key);
  return apiAt(given.url ?? `http://${reachable}:${port}`, key);
}

function localKey(dataDir: string): string | undefined {
  try {
    return readFileSync(localKeyFile(dataDir), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** GETs JSON from the gateway. @throws {CallBusError} naming what is in the way */
export async function getJson<T>({ url, key }: ApiAccess, path: string): Promise<T> {
  const response = await open({ url, key }, path);
  return (await response.json()) as T;
}

/** POSTs JSON to the gateway. @throws {CallBusError} naming what is in the way */
export async function postJson<T>(access: ApiAccess, path: string, body: unknown): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await open(access, path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

/** Opens a GET to the gateway, or what `init` says. @throws {CallBusError} */
export async function open({ url, key }: ApiAccess, path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, 'X-API-KEY': key } });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new CallBusError(
      'cli.gateway',
      say(messages.noGateway, { url, reason: reasonOf(cause) || 'ECONNREFUSED' }),
    );
  }
  if (!response.ok) {
    const { message = '' } = (await response.json().catch(() => ({}))) as { message?: string };
    throw new CallBusError('cli.refused', say(messages.refused, { status: response.status, message }));
  }
  return response;
}
