import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isAlive, natsGreeting } from '../src/index.ts';
import { play, TestNats, until } from '../src/testkit/index.ts';

test('until gives what it waited for, and says what it waited for in vain', async () => {
  let looks = 0;
  expect(await until('three looks', () => ++looks === 3 && 'three')).toBe('three');
  expect(await until('nought', () => 0)).toBe(0);
  await expect(until('the end of days', async () => undefined, 30)).rejects.toThrow(
    'in vain for the end of days',
  );
});

test('recorded traffic is played in order, each frame after the one before was taken', async () => {
  const taken: string[] = [];
  const frames = ['a', 'b', 'c'].map((data, i) => ({ at: i * 60_000, data }));
  await play(frames, async (data) => {
    await new Promise((resolve) => setImmediate(resolve));
    taken.push(data);
  });
  expect(taken).toEqual(['a', 'b', 'c']);
  await play(frames, (data) => taken.push(data), { speed: 60_000_000 });
  expect(taken).toHaveLength(6);
});

test('playing ends when it is told to, also while it waits for its time', async () => {
  const abort = new AbortController();
  const taken: string[] = [];
  const playing = play(
    [
      { at: 0, data: 'now' },
      { at: 3_600_000, data: 'in an hour' },
    ],
    (data) => {
      taken.push(data);
      setImmediate(() => abort.abort());
    },
    { speed: 1, signal: abort.signal },
  );
  await expect(playing).rejects.toMatchObject({ name: 'AbortError' });
  expect(taken).toEqual(['now']);
});

test('a test server keeps what it stored over a kill, and leaves nothing behind', async () => {
  const nats = await TestNats.start({ user: 'u', password: 'test-password-1' });
  const bus = await nats.bus();
  await bus.publish('callbus.v1.event.3.pz.a', Buffer.from('x'));
  const { pid } = nats;
  await nats.kill();
  expect(isAlive(pid as number)).toBe(false);
  await nats.launch();
  await until('the way back', () => bus.connected);
  expect((await bus.jsm.streams.info('CALLS')).state.messages).toBe(1);
  const second = nats.pid as number;
  await nats.stop();
  await nats.stop();
  expect(isAlive(second)).toBe(false);
  expect(existsSync(nats.dir)).toBe(false);
  expect(await natsGreeting('127.0.0.1', nats.port)).toBeUndefined();
});
