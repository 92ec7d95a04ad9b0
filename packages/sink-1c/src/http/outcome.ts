import { type Exchange, NO_ANSWER, TOO_LATE } from './exchange.ts';

/** What became of a request to 1C, in the terms that decide what to do next. */
export type Outcome =
  | { kind: 'ok'; status: number; body: string }
  /** Nobody took the bytes. */
  | { kind: 'unsent'; reason: string }
  /** The bytes went out and no answer came: it may have been taken. */
  | { kind: 'lost'; reason: string }
  /** Locked, updating, not published: a page for people where an answer should be. */
  | { kind: 'page'; status: number }
  | { kind: 'busy'; status: number }
  | { kind: 'denied'; status: number }
  /** 1C looked at it and will never take it. */
  | { kind: 'refused'; status: number; reason: string }
  /** 1C stumbled over it; it may be the record's fault or the base's. */
  | { kind: 'failed'; status: number; reason: string };

// Statuses by which a web server says "not now".
const NOT_NOW = new Set([408, 423, 425, 429, 502, 503, 504]);
// The platform's own words, before any extension is asked (no session, base locked).
const PLATFORM = 'http://v8.1c.ru/8.2/virtual-resource-system';

/** Reads how a request ended. */
export function outcomeOf({ sent, status, headers, text, reason }: Exchange): Outcome {
  if (status === 0) return { kind: sent ? 'lost' : 'unsent', reason };
  if (status === 401 || status === 403) return { kind: 'denied', status };
  if (isPage(status, String(headers['content-type'] ?? ''), text)) return { kind: 'page', status };
  if (status >= 200 && status < 300) return { kind: 'ok', status, body: text };
  if (NOT_NOW.has(status)) return { kind: 'busy', status };
  if (status >= 500) return { kind: 'failed', status, reason: reasonOf(status, text) };
  if (status >= 400) return { kind: 'refused', status, reason: reasonOf(status, text) };
  // A redirect turns a POST into a GET: the address is not the service's.
  return { kind: 'page', status };
}

/** Whether it was us who would not wait, which says little about the base. */
export const gaveUp = (outcome: Outcome): boolean =>
  (outcome.kind === 'unsent' && outcome.reason === TOO_LATE) ||
  (outcome.kind === 'lost' && outcome.reason === NO_ANSWER);

/**
 * Whether a person was spoken to where the extension should have answered. An
 * extension that says 200 and forgets its Content-Type must be believed all the
 * same, or its record would be repeated for ever.
 */
function isPage(status: number, type: string, text: string): boolean {
  if (/^\s*<(?:!doctype|html)/i.test(text) || text.slice(0, 2_000).includes(PLATFORM)) return true;
  const html = /\bhtml\b/i.test(type);
  if (status >= 200 && status < 300) return html && /^\s*</.test(text);
  // Nobody of the extension's says 404 without a word: the service is not published.
  return html || (status === 404 && text.trim() === '');
}

const reasonOf = (status: number, body: string): string =>
  `${status} ${body.replace(/\s+/g, ' ').trim().slice(0, 300)}`.trim();
