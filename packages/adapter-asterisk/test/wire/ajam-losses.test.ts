import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import { ajamStand } from './support/ajam-link.ts';
import { HandTimers } from './support/hand-timers.ts';
import { rejection } from './support/stops.ts';

const { serve, connect, stopLater } = ajamStand();

describe('losses', () => {
  test('a cut connection is told and made anew', async () => {
    const server = await serve();
    const timers = new HandTimers();
    const watched = connect(server.url, { timers });
    await watched.told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    server.cut();
    expect(await watched.told('down')).toMatchObject({ wasUp: true, retryInMs: 1_000 });
    await timers.runOut(1_000);
    await watched.told('up', 2);
  });

  test('a server that does not answer is left', async () => {
    const server = await serve();
    const timers = new HandTimers();
    const watched = connect(server.url, { timers });
    await watched.told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    timers.pass(45_000);
    expect((await watched.told('down')).error.code).toBe('asterisk.noreply');
  });

  test('nobody there is told', async () => {
    const watched = connect(`http://127.0.0.1:${await freePort()}`);
    expect((await watched.told('down')).error.code).toBe('asterisk.connect');
  });

  test.each([
    [404, 'Not Found', 'asterisk.peer'],
    [200, '<html><body>Welcome</body></html>', 'asterisk.peer'],
    [200, '', 'asterisk.peer'],
    [403, '', 'asterisk.login'],
    [401, '', 'asterisk.peer'],
    [503, '', 'asterisk.answer'],
  ])('status %i with %j is %s', async (status, body, code) => {
    const web = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    stopLater(async () => {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    });
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    for (const format of ['rawman', 'mxml'] as const) {
      expect((await connect(url, { format }).told('down')).error.code).toBe(code);
    }
  });
});

test('stop leaves no timer, and ends a wait for events', async () => {
  const server = await serve();
  const timers = new HandTimers();
  const watched = connect(server.url, { timers });
  await watched.told('up');
  await until('a WaitEvent', () => server.waiting === 1);
  await watched.link.stop();
  expect(timers.waits).toEqual([]);
  expect(watched.states).toEqual(['up']);
  expect(await rejection(watched.link.request({ action: 'Ping' }))).toMatchObject({ code: 'asterisk.down' });
});
