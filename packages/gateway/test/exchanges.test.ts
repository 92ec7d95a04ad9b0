import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Exchange, ExchangeBatchCodec, ExchangeDirection, exchangeSubject } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readExchangeQuery } from '../src/exchanges/query.ts';
import { ExchangeStore } from '../src/exchanges/store.ts';
import { KEYS, Site } from './site.ts';

const { IN, OUT } = ExchangeDirection;
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');

const exchange = (n: number, differs: Exchange = {}): Exchange => ({
  at: BEGIN + n * 1_000,
  direction: OUT,
  method: 'GET',
  route: `/x/${n}`,
  status: 200,
  latencyMs: 1.5,
  ...differs,
});

function storeOf(options: { keepDays?: number; maxMb?: number; now?: () => number } = {}): ExchangeStore {
  const dir = mkdtempSync(join(tmpdir(), 'callbus-exchanges-'));
  const file = join(dir, 'exchanges.db');
  const store = new ExchangeStore({ file, keepDays: 7, maxMb: 64, now: () => BEGIN, ...options });
  store.open();
  onTestFinished(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return store;
}

let sequence = 0;
const put = (store: ExchangeStore, service: string, exchanges: Exchange[], dropped = 0): void =>
  store.put('s', ++sequence, [
    ExchangeBatchCodec.decode(ExchangeBatchCodec.encode({ service, exchanges, dropped })),
  ]);
const routes = (store: ExchangeStore, query: Record<string, string> = {}): unknown[] =>
  store.list(readExchangeQuery(query)).items.map((i) => i.route);

describe('the journal in its file', () => {
  test('lists by any filter and any two, the newest first', () => {
    const store = storeOf();
    const all: (Exchange & { service: string })[] = [];
    for (let n = 0; n < 240; n++) {
      const service = ['pz', '3cx', 'ut'][n % 3] as string;
      const direction = n % 2 ? IN : OUT;
      const status = [200, 204, 404, 503, undefined][n % 5];
      const { status: _, ...line } = exchange(n);
      const e = { ...line, direction, ...(status === undefined ? {} : { status }) };
      all.push({ ...e, service });
      put(store, service, [e]);
    }
    const matching = (fits: (e: (typeof all)[number]) => boolean): unknown[] =>
      all
        .filter(fits)
        .map((e) => e.route)
        .reverse();
    const at = (n: number): string => new Date(BEGIN + n * 1_000).toISOString();
    const limit = '1000';
    for (const service of [undefined, 'pz', 'nobody']) {
      for (const direction of [undefined, 'in', 'out'] as const) {
        for (const status of [undefined, '404', '2xx', '5xx', 'none']) {
          for (const [from, to] of [
            [undefined, undefined],
            [at(50), at(180)],
          ] as const) {
            const query = { limit, ...(service ? { service } : {}), ...(direction ? { direction } : {}) };
            const more = { ...(status ? { status } : {}), ...(from ? { from, to } : {}) };
            expect(routes(store, { ...query, ...more } as Record<string, string>)).toEqual(
              matching((e) => {
                const s = e.status ?? 0;
                if (service && e.service !== service) return false;
                if (direction && (e.direction === IN ? 'in' : 'out') !== direction) return false;
                if (status === 'none' && s !== 0) return false;
                if (status === '404' && s !== 404) return false;
                if (status?.endsWith('xx') && Math.trunc(s / 100) !== Number(status[0])) return false;
                const n = ((e.at ?? 0) - BEGIN) / 1_000;
                return from === undefined || (n >= 50 && n < 180);
              }),
            );
          }
        }
      }
    }
  });

  test('gives pages that hold everything once', () => {
    const store = storeOf();
    // All at one moment: the id decides.
    put(
      store,
      'pz',
      Array.from({ length: 25 }, (_, n) => exchange(n, { at: BEGIN })),
    );
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = store.list(
        readExchangeQuery({ limit: '10', service: 'pz', ...(cursor ? { cursor } : {}) }),
      );
      seen.push(...page.items.map((i) => i.route));
      cursor = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `/x/${24 - n}`));
  });

  test('keeps for so many days: older ones are not listed, and go', () => {
    let now = BEGIN;
    const store = storeOf({ keepDays: 1, now: () => now });
    put(store, 'pz', [exchange(0), exchange(3_600)]);
    now = BEGIN + 86_400_000 + 1_000;
    expect(routes(store)).toEqual(['/x/3600']);
    store.trim();
    now = BEGIN;
    expect(routes(store)).toEqual(['/x/3600']);
  });

  test('keeps in so much room, whatever comes: the oldest go first', () => {
    const store = storeOf({ maxMb: 2 });
    for (let n = 0; n < 40; n++)
      put(
        store,
        'pz',
        Array.from({ length: 100 }, (_, i) => exchange(n * 100 + i, { request: 'x'.repeat(2_000) })),
      );
    const kept = routes(store, { limit: '1000' });
    expect(kept[0]).toBe('/x/3999');
    expect(kept.length).toBeGreaterThan(200);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => `/x/${3_999 - n}`));
    const { items } = store.list(
      readExchangeQuery({ limit: '1000', to: new Date(BEGIN + 1_000_000).toISOString() }),
    );
    expect(items).toEqual([]);
  });

  test('says how many more there were', () => {
    const store = storeOf();
    put(store, 'pz', [exchange(0)], 17);
    expect(store.list(readExchangeQuery({})).items[0]).toMatchObject({ error: '17 more were not noted' });
  });

  test.each([
    ['direction', 'up'],
    ['status', '9xx'],
    ['status', 'ok'],
    ['limit', '0'],
    ['from', 'yesterday'],
    ['cursor', 'WzFd'],
    ['cursor', 'x'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readExchangeQuery({ [name]: value })).toThrow(name);
  });
});

describe('GET /api/v1/exchanges', () => {
  let nats: TestNats;
  let site: Site;
  beforeAll(async () => {
    nats = await TestNats.start({ syncInterval: '2m' });
  });
  afterAll(() => nats?.stop());
  afterEach(async () => {
    await site.dispose();
    await (await nats.bus()).jsm.streams.purge('EXCHANGES');
  });

  const tell = (service: string, exchanges: Exchange[]): Promise<unknown> =>
    site.bus.publish(exchangeSubject(service), ExchangeBatchCodec.encode({ service, exchanges }));
  const items = async (query = ''): Promise<Record<string, unknown>[]> =>
    (await site.get(`/api/v1/exchanges?${query}`)).body.items;
  const now = Date.now();

  test('tells what services noted, wherever they run', async () => {
    site = await Site.start(nats);
    await tell('3cx', [
      exchange(0, {
        at: now,
        direction: IN,
        method: 'POST',
        route: '/3cx/crm/calls',
        request: '{}',
        response: 'ok',
      }),
    ]);
    await tell('ut', [{ at: now + 1, direction: OUT, method: 'POST', route: '/hs/', error: 'ECONNREFUSED' }]);
    await until('both', async () => (await items()).length === 2);
    expect(await items()).toEqual([
      {
        id: 2,
        at: new Date(now + 1).toISOString(),
        service: 'ut',
        direction: 'out',
        method: 'POST',
        route: '/hs/',
        status: null,
        latencyMs: null,
        request: null,
        response: null,
        error: 'ECONNREFUSED',
      },
      {
        id: 1,
        at: new Date(now).toISOString(),
        service: '3cx',
        direction: 'in',
        method: 'POST',
        route: '/3cx/crm/calls',
        status: 200,
        latencyMs: 1.5,
        request: '{}',
        response: 'ok',
        error: null,
      },
    ]);
    expect((await items('service=ut')).map((i) => i.id)).toEqual([2]);
    expect((await site.get('/api/v1/exchanges?direction=up')).status).toBe(400);
    expect((await site.get('/api/v1/exchanges', { 'X-API-KEY': KEYS.control })).status).toBe(403);
  });

  test('what an adapter of the site asks is there', async () => {
    site = await Site.start(nats);
    const adapter = await site.adapter('pz', {}, (context) =>
      context.exchange({ direction: 'out', method: 'GET', route: '/asked', status: 200, latencyMs: 3 }),
    );
    await adapter.stop();
    await until('it', async () => (await items('service=pz')).length === 1);
  });

  test('a gateway that comes back reads on, and nothing is doubled', async () => {
    site = await Site.start(nats);
    await tell('pz', [exchange(0, { at: now })]);
    await until('one', async () => (await items()).length === 1);
    await site.stop();
    const { dataDir } = site;
    const bus = await nats.bus();
    const between = ExchangeBatchCodec.encode({ service: 'pz', exchanges: [exchange(1, { at: now + 1 })] });
    await bus.publish(exchangeSubject('pz'), between);
    site = await Site.start(nats, { dataDir });
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    await tell('pz', [exchange(2, { at: now + 2 })]);
    await until('all', async () => (await items()).length >= 3);
    expect((await items()).map((i) => i.route)).toEqual(['/x/2', '/x/1', '/x/0']);
  });

  test('a server that forgot the stream does not double or lose what comes next', async () => {
    const own = await TestNats.start();
    onTestFinished(() => own.stop());
    site = await Site.start(own);
    for (let n = 0; n < 5; n++) await tell('pz', [exchange(n, { at: now + n })]);
    await until('five', async () => (await items()).length === 5);
    await own.kill();
    await own.launch();
    const fresh = await own.bus();
    const say = (n: number): Promise<unknown> =>
      fresh.publish(
        exchangeSubject('pz'),
        ExchangeBatchCodec.encode({ service: 'pz', exchanges: [exchange(n, { at: now + n })] }),
      );
    await say(5);
    await until('the sixth', async () => (await items()).length >= 6);
    const { dataDir } = site;
    await site.stop();
    site = await Site.start(own, { dataDir });
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    await say(6);
    await until('the seventh', async () => (await items()).some((i) => i.route === '/x/6'));
    expect((await items()).map((i) => i.route)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `/x/${n}`));
  });

  test('a file that is no database is moved aside', async () => {
    site = await Site.mounted(nats);
    const file = join(site.dataDir, 'gateway', 'exchanges.db');
    writeFileSync(file, 'x'.repeat(5_000));
    await site.run();
    await tell('pz', [exchange(0, { at: now })]);
    await until('one', async () => (await items()).length === 1);
    expect(site.log).toContain('Файл технического журнала был повреждён');
    expect(statSync(file).size).toBeGreaterThan(0);
  });
});
