import {
  JournalRecordCodec,
  type JournalRecordInit,
  journalSubject,
  partitionOf,
  RecordState,
} from '@callbus/contract';
import { Health, Metrics } from '@callbus/runtime';
import { quietLog, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRecord } from '../src/assemble/record.ts';
import type { CallState } from '../src/assemble/state.ts';
import { JournalWriter } from '../src/journal.ts';
import { Site } from './support/site.ts';
import { at, plan, Stage } from './support/stage.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.start();
});
afterAll(() => site.stop());

const never = new AbortController().signal;

/** A call of its own that has ended, and its record with so many recordings. */
function ended(key: string): { call: CallState; record: (recordings?: number) => JournalRecordInit } {
  const stage = new Stage().tell(
    `0 offered customer:89990000001 call=${key} native=${key}\n 9 cleared call=${key}`,
  );
  const call = stage.call(key);
  const record = (recordings = 0): JournalRecordInit => ({
    ...buildRecord(call, plan, at(0)),
    recordings: Array.from({ length: recordings }, (_, i) => ({ file: `${i}.wav` })),
  });
  return { call, record };
}

function writer(more: { trimmed?: () => number; stillOurs?: () => Promise<boolean> } = {}): {
  journal: JournalWriter;
  health: Health;
} {
  const health = new Health();
  const journal = new JournalWriter({
    bus: site.bus,
    metrics: new Metrics(),
    log: quietLog(),
    link: health.link('core', 'journal'),
    complaint: (reason) => ({ reason, remedy: 'room' }),
    ...more,
  });
  return { journal, health };
}

/** What stands of a call: revision and number of recordings. */
async function stands(key: string): Promise<[number, number][]> {
  await site.records();
  return site.revisions(key).map((r) => [r.revision, r.recordings.length]);
}

test('revisions count up from final, and what is the same is not told again', async () => {
  const { journal } = writer();
  const { call, record } = ended('a');
  journal.isNew(call);
  for (const recordings of [0, 0, 1, 1, 2]) await journal.write(call, record(recordings), never);
  expect(await stands('a')).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
  expect(site.revisions('a').map((r) => r.state)).toEqual([
    RecordState.FINAL,
    RecordState.AMENDED,
    RecordState.AMENDED,
  ]);
  expect(call.revision).toBe(3);
});

test('a writer that knows nothing looks at what stands', async () => {
  const { call, record } = ended('b');
  await writer().journal.write(call, record(1), never);
  const again = ended('b');
  Object.assign(again.call, { callId: call.callId });
  await writer().journal.write(again.call, { ...again.record(1), callId: call.callId }, never);
  expect(await stands('b')).toEqual([[1, 1]]);
  expect(again.call.revision).toBe(1);
  await writer().journal.write(again.call, { ...again.record(2), callId: call.callId }, never);
  expect(await stands('b')).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('a writer that believes the call new finds that it is not', async () => {
  const { call, record } = ended('c');
  const [one, two] = [writer().journal, writer().journal];
  one.isNew(call);
  two.isNew(call);
  await one.write(call, record(0), never);
  await two.write(call, record(0), never);
  await two.write(call, record(1), never);
  await one.write(call, record(1), never);
  await one.write(call, record(2), never);
  expect(await stands('c')).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
});

test('a writer that lost its place puts nothing over what is known since', async () => {
  const { call, record } = ended('d');
  const [sleeper, holder] = [writer({ stillOurs: async () => false }), writer()];
  await sleeper.journal.write(call, record(0), never);
  await holder.journal.write(call, record(2), never);
  const stopping = new AbortController();
  const late = sleeper.journal.write(call, record(1), stopping.signal);
  await until('the complaint', () => sleeper.health.report().status === 'degraded');
  stopping.abort();
  await expect(late).rejects.toThrow();
  expect(await stands('d')).toEqual([
    [1, 0],
    [2, 2],
  ]);
  // What is the same as what stands needs nobody's leave.
  await sleeper.journal.write(call, record(2), never);
});

test('a record that was trimmed is not made again', async () => {
  const { call, record } = ended('e');
  await writer({ trimmed: () => call.lastSequence }).journal.write(call, record(0), never);
  expect(await stands('e')).toEqual([]);
  await writer({ trimmed: () => call.lastSequence - 1 }).journal.write(call, record(0), never);
  expect(await stands('e')).toEqual([[1, 0]]);
  const fresh = ended('f');
  const { journal } = writer({ trimmed: () => 1_000_000 });
  journal.isNew(fresh.call);
  await journal.write(fresh.call, fresh.record(0), never);
  expect(await stands('f')).toEqual([[1, 0]]);
});

test('a record that joined another is merged, whatever its revision', async () => {
  const { call, record } = ended('g');
  const { journal } = writer();
  await journal.write(call, record(0), never);
  await journal.write(call, { ...record(0), mergedInto: 'other' }, never);
  await site.records();
  expect(site.revisions('g').map((r) => r.state)).toEqual([RecordState.FINAL, RecordState.MERGED]);
});

test('what stands can be read back', async () => {
  const { call, record } = ended('h');
  const { journal } = writer();
  expect(await journal.published(call)).toBeUndefined();
  await journal.write(call, record(3), never);
  expect((await journal.published(call))?.recordings).toHaveLength(3);
  const subject = journalSubject(partitionOf('pbx'), call.callId);
  const stored = await site.bus.jsm.streams.getMessage('JOURNAL', { last_by_subj: subject });
  expect(JournalRecordCodec.decode(stored?.data ?? new Uint8Array()).callId).toBe(call.callId);
});
