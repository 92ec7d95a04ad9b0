import { STREAMS } from '@callbus/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bus, ensureStreams } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { QueueStand, stopAll, tell } from './queue-stand.ts';

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

const PATIENCE_MS = 20_000;
const ofKey = (key: string, texts: string[]): string[] => texts.filter((t) => t.startsWith(key));

// These wait for the broker's own ack wait, so they wait together.
describe.concurrent('what a dead process held', () => {
  test('comes again, before what came after it', async () => {
    const dying = await nats.bus();
    const dead = new QueueStand(dying, 'dead');
    await tell(bus, 'dead', 'a1', 'a2', 'b1');
    await until('its death', () => dead.queue.held === 3);
    await dying.close();
    await tell(bus, 'dead', 'a3', 'b2', 'c1');
    const next = new QueueStand(bus, 'dead');
    await until(
      'all of it',
      () => {
        next.finishAll();
        return next.done.length === 6;
      },
      PATIENCE_MS,
    );
    expect(ofKey('a', next.begun)).toEqual(['a1', 'a2', 'a3']);
    expect(ofKey('b', next.begun)).toEqual(['b1', 'b2']);
    expect(next.begun).toHaveLength(6);
  });

  test('and what a living one holds for long does not, though another could take it', async () => {
    const holder = new QueueStand(bus, 'long');
    await tell(bus, 'long', 'a1', 'a2');
    await until('both to be held', () => holder.queue.held === 2);
    const other = new QueueStand(await nats.bus(), 'long');
    // A message that nobody keeps alive tells when the ack wait is over.
    const dying = await nats.bus();
    const mark = new QueueStand(dying, 'mark');
    await tell(bus, 'mark', 'm1');
    await until('the mark', () => mark.queue.held === 1);
    await dying.close();
    const again = new QueueStand(bus, 'mark');
    await until('the ack wait to be over', () => again.begun.length === 1, PATIENCE_MS);
    again.finishAll();
    expect(await bus.jsm.consumers.info('CALLS', 'long')).toMatchObject({
      num_ack_pending: 2,
      num_redelivered: 0,
    });
    expect(other.begun).toEqual([]);
    holder.job('a1').finish();
    await until('the next of a, where the first was', () => holder.begun.includes('a2'));
    holder.finishAll();
  });

  test('work that fails comes again as well', async () => {
    const stand = new QueueStand(bus, 'failing');
    await tell(bus, 'failing', 'a1');
    await until('it', () => stand.begun.length === 1);
    stand.job('a1').fail(new Error('it must not, but it does'));
    await until('it again', () => stand.begun.length === 2, PATIENCE_MS);
    stand.jobs.at(-1)?.finish();
    await until(
      'its end',
      async () => (await bus.jsm.consumers.info('CALLS', 'failing')).num_ack_pending === 0,
    );
  });
});

describe('a server that is killed and started again', () => {
  test('loses nothing, doubles nothing that this process had done, and keeps the order', async () => {
    const own = await TestNats.start();
    const [feed, working] = [await own.bus(), await own.bus()];
    const stand = new QueueStand(working, 'killed', { window: 4 });
    const texts = Array.from({ length: 30 }, (_, i) => `${'abcde'[i % 5]}${Math.floor(i / 5)}`);
    await tell(feed, 'killed', ...texts);
    await until('some of it', () => {
      if (stand.done.length < 9) stand.finishAll();
      return stand.done.length >= 9 && stand.jobs.length === 4;
    });
    await own.kill();
    await until('the loss to be noticed', () => !working.connected);
    // Done while nobody can be told.
    const [first] = stand.jobs.splice(0, 1);
    first?.finish();
    await until('its end', () => stand.done.includes(String(first?.text)));
    await own.launch();
    await until(
      'all of it',
      () => {
        stand.finishAll();
        return stand.done.length === texts.length;
      },
      PATIENCE_MS,
    );
    await until(
      'every acknowledgement',
      async () => {
        const info = await feed.jsm.consumers.info('CALLS', 'killed');
        return info.num_ack_pending === 0 && info.num_pending === 0;
      },
      PATIENCE_MS,
    );
    expect(stand.begun.toSorted()).toEqual(texts.toSorted());
    for (const key of 'abcde') expect(ofKey(key, stand.begun)).toEqual(ofKey(key, texts));
    await stand.queue.stop(0);
    await own.stop();
  });

  test('a stream in memory begins anew, and its first message is not taken for the one before', async () => {
    const own = await TestNats.start();
    const working = await own.bus();
    const stand = new QueueStand(working, 'popups', {
      stream: STREAMS.POPUP.name,
      filter: 'callbus.v1.popup.*',
    });
    await working.publish('callbus.v1.popup.100', Buffer.from('before'));
    await until('the one before', () => stand.begun.length === 1);
    await own.kill();
    await until('the loss to be noticed', () => !working.connected);
    await own.launch();
    await until('the way back', () => working.connected);
    await ensureStreams(working, { diskMb: 200, replicas: 1 });
    const { sequence } = await working.publish('callbus.v1.popup.101', Buffer.from('after'));
    expect(sequence).toBe(stand.job('before').message.sequence);
    await until('the one after', () => stand.begun.length === 2);
    expect(stand.begun).toEqual(['before', 'after']);
    stand.finishAll();
    await until('both ends', () => stand.done.length === 2);
    await stand.queue.stop(0);
    await own.stop();
  });
});
