import * as crypto from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FastifyRequest } from '@callbus/runtime';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Keys, localKey } from '../src/auth.ts';
import { localKeyFile } from '../src/index.ts';
import { KEYS, Site } from './site.ts';
import { Watcher } from './watcher.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

let nats: TestNats;
let site: Site;

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats);
  await site.adapter('pz', { makeCall: async () => ({}) });
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});

const GETS = ['/api/v1/calls', '/api/v1/calls/nobody', '/api/v1/live', '/api/v1/stream'];
const POSTS = ['/api/v1/makecall', '/httpapiinteg/crmapi/v1/makecall'];
const ORDER = { user: '100', phone: '89991234567' };

/** Status and code of a request to each door; a stream that opens is closed at once. */
async function tryDoor(path: string, headers: Record<string, string>): Promise<[number, string]> {
  if (POSTS.includes(path)) {
    const response = await fetch(site.origin + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(ORDER),
    });
    return [response.status, ((await response.json()) as { error?: string }).error ?? ''];
  }
  if (path === '/api/v1/stream') {
    const watcher = await Watcher.open(site, headers);
    const { statusCode = 0 } = watcher.response;
    if (statusCode === 200) watcher.close();
    return [statusCode, statusCode === 401 ? 'gateway.key' : statusCode === 403 ? 'gateway.scope' : ''];
  }
  const { status, body } = await site.get(path, headers);
  return [status, body.error ?? ''];
}

const STRANGERS: [string, Record<string, string>][] = [
  ['no key', {}],
  ['an empty key', { 'X-API-KEY': '' }],
  ['a wrong key', { 'X-API-KEY': 'test-key-read-0002' }],
  ['a key with more behind it', { 'X-API-KEY': `${KEYS.all}x` }],
  ['the beginning of a key', { 'X-API-KEY': KEYS.all.slice(0, -1) }],
  ['a key in other letters', { 'X-API-KEY': KEYS.all.toUpperCase() }],
  ['a wrong bearer', { Authorization: 'Bearer test-key-read-0002' }],
  ['a bearer of nothing', { Authorization: 'Bearer ' }],
  ['a key as a password', { Authorization: `Basic ${Buffer.from(`1c:${KEYS.all}`).toString('base64')}` }],
  ['a wrong key before a right bearer', { 'X-API-KEY': 'wrong', Authorization: `Bearer ${KEYS.all}` }],
  ['two keys', { 'X-API-KEY': `${KEYS.read}, ${KEYS.all}` }],
  ['a key of 8 KB', { 'X-API-KEY': 'x'.repeat(8_192) }],
];

describe.each([...GETS, ...POSTS])('%s', (path) => {
  test.each(STRANGERS)('%s is 401', async (_name, headers) => {
    expect(await tryDoor(path, headers)).toEqual([401, 'gateway.key']);
  });

  test('a key without the scope is 403, one with it is let in', async () => {
    const needs = POSTS.includes(path) ? 'call' : 'read';
    for (const [key, scopes] of [
      [KEYS.all, ['call', 'read']],
      [KEYS.read, ['read']],
      [KEYS.call, ['call']],
      [KEYS.control, ['control']],
    ] as const) {
      const ways: Record<string, string>[] = [{ 'X-API-KEY': key }, { Authorization: `Bearer ${key}` }];
      for (const headers of ways) {
        const [status, code] = await tryDoor(path, headers);
        if ((scopes as readonly string[]).includes(needs)) expect([200, 404]).toContain(status);
        else expect([status, code]).toEqual([403, 'gateway.scope']);
      }
    }
  });
});

test('a stranger is turned away before anything is read of what was asked', async () => {
  expect((await site.get('/api/v1/calls?limit=wrong', {})).status).toBe(401);
  const huge = 'x'.repeat(2 << 20);
  const headers = { 'X-API-KEY': 'wrong', 'Content-Type': 'application/json' };
  const answer = await fetch(`${site.origin}/api/v1/makecall`, { method: 'POST', headers, body: huge }).then(
    (r) => r.status,
    // It may hang up while we still send.
    () => 401,
  );
  expect(answer).toBe(401);
});

test('the names of keys may be told, the keys themselves never', async () => {
  const { body } = await site.post('/api/v1/makecall', ORDER, { 'X-API-KEY': KEYS.read });
  expect(body.message).toContain('reader');
  const { body: unknown } = await site.get('/api/v1/calls', { 'X-API-KEY': 'test-key-unknown-1' });
  expect(JSON.stringify([body, unknown])).not.toMatch(/test-key/);
  const own = readFileSync(localKeyFile(site.dataDir), 'utf8').trim();
  site.context.log.error(
    { headers: { authorization: `Bearer ${own}` } },
    `somebody wrote ${own} and ${KEYS.all}`,
  );
  expect(site.log).toContain('somebody wrote *** and ***');
  expect(site.log).not.toMatch(/test-key/);
  expect(site.log).not.toContain(own);
  expect(await site.context.metrics.registry.metrics()).not.toMatch(/test-key/);
});

test('every key is compared, in constant time, whichever fits', () => {
  const keys = new Keys(site.context.config.gateway.apiKeys, 'local-key');
  const counted = vi.mocked(crypto.timingSafeEqual);
  const asked = (key: string): number => {
    counted.mockClear();
    const request = { headers: { 'x-api-key': key } } as unknown as FastifyRequest;
    try {
      keys.require(request, 'read');
    } catch {
      // A stranger.
    }
    for (const [a, b] of counted.mock.calls) expect(a.byteLength).toBe(b.byteLength);
    return counted.mock.calls.length;
  };
  for (const key of [...Object.values(KEYS), 'local-key', 'nobody', '', 'x'.repeat(5_000)])
    expect(asked(key)).toBe(5);
});

describe('the key for this machine', () => {
  test('is in a file only its owner can read, may do everything, and stays the same', async () => {
    const file = localKeyFile(site.dataDir);
    const key = readFileSync(file, 'utf8').trim();
    expect(key.length).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    for (const path of [...GETS, ...POSTS])
      expect([200, 404], path).toContain((await tryDoor(path, { 'X-API-KEY': key }))[0]);
    expect(localKey(site.dataDir)).toBe(key);
  });

  test('is made anew where the file has none, and shut where others could read it', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'callbus-key-'));
    try {
      const file = localKeyFile(dataDir);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'too short\n', { mode: 0o644 });
      const key = localKey(dataDir);
      expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      chmodSync(file, 0o644);
      expect(localKey(dataDir)).toBe(key);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});

test('without keys in the file nobody comes in but this machine', async () => {
  const other = await TestNats.start({ syncInterval: '2m' });
  const closed = await Site.start(other, { gateway: { apiKeys: [] } });
  try {
    for (const key of [...Object.values(KEYS), '', 'undefined'])
      expect((await closed.get('/api/v1/calls', { 'X-API-KEY': key })).status).toBe(401);
    const own = readFileSync(localKeyFile(closed.dataDir), 'utf8').trim();
    expect((await closed.get('/api/v1/calls', { 'X-API-KEY': own })).status).toBe(200);
  } finally {
    await closed.dispose();
    await other.stop();
  }
});
