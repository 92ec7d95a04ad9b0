import {
  CallStatus,
  Direction,
  EndedBy,
  EventType,
  Evidence,
  type JournalRecord,
  RecordState,
} from '@callbus/contract';
import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { answerXapi, CrmEngine, cdrLine, dialCdr, type SimCall, ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CDR_FIELDS } from '../src/config.ts';
import { crmTemplate } from '../src/index.ts';
import { Stand } from './support/stand.ts';

const TOKEN = 'test-crm-token-2';

let nats: TestNats;
let sim: ThreeCxSim;
let stand: Stand;
let cdrPort: number;
let numbers = 0;
/** How far the clock of the PBX is ahead. */
let aheadMs = 0;

beforeAll(async () => {
  nats = await TestNats.start();
});

afterAll(async () => {
  await nats?.stop();
});

beforeEach(async () => {
  aheadMs = 0;
  sim = new ThreeCxSim({
    now: () => Date.now() + aheadMs,
    xapi: (path) => answerXapi(path, sim.history),
  });
  await sim.start();
  cdrPort = await freePort();
  stand = await Stand.start(nats, {
    id: `pbx${++numbers}`,
    crm: { token: TOKEN },
    callControl: { url: sim.url, clientId: '900', clientSecret: 'sim-client-secret' },
    cdr: { mode: 'active', listen: `127.0.0.1:${cdrPort}`, allow: ['127.0.0.1'], timeZone: 'UTC' },
    xapi: {},
  });
  await stand.listening();
});

afterEach(async () => {
  await stand?.stop();
  await sim?.stop();
});

const customer = (): string => `+7495${String(3_000_000 + ++numbers)}`;

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

const crm = async (call: SimCall): Promise<void> => {
  const engine = new CrmEngine(crmTemplate({ publicUrl: stand.origin, id: stand.id }), { ApiKey: TOKEN });
  expect(await engine.report(call)).toMatchObject({ status: 200 });
};
const cdr = (call: SimCall): Promise<void> => dialCdr(cdrPort, [`${cdrLine(call, CDR_FIELDS)}\r\n`]);

/** Doors whose records of the call the record has taken in. */
const joined = (record: JournalRecord): string[] =>
  record.decisions.filter((d) => d.subject === 'identity').map((d) => d.details?.door ?? '');

const all = (record: JournalRecord): boolean =>
  record.state >= RecordState.FINAL && joined(record).includes('crm') && joined(record).includes('cdr');

type Play = (number: string) => Promise<SimCall>;

const ring = async (call: SimCall, ...phones: string[]): Promise<void> => {
  for (const dn of phones) sim.ring(call, dn);
  for (const dn of phones) await told(call, EventType.DELIVERED, dn);
};
const answer = async (call: SimCall, dn: string): Promise<void> => {
  sim.answer(call, dn);
  await told(call, EventType.ESTABLISHED, dn);
};

const direct: Play = async (number) => {
  const call = sim.inbound(number, { did: '+74950000001' });
  await ring(call, '101');
  await answer(call, '101');
  sim.hangUp(call, 'source');
  return call;
};

const SCENARIOS: Record<string, [Play, Record<string, unknown>]> = {
  'a direct call': [
    direct,
    {
      direction: Direction.INBOUND,
      status: CallStatus.ANSWERED,
      extension: '101',
      answeredBy: '101',
      rang: ['101'],
      did: '+74950000001',
      endedBy: EndedBy.CUSTOMER,
      cause: { native: 'TerminatedBySrc' },
    },
  ],
  'a ring group': [
    async (number) => {
      const call = sim.inbound(number);
      sim.group(call, '600');
      await ring(call, '101', '102', '103');
      await answer(call, '102');
      sim.hangUp(call, 'destination');
      return call;
    },
    {
      status: CallStatus.ANSWERED,
      extension: '102',
      rang: ['101', '102', '103'],
      group: '600',
      endedBy: EndedBy.EMPLOYEE,
    },
  ],
  'a queue': [
    async (number) => {
      const call = sim.inbound(number);
      sim.enqueue(call, '800');
      await told(call, EventType.QUEUED, '800');
      await ring(call, '101', '103');
      await answer(call, '103');
      sim.hangUp(call);
      return call;
    },
    { status: CallStatus.ANSWERED, extension: '103', rang: ['101', '103'], queue: '800', answeredBy: '103' },
  ],
  'a blind transfer': [
    async (number) => {
      const call = sim.inbound(number);
      await ring(call, '101');
      await answer(call, '101');
      sim.transfer(call, '101', '103');
      await told(call, EventType.TRANSFERRED);
      await answer(call, '103');
      sim.hangUp(call);
      return call;
    },
    {
      status: CallStatus.ANSWERED,
      extension: '103',
      answeredBy: '101',
      segments: [{ extension: '101' }, { extension: '103' }],
      transfers: [{ kind: 'blind', fromExtension: '101', toExtension: '103', answered: true }],
    },
  ],
  'a missed call': [
    async (number) => {
      const call = sim.inbound(number);
      await ring(call, '101');
      sim.hangUp(call);
      return call;
    },
    { status: CallStatus.MISSED, extension: '101', rang: ['101'], talkSeconds: 0, endedBy: EndedBy.CUSTOMER },
  ],
  'a busy far end': [
    async (number) => {
      const call = sim.outbound('101', number);
      await told(call, EventType.ORIGINATED, '101');
      sim.hangUp(call, 'destination', 'busy');
      return call;
    },
    { direction: Direction.OUTBOUND, status: CallStatus.BUSY, extension: '101', talkSeconds: 0 },
  ],
  'a forward to a mobile': [
    async (number) => {
      const call = sim.inbound(number);
      await ring(call, '101');
      sim.leave(call, '101');
      sim.forwardOut(call, '+79161234567');
      sim.hangUp(call);
      return call;
    },
    {
      status: CallStatus.ANSWERED,
      rang: ['101'],
      extension: '101',
      answeredBy: '+79161234567',
      segments: [{ number: '+79161234567' }],
    },
  ],
};

describe('three doors and one record for', () => {
  test.each(Object.entries(SCENARIOS))('%s', async (_name, [play, truth]) => {
    const number = customer();
    const call = await play(number);
    await crm(call);
    await cdr(call);
    const record = await stand.record(number, all);
    expect(record).toMatchObject({ evidence: Evidence.FULL, ...truth });
    expect(stand.records).toHaveLength(1);
    expect(stand.revisions.filter((r) => r.instance === stand.id).map((r) => r.revision)).toEqual(
      stand.revisions.filter((r) => r.instance === stand.id).map((_, i) => i + 1),
    );
  });
});

test('a call between colleagues is joined by its two extensions', async () => {
  const call = sim.internal('101', '102');
  await told(call, EventType.DELIVERED, '102');
  await answer(call, '102');
  sim.hangUp(call);
  await cdr(call);
  const record = await until('the record', () => stand.records.find((r) => joined(r).includes('cdr')));
  expect(record).toMatchObject({
    direction: Direction.INTERNAL,
    status: CallStatus.ANSWERED,
    callerExtension: '101',
    extension: '102',
  });
  expect(stand.records).toHaveLength(1);
});

test('the record of a consultation is part of the call it was about', async () => {
  const number = customer();
  const call = sim.inbound(number);
  await ring(call, '101');
  await answer(call, '101');
  const consultation = sim.internal('101', '103');
  await told(consultation, EventType.DELIVERED, '103');
  await answer(consultation, '103');
  sim.complete(call, consultation, '101', '103');
  await told(call, EventType.CALLS_MERGED);
  await cdr({ ...consultation, endedAt: Date.now() });
  sim.hangUp(call);
  await crm(call);
  await cdr(call);
  const record = await stand.record(number, (r) => all(r) && r.transfers.length > 0);
  expect(record).toMatchObject({
    status: CallStatus.ANSWERED,
    extension: '103',
    answeredBy: '101',
    rang: ['101', '103'],
    transfers: [{ kind: 'attended', fromExtension: '101', toExtension: '103', answered: true }],
    segments: [{ extension: '101' }, { extension: '103' }],
  });
  expect(stand.records).toHaveLength(1);
});

test('a withheld number is joined by its extension', async () => {
  const call = sim.inbound('');
  await ring(call, '103');
  sim.hangUp(call);
  await crm(call);
  await cdr(call);
  const record = await until('the record', () => stand.records.find(all));
  expect(record).toMatchObject({ status: CallStatus.MISSED, extension: '103', rang: ['103'] });
  expect(record.externalNumber ?? null).toBeNull();
  expect(stand.records).toHaveLength(1);
});

describe('in another order', () => {
  test('records that are told again are no news', async () => {
    const number = customer();
    const call = await direct(number);
    await crm(call);
    await cdr(call);
    const { revision } = await stand.record(number, all);
    await crm(call);
    await cdr(call);
    const next = customer();
    const other = await direct(next);
    await cdr(other);
    await stand.record(next, (r) => joined(r).includes('cdr'));
    expect((await stand.record(number, all)).revision).toBe(revision);
    expect(stand.records).toHaveLength(2);
  });

  test('the records come while Call Control still shows the call', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    await answer(call, '101');
    const finished: SimCall = { ...call, endedAt: Date.now(), outcome: 'answered' };
    await crm(finished);
    await cdr(finished);
    expect(stand.revisions.some((r) => r.instance === stand.id)).toBe(false);
    sim.hangUp(call);
    expect(await stand.record(number, all)).toMatchObject({ status: CallStatus.ANSWERED, extension: '101' });
    expect(stand.records).toHaveLength(1);
  });

  test('the record comes before Call Control can show the call', async () => {
    const number = customer();
    sim.server.pause();
    const call = sim.inbound(number);
    sim.ring(call, '101');
    await until('the question', () => sim.server.requests.some((r) => r.path.includes('/participants/')));
    // A slow machine must not make it a call of long ago.
    await crm({ ...call, endedAt: Date.now() + 20_000 });
    sim.server.resume();
    await told(call, EventType.DELIVERED, '101');
    sim.hangUp(call);
    await cdr(call);
    const record = await stand.record(number, (r) => joined(r).includes('cdr'));
    expect(record).toMatchObject({ status: CallStatus.MISSED, extension: '101', rang: ['101'] });
    expect(stand.records).toHaveLength(1);
  });

  test('we are restarted between the call and its records', async () => {
    const number = customer();
    const call = await direct(number);
    await stand.record(number, (r) => r.state >= RecordState.FINAL);
    await stand.down();
    await stand.up();
    await crm(call);
    await cdr(call);
    expect(await stand.record(number, all)).toMatchObject({ status: CallStatus.ANSWERED, extension: '101' });
    expect(stand.records).toHaveLength(1);
  });

  test('a record that waited for the end of its call waits through our restart', async () => {
    const number = customer();
    const call = sim.inbound(number);
    await ring(call, '101');
    await answer(call, '101');
    await cdr({ ...call, endedAt: Date.now() });
    await stand.down();
    sim.hangUp(call);
    await stand.up();
    const record = await stand.record(number, (r) => joined(r).includes('cdr'));
    expect(record).toMatchObject({ status: CallStatus.ANSWERED, evidence: Evidence.PARTIAL });
    expect(stand.records).toHaveLength(1);
  });

  test('what began and ended while nobody listened comes from the history, once', async () => {
    const [missed, seen] = [customer(), customer()];
    await stand.down();
    const call = sim.inbound(missed);
    sim.ring(call, '101');
    sim.answer(call, '101');
    sim.hangUp(call);
    await stand.up();
    await stand.listening();
    expect(await stand.record(missed)).toMatchObject({ status: CallStatus.ANSWERED, extension: '101' });
    // The CRM engine tells it again, when it can.
    await crm(call);
    const next = sim.inbound(seen);
    await ring(next, '101');
    sim.hangUp(next);
    await crm(next);
    await cdr(next);
    await stand.record(seen, all);
    expect(stand.records).toHaveLength(2);
  });

  test('the clock of the PBX is minutes ahead: it is measured, and the times are ours', async () => {
    aheadMs = 300_000;
    sim.server.skewMs = aheadMs;
    const number = customer();
    const begun = Date.now();
    const call = await direct(number);
    await crm(call);
    await cdr(call);
    const record = await stand.record(number, all);
    expect(record.startedAt).toBeGreaterThan(begun - 2_000);
    expect(record.endedAt).toBeLessThan(Date.now() + 2_000);
    expect(stand.records).toHaveLength(1);
  });

  test('a customer who calls again at once has two records', async () => {
    const number = customer();
    const calls: SimCall[] = [];
    for (const n of [1, 2]) {
      const call = sim.inbound(number);
      await ring(call, '101');
      if (n === 2) await answer(call, '101');
      sim.hangUp(call);
      await told(call, EventType.CALL_CLEARED);
      calls.push(call);
    }
    for (const call of calls.toReversed()) {
      await cdr(call);
      await crm(call);
    }
    await until('both', () => stand.records.filter(all).length === 2);
    expect(stand.records.map((r) => r.status)).toEqual([CallStatus.MISSED, CallStatus.ANSWERED]);
    expect(stand.records.map((r) => joined(r).length)).toEqual([2, 2]);
  });
});
