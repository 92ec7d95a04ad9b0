import type { z } from 'zod';
import { definitionOf, type Meta, unwrap } from './zod.ts';

/** One key of the configuration file. */
export interface Key {
  /** `bus.url`, `apiKeys[].name`; relative to the block it stands in. */
  path: string;
  /** As it is declared, with its wrapping. */
  schema: z.ZodType;
  meta: Meta;
  required: boolean;
  defaultValue?: unknown;
  /** Where only one kind of block has the key: that kind, as `type: basic`. */
  only?: string;
}

/**
 * Every key of an object schema that takes a value of its own, in the order of
 * the schema; a block that only groups keys is not one itself, unless it says
 * what it is. The key that names the kind of a block is left out: its words
 * are in the type of the block.
 */
export function keysOf(schema: z.ZodType, prefix = '', only?: string): Key[] {
  const { shape = {} } = definitionOf(unwrap(schema).schema);
  return Object.entries(shape).flatMap(([name, field]) => keysOfField(field, prefix + name, only));
}

function keysOfField(field: z.ZodType, path: string, only: string | undefined): Key[] {
  const { schema, meta, optional, defaultValue } = unwrap(field);
  const { type, element, options = [], discriminator } = definitionOf(schema);
  const key: Key = {
    path,
    schema: field,
    meta,
    required: !optional,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(only === undefined ? {} : { only }),
  };
  switch (type) {
    case 'literal':
      return [];
    case 'object':
      return [...(meta.description === undefined ? [] : [key]), ...keysOf(schema, `${path}.`, only)];
    case 'array':
      return [key, ...inside(element, `${path}[]`, only)];
    case 'union':
      return [key, ...options.flatMap((option) => inside(option, path, kindOf(option, discriminator)))];
    default:
      return [key];
  }
}

/** The keys of an object that is an element of a list or one of several choices. */
const inside = (schema: z.ZodType | undefined, path: string, only: string | undefined): Key[] =>
  schema && definitionOf(unwrap(schema).schema).type === 'object' ? keysOf(schema, `${path}.`, only) : [];

/** What tells one choice of blocks from the others: `type: basic`, or the keys it has. */
export function kindOf(option: z.ZodType, discriminator: string | undefined): string {
  const { shape = {} } = definitionOf(unwrap(option).schema);
  const literal = discriminator === undefined ? undefined : shape[discriminator];
  if (!literal) return `{ ${Object.keys(shape).join(', ')} }`;
  return `${discriminator}: ${String(definitionOf(literal).values?.[0])}`;
}

/** A part of the file with the keys in it. */
export interface Section {
  /** The house's own keys have no title. */
  title: string;
  description?: string;
  keys: Key[];
}

/** The parts of the file: the house's keys, then each type of adapter, then each type of sink. */
export interface Sections {
  house: Section;
  adapters: Section[];
  sinks: Section[];
}

/** The parts of the schema of a whole file. */
export function sectionsOf(file: z.ZodType): Sections {
  const { shape = {} } = definitionOf(file);
  const keys = Object.entries(shape).flatMap(([name, field]) => {
    const all = keysOfField(field, name, undefined);
    return name === 'adapters' || name === 'sinks' ? all.slice(0, 1) : all;
  });
  return { house: { title: '', keys }, adapters: blocksOf(shape.adapters), sinks: blocksOf(shape.sinks) };
}

function blocksOf(list: z.ZodType | undefined): Section[] {
  const { element } = list ? definitionOf(unwrap(list).schema) : {};
  const { options = [] } = element ? definitionOf(element) : {};
  return options.map((option) => {
    const { schema, meta } = unwrap(option);
    return {
      title: kindOf(option, 'type').slice('type: '.length),
      ...(meta.description === undefined ? {} : { description: meta.description }),
      keys: keysOf(schema),
    };
  });
}
