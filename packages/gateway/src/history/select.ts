import type { SQLInputValue } from 'node:sqlite';
import { type CallQuery, type Range, SORTS } from './query.ts';
import { SIGNIFICANT } from './row.ts';

/** A statement and what goes into its question marks. */
export interface Statement {
  sql: string;
  values: SQLInputValue[];
}

/** The filters, the usually narrowest first, and the columns they are about. */
const FILTERS = {
  number: ['last_digits'],
  counterparty: ['counterparty'],
  extension: ['extension', 'caller_extension'],
  status: ['status'],
  type: ['type'],
  direction: ['direction'],
  pbx: ['pbx'],
} as const;

/** Filters that say from where to where; their index helps only where few calls lie between. */
const RANGES = ['duration', 'talk'] as const;

type Filter = keyof typeof FILTERS;
type Lead = Filter | (typeof RANGES)[number];

/** Whether so many calls fit a condition that its index is of little help. */
export type IsBroad = (column: string, condition: Statement) => boolean;

/**
 * The statement behind a list of calls: `value`, `started_at`, `call_id` of one
 * row more than the page holds. Each alternative of a filter (one status of
 * several, one side of an internal call) is asked for by itself, because only
 * then an index gives it in order and the rest need not be read.
 */
export function selectCalls(query: CallQuery, isBroad: IsBroad): Statement {
  const lead = leadOf(query, isBroad);
  const column = SORTS[query.sort];
  const order = query.descending ? 'DESC' : 'ASC';
  const keys = column === 'started_at' ? ['started_at', 'call_id'] : [column, 'started_at', 'call_id'];
  const limit = query.limit + 1;
  const by = (names: string[]): string => names.map((k) => `${k} ${order}`).join(', ');
  // Left to itself SQLite would rather read all in their order than a few and sort them.
  const source = RANGES.some((name) => name === lead) ? `calls INDEXED BY calls_${lead}` : 'calls';
  const parts = alternatives(query, lead).map((terms): Statement => {
    const all = [...terms, ...common(query, lead, keys)];
    return {
      sql: `SELECT ${column} AS value, started_at, call_id FROM ${source}${all.length > 0 ? ' WHERE ' : ''}${all.map((t) => t.sql).join(' AND ')} ORDER BY ${by(keys)} LIMIT ${limit}`,
      values: all.flatMap((t) => t.values),
    };
  });
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const together = parts.map((p) => `SELECT * FROM (${p.sql})`).join(' UNION ALL ');
  return {
    sql: `${together} ORDER BY ${by(['value', 'started_at', 'call_id'])} LIMIT ${limit}`,
    values: parts.flatMap((p) => p.values),
  };
}

/** Filters that exclude each other and together mean the whole. */
function alternatives(q: CallQuery, lead: Lead | undefined): Statement[][] {
  const is = equals(lead);
  const { status, type, extension } = q;
  // Where something else leads, the words of its calls are compared one by one.
  const oneOf = (name: 'status' | 'type', words: string[] | undefined): Statement[][] => {
    if (!words) return [[]];
    if (lead === name) return words.map((word) => [is(name, name, word)]);
    return [[{ sql: `+${name} IN (${words.map(() => '?').join(', ')})`, values: words }]];
  };
  const sides: Statement[][] =
    extension === undefined
      ? [[]]
      : [
          [is('extension', 'extension', extension)],
          [is('extension', 'caller_extension', extension), { sql: '+extension <> ?', values: [extension] }],
        ];
  return oneOf('status', status).flatMap((one) =>
    oneOf('type', type).flatMap((other) => sides.map((side) => [...one, ...other, ...side])),
  );
}

/** What every alternative has in common. */
function common(q: CallQuery, lead: Lead | undefined, keys: string[]): Statement[] {
  const is = equals(lead);
  const out: Statement[] = [];
  if (q.from !== undefined) out.push({ sql: 'started_at >= ?', values: [q.from] });
  if (q.to !== undefined) out.push({ sql: 'started_at < ?', values: [q.to] });
  if (q.direction !== undefined) out.push(is('direction', 'direction', q.direction));
  if (q.pbx !== undefined) out.push(is('pbx', 'pbx', q.pbx));
  if (q.counterparty !== undefined) out.push(is('counterparty', 'counterparty', q.counterparty));
  for (const name of RANGES) {
    const range = q[name];
    if (range) out.push(between(lead === name ? name : `+${name}`, range));
  }
  if (q.number !== undefined) {
    if (q.number.length === SIGNIFICANT) out.push(is('number', 'last_digits', q.number));
    // ':' is the character after '9'.
    else {
      const digits = `${lead === 'number' ? '' : '+'}last_digits`;
      out.push({ sql: `${digits} >= ? AND ${digits} < ?`, values: [q.number, `${q.number}:`] });
    }
  }
  if (q.after) {
    const { value, startedAt, callId } = q.after;
    const place = keys.length === 2 ? [startedAt, callId] : [value, startedAt, callId];
    const marks = place.map(() => '?').join(', ');
    out.push({ sql: `(${keys.join(', ')}) ${q.descending ? '<' : '>'} (${marks})`, values: place });
  }
  return out;
}

/**
 * The filter whose index leads. SQLite knows nothing of how many calls a value
 * has; where all have many, the index that has the list in its order is better
 * than sorting them.
 */
function leadOf(q: CallQuery, isBroad: IsBroad): Lead | undefined {
  const asked = (Object.keys(FILTERS) as Filter[]).filter((f) => q[f] !== undefined);
  const isOneBroad = (column: string, value: string): boolean =>
    isBroad(column, { sql: `${column} = ?`, values: [value] });
  const narrow =
    asked.find((f) => !FILTERS[f].some((c) => [q[f] ?? []].flat().some((v) => isOneBroad(c, v)))) ??
    RANGES.find((name) => q[name] && !isBroad(name, between(name, q[name])));
  const inOrder = q.sort === 'startedAt' || q.from !== undefined || q.to !== undefined;
  return narrow ?? (inOrder ? asked[0] : undefined);
}

/** A column within a range that is open on one side at most. */
function between(column: string, { min, max }: Range): Statement {
  const ends = [
    ...(min === undefined ? [] : [{ sql: `${column} >= ?`, value: min }]),
    ...(max === undefined ? [] : [{ sql: `${column} <= ?`, value: max }]),
  ];
  // What the source never told is no number of seconds at all.
  const told = min === undefined ? `${column} >= 0 AND ` : '';
  return { sql: told + ends.map((e) => e.sql).join(' AND '), values: ends.map((e) => e.value) };
}

// The plus sign keeps SQLite from the index of a filter that does not lead.
const equals =
  (lead: Lead | undefined) =>
  (filter: Filter, column: string, value: string): Statement => ({
    sql: `${filter === lead ? '' : '+'}${column} = ?`,
    values: [value],
  });
