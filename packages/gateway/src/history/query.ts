import { CallStatus, Direction, digitsOf, enumValue } from '@callbus/contract';
import { say } from '@callbus/runtime';
import { badParameter } from '../errors.ts';
import { messages } from '../messages.ts';
import { lastDigits, TYPES } from './row.ts';

/** What a list of calls may be sorted by, and the column behind it. */
export const SORTS = {
  startedAt: 'started_at',
  endedAt: 'ended_at',
  duration: 'duration',
  talkSeconds: 'talk',
  type: 'type',
  direction: 'direction',
  status: 'status',
  externalNumber: 'digits',
  extension: 'extension',
  pbx: 'pbx',
  counterparty: 'counterparty',
} as const;

export type Sort = keyof typeof SORTS;

/** Sorts whose column holds numbers. */
const NUMERIC: ReadonlySet<Sort> = new Set(['startedAt', 'endedAt', 'duration', 'talkSeconds']);

/** The row a page ended with: what it was sorted by, and what decides between equals. */
export interface Place {
  value: string | number;
  startedAt: number;
  callId: string;
}

/** Between these, both included; open where left out. */
export interface Range {
  min?: number;
  max?: number;
}

/** A list of calls that is asked for, checked. */
export interface CallQuery {
  from?: number;
  to?: number;
  direction?: string;
  status?: string[];
  type?: string[];
  /** Milliseconds from its beginning to its end. */
  duration?: Range;
  /** Seconds. */
  talk?: Range;
  extension?: string;
  /** The number's last digits, the last one first, as `lastDigits` gives them. */
  number?: string;
  pbx?: string;
  counterparty?: string;
  sort: Sort;
  descending: boolean;
  limit: number;
  after?: Place;
}

/** A query string as it came. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads the query of `GET /api/v1/calls`; parameters we do not know are ignored.
 * @throws {ApiError} naming the parameter
 */
export function readQuery(raw: Raw): CallQuery {
  const { sort, descending } = sortOf(raw);
  const query: CallQuery = { sort, descending, limit: limitIn(raw) };
  const [from, to] = [momentIn(raw, 'from'), momentIn(raw, 'to')];
  if (from !== undefined) query.from = from;
  if (to !== undefined) query.to = to;
  const direction = textIn(raw, 'direction');
  if (direction !== undefined) query.direction = word(Direction, 'direction', direction);
  const status = textIn(raw, 'status');
  if (status !== undefined)
    query.status = [...new Set(status.split(',').map((s) => word(CallStatus, 'status', s.trim())))];
  const type = textIn(raw, 'type');
  if (type !== undefined) query.type = [...new Set(type.split(',').map((t) => typeWord(t.trim())))];
  const duration = rangeIn(raw, 'minDuration', 'maxDuration', 1_000);
  if (duration) query.duration = duration;
  const talk = rangeIn(raw, 'minTalk', 'maxTalk', 1);
  if (talk) query.talk = talk;
  const number = textIn(raw, 'number');
  if (number !== undefined) {
    query.number = lastDigits(digitsOf(withoutSuffix(number)));
    if (query.number === '') throw badParameter('number', number, say(messages.digits));
  }
  for (const name of ['extension', 'pbx', 'counterparty'] as const) {
    const value = textIn(raw, name);
    if (value !== undefined) query[name] = value;
  }
  const cursor = textIn(raw, 'cursor');
  if (cursor !== undefined) query.after = readCursor(cursor, query);
  return query;
}

/** Where the next page begins. */
export const writeCursor = (query: CallQuery, { value, startedAt, callId }: Place): string =>
  Buffer.from(JSON.stringify([sortName(query), value, startedAt, callId])).toString('base64url');

const sortName = ({ sort, descending }: Pick<CallQuery, 'sort' | 'descending'>): string =>
  `${descending ? '-' : ''}${sort}`;

function readCursor(cursor: string, query: CallQuery): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [name, value, startedAt, callId] = Array.isArray(parts) ? (parts as unknown[]) : [];
    const fits = NUMERIC.has(query.sort) ? typeof value === 'number' : typeof value === 'string';
    if (name === sortName(query) && fits && typeof startedAt === 'number' && typeof callId === 'string')
      return { value: value as string | number, startedAt, callId };
  } catch {
    // Falls through to the one error.
  }
  throw badParameter('cursor', cursor, say(messages.cursor));
}

// `8(495)229-30-42 доб. 123` is a search for the number before the extension.
const withoutSuffix = (number: string): string => number.split(/[,;#]|доб|вн|ext/i)[0] ?? '';

/** A parameter that is given once, or not at all. @throws {ApiError} */
export function textIn(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw badParameter(name, value, say(messages.oneValue));
  return value;
}

function word(enumeration: typeof Direction | typeof CallStatus, name: string, found: string): string {
  const words = Object.keys(enumeration)
    .map((w) => w.toLowerCase())
    .filter((w) => w !== 'unspecified');
  if (!words.includes(found) || enumValue(enumeration, found) === undefined)
    throw badParameter(name, found, words.join(' | '));
  return found;
}

function typeWord(found: string): string {
  if (!TYPES.some((t) => t === found)) throw badParameter('type', found, TYPES.join(' | '));
  return found;
}

// Seconds as people write them, a decimal comma included.
function rangeIn(raw: Raw, min: string, max: string, unit: number): Range | undefined {
  const [from, to] = [min, max].map((name) => {
    const text = textIn(raw, name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}(?:[.,]\d{1,3})?$/.test(text)) throw badParameter(name, text, say(messages.seconds));
    return Number(text.replace(',', '.')) * unit;
  });
  if (from === undefined && to === undefined) return undefined;
  return { ...(from === undefined ? {} : { min: from }), ...(to === undefined ? {} : { max: to }) };
}

/** How much a page holds. @throws {ApiError} */
export function limitIn(raw: Raw): number {
  const value = textIn(raw, 'limit') ?? '100';
  const limit = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > 1_000) throw badParameter('limit', value, '1..1000');
  return limit;
}

/** How many rows a table may have; all where nobody says. @throws {ApiError} */
export function mostIn(raw: Raw): number | undefined {
  const value = textIn(raw, 'limit');
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw badParameter('limit', value, '1..999999999');
  return Number(value);
}

// A plus sign in a query string arrives as a space.
function sortOf(raw: Raw): { sort: Sort; descending: boolean } {
  const value = textIn(raw, 'sort') ?? '-startedAt';
  const name = value.replace(/^[-+ ]/, '');
  if (!Object.hasOwn(SORTS, name)) throw badParameter('sort', value, `[-]${Object.keys(SORTS).join(' | ')}`);
  return { sort: name as Sort, descending: value.startsWith('-') };
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A moment, Unix milliseconds. Without a zone it is this machine's time, a date alone its midnight.
 * @throws {ApiError}
 */
export function momentIn(raw: Raw, name: string): number | undefined {
  const value = textIn(raw, name)?.replace(/ (?=\d{2}:?\d{2}$)/, (space, at: number) =>
    at > 10 ? '+' : space,
  );
  if (value === undefined) return undefined;
  const [, date = '', time = '00:00', zone = ''] = MOMENT.exec(value) ?? [];
  const at = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(at) || !isDay(date))
    throw badParameter(name, value, 'RFC 3339 (2026-11-20T10:00:00+03:00)');
  return at;
}

// 30 February would quietly become 2 March.
const isDay = (date: string): boolean =>
  new Date(Date.parse(`${date}T00:00Z`)).toISOString().startsWith(date);
