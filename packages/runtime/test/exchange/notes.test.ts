import { request as ask } from 'node:http';
import { type Exchange, type ExchangeBatch, ExchangeBatchCodec, ExchangeDirection } from '@callbus/contract';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { OrderedReader } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { AdapterStand, type AdapterStandOptions } from '../adapter/stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
});
afterAll(() => nats.stop());

interface Watched {
  stand: AdapterStand;
  batches: ExchangeBatch[];
  exchanges: Exchange[];
}

let count = 0;

async function begin(options: AdapterStandOptions = {}): Promise<Watched> {
  const stand = await AdapterStand.make(nats, { id: `toy-${++count}`, ...options });
  const batches: ExchangeBatch[] = [];
  const exchanges: Exchange[] = [];
  const reader = new OrderedReader(await nats.bus(), {
    stream: 'EXCHANGES',
    filters: [`callbus.v1.exchange.${stand.id}`],
    from: 1,
    onMessage: ({ data }) => {
      const batch = ExchangeBatchCodec.decode(data);
      batches.push(batch);
      exchanges.push(...batch.exchanges);
    },
  });
  reader.start();
  onTestFinished(() => reader.stop());
  stand.service.mount();
  await stand.context.http.start();
  await stand.service.start(stand.abort.signal);
  return { stand, batches, exchanges };
}

const at = (stand: AdapterStand, path: string): string => {
  const { host, port } = stand.context.http.address();
  return `http://${host}:${port}/${stand.id}${path}`;
};

test('what an adapter asks is noted, masked, with its service', async () => {
  const { stand, batches, exchanges } = await begin({ secrets: ['hush-hush-1'] });
  stand.adapter.exchange({
    direction: 'out',
    method: 'POST',
    route: '/orders?token=hm&phone=%2B79991234567',
    status: 201,
    latencyMs: 12.345,
    at: 1_763_632_800_000,
    request: { user: '100', apiKey: 'x', said: 'hush-hush-1' },
    response: '{"result":"ok"}',
  });
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/x', error: 'ECONNREFUSED hush-hush-1' });
  await until('both', () => exchanges.length === 2);
  expect(batches[0]).toMatchObject({ service: stand.id, dropped: 0 });
  expect(exchanges[0]).toEqual({
    at: 1_763_632_800_000,
    direction: ExchangeDirection.OUT,
    method: 'POST',
    route: '/orders?token=***&phone=+799…67',
    status: 201,
    latencyMs: 12.3,
    request: '{"user":"100","apiKey":"***","said":"***"}',
    response: '{"result":"ok"}',
  });
  expect(exchanges[1]).toMatchObject({ route: '/x', error: 'ECONNREFUSED ***' });
  expect(exchanges[1]?.status).toBeFalsy();
  expect(exchanges[1]?.at).toBeGreaterThan(1_763_632_800_000);
});

test("requests to an adapter's routes are noted without its doing, refused and broken ones too", async () => {
  const { stand, exchanges } = await begin({
    routes: (app) => {
      app.post('/crm', (request) => ({ got: request.body }));
      app.get('/pbx/:pbxToken/', () => ({ responsible: '' }));
      app.get('/broken', () => {
        throw new Error('broken');
      });
    },
  });
  const headers = { 'Content-Type': 'application/json' };
  await fetch(at(stand, '/crm'), {
    method: 'POST',
    headers,
    body: '{"crm_token":"abc","phone":"89991234567"}',
  });
  await fetch(at(stand, '/pbx/nearly-the-token/?src_num=89991234567&event=1'));
  await fetch(at(stand, '/broken'));
  await fetch(at(stand, '/crm'), { method: 'POST', headers, body: '{' });
  await until('all of them', () => exchanges.length === 4);
  expect(exchanges.every((e) => e.direction === ExchangeDirection.IN)).toBe(true);
  expect(exchanges.every((e) => typeof e.latencyMs === 'number')).toBe(true);
  expect(
    exchanges.map(({ method, route, status, request }) => ({ method, route, status, request })),
  ).toMatchObject([
    {
      method: 'POST',
      route: `/${stand.id}/crm`,
      status: 200,
      request: '{"crm_token":"***","phone":"899…67"}',
    },
    { method: 'GET', route: `/${stand.id}/pbx/***/?src_num=899…67&event=1`, status: 200 },
    { method: 'GET', route: `/${stand.id}/broken`, status: 500 },
    { method: 'POST', route: `/${stand.id}/crm`, status: 400 },
  ]);
  expect(exchanges[0]?.response).toBe('{"got":{"crm_token":"***","phone":"899…67"}}');
  expect(exchanges[2]?.response).toContain('http.internal');
});

test('a client that leaves does not leave the others unnoted', async () => {
  const { stand, exchanges } = await begin({
    routes: (app) => {
      app.get('/slow', async (_request, reply) => {
        reply.hijack();
        reply.raw.destroy();
      });
      app.get('/quick', () => ({}));
    },
  });
  await new Promise<void>((resolve) => {
    ask(at(stand, '/slow'))
      .on('error', () => resolve())
      .end();
  });
  await fetch(at(stand, '/quick'));
  await until('the quick one', () => exchanges.some((e) => e.route?.endsWith('/quick')));
});

test('switched off, nothing is noted', async () => {
  const { stand, exchanges } = await begin({
    rest: 'exchanges: { enabled: false }\n',
    routes: (app) => void app.get('/x', () => ({})),
  });
  await fetch(at(stand, '/x'));
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/y' });
  await stand.service.stop();
  // Another service's notes come after whatever this one would have sent.
  const other = await begin();
  other.stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/z' });
  await until('the other', () => other.exchanges.length === 1);
  expect(exchanges).toEqual([]);
});

test('a flood is bounded: bodies go first, then lines, and what is missing is counted', async () => {
  const { stand, batches, exchanges } = await begin();
  for (let n = 0; n < 3_000; n++)
    stand.adapter.exchange({
      direction: 'out',
      method: 'GET',
      route: `/${n}`,
      status: 200,
      request: 'x'.repeat(5_000),
    });
  const dropped = (): number => batches.reduce((sum, b) => sum + b.dropped, 0);
  await until('all of them to be told or counted', () => exchanges.length + dropped() === 3_000);
  expect(exchanges).toHaveLength(1_000);
  expect(exchanges.map((e) => e.route)).toEqual(Array.from({ length: 1_000 }, (_, n) => `/${n}`));
  expect(exchanges.filter((e) => e.request !== '').length).toBe(64);
  // Once it is over, everything is noted again.
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/after', request: 'whole' });
  await until('the next', () => exchanges.at(-1)?.request === 'whole');
});

test('what was noted just before a stop is told, also where the bus was away meanwhile', async () => {
  const own = await TestNats.start();
  onTestFinished(() => own.stop());
  const stand = await AdapterStand.start(own, { id: 'patient' });
  await own.kill();
  await until('the bus to be gone', () => !stand.bus.connected);
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/while-away' });
  await own.launch();
  await until('the bus to be back', () => stand.bus.connected);
  const fresh = await own.bus();
  const routes: (string | null | undefined)[] = [];
  const reader = new OrderedReader(fresh, {
    stream: 'EXCHANGES',
    filters: ['callbus.v1.exchange.patient'],
    from: 1,
    onMessage: ({ data }) =>
      void routes.push(...ExchangeBatchCodec.decode(data).exchanges.map((e) => e.route)),
  });
  reader.start();
  onTestFinished(() => reader.stop());
  await until('the streams', async () => (await fresh.jsm.streams.info('EXCHANGES')) !== undefined);
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/last' });
  await stand.service.stop();
  await until('the last', () => routes.includes('/last'));
});

test('a record that is made badly hurts nobody', async () => {
  const { stand, exchanges, batches } = await begin();
  stand.adapter.exchange({ direction: 'out', method: undefined as never, route: undefined as never });
  stand.adapter.exchange({ direction: 'out', method: 'GET', route: '/well' });
  await until('the good one', () => exchanges.length === 1);
  expect(batches[0]?.dropped).toBe(1);
});
