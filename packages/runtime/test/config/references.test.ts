import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setLanguage } from '../../src/index.ts';
import { tempDir } from '../support.ts';
import { complaint, complaints, load, refusal } from './toy.ts';

beforeAll(() => setLanguage('en'));
afterAll(() => setLanguage('ru'));

const withToken = (token: string): string =>
  `site: office\nadapters:\n  - id: toy\n    type: toy\n    token: "${token}"\n`;

describe('references', () => {
  test('an environment variable stands for its value, alone or within text', () => {
    const env = { TOKEN: 'test-token-1', HOST: 'pbx.example.ru', A: 'one', B: 'two' };
    expect(load(withToken('${env:TOKEN}'), env).config.adapters[0]).toMatchObject({ token: 'test-token-1' });
    expect(load(withToken('${env: TOKEN }'), env).config.adapters[0]).toMatchObject({
      token: 'test-token-1',
    });
    expect(load(withToken('${env:A}-and-${env:B}'), env).config.adapters[0]).toMatchObject({
      token: 'one-and-two',
    });
    const url = 'site: office\nadapters: [{ id: toy, type: toy, url: "https://${env:HOST}/x" }]';
    expect(load(url, env).config.adapters[0]).toMatchObject({ url: 'https://pbx.example.ru/x' });
  });

  test('a file is found beside the configuration, and its last line end does not count', () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'secrets'));
    for (const [name, text, value] of [
      ['unix', 'test-token-1\n', 'test-token-1'],
      ['windows', 'test-token-2\r\n', 'test-token-2'],
      ['bare', 'test-token-3', 'test-token-3'],
      ['two', 'line one\nline two\n', 'line one\nline two'],
      ['blank', 'test-token-4\n\n', 'test-token-4\n'],
    ] as const) {
      writeFileSync(join(dir, 'secrets', name), text);
      const { config } = load(withToken(`\${file:secrets/${name}}`), {}, dir);
      expect(config.adapters[0]).toMatchObject({ token: value });
      expect(load(withToken(`\${file:${join(dir, 'secrets', name)}}`)).config.adapters[0]).toMatchObject({
        token: value,
      });
    }
  });

  test('what a reference brings is not read as a reference again', () => {
    const { config } = load(withToken('${env:TOKEN}'), { TOKEN: '${env:OTHER}', OTHER: 'x' });
    expect(config.adapters[0]).toMatchObject({ token: '${env:OTHER}' });
  });

  test('an unset or empty variable and an unreadable or empty file are named, all of them', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'empty'), '');
    const { problems } = refusal(
      `site: \${env:SITE_NAME}
adapters:
  - id: toy
    type: toy
    token: "\${env:TOKEN}"
    url: "https://\${file:no/such/host}/"
    zone: "\${file:empty}"
`,
      { TOKEN: '' },
      dir,
    );
    expect(problems.map(complaint)).toEqual([
      '1 site: ${env:SITE_NAME} / environment variable SITE_NAME to be set',
      '5 adapters[0].token: ${env:TOKEN} / environment variable TOKEN to be set',
      '6 adapters[0].url: ${file:no/such/host} / file no/such/host to be readable',
      '7 adapters[0].zone: ${file:empty} / file empty to be readable',
    ]);
  });

  test('other problems are told beside them, and none that only follows from them', () => {
    expect(
      complaints(`${withToken('ok-token')}    url: "\${env:URL}"\n    limit: many\nlog: { level: x }\n`),
    ).toEqual([
      '6 adapters[0].url: ${env:URL} / environment variable URL to be set',
      '7 adapters[0].limit: "many" / a number',
      '8 log.level: "x" / one of: fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  test('a value that is refused shows its reference, not what it stands for', () => {
    const env = { LEVEL: 'test-token-1', SHORT: 'abc' };
    expect(
      complaints('site: office\nlog: { level: "${env:LEVEL}" }\nadapters: [{id: a, type: toy}]', env),
    ).toEqual(['2 log.level: "${env:LEVEL}" / one of: fatal, error, warn, info, debug, trace, silent']);
    expect(complaints(withToken('${env:SHORT}'), env)).toEqual([
      '5 adapters[0].token: "${env:SHORT}" / 6 or more characters',
    ]);
  });
});

describe('secrets', () => {
  test('are what came by reference, what has a secret name, and passwords in addresses', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'key'), 'from-a-file\n');
    const { secrets } = load(
      `site: \${env:SITE}
bus:
  url: ["nats://callbus:in%2Fan-address@10.0.0.5:4222", "nats://10.0.0.6:4222"]
  credentials: { user: callbus, password: in-credentials }
gateway:
  apiKeys:
    - { name: 1c, key: "in-an-api-key", scopes: [call, read] }
    - { name: panel, key: "\${file:key}", scopes: [read] }
adapters: [{ id: toy, type: toy, token: in-a-token }]
`,
      { SITE: 'from-the-environment' },
      dir,
    );
    expect(secrets.toSorted()).toEqual([
      'from-a-file',
      'from-the-environment',
      'in-a-token',
      'in-an-api-key',
      'in-credentials',
      'in/an-address',
    ]);
  });

  // Whatever is wrong around it, a secret is not shown.
  test.each([
    ['in a field of the wrong type', 'adapters: [{ id: toy, type: toy, token: 12345678 }]'],
    ['too short', 'adapters: [{ id: toy, type: toy, token: 12345 }]'],
    ['in a list where one value belongs', 'adapters: [{ id: toy, type: toy, token: ["12345678"] }]'],
    [
      'in a section where one value belongs',
      'adapters: [{ id: toy, type: toy, token: { value: 12345678 } }]',
    ],
    ['in a block of an unknown type', 'adapters: [{ id: toy, type: no, token: "12345678" }]'],
    ['in a block that is not in a list', 'adapters: { id: toy, type: toy, token: "12345678" }'],
    ['as a bare API key', 'gateway: { apiKeys: ["12345678"] }'],
    ['as an API key outside of a list', 'gateway: { apiKeys: { name: a, key: "12345678", scopes: [read] } }'],
    [
      'in an API key with another fault',
      'gateway: { apiKeys: [{ name: a, key: "12345678", scopes: read }] }',
    ],
    ['in credentials with another fault', 'bus: { credentials: { login: a, password: "12345678" } }'],
    ['in a list of credentials', 'bus: { credentials: [{ user: a, password: "12345678" }] }'],
    ['in an address that is refused', 'bus: { url: { one: "nats://a:12345678@10.0.0.5" } }'],
    ['in a URL that is refused', 'adapters: [{ id: toy, type: toy, url: "ftp://a:12345678@pbx" }]'],
    ['under a key nobody knows', 'adapters: [{ id: toy, type: toy, apiToken: "12345678" }]'],
    ['in an object nobody knows', 'http: { auth: { secret: "12345678" } }'],
  ])('%s', (_, line) => {
    const error = refusal(`site: office\n${line}\n`);
    expect(`${error.message}${JSON.stringify(error.problems)}`).not.toMatch(/12345/);
  });
});
