import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BusUnavailable, type Outbox, type OutboxEntry, StreamFull } from '../../src/index.ts';
import { until } from '../../src/testkit/index.ts';
import { tempDir } from '../support.ts';
import { entry, FakeStream, outboxOn } from './stand.ts';

/** The same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const KEYS = ['a', 'b', 'c', 'd'];
const PER_KEY = 60;

/** A publisher that is slow, fails before storing, and fails after. */
function flaky(stream: FakeStream, random: () => number, calm: () => boolean) {
  let away = 0;
  return async (e: OutboxEntry): Promise<void> => {
    for (let turns = Math.floor(random() * 12); turns > 0; turns--) await turn();
    // It is away for a while, not for one attempt.
    if (away === 0 && random() < 0.1) away = Math.floor(random() * 6);
    const luck = calm() ? 1 : away > 0 ? away-- % 3 : 1;
    if (luck === 0) throw new BusUnavailable('away');
    if (luck === 2) throw new StreamFull('full');
    stream.store(e);
    if (!calm() && random() < 0.1) throw new BusUnavailable('no acknowledgement');
  };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('nothing is lost, doubled or out of order (seed %i)', async (seed) => {
  const random = seeded(seed);
  const dir = tempDir();
  const stream = new FakeStream();
  let calm = false;
  const open = (): Outbox => {
    const outbox = outboxOn(dir, stream, { publish: flaky(stream, random, () => calm) });
    outbox.start();
    return outbox;
  };
  let outbox = open();
  const sent = Object.fromEntries(KEYS.map((k) => [k, [] as string[]]));
  const adding = new Set<Promise<void>>();
  for (let i = 0; i < KEYS.length * PER_KEY; i++) {
    const key = KEYS[Math.floor(random() * KEYS.length)] as string;
    const list = sent[key] as string[];
    const id = `${key}${list.length + 1}`;
    list.push(id);
    adding.add(outbox.add(entry(id)));
    for (let turns = Math.floor(random() * 3); turns > 0; turns--) await turn();
    // Now and then the process is restarted.
    if (random() < 0.02) {
      await Promise.all(adding);
      adding.clear();
      await outbox.stop();
      outbox = open();
    }
  }
  await Promise.all(adding);
  calm = true;
  await until('an empty outbox', () => outbox.bytes === 0);
  await outbox.stop();
  for (const key of KEYS) expect(stream.ids.filter((id) => id.startsWith(key))).toEqual(sent[key]);
  expect(stream.losses).toEqual([]);
});
