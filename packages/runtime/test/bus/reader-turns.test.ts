import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Bus, ensureStreams, OrderedReader, type ReaderOptions, streamEnd } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { watchedLog } from '../support.ts';

let nats: TestNats;
let bus: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(() => nats.stop());

function reading(
  from: number | 'new',
  more: Partial<ReaderOptions> = {},
  on = bus,
): { seen: string[]; reader: OrderedReader } {
  const seen: string[] = [];
  const reader = new OrderedReader(on, {
    stream: 'CALLS',
    filters: ['callbus.v1.event.>'],
    from,
    onMessage: (m) => void seen.push(Buffer.from(m.data).toString()),
    ...more,
  });
  onTestFinished(() => reader.stop());
  reader.start();
  return { seen, reader };
}

const tell = async (key: string, ...texts: string[]): Promise<void> => {
  for (const text of texts) await bus.publish(`callbus.v1.event.3.pz.${key}`, Buffer.from(text));
};
const caughtUp = (
  more: Partial<ReaderOptions> = {},
): { options: Partial<ReaderOptions>; done: Promise<void> } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { options: { ...more, onCaughtUp: resolve }, done: promise };
};

test('an empty past is caught up with at once', async () => {
  const { options, done } = caughtUp({ filters: ['callbus.v1.event.9.>'] });
  const { seen } = reading(1, options);
  await done;
  expect(seen).toEqual([]);
});

test('several subjects are read as one, in the order of the stream', async () => {
  await tell('several.a', '1');
  await tell('several.b', '2');
  await tell('several.c', 'not this');
  await tell('several.a', '3');
  const filters = ['a', 'b'].map((k) => `callbus.v1.event.3.pz.several.${k}`);
  const { seen } = reading(1, { filters });
  await until('three', () => seen.length === 3);
  expect(seen).toEqual(['1', '2', '3']);
});

test('what is new begins behind all that is there, over reconnects too', async () => {
  await tell('new', 'old');
  const filters = ['callbus.v1.event.3.pz.new'];
  const { options, done } = caughtUp({ filters });
  const { seen } = reading('new', options);
  await done;
  await nats.kill();
  await until('the loss', () => !bus.connected);
  await nats.launch();
  await until('the way back', () => bus.connected);
  await tell('new', 'first', 'second');
  await until('both', () => seen.length === 2);
  expect(seen).toEqual(['first', 'second']);
});

test('a message that could not be taken is read again, and that is said', async () => {
  const { log, lines } = watchedLog();
  const own = new Bus({ servers: `127.0.0.1:${nats.port}`, name: 'test', log });
  await own.open();
  await tell('stumble', 'a', 'b', 'c');
  const seen: string[] = [];
  let stumbles = 0;
  const { reader } = reading(
    1,
    {
      filters: ['callbus.v1.event.3.pz.stumble'],
      onMessage: async (m) => {
        const text = Buffer.from(m.data).toString();
        if (text === 'b' && ++stumbles < 3) throw new Error('not now');
        seen.push(text);
      },
    },
    own,
  );
  await until('all', () => seen.length === 3);
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(lines().filter((l) => l.level === 'error')).toMatchObject([
    { error: 'not now' },
    { error: 'not now' },
  ]);
  await reader.stop();
  await own.close();
});

describe('stop', () => {
  test('waits for the message that is being worked on, and takes no more', async () => {
    await tell('stopping', 'a', 'b');
    const gate = Promise.withResolvers<void>();
    const steps: string[] = [];
    const { reader } = reading(1, {
      filters: ['callbus.v1.event.3.pz.stopping'],
      onMessage: async (m) => {
        const text = Buffer.from(m.data).toString();
        steps.push(`${text} begun`);
        await gate.promise;
        steps.push(`${text} done`);
      },
    });
    await until('the first', () => steps.length === 1);
    const stopping = reader.stop().then(() => steps.push('stopped'));
    gate.resolve();
    await stopping;
    expect(steps).toEqual(['a begun', 'a done', 'stopped']);
  });

  test('while the bus is away does not wait for it, and afterwards there is no start', async () => {
    const own = await TestNats.start();
    const away = await own.bus();
    const { reader, seen } = reading(1, {}, away);
    await own.kill();
    await until('the loss', () => !away.connected);
    await reader.stop();
    await own.launch();
    await until('the way back', () => away.connected);
    reader.start();
    await away.publish('callbus.v1.event.3.pz.x', Buffer.from('x'));
    expect(await streamEnd(away, 'CALLS')).toBe(1);
    await reader.stop();
    expect(seen).toEqual([]);
    await own.stop();
  });
});

test('a stream in memory that was made anew is read from its beginning, however far we were in the one before', async () => {
  await ensureStreams(bus, { diskMb: 200, replicas: 1 });
  const { seen } = reading(1, { stream: 'LIVE', filters: ['callbus.v1.call.*'] });
  const live = (text: string): Promise<unknown> => bus.publish(`callbus.v1.call.${text}`, Buffer.from(text));
  for (const text of ['a', 'b', 'c']) await live(text);
  await until('three', () => seen.length === 3);
  await nats.kill();
  await until('the loss', () => !bus.connected);
  await nats.launch();
  await until('the way back', () => bus.connected);
  await ensureStreams(bus, { diskMb: 200, replicas: 1 });
  // As many as before and more, so that our place seems to be there.
  for (const text of ['d', 'e', 'f', 'g']) await live(text);
  await until('all of the new one', () => seen.length === 7);
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});
