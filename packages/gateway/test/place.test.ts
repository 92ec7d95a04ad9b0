import { BUCKETS } from '@callbus/contract';
import { StopService } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { idOf, recordOf } from './records.ts';
import { KEYS, Site, type SiteOptions } from './site.ts';
import { Watcher } from './watcher.ts';

let nats: TestNats;
const sites: Site[] = [];

beforeEach(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(sites.splice(0).map((s) => s.dispose()));
  await nats.stop();
});

/** A gateway whose HTTP server answers. */
async function mounted(options: SiteOptions = {}): Promise<Site> {
  const site = await Site.mounted(nats, { run: `run-${sites.length}`, ...options });
  sites.push(site);
  return site;
}

test('a second gateway is refused by the name of the first, which goes on', async () => {
  const first = await mounted();
  await first.run();
  const second = await mounted();
  const refused = second.run().catch((error: unknown) => error);
  await until('its wait', () => second.log.includes(`pid ${process.pid}`));
  // It has nothing to say meanwhile, rather than something old.
  expect((await second.get('/api/v1/calls')).status).toBe(503);
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(3_600_000);
  const error = await refused;
  vi.useRealTimers();
  expect(error).toBeInstanceOf(StopService);
  expect((error as Error).message).toContain(`pid ${process.pid}`);
  await first.record(recordOf(1));
  await first.knows(idOf(1));
});

test('a second gateway takes over when the first stops, and has all of its own to tell', async () => {
  const first = await mounted();
  await first.run();
  await first.record(recordOf(1));
  await first.knows(idOf(1));
  const second = await mounted();
  const taken = second.run();
  await until('its wait', () => second.log.includes(`pid ${process.pid}`));
  await first.record(recordOf(2));
  await first.stop();
  await taken;
  await second.knows(idOf(1));
  await second.knows(idOf(2));
});

test('a gateway that lost its place to another stops, and ends its streams', async () => {
  const site = await mounted();
  await site.run();
  const watcher = await Watcher.open(site);
  const holder = { host: 'other', machine: 'other', pid: 1, run: 'other', since: '2026-03-02T09:00:00Z' };
  await site.bus.publish(`$KV.${BUCKETS.leases}.gateway`, Buffer.from(JSON.stringify(holder)));
  await until('the end of the stream', () => watcher.ended);
  expect((await site.get('/api/v1/calls')).status).toBe(503);
  expect((await site.post('/api/v1/makecall', { user: '100', phone: '1' })).status).toBe(503);
  await until('a word of it', () => site.log.includes('other, pid 1'));
});

test('a gateway that is stopped while it waits for its place lets go at once', async () => {
  const first = await mounted();
  await first.run();
  const second = await mounted();
  const start = second.run().catch(() => 'stopped');
  await until('its wait', () => second.log.includes(`pid ${process.pid}`));
  await second.stop();
  expect(await start).toBe('stopped');
});

test('a gateway with a listener of its own answers there and nowhere else', async () => {
  const site = await mounted({ gateway: { listen: '127.0.0.1:0' } });
  await site.run();
  await site.record(recordOf(1));
  await site.knows(idOf(1));
  const common = site.context.http.address();
  const own = site.context.http.address('gateway');
  expect(own.port).not.toBe(common.port);
  const headers = { 'X-API-KEY': KEYS.all };
  const status = async (port: number, path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status;
  for (const path of ['/api/v1/calls', '/api/v1/live', `/api/v1/calls/${idOf(1)}`]) {
    expect(await status(own.port, path), path).toBe(200);
    expect(await status(common.port, path), path).toBe(404);
  }
  expect(await status(common.port, '/healthz')).toBe(200);
  expect(await status(own.port, '/healthz')).toBe(404);
  expect(await status(own.port, '/metrics')).toBe(404);
  expect((await site.post('/api/v1/makecall', { user: '100', phone: '1' })).status).toBe(503);
  const watcher = await Watcher.open(site);
  await site.context.http.stop();
  await until('the end of the stream', () => watcher.ended);
});
