import type { AmiMessage } from './message.ts';

export const CR = 13;
export const LF = 10;
/** Where lines without a colon go, as the text they are. */
const LOOSE = 'Output';

/** One header in the order in which headers came, and those that were seen after it. */
export interface Step {
  readonly name: string;
  /** What the line begins with: the name, the colon and the space. */
  readonly prefix: string;
  /** Characters before the value. */
  readonly skip: number;
  /** The value can simply be put under the name. */
  readonly plain: boolean;
  /** `prefix` alone tells that a line is this one. */
  readonly certain: boolean;
  /** What it takes of the room for known sequences. */
  readonly cost: number;
  /** Its value the last time; a short one, because it is kept. */
  last: string;
  /** What came after it the last time. */
  next: Step | undefined;
  readonly others: Step[];
}

export function stepFor(text: string, at: number, message: AmiMessage): Step {
  const colon = text.indexOf(':', at);
  const loose = colon < 0 || colon > lineEnd(text, at);
  const name = loose ? LOOSE : text.slice(at, colon);
  const certain = !loose && text[colon + 1] === ' ';
  const prefix = loose ? '' : certain ? `${name}: ` : `${name}:`;
  const plain = name !== '__proto__' && !Object.hasOwn(message, name);
  return {
    name,
    prefix,
    skip: prefix.length,
    plain,
    certain,
    cost: name.length * 2 + 128,
    last: '',
    next: undefined,
    others: [],
  };
}

export function fits(step: Step, text: string, at: number): boolean {
  if (step.certain) return text.startsWith(step.prefix, at);
  if (step.prefix !== '') return text.startsWith(step.prefix, at) && text[at + step.skip] !== ' ';
  const colon = text.indexOf(':', at);
  return colon < 0 || colon > lineEnd(text, at);
}

/** Puts a value under a name that came before or that an object gives a meaning of its own. */
export function set(message: AmiMessage, { name, plain }: Step, value: string): void {
  if (plain) {
    message[name] = value;
    return;
  }
  const before = Object.hasOwn(message, name) ? message[name] : undefined;
  if (Array.isArray(before)) {
    before.push(value);
    return;
  }
  Object.defineProperty(message, name, {
    value: before === undefined ? value : [before, value],
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/**
 * The end of the line; a carriage return alone is part of a value. Most values
 * are short, and looking at their letters is quicker than asking for a search.
 */
export function lineEnd(text: string, from: number): number {
  const near = Math.min(from + 48, text.length);
  for (let at = from; at < near; at++) {
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at;
  }
  const end = text.indexOf('\r\n', near);
  return end < 0 ? text.length : end;
}
