import { exampleClock } from '@callbus/sim-prostiezvonki';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { checkUnix, isMoment, matchTold } from '../src/clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const utc = (text: string): number => Date.parse(`${text}Z`);

/** How a sender can write a moment: a 12 or 24-hour clock, in its zone or in UTC. */
const write = (ms: number, clock: 12 | 24, zone: string): string =>
  DateTime.fromMillis(ms, { zone }).toFormat(clock === 12 ? "yyyyMMdd'T'hhmmss" : "yyyyMMdd'T'HHmmss");

test("the spec's example: 13:56:40 UTC is told as 015640", () => {
  const start = utc('2023-09-08T13:56:40');
  expect(exampleClock(start)).toBe('20230908T015640');
  const told = { start: '20230908T015640', end: '20230908T015730' };
  const seen = { start: start + 200, end: start + 50_300 };
  expect(matchTold(told, 'Europe/Moscow', seen)).toEqual({ start, end: start + 50_000, uncertain: false });
});

// What happens between midnight and midnight, noon included, in zones of every kind.
const MOMENTS = [
  ['2026-01-15T00:00:00', 20_000],
  ['2026-01-15T00:30:10', 45_000],
  ['2026-01-14T23:59:50', 20_000],
  ['2026-01-15T11:59:50', 20_000],
  ['2026-01-15T12:00:00', 0],
  ['2026-01-15T12:30:10', 50_000],
  ['2026-01-15T12:59:50', 20_000],
  ['2026-01-15T13:00:00', 3_600_000],
  ['2026-01-15T20:59:50', 7_200_000],
  ['2026-01-15T22:30:00', 3 * HOUR],
  ['2026-07-15T09:15:00', 10_800_000],
  ['2024-02-29T23:50:00', 20 * MINUTE],
  ['2025-12-31T23:30:00', 90 * MINUTE],
] as const;
const ZONES = [
  'UTC',
  'Europe/Moscow',
  'Europe/Kaliningrad',
  'Asia/Vladivostok',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Europe/London',
  'Pacific/Kiritimati',
];

describe.each(ZONES)('an office in %s', (zone) => {
  describe.each([
    [12, zone],
    [24, zone],
    [12, 'UTC'],
    [24, 'UTC'],
  ] as const)('told on a %i-hour clock in %s', (clock, written) => {
    test.each(MOMENTS)('%s, %i ms long', (text, length) => {
      const start = utc(text);
      const end = start + length;
      const told = { start: write(start, clock, written), end: write(end, clock, written) };
      const right = { start, end, uncertain: false };
      expect(matchTold(told, zone, { start: start + 300, end: end + 900 })).toEqual(right);
      // Restarted in the middle of the call, or told again a day later: one sighting is enough.
      expect(matchTold(told, zone, { end: end + 900 })).toEqual(right);
      expect(matchTold(told, zone, { start: start + 300, end: end + 24 * HOUR })).toEqual(right);
    });
  });
});

describe('where the clocks change', () => {
  // Berlin goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
  test.each([
    ['across the hour that is left out', '2026-03-29T00:59:50', 20_000],
    ['in the first of the doubled hours', '2026-10-25T00:10:00', 5 * MINUTE],
    ['in the second of them', '2026-10-25T01:10:00', 5 * MINUTE],
    ['from the first into the second', '2026-10-25T00:40:00', 30 * MINUTE],
    ['through both', '2026-10-24T23:50:00', 3 * HOUR],
    ['out of the second', '2026-10-25T01:59:50', 20_000],
  ])('a call %s', (_what, text, length) => {
    const start = utc(text);
    const end = start + length;
    for (const clock of [12, 24] as const) {
      const told = { start: write(start, clock, 'Europe/Berlin'), end: write(end, clock, 'Europe/Berlin') };
      const seen = { start: start + 100, end: end + 100 };
      expect(matchTold(told, 'Europe/Berlin', seen)).toEqual({ start, end, uncertain: false });
    }
  });

  test('in UTC, told to an office whose clocks change, nothing shifts', () => {
    for (const [start, length] of [
      [utc('2026-10-25T02:59:50'), 20_000],
      [utc('2026-03-29T01:59:50'), 20_000],
      [utc('2026-03-29T02:30:00'), 10_000],
    ] as const) {
      const told = { start: write(start, 24, 'UTC'), end: write(start + length, 24, 'UTC') };
      const right = { start, end: start + length, uncertain: false };
      expect(matchTold(told, 'Europe/Berlin', { end: start + length })).toEqual(right);
    }
  });
});

describe('how far is near', () => {
  const start = utc('2026-01-15T10:00:00');
  const told = { start: '20260115T130000', end: '20260115T130100' };
  const match = (seen: { start?: number; end: number }): boolean =>
    !matchTold(told, 'Europe/Moscow', seen).uncertain;

  test.each([
    [{ end: start + MINUTE + 15 * MINUTE }, true],
    [{ end: start + MINUTE + 15 * MINUTE + 1 }, false],
    [{ end: start + MINUTE - 15 * MINUTE }, true],
    [{ end: start + MINUTE - 15 * MINUTE - 1 }, false],
    [{ start: start - 15 * MINUTE, end: start + 9 * HOUR }, true],
    [{ start: start - 15 * MINUTE - 1, end: start + 9 * HOUR }, false],
  ])('%j', (seen, near) => expect(match(seen)).toBe(near));

  test('the nearest of several candidates is taken, in the order they are told', () => {
    // 01:00 can be 01:00 or 13:00, in Moscow or in UTC: four moments of one day.
    const vague = { start: '20260115T010000', end: '20260115T010100' };
    for (const hour of ['01', '13'])
      for (const [zone, offset] of [
        ['Moscow', 3],
        ['UTC', 0],
      ] as const) {
        const at = utc(`2026-01-15T${hour}:00:00`) - offset * HOUR;
        const right = { start: at, end: at + MINUTE, uncertain: false };
        expect(matchTold(vague, 'Europe/Moscow', { start: at, end: at + MINUTE }), zone).toEqual(right);
      }
  });

  test('an hour that only a 24-hour clock has settles it for both', () => {
    const noon = { start: '20260115T115950', end: '20260115T130010' };
    const at = utc('2026-01-15T08:59:50');
    expect(matchTold(noon, 'Europe/Moscow', { end: at + HOUR + 20_000 })).toMatchObject({ start: at });
    // Ten to midnight would fit what was seen, but 13 o'clock says that it is not meant.
    expect(matchTold(noon, 'Europe/Moscow', { end: at + 13 * HOUR })).toMatchObject({ uncertain: true });
  });
});

describe('where nothing fits', () => {
  const seen = { start: utc('2026-06-01T12:00:00'), end: utc('2026-06-01T12:01:00') };
  const asTold = (start: string, end: string): [number, number] => {
    const match = matchTold({ start, end }, 'Europe/Moscow', seen);
    expect(match.uncertain).toBe(true);
    return [match.start ?? 0, (match.end ?? 0) - (match.start ?? 0)];
  };

  test.each([
    ['the figures stay as told, in the configured zone', '20230908T015640', '20230908T015730', 50_000],
    ['an end past twelve is later, not earlier', '20230908T125950', '20230908T010010', 20_000],
    ['an end past midnight is not a day away', '20230908T115950', '20230909T120010', 20_000],
    ['an end a moment before the start is the start', '20230908T135640', '20230908T135638', 0],
  ])('%s', (_what, start, end, length) => {
    const hour = Number(start.slice(9, 11)) - 3;
    const wall = `2023-09-08T${String((hour + 24) % 24).padStart(2, '0')}:${start.slice(11, 13)}:${start.slice(13)}`;
    const day = hour < 0 ? 24 * HOUR : 0;
    expect(asTold(start, end)).toEqual([utc(wall) - day, length]);
  });
});

test('an end that rounding put a moment before the start is the start', () => {
  const start = utc('2026-01-15T10:00:01');
  const told = { start: '20260115T130001', end: '20260115T130000' };
  expect(matchTold(told, 'Europe/Moscow', { end: start })).toEqual({ start, end: start, uncertain: false });
});

test.each([
  ['20230908T015640', true],
  ['20240229T235959', true],
  ['20230229T120000', false],
  ['20231301T120000', false],
  ['20230900T120000', false],
  ['20230908T240000', false],
  ['20230908T126000', false],
  ['20230908T120060', false],
  ['99999999T999999', false],
  ['99991231T235959', false],
  ['19691231T235959', false],
])('whether %s is a moment: %s', (text, is) => expect(isMoment(text)).toBe(is));

test.each([
  [{}, { uncertain: false }],
  [
    { start: 10, answer: 15, end: 20 },
    { start: 10, answer: 15, end: 20, uncertain: false },
  ],
  [
    { start: 10, answer: 10, end: 10 },
    { start: 10, answer: 10, end: 10, uncertain: false },
  ],
  [
    { answer: 15, end: 20 },
    { answer: 15, end: 20, uncertain: false },
  ],
  [{ answer: 15 }, { answer: 15, uncertain: false }],
  [
    { start: 10, answer: 9, end: 20 },
    { start: 10, end: 20, uncertain: false },
  ],
  [
    { start: 10, answer: 21, end: 20 },
    { start: 10, end: 20, uncertain: false },
  ],
  [
    { start: 10, answer: 10, end: 9 },
    { start: 10, end: 10, uncertain: true },
  ],
])('Unix times %j are %j', (told, checked) => expect(checkUnix(told)).toEqual(checked));
