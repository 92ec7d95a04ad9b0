import type { z } from 'zod';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Schema = { [key: string]: Json };

/**
 * The JSON Schema of the configuration file, for editors (draft 2020-12). It
 * says what may stand in the file, where any text may also be a reference.
 */
export function editorSchema(file: z.ZodType): string {
  const { $schema, ...rest } = file.toJSONSchema({ io: 'input', target: 'draft-2020-12' });
  const schema = {
    $schema,
    $comment: 'Made by `npm run generate` from the zod schemas. Change those, not this file.',
    title: 'CallBus configuration',
    ...(forEditors(rest as Schema) as Schema),
    $defs: { reference: REFERENCE },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const REFERENCE: Schema = {
  description: 'A value kept elsewhere: an environment variable or a file.',
  type: 'string',
  pattern: '\\$\\{(env|file):[^}]+\\}',
};

/** What may also be said by a reference, because it is checked when that is filled in. */
const CHECKED = ['pattern', 'format', 'enum'] as const;

function forEditors(value: Json): Json {
  if (Array.isArray(value)) return value.map(forEditors);
  if (typeof value !== 'object' || value === null) return value;
  const { properties, example, secret, ...rest } = value;
  const out: Schema = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, v]) => !isNoise(value, key, v))
      .map(([key, v]) => [key, isData(key) ? v : forEditors(v)]),
  );
  if (properties) {
    const fields = Object.entries(properties as Schema);
    out.properties = Object.fromEntries(fields.map(([name, v]) => [name, forEditors(v)]));
  }
  if (example !== undefined) out.examples = [example];
  if (secret === true) out.writeOnly = true;
  return out.type === 'string' && out.const === undefined ? orReference(out) : out;
}

/** Keywords whose value is data of the file and no schema. */
const isData = (key: string): boolean => ['default', 'enum', 'const', 'required'].includes(key);

/** What says nothing: the default of a block, the ends of the whole numbers; and the default of a secret. */
function isNoise(schema: Schema, key: string, value: Json): boolean {
  if (key === 'maximum' || key === 'minimum') return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
  if (key !== 'default') return false;
  return schema.secret === true || (typeof value === 'object' && JSON.stringify(value) === '{}');
}

function orReference(schema: Schema): Schema {
  const checked = CHECKED.filter((c) => schema[c] !== undefined);
  if (checked.length === 0) return schema;
  const rest = Object.entries(schema).filter(([key]) => !checked.some((c) => c === key));
  const direct = Object.fromEntries(checked.map((c): [string, Json] => [c, schema[c] as Json]));
  return { ...Object.fromEntries(rest), anyOf: [direct, { $ref: '#/$defs/reference' }] };
}
