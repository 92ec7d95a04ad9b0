import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  atLeast,
  ensureNatsServer,
  findNatsServer,
  MINIMUM,
  natsRemedy,
  toolsDir,
} from '../../src/setup/nats-server.mjs';
import { tempDir } from '../support.ts';

test.each([
  ['2.10.0', '2.10.0', true],
  ['2.10.27', '2.10.0', true],
  ['2.10.27-1+b2', '2.10.0', true],
  ['2.11', '2.10.9', true],
  ['2.10', '2.10.0', true],
  ['3.0.0-RC.1', '2.10.0', true],
  ['v2.10.1', '2.10.0', true],
  ['2.9.10', '2.10.0', false],
  ['2.9.99', '2.10.0', false],
  ['1.99.99', '2.10.0', false],
  ['2.10.0', '2.10.1', false],
  ['', '2.10.0', false],
  ['unknown', '2.10.0', false],
])('%j is at least %s: %s', (a, b, expected) => {
  expect(atLeast(a, b)).toBe(expected);
});

/** A program that says it is this version of nats-server. */
function server(version: string, dir = tempDir(), name = 'nats-server'): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const NEWER = '9.1.0';

describe('nats-server is found', () => {
  const empty = (): { PATH: string; CALLBUS_TOOLS_DIR: string } => ({
    PATH: tempDir(),
    CALLBUS_TOOLS_DIR: tempDir(),
  });

  test('where CALLBUS_NATS_SERVER says, before anywhere else', async () => {
    const path = server(NEWER, tempDir(), 'my-nats');
    const onPath = server('9.9.9');
    expect(await findNatsServer({ ...empty(), PATH: dirname(onPath), CALLBUS_NATS_SERVER: path })).toEqual({
      path,
      version: NEWER,
    });
  });

  test('on the PATH, the first that is new enough', async () => {
    const [old, broken, good, later] = [server('2.9.10'), server('x'), server(MINIMUM), server('9.9.9')];
    const PATH = [old, broken, good, later].map(dirname).join(delimiter);
    expect(await findNatsServer({ ...empty(), PATH })).toEqual({ path: good, version: MINIMUM });
  });

  test('among what set-up fetched, the newest', async () => {
    const CALLBUS_TOOLS_DIR = tempDir();
    for (const version of ['2.9.10', '9.10.2', '9.9.0', '9.10.1']) {
      server(version, CALLBUS_TOOLS_DIR, join('nats-server', version, 'nats-server'));
    }
    const found = await findNatsServer({ ...empty(), CALLBUS_TOOLS_DIR }, []);
    expect(found?.version).toBe('9.10.2');
  });

  test('where a user’s PATH does not lead', async () => {
    const path = server(NEWER);
    expect(await findNatsServer(empty(), [dirname(path)])).toEqual({ path, version: NEWER });
    expect(await findNatsServer(empty(), [])).toBeUndefined();
  });

  test('and then nothing is fetched', async () => {
    const path = server(NEWER);
    const lines: string[] = [];
    const env = { ...empty(), CALLBUS_NATS_SERVER: path };
    expect(await ensureNatsServer({ env, log: (line) => lines.push(line) })).toEqual({
      path,
      version: NEWER,
    });
    expect(lines).toEqual([]);
  });

  test('though CALLBUS_NATS_SERVER names one that is too old, is missing, or does not run', async () => {
    const good = server(NEWER);
    const broken = join(tempDir(), 'nats-server');
    writeFileSync(broken, 'no program');
    for (const CALLBUS_NATS_SERVER of [server('2.9.10'), '/nowhere/nats-server', broken, tempDir()]) {
      expect(await findNatsServer({ ...empty(), PATH: dirname(good), CALLBUS_NATS_SERVER })).toEqual({
        path: good,
        version: NEWER,
      });
    }
  });
});

test('what set-up fetched is kept where the user’s caches are', () => {
  expect(toolsDir({ CALLBUS_TOOLS_DIR: '/x' })).toBe('/x');
  if (process.platform === 'linux') {
    expect(toolsDir({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/callbus');
    expect(toolsDir({})).toMatch(/\.cache\/callbus$/);
  }
});

test.each(['darwin', 'win32', 'linux', 'freebsd'] as const)(
  'on %s there is one thing to do where it is missing',
  (platform) => {
    expect(natsRemedy(platform)).toMatch(/nats-server/);
    expect(natsRemedy(platform)).not.toContain('\n');
  },
);
