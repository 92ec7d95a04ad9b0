import { CallEventCodec, ROOT, STREAMS } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { Assembler } from '../../src/assemble/assembler.ts';
import type { CallState } from '../../src/assemble/state.ts';
import type { Site } from './site.ts';
import { plan, recordOf, type Story, storyOf } from './stage.ts';
import { Watch } from './watch.ts';

/** What the events of CALLS mean to the pure part of core: for each call, the records it had after its end. */
async function truthOf({ bus }: Site): Promise<Map<string, Story[]>> {
  const { state } = await bus.jsm.streams.info(STREAMS.CALLS.name);
  const watch = new Watch(bus, STREAMS.CALLS.name, `${ROOT}.event.>`, CallEventCodec);
  await until('CALLS', () => (watch.seen.at(-1)?.sequence ?? 0) >= state.last_seq);
  await watch.stop();
  const assembler = new Assembler({ plan, wantsLookup: () => false });
  const stories = new Map<string, Story[]>();
  const note = (call: CallState | undefined): void => {
    if (call?.endedAt === undefined) return;
    const story = storyOf(recordOf(call));
    const known = stories.get(call.callId) ?? [];
    if (JSON.stringify(known.at(-1)) !== JSON.stringify(story)) known.push(story);
    stories.set(call.callId, known);
  };
  for (const { value, sequence, timestamp } of watch.seen) {
    const applied = assembler.apply(value, { sequence, timestamp });
    if (applied.kind !== 'call') continue;
    note(applied.call);
    note(applied.merged);
  }
  return stories;
}

/**
 * What JOURNAL has against what CALLS means: every call ends as it should,
 * its revisions count up from one, none is told twice and none is invented.
 * @returns what is wrong
 */
export async function faultsOf(site: Site): Promise<string[]> {
  const truth = await truthOf(site);
  const journal = Map.groupBy(await site.records(), (r) => r.callId);
  const faults = [...truth.keys()].filter((id) => !journal.has(id)).map((id) => `${id} is missing`);
  for (const [id, records] of journal) {
    const told = records.map((r) => JSON.stringify(storyOf(r)));
    const meant = (truth.get(id) ?? []).map((story) => JSON.stringify(story));
    const revisions = records.map((r) => r.revision);
    if (!truth.has(id)) faults.push(`${id} is invented`);
    if (revisions.some((r, i) => r !== i + 1)) faults.push(`${id} has revisions ${revisions}`);
    if (told.some((t, i) => t === told[i - 1])) faults.push(`${id} has a revision twice`);
    // A restart may skip what did not last, but not invent, turn round or stop short.
    let place = -1;
    for (const story of told) {
      place = meant.indexOf(story, place + 1);
      if (place < 0) break;
    }
    if (place !== meant.length - 1) faults.push(`${id} ends as ${told.at(-1)}, not ${meant.at(-1)}`);
  }
  return faults;
}
