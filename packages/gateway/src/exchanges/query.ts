import { say } from '@callbus/runtime';
import { badParameter } from '../errors.ts';
import { limitIn, momentIn, type Raw, textIn } from '../history/query.ts';
import { messages } from '../messages.ts';

/** The exchange a page ended with. */
export interface ExchangePlace {
  at: number;
  id: number;
}

/** Exchanges that are asked for, checked. */
export interface ExchangeQuery {
  service?: string;
  direction?: 'in' | 'out';
  /** An HTTP status, the first digit of one, or 0 for no answer. */
  status?: number;
  from?: number;
  to?: number;
  limit: number;
  after?: ExchangePlace;
}

/**
 * Reads the query of `GET /api/v1/exchanges`; parameters we do not know are ignored.
 * @throws {ApiError} naming the parameter
 */
export function readExchangeQuery(raw: Raw): ExchangeQuery {
  const query: ExchangeQuery = { limit: limitIn(raw) };
  const [from, to] = [momentIn(raw, 'from'), momentIn(raw, 'to')];
  if (from !== undefined) query.from = from;
  if (to !== undefined) query.to = to;
  const service = textIn(raw, 'service');
  if (service !== undefined) query.service = service;
  const direction = textIn(raw, 'direction');
  if (direction !== undefined) {
    if (direction !== 'in' && direction !== 'out') throw badParameter('direction', direction, 'in | out');
    query.direction = direction;
  }
  const status = textIn(raw, 'status');
  if (status !== undefined) query.status = statusOf(status);
  const cursor = textIn(raw, 'cursor');
  if (cursor !== undefined) query.after = readPlace(cursor);
  return query;
}

/** Where the next page begins. */
export const writePlace = ({ at, id }: ExchangePlace): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url');

function readPlace(cursor: string): ExchangePlace {
  try {
    const [at, id, ...more] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (Number.isSafeInteger(at) && Number.isSafeInteger(id) && more.length === 0)
      return { at: at as number, id: id as number };
  } catch {
    // Falls through to the one error.
  }
  throw badParameter('cursor', cursor, say(messages.pageCursor));
}

function statusOf(text: string): number {
  if (text === 'none') return 0;
  const [, exact, first] = /^(?:([1-5]\d\d)|([1-5])xx)$/i.exec(text) ?? [];
  const status = Number(exact ?? first ?? 0);
  if (status === 0) throw badParameter('status', text, '404 | 5xx | none');
  return status;
}
