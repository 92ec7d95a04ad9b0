import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalRecordCodec, type JournalRecordInit, PartyKind } from '@callbus/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readQuery } from '../src/history/query.ts';
import { type Entry, HistoryStore } from '../src/history/store.ts';
import { idOf, recordOf } from './records.ts';

let dir: string;
let store: HistoryStore;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'callbus-store-'));
  store = new HistoryStore(join(dir, 'deep', 'history.db'));
  store.open();
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const entry = (sequence: number, record?: JournalRecordInit): Entry => ({
  sequence,
  storedAt: sequence * 10,
  ...(record ? { value: JournalRecordCodec.decode(JournalRecordCodec.encode(record)) } : {}),
});
const listed = (): string[] => store.list(readQuery({ sort: 'startedAt' })).items.map((r) => r.callId);

test('a position belongs to the stream it was reached in, and only grows', () => {
  expect(store.position('a')).toBe(0);
  store.put('a', [entry(29), entry(30, recordOf(1)), entry(28)]);
  store.put('a', [entry(7)]);
  expect(store.position('a')).toBe(30);
  expect(store.position('b')).toBe(0);
  store.put('b', [entry(10, recordOf(2))]);
  expect(store.position('b')).toBe(10);
  expect(store.position('a')).toBe(0);
  expect(listed()).toEqual([idOf(1), idOf(2)]);
});

test('records and position are stored together or not at all', () => {
  store.put('a', [entry(1, recordOf(1))]);
  const impossible = { ...entry(3, recordOf(3)), storedAt: {} as number };
  expect(() => store.put('a', [entry(2, recordOf(2)), impossible])).toThrow();
  expect(store.position('a')).toBe(1);
  expect(listed()).toEqual([idOf(1)]);
  store.put('a', [entry(2, recordOf(2)), entry(3, recordOf(3))]);
  expect(store.position('a')).toBe(3);
  expect(listed()).toEqual([idOf(1), idOf(2), idOf(3)]);
});

test('when a call was stored is when its newest revision was', () => {
  store.put('a', [entry(1, recordOf(1, { revision: 2 })), entry(2, recordOf(1, { revision: 1 }))]);
  expect(store.storedAt(idOf(1))).toBe(10);
  store.put('a', [entry(3, recordOf(1, { revision: 3 }))]);
  expect(store.storedAt(idOf(1))).toBe(30);
  expect(store.storedAt(idOf(2))).toBeUndefined();
});

test('a store that is closed says so, and opens again where it was', () => {
  store.put('a', [entry(1, recordOf(1))]);
  store.close();
  store.close();
  expect(() => store.get(idOf(1))).toThrow('not open');
  expect(store.open()).toBeUndefined();
  expect(store.get(idOf(1))?.callId).toBe(idOf(1));
  expect(store.position('a')).toBe(1);
});

test('a party known by UUID is not found by the digits that are in it', () => {
  const uuid = '0a1b2c3d-0000-4000-8000-000000012345';
  const calling = { kind: PartyKind.UUID, uuid };
  const known = { externalNumber: null, externalNumberRaw: uuid, externalDigits: '', calling };
  store.put('a', [
    entry(1, recordOf(1, known)),
    entry(2, recordOf(2, { externalNumberRaw: '12345', externalDigits: '12345' })),
  ]);
  expect(store.list(readQuery({ number: '12345' })).items.map((r) => r.callId)).toEqual([idOf(2)]);
});
