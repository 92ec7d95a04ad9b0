import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OneCSim } from '@callbus/sim-1c';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY, Process, Site } from './site.ts';

const oneC = new OneCSim({ token: 'right-token' });
let site: Site;
let cloud: Server;

const SINK = (token: string): string =>
  `sinks: [ { id: ut, type: 1c, url: "${oneC.url}", token: "${token}", timeZone: Europe/Moscow, auth: { type: basic, user: callbus, password: "\${env:C1_PASSWORD}" } } ]`;

const makecall = (): string => {
  const { port } = cloud.address() as AddressInfo;
  return `makecall: { url: "http://127.0.0.1:${port}/makecall", apiKey: "\${env:PZ_API_KEY}" }`;
};

const YAML = (token = 'right-token'): string => `
adapters: [ { id: pz, type: prostiezvonki, crmToken: "\${env:PZ_CRM_TOKEN}", pbxToken: "\${env:PZ_PBX_TOKEN}", timeZone: Europe/Moscow, ${makecall()} } ]
${SINK(token)}`;

const SECRETS = { PZ_CRM_TOKEN: 'a', PZ_PBX_TOKEN: 'b', PZ_API_KEY: 'c', C1_PASSWORD: 'd' };
const NONE = Object.fromEntries(Object.keys(SECRETS).map((name) => [name, undefined]));

beforeAll(async () => {
  await oneC.start();
  cloud = createServer();
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  site = await Site.create('');
  site.write(YAML());
});

afterAll(async () => {
  await site.dispose();
  await oneC.stop();
  cloud.close();
});

async function callbus(
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | string; output: string }> {
  const process = new Process(args, { CALLBUS_LANG: 'ru', ...env });
  const code = await process.ended();
  return { code, output: process.output };
}

const doctor = (
  env: NodeJS.ProcessEnv,
  file = site.file,
): Promise<{ code: number | string; output: string }> => callbus(['doctor', '--config', file], env);

describe('doctor asks 1C itself', () => {
  test('with the right keys: nothing is written or shown there', async () => {
    const { output } = await doctor(SECRETS);
    expect(output).toMatch(/✓ база 1С ut: 1С отвечает, ключи приняты/);
    expect(oneC.requests.at(-1)).toMatchObject({
      body: { cmd: 'contact', crm_token: 'right-token' },
      headers: { authorization: `Basic ${Buffer.from('callbus:d').toString('base64')}` },
    });
    expect([oneC.histories, oneC.popups]).toEqual([[], []]);
  });

  test('with a wrong token: refused, and what to check', async () => {
    const { code, output } = await doctor(SECRETS, site.write(YAML('wrong-token'), 'wrong.yaml'));
    expect(code).toBe(1);
    expect(output).toMatch(/✗ база 1С ut: 1С не принимает наши ключи \(код 401, .*\)\n\s+→ .*token/);
  });

  test.each([
    [{ kind: 'locked' }, /✗ база 1С ut: порт отвечает, но не по протоколу \(код 503/],
    [{ kind: 'page', status: 200 }, /✗ база 1С ut: порт отвечает, но не по протоколу \(код 200/],
    [{ kind: 'answer', status: 404 }, /✗ база 1С ut: порт отвечает, но не по протоколу \(код 404/],
    [{ kind: 'error' }, /✗ база 1С ut: 1С отвечает ошибкой \(код 500/],
    [{ kind: 'refuse' }, /✓ база 1С ut: 1С отвечает, ключи приняты/],
    [{ kind: 'cut' }, /✓ база 1С ut: порт отвечает \(.*\); ключи не проверены: /],
  ] as const)('which answers with %j', async (fault, said) => {
    await oneC.fault(fault);
    try {
      expect((await doctor(SECRETS)).output).toMatch(said);
    } finally {
      await oneC.fault({ kind: 'none' });
    }
  });
});

test('doctor looks whether click-to-call can be sent', async () => {
  expect((await doctor(SECRETS)).output).toMatch(/✓ звонок по клику pz: порт отвечает/);
  const nowhere = YAML().replace(/http:\/\/127\.0\.0\.1:\d+\/makecall/, 'http://pz.invalid/makecall');
  const { output } = await doctor(SECRETS, site.write(nowhere, 'nowhere.yaml'));
  expect(output).toMatch(/✗ звонок по клику pz: порт не отвечает \(pz\.invalid\): \S+\n\s+→ .*makecall\.url/);
});

describe('without the secrets in the shell', () => {
  test('doctor names them and looks at what it can', async () => {
    const { output } = await doctor(NONE);
    expect(output).toContain(
      '! не заданы переменные окружения: PZ_CRM_TOKEN, PZ_PBX_TOKEN, PZ_API_KEY, C1_PASSWORD',
    );
    expect(output).toMatch(/✗ шина NATS: не запущена/);
    expect(output).toMatch(
      /✓ база 1С ut: порт отвечает \(.*\); ключи не проверены: не задана переменная окружения C1_PASSWORD/,
    );
    expect(output).not.toContain('UNSET');
  });

  test('doctor cannot open a bus whose password is not there, and says so', async () => {
    const bus =
      'bus: { url: "nats://127.0.0.1:9", credentials: { user: u, password: "${env:NATS_PASSWORD}" } }';
    const { code, output } = await doctor(SECRETS, site.write(`${bus}\n${YAML()}`, 'bus.yaml'));
    expect(code).toBe(1);
    expect(output).toMatch(/✗ шина NATS: не задана переменная окружения NATS_PASSWORD/);
  });

  test('check-config stays strict', async () => {
    const { code, output } = await callbus(['check-config', '--config', site.file], NONE);
    expect(code).toBe(1);
    expect(output).toContain('C1_PASSWORD');
    expect(output).toContain('PZ_CRM_TOKEN');
  });

  test('a variable that a rule of the file depends on is still an error that names it', async () => {
    const file = site.write(
      YAML().replace('timeZone: Europe/Moscow, make', 'timeZone: "${env:ZONE}", make'),
      'z.yaml',
    );
    const { code, output } = await doctor({ ...SECRETS, ZONE: undefined }, file);
    expect(code).toBe(1);
    expect(output).toContain('adapters[0].timeZone: найдено ${env:ZONE}');
    expect(output).not.toContain('UNSET');
  });
});

test('calls works without the secrets, and on another machine without the file', async () => {
  const house = new Process(['up', '--config', site.file], SECRETS);
  try {
    await site.ready(house);
    const here = await callbus(['calls', '--config', site.file], NONE);
    expect(here).toMatchObject({ code: 0, output: expect.stringContaining('Звонков пока нет') });
    const there = await callbus(
      ['calls', '--url', `${site.origin}/`, '--key', KEY, '--config', '/nowhere'],
      NONE,
    );
    expect(there).toEqual({ code: 0, output: 'Звонков пока нет\n' });
  } finally {
    await house.end();
  }
});
