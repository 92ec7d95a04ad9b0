import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { watchedLog } from '../support.ts';
import { QueueStand, stopAll, tell, textOf } from './queue-stand.ts';

let nats: TestNats;
let bus: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(async () => {
  await stopAll();
  await nats.stop();
});

const infoOf = async (durable: string) => await bus.jsm.consumers.info('CALLS', durable);

test('messages of a key are worked one at a time and in order, keys beside each other', async () => {
  const stand = new QueueStand(bus, 'order');
  await tell(bus, 'order', 'a1', 'a2', 'b1', 'a3', 'b2', 'c1');
  await until('the first of each', () => stand.begun.length === 3);
  expect(stand.begun).toEqual(['a1', 'b1', 'c1']);
  expect(stand.queue.held).toBe(6);
  stand.job('b1').finish();
  await until('the next of b', () => stand.begun.length === 4);
  stand.job('a1').finish();
  await until('the next of a', () => stand.begun.length === 5);
  stand.finishAll();
  await until('the last of a', () => stand.begun.length === 6);
  stand.finishAll();
  await until('the end', () => stand.done.length === 6);
  expect(stand.begun).toEqual(['a1', 'b1', 'c1', 'b2', 'a2', 'a3']);
});

test('what is done is acknowledged, and nothing before it is done', async () => {
  const stand = new QueueStand(bus, 'ack');
  const [, last] = await tell(bus, 'ack', 'a1', 'b1');
  await until('both', () => stand.begun.length === 2);
  expect((await infoOf('ack')).num_ack_pending).toBe(2);
  stand.job('b1').finish();
  await until('one acknowledgement', async () => (await infoOf('ack')).num_ack_pending === 1);
  stand.job('a1').finish();
  const info = await until('the other', async () => {
    const now = await infoOf('ack');
    return now.num_ack_pending === 0 && now;
  });
  expect(info.ack_floor.stream_seq).toBe(last);
  expect(stand.queue.held).toBe(0);
});

test('no more than the window is held; the rest waits in the stream', async () => {
  const stand = new QueueStand(bus, 'window', { window: 3 });
  await tell(bus, 'window', ...Array.from({ length: 10 }, (_, i) => `${'abcdefghij'[i]}1`));
  await until('a full window', () => stand.begun.length === 3);
  expect(await infoOf('window')).toMatchObject({ num_ack_pending: 3, num_pending: 7 });
  await until('all', () => {
    stand.finishAll();
    return stand.done.length === 10;
  });
  expect(stand.most).toBe(3);
  expect(stand.begun).toHaveLength(10);
});

test('a window of one goes through everything', async () => {
  const stand = new QueueStand(bus, 'single', { window: 1 });
  await tell(bus, 'single', 'a1', 'b1', 'a2', 'c1');
  await until('all', () => {
    stand.finishAll();
    return stand.done.length === 4;
  });
  expect(stand.begun).toEqual(['a1', 'b1', 'a2', 'c1']);
  expect(stand.most).toBe(1);
});

test('one key that is stuck leaves the rest of the window to the others', async () => {
  const stand = new QueueStand(bus, 'stuck', { window: 2 });
  await tell(bus, 'stuck', 'a1', 'a2', 'b1', 'c1');
  await until('the first', () => stand.begun.length === 1);
  stand.job('a1').finish();
  await until('b beside the stuck a', () => stand.begun.includes('a2') && stand.begun.includes('b1'));
  stand.job('b1').finish();
  await until('c beside the stuck a', () => stand.begun.includes('c1'));
  stand.finishAll();
});

test('work that may be lost but not repeated is acknowledged before it is done', async () => {
  const stand = new QueueStand(bus, 'early');
  await tell(bus, 'early', 'a1', 'a2');
  await until('the first', () => stand.begun.length === 1);
  stand.job('a1').acknowledge();
  stand.job('a1').acknowledge();
  await until('its acknowledgement', async () => (await infoOf('early')).num_ack_pending === 1);
  expect(stand.queue.held).toBe(1);
  expect(stand.begun).toEqual(['a1']);
  stand.job('a1').fail(new Error('too late to matter'));
  await until('the second', () => stand.begun.length === 2);
  stand.finishAll();
  await until('the end', async () => (await infoOf('early')).num_ack_pending === 0);
});

test('a message whose key cannot be told is worked all the same', async () => {
  const { log, lines } = watchedLog();
  const own = new Bus({ servers: `127.0.0.1:${nats.port}`, name: 'test', log });
  await own.open();
  const stand = new QueueStand(own, 'keyless', {
    keyOf: (m) => {
      if (textOf(m) === 'a1') throw new Error('no key in it');
      return 'k';
    },
  });
  await tell(bus, 'keyless', 'a1', 'b1');
  await until('both', () => stand.begun.length === 2);
  stand.finishAll();
  await until('the end', async () => (await infoOf('keyless')).num_ack_pending === 0);
  expect(lines()).toContainEqual(expect.objectContaining({ level: 'error', error: 'no key in it' }));
  await stand.queue.stop(0);
  await own.close();
});

describe('a queue that does not exist yet begins', () => {
  test('at the next message', async () => {
    await tell(bus, 'fresh', 'a1');
    const stand = new QueueStand(bus, 'fresh', { from: 'new' });
    await until('the consumer', () => infoOf('fresh').catch(() => false));
    await tell(bus, 'fresh', 'a2');
    await until('it', () => stand.begun.length > 0);
    expect(stand.begun).toEqual(['a2']);
    stand.finishAll();
  });

  test('at a sequence', async () => {
    const [, second] = await tell(bus, 'at', 'a1', 'b1', 'c1');
    const stand = new QueueStand(bus, 'at', { from: { sequence: second as number } });
    await until('the rest', () => stand.begun.length === 2);
    expect(stand.begun).toEqual(['b1', 'c1']);
    stand.finishAll();
  });

  test('at a time', async () => {
    await tell(bus, 'since', 'a1');
    const stand = new QueueStand(bus, 'since', { from: { time: new Date(Date.now() + 3_600_000) } });
    await until('the consumer', () => infoOf('since').catch(() => false));
    expect(await infoOf('since')).toMatchObject({ num_pending: 0 });
    const earlier = new QueueStand(bus, 'since-1970', {
      from: { time: new Date(0) },
      filter: 'callbus.v1.event.*.since.>',
    });
    await until('all', () => earlier.begun.length === 1);
    earlier.finishAll();
    expect(stand.begun).toEqual([]);
  });
});

test('a queue that exists goes on where it was, with what this version wants of it', async () => {
  const first = new QueueStand(bus, 'mended', { window: 4, filter: 'callbus.v1.event.*.mended.a' });
  await tell(bus, 'mended', 'a1', 'a2');
  await until('the first', () => first.begun.length === 1);
  first.finishAll();
  await until('the second', () => first.begun.length === 2);
  first.finishAll();
  await until('the end', async () => (await infoOf('mended')).num_ack_pending === 0);
  await first.queue.stop();
  const second = new QueueStand(bus, 'mended', { window: 2 });
  await tell(bus, 'mended', 'a3', 'b1');
  await until('what is new', () => second.begun.length === 2);
  expect(second.begun.toSorted()).toEqual(['a3', 'b1']);
  expect((await infoOf('mended')).config).toMatchObject({
    max_ack_pending: 2,
    filter_subject: 'callbus.v1.event.*.mended.>',
  });
  second.finishAll();
});

describe('stop', () => {
  test('waits for what has begun and gives back what has not, in order', async () => {
    const stand = new QueueStand(bus, 'giving');
    await tell(bus, 'giving', 'a1', 'a2', 'a3', 'b1', 'b2');
    await until('two of them', () => stand.begun.length === 2 && stand.queue.held === 5);
    const stopping = stand.queue.stop(20_000);
    stand.finishAll();
    await stopping;
    expect(stand.done.toSorted()).toEqual(['a1', 'b1']);
    expect(stand.begun).toHaveLength(2);
    const next = new QueueStand(bus, 'giving');
    await until('the others', () => {
      next.finishAll();
      return next.done.length === 3;
    });
    expect(next.begun.filter((t) => t.startsWith('a'))).toEqual(['a2', 'a3']);
    await until('the acknowledgements', async () => (await infoOf('giving')).num_redelivered === 0);
  });

  test('does not wait for ever for work that never ends, with a full window', async () => {
    const stand = new QueueStand(bus, 'endless', { window: 2 });
    await tell(bus, 'endless', 'a1', 'b1', 'c1');
    await until('a full window', () => stand.begun.length === 2);
    await stand.queue.stop(10);
    expect(stand.begun).toEqual(['a1', 'b1']);
    // What ends after all must not fall on anybody's feet.
    stand.job('a1').finish();
    stand.job('b1').fail(new Error('too late'));
    await until('the late end', () => stand.done.length === 1);
  });

  test('work that ends after the bus was closed harms nobody', async () => {
    const own = await nats.bus();
    const stand = new QueueStand(own, 'closed');
    await tell(bus, 'closed', 'a1', 'b1', 'a2');
    await until('both', () => stand.begun.length === 2);
    await stand.queue.stop(0);
    await own.close();
    stand.job('a1').finish();
    stand.job('b1').fail(new Error('no more'));
    await until('the late end', () => stand.done.length === 1 && stand.queue.held === 0);
  });

  test('before the start there is nothing to stop, and afterwards no start', async () => {
    const stand = new QueueStand(bus, 'never');
    await stand.queue.stop();
    await stand.queue.stop();
    stand.queue.start();
    await tell(bus, 'never', 'a1');
    const other = new QueueStand(bus, 'never-2', { filter: 'callbus.v1.event.*.never.>' });
    await until('another queue', () => other.begun.length === 1);
    other.finishAll();
    expect(stand.begun).toEqual([]);
  });
});
