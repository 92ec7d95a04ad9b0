import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bus, BusUnavailable, KeyStore, setAside } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';

let nats: TestNats;
let bus: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(() => nats.stop());

test('a value is there until another is put in its place', async () => {
  const store = new KeyStore(bus, 'test_values');
  expect(await store.get('a')).toBeUndefined();
  await store.put('a', { n: 1, list: ['x'] });
  expect(await store.get('a')).toEqual({ n: 1, list: ['x'] });
  await store.put('a', 'text');
  expect(await new KeyStore(await nats.bus(), 'test_values').get('a')).toBe('text');
  expect(await store.get('b')).toBeUndefined();
});

test('a value survives the death of the server; meanwhile the store says that it is away', async () => {
  const store = new KeyStore(bus, 'test_survivors');
  await store.put('a', 1);
  await nats.kill();
  await until('the loss', () => !bus.connected);
  await expect(store.get('a')).rejects.toThrow(BusUnavailable);
  await expect(store.put('a', 2)).rejects.toThrow(BusUnavailable);
  await nats.launch();
  await until('the way back', () => bus.connected);
  expect(await until('the value', () => store.get<number>('a').catch(() => undefined))).toBe(1);
});

test('setting aside never rejects, and says whether it is kept', async () => {
  const gone = await nats.bus();
  await gone.close();
  expect(await setAside(gone, { service: 's', code: 'c', reason: 'r' })).toBe(false);
  expect(await setAside(bus, { service: 's', code: 'c', reason: 'r' })).toBe(true);
});
