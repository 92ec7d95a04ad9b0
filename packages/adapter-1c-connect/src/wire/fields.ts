import { type Message, maskNumbers, say } from '@callbus/runtime';
import { BadMessage } from '../errors.ts';
import { messages } from '../messages.ts';
import { momentOf, secondsOf } from './moments.ts';
import type { Element } from './xml.ts';

/** Ids end up in subjects, records and other people's screens. */
const LONGEST = 500;
const LONGEST_TEXT = 256 << 10;
// What no id has: control characters, and what is left of bytes that are not UTF-8.
const UNREADABLE = /[\p{Cc}\ufffd]/u;
// What a text may not have either.
const FORBIDDEN = /(?![\t\n\r])\p{Cc}/gu;

/** Reads the tags of one element by name, whatever their case; remembers what it could not read. */
export class Fields {
  readonly flaws: string[] = [];
  readonly #element: Element;
  readonly #children = new Map<string, Element>();

  constructor(element: Element) {
    this.#element = element;
    for (const child of element.children) {
      const name = child.name.toLowerCase();
      // An empty tag does not hide a filled one of the same name.
      if (!this.#children.has(name) || this.#raw(name) === '') this.#children.set(name, child);
    }
  }

  /** An attribute, whatever its case. */
  attribute(name: string): string {
    return attributeOf(this.#element, name);
  }

  child(name: string): Element | undefined {
    return this.#children.get(name.toLowerCase());
  }

  /** An id or a word: one short line; absent is empty. @throws {BadMessage} */
  id(name: string): string {
    return this.checked(name, this.#raw(name));
  }

  /** @throws {BadMessage} naming the tag where it is missing or unreadable */
  required(name: string): string {
    const value = this.id(name);
    if (value === '') throw badField(name, '', messages.id);
    return value;
  }

  /** What an id or a word may be. @throws {BadMessage} */
  checked(name: string, value: string): string {
    if (value.length > LONGEST) throw badField(name, value, say(messages.atMost, { longest: LONGEST }));
    if (UNREADABLE.test(value) || !value.isWellFormed()) throw badField(name, value, messages.readable);
    return value;
  }

  /** What people wrote, as they wrote it. */
  text(name: string): string {
    return cleanText(this.child(name)?.text ?? '');
  }

  /** A moment; what is told and is none is noted, and the rest counts. */
  moment(name: string): number | undefined {
    const value = this.#raw(name);
    const at = momentOf(value);
    if (at === 'unreadable') this.#flaw(name, value, messages.moment);
    return typeof at === 'number' ? at : undefined;
  }

  seconds(name: string): number | undefined {
    const value = this.#raw(name);
    if (value === '') return undefined;
    const seconds = secondsOf(value);
    if (seconds === undefined) this.#flaw(name, value, messages.seconds);
    return seconds;
  }

  /** A whole number in a range. */
  whole(name: string, from: number, to: number): number | undefined {
    const value = this.#raw(name);
    if (value === '') return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= from && number <= to) return number;
    this.#flaw(name, value, `${from}..${to}`);
    return undefined;
  }

  /** Notes something that was told and cannot be used. */
  flaw(name: string, value: string, expected: Message | string): void {
    this.#flaw(name, value, expected);
  }

  #flaw(name: string, value: string, expected: Message | string): void {
    this.flaws.push(badField(name, value, expected).message);
  }

  #raw(name: string): string {
    const child = this.#children.get(name.toLowerCase());
    if (!child) return '';
    return child.text.trim() || attributeOf(child, 'value').trim();
  }
}

/** An attribute, whatever its case; absent is empty. */
export function attributeOf({ attributes }: Element, name: string): string {
  const exact = attributes.get(name);
  if (exact !== undefined) return exact.trim();
  const wanted = name.toLowerCase();
  for (const [key, value] of attributes) if (key.toLowerCase() === wanted) return value.trim();
  return '';
}

/** A text without what no terminal, screen or database should meet. */
export const cleanText = (text: string): string =>
  text.slice(0, LONGEST_TEXT).toWellFormed().replace(FORBIDDEN, '');

/** The error for a tag or attribute that is not what it should be. */
export function badField(field: string, found: string, expected: Message | string): BadMessage {
  const wanted = typeof expected === 'string' ? expected : say(expected);
  return new BadMessage('field', say(messages.field, { field, found: shown(found), expected: wanted }));
}

const shown = (found: string): string =>
  found === '' ? say(messages.nothing) : maskNumbers(JSON.stringify(found.slice(0, 60)));
