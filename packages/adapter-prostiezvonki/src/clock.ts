import { IANAZone } from 'luxon';
import type { ToldTimes, UnixTimes } from './wire/native.ts';

/** What the adapter saw of a call, Unix milliseconds of its own clock. */
export interface Sightings {
  /** When the call's first event came. */
  start?: number;
  /** When its end was told. */
  end: number;
}

/** A call's times, Unix milliseconds; what nobody told is absent. */
export interface CallTimes {
  start?: number;
  answer?: number;
  end?: number;
  /** The figures do not fit what was seen, or one another: they are kept as told. */
  uncertain: boolean;
}

const TOLERANCE_MS = 15 * 60_000;
const HALF_DAY_MS = 12 * 3_600_000;
/** An end may be told this much before its start by rounding; longer ago it is past twelve. */
const ROUNDING_MS = 60_000;

/**
 * Reads `yyyyMMddTHHmmss` times that have no zone and may come from a 12-hour
 * clock (the spec prints 13:56:40 UTC as `015640`). Minutes and seconds are
 * trusted; the hour is the candidate nearest to what the adapter saw. Where
 * none lies within 15 minutes, the figures stay as told in the configured zone.
 * @param zone IANA zone the sender is configured to write in
 */
export function matchTold(told: Omit<ToldTimes, 'clock'>, zone: string, seen: Sightings): CallTimes {
  let best: { reading: Reading; rank: readonly number[] } | undefined;
  for (const reading of [...readings(told, zone), ...readings(told, 'UTC')]) {
    const rank = rankOf(reading, seen);
    if (!best || nearer(rank, best.rank)) best = { reading, rank };
  }
  if (best && (best.rank[0] as number) <= TOLERANCE_MS) return { ...best.reading, uncertain: false };
  const start = asTold(told.start, zone);
  const length = asTold(told.end, zone) - start;
  const past = ((length % HALF_DAY_MS) + HALF_DAY_MS) % HALF_DAY_MS;
  return { start, end: start + (length < 0 && length > -ROUNDING_MS ? 0 : past), uncertain: true };
}

/** Unix times as told; one that contradicts the others is not held against them. */
export function checkUnix({ start, answer, end }: Omit<UnixTimes, 'clock'>): CallTimes {
  const reversed = start !== undefined && end !== undefined && end < start;
  const last = reversed ? start : end;
  const within =
    answer !== undefined && answer >= (start ?? answer) && answer <= (last ?? answer) && !reversed;
  return {
    ...(start === undefined ? {} : { start }),
    ...(within ? { answer } : {}),
    ...(last === undefined ? {} : { end: last }),
    uncertain: reversed,
  };
}

interface Reading {
  start: number;
  end: number;
}

// The nearest of start and end counts, because a repeat can bring either late;
// where that does not decide, both do, and then the shorter call.
const rankOf = ({ start, end }: Reading, seen: Sightings): readonly number[] => {
  const late = Math.abs(end - seen.end);
  const early = seen.start === undefined ? late : Math.abs(start - seen.start);
  return [Math.min(late, early), late + early, end - start];
};

const nearer = (a: readonly number[], b: readonly number[]): boolean => {
  const first = a.findIndex((value, i) => value !== b[i]);
  return first >= 0 && (a[first] as number) < (b[first] as number);
};

// No call lasts half a day, so a start leaves one end on a 12-hour clock.
function readings({ start, end }: Omit<ToldTimes, 'clock'>, zone: string): Reading[] {
  const halves = isHalfDay(start) && isHalfDay(end);
  const ends = hours(end, halves).flatMap((wall) => moments(wall, zone));
  return hours(start, halves)
    .flatMap((wall) => moments(wall, zone))
    .flatMap((from) =>
      ends
        .filter((to) => to - from > -ROUNDING_MS && to - from < HALF_DAY_MS - ROUNDING_MS)
        .map((to) => ({ start: from, end: Math.max(from, to) })),
    );
}

const hourOf = (text: string): number => Number(text.slice(9, 11));

/** Hours 0 and 13..23 can only come from a 24-hour clock. */
const isHalfDay = (text: string): boolean => hourOf(text) >= 1 && hourOf(text) <= 12;

/** What the hour on the wall can have been. */
function hours(text: string, halves: boolean): number[] {
  const wall = wallOf(text);
  return halves ? [wall, wall + (hourOf(text) === 12 ? -HALF_DAY_MS : HALF_DAY_MS)] : [wall];
}

/** Every moment at which the zone's clocks show the time: two where they were put back. */
function moments(wall: number, zone: string): number[] {
  if (zone === 'UTC') return [wall];
  const offset = (at: number): number => IANAZone.create(zone).offset(at) * 60_000;
  const [before, after] = [offset(wall - 2 * HALF_DAY_MS), offset(wall + 2 * HALF_DAY_MS)];
  if (before === after) return [wall - before];
  const shown = [wall - before, wall - after].filter((at) => at + offset(at) === wall);
  // A time that the clocks left out is counted on as if they had not.
  return shown.length > 0 ? shown : [wall - before];
}

const asTold = (text: string, zone: string): number => moments(wallOf(text), zone)[0] as number;

/** The digits of the text as if they were UTC. */
const wallOf = (text: string): number =>
  Date.UTC(
    Number(text.slice(0, 4)),
    Number(text.slice(4, 6)) - 1,
    Number(text.slice(6, 8)),
    hourOf(text),
    Number(text.slice(11, 13)),
    Number(text.slice(13, 15)),
  );

/** Whether the text names a moment of this century that exists. */
export const isMoment = (text: string): boolean =>
  /^20\d\d/.test(text) && new Date(wallOf(text)).toISOString().replace(/[-:]/g, '').slice(0, 15) === text;
