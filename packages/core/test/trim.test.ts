import { BUCKETS, filters, journalConsumer, journalSubject, STREAMS } from '@callbus/contract';
import { WorkQueue } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { ProgressStore } from '../src/progress.ts';
import { JournalTrim } from '../src/trim.ts';
import { onSite, type Site } from './support/site.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Ten records about ten events, and a core that is done with `processed` of them. */
async function prepare(site: Site, { processed = 10, retained = [] as number[] } = {}): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await site.tell(`0 offered customer:8999000000${i} call=k${i}`);
    await site.bus.publish(journalSubject(0, `call-${i}`), Buffer.from('x'));
  }
  await progressed(site, processed, retained);
}

async function progressed(site: Site, processed: number, retained: number[] = []): Promise<void> {
  const progress = new ProgressStore(site.bus);
  await progress.load();
  await progress.save({ processed, retained });
}

/** A reader that has acknowledged everything up to a sequence. */
async function reader(site: Site, durable: string, upTo: number): Promise<void> {
  const acknowledged: number[] = [];
  const queue = new WorkQueue(site.bus, {
    stream: STREAMS.JOURNAL.name,
    durable,
    filter: filters.journal,
    from: 'all',
    window: 64,
    keyOf: () => '',
    work: async ({ sequence }) => {
      if (sequence > upTo) await new Promise(() => {});
      acknowledged.push(sequence);
    },
  });
  queue.start();
  await until(`${durable} to have read`, async () => {
    const info = await site.bus.jsm.consumers.info(STREAMS.JOURNAL.name, durable).catch(() => undefined);
    return info?.ack_floor.stream_seq === upTo;
  });
  await queue.stop(0);
}

const first = async (site: Site): Promise<number> =>
  (await site.bus.jsm.streams.info(STREAMS.JOURNAL.name)).state.first_seq;

/** A trim whose clock can be moved. */
function trimAt(site: Site, readers: string[]): { trim: JournalTrim; run: (now: number) => Promise<number> } {
  let clock = 0;
  const progress = new ProgressStore(site.bus);
  const trim = new JournalTrim({ bus: site.bus, progress, readers: () => readers, now: () => clock });
  const run = async (now: number): Promise<number> => {
    clock = now;
    await trim.run();
    return await first(site);
  };
  return { trim, run };
}

test.concurrent('what every reader has goes after seven days, and not before', () =>
  onSite(async (site) => {
    await prepare(site);
    const { run, trim } = trimAt(site, [journalConsumer('ut')]);
    await run(DAY);
    await reader(site, journalConsumer('ut'), 10);
    expect(await run(DAY + WEEK - 1)).toBe(1);
    expect(trim.trimmed).toBe(0);
    expect(await run(DAY + WEEK)).toBe(11);
    expect(trim.trimmed).toBe(10);
    const again = trimAt(site, []);
    await again.trim.load();
    expect(again.trim.trimmed).toBe(10);
  }));

test.concurrent('nothing goes that a reader has not acknowledged, or that a reader is still to come for', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, journalConsumer('ut'), 10);
    await reader(site, 'history', 6);
    const missing = trimAt(site, [journalConsumer('ut'), journalConsumer('new')]);
    await missing.run(DAY);
    expect(await missing.run(DAY + WEEK)).toBe(1);
    // The history store is there, though nobody named it.
    expect(await trimAt(site, [journalConsumer('ut')]).run(DAY + WEEK)).toBe(7);
  }));

test.concurrent('nothing goes that came after the mark of seven days ago', () =>
  onSite(async (site) => {
    await prepare(site);
    const { run } = trimAt(site, []);
    await run(DAY);
    for (let i = 0; i < 5; i++) await site.bus.publish(journalSubject(0, `later-${i}`), Buffer.from('x'));
    await run(2 * DAY);
    expect(await run(DAY + WEEK)).toBe(11);
    expect(await run(2 * DAY + WEEK)).toBe(16);
  }));

test.concurrent('nothing goes that core may still compare with', () =>
  onSite(async (site) => {
    await prepare(site, { processed: 10, retained: [4] });
    const { run } = trimAt(site, []);
    await run(DAY);
    expect(await run(DAY + WEEK)).toBe(1);
    await progressed(site, 9);
    expect(await run(DAY + WEEK)).toBe(1);
    await progressed(site, 10);
    expect(await run(DAY + WEEK)).toBe(11);
  }));

test.concurrent('marks are made once an hour, and old ones forgotten', () =>
  onSite(async (site) => {
    await prepare(site);
    const { run } = trimAt(site, [journalConsumer('nobody')]);
    const marks = async (): Promise<number[]> =>
      ((await site.progress().get<{ at: number }[]>('journal-marks')) ?? []).map((m) => m.at / DAY);
    for (const hours of [0, 0.5, 1, 2]) await run(DAY + hours * 3_600_000);
    expect(await marks()).toEqual([1, 1 + 1 / 24, 1 + 2 / 24]);
    await run(DAY + WEEK + 7_200_000);
    await run(DAY + WEEK + 10_800_000);
    expect(await marks()).toEqual([1 + 2 / 24, 8 + 2 / 24, 8 + 3 / 24]);
  }));

test.concurrent('marks of a CALLS that was made anew trim nothing of what came after', () =>
  onSite(async (site) => {
    await prepare(site);
    const { run } = trimAt(site, []);
    await site.progress().put('journal-marks', [{ at: DAY, sequence: 10, calls: 3, stream: 'another' }]);
    expect(await run(DAY + WEEK)).toBe(1);
    await site.progress().put('journal-trimmed', { at: DAY, sequence: 10, calls: 3, stream: 'another' });
    const { trim } = trimAt(site, []);
    await trim.load();
    expect(trim.trimmed).toBe(0);
  }));

test.concurrent('a core that lost its checkpoint makes no trimmed record again', () =>
  onSite(async (site) => {
    const core = await site.core();
    for (let i = 0; i < 5; i++)
      await site.tell(`0 offered customer:8999000000${i} call=k${i} native=n-${i}\n 9 cleared call=k${i}`);
    for (let i = 0; i < 5; i++) await site.story(`n-${i}`);
    await core.service.stop();
    const { state } = await site.bus.jsm.streams.info(STREAMS.CALLS.name);
    await progressed(site, state.last_seq);
    const { run } = trimAt(site, []);
    // Core made a mark of its own when it started.
    const tomorrow = site.bus.clock.now() + DAY;
    await run(tomorrow);
    expect(await run(tomorrow + WEEK)).toBe(6);
    await site.bus.jsm.streams.purge(`KV_${BUCKETS.progress}`, { filter: `$KV.${BUCKETS.progress}.core` });
    const again = await site.core();
    await site.tell('0 offered customer:89990000009 call=new native=new\n 9 cleared call=new');
    await site.story('new');
    await again.service.stop();
    const left = await site.bus.jsm.streams.info(STREAMS.JOURNAL.name);
    expect(left.state).toMatchObject({ first_seq: 6, last_seq: 6, messages: 1 });
  }));
