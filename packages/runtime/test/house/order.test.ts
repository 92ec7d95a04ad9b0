import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { askHealth, type House, type LoadedConfig } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { type HouseStand, house, service, site } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

const onNats = (rest = ''): LoadedConfig => site(`bus: { url: "${nats.url}" }\n${rest}`);

function stopped(stand: HouseStand): HouseStand {
  onTestFinished(() => stand.house.stop());
  return stand;
}

async function get(of: House, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { host, port } = of.context.http.address();
  const answer = await fetch(`http://${host}:${port}${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('services are mounted, then started one after the other, and stopped in reverse', async () => {
  const {
    house: h,
    steps,
    log,
  } = stopped(house(onNats(), (s) => ['a', 'b', 'c'].map((id) => service(id, s))));
  await h.start();
  expect(steps).toEqual([
    ...['a mounted', 'b mounted', 'c mounted'],
    ...['a starting', 'a started', 'b starting', 'b started', 'c starting', 'c started'],
  ]);
  expect(await get(h, '/readyz')).toMatchObject({ status: 200 });
  expect((await get(h, '/healthz')).body).toMatchObject({
    status: 'ok',
    services: ['a', 'b', 'c'].map((id) => ({ id, kind: 'adapter', state: 'running' })),
    links: [{ link: 'bus.nats', state: 'ok' }],
  });
  expect(
    log
      .lines()
      .filter((l) => l.level === 'info')
      .map((l) => l.msg),
  ).toEqual([expect.stringMatching(/a, b, c.*127\.0\.0\.1:\d+/)]);
  steps.length = 0;
  await Promise.all([h.stop(), h.stop()]);
  expect(steps).toEqual(['c stopping', 'c stopped', 'b stopping', 'b stopped', 'a stopping', 'a stopped']);
  expect(h.context.health.report().services.map((s) => s.state)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(h.context.bus.connected).toBe(false);
});

test('while a service still starts the process is not ready, and says which it is', async () => {
  const gate = Promise.withResolvers<void>();
  const { house: h, steps } = stopped(
    house(onNats(), (s) => [service('a', s), service('b', s, { start: () => gate.promise })]),
  );
  const starting = h.start();
  await until('b', () => steps.includes('b starting'));
  expect(await get(h, '/readyz')).toMatchObject({ status: 503, body: { started: false, bus: true } });
  expect((await get(h, '/healthz')).body.services).toMatchObject([
    { state: 'running' },
    { state: 'starting' },
  ]);
  gate.resolve();
  await starting;
  expect((await get(h, '/readyz')).status).toBe(200);
});

test('who stands by is not waited for, works when its turn comes, and answers after the one who works', async () => {
  const turn = Promise.withResolvers<void>();
  const { house: h, steps } = stopped(
    house(onNats(), (s, { health }) => [
      service('a', s, {
        start: () => {
          health.service('a', 'core', 'standby');
          return turn.promise;
        },
      }),
      service('b', s),
    ]),
  );
  await h.start();
  expect(steps.slice(2)).toEqual(['a starting', 'b starting', 'b started']);
  expect((await get(h, '/readyz')).status).toBe(200);
  const other = stopped(house(onNats(), (s) => [service('a', s)])).house;
  await other.start();
  const asker = await nats.bus();
  const state = async (): Promise<string | undefined> => (await askHealth(asker, 'a'))?.services[0]?.state;
  expect(await state()).toBe('running');
  await other.stop();
  await until('only the one who stands by', async () => (await state()) === 'standby');
  turn.resolve();
  await until('its turn', async () => (await state()) === 'running');
});

test('a service that cannot start stops those that did, and the house says why', async () => {
  const { house: h, steps } = house(onNats(), (s) => [
    service('a', s),
    service('b', s, { start: () => Promise.reject(new Error('no licence')) }),
    service('c', s),
  ]);
  await expect(h.start()).rejects.toThrow('no licence');
  expect(steps.slice(3)).toEqual([
    ...['a starting', 'a started', 'b starting'],
    ...['b stopping', 'b stopped', 'a stopping', 'a stopped'],
  ]);
  await expect(get(h, '/healthz')).rejects.toThrow();
  expect(h.context.bus.connected).toBe(false);
});

test('a service that fails to stop does not keep the others from stopping', async () => {
  const {
    house: h,
    steps,
    log,
  } = house(onNats(), (s) => [
    service('a', s),
    service('b', s, { stop: () => Promise.reject(new Error('stuck')) }),
  ]);
  await h.start();
  await h.stop();
  expect(steps.slice(-3)).toEqual(['b stopping', 'a stopping', 'a stopped']);
  expect(log.lines()).toContainEqual(
    expect.objectContaining({ level: 'error', service: 'b', error: 'stuck' }),
  );
});

test('a request that runs is answered before its service stops', async () => {
  const gate = Promise.withResolvers<string>();
  const { house: h, steps } = house(onNats(), (s, context) => [
    service('a', s, {
      mount: () =>
        context.http.mount('a', '/a', (app) => {
          app.get('/slow', async () => {
            s.push('request begun');
            const answer = await gate.promise;
            s.push('request done');
            return { answer };
          });
        }),
    }),
  ]);
  await h.start();
  const slow = get(h, '/a/slow');
  await until('the request', () => steps.includes('request begun'));
  const stopping = h.stop();
  gate.resolve('in time');
  expect(await slow).toMatchObject({ status: 200, body: { answer: 'in time' } });
  await stopping;
  expect(steps.slice(-4)).toEqual(['request begun', 'request done', 'a stopping', 'a stopped']);
});

test('each service can be asked over the bus how it stands', async () => {
  const { house: h } = stopped(house(onNats(), (s) => [service('a', s), service('b', s)]));
  await h.start();
  h.context.health.link('a', 'pbx').degraded('away', 'plug it in');
  const asker = await nats.bus();
  expect(await askHealth(asker, 'a')).toMatchObject({
    status: 'degraded',
    services: [{ id: 'a', state: 'running' }],
    links: [{ link: 'a.pbx', state: 'degraded', reason: 'away', remedy: 'plug it in' }],
  });
  expect(await askHealth(asker, 'b')).toMatchObject({ services: [{ id: 'b' }], links: [] });
  expect(await askHealth(asker, 'nobody')).toBeUndefined();
  await h.stop();
  await until('nobody to answer', async () => (await askHealth(asker, 'a')) === undefined);
});

test('what is broken is named in the log with what to do, and so is its recovery; all else is silent', async () => {
  const { house: h, log } = stopped(house(onNats()));
  await h.start();
  const before = log.lines().length;
  const link = h.context.health.link('ut', '1c');
  link.ok();
  link.degraded('1C does not answer', 'start it');
  link.degraded('1C does not answer', 'start it');
  link.ok();
  h.context.health.link('ut', 'bare').degraded('no remedy');
  expect(
    log
      .lines()
      .slice(before)
      .map((l) => [l.level, l.msg]),
  ).toEqual([
    ['warn', expect.stringMatching(/^ut\.1c: 1C does not answer\..*: start it$/)],
    ['info', expect.stringContaining('ut.1c: ')],
    ['warn', 'ut.bare: no remedy'],
  ]);
  const metrics = await h.context.metrics.registry.metrics();
  expect(metrics).toContain('callbus_link_up{link="ut.1c"} 1');
  expect(metrics).toContain('callbus_link_up{link="ut.bare"} 0');
});

test('a secret of the configuration never reaches the log', async () => {
  const { house: h, log } = stopped(house(onNats()));
  await h.start();
  h.context.log.error({ url: 'https://x/?t=test-token-1' }, 'refused test-token-1');
  expect(log.text()).not.toContain('test-token-1');
  expect(log.text()).toContain('refused ***');
});

describe('stop during start', () => {
  test('reaches the service that is starting, which then is stopped like the others', async () => {
    const { house: h, steps } = house(onNats(), (s) => [
      service('a', s),
      service('b', s, {
        start: (signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      }),
      service('c', s),
    ]);
    const starting = h.start().catch((error: unknown) => error);
    await until('b', () => steps.includes('b starting'));
    await h.stop();
    expect(await starting).toMatchObject({ name: 'AbortError' });
    expect(steps.slice(5)).toEqual(['b starting', 'b stopping', 'b stopped', 'a stopping', 'a stopped']);
    expect(h.context.bus.connected).toBe(false);
  });

  test('does not wait for ever for a service that does not notice', async () => {
    const release = Promise.withResolvers<void>();
    const { house: h, steps } = house(onNats(), (s) => [
      // As one does that only its own stop can end.
      service('a', s, { start: () => release.promise, stop: async () => release.resolve() }),
      service('b', s),
    ]);
    const starting = h.start().catch((error: unknown) => error);
    await until('a', () => steps.includes('a starting'));
    await h.stop();
    expect(await starting).toMatchObject({ name: 'AbortError' });
    expect(steps.filter((s) => s.startsWith('b'))).toEqual(['b mounted']);
    expect(steps).toContain('a stopped');
  });

  test('while the bus is waited for ends the waiting', async () => {
    const { house: h, steps, log } = house(site('bus: { url: "nats://127.0.0.1:1" }\n'));
    const starting = h.start().catch((error: unknown) => error);
    await until('the word that it waits', () => log.lines().length > 0);
    await h.stop();
    expect(await starting).toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual(['toy mounted']);
  });

  test('before the start keeps the house from starting', async () => {
    const { house: h, steps } = house(onNats());
    await h.stop();
    await expect(h.start()).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual([]);
  });
});
