import { expect, test } from 'vitest';
import { readQuery, SORTS, writeCursor } from '../src/history/query.ts';

const at = (text: string): number => Date.parse(text);

test('an empty query asks for the hundred newest calls', () => {
  expect(readQuery({})).toEqual({ sort: 'startedAt', descending: true, limit: 100 });
});

test('empty and unknown parameters are ignored', () => {
  const raw = {
    from: '',
    status: '',
    limit: '',
    cursor: '',
    sort: '',
    page: '3',
    fields: ['a', 'b'],
    __proto: '1',
  };
  expect(readQuery(raw)).toEqual(readQuery({}));
});

test.each([
  ['2026-03-02T10:00:00+03:00', '2026-03-02T07:00:00Z'],
  // A plus sign that was not escaped arrives as a space.
  ['2026-03-02T10:00:00 03:00', '2026-03-02T07:00:00Z'],
  ['2026-03-02T10:00:00 0300', '2026-03-02T07:00:00Z'],
  ['2026-03-02T10:00:00-05:00', '2026-03-02T15:00:00Z'],
  ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z'],
  ['2026-03-02t10:00:00z', '2026-03-02T10:00:00Z'],
  ['2026-03-02 10:00:00Z', '2026-03-02T10:00:00Z'],
  ['2026-03-02T10:00Z', '2026-03-02T10:00:00Z'],
  ['2026-03-02T10:00:00.125Z', '2026-03-02T10:00:00.125Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
])('a moment %s', (text, moment) => {
  expect(readQuery({ from: text, to: text })).toMatchObject({ from: at(moment), to: at(moment) });
});

test("without a zone a moment is this machine's time", () => {
  expect(readQuery({ from: '2026-03-02T10:00:00' }).from).toBe(new Date(2026, 2, 2, 10).getTime());
  expect(readQuery({ from: '2026-03-02 10:00' }).from).toBe(new Date(2026, 2, 2, 10).getTime());
  expect(readQuery({ from: '2026-03-02' }).from).toBe(new Date(2026, 2, 2).getTime());
});

test.each([
  ['yesterday'],
  ['1772442000'],
  ['1772442000000'],
  ['2026'],
  ['2026-13-01'],
  ['2026-02-30T00:00:00Z'],
  ['2026-02-29'],
  ['2026-03-02T25:00:00Z'],
  ['02.03.2026'],
  ['2026-03-02T10:00:00+03:00; DROP TABLE calls'],
])('%s is no moment', (text) => {
  for (const name of ['from', 'to']) {
    expect(() => readQuery({ [name]: text })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'gateway.parameter',
        message: expect.stringContaining(name),
      }),
    );
  }
});

// The last digits, the last one first.
test.each([
  ['89991234567', '7654321999'],
  ['+79991234567', '7654321999'],
  [' 79991234567', '7654321999'],
  ['79991234567', '7654321999'],
  ['9991234567', '7654321999'],
  ['8 (999) 123-45-67', '7654321999'],
  ['8 (999) 123-45-67 доб. 123', '7654321999'],
  ['+7 999 123-45-67 ext 12', '7654321999'],
  ['810 380 44 1234567', '7654321440'],
  ['4567', '7654'],
  ['45%67', '7654'],
  ["4567' OR '1'='1", '117654'],
])('a number %s', (text, number) => {
  expect(readQuery({ number: text }).number).toBe(number);
});

test('a list of statuses, spaces and repeats aside', () => {
  expect(readQuery({ status: 'missed' }).status).toEqual(['missed']);
  expect(readQuery({ status: 'missed, busy,missed' }).status).toEqual(['missed', 'busy']);
});

test('every sort is known, upwards and downwards', () => {
  for (const sort of Object.keys(SORTS)) {
    expect(readQuery({ sort })).toMatchObject({ sort, descending: false });
    expect(readQuery({ sort: `+${sort}` })).toMatchObject({ sort, descending: false });
    expect(readQuery({ sort: ` ${sort}` })).toMatchObject({ sort, descending: false });
    expect(readQuery({ sort: `-${sort}` })).toMatchObject({ sort, descending: true });
  }
});

test('a cursor is read as it was written, with the sort it was written for', () => {
  for (const [sort, value] of [
    ['startedAt', 5],
    ['talkSeconds', -1],
    ['counterparty', 'ООО «Ромашка»'],
    ['extension', ''],
  ] as const) {
    const place = { value, startedAt: 5, callId: 'id' };
    const cursor = writeCursor(readQuery({ sort }), place);
    expect(readQuery({ sort, cursor }).after).toEqual(place);
    expect(() => readQuery({ sort: `-${sort}`, cursor })).toThrow('cursor');
  }
});

const cursorOf = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

test.each([
  ['direction', 'sideways'],
  ['direction', 'unspecified'],
  ['direction', '1'],
  ['direction', ['inbound', 'outbound']],
  ['status', 'lost'],
  ['status', 'unspecified'],
  ['status', 'missed,'],
  ['status', 'missed,lost'],
  ['status', ['missed', 'busy']],
  ['number', 'anonymous'],
  ['number', '%'],
  ['number', '____'],
  ['number', ['1', '2']],
  ['extension', ['100', '101']],
  ['pbx', ['a', 'b']],
  ['counterparty', ['a', 'b']],
  ['from', ['2026-03-02', '2026-03-03']],
  ['limit', '0'],
  ['limit', '1001'],
  ['limit', '-1'],
  ['limit', '1.5'],
  ['limit', '1e2'],
  ['limit', '0x10'],
  ['limit', 'all'],
  ['limit', ['1', '2']],
  ['sort', 'name'],
  ['sort', 'started_at'],
  ['sort', '--startedAt'],
  ['sort', 'constructor'],
  ['sort', '__proto__'],
  ['sort', 'startedAt; DROP TABLE calls'],
  ['sort', ['startedAt', 'endedAt']],
  ['cursor', 'nonsense'],
  ['cursor', cursorOf(null)],
  ['cursor', cursorOf(['-startedAt', 1])],
  ['cursor', cursorOf(['-startedAt', 'text', 1, 'id'])],
  ['cursor', cursorOf(['-startedAt', 1, 1, 7])],
  ['cursor', cursorOf(['-startedAt', null, 1, 'id'])],
  ['cursor', cursorOf({ length: 4 })],
  ['cursor', ['a', 'b']],
])('%s=%j is refused by its name', (name, value) => {
  expect(() => readQuery({ [name]: value })).toThrow(
    expect.objectContaining({
      status: 400,
      code: 'gateway.parameter',
      message: expect.stringContaining(name),
    }),
  );
});

test.each([
  ['number', 'anonymous', 'цифры номера'],
  ['pbx', ['a', 'b'], 'одно значение'],
  ['cursor', 'nonsense', '`next` предыдущей страницы с той же сортировкой'],
])('what %s expects is said in the language of the process', (name, value, expected) => {
  expect(() => readQuery({ [name]: value })).toThrow(`ожидается ${expected}`);
});

test('limits from 1 to 1000 are taken', () => {
  for (const limit of [1, 2, 999, 1_000]) expect(readQuery({ limit: String(limit) }).limit).toBe(limit);
});
