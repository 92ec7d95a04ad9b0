import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isAlive, readEmbeddedState } from '@callbus/runtime';
import { expect, test } from 'vitest';
import { Process, Site } from './site.ts';

const major = (node: string): number =>
  Number(/^v(\d+)/.exec(execFileSync(node, ['--version'], { encoding: 'utf8' }))?.[1]);

/** A Node of the machine that is too old for us; else ours, told that it is. */
function oldNode(): [string, ...string[]] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((d) => !d.includes('node_modules'));
  const machines = [...folders, '/usr/local/bin', '/usr/bin'].map((d) => join(d, 'node'));
  const old = machines.find((node) => existsSync(node) && major(node) >= 20 && major(node) < 24);
  const lie = 'Object.defineProperty(process.versions, "node", { value: "20.0.0" })';
  return old ? [old] : [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(lie)}`];
}

const BARE = { PATH: '/usr/bin:/bin' };

test('an older Node than ours runs the command on our own', async () => {
  const version = new Process(['--version'], BARE, oldNode());
  expect(await version.ended()).toBe(0);
  expect(version.output.trim()).toBe('0.1.0');
  const wrong = new Process(['fly'], BARE, oldNode());
  expect(await wrong.ended()).toBe(2);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'under an older Node, %s stops what runs and its nats-server',
  async (signal) => {
    const site = await Site.create('adapters: [ { id: pz, type: prostiezvonki, timeZone: Europe/Moscow } ]');
    try {
      const house = new Process(['up', '--config', site.file], BARE, oldNode());
      await site.ready(house);
      const nats = readEmbeddedState(site.dataDir)?.pid ?? 0;
      expect(isAlive(nats)).toBe(true);
      expect(await house.end(signal)).toBe(0);
      expect(isAlive(nats)).toBe(false);
    } finally {
      await site.dispose();
    }
  },
);

test('two signals at once are taken for one: what was begun is finished', async () => {
  const site = await Site.create('adapters: [ { id: pz, type: prostiezvonki, timeZone: Europe/Moscow } ]');
  try {
    const house = await site.up();
    process.kill(house.pid, 'SIGINT');
    expect(await house.end('SIGTERM')).toBe(0);
    expect(isAlive(readEmbeddedState(site.dataDir)?.pid ?? 0)).toBe(false);
  } finally {
    await site.dispose();
  }
});

test('who stands in for a program ends as it ended', async () => {
  const standIn = new URL('../../bin/stand-in.js', import.meta.url).href;
  const ends = async (program: string): Promise<unknown[]> => {
    const code = `import { endAs, standIn } from ${JSON.stringify(standIn)};
      endAs(await standIn(process.execPath, ['-e', ${JSON.stringify(program)}]));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
    return await new Promise((resolve) => child.once('exit', (...how) => resolve(how)));
  };
  expect(await ends('process.exit(7)')).toEqual([7, null]);
  expect(await ends('process.kill(process.pid, "SIGKILL")')).toEqual([null, 'SIGKILL']);
  expect(await ends('process.kill(process.pid, "SIGTERM")')).toEqual([null, 'SIGTERM']);
});
