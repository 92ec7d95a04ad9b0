import { CallStatus, type JournalRecordInit } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BEGIN, idOf, recordOf } from './records.ts';
import { Site } from './site.ts';

const MANY = 3_000;

let nats: TestNats;
let site: Site;
let inserted = MANY;

// Many calls begin in the same moment and are equal in everything a list is sorted by.
const call = (n: number): JournalRecordInit =>
  recordOf(n, {
    startedAt: BEGIN + Math.floor(n / 7) * 1_000,
    talkSeconds: n % 5 === 0 ? null : n % 11,
    status: n % 3 === 0 ? CallStatus.MISSED : CallStatus.ANSWERED,
    extension: String(100 + (n % 4)),
  });

const publish = (from: number, to: number): Promise<unknown> =>
  Promise.all(Array.from({ length: to - from }, (_, i) => site.record(call(from + i))));

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats);
  for (let n = 0; n < MANY; n += 500) await publish(n, n + 500);
  await until('all of them', async () => (await site.get(`/api/v1/calls/${idOf(MANY - 1)}`)).status === 200);
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});

test.each([
  ['-startedAt', 97],
  ['startedAt', 1_000],
  ['talkSeconds', 250],
  ['-status', 333],
  ['extension', 499],
])('paging by %s, %i at a time, skips and repeats nothing while calls come in', async (sort, limit) => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await site.get(`/api/v1/calls?sort=${sort}&limit=${limit}&cursor=${cursor}`);
    seen.push(...(body.items as { callId: string }[]).map((i) => i.callId));
    cursor = body.next as string | null;
    // One at the very beginning of the list, one at its end, one among the rest.
    const fresh: JournalRecordInit[] = [
      recordOf(inserted, { startedAt: BEGIN + 9e9, talkSeconds: null, extension: '0' }),
      recordOf(inserted + 1, { startedAt: BEGIN - 9e9, talkSeconds: 99, extension: '999' }),
      recordOf(inserted + 2, { startedAt: BEGIN + 100_500, talkSeconds: 5, extension: '102' }),
    ];
    inserted += fresh.length;
    for (const record of fresh) await site.record(record);
    await site.knows(fresh[2]?.callId ?? '');
  }
  expect(new Set(seen).size).toBe(seen.length);
  const old = new Set(Array.from({ length: MANY }, (_, n) => idOf(n)));
  expect(seen.filter((id) => old.has(id))).toHaveLength(MANY);
});

test('a page holds no more than it was asked for, and the last says that it is', async () => {
  const to = encodeURIComponent(new Date(BEGIN + 1_000).toISOString());
  const from = encodeURIComponent(new Date(BEGIN).toISOString());
  const whole = await site.get(`/api/v1/calls?from=${from}&to=${to}&limit=7`);
  expect(whole.body.items).toHaveLength(7);
  expect(whole.body.next).toBeNull();
  const most = await site.get(`/api/v1/calls?from=${from}&to=${to}&limit=6`);
  expect(most.body.items).toHaveLength(6);
  const rest = await site.get(`/api/v1/calls?from=${from}&to=${to}&limit=6&cursor=${most.body.next}`);
  expect(rest.body).toMatchObject({ items: [{ callId: idOf(0) }], next: null });
});

test('what most calls have is filtered in whatever order, and what few have too', async () => {
  const all = Array.from({ length: MANY }, (_, n) => n);
  const talk = (n: number): number => (n % 5 === 0 ? -1 : n % 11);
  const begun = (n: number): number => Math.floor(n / 7);
  const expected = (fits: (n: number) => boolean): string[] =>
    all
      .filter(fits)
      .sort((a, b) => talk(a) - talk(b) || begun(a) - begun(b) || a - b)
      .map(idOf);
  const to = encodeURIComponent(new Date(BEGIN + MANY * 1_000).toISOString());
  const from = encodeURIComponent(new Date(BEGIN).toISOString());
  const own = new Set(all.map(idOf));
  for (const [query, fits] of [
    ['pbx=pz', () => true],
    ['pbx=pz&status=missed', (n: number) => n % 3 === 0],
    ['pbx=pz&status=missed,answered&extension=101', (n: number) => n % 4 === 1],
    ['direction=inbound&status=missed,answered', () => true],
    [`pbx=pz&from=${from}&to=${to}`, () => true],
  ] as const) {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await site.get(`/api/v1/calls?${query}&sort=talkSeconds&limit=700&cursor=${cursor}`);
      seen.push(...(body.items as { callId: string }[]).map((i) => i.callId));
      cursor = body.next as string | null;
    }
    expect(
      seen.filter((id) => own.has(id)),
      query,
    ).toEqual(expected(fits));
  }
});
