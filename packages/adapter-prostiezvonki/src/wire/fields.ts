import { type Message, maskNumbers, say } from '@callbus/runtime';
import { BadMessage } from '../errors.ts';
import { messages } from '../messages.ts';

/** Fields by name, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids, numbers and lines end up in subjects, records and other people's screens. */
const LONGEST = 1_000;

// What nearly all of it is; everything else is looked at more closely.
const PLAIN = /^[\x20-\x7e]*$/;
// What no id or number has: control characters, and what is left of bytes that are not UTF-8.
const UNREADABLE = /[\p{Cc}\ufffd]/u;

/** Links carry signatures and can be longer than anything else. */
const LONGEST_LINK = 8_000;
const LINKED = new Set(['http', 'https', 'ftp', 'ftps', 'sftp', 'file', 'smb']);

/** The error for a field that is not what it should be. */
export function badField(field: string, found: unknown, expected: Message | string): BadMessage {
  const wanted = typeof expected === 'string' ? expected : say(expected);
  return new BadMessage(field, say(messages.field, { field, found: shown(found), expected: wanted }));
}

function shown(found: unknown): string {
  if (found === undefined || found === null || found === '') return say(messages.nothing);
  if (Array.isArray(found)) return say(messages.list);
  if (typeof found === 'object') return say(messages.object);
  return maskNumbers(JSON.stringify(found).slice(0, 60));
}

/**
 * Text of a field; absent is empty.
 * @throws {BadMessage} for anything but text that can be read
 */
export function text(fields: Fields, field: string, longest = LONGEST): string {
  const value = fields[field];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw badField(field, value, messages.text);
  const told = value.trim();
  if (told.length > longest) throw badField(field, value, say(messages.atMost, { longest }));
  if (!PLAIN.test(told) && (UNREADABLE.test(told) || !told.isWellFormed()))
    throw badField(field, value, messages.readable);
  return told;
}

/**
 * The link to a recording, which people will click on in 1C; empty where it is
 * none: a link that runs something is no recording, and its call is told without.
 */
export function link(fields: Fields, field: string): string {
  const told = text(fields, field, LONGEST_LINK);
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(told)?.[1]?.toLowerCase();
  return scheme === undefined || LINKED.has(scheme) ? told : '';
}

/** Text of a field that must be there. @throws {BadMessage} */
export function required(fields: Fields, field: string, expected: Message = messages.text): string {
  const value = text(fields, field);
  if (value === '') throw badField(field, fields[field], expected);
  return value;
}

/** One of the words a field may hold. @throws {BadMessage} */
export function oneOf<const W extends string>(fields: Fields, field: string, words: readonly W[]): W {
  const value = text(fields, field);
  const found = words.find((w) => w === value);
  if (found === undefined) throw badField(field, fields[field], words.join(' | '));
  return found;
}

/** Fields of URL-encoded text; one that is told twice is a list, as in a query. */
export function formFields(encoded: string): Fields {
  const form = new URLSearchParams(encoded);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/**
 * Gives numbers of URL-encoded fields their plus sign back: senders write
 * `src_num=+7...` as it is, and there a plus sign stands for a space.
 */
export function withPlus(fields: Fields, names: readonly string[]): Fields {
  const mended = names.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' && /^ \d/.test(value) ? [[name, `+${value.trim()}`]] : [];
  });
  return mended.length === 0 ? fields : { ...fields, ...Object.fromEntries(mended) };
}
