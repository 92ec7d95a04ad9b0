import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/wire/message.ts';
import { amiStand } from './support/ami-link.ts';
import { HandTimers } from './support/hand-timers.ts';
import { rejection } from './support/stops.ts';

const { serve, connect } = amiStand();

describe('losses', () => {
  test('a closed connection is told, its questions rejected, and another is made', async () => {
    const server = await serve({ script: (_, action) => text(action, 'Action') === 'Status' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers });
    await watched.told('up');
    const answer = rejection(watched.link.request({ action: 'Status' }));
    await until('the question', () => server.visitor.asked.includes('Status'));
    server.visitor.say(['Event: Shutdown', 'Privilege: system,all', 'Shutdown: Cleanly', 'Restart: True']);
    server.visitor.socket.end();
    expect(await answer).toMatchObject({ code: 'asterisk.down' });
    const { error, wasUp, retryInMs } = await watched.told('down');
    expect([error.code, wasUp, retryInMs]).toEqual(['asterisk.closed', true, 1_000]);
    expect(watched.link.up).toBe(false);
    expect(await rejection(watched.link.request({ action: 'Ping' }))).toMatchObject({
      code: 'asterisk.down',
    });
    await timers.runOut(1_000);
    await watched.told('up', 2);
    expect(watched.changes[1]).toEqual({ state: 'shutdown', restart: true });
    expect(watched.states).toEqual(['up', 'shutdown', 'down', 'up']);
  });

  test('the waits grow to a minute and begin anew after a sound link', async () => {
    const port = await freePort();
    const timers = new HandTimers();
    const watched = connect(port, { timers });
    const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    for (const [nth, wait] of waits.entries()) {
      const { error, retryInMs } = await watched.told('down', nth + 1);
      expect([error.code, retryInMs]).toEqual(['asterisk.connect', wait]);
      if (nth < waits.length - 1) await timers.runOut(wait);
    }
    const server = await serve();
    const moved = connect(server.port, { timers, silenceMs: 1_000_000 });
    await moved.told('up');
    timers.pass(30_000);
    server.visitor.socket.destroy();
    expect((await moved.told('down')).retryInMs).toBe(1_000);
  });

  test('a link that is lost again and again is made ever more slowly', async () => {
    const server = await serve();
    const timers = new HandTimers();
    const watched = connect(server.port, { timers });
    for (const [nth, wait] of [1_000, 2_000, 4_000].entries()) {
      await watched.told('up', nth + 1);
      server.visitor.socket.destroy();
      expect((await watched.told('down', nth + 1)).retryInMs).toBe(wait);
      await timers.runOut(wait);
    }
  });

  test('a Ping goes out when it is silent, never before the log-in', async () => {
    const server = await serve({ greeting: '' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers, silenceMs: 5_000 });
    await until('a visitor', () => server.visitors.length > 0);
    await until('the wait for a greeting', () => timers.waits.includes(10_000));
    timers.pass(6_000);
    server.visitor.socket.write('Asterisk Call Manager/11.0.0\r\n');
    await watched.told('up');
    expect(server.visitor.asked).toEqual(['Challenge', 'Login']);
    timers.pass(4_000);
    server.visitor.say(['Event: Hold']);
    await until('the event', () => watched.names.length === 1);
    timers.pass(4_000);
    // The silence is counted from the event: a second is left, and no Ping waits for its answer.
    expect(timers.waits).toEqual([1_000]);
    timers.pass(1_000);
    await until('a Ping', () => server.visitor.asked.includes('Ping'));
    expect(watched.states).toEqual(['up']);
  });

  test('who does not answer a Ping is left', async () => {
    const server = await serve({ script: (_, action) => text(action, 'Action') === 'Ping' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers, silenceMs: 5_000 });
    await watched.told('up');
    timers.pass(5_000);
    await until('a Ping', () => server.visitor.asked.includes('Ping'));
    timers.pass(10_000);
    expect((await watched.told('down')).error).toMatchObject({ code: 'asterisk.silent' });
  });

  test('a message without end is dropped, counted, and the link goes on', async () => {
    const server = await serve();
    let dropped = 0;
    const watched = connect(server.port, { limit: 1_000, onDropped: () => dropped++ });
    await watched.told('up');
    server.visitor.say(['Event: Hold', `A: ${'x'.repeat(5_000)}`], ['Event: Unhold']);
    await until('the next', () => watched.names.length === 1);
    expect([watched.names, dropped]).toEqual([['Unhold'], 1]);
  });
});

describe('stop', () => {
  test('logs off, rejects what waits, and leaves no timer and no connection', async () => {
    const server = await serve({ script: (_, action) => text(action, 'Action') === 'Status' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers });
    await watched.told('up');
    const answer = rejection(watched.link.request({ action: 'Status' }));
    await until('the question', () => server.visitor.asked.includes('Status'));
    const closed = new Promise((resolve) => server.visitor.socket.once('close', resolve));
    await watched.link.stop();
    await closed;
    expect(await answer).toMatchObject({ code: 'asterisk.down' });
    expect(server.visitor.asked.at(-1)).toBe('Logoff');
    expect(timers.waits).toEqual([]);
    expect(watched.states).toEqual(['up']);
    await watched.link.stop();
  });

  test('ends a log-in that is on, and a wait for the next try', async () => {
    const timers = new HandTimers();
    const silent = await serve({ greeting: '' });
    const first = connect(silent.port, { timers });
    await until('a visitor', () => silent.visitors.length > 0);
    await first.link.stop();
    const second = connect(await freePort(), { timers });
    await second.told('down');
    await second.link.stop();
    expect(timers.waits).toEqual([]);
    expect([first.states, second.states]).toEqual([[], ['down']]);
  });

  test('a stopped link can be started again', async () => {
    const server = await serve();
    const watched = connect(server.port);
    await watched.told('up');
    await watched.link.stop();
    watched.link.start();
    await watched.told('up', 2);
    expect(server.visitors).toHaveLength(2);
  });
});
