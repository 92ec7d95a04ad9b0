import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUCKETS } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SinkProcess } from './process.ts';
import { type Block, newCall, Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;
const processes: SinkProcess[] = [];
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(async () => {
  await Promise.all(processes.splice(0).map((p) => p.kill()));
  await stand.stop();
});

const begin = async (sink: Block = {}): Promise<void> => {
  stand = await Stand.start(nats, { sink });
};

/** The stand's base served by another process; the stand's own sink is stopped. */
async function spawned(sink: Block = {}, options = {}): Promise<SinkProcess> {
  const block = { id: stand.id, url: stand.sim.url, ...sink };
  const process = await SinkProcess.start({ port: nats.port, dataDir: stand.dir, sink: block }, options);
  processes.push(process);
  return process;
}

test('nats-server is killed after 1C took records and before the broker heard of it: none is repeated', async () => {
  await begin({ concurrency: 4 });
  await stand.sim.fault({ kind: 'slow', ms: 10 });
  let killed: Promise<void> | undefined;
  stand.sim.on('accepted', () => {
    if (stand.sim.histories.length === 30) killed = nats.kill();
  });
  const ids = await stand.records(60);
  await until('the kill', () => killed !== undefined);
  await killed;
  await until('the bus to notice', () => !stand.bus.connected);
  await nats.launch();
  await stand.taking(ids);
  await stand.idle();
  expect(stand.tries).toEqual(new Map(ids.map((id) => [id, 1])));
  const shown = await until('a popup', async () => {
    // The streams in memory must be made again first.
    await stand.popup().catch(() => {});
    return stand.sim.popups[0];
  });
  expect(shown.body.type).toBe('INCOMING');
});

describe('the sink is killed', () => {
  test('in the middle of many: the one that stands by goes on, and only what was under way is repeated', async () => {
    await begin();
    await stand.sink.stop();
    const ids = await stand.records(60);
    await stand.sim.fault({ kind: 'slow', ms: 20 });
    const first = await spawned({ concurrency: 3 });
    const second = await spawned({ concurrency: 3 }, { standby: true });
    await until('a third of them', () => stand.taken.size >= 20);
    expect(second.works).toBe(false);
    await first.kill();
    await second.working();
    await stand.taking(ids);
    await stand.idle();
    expect(stand.repeats.length).toBeLessThanOrEqual(3);
    for (const histories of stand.repeats) for (const h of histories) expect(h).toEqual(histories[0]);
    expect(stand.tries.size).toBe(60);
    expect(await stand.dead()).toEqual([]);
  });

  test('once a popup was on its way: it is not shown again, though it is told again', async () => {
    await begin();
    await stand.sink.stop();
    const first = await spawned();
    const callId = newCall();
    await stand.popup({ callId });
    await until('the popup', () => stand.sim.popups.length === 1);
    await first.kill();
    await stand.popup({ callId }, 20_000);
    await spawned();
    await stand.popup({ callId }, 20_000);
    await stand.idle();
    const last = await stand.popup({}, 20_000);
    await until('the last popup', () => stand.sim.popups.some((p) => p.body.callid === last));
    expect(stand.sim.popups.map((p) => p.body.callid)).toEqual([callId, last]);
  });
});

describe('the sink is stopped', () => {
  test('it waits for the answer to what it has sent, and gives the rest back', async () => {
    await begin({ concurrency: 2, timeouts: { readMs: 20_000 } });
    // Longer than a queue is usually given to come to an end.
    await stand.sim.fault({ kind: 'slow', ms: 5_500 });
    const ids = await stand.records(6);
    await until('two under way', () => stand.sim.running('history') === 2);
    await stand.sink.stop();
    expect(stand.sim.histories).toHaveLength(2);
    await stand.sim.fault({ kind: 'none' });
    await stand.again();
    await stand.taking(ids);
    await stand.idle();
    expect(stand.sim.requests).toHaveLength(6);
  });

  test('while the base is away: at once, and nothing is lost', async () => {
    await begin();
    await stand.sim.fault({ kind: 'locked' });
    const ids = await stand.records(10);
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    const asked = stand.sim.requests.length;
    await stand.sink.stop();
    expect(stand.sim.requests.length).toBeLessThanOrEqual(asked + 1);
    await stand.sim.fault({ kind: 'none' });
    await stand.again();
    await stand.taking(ids);
    await stand.idle();
    expect(stand.sim.histories).toHaveLength(10);
  });

  test('a popup that is out is answered first', async () => {
    await begin();
    await stand.sim.fault({ kind: 'slow', ms: 300 });
    await stand.popup();
    await until('it to be out', () => stand.sim.running('event') === 1);
    await stand.sink.stop();
    expect(await stand.popupOutcomes()).toEqual({ ok: 1 });
  });

  test('twice, and before it was ever started: nothing happens', async () => {
    await begin();
    await stand.sink.stop();
    await stand.sink.stop();
  });
});

test('a second process that has taken the base away is told of, waited for, and followed', async () => {
  await begin();
  const lease = `$KV.${BUCKETS.leases}.${stand.id}`;
  const other = { host: 'elsewhere', pid: 1, run: 'other', since: '2024-01-01T00:00:00.000Z' };
  await stand.bus.publish(lease, Buffer.from(JSON.stringify(other)));
  await until('the loss to be noticed', () => stand.log.join('').includes('обслуживается и в другом месте'));
  const id = await stand.record();
  const consumer = (): Promise<{ num_waiting: number }> =>
    stand.bus.jsm.consumers.info('JOURNAL', `sink-${stand.id}`);
  await until('nobody to ask for records', async () => (await consumer()).num_waiting === 0);
  await stand.bus.jsm.streams.purge(`KV_${BUCKETS.leases}`, { filter: lease });
  await stand.taking([id]);
  await stand.idle();
  expect(stand.sim.histories).toHaveLength(1);
});

describe('what it remembers', () => {
  const file = (): string => join(stand.dir, 'sinks', `${stand.id}.db`);

  test('keeps a record from being repeated when the position on the broker is lost', async () => {
    await begin();
    const bad = newCall();
    stand.sim.faultOf = (m) => (m.callid === bad ? { kind: 'refuse' } : undefined);
    const ids = [await stand.record({ callId: bad }), ...(await stand.records(5))];
    await stand.idle();
    await stand.sink.stop();
    await stand.bus.jsm.consumers.delete('JOURNAL', `sink-${stand.id}`);
    await stand.again();
    await stand.idle();
    expect(stand.tries).toEqual(new Map(ids.map((id) => [id, 1])));
    expect(await stand.dead()).toHaveLength(1);
  });

  test('damaged, is begun anew, and everything goes on', async () => {
    await begin();
    const before = await stand.record();
    await stand.idle();
    await stand.sink.stop();
    writeFileSync(file(), 'not a database, and long enough to be read as one'.repeat(100));
    await stand.again();
    const after = await stand.record();
    await stand.popup();
    await until('the popup', () => stand.sim.popups.length === 1);
    await stand.idle();
    expect(stand.log.join('')).toContain(`Память базы ${stand.id}`);
    // What was forgotten may be repeated; what came since is remembered.
    await stand.sink.stop();
    await stand.bus.jsm.consumers.delete('JOURNAL', `sink-${stand.id}`);
    await stand.again();
    await stand.idle();
    expect([stand.taken.get(before)?.length, stand.taken.get(after)?.length]).toEqual([2, 1]);
  });

  test('where it cannot be kept at all, calls go to 1C all the same', async () => {
    await begin();
    await stand.sink.stop();
    // A file where its folder should be.
    rmSync(join(stand.dir, 'sinks'), { recursive: true });
    writeFileSync(join(stand.dir, 'sinks'), '');
    await stand.again();
    const ids = await stand.records(5);
    await stand.popup();
    await stand.taking(ids);
    await until('the popup', () => stand.sim.popups.length === 1);
    await stand.idle();
    expect(stand.sim.histories).toHaveLength(5);
    expect(stand.log.filter((line) => line.includes(`Память базы ${stand.id}`))).toHaveLength(1);
  });
});
