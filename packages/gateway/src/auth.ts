import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FastifyRequest, type HouseConfig, type Scope, say } from '@callbus/runtime';
import { ApiError } from './errors.ts';
import { messages } from './messages.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

interface KnownKey {
  name: string;
  digest: Buffer;
  scopes: ReadonlySet<Scope>;
}

/** Who may do what: keys compared in constant time, every one of them every time. */
export class Keys {
  readonly #keys: KnownKey[];

  constructor(keys: HouseConfig['gateway']['apiKeys'], localKey: string) {
    const local = { name: 'local', key: localKey, scopes: ['call', 'read', 'control'] as Scope[] };
    this.#keys = [...keys, local].map(({ name, key, scopes }) => ({
      name,
      digest: digest(key),
      scopes: new Set(scopes),
    }));
  }

  /**
   * The name of the key a request carries, if it may do this.
   * @throws {ApiError} 401 without a known key, 403 without the scope
   */
  require(request: FastifyRequest, scope: Scope): string {
    const key = this.#find(keyOf(request));
    if (!key) throw new ApiError(401, 'gateway.key', say(messages.key));
    if (!key.scopes.has(scope))
      throw new ApiError(403, 'gateway.scope', say(messages.scope, { name: key.name, scope }));
    return key.name;
  }

  #find(given: string): KnownKey | undefined {
    const wanted = digest(given);
    let found: KnownKey | undefined;
    for (const key of this.#keys) if (timingSafeEqual(key.digest, wanted)) found = key;
    return given === '' ? undefined : found;
  }
}

function keyOf(request: FastifyRequest): string {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return header;
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Where the key lies that `callbus` on this machine uses. */
export const localKeyFile = (dataDir: string): string => join(dataDir, 'gateway', 'local.key');

/** The key for `callbus` on this machine; made when it is first needed, readable by its owner only. */
export function localKey(dataDir: string): string {
  const file = localKeyFile(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const kept = keyIn(file);
  if (kept !== undefined) return kept;
  const key = randomBytes(24).toString('base64url');
  try {
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Another process was quicker, or what lies there is no key.
  const theirs = keyIn(file);
  if (theirs !== undefined) return theirs;
  chmodSync(file, 0o600);
  writeFileSync(file, `${key}\n`);
  return key;
}

function keyIn(file: string): string | undefined {
  let kept: string;
  try {
    kept = readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
  if (kept.length < 32) return undefined;
  // A copy from elsewhere may have come without its permissions.
  chmodSync(file, 0o600);
  return kept;
}
