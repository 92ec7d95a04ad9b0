import { CallEventCodec, EventType } from '@callbus/contract';
import { OrderedReader, streamEnd } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { day, Player, toldByPbx } from '@callbus/sim-prostiezvonki';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, CRM_TOKEN, Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeEach(async () => {
  nats = await TestNats.start({ syncInterval: 'always' });
  stand = await Stand.start(nats, [{ id: 'pz', crmToken: CRM_TOKEN }]);
});
afterEach(async () => {
  await stand.stop();
  await nats.stop();
});

const ring = (id: string): Promise<Answer> =>
  stand.pbx('pz', `event=1&src_type=1&call_id=${id}&dst_num=100&src_num=89990000001`);
const body = (callid: string): Record<string, string> => ({
  cmd: 'event',
  type: 'INCOMING',
  direction: 'in',
  ext: '100',
  phone: '89990000001',
  callid,
});

async function killed(): Promise<void> {
  await nats.kill();
  await until('the bus to be missed', () => !stand.bus.connected);
}

async function back(): Promise<void> {
  await nats.launch();
  await until('the bus to be back', () => stand.bus.connected);
}

test('while the bus is away each door answers 503 and when to try again, and takes it once it is back', async () => {
  await killed();
  for (const tell of [() => ring('a'), () => stand.crm('pz', body('b'))]) {
    const answer = await tell();
    expect({ status: answer.status, error: answer.body.error }).toEqual({
      status: 503,
      error: 'bus.unavailable',
    });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
  // What is wrong stays the sender's fault, and a stranger a stranger.
  expect((await stand.pbx('pz', 'event=1')).status).toBe(400);
  expect((await stand.crm('pz', { ...body('b'), crm_token: 'no' })).status).toBe(401);
  await back();
  expect([(await ring('a')).status, (await stand.crm('pz', body('b'))).status]).toEqual([200, 200]);
  expect((await stand.events()).map((e) => e.nativeId)).toEqual(['a', 'b']);
});

test('a stream that is full answers 503 too, and nothing is lost when there is room again', async () => {
  const { config } = await stand.bus.jsm.streams.info('CALLS');
  await stand.bus.jsm.streams.update('CALLS', { max_msgs: 1 });
  expect((await ring('a')).status).toBe(200);
  const full = await ring('b');
  expect(full).toMatchObject({ status: 503, body: { error: 'bus.full' } });
  expect(full.headers['retry-after']).toBeDefined();
  await stand.bus.jsm.streams.update('CALLS', { max_msgs: config.max_msgs });
  expect((await ring('b')).status).toBe(200);
  expect((await stand.events()).map((e) => e.nativeId)).toEqual(['a', 'b']);
});

test('a 2xx means that the event is stored: kill -9 right after it changes nothing', async () => {
  const taken: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 5; i++) {
      const id = `r${round}-${i}`;
      if ((await ring(id)).status === 200) taken.push(id);
    }
    await nats.kill();
    await back();
  }
  expect(taken).toHaveLength(15);
  expect((await stand.events()).map((e) => e.nativeId)).toEqual(taken);
});

test('what the server took and could not acknowledge any more is one event when it is told again', async () => {
  for (let round = 0; round < 3; round++) {
    const ids = Array.from({ length: 20 }, (_, i) => `k${round}-${i}`);
    const first = Promise.all(ids.map((id) => ring(id)));
    await nats.kill();
    expect((await first).filter((a) => a.status !== 200 && a.status !== 503)).toEqual([]);
    await back();
    for (const id of ids) expect((await ring(id)).status).toBe(200);
  }
  const told = (await stand.events()).map((e) => e.nativeId);
  expect(told).toHaveLength(60);
  expect(new Set(told).size).toBe(60);
});

test('a day of calls, told by a sender that repeats, is all there and in order while the server dies', async () => {
  const player = new Player({ origin: stand.origin, adapter: 'pz' });
  const calls = day(60, { seed: 7 });
  const tellings = calls.map((call) => toldByPbx(call));
  let told = 0;
  const telling = Promise.all(
    tellings.map(async (messages) => {
      for (const message of messages) {
        expect((await player.tell(message)).status).toBe(200);
        told++;
      }
    }),
  );
  for (const share of [0.25, 0.6]) {
    await until('a part of the day', () => told >= share * tellings.flat().length);
    await nats.kill();
    await nats.launch();
  }
  await telling;
  await player.close();
  await until('the bus to be back', () => stand.bus.connected);
  const events = await stand.events();
  expect(events).toHaveLength(tellings.flat().length);
  for (const [i, call] of calls.entries()) {
    const types = events.filter((e) => e.nativeId === call.id).map((e) => e.type);
    expect(types).toHaveLength(tellings[i]?.length ?? 0);
    expect(types.at(-1)).toBe(EventType.CALL_REPORTED);
    expect(types.filter((t) => t === EventType.ESTABLISHED)).toHaveLength(call.answeredBy ? 1 : 0);
  }
});

test('another reader of the stream sees the same bytes in the same place', async () => {
  await ring('a');
  const seen: string[] = [];
  const reader = new OrderedReader(await nats.bus('other'), {
    stream: 'CALLS',
    filters: ['callbus.v1.event.*.pz.>'],
    from: 1,
    onMessage: ({ data }) => void seen.push(CallEventCodec.decode(data).nativeId),
  });
  reader.start();
  await until('the event', () => seen.length > 0);
  await reader.stop();
  expect([seen, await streamEnd(stand.bus, 'CALLS')]).toEqual([['a'], 1]);
});
