import { STREAMS } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { faultsOf } from './support/faults.ts';
import { interleave, liveCall, pick, repeated, reportedCall, seeded } from './support/generate.ts';
import { onSite, type RunningCore, type Site } from './support/site.ts';
import type { Line } from './support/stage.ts';

/** A day of calls, some told twice, reported ones in any order. */
function day(count: number, seed: number): Line[] {
  const random = seeded(seed);
  const calls = Array.from({ length: count }, (_, i) => {
    if (random() < 0.5) return repeated(random, liveCall(random, `live-${i}`), 0.2);
    const told = reportedCall(random, `told-${i}`).lines;
    return repeated(random, random() < 0.5 ? told : told.toReversed(), 0.2);
  });
  return interleave(random, calls);
}

/** Lets a core finish: everything read, every call that was to settle settled, every record stored. */
async function finish(site: Site, core: RunningCore): Promise<void> {
  await site.tell('0 offered customer:89990000000 call=last native=last\n 1 cleared call=last');
  await site.story('last');
  const open = async (): Promise<number | undefined> => (await core.metrics.openCalls.get()).values[0]?.value;
  await until('no open call', async () => (await open()) === 0);
  await core.service.stop();
}

test.concurrent('core may die at any moment: the same calls, no revision doubled and none invented', () =>
  onSite(async (site) => {
    const random = seeded(42);
    let core: RunningCore = await site.core();
    const told = day(50, 1);
    for (const [i, { event }] of told.entries()) {
      await site.insist(event);
      if (i % 40 !== 39) continue;
      if (random() < 0.7) await core.abandon();
      else await core.service.stop();
      // Sometimes the world goes on meanwhile.
      for (const later of told.slice(i + 1, i + 1 + pick(random, [0, 0, 5, 30])))
        await site.insist(later.event);
      core = await site.core();
    }
    await finish(site, core);
    expect(await faultsOf(site)).toEqual([]);
    const before = (await site.records()).length;
    await (await site.core()).service.stop();
    expect(await site.records()).toHaveLength(before);
  }));

test.concurrent('core that dies while it makes good a long past makes good the rest', () =>
  onSite(async (site) => {
    for (const { event } of day(80, 2)) await site.insist(event);
    for (let i = 0; i < 4; i++) {
      const core = await site.prepared();
      const started = core.service.start(new AbortController().signal).catch(() => {});
      await until('some record', async () => (await site.records()).length > i * 10);
      await core.abandon();
      await Promise.race([started, core.service.stop()]);
    }
    await finish(site, await site.core());
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('nats-server is killed in the middle: nothing is lost and nothing doubled', () =>
  onSite(async (site) => {
    const core = await site.core();
    const told = day(40, 3);
    for (const [i, { event }] of told.entries()) {
      if (i % 100 === 50) {
        await site.nats.kill();
        await site.nats.launch();
      }
      await site.insist(event);
    }
    await finish(site, core);
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('a full JOURNAL is complained of, and everything is stored once there is room', () =>
  onSite(async (site) => {
    const core = await site.core();
    const link = (): string | undefined =>
      core.health.report().links.find((l) => l.link === 'core.journal')?.state;
    const size = async (max_bytes: number): Promise<unknown> =>
      await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes });
    await size(2_000);
    for (const { event } of day(30, 4)) await site.insist(event);
    await until('a complaint', () => link() === 'degraded');
    expect((await site.records()).length).toBeLessThan(10);
    await size(10_000_000);
    await until('the link is well', () => link() === 'ok');
    await finish(site, core);
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('a core whose records find no room can be stopped, and the next one has them all', () =>
  onSite(async (site) => {
    const core = await site.core();
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 2_000 });
    for (const { event } of day(30, 5)) await site.insist(event);
    await until('a complaint', () => core.health.report().status === 'degraded');
    await core.service.stop();
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 10_000_000 });
    await finish(site, await site.core());
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('records that find no room while the past is made good are made by the next core', () =>
  onSite(async (site) => {
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 2_000 });
    for (const { event } of day(30, 7)) await site.insist(event);
    const core = await site.core();
    await until('a checkpoint', async () => await site.progress().get('core'));
    await core.abandon();
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 10_000_000 });
    await finish(site, await site.core());
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('a long past that cannot be stored keeps neither the house from starting nor core from stopping', () =>
  onSite(async (site) => {
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 2_000 });
    const keys = Array.from({ length: 1_100 }, (_, i) => `k${i}`);
    for (const key of keys)
      await site.tell(`9 reported 100 dir=in outcome=notAnswered start=0 end=9 call=${key}`);
    // Every closed call is long over, so that its record must be stored before reading goes on.
    const stuck = await site.engine({ rememberMs: -1 });
    await stuck.start();
    expect((await site.records()).length).toBeLessThan(10);
    await stuck.stop(0);
    const next = await site.engine({ rememberMs: -1 });
    const started = next.start();
    await site.bus.jsm.streams.update(STREAMS.JOURNAL.name, { max_bytes: 10_000_000 });
    await started;
    await next.stop();
    const records = await site.records();
    expect(records.map((r) => r.revision)).toEqual(keys.map(() => 1));
    expect(new Set(records.map((r) => r.callId)).size).toBe(keys.length);
  }));
