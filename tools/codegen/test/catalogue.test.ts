import { schema } from '@callbus/cli';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Key, keysOf, sectionsOf } from '../src/config/keys.ts';
import { examplesThatFail, keysWithoutDescription, openSecrets } from './rules.ts';

const { house, adapters, sinks } = sectionsOf(schema());
const keys: Key[] = [
  ...house.keys,
  ...[...adapters, ...sinks].flatMap((s) => s.keys.map((k) => ({ ...k, path: `${s.title}: ${k.path}` }))),
];

describe('the configuration of this build', () => {
  test('has a description for every key', () => {
    expect(keysWithoutDescription(keys)).toEqual([]);
  });

  test('has a description for every type of adapter and sink', () => {
    const types = [...adapters, ...sinks];
    expect(types.map((t) => t.title)).toEqual(['asterisk', 'prostiezvonki', '3cx', '1c-connect', '1c']);
    for (const { description } of types) expect(description).toMatch(/\S/);
  });

  test('has examples that would be accepted', () => {
    expect(keys.filter((k) => k.meta.example !== undefined).length).toBeGreaterThan(10);
    expect(examplesThatFail(keys)).toEqual([]);
  });

  test('marks what is secret, and shows none', () => {
    expect(keys.filter((k) => k.meta.secret).map((k) => k.path)).toEqual([
      'bus.credentials.password',
      'gateway.apiKeys[].key',
      'asterisk: secret',
      'asterisk: routeToken',
      'prostiezvonki: crmToken',
      'prostiezvonki: pbxToken',
      'prostiezvonki: makecall.apiKey',
      '3cx: crm.token',
      '3cx: callControl.clientSecret',
      '1c: token',
      '1c: auth.password',
      '1c: auth.token',
    ]);
    expect(openSecrets(keys)).toEqual([]);
  });

  test('has every key once', () => {
    const paths = keys.map((k) => k.path + (k.only ?? ''));
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('a key that breaks the rules is named', () => {
  const text = z.string().meta({ description: 'Text.' });

  test('when it has no description, however deep it stands', () => {
    const block = z.strictObject({
      told: text,
      bare: z.string(),
      empty: z.string().meta({ description: ' ' }),
      group: z.strictObject({ bare: z.string().optional(), told: text }).prefault({ told: '' }),
      list: z.array(z.strictObject({ bare: z.int().default(1) })).meta({ description: 'List.' }),
      names: z.array(z.string()),
      choice: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('a'), bare: z.boolean() }),
          z.strictObject({ type: z.literal('b') }),
        ])
        .meta({ description: 'Choice.' }),
    });
    expect(keysWithoutDescription(keysOf(block))).toEqual([
      'bare',
      'empty',
      'group.bare',
      'list[].bare',
      'names',
      'choice.bare (type: a)',
    ]);
  });

  test('when its example would be refused; a reference to a secret is not looked into', () => {
    const block = z.strictObject({
      fine: z.int().min(1).meta({ example: 5 }),
      small: z.int().min(1).meta({ example: 0 }),
      wrong: z.enum(['a', 'b']).default('a').meta({ example: 'c' }),
      absent: z.string(),
      env: z.string().max(3).meta({ example: '${env:NAME}' }),
      file: z.string().max(3).meta({ example: '${file:./name}' }),
      inside: z
        .strictObject({ a: z.string(), n: z.int() })
        .meta({ description: 'x', example: { a: '${env:A}', n: '1' } }),
    });
    expect(examplesThatFail(keysOf(block)).map((f) => f.split(':')[0])).toEqual(['small', 'wrong', 'inside']);
  });

  test('when it is a secret with a default or a plain example', () => {
    const secret = z.string().meta({ secret: true });
    const block = z.strictObject({
      fine: secret.meta({ example: '${env:KEY}' }),
      silent: secret.optional(),
      byDefault: secret.default('changeme'),
      plain: secret.meta({ example: 'test-token-1' }),
    });
    expect(openSecrets(keysOf(block))).toEqual(['byDefault', 'plain']);
  });
});
