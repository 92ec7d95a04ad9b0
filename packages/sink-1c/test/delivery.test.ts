import { TestNats, until } from '@callbus/runtime/testkit';
import type { Fault } from '@callbus/sim-1c';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Block, newCall, Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}): Promise<void> => {
  stand = await Stand.start(nats, { sink });
};

describe('order and parallelism', () => {
  test.each([1, 2, 5])('never more than %i records at once, and as many', async (concurrency) => {
    await begin({ concurrency });
    await stand.sim.fault({ kind: 'slow', ms: 10 });
    const ids = await stand.records(40);
    await stand.taking(ids);
    await stand.idle();
    expect(stand.sim.peak('history')).toBe(concurrency);
    expect(stand.sim.histories).toHaveLength(40);
    expect(stand.sim.connections).toBeLessThanOrEqual(concurrency + 1);
  });

  test('revisions of a call go one after the other while other calls overtake', async () => {
    await begin({ upsert: true, concurrency: 2, timeouts: { readMs: 20_000 } });
    const stuck = newCall();
    stand.sim.faultOf = (m) => (m.callid === stuck ? { kind: 'hang' } : undefined);
    for (let revision = 1; revision <= 4; revision++) await stand.record({ callId: stuck, revision });
    await stand.taking(await stand.records(20));
    expect(stand.tries.get(stuck)).toBe(1);
    // The connection it hangs on breaks.
    stand.sim.faultOf = undefined;
    await stand.sim.fault({ kind: 'down' });
    await stand.sim.fault({ kind: 'none' });
    await stand.idle();
    expect(stand.taken.get(stuck)?.map((h) => h.revision)).toEqual([1, 2, 3, 4]);
    expect(stand.repeats).toHaveLength(1);
  });

  test('a record that fails does not let a later revision overtake it', async () => {
    await begin({ upsert: true });
    const callId = newCall();
    let failures = 1;
    stand.sim.faultOf = (m) => (m.revision === 1 && failures-- > 0 ? { kind: 'error' } : undefined);
    await stand.record({ callId });
    await stand.record({ callId, revision: 2 });
    await stand.idle();
    expect(stand.sim.histories.map((h) => h.revision)).toEqual([1, 2]);
  });
});

const NO_SESSION =
  '<?xml version="1.0" encoding="UTF-8"?><exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system" reason="406"/>';
const json = (status: number): Fault => ({ kind: 'answer', status, body: '{}', type: 'application/json' });

describe('while the base is away, nothing is lost, nothing set aside, one probe at a time', () => {
  test.each([
    ['nobody listens', { kind: 'down' }],
    ['it hangs', { kind: 'hang' }],
    ['it is locked', { kind: 'locked' }],
    ['it does not let us in', { kind: 'denied' }],
  ] as [string, Fault][])('%s', async (_what, fault) => {
    await begin({ concurrency: 3, timeouts: { readMs: 150 } });
    await stand.sim.fault(fault);
    const ids = await stand.records(12);
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    // Who was inside when it went down comes out; from then on there are only probes.
    await until('them to come out', () => stand.sim.running('history') === 0);
    const atOnce: number[] = [];
    stand.sim.on('request', () => atOnce.push(stand.sim.running('history')));
    const probes = fault.kind === 'down' ? 0 : fault.kind === 'locked' ? 2 : 1;
    await until('probes', () => atOnce.length >= probes);
    expect(atOnce.every((n) => n === 1)).toBe(true);
    stand.sim.removeAllListeners('request');
    expect(stand.sim.histories).toEqual([]);
    await stand.sim.fault({ kind: 'none' });
    await stand.taking(ids);
    await stand.idle();
    expect(stand.sim.histories).toHaveLength(12);
    expect(await stand.dead()).toEqual([]);
    await until('the link to be well', () => stand.link?.state === 'ok');
  });

  test('whatever it says instead of an answer, the record is sent again', async () => {
    const said: Fault[] = [
      ...[200, 404, 500].map((status): Fault => ({ kind: 'page', status })),
      { kind: 'answer', status: 406, body: NO_SESSION, type: 'application/xml' },
      { kind: 'answer', status: 302 },
      ...[403, 423, 429, 502].map(json),
      { kind: 'cut' },
    ];
    await begin({ concurrency: 1 });
    const asked = new Set<unknown>();
    stand.sim.faultOf = (m) => {
      if (asked.has(m.callid)) return undefined;
      asked.add(m.callid);
      return said[asked.size - 1];
    };
    for (let i = 0; i < said.length; i++) await stand.taking([await stand.record()]);
    await stand.idle();
    expect([...stand.tries.values()]).toEqual(said.map(() => 2));
    expect(stand.repeats).toEqual([]);
    expect(await stand.dead()).toEqual([]);
  });
});

test('a base that is away is not asked more often than it was told to be, however much waits', async () => {
  await begin({ concurrency: 4 });
  await stand.sim.fault({ kind: 'page', status: 503 });
  await stand.records(200);
  // 250 ms, 500 ms, 1 s: the fourth probe is not before 1.75 s, whatever waits.
  await until('three probes', () => stand.sim.requests.length >= 4 + 3);
  expect(stand.sim.requests.length).toBeLessThanOrEqual(4 + 3);
  expect(stand.sim.histories).toEqual([]);
});

test('a base that is slow is waited for', async () => {
  await begin({ timeouts: { readMs: 3_000 } });
  await stand.sim.fault({ kind: 'slow', ms: 200 });
  const ids = await stand.records(4);
  await stand.taking(ids);
  await stand.idle();
  expect(stand.sim.histories).toHaveLength(4);
});

test('a lost answer repeats the record byte for byte', async () => {
  await begin({ timeouts: { readMs: 200 } });
  let lost = 3;
  stand.sim.faultOf = () => (lost-- > 0 ? { kind: 'lost' } : undefined);
  const ids = await stand.records(3);
  await stand.idle();
  expect(stand.repeats.length).toBeGreaterThan(0);
  for (const id of ids) {
    const sent = stand.sim.requests.filter((r) => r.body.callid === id).map((r) => r.raw);
    expect(new Set(sent).size).toBe(1);
  }
  expect(stand.sim.histories).toHaveLength(6);
});

test('an answer that comes after the read time-out is a lost one', async () => {
  await begin({ timeouts: { readMs: 150 } });
  let slow = 1;
  stand.sim.faultOf = () => (slow-- > 0 ? { kind: 'slow', ms: 400 } : undefined);
  const id = await stand.record();
  await stand.idle();
  await until('both', () => (stand.taken.get(id)?.length ?? 0) === 2);
  const [first, second] = stand.taken.get(id) ?? [];
  expect(second).toEqual(first);
});
