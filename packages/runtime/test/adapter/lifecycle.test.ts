import { BUCKETS } from '@callbus/contract';
import { Kvm } from '@nats-io/kv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentLeases } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { AdapterStand } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

const aboutOf = async (id: string, stand: AdapterStand): Promise<unknown> =>
  (await currentLeases(stand.bus)).get(id)?.about;

test('while it runs its lease tells what it is, owns and can do', async () => {
  const stand = await AdapterStand.start(nats, {
    id: 'telling',
    block: ', extensions: ["^1\\\\d\\\\d$"]',
    commands: { makeCall: async () => ({}) },
  });
  expect(await aboutOf('telling', stand)).toEqual({
    kind: 'adapter',
    type: 'toy',
    extensions: ['^1\\d\\d$'],
    commands: ['makeCall'],
    capabilities: expect.objectContaining({ live: true, commands: ['makeCall'] }),
  });
  await stand.service.stop();
  expect(await aboutOf('telling', stand)).toBeUndefined();
});

test('owning every extension it names none', async () => {
  const stand = await AdapterStand.start(nats, { id: 'owner' });
  expect(await aboutOf('owner', stand)).toEqual({
    capabilities: expect.objectContaining({ routing: true }),
    kind: 'adapter',
    type: 'toy',
    commands: [],
  });
});

test('its routes stand under its id, its link under its name, its folder is its own', async () => {
  const stand = await AdapterStand.make(nats, {
    id: 'housed',
    routes: (app) => void app.get('/hello', () => 'you'),
  });
  stand.service.mount();
  await stand.context.http.start();
  await stand.service.start(stand.abort.signal);
  const { host, port } = stand.context.http.address();
  expect(await (await fetch(`http://${host}:${port}/housed/hello`)).text()).toBe('you');
  stand.adapter.link('pbx').degraded('away');
  expect(stand.context.health.report().links).toMatchObject([{ link: 'housed.pbx', state: 'degraded' }]);
  expect(stand.adapter).toMatchObject({ id: 'housed', dataDir: `${stand.dir}/adapters/housed` });
  expect(stand.adapter.house.site).toBe('test');
});

test('what is allowed but unwise is said once', async () => {
  const stand = await AdapterStand.start(nats, { id: 'unwise', warnings: ['a token would be better'] });
  expect(stand.log.lines().filter((l) => l.msg === 'a token would be better')).toMatchObject([
    { level: 'warn', service: 'unwise' },
  ]);
});

describe('stop', () => {
  test('ends the adapter once, however often it is called', async () => {
    let stops = 0;
    const stand = await AdapterStand.start(nats, { id: 'once', stop: async () => void stops++ });
    await Promise.all([stand.service.stop(), stand.service.stop()]);
    await stand.service.stop();
    expect(stops).toBe(1);
  });

  test('gives everything back though the adapter fails at it', async () => {
    const stand = await AdapterStand.start(nats, {
      id: 'failing',
      stop: async () => {
        throw new Error('of no use');
      },
    });
    await stand.service.stop();
    expect(await aboutOf('failing', stand)).toBeUndefined();
    expect(stand.log.lines()).toContainEqual(expect.objectContaining({ level: 'error', error: 'of no use' }));
  });

  test('while the adapter starts waits for that, and leaves nothing running', async () => {
    const steps: string[] = [];
    const starting = Promise.withResolvers<void>();
    const stand = await AdapterStand.make(nats, {
      id: 'hasty',
      start: async (signal) => {
        steps.push('starting');
        starting.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        steps.push('started');
      },
      stop: async () => void steps.push('stopped'),
    });
    const start = stand.service.start(stand.abort.signal);
    await starting.promise;
    await stand.service.stop();
    await start;
    expect(steps).toEqual(['starting', 'started', 'stopped']);
    expect(await aboutOf('hasty', stand)).toBeUndefined();
  });

  test('while it waits for its lease, or before it starts, keeps the adapter from starting', async () => {
    let starts = 0;
    const first = await AdapterStand.start(nats, { id: 'waiting' });
    const second = await AdapterStand.make(nats, { id: 'waiting', start: async () => void starts++ });
    const start = second.service.start(second.abort.signal).catch((error: unknown) => error);
    // By now it has looked, and found the first.
    await currentLeases(second.bus);
    await second.service.stop();
    expect(await start).toMatchObject({ name: 'AbortError' });
    const third = await AdapterStand.make(nats, { id: 'third', start: async () => void starts++ });
    await third.service.stop();
    await expect(third.service.start(third.abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(starts).toBe(0);
    expect(await aboutOf('waiting', first)).toBeDefined();
  });
});

test('whose lease was taken by another process stops by itself, says so, and harms nobody', async () => {
  let stops = 0;
  const stand = await AdapterStand.start(nats, {
    id: 'overtaken',
    stop: async () => {
      stops++;
      throw new Error('and fails at it');
    },
  });
  const kv = await new Kvm(stand.bus.js).open(BUCKETS.leases);
  const other = { host: 'pbx-2', machine: 'X', pid: 77, run: 'r9', since: '2026-11-20T10:00:00.000Z' };
  await kv.put('overtaken', JSON.stringify(other));
  await until('its stop', () => stops === 1);
  expect(stand.context.health.report()).toMatchObject({
    status: 'degraded',
    services: [{ id: 'overtaken', state: 'failed' }],
  });
  expect(stand.log.lines()).toContainEqual(
    expect.objectContaining({ level: 'error', msg: expect.stringContaining('pbx-2, pid 77') }),
  );
  await stand.service.stop();
  expect((await currentLeases(stand.bus)).get('overtaken')?.run).toBe('r9');
});
