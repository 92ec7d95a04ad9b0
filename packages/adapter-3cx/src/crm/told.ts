import { maskNumbers, say } from '@callbus/runtime';
import { BadMessage } from './errors.ts';
import { messages } from './messages.ts';

/** Fields by name, as they came. */
export type Told = Readonly<Record<string, unknown>>;

/** Names, texts and numbers end up in records and on other people's screens. */
const LONGEST = 1_000;
// A variable this version of the PBX does not know comes as it stands in the
// template, `[Summary]` or `[[Duration].ToString("F0")]`.
const PLACEHOLDER = /^\[+[A-Za-z_][\w:]*\](?:\.[^\]]*\])?$/;
const UNREADABLE = /\p{Cc}/gu;

/** The error for a field that is not what it should be. */
export function badField(field: string, found: unknown, expected: string): BadMessage {
  return new BadMessage(field, say(messages.field, { field, found: shown(found), expected }));
}

function shown(found: unknown): string {
  if (found === undefined || found === null || found === '') return say(messages.nothing);
  if (typeof found === 'object') return say(messages.object);
  return maskNumbers(JSON.stringify(found).slice(0, 60));
}

/**
 * Text of the first of these fields that says anything; names are compared
 * without case. Absent, null and an unfilled variable are empty.
 */
export function text(told: Told, ...names: readonly string[]): string {
  for (const name of names) {
    const value = fieldOf(told, name);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const read = String(value).toWellFormed().replace(UNREADABLE, ' ').trim().slice(0, LONGEST);
    if (read !== '' && !PLACEHOLDER.test(read)) return read;
  }
  return '';
}

function fieldOf(told: Told, name: string): unknown {
  if (Object.hasOwn(told, name)) return told[name];
  const wanted = name.toLowerCase();
  const found = Object.keys(told).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : told[found];
}

/**
 * The fields of a body: JSON, or a form where the type says so. Text that is
 * not UTF-8 is read as the charset that the type names, or as Windows-1251.
 * @throws {BadMessage} where it is neither
 */
export function readBody(body: Uint8Array, contentType: string): Told {
  const decoded = decode(body, contentType);
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(decoded));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoded);
  } catch {
    throw new BadMessage('', say(messages.badJson));
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new BadMessage('', say(messages.badJson));
  return parsed as Told;
}

function decode(body: Uint8Array, contentType: string): string {
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  for (const charset of [named, 'utf-8']) {
    if (charset === undefined) continue;
    try {
      return new TextDecoder(charset, { fatal: true }).decode(body);
    } catch {
      // Not that charset, whatever the type says.
    }
  }
  return new TextDecoder('windows-1251').decode(body);
}

/** A number of a query, whose plus sign came as a space. */
export const phone = (value: string): string =>
  /^ ?\+?\d/.test(value) ? value.replace(/^ (?=\d)/, '+') : value;
