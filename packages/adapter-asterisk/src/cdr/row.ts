import type { CdrRow, Disposition } from './port.ts';
import { type WallClock, wallOf } from './zone.ts';

const DISPOSITIONS: Readonly<Record<string, Disposition>> = {
  ANSWERED: 'answered',
  'NO ANSWER': 'noAnswer',
  BUSY: 'busy',
  FAILED: 'failed',
  CONGESTION: 'congestion',
};

/** accountcode .. amaflags: what every file has. */
const FIXED = 16;
/** peeraccount, linkedid, sequence: with `newcdrcolumns`. */
const NEW = 3;
const UNIQUEID = /^(?:.*-)?(\d{9,11})\.\d+$/;

/** What cannot be read as a row, and the field that is to blame. */
export interface Flaw {
  field: string;
  found: string;
}

/** What is known when a row is read. */
export interface Reading {
  clock: WallClock;
  /** End of the row before it in the file: rows are written as calls end. */
  after: number | undefined;
}

/** Reads the fields of a line of Master.csv; uniqueid, user field and the newer columns may be there or not. */
export function rowOf(fields: readonly string[], reading: Reading): CdrRow | Flaw {
  const last = optional(fields);
  if (!last) return { field: 'columns', found: String(fields.length) };
  const at = (index: number): string => fields[index] ?? '';
  const times = timesOf([at(9), at(10), at(11)], { seconds: at(12), uniqueid: last.uniqueid, reading });
  if ('field' in times) return times;
  if (at(5) === '') return { field: 'channel', found: '' };
  return {
    ...times,
    account: at(0),
    source: at(1),
    destination: at(2),
    context: at(3),
    callerId: at(4),
    channel: at(5),
    otherChannel: at(6),
    application: at(7),
    data: at(8),
    disposition: DISPOSITIONS[at(14).toUpperCase()] ?? 'other',
    ...last,
  };
}

/** The columns that a site may have switched on. */
function optional(
  fields: readonly string[],
): Pick<CdrRow, 'uniqueid' | 'linkedid' | 'userField'> | undefined {
  const more = fields.slice(FIXED);
  if (fields.length < FIXED || more.length > 2 + NEW) return undefined;
  const linkedid = more.length >= NEW ? (more.at(-2) ?? '') : '';
  const own = more.length >= NEW ? more.slice(0, -NEW) : more;
  const [first = '', second = ''] = own;
  // One column alone may be either.
  if (own.length === 1 && !UNIQUEID.test(first)) return { uniqueid: '', linkedid, userField: first };
  return { uniqueid: first, linkedid, userField: second };
}

type Times = Pick<CdrRow, 'start' | 'answer' | 'end'>;

/** Longer than that no row is: the file has another kind of line. */
const LONGEST_MS = 31 * 86_400_000;
/** Rows are written as calls end; a clock that was set lets them be out of order by this much. */
const DISORDER_MS = 60_000;

function timesOf(
  texts: readonly [string, string, string],
  { seconds, uniqueid, reading }: { seconds: string; uniqueid: string; reading: Reading },
): Times | Flaw {
  const [start, answer, end] = texts.map((text) => (text === '' ? undefined : wallOf(text)));
  if (start === undefined) return { field: 'start', found: texts[0] };
  if (answer === undefined && texts[1] !== '') return { field: 'answer', found: texts[1] };
  if (end === undefined) return { field: 'end', found: texts[2] };
  const duration = Number.parseInt(seconds, 10);
  if (Number.isNaN(duration)) return { field: 'duration', found: seconds };
  const { clock } = reading;
  const rank = rankFrom({ duration: duration * 1_000, uniqueid, after: reading.after });
  let best: { times: Times; rank: readonly number[] } | undefined;
  for (const from of clock.moments(start)) {
    for (const to of clock.moments(end)) {
      if (to < from || to - from > LONGEST_MS) continue;
      const times = { start: from, end: to, answer: within(answer, clock, from, to) };
      const ranked = rank(times);
      if (!best || less(ranked, best.rank)) best = { times, rank: ranked };
    }
  }
  return best?.times ?? { field: 'end', found: texts[2] };
}

// Where the clocks were put back a figure can mean two moments: the length that
// the server measured decides, then the moment in the channel's id, then the file's order.
const rankFrom =
  ({ duration, uniqueid, after }: { duration: number; uniqueid: string; after: number | undefined }) =>
  ({ start, end }: Times): readonly number[] => {
    const born = Number(UNIQUEID.exec(uniqueid)?.[1] ?? Number.NaN) * 1_000;
    const sinceBirth = Number.isNaN(born)
      ? 0
      : start < born - 2_000
        ? Number.POSITIVE_INFINITY
        : start - born;
    const early = after !== undefined && end < after - DISORDER_MS ? 1 : 0;
    return [Math.abs(end - start - duration) > 2_000 ? 1 : 0, sinceBirth, early, start];
  };

const less = (a: readonly number[], b: readonly number[]): boolean => {
  const first = a.findIndex((value, i) => value !== b[i]);
  return first >= 0 && (a[first] as number) < (b[first] as number);
};

function within(wall: number | undefined, clock: WallClock, from: number, to: number): number | undefined {
  if (wall === undefined) return undefined;
  const moments = clock.moments(wall);
  return moments.find((at) => at >= from && at <= to) ?? moments[0];
}
