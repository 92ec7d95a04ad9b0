import { CallStatus, Direction, EventCause, PartyKind, PopupAction, PopupPhase } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Block, newCall, STARTED, Stand, type StandOptions, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}, options: StandOptions = {}): Promise<void> => {
  stand = await Stand.start(nats, { ...options, sink });
};

/** The body of the only request there is, once it is there. */
async function onlyBody(): Promise<Block> {
  await stand.idle();
  expect(stand.sim.requests).toHaveLength(1);
  return stand.sim.requests[0]?.body as Block;
}

/** The spec's fields of a history, in its order. */
const SPEC_FIELDS = [
  ...['cmd', 'type', 'user', 'ext', 'phone', 'diversion', 'start', 'end', 'duration'],
  ...['callid', 'link', 'status', 'crm_token'],
];

const specOf = (body: Block): Block => Object.fromEntries(SPEC_FIELDS.map((f) => [f, body[f]]));

test('an answered inbound call is the spec’s history, our fields after it', async () => {
  await begin();
  const callid = await stand.record({
    queue: 'sales',
    counterparty: { base: 'ut', contacts: [{ name: 'Петров', company: 'ООО «Север»', ref: 'p-1' }] },
    segments: [
      { extension: '100', startedAt: STARTED + 5_000, endedAt: STARTED + 50_000, talkSeconds: 45 },
      { number: '+79990001122' },
    ],
    cause: { event: EventCause.NORMAL_CLEARING, q850: 16, native: 'ANSWER' },
  });
  const body = await onlyBody();
  expect(specOf(body)).toEqual({
    cmd: 'history',
    type: 'in',
    user: '100',
    ext: '100',
    phone: '89991234567',
    diversion: '3333333',
    start: '20230908T165640',
    end: '20230908T165730',
    duration: 50,
    callid,
    link: 'https://prostiezvonki.ru/recording.mp3',
    status: 'success',
    crm_token: TOKEN,
  });
  expect(Object.keys(body).slice(0, SPEC_FIELDS.length)).toEqual(SPEC_FIELDS);
  expect(Object.fromEntries(Object.entries(body).slice(SPEC_FIELDS.length))).toEqual({
    revision: 1,
    pbx: 'pz',
    result: 'answered',
    answeredBy: '100',
    rang: ['100'],
    queue: 'sales',
    group: null,
    talkSeconds: 45,
    waitSeconds: 5,
    holdSeconds: 0,
    segments: [
      { extension: '100', number: null, talkSeconds: 45, start: '20230908T165645', end: '20230908T165730' },
      { extension: null, number: '+79990001122', talkSeconds: null, start: null, end: null },
    ],
    cause: { event: 'normalClearing', q850: 16, native: 'ANSWER' },
    counterparty: { ref: 'p-1', name: 'Петров', company: 'ООО «Север»' },
  });
  expect(stand.sim.requests[0]?.headers['content-type']).toBe('application/json');
});

test('what the source never told is null, and several contacts are nobody’s counterparty', async () => {
  await begin();
  await stand.record({
    talkSeconds: null,
    waitSeconds: null,
    holdSeconds: null,
    counterparty: { base: 'ut', contacts: [{ name: 'A' }, { name: 'B' }] },
  });
  expect(await onlyBody()).toMatchObject({
    talkSeconds: null,
    waitSeconds: null,
    holdSeconds: null,
    counterparty: null,
    queue: null,
    cause: { event: null, q850: null, native: null },
  });
});

const outbound = { direction: Direction.OUTBOUND, did: '' };
test.each([
  ['answered', outbound, CallStatus.ANSWERED, { type: 'out', status: 'success', diversion: '' }],
  ['not answered', outbound, CallStatus.NOANSWER, { type: 'out', status: 'missed', result: 'noanswer' }],
  ['busy', outbound, CallStatus.BUSY, { type: 'out', status: 'missed', result: 'busy' }],
  ['declined', outbound, CallStatus.DECLINED, { type: 'out', status: 'missed', result: 'declined' }],
  ['cancelled', outbound, CallStatus.CANCELLED, { type: 'out', status: 'missed', result: 'cancelled' }],
  ['failed', outbound, CallStatus.FAILED, { type: 'out', status: 'missed', result: 'failed' }],
  ['missed', {}, CallStatus.MISSED, { type: 'in', status: 'missed', result: 'missed' }],
])('a call that was %s', async (_what, init, status, expected) => {
  await begin();
  await stand.record({ ...init, status, recordings: [] });
  expect(await onlyBody()).toMatchObject({ ...expected, link: '' });
});

describe('phone', () => {
  const dressed = {
    externalNumberRaw: 'SIP/8 (999) 123-45-67',
    externalNumber: '+79991234567',
    externalDigits: '79991234567',
  };
  const local = { externalNumberRaw: '229-30-42', externalNumber: '2293042', externalDigits: '2293042' };
  test.each([
    [undefined, dressed, '89991234567'],
    ['raw', dressed, '89991234567'],
    ['raw', { ...dressed, externalNumberRaw: '+7 999 123-45-67' }, '+79991234567'],
    ['digits', dressed, '79991234567'],
    ['e164', dressed, '+79991234567'],
    ['raw', local, '2293042'],
    ['digits', local, '2293042'],
    ['e164', local, '2293042'],
    ['digits', { ...dressed, externalDigits: '' }, '79991234567'],
    ['raw', { externalNumber: null, externalNumberRaw: 'anonymous', externalDigits: '' }, ''],
    ['raw', { externalNumber: null, externalNumberRaw: '89991234567', externalDigits: '79991234567' }, ''],
    ['digits', { externalNumber: null, externalNumberRaw: 'x', externalDigits: '79991234567' }, ''],
    ['e164', { externalNumber: null, externalNumberRaw: 'anonymous', externalDigits: '' }, ''],
  ])('as %s of %j is %j', async (phoneFormat, init, phone) => {
    await begin({ phoneFormat });
    await stand.record(init);
    await stand.popup(init);
    await until('both', () => stand.sim.requests.length === 2);
    expect(stand.sim.requests.map((r) => r.body.phone)).toEqual([phone, phone]);
  });
});

describe('times', () => {
  const at = (iso: string): number => Date.parse(iso);
  test.each([
    [
      'Europe/Moscow',
      '2023-09-08T20:59:59.999Z',
      '2023-09-08T21:00:00.001Z',
      '20230908T235959',
      '20230909T000000',
      1,
    ],
    [
      'Europe/Moscow',
      '2024-01-01T21:05:06Z',
      '2024-01-01T21:05:06Z',
      '20240102T000506',
      '20240102T000506',
      0,
    ],
    [
      'Asia/Vladivostok',
      '2024-06-01T10:00:00Z',
      '2024-06-01T10:00:30.9Z',
      '20240601T200000',
      '20240601T200030',
      30,
    ],
    // Berlin goes to summer time at 01:00 UTC on 31 March 2024 and back on 27 October.
    [
      'Europe/Berlin',
      '2024-03-31T00:59:50Z',
      '2024-03-31T01:00:20Z',
      '20240331T015950',
      '20240331T030020',
      30,
    ],
    [
      'Europe/Berlin',
      '2024-10-27T00:59:50Z',
      '2024-10-27T01:00:20Z',
      '20241027T025950',
      '20241027T020020',
      30,
    ],
    ['UTC', '2024-02-29T13:56:40Z', '2024-02-29T13:57:30Z', '20240229T135640', '20240229T135730', 50],
  ])('in %s from %s to %s', async (timeZone, from, to, start, end, duration) => {
    await begin({ timeZone });
    await stand.record({ startedAt: at(from), endedAt: at(to) });
    expect(await onlyBody()).toMatchObject({ start, end, duration });
  });

  test('without a zone of its own a base has the country’s, and the log says so', async () => {
    await begin({ timeZone: undefined }, { house: { numberPlan: { country: 'KZ' } } });
    await stand.record({ startedAt: at('2024-06-01T10:00:00Z'), endedAt: at('2024-06-01T10:00:01Z') });
    expect(await onlyBody()).toMatchObject({ start: '20240601T150000' });
    expect(stand.log.join('')).toContain('timeZone: время пишется по зоне Asia/Almaty');
  });
});

test('a call to a DID nobody knows has no employee', async () => {
  await begin();
  await stand.record({ extension: '', answeredBy: '', rang: [], status: CallStatus.MISSED });
  expect(await onlyBody()).toMatchObject({ user: '', ext: '', answeredBy: null, rang: [], status: 'missed' });
});

test('a group call is an INCOMING for each phone that rings, one ACCEPTED and one history', async () => {
  await begin();
  const callid = newCall();
  for (const extension of ['100', '101', '102']) await stand.popup({ callId: callid, extension });
  await stand.popup({
    callId: callid,
    extension: '101',
    action: PopupAction.UPDATE,
    phase: PopupPhase.ANSWERED,
  });
  for (const extension of ['100', '102']) {
    const reason = 'answeredElsewhere';
    await stand.popup({ callId: callid, extension, action: PopupAction.HIDE, reason });
  }
  const hide = { action: PopupAction.HIDE, phase: PopupPhase.ENDED, reason: 'callEnded' };
  await stand.popup({ callId: callid, extension: '101', ...hide });
  await until('four events', () => stand.sim.requests.length >= 4);
  await stand.record({ callId: callid, extension: '101', rang: ['100', '101', '102'], answeredBy: '101' });
  await stand.idle();
  const told = stand.sim.requests.map(({ body }) => [body.cmd, body.type, body.ext, body.callid]);
  expect(told.toSorted()).toEqual(
    [
      ['event', 'INCOMING', '100', callid],
      ['event', 'INCOMING', '101', callid],
      ['event', 'INCOMING', '102', callid],
      ['event', 'ACCEPTED', '101', callid],
      ['history', 'in', '101', callid],
    ].toSorted(),
  );
  const of101 = told.filter((t) => t[2] === '101').map((t) => t[1]);
  expect(of101).toEqual(['INCOMING', 'ACCEPTED', 'in']);
});

test('a party known by UUID has no number, and its UUID beside the spec’s fields', async () => {
  await begin();
  const uuid = '0a1b2c3d-0000-4000-8000-000000000202';
  const calling = { kind: PartyKind.UUID, uuid };
  await stand.record({ externalNumber: null, externalNumberRaw: uuid, externalDigits: '', calling });
  expect(await onlyBody()).toMatchObject({ phone: '', uuid });
});
