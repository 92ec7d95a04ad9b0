import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { Player } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Process, Site } from './site.ts';

const oneC = new OneCSim({
  contacts: [{ phones: ['89990001122'], name: 'Мышкина Ольга', responsible: '100' }],
});
let site: Site;

const YAML = (): string => `
adapters:
  - { id: pz, type: prostiezvonki }
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow, lookup: { lastDigits: 10 } }`;

beforeAll(async () => {
  await oneC.start();
  site = await Site.create(YAML());
});

afterAll(async () => {
  await site.dispose();
  await oneC.stop();
});

/** Runs a command to its end. */
async function callbus(...args: string[]): Promise<{ code: number | string; output: string }> {
  const process = new Process(args, { CALLBUS_LANG: '' });
  const code = await process.ended();
  return { code, output: process.output };
}

describe('help', () => {
  const commands = ['up', 'run', 'check-config', 'doctor', 'calls', 'interactions', 'exchanges'];

  test.each(commands)('%s has an example, in Russian and in English', async (command) => {
    const [russian, english] = await Promise.all([
      callbus(command, '--help'),
      callbus(command, '--help', '--lang', 'en'),
    ]);
    expect(russian).toMatchObject({
      code: 0,
      output: expect.stringContaining(`Пример:\n  callbus ${command}`),
    });
    expect(english).toMatchObject({
      code: 0,
      output: expect.stringContaining(`Example:\n  callbus ${command}`),
    });
  });

  test('is Russian in Russian', async () => {
    for (const command of [[], ...commands.map((c) => [c])]) {
      const { output } = await callbus(...command, '--help');
      expect(output).toMatch(/^Вызов: callbus/);
      expect(output).not.toMatch(/Usage|Options|Commands|Arguments|default|choices|display|output the/);
    }
  });

  test.each([
    ['an unknown command', ['fly'], 'Неизвестная команда «fly».'],
    ['a misspelt command', ['cals'], 'Неизвестная команда «cals». Возможно, имелось в виду calls.'],
    ['an unknown option', ['up', '--foo'], 'Неизвестный ключ --foo.'],
    ['a missing argument', ['run'], 'Не указан аргумент <service-id>.'],
    ['a missing option', ['backfill'], 'Не указан ключ --from.'],
    ['an option without its value', ['up', '--config'], 'У ключа --config нет значения.'],
    [
      'a language we do not speak',
      ['up', '--lang', 'de'],
      'Ключ --lang: найдено «de», ожидается одно из: ru, en.',
    ],
    [
      'an address that is none',
      ['up', '--listen', '8080'],
      'Ключ --listen: найдено «8080», ожидается адрес:порт.',
    ],
    ['one argument too many', ['doctor', 'please'], 'Лишние аргументы: please.'],
  ])('%s is a usage error, in Russian', async (_, args, said) => {
    const { code, output } = await callbus(...args);
    expect(output.trim()).toBe(said);
    expect(code).toBe(2);
  });

  test('a usage error is English in English', async () => {
    expect(await callbus('doctor', 'please', '--lang', 'en')).toEqual({
      code: 2,
      output: 'Too many arguments: please.\n',
    });
  });
});

describe('check-config', () => {
  test('a good file is said to be good, with its services', async () => {
    const { code, output } = await callbus('check-config', '--config', site.file);
    expect(code).toBe(0);
    expect(output).toContain(site.file);
    expect(output).toContain('core, ut, gateway, pz');
  });

  test('a bad file: every problem with its line, field, what was found and what is expected', async () => {
    const file = join(site.dir, 'bad.yaml');
    writeFileSync(
      file,
      'site: x\nadapters:\n  - { id: pz, type: prostiezvonki, crmTokn: a }\nsinks:\n  - id: ut\n    type: 1c\n    url: 7\n',
    );
    const { code, output } = await callbus('check-config', '--config', file);
    expect(code).toBe(1);
    expect(output).toContain('строка 3, adapters[0].crmTokn');
    expect(output).toMatch(/строка 7, sinks\[0\]\.url: найдено 7; ожидается/);
  });

  test('a missing file and an unset variable are named', async () => {
    expect(await callbus('check-config', '--config', '/nowhere/site.yaml')).toMatchObject({
      code: 1,
      output: expect.stringContaining('/nowhere/site.yaml'),
    });
    const file = join(site.dir, 'env.yaml');
    writeFileSync(
      file,
      `site: x\nsinks: [ { id: ut, type: 1c, url: "http://127.0.0.1/", token: "\${env:NOT_SET_ANYWHERE}" } ]\n`,
    );
    const { code, output } = await callbus('check-config', '--config', file, '--lang', 'en');
    expect(code).toBe(1);
    expect(output).toContain(
      'sinks[0].token: found ${env:NOT_SET_ANYWHERE}; expected environment variable NOT_SET_ANYWHERE',
    );
  });

  test('a PBX door that can be reached from outside wants a token', async () => {
    const file = join(site.dir, 'open.yaml');
    writeFileSync(
      file,
      'site: x\nhttp: { listen: "0.0.0.0:8080" }\nadapters: [ { id: pz, type: prostiezvonki } ]\n',
    );
    const { code, output } = await callbus('check-config', '--config', file);
    expect(code).toBe(1);
    expect(output).toContain('adapters[0].pbxToken');
  });
});

describe('a service on its own', () => {
  test('needs a bus that stands elsewhere', async () => {
    expect(await callbus('run', 'pz', '--config', site.file)).toMatchObject({
      code: 1,
      output: expect.stringContaining('bus.url'),
    });
  });

  test('must be in the file', async () => {
    const { code, output } = await callbus('run', 'nope', '--config', site.file);
    expect(code).toBe(1);
    expect(output).toContain('core, ut, gateway, pz');
  });
});

describe('doctor and calls', () => {
  test('nothing runs: doctor names the bus and how to start it', async () => {
    const { code, output } = await callbus('doctor', '--config', site.file);
    expect(code).toBe(1);
    expect(output).toMatch(/✗ шина NATS: не запущена\n\s+→ запустите CallBus: callbus up/);
  });

  test('nothing runs: calls says that the gateway does not answer', async () => {
    const { code, output } = await callbus('calls', '--config', site.file, '--key', 'any');
    expect(code).toBe(1);
    expect(output).toContain(`http://127.0.0.1:${site.port}`);
  });

  test('all is well, then the base goes away and is named, with since when and what to do', async () => {
    const house = await site.up();
    const player = new Player({ origin: site.origin, adapter: 'pz' });
    const call = { src_type: '1', call_id: 'c1', line: '3333333', dst_num: '100', src_num: '89990001122' };
    await player.tell({ door: 'pbx', query: { event: '1', ...call } });
    const end = {
      call_start_timestamp: '1790000000',
      call_answer_timestamp: '1790000005',
      timestamp: '1790000065',
    };
    await player.tell({ door: 'pbx', query: { event: '2', status: 'ANSWER', ...end, ...call } });
    await until('the record in 1C', () => oneC.histories.length === 1);

    expect(await callbus('doctor', '--config', site.file)).toMatchObject({
      code: 0,
      output: expect.stringContaining('Всё в порядке.'),
    });
    await until('the record in the list', async () =>
      (await callbus('calls', '--config', site.file)).output.includes('Мышкина Ольга'),
    );
    const { output: json } = await callbus('calls', '--json', '--config', site.file);
    expect(JSON.parse(json)).toMatchObject({
      externalNumber: '+79990001122',
      talkSeconds: 60,
      extension: '100',
    });

    // The technical journal has both ends of the road, and no number in it can be read.
    const exchanges = await until('the exchanges', async () => {
      const { output } = await callbus('exchanges', '--json', '--limit', '100', '--config', site.file);
      const found = output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return found.some((e) => String(e.request).includes('"cmd":"history"')) && found;
    });
    expect(exchanges).toContainEqual(
      expect.objectContaining({
        service: 'pz',
        direction: 'in',
        method: 'GET',
        status: 200,
        route: '/pz/pbx/?event=1&src_type=1&call_id=c1&line=3…33&dst_num=100&src_num=899…22',
      }),
    );
    expect(exchanges).toContainEqual(
      expect.objectContaining({
        service: 'ut',
        direction: 'out',
        method: 'POST',
        route: '/hs/',
        status: 200,
      }),
    );
    expect(JSON.stringify(exchanges)).not.toContain('9990001122');
    const { output: table } = await callbus('exchanges', '--service', 'pz', '--config', site.file);
    expect(table).toMatch(/^Время .*\n.* pz +→ +200 +\d+ +GET +\/pz\/pbx/);
    expect(table).not.toContain(' ut ');
    expect((await callbus('interactions', '--config', site.file)).output).toBe('Взаимодействий пока нет\n');

    const following = new Process(['calls', '--follow', '--json', '--config', site.file]);
    await until('the first row', () => following.output.includes('89990001122'));
    await oneC.fault({ kind: 'down' });
    const second = { ...call, call_id: 'c2', src_num: '89990002233' };
    await player.tell({ door: 'pbx', query: { event: '2', status: 'NOANSWER', ...end, ...second } });
    await until('the second row', () => following.output.includes('89990002233'));
    await following.end('SIGINT');

    const sick = await until('doctor to see it', async () => {
      const result = await callbus('doctor', '--config', site.file);
      return result.code === 1 && result.output.includes('✗ ut.1c') && result;
    });
    expect(sick.output).toMatch(
      /✗ ut\.1c: база ut не отвечает \(ECONNREFUSED\) \(с \d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d\)\n\s+→ проверьте, что веб-сервер по адресу/,
    );
    expect(sick.output).toMatch(/✗ база 1С ut: порт не отвечает/);
    expect(sick.output).toMatch(/Неисправно звеньев: \d+\./);
    const health = await (await fetch(`${site.origin}/healthz`)).json();
    expect(health).toMatchObject({
      status: 'degraded',
      links: expect.arrayContaining([expect.objectContaining({ link: 'ut.1c', state: 'degraded' })]),
    });
    expect((await fetch(`${site.origin}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${site.origin}/metrics`)).text()).toContain('callbus_link_up{link="ut.1c"} 0');

    const another = new Process(['up', '--config', site.file]);
    expect(await another.ended()).toBe(1);
    expect(another.output).toContain('уже занят другим процессом CallBus');

    await player.close();
    expect(await house.end('SIGTERM')).toBe(0);
    expect(house.output).not.toContain('89990001122');
    expect(house.output).not.toContain('79990002233');
  }, 60_000);
});
