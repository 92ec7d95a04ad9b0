import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Process, Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.create('adapters: []');
});
afterAll(() => site.dispose());

// A variable that is not set here: the template does not need it.
const PBX = `crm: { token: "\${env:TEST_3CX_TOKEN}" }`;

/** A file of a site that 3CX reaches at that address. */
function file(name: string, adapters: string[], publicUrl = 'https://callbus.example.ru'): string {
  const path = join(site.dir, name);
  const http = publicUrl === '' ? '' : `http: { publicUrl: "${publicUrl}" }`;
  writeFileSync(path, ['site: test', http, 'adapters:', ...adapters.map((a) => `  - ${a}`)].join('\n'));
  return path;
}

async function template(...args: string[]): Promise<{ code: number | string; output: string }> {
  const process = new Process(['3cx', 'template', ...args], { CALLBUS_LANG: 'en' });
  const code = await process.ended();
  return { code, output: process.output };
}

describe('callbus 3cx template', () => {
  test('prints the template of this site; neither sinks nor the token are needed', async () => {
    const config = file('one.yaml', [`{ id: pbx, type: 3cx, ${PBX} }`]);
    const { code, output } = await template('--config', config);
    expect(code).toBe(0);
    expect(output).toContain('<?xml version="1.0" encoding="utf-8"?>');
    expect(output).toContain('Default="https://callbus.example.ru/pbx/crm"');
    expect(output).toContain('Title="Token (crm.token)"');
  });

  test('writes it into a file and says what is next', async () => {
    const config = file('one.yaml', [`{ id: pbx, type: 3cx, ${PBX} }`]);
    const out = join(site.dir, '3cx.xml');
    const { code, output } = await template('--config', config, '--out', out);
    expect([code, existsSync(out)]).toEqual([0, true]);
    expect(output).toContain(`The template is in ${out}`);
    expect(output).toContain('crm.token of adapter pbx');
    expect(site.read('3cx.xml')).toContain('https://callbus.example.ru/pbx/crm');
  });

  test.each<[string[], number, string]>([
    [[], 1, '(north, south)'],
    [['--id', 'south'], 0, 'https://callbus.example.ru/south/crm'],
    [['--id', 'west'], 1, 'no 3cx adapter west'],
  ])('of several adapters one is chosen: %j', async (args, code, said) => {
    const config = file('two.yaml', [`{ id: north, type: 3cx, ${PBX} }`, `{ id: south, type: 3cx, ${PBX} }`]);
    expect(await template('--config', config, ...args)).toMatchObject({
      code,
      output: expect.stringContaining(said),
    });
  });

  test.each([
    ['there is no public address', '{ id: pbx, type: 3cx, crm: { token: t } }', '', 'http.publicUrl'],
    [
      'there is no such adapter',
      '{ id: pz, type: prostiezvonki }',
      'https://c.example.ru',
      'no adapter of type 3cx',
    ],
    [
      'it has no CRM door',
      '{ id: pbx, type: 3cx, cdr: { mode: passive, connect: "192.0.2.1:9090" } }',
      'https://c.example.ru',
      'no adapter of type 3cx with a crm block',
    ],
  ])('when %s it says so and what to do', async (_, adapter, publicUrl, said) => {
    expect(await template('--config', file('bad.yaml', [adapter], publicUrl))).toMatchObject({
      code: 1,
      output: expect.stringContaining(said),
    });
  });

  test('a folder that does not exist is named', async () => {
    const config = file('one.yaml', [`{ id: pbx, type: 3cx, ${PBX} }`]);
    const out = join(site.dir, 'nowhere', '3cx.xml');
    expect(await template('--config', config, '--out', out)).toMatchObject({
      code: 1,
      output: expect.stringContaining(out),
    });
  });

  test.each([
    ['ru', 'Пример:'],
    ['en', 'Example:'],
  ])('has help in %s', async (lang, word) => {
    expect(await template('--help', '--lang', lang)).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${word}\n  callbus 3cx template`),
    });
  });
});
