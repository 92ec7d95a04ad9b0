import { configSchema, setLanguage } from '@callbus/runtime';
import { describe, expect, test } from 'vitest';
import { extensionsOf } from '../src/adapter.ts';
import { asterisk, type Config } from '../src/index.ts';

const schema = configSchema({ adapters: [asterisk], sinks: [] });
const AMI = { host: '127.0.0.1', username: 'integration', secret: 'fictional-1', trunks: ['^PJSIP/itsp-'] };
const { host: _host, ...NO_HOST } = AMI;
const AJAM = { ...NO_HOST, transport: 'ajam', url: 'http://127.0.0.1:8088' };

const read = (block: Record<string, unknown>) =>
  schema.safeParse({ site: 'test', adapters: [{ id: 'office', type: 'asterisk', ...block }] });

/** Where something is wrong with a block. */
const problems = (block: Record<string, unknown>): string[] => [
  ...new Set((read(block).error?.issues ?? []).map((issue) => issue.path.slice(2).join('.'))),
];

test('the shortest blocks are in order, and what they leave out has its default', () => {
  expect(problems(AMI)).toEqual([]);
  expect(problems(AJAM)).toEqual([]);
  expect(read(AMI).data?.adapters[0]).toMatchObject({
    transport: 'ami',
    tls: false,
    login: 'auto',
    events: { variables: [] },
  });
});

test('a block with everything in it is in order', () => {
  const full = {
    ...AMI,
    port: 5039,
    tls: { rejectUnauthorized: false, servername: 'pbx.example.test' },
    login: 'md5',
    extensions: ['^1\\d\\d$', '^2\\d\\d$'],
    originate: {
      channel: 'PJSIP/{extension}',
      context: 'phones',
      timeoutMs: 30_000,
      callerId: '{number}',
      variables: { __CLICK: 'yes' },
    },
    agi: { listen: '127.0.0.1:4573' },
    recordings: { urlTemplate: 'http://pbx/rec/{file}', directory: '/var/spool/asterisk/monitor' },
    cdr: { csv: '/var/log/asterisk/cdr-csv/Master.csv', timeZone: 'Europe/Moscow' },
    events: { variables: ['CALL_TAG'] },
  };
  expect(problems(full)).toEqual([]);
  expect(
    read({ ...AMI, originate: { channel: 'SIP/{extension}', context: 'a' } }).data?.adapters[0],
  ).toMatchObject({
    originate: { timeoutMs: 30_000 },
  });
});

test.each<[field: string, block: Record<string, unknown>]>([
  ['username', { ...AMI, username: '' }],
  ['secret', { ...AMI, secret: '' }],
  ['trunks', { ...AMI, trunks: [] }],
  ['trunks.0', { ...AMI, trunks: ['('] }],
  ['extensions', { ...AMI, extensions: '(' }],
  ['transport', { ...AMI, transport: 'ari' }],
  ['port', { ...AMI, port: 0 }],
  ['url', { ...AJAM, url: 'pbx:8088' }],
  ['login', { ...AMI, login: 'secret' }],
  ['originate.context', { ...AMI, originate: { channel: 'PJSIP/{extension}' } }],
  [
    'originate.variables.A=B',
    { ...AMI, originate: { channel: '{extension}', context: 'a', variables: { 'A=B': '1' } } },
  ],
  ['cdr.timeZone', { ...AMI, cdr: { csv: 'Master.csv', timeZone: 'Moscow' } }],
  ['agi.listen', { ...AMI, agi: { listen: '4573' } }],
  ['events.variables.0', { ...AMI, events: { variables: ['A)|(B'] } }],
  ['', { ...AMI, hosts: 'x' }],
])('%s is refused where it cannot be understood', (field, block) => {
  expect(problems(block)).toEqual([field]);
});

describe('fields that do not go together', () => {
  test.each<[field: string, block: Record<string, unknown>]>([
    ['host', NO_HOST],
    ['url', { ...AMI, url: 'http://127.0.0.1:8088' }],
    ['login', { ...AMI, login: 'digest' }],
    ['url', { ...NO_HOST, transport: 'ajam' }],
    ['host', { ...AJAM, host: '127.0.0.1' }],
    ['port', { ...AJAM, port: 5038 }],
    ['tls', { ...AJAM, tls: true }],
    ['tls.ca', { ...AMI, tls: { ca: '/there/is/no/such.pem' } }],
    ['originate.channel', { ...AMI, originate: { channel: 'PJSIP/100', context: 'a' } }],
    ['recordings.urlTemplate', { ...AMI, recordings: { urlTemplate: 'http://pbx/rec/' } }],
    ['recordings.urlTemplate', { ...AMI, recordings: { urlTemplate: '/rec/{file}' } }],
  ])('%s is named', (field, block) => {
    expect(problems(block)).toEqual([field]);
  });

  test('are told in the language of the site', () => {
    for (const [language, words] of [
      ['en', 'the address of the Asterisk server'],
      ['ru', 'адрес сервера Asterisk'],
    ] as const) {
      setLanguage(language);
      expect(read(NO_HOST).error?.issues[0]?.message).toContain(words);
    }
  });

  test.each<[block: Record<string, unknown>]>([
    [{ ...AJAM, url: 'https://pbx.example.test:8089', tls: { servername: 'pbx' } }],
    [{ ...AJAM, login: 'digest' }],
    [{ ...AMI, tls: { ca: '-----BEGIN CERTIFICATE-----\nfictional' } }],
  ])('and some that do: %j', (block) => {
    expect(problems(block)).toEqual([]);
  });
});

test('what an extension looks like comes from the block, else from the number plan', () => {
  const house = { numberPlan: { country: 'RU', extension: '^\\d{4}$' } };
  const of = (extensions: Config['extensions']): RegExp => new RegExp(extensionsOf({ extensions }, house));
  expect(['100', '1000'].map((n) => of('^\\d{3}$').test(n))).toEqual([true, false]);
  expect(['100', '205', '1000'].map((n) => of(['^1\\d\\d$', '^2\\d\\d$']).test(n))).toEqual([
    true,
    true,
    false,
  ]);
  expect(['100', '1000'].map((n) => of(undefined).test(n))).toEqual([false, true]);
});

test('what is allowed and unwise is said', () => {
  const warnings = (block: Record<string, unknown>): number => {
    const config = read(block).data;
    const parsed = config?.adapters[0] as unknown as Config;
    return config ? (asterisk.warnings?.(parsed, config).length ?? -1) : -1;
  };
  expect(warnings(AMI)).toBe(0);
  expect(warnings({ ...AMI, tls: { rejectUnauthorized: false } })).toBe(1);
  expect(warnings({ ...AMI, host: 'pbx.example.test', login: 'plain' })).toBe(1);
  expect(warnings({ ...AMI, login: 'plain' })).toBe(0);
  expect(warnings({ ...AMI, agi: { listen: '0.0.0.0:4573' } })).toBe(1);
});
