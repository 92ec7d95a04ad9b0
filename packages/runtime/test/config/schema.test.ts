import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema, loadConfig, RESERVED_IDS, setLanguage } from '../../src/index.ts';
import { tempFile } from '../support.ts';
import { complaints, load, refusalOf } from './toy.ts';

beforeAll(() => setLanguage('en'));
afterAll(() => setLanguage('ru'));

test('only the site and one service are required; all else has its default', () => {
  const { config } = load('site: office\nadapters: [{ id: toy, type: toy }]\n');
  expect(config).toEqual({
    site: 'office',
    dataDir: './data',
    http: { listen: { host: '127.0.0.1', port: 8080 } },
    bus: { replicas: 1, maxDiskMb: 8192 },
    log: { level: 'info', phones: 'masked' },
    numberPlan: { country: 'RU', extension: '^\\d{2,5}$' },
    gateway: { enabled: true, apiKeys: [] },
    core: { enabled: true, maxCallMinutes: 240, maxRingingMinutes: 3 },
    exchanges: { enabled: true, keepDays: 7, maxMb: 256, bodyLength: 2_048 },
    popups: { maxAgeMs: 5_000 },
    routing: { smartTransfer: true, deadlineMs: 800, fallback: '' },
    adapters: [{ id: 'toy', type: 'toy', enabled: true }],
    sinks: [],
  });
  expect(load('site: office\nsinks: [{ id: ut, type: base }]\n').config.sinks).toEqual([
    { id: 'ut', type: 'base', enabled: true },
  ]);
});

test('every part of the file is taken as it is given', () => {
  const { config } = load(`
site: branch
language: en
dataDir: ./elsewhere
http: { listen: ":80", publicUrl: "https://pbx.example.ru" }
bus: { url: "nats://10.0.0.5:4222", credentials: ./site.creds, tls: { ca: ca.pem }, replicas: 3, maxDiskMb: 64 }
log: { level: debug, phones: plain }
numberPlan: { country: KZ, cityCode: "727", extension: "^1\\\\d\\\\d$" }
gateway: { listen: ":8081", apiKeys: [{ name: 1c, key: test-key-1, scopes: [call, read, control] }] }
core: { maxCallMinutes: 60, maxRingingMinutes: 0.5 }
popups: { maxAgeMs: 500 }
routing: { smartTransfer: false, deadlineMs: 50, fallback: "100" }
adapters:
  - { id: a, type: toy, enabled: false, listen: "0.0.0.0:8090", extensions: ["^1\\\\d\\\\d$"], orderGroup: joined }
sinks: [{ id: ut, type: base, enabled: false }]
`);
  expect(config).toMatchObject({
    language: 'en',
    http: { listen: { host: '0.0.0.0', port: 80 }, publicUrl: 'https://pbx.example.ru' },
    bus: { url: 'nats://10.0.0.5:4222', credentials: './site.creds', tls: { ca: 'ca.pem' }, replicas: 3 },
    numberPlan: { country: 'KZ', cityCode: '727', extension: '^1\\d\\d$' },
    core: { maxCallMinutes: 60, maxRingingMinutes: 0.5 },
    adapters: [{ enabled: false, extensions: ['^1\\d\\d$'], orderGroup: 'joined' }],
  });
});

test('ids are unique among adapters and sinks together, and none of the house', () => {
  expect(
    complaints(`site: office
adapters:
  - { id: a, type: toy }
  - { id: b, type: toy }
  - { id: a, type: toy }
sinks:
  - { id: b, type: base }
  - { id: c, type: base }
`),
  ).toEqual([
    '5 adapters[2].id: "a" / an id that adapters[0] does not have',
    '7 sinks[0].id: "b" / an id that adapters[1] does not have',
  ]);
  for (const id of RESERVED_IDS) {
    expect(complaints(`site: office\nadapters: [{ id: ${id}, type: toy }]`)[0]).toContain(
      `2 adapters[0].id: "${id}" / none of ${RESERVED_IDS.join(', ')}`,
    );
  }
});

test('API keys have names of their own', () => {
  const key = (name: string): string => `    - { name: ${name}, key: test-key-1, scopes: [read] }\n`;
  expect(
    complaints(
      `site: office\ngateway:\n  apiKeys:\n${key('a')}${key('b')}${key('a')}adapters: [{ id: a, type: toy }]\n`,
    ),
  ).toEqual(['6 gateway.apiKeys[2].name: "a" / a name no other key has']);
});

test('what a type itself checks is told at its field, with the rest of the file in view', () => {
  const text = `site: office
numberPlan: { country: KZ }
adapters:
  - { id: a, type: toy }
  - id: b
    type: toy
    limit: 7
`;
  expect(complaints(text)).toEqual([
    '5 adapters[1].nested.flag: nothing / a flag beside a seven',
    '7 adapters[1].limit: 7 / no seven in KZ',
  ]);
});

test('an orderGroup is a name like an id', () => {
  expect(complaints('site: o\nadapters: [{ id: a, type: toy, orderGroup: "A B" }]')).toEqual([
    '2 adapters[0].orderGroup: "A B" / a-z, 0-9 and "-", at most 32 characters',
  ]);
});

test('a composition without a kind of service takes none of it', () => {
  const file = tempFile('site.yaml', 'site: office\nsinks: [{ id: a, type: base }]\n');
  const schema = configSchema({ adapters: [], sinks: [] });
  const { problems } = refusalOf(file, () => loadConfig({ file, schema }));
  expect(problems).toMatchObject([{ line: 2, field: 'sinks[0]', found: '{"id":"a","type":"base"}' }]);
});
