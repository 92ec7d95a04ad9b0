import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, isAlive, natsGreeting } from '../../src/index.ts';
import { until } from '../../src/testkit/index.ts';
import { Program } from '../programs/run.ts';

/** A server that says one thing to everybody. */
async function saying(text: string | undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (text !== undefined) socket.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('the greeting of a NATS server tells its name, also in pieces', async () => {
  const port = await saying('INFO {"server_name":"a","version":"2.10.27","max_payload":1}\r\nmore');
  expect(await natsGreeting('127.0.0.1', port)).toMatchObject({ server_name: 'a', version: '2.10.27' });
});

test.each([
  ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['an end without a word', ''],
  ['half a greeting', 'INFO {"server_name":"a"'],
  ['a greeting that is no JSON', 'INFO not JSON\r\n'],
  ['a flood without a line end', 'x'.repeat(70_000)],
])('%s is no NATS server', async (_, text) => {
  expect(await natsGreeting('127.0.0.1', await saying(text))).toBeUndefined();
});

test('silence and a closed port are no NATS server either', async () => {
  expect(await natsGreeting('127.0.0.1', await saying(undefined), 50)).toBeUndefined();
  expect(await natsGreeting('127.0.0.1', await freePort())).toBeUndefined();
});

test('a free port can be listened on; the preferred one is taken where it is free', async () => {
  const port = await freePort();
  expect(await freePort('127.0.0.1', port)).toBe(port);
  const taken = await saying('');
  const other = await freePort('127.0.0.1', taken);
  expect(other).not.toBe(taken);
  expect(other).toBeGreaterThan(0);
});

test('a process is alive until it has ended', async () => {
  const child = new Program('wait.ts');
  expect(isAlive(child.pid)).toBe(true);
  expect(isAlive(process.pid)).toBe(true);
  await child.kill();
  expect(isAlive(child.pid)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a process that ended and was not cleared away is not alive',
  async () => {
    // A shell that leaves a child behind and becomes a program that never asks after it.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: 'pipe' });
    const ended = once(parent, 'exit');
    onTestFinished(async () => {
      parent.kill('SIGKILL');
      await ended;
    });
    const [told] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(told.toString());
    await until('its end', () => !isAlive(pid));
    // It is still there for who only asks whether the number is taken.
    expect(process.kill(pid, 0)).toBe(true);
  },
);
