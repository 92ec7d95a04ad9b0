import { CallStatus, Direction, type JournalRecordInit, RecordState } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEGIN, idOf, numbered, recordOf } from './records.ts';
import { Site } from './site.ts';

let nats: TestNats;
let site: Site;
const minute = 60_000;
const iso = (ms: number): string => encodeURIComponent(new Date(ms).toISOString());

// Twelve calls, a minute apart, that differ in everything a list can be asked for.
const CALLS: JournalRecordInit[] = [
  recordOf(0),
  recordOf(1, {
    status: CallStatus.MISSED,
    talkSeconds: 0,
    extension: '101',
    endedAt: BEGIN + minute + 9_000,
  }),
  recordOf(2, { direction: Direction.OUTBOUND, status: CallStatus.BUSY, talkSeconds: 0, instance: 'ats' }),
  recordOf(3, {
    direction: Direction.OUTBOUND,
    status: CallStatus.NOANSWER,
    talkSeconds: null,
    instance: 'ats',
  }),
  recordOf(4, { direction: Direction.OUTBOUND, status: CallStatus.DECLINED, talkSeconds: 0 }),
  recordOf(5, { direction: Direction.OUTBOUND, status: CallStatus.CANCELLED, talkSeconds: 0 }),
  recordOf(6, { direction: Direction.OUTBOUND, status: CallStatus.FAILED, talkSeconds: 0 }),
  recordOf(7, {
    direction: Direction.INTERNAL,
    extension: '102',
    callerExtension: '100',
    externalNumber: null,
    externalNumberRaw: '',
    externalDigits: '',
  }),
  numbered(8, '8 (495) 229-30-42', '74952293042', '+74952293042'),
  // A number the plan did not know: its digits as they came.
  numbered(9, '9990002222', '', null),
  recordOf(10, {
    counterparty: { base: 'ut', contacts: [{ name: 'Синицына Вера', company: 'ООО «Ветер»' }] },
  }),
  recordOf(11, {
    talkSeconds: 12.5,
    counterparty: { base: 'ut', contacts: [{ name: 'Орлов Пётр' }, { name: 'Орлова Анна' }] },
  }),
];

/** The numbers of the calls a list holds, in its order. */
const listed = async (query: string): Promise<number[]> => {
  const all = CALLS.map((_, n) => idOf(n));
  return (await site.ids(query)).map((id) => all.indexOf(id));
};

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats);
  for (const record of CALLS) await site.record(record);
  await site.record(recordOf(20, { state: RecordState.MERGED, mergedInto: idOf(0) }));
  await site.record(recordOf(21, { state: RecordState.PROVISIONAL }));
  await site.knows(idOf(20));
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});

test('the newest come first; merged and running calls are not listed', async () => {
  expect(await listed('')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(await site.get('/api/v1/calls?limit=1000')).toMatchObject({ status: 200, body: { next: null } });
});

describe('filters', () => {
  test.each([
    [`from=${iso(BEGIN + 9 * minute)}`, [11, 10, 9]],
    [`to=${iso(BEGIN + 2 * minute)}`, [1, 0]],
    [`from=${iso(BEGIN + 3 * minute)}&to=${iso(BEGIN + 5 * minute)}`, [4, 3]],
    [`from=${iso(BEGIN + 5 * minute)}&to=${iso(BEGIN + 5 * minute)}`, []],
    ['from=2026-03-02T12:09:00%2B03:00', [11, 10, 9]],
    ['from=2026-03-02T12:09:00+03:00', [11, 10, 9]],
    ['direction=inbound', [11, 10, 9, 8, 1, 0]],
    ['direction=outbound', [6, 5, 4, 3, 2]],
    ['direction=internal', [7]],
    ['status=answered', [11, 10, 9, 8, 7, 0]],
    ['status=missed', [1]],
    ['status=noanswer', [3]],
    ['status=busy', [2]],
    ['status=declined', [4]],
    ['status=cancelled', [5]],
    ['status=failed', [6]],
    ['status=busy,failed,missed', [6, 2, 1]],
    ['status=failed&direction=inbound', []],
    ['type=inbound', [11, 10, 9, 8, 0]],
    ['type=internal', [7]],
    ['type=missed', [1]],
    ['type=notanswered', [6, 5, 4, 3, 2]],
    ['type=missed,notanswered&pbx=ats', [3, 2]],
    ['type=missed,notanswered&extension=101&status=missed,busy', [1]],
    ['maxDuration=9', [1]],
    ['minDuration=9.5&to=2026-03-02T09:03:00Z', [2, 0]],
    ['minTalk=12.5&maxTalk=39,9', [11]],
    // What was never told is not short.
    ['maxTalk=0', [6, 5, 4, 2, 1]],
    ['extension=101', [1]],
    ['extension=102', [7]],
    // Both sides of an internal call are the extension's.
    ['extension=100&direction=internal', [7]],
    ['extension=100&status=answered,missed', [11, 10, 9, 8, 7, 0]],
    ['extension=10', []],
    ['pbx=ats', [3, 2]],
    ['pbx=ats&status=busy', [2]],
    ['pbx=nobody', []],
    ['counterparty=%D0%A1%D0%B8%D0%BD%D0%B8%D1%86%D1%8B%D0%BD%D0%B0%20%D0%92%D0%B5%D1%80%D0%B0', [10]],
    // A number with several contacts has no name.
    [`counterparty=${encodeURIComponent('Орлов Пётр')}`, []],
    ['direction=outbound&pbx=pz&status=declined,cancelled,answered&extension=100', [5, 4]],
  ])('%s', async (query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  test.each([
    '84952293042',
    '%2B74952293042',
    '+74952293042',
    '74952293042',
    '4952293042',
    '8 (495) 229-30-42',
    '8-495-229-30-42',
    '2293042',
    '3042',
  ])('number=%s finds the number in whatever writing', async (number) => {
    expect(await listed(`number=${number}`)).toEqual([8]);
  });

  test('a number that came without a country is found with one, and the other way about', async () => {
    for (const number of ['89990002222', '%2B79990002222', '79990002222', '9990002222'])
      expect(await listed(`number=${number}`)).toEqual([9]);
  });

  test('digits in the middle of a number do not find it, and wildcards mean nothing', async () => {
    expect(await listed('number=8495229')).toEqual([]);
    expect(await listed('number=2293_42')).toEqual([]);
    expect(await listed('number=%25293042')).toEqual([8]);
    expect(await listed('extension=%25')).toEqual([]);
    expect(await listed('extension=1__')).toEqual([]);
    expect(await listed('counterparty=%25')).toEqual([]);
    expect((await site.get('/api/v1/calls?number=%25')).status).toBe(400);
  });

  test('unknown parameters are ignored, also when repeated', async () => {
    expect(await listed('direction=internal&page=2&page=3&__proto__=1&constructor=2&toString=3')).toEqual([
      7,
    ]);
  });

  test('what is said twice is refused by its name', async () => {
    for (const name of [
      'from',
      'direction',
      'status',
      'extension',
      'number',
      'pbx',
      'sort',
      'limit',
      'cursor',
    ]) {
      const { status, body } = await site.get(`/api/v1/calls?${name}=1&${name}=2`);
      expect(status, name).toBe(400);
      expect(body).toMatchObject({ error: 'gateway.parameter', message: expect.stringContaining(name) });
    }
  });

  test.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'ten'],
    ['from', 'yesterday'],
    ['to', '2026-02-30'],
    ['direction', 'in'],
    ['status', 'success'],
    ['sort', '-name'],
    ['cursor', 'abc'],
    ['number', 'anonymous'],
  ])('%s=%s is refused by its name', async (name, value) => {
    const { status, body } = await site.get(`/api/v1/calls?${name}=${value}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'gateway.parameter', message: expect.stringContaining(name) });
  });
});

describe('sorting', () => {
  // Equals stand by when they began.
  test.each([
    ['startedAt', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['endedAt', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['duration', [1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    // What the source never told (3) comes before nothing at all.
    ['talkSeconds', [3, 1, 2, 4, 5, 6, 11, 0, 7, 8, 9, 10]],
    ['direction', [0, 1, 8, 9, 10, 11, 7, 2, 3, 4, 5, 6]],
    ['type', [0, 8, 9, 10, 11, 7, 1, 2, 3, 4, 5, 6]],
    ['status', [0, 7, 8, 9, 10, 11, 2, 5, 4, 6, 1, 3]],
    ['externalNumber', [7, 8, 0, 1, 2, 3, 4, 5, 6, 10, 11, 9]],
    ['extension', [0, 2, 3, 4, 5, 6, 8, 9, 10, 11, 1, 7]],
    ['pbx', [2, 3, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['counterparty', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10]],
  ])('by %s, upwards and downwards, whole and in pages', async (sort, expected) => {
    for (const [name, order] of [
      [sort, expected],
      [`-${sort}`, [...expected].reverse()],
    ] as const) {
      expect(await listed(`sort=${name}`)).toEqual(order);
      expect(await listed(`sort=${name}&status=answered,missed`)).toEqual(
        order.filter((n) => [0, 1, 7, 8, 9, 10, 11].includes(n)),
      );
      for (const limit of [1, 5, 12]) expect(await inPages(`sort=${name}`, limit), name).toEqual(order);
      expect(await inPages(`sort=${name}&status=answered,busy&extension=100`, 2), name).toEqual(
        order.filter((n) => [0, 2, 7, 8, 9, 10, 11].includes(n)),
      );
    }
  });

  test('a cursor of another order is refused', async () => {
    const { next } = (await site.get('/api/v1/calls?limit=1')).body as { next: string };
    for (const sort of ['startedAt', 'endedAt', '-endedAt']) {
      const { status, body } = await site.get(`/api/v1/calls?limit=1&sort=${sort}&cursor=${next}`);
      expect(status).toBe(400);
      expect(body.message).toContain('cursor');
    }
  });
});

test('text meant for SQL is only text, in every parameter', async () => {
  const evil = ["'; DROP TABLE calls; --", "' OR '1'='1", '" OR 1=1 --', '1) OR (1=1', '\\', '\u0000', '🦉'];
  const names = [
    'from',
    'to',
    'direction',
    'status',
    'extension',
    'number',
    'pbx',
    'counterparty',
    'sort',
    'limit',
  ];
  for (const name of [...names, 'cursor', "x' OR '1'='1"]) {
    for (const text of evil) {
      const { status, body } = await site.get(
        `/api/v1/calls?${encodeURIComponent(name)}=${encodeURIComponent(text)}`,
      );
      const free = ['extension', 'pbx', 'counterparty'].includes(name);
      if (free) expect(body.items, `${name}=${text}`).toEqual([]);
      else expect([200, 400], `${name}=${text}`).toContain(status);
    }
  }
  for (const text of evil) {
    const cursor = Buffer.from(JSON.stringify(['-startedAt', BEGIN, BEGIN, text])).toString('base64url');
    expect((await site.get(`/api/v1/calls?cursor=${cursor}`)).status).toBe(200);
    expect((await site.get(`/api/v1/calls/${encodeURIComponent(text)}`)).status).toBe(404);
  }
  expect(await listed('sort=startedAt')).toEqual(CALLS.map((_, n) => n));
});

/** Reads a list page by page; every page but the last is full. */
async function inPages(query: string, limit: number): Promise<number[]> {
  const all = CALLS.map((_, n) => idOf(n));
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await site.get(`/api/v1/calls?${query}&limit=${limit}&cursor=${cursor}`);
    const page = (body.items as { callId: string }[]).map((i) => all.indexOf(i.callId));
    cursor = body.next as string | null;
    if (cursor !== null) expect(page).toHaveLength(limit);
    seen.push(...page);
  }
  return seen;
}
