import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readQuery, SORTS } from '../src/history/query.ts';
import { selectCalls } from '../src/history/select.ts';
import { HistoryStore } from '../src/history/store.ts';

let dir: string;
let db: DatabaseSync;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'callbus-plan-'));
  const store = new HistoryStore(join(dir, 'history.db'));
  store.open();
  store.close();
  db = new DatabaseSync(join(dir, 'history.db'));
});
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The steps SQLite would take, where the values of some columns have many calls. */
function stepsOf(raw: Record<string, string>, broad: string[] = []): string[] {
  const { sql, values } = selectCalls(readQuery(raw), (column) => broad.includes(column));
  return db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map((s) => String(s.detail));
}

/** Those of them that read calls, not a page that was cut from them. */
const readsOf = (raw: Record<string, string>, broad?: string[]): string[] =>
  stepsOf(raw, broad).filter((s) => / calls\b/.test(s));

const indexesOf = (raw: Record<string, string>, broad?: string[]): string[] =>
  readsOf(raw, broad).map((read) => /INDEX (\w+)/.exec(read)?.[1] ?? read);

const FILTERS: Record<string, string>[] = [
  { from: '2026-03-02' },
  { from: '2026-03-02', to: '2026-03-03' },
  { direction: 'inbound' },
  { status: 'missed' },
  { status: 'missed,busy,failed' },
  { type: 'missed' },
  { type: 'missed,notanswered' },
  { minDuration: '3600' },
  { minTalk: '60', maxTalk: '120' },
  { extension: '100' },
  { number: '89990001111' },
  { number: '1111' },
  { pbx: 'pz' },
  { counterparty: 'somebody' },
  { pbx: 'pz', direction: 'inbound', status: 'missed,busy', extension: '100' },
  { pbx: 'pz', direction: 'inbound', status: 'missed' },
  { number: '89990001111', extension: '100', status: 'missed,busy', pbx: 'pz' },
];

test('whatever is asked for, an index leads to it', () => {
  // Either a part of an index, or one that has the list in its order and all that is asked about.
  const good = /^SEARCH calls USING (COVERING )?INDEX |^SCAN calls USING COVERING INDEX /;
  for (const filter of [{}, ...FILTERS]) {
    for (const sort of Object.keys(SORTS)) {
      const reads = readsOf({ ...filter, sort });
      expect(reads.length).toBeGreaterThan(0);
      // The type is reckoned, not stored: SQLite does not call its index covering.
      const type = /^SCAN calls USING INDEX calls_type/;
      for (const read of reads)
        if (sort !== 'type' || !type.test(read))
          expect(read, JSON.stringify({ ...filter, sort })).toMatch(good);
    }
  }
});

test('the newest calls are found in their order, on whatever page', () => {
  const cursor = Buffer.from(JSON.stringify(['-startedAt', 5, 5, 'id'])).toString('base64url');
  // Alternatives are merged, and what a short number or a range finds is in its own order.
  const alternatives = (f: Record<string, string>): boolean =>
    [f.status, f.type].some((words) => words?.includes(','));
  const ranges = (f: Record<string, string>): boolean =>
    f.number === '1111' || 'minDuration' in f || 'minTalk' in f;
  const single = FILTERS.filter((f) => !f.extension && !alternatives(f) && !ranges(f));
  for (const filter of [{}, ...single]) {
    for (const query of [filter, { ...filter, cursor }]) {
      expect(stepsOf(query), JSON.stringify(query)).toEqual([expect.stringMatching(/^(SEARCH|SCAN)/)]);
    }
  }
});

test('of several filters the narrowest chooses the index', () => {
  const indexes = {
    number: ['calls_last_digits'],
    counterparty: ['calls_counterparty'],
    extension: ['calls_extension', 'calls_caller'],
    status: ['calls_status'],
    direction: ['calls_direction'],
    pbx: ['calls_pbx'],
  };
  const asked: Record<string, string> = {
    number: '89990001111',
    counterparty: 'somebody',
    extension: '100',
    status: 'missed',
    direction: 'inbound',
    pbx: 'pz',
  };
  for (const [name, expected] of Object.entries(indexes)) {
    const used = indexesOf(asked);
    expect(used.length, name).toBeGreaterThan(0);
    for (const index of used) expect(expected, name).toContain(index);
    delete asked[name];
  }
});

test('a filter that lets nearly everything through does not choose the index', () => {
  const both = { status: 'answered', pbx: 'ats' };
  expect(indexesOf(both, ['status'])).toEqual(['calls_pbx']);
  expect(indexesOf({ ...both, sort: '-duration' }, ['status'])).toEqual(['calls_pbx']);
  // Where every filter is like that, the index with the order of the list is read until the page is full.
  expect(indexesOf({ ...both, sort: '-duration' }, ['status', 'pbx'])).toEqual(['calls_duration']);
  expect(indexesOf({ status: 'answered,missed', sort: 'talkSeconds' }, ['status'])).toEqual(['calls_talk']);
  expect(indexesOf({ extension: '100', sort: 'talkSeconds' }, ['extension'])).toEqual([
    'calls_talk',
    'calls_talk',
  ]);
  // In the order of time, or within a time, the narrowest has both.
  expect(indexesOf(both, ['status', 'pbx'])).toEqual(['calls_status']);
  expect(indexesOf({ ...both, from: '2026-03-02', sort: '-duration' }, ['status', 'pbx'])).toEqual([
    'calls_status',
  ]);
});
