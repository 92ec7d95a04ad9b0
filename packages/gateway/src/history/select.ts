import type { SQLInputValue } from 'node:sqlite';
import { type CallQuery, SORTS } from './query.ts';
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
  direction: ['direction'],
  pbx: ['pbx'],
} as const;

type Filter = keyof typeof FILTERS;

/** Whether so many calls have a value that its index is of little help. */
export type IsBroad = (column: (typeof FILTERS)[Filter][number], value: string) => boolean;

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
  const parts = alternatives(query, lead).map((terms): Statement => {
    const all = [...terms, ...common(query, lead, keys)];
    return {
      sql: `SELECT ${column} AS value, started_at, call_id FROM calls${all.length > 0 ? ' WHERE ' : ''}${all.map((t) => t.sql).join(' AND ')} ORDER BY ${by(keys)} LIMIT ${limit}`,
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
function alternatives(q: CallQuery, lead: Filter | undefined): Statement[][] {
  const is = equals(lead);
  const { status, extension } = q;
  // Where something else leads, the statuses of its calls are compared one by one.
  const statuses: Statement[][] = !status
    ? [[]]
    : lead === 'status'
      ? status.map((s) => [is('status', 'status', s)])
      : [[{ sql: `+status IN (${status.map(() => '?').join(', ')})`, values: status }]];
  const sides: Statement[][] =
    extension === undefined
      ? [[]]
      : [
          [is('extension', 'extension', extension)],
          [is('extension', 'caller_extension', extension), { sql: '+extension <> ?', values: [extension] }],
        ];
  return statuses.flatMap((one) => sides.map((side) => [...one, ...side]));
}

/** What every alternative has in common. */
function common(q: CallQuery, lead: Filter | undefined, keys: string[]): Statement[] {
  const is = equals(lead);
  const out: Statement[] = [];
  if (q.from !== undefined) out.push({ sql: 'started_at >= ?', values: [q.from] });
  if (q.to !== undefined) out.push({ sql: 'started_at < ?', values: [q.to] });
  if (q.direction !== undefined) out.push(is('direction', 'direction', q.direction));
  if (q.pbx !== undefined) out.push(is('pbx', 'pbx', q.pbx));
  if (q.counterparty !== undefined) out.push(is('counterparty', 'counterparty', q.counterparty));
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
function leadOf(q: CallQuery, isBroad: IsBroad): Filter | undefined {
  const asked = (Object.keys(FILTERS) as Filter[]).filter((f) => q[f] !== undefined);
  const narrow = asked.find((f) => !FILTERS[f].some((c) => [q[f] ?? []].flat().some((v) => isBroad(c, v))));
  const inOrder = q.sort === 'startedAt' || q.from !== undefined || q.to !== undefined;
  return narrow ?? (inOrder ? asked[0] : undefined);
}

// The plus sign keeps SQLite from the index of a filter that does not lead.
const equals =
  (lead: Filter | undefined) =>
  (filter: Filter, column: string, value: string): Statement => ({
    sql: `${filter === lead ? '' : '+'}${column} = ?`,
    values: [value],
  });
