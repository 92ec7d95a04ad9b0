import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { AsteriskUnavailable, asteriskIsThere, ensureAsterisk, findAsterisk } from '../src/index.ts';
import { upstreamVersion } from '../src/unpacked.ts';

const there = await asteriskIsThere();
const folders: string[] = [];
function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'callbus-lab-test-'));
  folders.push(dir);
  return dir;
}
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});

const DEBIAN = { ID: 'debian', VERSION_CODENAME: 'sid', PRETTY_NAME: 'Debian' };
const empty = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, CALLBUS_TOOLS_DIR: tempDir() });

/** Settings of apt that name one archive, which is not there. */
function aptDir(): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'sources.list'), `deb file:${tempDir()} sid main\n`);
  return dir;
}

test.each([
  ['1:22.10.1+dfsg+~cs6.17.60671434-1', '22.10.1'],
  ['1:16.28.0~dfsg-0+deb11u4', '16.28.0'],
  ['20.6.0', '20.6.0'],
  ['none', undefined],
])('%s is %s', (version, expected) => {
  expect(upstreamVersion(version)).toBe(expected);
});

describe('no Asterisk can be had', () => {
  test.each([
    ['on macOS', 'platform', { platform: 'darwin' as const, os: {} }],
    ['on Windows', 'platform', { platform: 'win32' as const, os: {} }],
    ['on a Linux of another family', 'platform', { platform: 'linux' as const, os: { ID: 'alpine' } }],
  ])('%s: %s', async (_, why, options) => {
    expect(await ensureAsterisk({ ...options, env: empty() })).toMatchObject({ kind: 'unavailable', why });
  });

  const linux = { platform: 'linux' as const, os: DEBIAN };

  test('where apt names no source of the release', async () => {
    const result = await ensureAsterisk({ ...linux, env: empty(), aptDir: tempDir() });
    expect(result).toMatchObject({ kind: 'unavailable', why: 'source' });
  });

  test('where there is no apt', async () => {
    const env = { PATH: tempDir(), CALLBUS_TOOLS_DIR: tempDir() };
    const result = await ensureAsterisk({ ...linux, env, aptDir: aptDir() });
    expect(result).toMatchObject({ kind: 'unavailable', why: 'tools' });
  });

  test.skipIf(!there)('where no suite has it', async () => {
    const result = await ensureAsterisk({ ...linux, env: empty(), aptDir: aptDir() });
    expect(result).toMatchObject({ kind: 'unavailable', why: 'suites' });
  });
});

describe('tests that need an Asterisk which cannot be had', () => {
  const nowhere = (): NodeJS.ProcessEnv => ({ PATH: tempDir(), CALLBUS_TOOLS_DIR: tempDir() });

  test('are not run', async () => {
    expect(await asteriskIsThere(22, nowhere())).toBe(false);
  });

  test('fail in CI', async () => {
    await expect(asteriskIsThere(22, { ...nowhere(), CI: 'true' })).rejects.toThrow(AsteriskUnavailable);
  });
});

test('a folder that holds half an Asterisk is not taken for one', () => {
  const env = empty();
  mkdirSync(join(env.CALLBUS_TOOLS_DIR ?? '', 'asterisk/22.1.0/usr/lib/x86_64-linux-gnu'), {
    recursive: true,
  });
  expect(findAsterisk(22, env)).toBeUndefined();
});
