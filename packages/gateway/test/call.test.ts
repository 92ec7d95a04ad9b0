import {
  type CallStatus,
  ConnectionState,
  DeviceRole,
  type Direction,
  type EndedBy,
  RecordState,
} from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FULL, LISTED } from './full-record.ts';
import { BEGIN, idOf, recordOf } from './records.ts';
import { Site } from './site.ts';

let nats: TestNats;
let site: Site;

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats);
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});

test('a record has everything it is said to have, in lists and by its id with the decisions', async () => {
  await site.record(FULL);
  await site.knows(idOf(1), 3);
  expect((await site.get('/api/v1/calls')).body).toEqual({ items: [LISTED], next: null });
  expect((await site.get(`/api/v1/calls/${idOf(1)}`)).body).toEqual({
    ...LISTED,
    decisions: [
      {
        at: '2026-03-02T09:00:00.000Z',
        subject: 'direction',
        rule: 'direction.stated',
        outcome: 'inbound',
        details: {},
        tookMs: null,
      },
      {
        at: '2026-03-02T09:00:01.000Z',
        subject: 'lookup',
        rule: 'lookup.found',
        outcome: 'found',
        details: { base: 'ut' },
        tookMs: 12,
      },
    ],
  });
});

test('what nobody told is null, not zero and not empty', async () => {
  await site.record({
    callId: idOf(2),
    revision: 1,
    instance: 'pz',
    startedAt: BEGIN,
    state: RecordState.FINAL,
  });
  await site.knows(idOf(2));
  const { body } = await site.get(`/api/v1/calls/${idOf(2)}`);
  expect(body).toEqual({
    ...Object.fromEntries(Object.keys(LISTED).map((key) => [key, null])),
    callId: idOf(2),
    pbx: 'pz',
    startedAt: '2026-03-02T09:00:00.000Z',
    rang: [],
    segments: [],
    transfers: [],
    recordings: [],
    nativeIds: [],
    cause: { event: null, q850: null, native: null },
    endedBy: 'unknown',
    revision: 1,
    state: 'final',
    decisions: [],
  });
});

test('several contacts are a choice, not a name', async () => {
  const contacts = [{ name: 'Орлов Пётр', phones: ['1'] }, { name: 'Орлова Анна' }];
  await site.record(recordOf(3, { counterparty: { base: 'ut', contacts } }));
  await site.knows(idOf(3));
  const { body } = await site.get(`/api/v1/calls/${idOf(3)}`);
  expect(body.counterparty).toMatchObject({
    name: null,
    company: null,
    base: 'ut',
    contacts: [{ name: 'Орлов Пётр', phones: ['1'] }, { name: 'Орлова Анна' }],
  });
});

test('a word from the future keeps its number', async () => {
  await site.record(
    recordOf(4, { status: 47 as CallStatus, direction: 48 as Direction, endedBy: 49 as EndedBy }),
  );
  await site.knows(idOf(4));
  const { body } = await site.get(`/api/v1/calls/${idOf(4)}`);
  expect(body).toMatchObject({ status: '47', direction: '48', endedBy: '49' });
});

test('a merged call is found by its id and says where it went', async () => {
  await site.record(recordOf(5, { state: RecordState.MERGED, mergedInto: idOf(4) }));
  await site.knows(idOf(5));
  const { status, body } = await site.get(`/api/v1/calls/${idOf(5)}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ state: 'merged', mergedInto: idOf(4) });
  expect(await site.ids()).not.toContain(idOf(5));
});

test('a call that was listed and then merged is listed no more', async () => {
  await site.record(recordOf(6));
  await site.knows(idOf(6));
  expect(await site.ids()).toContain(idOf(6));
  await site.record(recordOf(6, { revision: 2, state: RecordState.MERGED, mergedInto: idOf(4) }));
  await site.knows(idOf(6), 2);
  expect(await site.ids()).not.toContain(idOf(6));
});

test('a running call is found by its id, with what is known so far', async () => {
  const connection = {
    id: 'c1',
    role: DeviceRole.EMPLOYEE,
    state: ConnectionState.ALERTING,
    party: { extension: '100' },
  };
  await site.snapshot({
    record: recordOf(7, {
      revision: 0,
      state: RecordState.PROVISIONAL,
      endedAt: null,
      decisions: FULL.decisions,
    }),
    connections: [{ connection, since: BEGIN }],
    at: BEGIN + 1_000,
  });
  const found = await until('the running call', async () => {
    const answer = await site.get(`/api/v1/calls/${idOf(7)}`);
    return answer.status === 200 && answer;
  });
  expect(found.body).toMatchObject({ callId: idOf(7), state: 'provisional', endedAt: null, revision: 0 });
  expect(found.body.decisions).toHaveLength(2);
  expect(await site.ids()).not.toContain(idOf(7));
});

test('an id nobody has is 404, however odd', async () => {
  for (const id of [
    idOf(99),
    'x',
    '%00',
    '..%2F..%2Fetc',
    '%F0%9F%A6%89',
    "'%20OR%20'1'='1",
    'a'.repeat(400),
  ]) {
    const { status, body } = await site.get(`/api/v1/calls/${id}`);
    expect(status, id).toBe(404);
    expect(typeof body.message, id).toBe('string');
  }
  expect((await site.get('/api/v1/calls/%zz')).status).toBe(400);
  expect((await site.get(`/api/v1/calls/${'a'.repeat(600)}`)).status).toBe(414);
});

test('a moment no calendar has does not spoil the list', async () => {
  await site.record(
    recordOf(8, {
      startedAt: 9e18,
      answeredAt: -9e18,
      endedAt: 9e18,
      talkSeconds: Number.NaN,
      ringSeconds: Number.POSITIVE_INFINITY,
    }),
  );
  await site.record(recordOf(9));
  await site.knows(idOf(9));
  const { status, body } = await site.get('/api/v1/calls?sort=-startedAt&limit=1');
  expect(status).toBe(200);
  expect(body.items[0]).toMatchObject({
    callId: idOf(8),
    startedAt: null,
    answeredAt: null,
    endedAt: null,
    talkSeconds: null,
    ringSeconds: null,
  });
  const { body: rest } = await site.get(`/api/v1/calls?sort=-startedAt&limit=1&cursor=${body.next}`);
  expect(rest.items[0].callId).toBe(idOf(9));
});
