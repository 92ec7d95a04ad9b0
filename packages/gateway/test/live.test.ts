import {
  type CallSnapshotInit,
  CallStatus,
  ConnectionState,
  callSubject,
  DeviceRole,
  RecordState,
} from '@callbus/contract';
import { ensureStreams } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BEGIN, idOf, recordOf } from './records.ts';
import { Site } from './site.ts';
import { Watcher } from './watcher.ts';

let nats: TestNats;
const sites: Site[] = [];

beforeEach(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
});
afterEach(async () => {
  await Promise.all(sites.splice(0).map((s) => s.dispose()));
  await nats.stop();
});

async function start(): Promise<Site> {
  const site = await Site.start(nats, { run: `run-${sites.length}` });
  sites.push(site);
  return site;
}

/** The n-th call, ringing at 100. */
const running = (site: Site, n: number, differs: Partial<CallSnapshotInit> = {}): CallSnapshotInit => ({
  record: recordOf(n, {
    revision: 0,
    state: RecordState.PROVISIONAL,
    answeredAt: null,
    endedAt: null,
    talkSeconds: null,
  }),
  connections: [
    {
      connection: {
        id: 'c1',
        role: DeviceRole.EMPLOYEE,
        state: ConnectionState.ALERTING,
        party: { extension: '100' },
      },
      since: BEGIN + n * 60_000,
    },
  ],
  at: Math.floor(site.bus.clock.now()),
  ...differs,
});

const over = (site: Site, n: number): CallSnapshotInit => ({
  record: recordOf(n),
  at: Math.floor(site.bus.clock.now()),
  ended: true,
});

async function live(site: Site): Promise<string[]> {
  const { status, body } = await site.get('/api/v1/live');
  if (status !== 200) throw new Error(`${status}`);
  return (body.items as { callId: string }[]).map((i) => i.callId);
}

const shows = (site: Site, ...numbers: number[]): Promise<unknown> =>
  until(`calls ${numbers}`, async () => (await live(site)).join() === numbers.map(idOf).join());

test('running calls are shown as they stand, the oldest first, until they end', async () => {
  const site = await start();
  expect((await site.get('/api/v1/live')).body).toEqual({ items: [] });
  for (const n of [2, 1, 3]) await site.snapshot(running(site, n));
  await shows(site, 1, 2, 3);
  const { body } = await site.get('/api/v1/live');
  expect(body.items[0]).toMatchObject({
    callId: idOf(1),
    state: 'provisional',
    endedAt: null,
    ended: false,
    connections: [
      {
        id: 'c1',
        role: 'employee',
        state: 'alerting',
        extension: '100',
        number: null,
        since: '2026-03-02T09:01:00.000Z',
      },
    ],
  });
  await site.snapshot(over(site, 2));
  await shows(site, 1, 3);
});

/** What core makes of a call that rings: as if it ended now. */
const ringing = (site: Site, n: number): CallSnapshotInit => {
  const { record, ...rest } = running(site, n);
  return { ...rest, record: { ...record, status: CallStatus.MISSED, talkSeconds: 0 } };
};

test('a call that rings has no status and no talk yet, wherever it is told', async () => {
  const site = await start();
  const watcher = await Watcher.open(site);
  await site.snapshot(ringing(site, 1));
  await shows(site, 1);
  const undecided = { status: null, talkSeconds: null, state: 'provisional', revision: 0 };
  expect((await site.get('/api/v1/live')).body.items[0]).toMatchObject(undecided);
  expect((await site.get(`/api/v1/calls/${idOf(1)}`)).body).toMatchObject(undecided);
  const { data } = await watcher.sees('the call', (t) => t.event === 'call');
  expect(data).toMatchObject(undecided);
  // Somebody talks: that is decided, and the talk grows.
  const talking = running(site, 1, { record: { ...running(site, 1).record, talkSeconds: 3 } });
  await site.snapshot(talking);
  const answered = await watcher.sees('the answer', (t) => t.data.status === 'answered');
  expect(answered.data).toMatchObject({ talkSeconds: 3, state: 'provisional', ended: false });
  // Nobody talked: the end decides.
  await site.snapshot(ringing(site, 2));
  await shows(site, 1, 2);
  await site.snapshot({
    record: recordOf(2, { status: CallStatus.MISSED, talkSeconds: 0, answeredAt: null }),
    at: Math.floor(site.bus.clock.now()),
    ended: true,
  });
  const missed = await watcher.sees('the end', (t) => t.data.callId === idOf(2) && t.data.ended === true);
  expect(missed.data).toMatchObject({ status: 'missed', talkSeconds: 0, state: 'final' });
  watcher.close();
});

test('a gateway that is started knows the running calls from the first answer on', async () => {
  const first = await start();
  for (const n of [1, 2, 3]) await first.snapshot(running(first, n));
  await first.snapshot(over(first, 2));
  await first.agent({ instance: 'pz', extension: '100', native: 'free' });
  await first.stop();
  const second = await start();
  expect(await live(second)).toEqual([idOf(1), idOf(3)]);
  const watcher = await Watcher.open(second);
  await watcher.sees('the agent', (t) => t.event === 'agent');
  watcher.close();
});

test('a call the journal has is not running, though its last snapshot was lost', async () => {
  const site = await start();
  await site.snapshot(running(site, 1));
  await site.snapshot(running(site, 2));
  await shows(site, 1, 2);
  const watcher = await Watcher.open(site);
  await site.record(recordOf(1));
  await shows(site, 2);
  // Who watches is told what the lost snapshot would have said.
  const { data } = await watcher.sees('the end', (t) => t.data.callId === idOf(1) && t.data.ended);
  expect(data).toMatchObject({ status: 'answered', state: 'final', connections: [] });
  watcher.close();
});

test('a snapshot from before the end does not bring a call back, now or after a restart', async () => {
  const site = await start();
  const late = running(site, 1, { at: site.bus.clock.now() - 1_000 });
  await site.record(recordOf(1));
  await site.knows(idOf(1));
  // Core was killed after this, and never said that the call was over.
  await site.snapshot(late);
  await site.snapshot(running(site, 2));
  await shows(site, 2);
  await site.stop();
  const again = await start();
  // Its history is a new file: the journal and the snapshots come in any order.
  await shows(again, 2);
  await again.knows(idOf(1));
  expect(await live(again)).toEqual([idOf(2)]);
});

test('a call closed by silence that comes to life again is running again, and ends again', async () => {
  const site = await start();
  await site.snapshot(running(site, 1));
  await site.record(recordOf(1));
  await site.knows(idOf(1));
  await shows(site);
  const { time } = await site.bus.jsm.streams.getMessage('JOURNAL', { last_by_subj: '>' }).then((m) => {
    if (!m) throw new Error('no record');
    return m;
  });
  await site.snapshot(running(site, 1, { at: time.getTime() + 5 }));
  await shows(site, 1);
  expect((await site.get(`/api/v1/calls/${idOf(1)}`)).body.state).toBe('provisional');
  await until('the clock', () => Date.now() > time.getTime() + 10);
  await site.record(recordOf(1, { revision: 2, state: RecordState.AMENDED }));
  await shows(site);
  await site.knows(idOf(1), 2);
});

test('a snapshot that cannot be read is passed over', async () => {
  const site = await start();
  await site.bus.publish(callSubject('bad'), Buffer.from('no snapshot'));
  await site.bus.publish('callbus.v1.agent.pz.100', Buffer.from('no agent'));
  await site.bus.publish('callbus.v1.popup.100', Buffer.from('no popup'));
  await site.snapshot(running(site, 1));
  await shows(site, 1);
  expect((await site.get('/api/v1/live')).status).toBe(200);
});

test('when nats-server is killed and started again no ended call stays, and no running one is missing', async () => {
  const site = await start();
  await site.snapshot(running(site, 1));
  await site.snapshot(running(site, 2));
  await shows(site, 1, 2);
  await nats.kill();
  await until('the bus to be gone', () => !site.bus.connected);
  // Until it is back, what was known is shown.
  expect(await live(site)).toEqual([idOf(1), idOf(2)]);
  await nats.launch();
  await until('the bus', () => site.bus.connected);
  await ensureStreams(site.bus, { diskMb: 200, replicas: 1 });
  // Core read on: call 1 is over, which only the journal says; 2 goes on, and there are new ones.
  await site.record(recordOf(1));
  for (const n of [3, 2, 4, 5]) await site.snapshot(running(site, n));
  await shows(site, 2, 3, 4, 5);
  for (const n of [2, 3, 4]) await site.snapshot(over(site, n));
  await shows(site, 5);
});
