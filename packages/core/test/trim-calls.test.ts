import {
  filters,
  InteractionEventCodec,
  interactionConsumer,
  interactionSubject,
  STREAMS,
} from '@callbus/contract';
import { WorkQueue } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { ProgressStore } from '../src/progress.ts';
import { CallsTrim } from '../src/trim-calls.ts';
import { onSite, type Site } from './support/site.ts';

const MONTH = 30 * 86_400_000;
const CALLS = STREAMS.CALLS.name;

async function interaction(site: Site, id: string): Promise<void> {
  await site.bus.publish(interactionSubject('connect', id), InteractionEventCodec.encode({ id }));
}

/** Ten times an event and an interaction: sequences 1..20, interactions have the even ones. */
async function prepare(site: Site, processed = 20): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await site.tell(`0 offered customer:8999000000${i} call=k${i}`);
    await interaction(site, `i${i}`);
  }
  const progress = new ProgressStore(site.bus);
  await progress.load();
  await progress.save({ processed, retained: [] });
}

/** A reader of interactions that has acknowledged those up to a sequence. */
async function reader(site: Site, durable: string, upTo: number): Promise<void> {
  const queue = new WorkQueue(site.bus, {
    stream: CALLS,
    durable,
    filter: filters.interactions,
    from: 'all',
    window: 64,
    keyOf: () => '',
    work: async ({ sequence }) => {
      if (sequence > upTo) await new Promise(() => {});
    },
  });
  queue.start();
  await until(
    `${durable} to have read`,
    async () => {
      const info = await site.bus.jsm.consumers.info(CALLS, durable).catch(() => undefined);
      return (info?.ack_floor.stream_seq ?? 0) >= upTo;
      // What another reader held comes again after its ack wait.
    },
    30_000,
  );
  await queue.stop(0);
}

const trimmed = async (site: Site, readers: string[], now: () => number): Promise<number[]> => {
  const progress = new ProgressStore(site.bus);
  await new CallsTrim({ bus: site.bus, progress, readers: () => readers, now }).run();
  const left: number[] = [];
  const { state } = await site.bus.jsm.streams.info(CALLS);
  for (let seq = state.first_seq; seq <= state.last_seq; seq++)
    if (await site.bus.jsm.streams.getMessage(CALLS, { seq })) left.push(seq);
  return left;
};

const all = (from = 1, to = 20): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const late = (): number => Date.now() + MONTH + 3_600_000;
const ut = interactionConsumer('ut');

test.concurrent('nothing goes before it is thirty days old', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, ut, 20);
    expect(await trimmed(site, [ut], () => Date.now() + MONTH - 3_600_000)).toEqual(all());
    expect(await trimmed(site, [ut], late)).toEqual([]);
  }));

test.concurrent('only what is older goes', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, ut, 20);
    const tenth = await site.bus.jsm.streams.getMessage(CALLS, { seq: 10 });
    const at = Math.floor(tenth?.time.getTime() ?? 0);
    const left = await trimmed(site, [ut], () => at + MONTH);
    expect(left.at(-1)).toBe(20);
    expect(left).toContain(10);
    // Messages of one millisecond stay together.
    expect(left.length).toBeGreaterThanOrEqual(11);
  }));

test.concurrent('an interaction that a base has yet to take stays, and the calls around it go', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, ut, 6);
    await reader(site, 'interaction-history', 20);
    expect(await trimmed(site, [ut], late)).toEqual([8, 10, 12, 14, 16, 18, 20]);
    await reader(site, ut, 20);
    expect(await trimmed(site, [ut], late)).toEqual([]);
  }));

test.concurrent('a base that is still to come finds every interaction', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, ut, 20);
    expect(await trimmed(site, [ut, interactionConsumer('new')], late)).toEqual(
      all().filter((seq) => seq % 2 === 0),
    );
  }));

test.concurrent('a reader that has taken all there is holds nothing back, though calls came since', () =>
  onSite(async (site) => {
    await prepare(site);
    await reader(site, ut, 20);
    for (let i = 0; i < 5; i++) await site.tell(`0 offered customer:8999111000${i} call=later${i}`);
    const progress = new ProgressStore(site.bus);
    await progress.load();
    await progress.save({ processed: 25, retained: [] });
    expect(await trimmed(site, [ut], late)).toEqual([]);
  }));

test.concurrent('what core has yet to read stays', () =>
  onSite(async (site) => {
    await prepare(site, 4);
    await reader(site, ut, 20);
    expect(await trimmed(site, [ut], late)).toEqual(all(5));
  }));
