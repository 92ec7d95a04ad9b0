import { readdirSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BusUnavailable, StreamFull } from '../../src/index.ts';
import { until } from '../../src/testkit/index.ts';
import { tempDir } from '../support.ts';
import { entry, FakeStream, outboxOn, started } from './stand.ts';

test('while the bus takes it, everything goes straight through and nothing lies on disk', async () => {
  const stream = new FakeStream();
  const outbox = started(stream);
  await outbox.add(entry('a1'));
  expect(stream.taken).toEqual([entry('a1')]);
  await Promise.all(['a2', 'a3', 'b1'].map((id) => outbox.add(entry(id))));
  expect(stream.ids.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(stream.attempts).toBe(4);
  expect(outbox.bytes).toBe(0);
});

test('keys do not wait for one another, entries of a key do', async () => {
  const stream = new FakeStream();
  const outbox = started(stream);
  const gate = Promise.withResolvers<void>();
  stream.gate = gate.promise;
  const added = ['a1', 'a2', 'b1'].map((id) => outbox.add(entry(id)));
  await until('both keys', () => stream.attempts === 2);
  gate.resolve();
  await Promise.all(added);
  expect(stream.attempts).toBe(3);
});

test.each([
  ['away', new BusUnavailable('away')],
  ['full', new StreamFull('full')],
  ['odd', new TypeError('something of its own')],
])('while the bus is %s entries wait on disk, and follow in order when it is back', async (_, failure) => {
  const stream = new FakeStream();
  const sizes: number[] = [];
  const outbox = started(stream, { onSize: (bytes) => sizes.push(bytes) });
  stream.failure = failure;
  for (const id of ['a1', 'b1', 'a2']) await outbox.add(entry(id));
  expect(outbox.bytes).toBe(30);
  stream.up();
  await outbox.add(entry('a3'));
  await until('all of it', () => stream.taken.length === 4);
  expect(stream.ids).toEqual(['a1', 'b1', 'a2', 'a3']);
  expect(stream.taken.map((e) => Buffer.from(e.data).toString())).toEqual(
    ['a1', 'b1', 'a2', 'a3'].map((id) => entry(id).data.toString()),
  );
  await until('an empty file', () => outbox.bytes === 0);
  expect(sizes).toEqual([0, 10, 20, 30, 40, 30, 20, 10, 0]);
  await outbox.add(entry('a4'));
  expect(stream.ids.at(-1)).toBe('a4');
});

test('a stored entry whose answer was lost is sent again with the same id', async () => {
  const stream = new FakeStream();
  let lost = false;
  const outbox = started(stream, {
    publish: async (e) => {
      await stream.publish(e);
      if (!lost) {
        lost = true;
        throw new BusUnavailable('no acknowledgement');
      }
    },
  });
  await outbox.add(entry('a1'));
  await outbox.add(entry('a2'));
  await until('both', () => stream.taken.length === 2 && outbox.bytes === 0);
  expect(stream.ids).toEqual(['a1', 'a2']);
  expect(stream.attempts).toBe(3);
});

test('an entry in flight when others spill keeps its place before those that come after it', async () => {
  const stream = new FakeStream();
  const outbox = started(stream);
  const gate = Promise.withResolvers<void>();
  stream.gate = gate.promise;
  const first = [outbox.add(entry('a1')), outbox.add(entry('a2'))];
  await until('the first to be on its way', () => stream.attempts === 1);
  // b fails while a1 is still on its way and a2 waits for it.
  stream.gate = undefined;
  stream.down();
  await outbox.add(entry('b1'));
  const later = outbox.add(entry('a3'));
  gate.resolve();
  await Promise.all([...first, later]);
  stream.up();
  await until('all of it', () => stream.taken.length === 4);
  expect(stream.ids.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
});

// However many steps after the last entry was taken the next one comes, it
// neither overtakes nor is forgotten.
test.each(Array.from({ length: 16 }, (_, steps) => steps))(
  'an entry comes %i steps after the outbox ran empty',
  async (steps) => {
    for (const failing of [false, true]) {
      const stream = new FakeStream();
      const outbox = started(stream, {
        publish: async (e) => {
          if (e.messageId === 'a1' && stream.attempts++ === 0) throw new BusUnavailable('away');
          if (e.messageId === 'a2' && failing && stream.attempts++ === 1) throw new BusUnavailable('away');
          stream.store(e);
          if (e.messageId === 'a1') void add(['a2', 'a3']);
        },
      });
      const add = async (ids: string[]): Promise<void> => {
        for (let i = 0; i < steps; i++) await Promise.resolve();
        for (const id of ids) void outbox.add(entry(id));
      };
      await outbox.add(entry('a1'));
      await until('all three', () => stream.taken.length === 3 && outbox.bytes === 0, 2_000);
      expect(stream.ids).toEqual(['a1', 'a2', 'a3']);
      await outbox.add(entry('a4'));
      expect(stream.ids.at(-1)).toBe('a4');
    }
  },
);

describe('a process that ends', () => {
  test('leaves what waits to the next one, which sends it in order before anything new', async () => {
    const dir = tempDir();
    const stream = new FakeStream();
    const first = started(stream, {}, dir);
    stream.down();
    for (const id of ['a1', 'b1', 'a2']) await first.add(entry(id));
    await first.stop();
    stream.up();
    const second = outboxOn(dir, stream);
    onTestFinished(() => second.stop());
    const gate = Promise.withResolvers<void>();
    stream.gate = gate.promise;
    second.start();
    expect(second.bytes).toBe(30);
    await second.add(entry('a3'));
    gate.resolve();
    await until('all of it', () => stream.taken.length === 4);
    expect(stream.ids).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('stop waits for what is in flight, and keeps on disk what comes during it', async () => {
    const dir = tempDir();
    const stream = new FakeStream();
    const outbox = started(stream, {}, dir);
    const gate = Promise.withResolvers<void>();
    stream.gate = gate.promise;
    const flights = ['a1', 'a2'].map((id) => outbox.add(entry(id)));
    await until('the first to be on its way', () => stream.attempts === 1);
    const stopping = outbox.stop();
    const late = outbox.add(entry('b1'));
    gate.resolve();
    await Promise.all([...flights, stopping, late]);
    expect(stream.ids).toEqual(['a1']);
    stream.gate = undefined;
    started(stream, {}, dir);
    await until('the rest', () => stream.taken.length === 3);
    expect(stream.ids.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2']);
  });

  test('stop does not wait for a bus that stays away', async () => {
    const stream = new FakeStream();
    const outbox = started(stream);
    stream.down();
    await outbox.add(entry('a1'));
    await until('a few attempts', () => stream.attempts > 3);
    await outbox.stop();
    await outbox.stop();
    const attempts = stream.attempts;
    await outbox.add(entry('a2'));
    expect(stream.attempts).toBe(attempts);
  });
});

test('an outbox that was never started opens its file when it needs it', async () => {
  const dir = tempDir();
  const stream = new FakeStream();
  const outbox = outboxOn(dir, stream);
  onTestFinished(() => outbox.stop());
  await outbox.add(entry('a1'));
  expect(readdirSync(dir)).toEqual([]);
  stream.down();
  await outbox.add(entry('a2'));
  expect(outbox.bytes).toBe(10);
  stream.up();
  await until('it', () => stream.taken.length === 2);
});
