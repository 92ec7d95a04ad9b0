import type { z } from 'zod';

/** What a schema says of itself with `.meta()`. */
export interface Meta {
  description?: string;
  /** A value as it would stand in the file. */
  example?: unknown;
  /** Never shown anywhere. */
  secret?: boolean;
}

/** The parts of zod's definitions that a reader of schemas needs. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  defaultValue?: unknown;
  element?: z.ZodType;
  options?: readonly z.ZodType[];
  discriminator?: string;
  shape?: Readonly<Record<string, z.ZodType>>;
  values?: readonly unknown[];
  entries?: Readonly<Record<string, string>>;
  error?: (issue: object) => unknown;
  checks?: readonly { _zod: { def: { check: string; error?: (issue: object) => unknown } } }[];
}

export const definitionOf = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition;

/** A schema without what is wrapped around it, and what the wrapping said. */
export interface Unwrapped {
  schema: z.ZodType;
  /** The outermost word counts. */
  meta: Meta;
  /** May be left out. */
  optional: boolean;
  /** What it is then, where that is not nothing. */
  defaultValue?: unknown;
}

/** Takes off optional, default and transform. */
export function unwrap(schema: z.ZodType): Unwrapped {
  const meta = (schema.meta() ?? {}) as Meta;
  const { type, innerType, in: input, defaultValue } = definitionOf(schema);
  const inside = innerType ?? (type === 'pipe' ? input : undefined);
  if (!inside) return { schema, meta, optional: false };
  const inner = unwrap(inside);
  const optional = inner.optional || type === 'optional' || defaultValue !== undefined;
  const value = defaultValue ?? inner.defaultValue;
  return {
    schema: inner.schema,
    meta: { ...inner.meta, ...meta },
    optional,
    ...(value === undefined ? {} : { defaultValue: value }),
  };
}
