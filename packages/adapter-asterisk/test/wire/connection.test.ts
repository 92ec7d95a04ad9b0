import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/wire/action.ts';
import { text } from '../../src/wire/message.ts';
import { amiStand } from './support/ami-link.ts';
import { authority, SECRET } from './support/ami-server.ts';
import { HandTimers } from './support/hand-timers.ts';

const { serve, connect } = amiStand();

describe('log-in', () => {
  test('a challenge is answered, and the secret is not said', async () => {
    const server = await serve();
    const watched = connect(server.port);
    expect(await watched.told('up')).toEqual({
      state: 'up',
      banner: 'Asterisk Call Manager/11.0.0',
      refused: [],
    });
    expect(watched.link.up).toBe(true);
    expect(server.visitor.asked).toEqual(['Challenge', 'Login']);
    expect(JSON.stringify(server.visitor.actions)).not.toContain(SECRET);
  });

  test('where no challenge is given the secret is said', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'Challenge') return false;
        visitor.reply(action, 'Error', 'Message: Must specify AuthType');
        return true;
      },
    });
    await connect(server.port).told('up');
    expect(server.visitor.actions[1]).toMatchObject({ Action: 'Login', Secret: SECRET });
  });

  test('where only a challenge will do, the secret stays ours', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'Challenge') return false;
        visitor.reply(action, 'Error', 'Message: Permission denied');
        return true;
      },
    });
    const { error } = await connect(server.port, { login: 'md5' }).told('down');
    expect(error.code).toBe('asterisk.login');
    expect(server.visitor.asked).toEqual(['Challenge']);
  });

  test('the greeting may come in pieces', async () => {
    const server = await serve({ greeting: 'Aster' });
    const watched = connect(server.port);
    await until('a visitor', () => server.visitors.length > 0);
    server.visitor.socket.write('isk Call Manager/5.0.2\r');
    server.visitor.socket.write('\n');
    expect((await watched.told('up')).banner).toBe('Asterisk Call Manager/5.0.2');
  });

  test('a wrong secret is told without the secret and tried again seldom', async () => {
    const server = await serve();
    const timers = new HandTimers();
    const watched = connect(server.port, { secret: 'another-fiction', timers });
    for (const [nth, wait] of [60_000, 120_000, 240_000, 300_000, 300_000].entries()) {
      const { error, wasUp, retryInMs } = await watched.told('down', nth + 1);
      expect({ code: error.code, wasUp, retryInMs }).toEqual({
        code: 'asterisk.login',
        wasUp: false,
        retryInMs: wait,
      });
      expect(error.message).toContain('Authentication failed');
      expect(`${error.message} ${error.remedy} ${error.stack}`).not.toContain('another-fiction');
      expect(server.visitors).toHaveLength(nth + 1);
      await timers.runOut(wait);
    }
  });

  test('a server that repeats the secret does not get it into our error', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'Login') return false;
        visitor.reply(action, 'Error', `Message: no user with ${SECRET}`);
        return true;
      },
    });
    const { error } = await connect(server.port).told('down');
    expect(error.message).toContain('no user with ***');
  });
});

describe('set-up', () => {
  const setup: Action[] = [
    { action: 'Filter', params: { Operation: 'Add', Filter: '!Event: RTCP' } },
    { action: 'Events', params: { EventMask: 'call,cdr' } },
  ];

  test('filters stand before events are asked for', async () => {
    const server = await serve();
    await connect(server.port, { setup }).told('up');
    expect(server.visitor.asked).toEqual(['Challenge', 'Login', 'Filter', 'Events']);
    expect(server.visitor.actions[1]).toMatchObject({ Events: 'off' });
    expect(server.visitor.actions[2]).toMatchObject({ Operation: 'Add', Filter: '!Event: RTCP' });
  });

  test('what is refused is named and the link works', async () => {
    const server = await serve({
      script: (visitor, action) => {
        const name = text(action, 'Action');
        if (name === 'Filter') visitor.reply(action, 'Error', 'Message: Permission denied');
        else if (name === 'Events') visitor.reply(action, 'Error', 'Message: Invalid event mask');
        else return false;
        return true;
      },
    });
    expect((await connect(server.port, { setup }).told('up')).refused).toEqual([
      { action: setup[0], right: true, message: 'Permission denied' },
      { action: setup[1], right: false, message: 'Invalid event mask' },
    ]);
  });
});

describe('strangers', () => {
  test.each([
    ['a shell', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'SSH-2.0-OpenSSH'],
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 400'],
  ])('%s is told at once', async (_, greeting, found) => {
    const server = await serve({ greeting });
    const { error } = await connect(server.port).told('down');
    expect(error.code).toBe('asterisk.peer');
    expect(error.message).toContain(found);
    expect(server.visitor.actions).toEqual([]);
  });

  test('one who says nothing is left after ten seconds', async () => {
    const server = await serve({ greeting: '' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers });
    await until('a visitor', () => server.visitors.length > 0);
    await timers.runOut(10_000);
    expect((await watched.told('down')).error.code).toBe('asterisk.peer');
  });
});

describe('TLS', () => {
  const named = { ca: authority, servername: 'pbx.example.test' };

  test('a certificate of one’s own authority is accepted', async () => {
    const server = await serve({ tls: true });
    const watched = connect(server.port, { tls: named });
    await watched.told('up');
    expect((await watched.link.request({ action: 'Ping' })).response.Ping).toBe('Pong');
  });

  test.each([
    ['an unknown authority', { servername: 'pbx.example.test' }],
    ['another name', { ca: authority, servername: 'other.example.test' }],
    ['an address for a name', { ca: authority }],
  ])('%s is refused before anything is said', async (_, tls) => {
    const server = await serve({ tls: true });
    const { error } = await connect(server.port, { tls }).told('down');
    expect(error.code).toBe('asterisk.certificate');
    expect(server.visitors.flatMap(({ actions }) => actions)).toEqual([]);
  });

  test('any certificate is accepted where that is wanted', async () => {
    const server = await serve({ tls: true });
    await connect(server.port, { tls: { rejectUnauthorized: false } }).told('up');
  });
});
