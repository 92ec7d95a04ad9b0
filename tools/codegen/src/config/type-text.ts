import type { z } from 'zod';
import { code } from '../markdown.ts';
import { kindOf } from './keys.ts';
import { definitionOf, unwrap } from './zod.ts';

/** What a key takes, in words. */
export function typeText(field: z.ZodType): string {
  const { schema } = unwrap(field);
  const { type, element, options = [], discriminator, entries = {}, values = [] } = definitionOf(schema);
  switch (type) {
    case 'boolean':
      return `${code('true')} or ${code('false')}`;
    case 'enum':
      return either(Object.values(entries).map(code));
    case 'literal':
      return either(values.map((v) => code(String(v))));
    case 'string':
      return textOf(schema);
    case 'number':
      return numberOf(schema);
    case 'array':
      return `list of ${element ? typeText(element).replace(/^block/, 'blocks') : 'anything'}`;
    case 'object':
      return 'block';
    case 'record':
      return 'block of names and values';
    case 'union':
      return either(choices(options, discriminator));
    default:
      throw new Error(`no words for a key of type ${type}`);
  }
}

const isBlock = (option: z.ZodType): boolean => definitionOf(unwrap(option).schema).type === 'object';

function choices(options: readonly z.ZodType[], discriminator: string | undefined): string[] {
  const blocks = options.filter(isBlock).map((o) => code(kindOf(o, discriminator)));
  const others = options.filter((o) => !isBlock(o)).map(typeText);
  return [...others, ...(blocks.length === 0 ? [] : [`block with ${either(blocks)}`])];
}

const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** Text, and what its checks expect: the same words that a refused file gets to read. */
function textOf(schema: z.ZodType): string {
  const { checks = [], error } = definitionOf(schema);
  const told = [error, ...checks.map((c) => c._zod.def.error)].map((e) => e?.({}));
  const { minLength = 0 } = schema.toJSONSchema({ io: 'input' });
  const words = new Set(told.filter((t) => typeof t === 'string'));
  if (minLength > 1) words.add(`at least ${minLength} characters`);
  return words.size === 0 ? 'text' : `text: ${[...words].join('; ')}`;
}

/** A bound that somebody set; the ends of the whole numbers themselves are none. */
const bound = (n: number | undefined): number | undefined =>
  Math.abs(n ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : n;

function numberOf(schema: z.ZodType): string {
  const json = schema.toJSONSchema({ io: 'input' });
  const kind = json.type === 'integer' ? 'whole number' : 'number';
  const { exclusiveMinimum } = json;
  const minimum = bound(json.minimum);
  const maximum = bound(json.maximum);
  if (minimum !== undefined && maximum !== undefined) return `${kind}, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${kind}, ${minimum} or more`;
  if (maximum !== undefined) return `${kind}, ${maximum} or less`;
  return exclusiveMinimum === undefined ? kind : `${kind} above ${exclusiveMinimum}`;
}
