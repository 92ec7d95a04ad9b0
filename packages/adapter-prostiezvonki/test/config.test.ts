import { configSchema, setLanguage } from '@callbus/runtime';
import { describe, expect, test } from 'vitest';
import { prostiezvonki } from '../src/index.ts';

const schema = configSchema({ adapters: [prostiezvonki], sinks: [] });
const read = (block: Record<string, unknown>, house: Record<string, unknown> = {}) =>
  schema.safeParse({ site: 'test', adapters: [{ id: 'pz', type: 'prostiezvonki', ...block }], ...house });

/** What is wrong with a block: where, and what is expected. */
const problems = (block: Record<string, unknown>, house?: Record<string, unknown>): string[] =>
  (read(block, house).error?.issues ?? []).map((i) => `${i.path.join('.')}: ${i.message}`);

test('a block with everything in it is valid, and so is the shortest', () => {
  const makecall = { url: 'https://pz.example.ru/httpapiinteg/crmapi/v1/makecall', apiKey: 'test-api-key-1' };
  const full = {
    crmToken: 'a',
    pbxToken: 'b',
    timeZone: 'Europe/Moscow',
    extensions: ['^1\\d\\d$'],
    makecall,
  };
  expect(problems(full)).toEqual([]);
  expect(problems({})).toEqual([]);
  expect(read(full).data?.adapters[0]?.makecall).toEqual({ ...makecall, timeoutMs: 10_000 });
});

test.each([
  ['adapters.0.crmToken', { crmToken: '' }],
  ['adapters.0.crmToken', { crmToken: 7 }],
  ['adapters.0.pbxToken', { pbxToken: 'a/b' }],
  ['adapters.0.pbxToken', { pbxToken: 'токен' }],
  ['adapters.0.timeZone', { timeZone: 'Moscow' }],
  ['adapters.0.makecall.url', { makecall: { url: 'pz.example.ru', apiKey: 'x' } }],
  ['adapters.0.makecall.url', { makecall: { url: 'ftp://pz.example.ru/', apiKey: 'x' } }],
  ['adapters.0.makecall.apiKey', { makecall: { url: 'https://pz.example.ru/' } }],
  ['adapters.0.makecall.timeoutMs', { makecall: { url: 'https://x.ru/', apiKey: 'x', timeoutMs: 1 } }],
  ['adapters.0', { pbxtoken: 'a' }],
])('%s is refused', (path, block) => {
  expect(problems(block).map((p) => p.split(':')[0])).toEqual([path]);
});

describe('a PBX door that others can reach needs a token', () => {
  const OPEN = '0.0.0.0:8080';

  test.each([
    [{}, { http: { listen: '127.0.0.1:8080' } }],
    [{}, { http: { listen: 'localhost:8080' } }],
    [{}, { http: { listen: '[::1]:8080' } }],
    [{ listen: '127.0.0.2:9' }, { http: { listen: OPEN } }],
    [{ pbxToken: 'a' }, { http: { listen: OPEN } }],
    [{ pbxToken: 'a', listen: OPEN }, {}],
  ])('%j in %j is in order', (block, house) => expect(problems(block, house)).toEqual([]));

  test.each([
    [{}, { http: { listen: OPEN } }, '0.0.0.0:8080'],
    [{}, { http: { listen: ':8080' } }, '0.0.0.0:8080'],
    [{}, { http: { listen: '[::]:8080' } }, '[::]:8080'],
    [{ crmToken: 'a', listen: '192.168.0.5:1' }, {}, '192.168.0.5:1'],
    [{ listen: 'pbx.example.ru:1' }, {}, 'pbx.example.ru:1'],
  ])('%j in %j is not', (block, house, address) => {
    const [problem, ...rest] = problems(block, house);
    expect(problem).toContain('adapters.0.pbxToken: токен, потому что адрес ');
    expect(problem).toContain(address);
    expect(rest).toEqual([]);
  });
});

test('what is expected is said in the language of the process', () => {
  const open = { http: { listen: '0.0.0.0:8080' } };
  expect(problems({ pbxToken: 'a/b' })).toEqual(['adapters.0.pbxToken: латинские буквы, цифры и знаки -_.~']);
  setLanguage('en');
  try {
    expect(problems({ pbxToken: 'a/b' })).toEqual(['adapters.0.pbxToken: letters, digits and -_.~']);
    expect(problems({}, open)[0]).toContain('a token, because 0.0.0.0:8080 can be reached');
  } finally {
    setLanguage('ru');
  }
});

test('a zone that was guessed is said once, where times without a zone can come', () => {
  const warnings = (block: Record<string, unknown>, country: string): string[] => {
    const config = read(block, { numberPlan: { country } }).data;
    const [own] = config?.adapters ?? [];
    return config && own ? (prostiezvonki.warnings?.(own as never, config) ?? []) : ['not read'];
  };
  expect(warnings({ crmToken: 'a' }, 'RU')).toEqual([expect.stringContaining('Europe/Moscow')]);
  expect(warnings({ crmToken: 'a' }, 'KZ')).toEqual([expect.stringContaining('Asia/Almaty')]);
  expect(warnings({ crmToken: 'a', timeZone: 'Asia/Omsk' }, 'RU')).toEqual([]);
  expect(warnings({}, 'RU')).toEqual([]);
});
