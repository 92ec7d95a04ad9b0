import { Direction, RecordState } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Block, Stand } from './stand.ts';

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

describe('what is not sent', () => {
  test('internal calls, unless the base asks for them', async () => {
    await begin();
    const internal = { direction: Direction.INTERNAL, callerExtension: '101', externalNumber: null, did: '' };
    await stand.record(internal);
    await stand.popup(internal);
    const marker = await stand.record();
    await stand.taking([marker]);
    await stand.idle();
    expect(stand.sim.requests.map((r) => r.body.callid)).toEqual([marker]);
  });

  test('with `internal: true` they go, the caller’s extension as the number', async () => {
    await begin({ internal: true });
    const internal = {
      direction: Direction.INTERNAL,
      callerExtension: '101',
      externalNumber: null,
      externalNumberRaw: '',
      did: '',
    };
    await stand.record(internal);
    await stand.popup(internal);
    await until('both', () => stand.sim.requests.length === 2);
    const told = stand.sim.requests
      .map((r) => r.body)
      .toSorted((a, b) => (a.cmd === 'event' ? -1 : b.cmd === 'event' ? 1 : 0));
    expect(told[0]).toMatchObject({ cmd: 'event', direction: 'in', phone: '101', ext: '100' });
    expect(told[1]).toMatchObject({ cmd: 'history', type: 'in', phone: '101', ext: '100', user: '100' });
  });

  test.each([
    ['merged', { state: RecordState.MERGED, mergedInto: 'X' }, {}],
    ['merged, where amendments are taken', { state: RecordState.MERGED, revision: 2 }, { upsert: true }],
    ['running', { state: RecordState.PROVISIONAL }, { upsert: true }],
    ['amended', { state: RecordState.AMENDED, revision: 2 }, {}],
  ])('a record that is %s', async (_what, init, sink) => {
    await begin(sink);
    await stand.record(init);
    const marker = await stand.record();
    await stand.taking([marker]);
    await stand.idle();
    expect(stand.sim.requests.map((r) => r.body.callid)).toEqual([marker]);
    expect(await stand.dead()).toEqual([]);
  });

  test('a record that cannot be read is set aside, and the next goes on', async () => {
    await begin();
    await stand.bus.publish('callbus.v1.journal.3.broken', Buffer.from([0xff, 0xff, 0xff]));
    await stand.taking([await stand.record()]);
    await stand.idle();
    expect(await stand.dead()).toMatchObject([{ service: stand.id, code: 'sink.record' }]);
  });
});

describe('amendments', () => {
  test('go out with the same callid and a higher revision where the base says upsert', async () => {
    await begin({ upsert: true });
    const callid = await stand.record({ recordings: [] });
    const late = { callId: callid, state: RecordState.AMENDED };
    await stand.record({ ...late, revision: 2, recordings: [{ url: 'https://pbx.example.ru/1.mp3' }] });
    await stand.record({ ...late, revision: 3, recordings: [{ url: 'https://pbx.example.ru/2.mp3' }] });
    await stand.idle();
    expect(stand.sim.histories.map((h) => [h.callid, h.revision, h.link])).toEqual([
      [callid, 1, ''],
      [callid, 2, 'https://pbx.example.ru/1.mp3'],
      [callid, 3, 'https://pbx.example.ru/2.mp3'],
    ]);
  });

  test('an older revision never follows a newer', async () => {
    await begin({ upsert: true });
    const callid = await stand.record({ state: RecordState.AMENDED, revision: 3 });
    await stand.taking([callid]);
    await stand.record({ callId: callid, revision: 1 });
    await stand.record({ callId: callid, revision: 3, state: RecordState.AMENDED });
    await stand.record({ callId: callid, revision: 4, state: RecordState.AMENDED });
    await stand.idle();
    expect(stand.sim.histories.map((h) => h.revision)).toEqual([3, 4]);
  });

  test('without upsert a call is told once, whatever follows', async () => {
    await begin();
    const callid = await stand.record();
    await stand.record({ callId: callid, revision: 2, state: RecordState.AMENDED });
    await stand.record({ callId: callid, revision: 1 });
    await stand.idle();
    expect(stand.sim.histories.map((h) => [h.callid, h.revision])).toEqual([[callid, 1]]);
  });
});

describe('a base that is new to the bus', () => {
  test.each([
    ['all', 3],
    ['now', 1],
  ])('with startFrom %s gets %i of three records, two of which are old', async (startFrom, count) => {
    await begin();
    await stand.records(2);
    await stand.idle();
    const other = await Stand.start(nats, { keep: true, sink: { startFrom } });
    await until('its consumer', () =>
      stand.bus.jsm.consumers.info('JOURNAL', `sink-${other.id}`).catch(() => undefined),
    );
    const last = await stand.record();
    await other.taking([last]);
    await other.idle();
    expect(other.sim.histories).toHaveLength(count);
    await other.stop();
  });
});
