import { isIPv4, isIPv6 } from 'node:net';
import { load, schema } from '@callbus/cli';
import { ConfigError } from '@callbus/runtime';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { editorSchema } from '../src/config/editor-schema.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, allErrors: true });
ajv.addFormat('uri', (text: string) => URL.canParse(text));
ajv.addFormat('ipv4', isIPv4);
ajv.addFormat('ipv6', isIPv6);

const text = editorSchema(schema());
const json = JSON.parse(text) as Record<string, unknown>;

test('is a valid schema of draft 2020-12 without keywords of our own', () => {
  expect(json.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(ajv.validateSchema(json)).toBe(true);
  expect(() => ajv.compile(json)).not.toThrow();
});

const sink = { id: 'ut', type: '1c', url: 'http://127.0.0.1:9000/hs/' };
const pz = { id: 'pz', type: 'prostiezvonki' };
const file = (more: object = {}): object => ({ site: 'office', sinks: [sink], ...more });

/** The file of the documentation, every key of it. */
const whole = {
  site: 'office',
  dataDir: './data',
  http: { listen: '127.0.0.1:8080', publicUrl: 'https://pbx.example.ru' },
  bus: { url: 'nats://10.0.0.5:4222', credentials: { user: 'callbus', password: '${env:SECRET}' } },
  numberPlan: { country: 'RU', cityCode: '495', extension: '^\\d{2,5}$' },
  gateway: { apiKeys: [{ name: '1c', key: '${env:SECRET}', scopes: ['call', 'read'] }] },
  adapters: [
    {
      ...pz,
      crmToken: '${env:SECRET}',
      pbxToken: '${env:SECRET}',
      timeZone: 'Europe/Moscow',
      extensions: ['^1\\d\\d$'],
      makecall: { url: '${env:URL}', apiKey: '${env:SECRET}' },
    },
  ],
  sinks: [
    {
      ...sink,
      transport: 'http-service',
      token: '${env:SECRET}',
      auth: { type: 'basic', user: 'callbus', password: '${env:SECRET}' },
      timeZone: 'Europe/Moscow',
      mode: 'forward',
      lookup: { lastDigits: 10 },
      upsert: false,
    },
  ],
  routing: { smartTransfer: true, deadlineMs: 800, fallback: '' },
};

const env = { SECRET: 'test-token-1', URL: 'https://pz.example.ru/makecall', LISTEN: '127.0.0.1:0' };

function accepted(config: object): boolean {
  try {
    // JSON is YAML.
    load('site.yaml', { env, read: () => JSON.stringify(config) });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return false;
  }
}

describe('an editor and the house agree', () => {
  const validate = ajv.compile({ ...json, $id: 'again' });

  test.each<[what: string, config: object, valid: boolean]>([
    ['the smallest file', file(), true],
    ['the file of the documentation', whole, true],
    ['a reference where a pattern is asked for', file({ http: { listen: '${env:LISTEN}' } }), true],
    ['a file without a site', { sinks: [sink] }, false],
    ['a key that nobody knows', file({ sitee: 'x' }), false],
    ['a key that nobody knows, deep down', file({ bus: { urls: [] } }), false],
    ['a word that is not of the list', file({ log: { level: 'loud' } }), false],
    ['a number out of range', file({ routing: { deadlineMs: 10 } }), false],
    ['text for a number', file({ routing: { deadlineMs: '800' } }), false],
    ['a type that nobody knows', { site: 'office', sinks: [{ ...sink, type: '2c' }] }, false],
    ['a block without its type', { site: 'office', sinks: [{ id: 'ut', url: sink.url }] }, false],
    ['an adapter among the sinks', { site: 'office', sinks: [pz] }, false],
    ['a sink without its address', { site: 'office', sinks: [{ id: 'ut', type: '1c' }] }, false],
    ['an address that is none', { site: 'office', sinks: [{ ...sink, url: 'no address' }] }, false],
    [
      'a log-in of another type',
      { site: 'office', sinks: [{ ...sink, auth: { type: 'bearer', user: 'u' } }] },
      false,
    ],
    ['several addresses', file({ bus: { url: ['nats://10.0.0.5', 'nats://10.0.0.6'] } }), true],
    ['no addresses', file({ bus: { url: [] } }), false],
    ['a credentials file', file({ bus: { credentials: { file: 'callbus.creds' } } }), true],
  ])('%s', (_, config, valid) => {
    expect(accepted(config)).toBe(valid);
    expect(validate(config)).toBe(valid);
  });
});

test('any text may be a reference, whatever else is asked of it', () => {
  const small = compile(
    z.object({
      level: z.enum(['a', 'b']),
      port: z.string().regex(/^\d+$/),
      url: z.url(),
      kind: z.literal('x'),
      count: z.int(),
    }),
  );
  const good = { level: 'a', port: '80', url: 'http://x', kind: 'x', count: 1 };
  expect(small(good)).toBe(true);
  for (const key of ['level', 'port', 'url'] as const) {
    expect(small({ ...good, [key]: '${env:NAME}' })).toBe(true);
    expect(small({ ...good, [key]: '${file:./name}' })).toBe(true);
    expect(small({ ...good, [key]: '${other:name}' })).toBe(false);
    expect(small({ ...good, [key]: 'no' })).toBe(false);
  }
  expect(small({ ...good, kind: '${env:NAME}' })).toBe(false);
  expect(small({ ...good, count: '${env:NAME}' })).toBe(false);
});

test('a secret is described and write-only, and has no default', () => {
  const secret = z
    .string()
    .default('changeme')
    .meta({ description: 'Key.', secret: true, example: '${env:KEY}' });
  const made = editorSchema(z.strictObject({ secret }));
  expect(made).not.toContain('changeme');
  expect((JSON.parse(made) as { properties: object }).properties).toEqual({
    secret: { type: 'string', description: 'Key.', examples: ['${env:KEY}'], writeOnly: true },
  });
});

test('a key may be called as a keyword of JSON Schema is', () => {
  const made = JSON.parse(
    editorSchema(
      z.strictObject({
        properties: z.string().meta({ description: 'a' }),
        default: z.strictObject({ example: z.string().meta({ example: 'x' }), maximum: z.int() }),
        secret: z.boolean().meta({ description: 'b' }),
      }),
    ),
  ) as { properties: Record<string, Record<string, unknown>> };
  expect(Object.keys(made.properties)).toEqual(['properties', 'default', 'secret']);
  expect(made.properties.default?.properties).toEqual({
    example: { type: 'string', examples: ['x'] },
    maximum: { type: 'integer' },
  });
});

test('says nothing that is only noise', () => {
  expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
  expect(text).not.toContain('"default": {}');
});

const compile = (schema: z.ZodType) => ajv.compile(JSON.parse(editorSchema(schema)) as object);
