import { schema } from '@callbus/cli';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sectionsOf } from '../src/config/keys.ts';
import { configPage } from '../src/config/page.ts';
import { typeText } from '../src/config/type-text.ts';

test.each<[field: z.ZodType, words: string]>([
  [z.string(), 'text'],
  [z.string().min(1).optional(), 'text'],
  [z.string().min(8), 'text: at least 8 characters'],
  [z.string().regex(/^\d$/, { error: 'one digit' }).default('1'), 'text: one digit'],
  [z.url({ error: 'http:// URL' }), 'text: http:// URL'],
  [
    z
      .string()
      .regex(/:/, { error: 'host:port' })
      .refine((s) => s !== '', { error: 'host:port' })
      .transform((s) => ({ host: s })),
    'text: host:port',
  ],
  [z.boolean().default(true), '`true` or `false`'],
  [z.enum(['a']), '`a`'],
  [z.enum(['a', 'b', 'c']), '`a`, `b` or `c`'],
  [z.literal('a'), '`a`'],
  [z.int(), 'whole number'],
  [z.int().min(1).max(5), 'whole number, 1 to 5'],
  [z.int().min(1), 'whole number, 1 or more'],
  [z.number().max(5), 'number, 5 or less'],
  [z.number().positive(), 'number above 0'],
  [z.array(z.string()), 'list of text'],
  [z.record(z.string(), z.string()), 'block of names and values'],
  [z.array(z.strictObject({ a: z.string() })), 'list of blocks'],
  [z.strictObject({}), 'block'],
  [z.union([z.string(), z.array(z.string())]), 'text or list of text'],
  [
    z.union([
      z.string(),
      z.strictObject({ file: z.string() }),
      z.strictObject({ user: z.string(), word: z.string() }),
    ]),
    'text or block with `{ file }` or `{ user, word }`',
  ],
  [
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('a') }),
      z.strictObject({ type: z.literal('b') }),
    ]),
    'block with `type: a` or `type: b`',
  ],
])('%#: a key takes what its schema says', (field, words) => {
  expect(typeText(field)).toBe(words);
});

test('a kind of key that has no words yet is an error, not an empty cell', () => {
  expect(() => typeText(z.date())).toThrow('no words for a key of type date');
});

describe('the page', () => {
  const secret = z.string().meta({ secret: true, description: 'Sent as `X|Y`.', example: '${env:TOKEN}' });
  const sink = z
    .strictObject({
      type: z.literal('one'),
      token: secret.default('never shown'),
      times: z
        .strictObject({ ms: z.int().default(5) })
        .prefault({})
        .meta({ description: 'Times.' }),
    })
    .meta({ description: 'A base.' });
  const file = z.strictObject({
    site: z.string().meta({ description: 'A <name>.', example: 'office' }),
    http: z.strictObject({ listen: z.string().default(':80').meta({ description: 'Where.' }) }).prefault({}),
    sinks: z
      .array(z.discriminatedUnion('type', [sink]))
      .default([])
      .meta({ description: 'Bases.' }),
  });
  const text = configPage(file);

  test('has a row for every key, and a section for every type', () => {
    expect(text.split('\n').filter((l) => l.startsWith('| `'))).toEqual([
      '| `site` | text | **required** | `"office"` | A &lt;name>. |',
      '| `http.listen` | text | `":80"` |  | Where. |',
      '| `sinks` | list of blocks with `type: one` | `[]` |  | Bases. |',
      '| `token` | text |  | `"${env:TOKEN}"` | **Secret.** Sent as `X\\|Y`. |',
      '| `times` | block |  |  | Times. |',
      '| `times.ms` | whole number | `5` |  |  |',
    ]);
    expect(text).toContain('### one\n\nA base.\n\n`type: one`\n');
  });

  test('never shows the default of a secret', () => {
    expect(text).not.toContain('never shown');
  });

  test('of this build has every key of the house and of each type', () => {
    const { house, adapters, sinks } = sectionsOf(schema());
    const page = configPage(schema());
    for (const section of [house, ...adapters, ...sinks]) {
      expect(section.keys.length).toBeGreaterThan(5);
      for (const { path } of section.keys) expect(page).toContain(`\n| \`${path}\` | `);
    }
    for (const { title } of [...adapters, ...sinks]) {
      expect(page).toContain(`\n### ${title}\n`);
      expect(page).toContain(`[${title}](#${title})`);
    }
  });
});
