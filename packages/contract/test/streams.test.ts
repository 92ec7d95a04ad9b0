import { describe, expect, test } from 'vitest';
import {
  BUCKET_PURPOSES,
  BUCKETS,
  CONSUMERS,
  historyConsumer,
  interactionConsumer,
  journalConsumer,
  popupConsumer,
  ROOT,
  STREAMS,
  type StreamSpec,
  SUBJECTS,
  type SubjectSpec,
} from '../src/index.ts';
import { matches } from './matches.ts';

const streams: [key: string, spec: StreamSpec][] = Object.entries(STREAMS);
const subjects: [kind: string, spec: SubjectSpec][] = Object.entries(SUBJECTS);
const example = (pattern: string): string =>
  pattern.replace('<p>', '7').replace(/<[^>]*>/g, (name) => `a-${name.slice(1, -1)}`);
const holders = (pattern: string): string[] =>
  streams.filter(([, s]) => s.subjects.some((f) => matches(f, example(pattern)))).map(([key]) => key);

describe('the stream catalogue', () => {
  test('says where each kind of subject lies, each in exactly one stream', () => {
    expect(Object.fromEntries(subjects.map(([kind, { pattern }]) => [kind, holders(pattern)]))).toEqual({
      event: ['CALLS'],
      interaction: ['CALLS'],
      journal: ['JOURNAL'],
      call: ['LIVE'],
      agent: ['AGENTS'],
      popup: ['POPUP'],
      dead: ['DEAD'],
      exchange: ['EXCHANGES'],
      raw: [],
      command: [],
      route: [],
      lookup: [],
      directory: [],
      health: [],
    });
  });

  test('keeps nothing that is asked: a stream would answer in the place of who is asked', () => {
    const asked = subjects.filter(([, s]) => s.answer !== undefined);
    expect(asked.map(([kind]) => kind)).toEqual(['command', 'route', 'lookup', 'directory', 'health']);
    for (const [, { pattern }] of asked) expect(holders(pattern)).toEqual([]);
  });

  test('has a subject for every filter of a stream, and all under one root', () => {
    for (const [, stream] of streams) {
      expect(stream.subjects.length).toBeGreaterThan(0);
      for (const filter of stream.subjects) {
        expect(filter.startsWith(`${ROOT}.`)).toBe(true);
        expect(subjects.some(([, { pattern }]) => matches(filter, example(pattern)))).toBe(true);
      }
    }
  });

  test('has names that are unique, and fit for NATS', () => {
    const names = streams.map(([, s]) => s.name);
    expect(new Set(names).size).toBe(names.length);
    for (const [key, { name }] of streams) {
      expect(name).toBe(key);
      expect(name).toMatch(/^[A-Z]+$/);
    }
    const buckets = Object.values(BUCKETS);
    expect(new Set(buckets).size).toBe(buckets.length);
    for (const bucket of buckets) expect(bucket).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  test.each(['file', 'memory'] as const)('hands out no more %s than there is', (storage) => {
    const shares = streams.filter(([, s]) => s.storage === storage).map(([, s]) => s.share);
    expect(shares.length).toBeGreaterThan(0);
    for (const share of shares) expect(share).toBeGreaterThan(0);
    expect(shares.reduce((a, b) => a + b)).toBeLessThanOrEqual(1);
  });

  test('refuses calls and records when full, and keeps them on disk', () => {
    for (const spec of [STREAMS.CALLS, STREAMS.JOURNAL]) {
      expect(spec).toMatchObject({ discard: 'new', storage: 'file' });
      expect(spec).not.toHaveProperty('maxPerSubject');
    }
    expect(STREAMS.JOURNAL.maxAge).toBe(0);
    // An interaction that a base has yet to take may be older: no server may drop it.
    expect(STREAMS.CALLS).toMatchObject({ maxAge: 30 * 86_400, trimmed: true });
  });

  test('keeps the newest state only where the newest wins', () => {
    const newest = streams.filter(([, s]) => s.maxPerSubject !== undefined);
    expect(newest.map(([key, s]) => [key, s.maxPerSubject])).toEqual([
      ['LIVE', 1],
      ['AGENTS', 1],
    ]);
  });

  test('has windows against repeats that JetStream takes: never longer than the messages are kept', () => {
    for (const [, { maxAge, duplicateWindow }] of streams) {
      expect(duplicateWindow).toBeGreaterThan(0);
      if (maxAge > 0) expect(duplicateWindow).toBeLessThanOrEqual(maxAge);
    }
  });

  test('forgets a popup before it could be late', () => {
    expect(STREAMS.POPUP.maxAge).toBeLessThanOrEqual(10);
  });

  test('says what lies where, for people', () => {
    for (const [, { purpose }] of streams) expect(purpose).toMatch(/\S{3}/);
    for (const [, { purpose }] of subjects) expect(purpose).toMatch(/\S{3}/);
    expect(Object.keys(BUCKET_PURPOSES)).toEqual(Object.keys(BUCKETS));
    for (const purpose of Object.values(BUCKET_PURPOSES)) expect(purpose).toMatch(/\S{3}/);
  });
});

describe('the consumer catalogue', () => {
  test('names what readers are called', () => {
    expect(journalConsumer('ut')).toBe('sink-ut');
    expect(popupConsumer('ut')).toBe('popup-ut');
    expect(CONSUMERS.map((c) => [c.stream, c.name])).toEqual([
      ['JOURNAL', 'sink-<base>'],
      ['POPUP', 'popup-<base>'],
      ['JOURNAL', 'history'],
      ['CALLS', 'interactions-<base>'],
      ['CALLS', 'interaction-history'],
    ]);
    expect(interactionConsumer('ut')).toBe('interactions-ut');
  });

  test('no base can take the name of another reader', () => {
    const bases = ['ut', 'history', 'sink', 'a-b', 'sink-ut'];
    const names = [historyConsumer, ...bases.map(journalConsumer)];
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...names, ...bases.map(popupConsumer)]) expect(name).toMatch(/^[^\s.*>/\\]+$/);
  });
});
