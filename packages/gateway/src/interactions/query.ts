import { say } from '@callbus/runtime';
import { badParameter } from '../errors.ts';
import { limitIn, momentIn, type Raw, textIn } from '../history/query.ts';
import { messages } from '../messages.ts';
import { KINDS } from './view.ts';

/** What a list of interactions may be sorted by, and the column behind it. */
export const SORTS = {
  at: 'at',
  updatedAt: 'updated_at',
  kind: 'kind',
  login: 'login',
  pbx: 'pbx',
} as const;

export type Sort = keyof typeof SORTS;

/** The row a page ended with. */
export interface Place {
  value: string | number;
  at: number;
  row: number;
}

/** A list of interactions that is asked for, checked. */
export interface InteractionQuery {
  from?: number;
  to?: number;
  kind?: string[];
  pbx?: string;
  login?: string;
  treatment?: string;
  id?: string;
  sort: Sort;
  descending: boolean;
  limit: number;
  after?: Place;
}

/**
 * Reads the query of `GET /api/v1/interactions`; parameters we do not know are ignored.
 * @throws {ApiError} naming the parameter
 */
export function readInteractionQuery(raw: Raw): InteractionQuery {
  const query: InteractionQuery = { ...sortIn(raw), limit: limitIn(raw) };
  const [from, to] = [momentIn(raw, 'from'), momentIn(raw, 'to')];
  if (from !== undefined) query.from = from;
  if (to !== undefined) query.to = to;
  const kind = textIn(raw, 'kind');
  if (kind !== undefined) query.kind = [...new Set(kind.split(',').map((k) => kindIn(k.trim())))];
  for (const name of ['pbx', 'login', 'treatment', 'id'] as const) {
    const value = textIn(raw, name);
    if (value !== undefined) query[name] = value;
  }
  const cursor = textIn(raw, 'cursor');
  if (cursor !== undefined) query.after = readCursor(cursor, query);
  return query;
}

/** Where the next page begins. */
export const writeCursor = (query: InteractionQuery, { value, at, row }: Place): string =>
  Buffer.from(JSON.stringify([sortName(query), value, at, row])).toString('base64url');

const sortName = ({ sort, descending }: Pick<InteractionQuery, 'sort' | 'descending'>): string =>
  `${descending ? '-' : ''}${sort}`;

function readCursor(cursor: string, query: InteractionQuery): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [name, value, at, row] = Array.isArray(parts) ? (parts as unknown[]) : [];
    const numeric = query.sort === 'at' || query.sort === 'updatedAt';
    const fits = typeof value === (numeric ? 'number' : 'string');
    if (name === sortName(query) && fits && typeof at === 'number' && typeof row === 'number')
      return { value: value as string | number, at, row };
  } catch {
    // Falls through to the one error.
  }
  throw badParameter('cursor', cursor, say(messages.cursor));
}

function kindIn(kind: string): string {
  if (!KINDS.includes(kind)) throw badParameter('kind', kind, KINDS.join(' | '));
  return kind;
}

// A plus sign in a query string arrives as a space.
function sortIn(raw: Raw): { sort: Sort; descending: boolean } {
  const value = textIn(raw, 'sort') ?? '-at';
  const name = value.replace(/^[-+ ]/, '');
  if (!Object.hasOwn(SORTS, name)) throw badParameter('sort', value, `[-]${Object.keys(SORTS).join(' | ')}`);
  return { sort: name as Sort, descending: value.startsWith('-') };
}
