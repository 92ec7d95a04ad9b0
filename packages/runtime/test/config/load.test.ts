import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig, setLanguage } from '../../src/index.ts';
import { tempDir } from '../support.ts';
import { complaint, complaints, load, refusal, refusalOf, schema } from './toy.ts';

beforeAll(() => setLanguage('en'));
afterAll(() => setLanguage('ru'));

const REFERENCE = 'a key of the reference (docs/reference/configuration.md)';

describe('a file that is refused', () => {
  test('names the file, and of every problem the line, the field, what was found and what is expected', () => {
    const dir = tempDir();
    const error = refusal(
      `site: office
http:
  listen: nowhere
log: { level: loud }
adapters:
  - id: Toy
    type: toy
    url: ftp://pbx
    zone: Mars/Olympus
    extensions: ["^1$", "("]
    colour: red
  - { id: toy2, type: toy, limit: 11, nested: { flag: yes please, list: [] } }
sinks:
  - id: ut
    type: sap
`,
      {},
      dir,
    );
    expect(error.code).toBe('config.invalid');
    expect(error.message).toContain(join(dir, 'site.yaml'));
    expect(error.remedy).toContain(join(dir, 'site.yaml'));
    expect(error.problems.map(complaint)).toEqual([
      '3 http.listen: "nowhere" / host:port',
      '4 log.level: "loud" / one of: fatal, error, warn, info, debug, trace, silent',
      '6 adapters[0].id: "Toy" / a-z, 0-9 and "-", at most 32 characters',
      '8 adapters[0].url: "ftp://pbx" / an http:// or https:// URL',
      '9 adapters[0].zone: "Mars/Olympus" / an IANA time zone (Europe/Moscow)',
      '10 adapters[0].extensions[1]: "(" / a regular expression',
      `11 adapters[0].colour: unknown key "colour" / ${REFERENCE}`,
      '12 adapters[1].limit: 11 / at most 10',
      '12 adapters[1].nested.flag: "yes please" / true or false',
      '12 adapters[1].nested.list: [] / 1 or more items',
      '15 sinks[0].type: "sap" / one of: base',
    ]);
    for (const p of error.problems) {
      expect(error.message).toContain(`line ${p.line}, ${p.field}: found ${p.found}; expected ${p.expected}`);
    }
  });

  test('says it in the language of the operator', () => {
    setLanguage('ru');
    try {
      const { message } = refusal('site: 5\nadapters: [{ id: toy, type: toy, url: x }]\n');
      expect(message).toContain('строка 1, site: найдено 5; ожидается строка');
      expect(message).toContain(
        'строка 2, adapters[0].url: найдено "x"; ожидается адрес http:// или https://',
      );
    } finally {
      setLanguage('en');
    }
  });

  test.each([
    ['', '1 site: nothing / text (put a number in quotes)'],
    ['# only a remark\n', '1 site: nothing / text (put a number in quotes)'],
    ['- a list\n', '1 : ["a list"] / a section with keys'],
    ['just words\n', '1 : "just words" / a section with keys'],
    ['site:\nadapters: [{ id: a, type: toy }]', '1 site: nothing / text (put a number in quotes)'],
    ['site: office\n', '1 adapters: nothing / at least one service in adapters or sinks'],
    ['site: office\nadapters:\nsinks:\n', '2 adapters: nothing / at least one service in adapters or sinks'],
    ['site: office\nadapters: { id: a }\n', '2 adapters: {"id":"a"} / a list'],
    ['site: office\nadapters: [toy]\n', '2 adapters[0]: "toy" / a section with keys'],
    ['site: office\nadapters:\n  - id: a\n', '3 adapters[0].type: nothing / one of: toy'],
  ])('%j: %s', (text, expected) => {
    expect(complaints(text)).toEqual([expected]);
  });

  test.each([
    ['bus: { url: 5 }', '2 bus.url: 5 / text (put a number in quotes) or a list'],
    [
      'bus: { credentials: { user: a } }',
      '2 bus.credentials.password: nothing / text (put a number in quotes)',
    ],
    ['bus: { replicas: 1.5 }', '2 bus.replicas: 1.5 / a whole number'],
    ['gateway: { apiKeys: [{ name: a, scopes: [] }] }', '2 gateway.apiKeys[0].scopes: [] / 1 or more items'],
    ['numberPlan: { cityCode: "4" }', '2 numberPlan.cityCode: "4" / 2 to 5 digits'],
    ['numberPlan: { country: Russia }', '2 numberPlan.country: "Russia" / two capital letters (RU)'],
    ['routing: { fallback: nobody }', '2 routing.fallback: "nobody" / an extension or nothing'],
    ['routing: { deadlineMs: 10 }', '2 routing.deadlineMs: 10 / at least 50'],
  ])('%s: %s', (line, expected) => {
    expect(complaints(`site: office\n${line}\nadapters: [{ id: toy, type: toy }]\n`)).toContain(expected);
  });

  test('broken YAML is told with its line, one problem each', () => {
    expect(complaints('site: office\nhttp: {\n  listen: "a\n').length).toBeGreaterThan(0);
    expect(complaints('site: a\nsite: b\n')).toEqual(['2 : Map keys must be unique / YAML']);
    expect(complaints('site: office\n\tbus: {}\n')[0]).toMatch(/^2 : .* \/ YAML$/);
    expect(complaints('site: *nobody\n')[0]).toBe(
      '- : Unresolved alias (the anchor must be set before the alias) / YAML',
    );
  });

  test('broken YAML never shows what stands in the file', () => {
    const secret = 'test-token-1';
    for (const text of [
      `site: office\ntoken: |${secret}\n`,
      `site: office\ntoken: "\\x${secret}"\n`,
      `site: office\ntoken: *${secret}\n`,
      `site: office\ntoken: @${secret}\n`,
      `site: office\n${secret}\n`,
      `site: office\ntoken: "${secret}\n`,
      `site: office\ntoken: "a" ${secret}\n`,
      `site: office\ntoken: [${secret}\n`,
      `site: office\ntoken: 'a'b: ${secret}\n`,
      `%${secret}\nsite: office\n`,
    ]) {
      expect(refusalOf(text, () => load(text)).message).not.toContain(secret);
    }
  });

  test('a missing file is named', () => {
    const file = join(tempDir(), 'nowhere.yaml');
    const error = refusalOf(file, () => loadConfig({ file, schema }));
    expect(error.message).toContain(`${file}: found ENOENT; expected a readable YAML file`);
  });

  test('a file in an encoding of Windows is told so, with the line of the first odd letter', () => {
    const file = join(tempDir(), 'site.yaml');
    writeFileSync(
      file,
      Buffer.concat([Buffer.from('log: {}\nsite: '), Buffer.from([0xee, 0xf4, 0xe8, 0xf1])]),
    );
    const error = refusalOf(file, () => loadConfig({ file, schema }));
    expect(error.problems.map(complaint)).toEqual(['2 : another encoding / text in UTF-8']);
  });

  test('a bomb of aliases is refused, not unfolded', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const { problems } = refusal(`a0: &a0 [x]\n${levels.join('\n')}\n`);
    expect(problems[0]?.found).toContain('Excessive alias count');
  });
});

describe('a file that is accepted', () => {
  const SITE = 'site: office\nadapters: [{ id: toy, type: toy }]\n';

  test('comes with absolute paths, dataDir beside the file unless told otherwise', () => {
    const dir = tempDir();
    expect(load(SITE, {}, dir)).toMatchObject({ file: join(dir, 'site.yaml'), dataDir: join(dir, 'data') });
    expect(load(`${SITE}dataDir: ../elsewhere\n`, {}, dir).dataDir).toBe(join(dir, '../elsewhere'));
    expect(load(`${SITE}dataDir: /var/lib/callbus\n`, {}, dir).dataDir).toBe('/var/lib/callbus');
  });

  test('may begin with a byte order mark and end its lines the Windows way', () => {
    expect(load(`\uFEFF${SITE.replaceAll('\n', '\r\n')}`).config.site).toBe('office');
  });

  test('takes a key without a value as left out', () => {
    const { config } = load(`${SITE}http:\nlog:\nbus:\nsinks:\nrouting: { fallback: }\n`);
    expect(config.http.listen).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(config.sinks).toEqual([]);
    expect(config.routing.fallback).toBe('');
  });
});
