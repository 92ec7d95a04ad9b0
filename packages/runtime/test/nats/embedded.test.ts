import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  Bus,
  EmbeddedNats,
  type EmbeddedState,
  isAlive,
  natsGreeting,
  readEmbeddedState,
  StopService,
  stateFile,
} from '../../src/index.ts';
import { ensureNatsServer } from '../../src/setup/nats-server.mjs';
import { quietLog, until } from '../../src/testkit/index.ts';
import { Program } from '../programs/run.ts';
import { tempDir, watchedLog } from '../support.ts';

let binary: string;
beforeAll(async () => {
  binary = (await ensureNatsServer()).path;
});

function embedded(
  dataDir: string,
  more: { maxDiskMb?: number; log?: ReturnType<typeof quietLog> } = {},
): EmbeddedNats {
  const nats = new EmbeddedNats({ dataDir, binary, maxDiskMb: 64, log: quietLog(), ...more });
  onTestFinished(() => nats.stop());
  return nats;
}

async function busTo({ host, port, user, password }: EmbeddedState): Promise<Bus> {
  const credentials = { user, password };
  const bus = new Bus({ servers: `${host}:${port}`, credentials, name: 'test', log: quietLog() });
  onTestFinished(() => bus.close());
  await bus.open();
  return bus;
}

const configOf = (dataDir: string): string => readFileSync(join(dataDir, 'nats', 'nats.conf'), 'utf8');
const groupOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]);

test('starts on a loopback port of its own with JetStream, and writes down how to reach it', async () => {
  const dataDir = tempDir();
  const nats = embedded(dataDir);
  expect(() => nats.state).toThrow();
  expect(readEmbeddedState(dataDir)).toBeUndefined();
  const state = await nats.start();
  expect(state).toEqual(nats.state);
  expect(readEmbeddedState(dataDir)).toEqual(state);
  expect(state).toMatchObject({ host: '127.0.0.1', user: 'callbus', quotaMb: 64 });
  expect(await natsGreeting(state.host, state.port)).toMatchObject({ server_name: state.serverName });
  const bus = await busTo(state);
  await bus.jsm.streams.add({ name: 'T', subjects: ['t'] });
  expect((await bus.publish('t', Buffer.from('x'))).sequence).toBe(1);
});

test('lets nobody in without its credentials, and keeps them to its owner', async () => {
  const dataDir = tempDir();
  const { host, port, password } = await embedded(dataDir).start();
  for (const credentials of [undefined, { user: 'callbus', password: 'guess' }]) {
    const bus = new Bus({
      servers: `${host}:${port}`,
      ...(credentials ? { credentials } : {}),
      name: 'test',
      log: quietLog(),
    });
    await expect(bus.open()).rejects.toThrow(StopService);
  }
  expect(password.length).toBeGreaterThanOrEqual(32);
  for (const file of [stateFile(dataDir), join(dataDir, 'nats', 'nats.conf')]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

test('an acknowledged publish is on disk: every configuration it is ever started with says so', async () => {
  const dataDir = tempDir();
  const nats = embedded(dataDir);
  const { pid } = await nats.start();
  expect(configOf(dataDir)).toMatch(/^\s*sync_interval: always$/m);
  writeFileSync(join(dataDir, 'nats', 'nats.conf'), '# nothing of it left');
  process.kill(pid, 'SIGKILL');
  await until(
    'another server',
    () => nats.state.pid !== pid && natsGreeting(nats.state.host, nats.state.port),
  );
  expect(configOf(dataDir)).toMatch(/^\s*sync_interval: always$/m);
});

test('a server that was killed is started again on the same port, with what it had stored', async () => {
  const dataDir = tempDir();
  const { log, lines } = watchedLog();
  const nats = embedded(dataDir, { log });
  const before = await nats.start();
  const bus = await busTo(before);
  await bus.jsm.streams.add({ name: 'T', subjects: ['t'] });
  await bus.publish('t', Buffer.from('kept'));
  for (let i = 0; i < 2; i++) {
    const { pid } = nats.state;
    process.kill(pid, 'SIGKILL');
    await until('the loss to be noticed', () => !bus.connected);
    await until('the way back', () => bus.connected);
    expect(nats.state).toEqual({ ...before, pid: nats.state.pid });
    expect(nats.state.pid).not.toBe(pid);
    expect(readEmbeddedState(dataDir)).toEqual(nats.state);
  }
  const { state } = await until('the stream', () => bus.jsm.streams.info('T').catch(() => undefined));
  expect(state.messages).toBe(1);
  expect(
    lines()
      .filter((l) => l.level === 'error')
      .map((l) => l.msg),
  ).toEqual([expect.stringContaining('SIGKILL'), expect.stringContaining('SIGKILL')]);
});

test('keeps port and password over our own restarts, and leaves no process behind', async () => {
  const dataDir = tempDir();
  const first = embedded(dataDir);
  const before = await first.start();
  await first.stop();
  await first.stop();
  expect(isAlive(before.pid)).toBe(false);
  const after = await embedded(dataDir).start();
  expect(after).toMatchObject({ port: before.port, password: before.password });
  expect(after.pid).not.toBe(before.pid);
});

test('the disk once promised is promised again, however little may be used now', async () => {
  const dataDir = tempDir();
  const first = embedded(dataDir, { maxDiskMb: 300 });
  expect((await first.start()).quotaMb).toBe(300);
  await first.stop();
  const second = embedded(dataDir, { maxDiskMb: 100 });
  expect((await second.start()).quotaMb).toBe(300);
  expect(configOf(dataDir)).toContain('max_file_store: 300MB');
  await second.stop();
  expect((await embedded(dataDir, { maxDiskMb: 400 }).start()).quotaMb).toBe(400);
});

test('promises no more than fits on the disk', async () => {
  const { quotaMb } = await embedded(tempDir(), { maxDiskMb: 2 ** 40 }).start();
  expect(quotaMb).toBeLessThan(2 ** 40);
});

describe.runIf(process.platform === 'linux')('a process of ours that was killed', () => {
  test('leaves a server in a group of its own, which the next start ends', async () => {
    const dataDir = tempDir();
    const parent = new Program('embedded-parent.ts', dataDir, binary);
    await until('the server', () => parent.output.includes('started'));
    const orphan = readEmbeddedState(dataDir) as EmbeddedState;
    expect(groupOf(orphan.pid)).toBe(orphan.pid);
    await parent.kill();
    expect(isAlive(orphan.pid)).toBe(true);
    const { log, lines } = watchedLog();
    const state = await embedded(dataDir, { log }).start();
    expect(isAlive(orphan.pid)).toBe(false);
    expect(state).toMatchObject({ port: orphan.port, password: orphan.password });
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining(String(orphan.pid)) }),
    );
  });

  test('before it had written down the pid: the server itself has', async () => {
    const dataDir = tempDir();
    const parent = new Program('embedded-parent.ts', dataDir, binary);
    await until('the server', () => parent.output.includes('started'));
    const orphan = readEmbeddedState(dataDir) as EmbeddedState;
    await parent.kill();
    writeFileSync(stateFile(dataDir), JSON.stringify({ ...orphan, pid: 0 }));
    await embedded(dataDir).start();
    expect(isAlive(orphan.pid)).toBe(false);
  });

  test('whose pid is somebody else’s by now: that one is left alone', async () => {
    const dataDir = tempDir();
    const first = embedded(dataDir);
    const state = await first.start();
    await first.stop();
    const innocent = new Program('wait.ts');
    writeFileSync(stateFile(dataDir), JSON.stringify({ ...state, pid: innocent.pid }));
    await embedded(dataDir).start();
    expect(innocent.running).toBe(true);
  });
});

test('a state file that was cut short is as good as none', async () => {
  const dataDir = tempDir();
  const first = embedded(dataDir);
  await first.start();
  await first.stop();
  writeFileSync(stateFile(dataDir), '{"pid": 1');
  expect(readEmbeddedState(dataDir)).toBeUndefined();
  const again = await embedded(dataDir).start();
  expect(await natsGreeting(again.host, again.port)).toMatchObject({ server_name: again.serverName });
});

describe('a server that cannot be started', () => {
  test('because there is none: start says why and stop does not wait for it', async () => {
    const nats = new EmbeddedNats({
      dataDir: tempDir(),
      binary: '/nowhere/nats-server',
      maxDiskMb: 64,
      log: quietLog(),
    });
    await expect(nats.start()).rejects.toMatchObject({
      code: 'nats.start',
      message: expect.stringContaining('ENOENT'),
    });
    await nats.stop();
  });

  test('because it ends at once: start names its log', async () => {
    const dataDir = tempDir();
    const script = join(dataDir, 'nats-server');
    writeFileSync(script, '#!/bin/sh\nexit 7\n');
    chmodSync(script, 0o755);
    const nats = new EmbeddedNats({ dataDir, binary: script, maxDiskMb: 64, log: quietLog() });
    await expect(nats.start()).rejects.toThrow(/code 7.*nats\.log/s);
    await nats.stop();
  });
});

describe('stop', () => {
  test('while it starts leaves nothing running', async () => {
    const dataDir = tempDir();
    const nats = embedded(dataDir);
    const starting = nats.start().catch((error: unknown) => error);
    await until(
      'the server',
      () => existsSync(stateFile(dataDir)) && (readEmbeddedState(dataDir)?.pid ?? 0) > 0,
    );
    await nats.stop();
    await starting;
    expect(isAlive(nats.state.pid)).toBe(false);
  });

  test('before it starts keeps it from starting', async () => {
    const dataDir = tempDir();
    const nats = embedded(dataDir);
    await nats.stop();
    await expect(nats.start()).rejects.toMatchObject({ code: 'nats.stopped' });
    expect(readEmbeddedState(dataDir)).toBeUndefined();
  });

  test('while a killed server is being started again leaves nothing running', async () => {
    const nats = embedded(tempDir());
    const { pid } = await nats.start();
    process.kill(pid, 'SIGKILL');
    await until('the next one', () => nats.state.pid > 0 && nats.state.pid !== pid);
    await nats.stop();
    expect(isAlive(nats.state.pid)).toBe(false);
  });
});
