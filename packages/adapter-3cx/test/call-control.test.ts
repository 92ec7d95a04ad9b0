import {
  CallStatus,
  Direction,
  EventType,
  Evidence,
  type JournalRecord,
  RecordState,
} from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { type SimCall, ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stand } from './support/stand.ts';

let nats: TestNats;
let sim: ThreeCxSim;
let stand: Stand;

const block = () => ({
  callControl: {
    url: sim.url,
    clientId: '900',
    clientSecret: 'sim-client-secret',
    extensions: ['101', '800'],
  },
});

beforeAll(async () => {
  nats = await TestNats.start();
});

afterAll(async () => {
  await nats?.stop();
});

let numbers = 0;
/** A customer nobody else is in this file: the stream remembers. */
const customer = (): string => `+7495${String(2_000_000 + ++numbers)}`;

beforeEach(async () => {
  sim = new ThreeCxSim();
  await sim.start();
  stand = await Stand.start(nats, { id: `pbx${++numbers}`, ...block() });
  await stand.listening();
});

afterEach(async () => {
  await stand?.stop();
  await sim?.stop();
});

/** Waits until an event of the call is in the stream. */
async function told(call: SimCall, type: EventType, connection?: string): Promise<void> {
  await until(`${EventType[type]} of ${connection ?? 'the call'}`, () =>
    stand.events.some(
      (e) =>
        e.instance === stand.id &&
        e.nativeId === String(call.callid) &&
        e.type === type &&
        (connection === undefined || e.connection?.id === connection),
    ),
  );
}

const isFinal = (record: JournalRecord): boolean => record.state >= RecordState.FINAL;

async function ring(call: SimCall, ...phones: string[]): Promise<void> {
  for (const dn of phones) sim.ring(call, dn);
  for (const dn of phones) await told(call, EventType.DELIVERED, dn);
}

async function answer(call: SimCall, dn: string): Promise<void> {
  sim.answer(call, dn);
  await told(call, EventType.ESTABLISHED, dn);
}

describe('one record for', () => {
  test('a direct call', async () => {
    const number = customer();
    const call = sim.inbound(number, { name: 'ООО «Ромашка»' });
    await ring(call, '101');
    await answer(call, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      direction: Direction.INBOUND,
      status: CallStatus.ANSWERED,
      externalNumber: number,
      extension: '101',
      answeredBy: '101',
      rang: ['101'],
      trunk: '10007',
      nativeIds: ['1'],
      evidence: Evidence.FULL,
      segments: [{ extension: '101' }],
      holdSeconds: null,
      revision: 1,
    });
    expect(stand.records).toHaveLength(1);
  });

  test('a ring group, every upsert told twice', async () => {
    sim.twice = true;
    const number = customer();
    const call = sim.inbound(number);
    sim.group(call, '600');
    await ring(call, '101', '102', '103');
    await answer(call, '102');
    sim.hangUp(call, 'destination');
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '102',
      answeredBy: '102',
      rang: ['101', '102', '103'],
      group: '600',
      segments: [{ extension: '102' }],
    });
    expect(stand.records).toHaveLength(1);
  });

  test('a queue', async () => {
    const number = customer();
    const call = sim.inbound(number);
    sim.enqueue(call, '800');
    await told(call, EventType.QUEUED, '800');
    await ring(call, '101', '103');
    sim.leave(call, '101');
    await told(call, EventType.CONNECTION_CLEARED, '101');
    await answer(call, '103');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      queue: '800',
      answeredBy: '103',
      rang: ['101', '103'],
    });
  });

  test('a call that was abandoned in a queue', async () => {
    const number = customer();
    const call = sim.inbound(number);
    sim.enqueue(call, '800');
    await told(call, EventType.QUEUED, '800');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.MISSED,
      queue: '800',
      rang: [],
    });
  });

  test('a blind transfer', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    await answer(call, '101');
    sim.transfer(call, '101', '103');
    await told(call, EventType.TRANSFERRED);
    await answer(call, '103');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '103',
      answeredBy: '101',
      rang: ['101', '103'],
      transfers: [{ kind: 'blind', fromExtension: '101', toExtension: '103', answered: true }],
      segments: [{ extension: '101' }, { extension: '103' }],
    });
  });

  test('an attended transfer: the consultation is part of it', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    await answer(call, '101');
    const consultation = sim.internal('101', '103');
    await told(consultation, EventType.DELIVERED, '103');
    await answer(consultation, '103');
    sim.complete(call, consultation, '101', '103');
    await told(call, EventType.CALLS_MERGED);
    sim.hangUp(call);
    const record = await stand.record(number, (r) => isFinal(r) && r.transfers.length > 0);
    expect(record).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '103',
      answeredBy: '101',
      transfers: [{ kind: 'attended', fromExtension: '101', toExtension: '103', answered: true }],
      segments: [{ extension: '101' }, { extension: '103' }],
    });
    expect(stand.records).toHaveLength(1);
  });

  test('a missed call', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.MISSED,
      extension: '101',
      rang: ['101'],
      talkSeconds: 0,
    });
  });

  test('an outbound call, and one that was busy: Call Control does not tell why', async () => {
    const [answers, busy] = [customer(), customer()];
    const one = sim.outbound('101', answers);
    await told(one, EventType.ORIGINATED, '101');
    sim.farAnswer(one);
    await told(one, EventType.ESTABLISHED, 'customer');
    sim.hangUp(one, 'destination');
    expect(await stand.record(answers, isFinal)).toMatchObject({
      direction: Direction.OUTBOUND,
      status: CallStatus.ANSWERED,
      extension: '101',
      segments: [{ extension: '101' }],
    });
    const other = sim.outbound('101', busy);
    await told(other, EventType.ORIGINATED, '101');
    sim.hangUp(other, 'destination', 'busy');
    expect(await stand.record(busy, isFinal)).toMatchObject({
      direction: Direction.OUTBOUND,
      status: CallStatus.NOANSWER,
      extension: '101',
    });
  });

  test('a forwarded call', async () => {
    const number = customer();
    const call = sim.inbound(number);
    sim.ring(call, '102', { onBehalfOf: '101' });
    await told(call, EventType.DELIVERED, '102');
    await answer(call, '102');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '102',
      rang: ['102'],
    });
  });

  test('colleagues', async () => {
    const call = sim.internal('101', '102');
    await told(call, EventType.DELIVERED, '102');
    await answer(call, '102');
    sim.hangUp(call);
    const record = await until('the record', () => stand.records.find(isFinal));
    expect(record).toMatchObject({
      direction: Direction.INTERNAL,
      status: CallStatus.ANSWERED,
      callerExtension: '101',
      extension: '102',
      answeredBy: '102',
    });
  });
});

test('a call that was thought over and rings again is still one record', async () => {
  const number = customer();
  const call = sim.inbound(number);
  await ring(call, '101');
  sim.leave(call, '101');
  await stand.record(number, (r) => isFinal(r) && r.status === CallStatus.MISSED);
  await ring(call, '102');
  await answer(call, '102');
  sim.hangUp(call);
  const record = await stand.record(number, (r) => isFinal(r) && r.status === CallStatus.ANSWERED);
  expect(record).toMatchObject({ extension: '102', answeredBy: '102', rang: ['101', '102'] });
  expect(stand.records).toHaveLength(1);
});

describe('when something breaks', () => {
  test('a token that is no longer good is renewed, once', async () => {
    const before = sim.server.tokens;
    const number = customer();
    const call = sim.inbound(number);
    sim.server.expire();
    await ring(call, '101');
    await answer(call, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({ status: CallStatus.ANSWERED });
    expect(sim.server.tokens).toBe(before + 1);
  });

  test('a socket that drops in mid-call: what was seen goes on, and the record says that something was not', async () => {
    const [goesOn, ends] = [customer(), customer()];
    const [one, other] = [sim.inbound(goesOn), sim.inbound(ends)];
    await ring(one, '101');
    await ring(other, '102');
    await answer(one, '101');
    sim.server.cut();
    sim.hangUp(other);
    await told(other, EventType.CALL_CLEARED);
    await stand.listening();
    sim.transfer(one, '101', '103');
    await told(one, EventType.DELIVERED, '103');
    await answer(one, '103');
    sim.hangUp(one);
    const long = await stand.record(goesOn, isFinal);
    expect(long).toMatchObject({
      status: CallStatus.ANSWERED,
      answeredBy: '101',
      extension: '103',
      evidence: Evidence.PARTIAL,
    });
    expect(await stand.record(ends, isFinal)).toMatchObject({
      status: CallStatus.MISSED,
      evidence: Evidence.PARTIAL,
    });
    expect(stand.records).toHaveLength(2);
  });

  test('a PBX that restarts in mid-call: its callids begin again and name other calls', async () => {
    const [before, after] = [customer(), customer()];
    const one = sim.inbound(before);
    await ring(one, '101');
    await answer(one, '101');
    sim.restart();
    const other = sim.inbound(after);
    sim.ring(other, '101');
    expect(other.callid).toBe(one.callid);
    const ended = await stand.record(before, isFinal);
    expect(ended).toMatchObject({ status: CallStatus.ANSWERED, evidence: Evidence.PARTIAL });
    await until('the new call', () => stand.events.some((e) => e.calling?.number === after));
    await until('ring', () =>
      stand.events.some((e) => e.calling?.number === after && e.type === EventType.DELIVERED),
    );
    sim.answer(other, '101');
    await until('answer', () =>
      stand.events.some((e) => e.calling?.number === after && e.type === EventType.ESTABLISHED),
    );
    sim.hangUp(other);
    expect(await stand.record(after, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '101',
      // It had begun when the new connection looked for the first time.
      evidence: Evidence.PARTIAL,
    });
    expect(stand.records).toHaveLength(2);
  });

  test('our own restart in mid-call', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    await stand.down();
    sim.answer(call, '101');
    await stand.up();
    await told(call, EventType.ESTABLISHED, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      extension: '101',
      rang: ['101'],
      evidence: Evidence.PARTIAL,
    });
    expect(stand.records).toHaveLength(1);
  });

  test('a participant that is gone before it can be looked at', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    sim.server.pause();
    sim.ring(call, '102');
    sim.leave(call, '102');
    sim.server.resume();
    await answer(call, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({ rang: ['101'], answeredBy: '101' });
  });

  test('events that are lost are seen by the gap in their numbers', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    sim.server.deaf = true;
    sim.answer(call, '101');
    sim.server.deaf = false;
    sim.ring(call, '102', { referredBy: '101' });
    await told(call, EventType.ESTABLISHED, '101');
    sim.hangUp(call);
    expect(await stand.record(number, isFinal)).toMatchObject({
      status: CallStatus.ANSWERED,
      answeredBy: '101',
    });
  });

  test('frames that cannot be read are counted and named, and the next is taken', async () => {
    sim.server.raw('not json');
    sim.server.raw('{"sequence":1}');
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    sim.hangUp(call);
    await stand.record(number, isFinal);
    expect(stand.log.filter((line) => line.includes('3cx.answer'))).toHaveLength(2);
  });

  test('a PBX that is away for a while is not stormed', async () => {
    await sim.server.stop();
    await until('the link', () => stand.link('callControl')?.state === 'degraded');
    await sim.server.start();
    await stand.listening();
    // A first try, and a few that waited longer and longer.
    expect(sim.server.tokens).toBeLessThan(6);
  });

  test('refused credentials and a missing licence are named', async () => {
    await stand.down();
    sim.server.options.clientSecret = 'another-secret';
    await stand.up();
    const refused = await until('the refusal', () => {
      const link = stand.link('callControl');
      return link?.reason?.includes('invalid_client') ? link : undefined;
    });
    expect(refused.remedy).toContain('clientSecret');
    await stand.down();
    sim.server.options.clientSecret = 'sim-client-secret';
    sim.server.forbidden = true;
    await stand.up();
    const closed = await until('the licence', () => {
      const link = stand.link('callControl');
      return link?.reason?.includes('403') ? link : undefined;
    });
    expect(closed.remedy).toContain('Enterprise');
    expect(stand.log.join()).not.toContain('sim-client-secret');
  });
});
