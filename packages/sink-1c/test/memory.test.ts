import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Memory } from '../src/memory.ts';

let dir: string;
let memory: Memory;
let troubles: string[];
let now: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'callbus-memory-'));
  troubles = [];
  now = 1_700_000_000_000;
  memory = open();
});
afterEach(() => {
  memory.close();
  rmSync(dir, { recursive: true, force: true });
});

const file = (): string => join(dir, 'sinks', 'ut.db');

function open(): Memory {
  const opened = new Memory(file(), {
    now: () => now,
    retryMs: 0,
    onTrouble: (error) => troubles.push(String(error)),
  });
  opened.open();
  return opened;
}

const fill = (count: number): void => {
  for (let i = 0; i < count; i++) memory.finish(`call-${i}-${'x'.repeat(40)}`, 1);
};

test('a popup is new once, also after a restart', () => {
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
  expect(memory.firstTime('a|100|INCOMING')).toBe(false);
  expect(memory.firstTime('a|100|ACCEPTED')).toBe(true);
  memory.close();
  memory = open();
  expect(memory.firstTime('a|100|INCOMING')).toBe(false);
});

test('a call’s highest revision stands, also after a restart', () => {
  expect(memory.finished('a')).toBe(0);
  memory.finish('a', 3);
  memory.finish('a', 2);
  expect(memory.finished('a')).toBe(3);
  memory.close();
  memory = open();
  expect(memory.finished('a')).toBe(3);
  expect(troubles).toEqual([]);
});

test('what is noted in one moment is on disk together when it is said to be kept', async () => {
  const other = new DatabaseSync(file());
  const count = (): unknown => other.prepare('SELECT count(*) AS n FROM popup').get()?.n;
  for (let i = 0; i < 20; i++) memory.firstTime(`${i}|100|INCOMING`);
  memory.finish('a', 1);
  expect(count()).toBe(0);
  await memory.kept();
  expect(count()).toBe(20);
  await memory.kept();
  memory.firstTime('21|100|INCOMING');
  memory.close();
  expect(count()).toBe(21);
  other.close();
});

test('what a file refuses is told of once, and its being rolled back is not the end of the trouble', async () => {
  const other = new DatabaseSync(file());
  other.exec("CREATE TRIGGER full BEFORE INSERT ON popup BEGIN SELECT RAISE(ABORT, 'no room'); END");
  for (const name of ['a|100|INCOMING', 'b|100|INCOMING', 'c|100|INCOMING']) {
    expect(memory.firstTime(name)).toBe(true);
    await memory.kept();
  }
  expect(troubles).toEqual([expect.stringContaining('no room')]);
  other.exec('DROP TRIGGER full');
  other.close();
});

test('popups are forgotten after a day and calls after a week', () => {
  memory.firstTime('a|100|INCOMING');
  memory.finish('a', 1);
  now += 86_400_001;
  memory.close();
  memory = open();
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
  expect(memory.finished('a')).toBe(1);
  now += 7 * 86_400_000;
  memory.close();
  memory = open();
  expect(memory.finished('a')).toBe(0);
});

test('what is forgotten makes room while it works', () => {
  fill(900);
  now += 8 * 86_400_000;
  fill(100);
  memory.close();
  const other = new DatabaseSync(file());
  expect(other.prepare('SELECT count(*) AS n FROM record').get()?.n).toBe(100);
  other.close();
});

describe('a damaged file is begun anew', () => {
  /** Garbage behind the first page, where no header tells of it. */
  function spoil(): void {
    const handle = openSync(file(), 'r+');
    writeSync(handle, Buffer.alloc(statSync(file()).size - 4_096, 0xa5), 0, undefined, 4_096);
    closeSync(handle);
  }

  test.each([
    ['a file that is none', () => writeFileSync(file(), 'x'.repeat(10_000))],
    ['garbage inside', spoil],
    ['half of it', () => writeFileSync(file(), readFileSync(file()).subarray(0, 9_000))],
  ])('%s', (_what, damage) => {
    fill(2_000);
    memory.close();
    damage();
    memory = open();
    expect(troubles).toHaveLength(1);
    expect(memory.finished('new')).toBe(0);
    memory.finish('new', 2);
    expect(memory.finished('new')).toBe(2);
    expect(memory.firstTime('a|100|INCOMING')).toBe(true);
    expect(memory.firstTime('a|100|INCOMING')).toBe(false);
    expect(troubles).toHaveLength(1);
  });

  test('garbage that comes while it is open', () => {
    // More than is kept in memory, so that it must be read again.
    fill(40_000);
    memory.close();
    memory = open();
    spoil();
    for (let i = 0; i < 40_000; i += 50) memory.finished(`call-${i}-${'x'.repeat(40)}`);
    expect(troubles).toHaveLength(1);
    memory.finish('new', 2);
    expect(memory.finished('new')).toBe(2);
    expect(troubles).toHaveLength(1);
  });
});

test('a file that cannot be opened is done without, until it can be', () => {
  memory.close();
  rmSync(join(dir, 'sinks'), { recursive: true });
  writeFileSync(join(dir, 'sinks'), '');
  memory = open();
  memory.finish('a', 1);
  expect(memory.finished('a')).toBe(1);
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
  expect(memory.firstTime('a|100|INCOMING')).toBe(false);
  expect(troubles).toHaveLength(1);
  rmSync(join(dir, 'sinks'));
  mkdirSync(join(dir, 'sinks'));
  expect(memory.firstTime('b|100|INCOMING')).toBe(true);
  memory.close();
  memory = open();
  expect(memory.firstTime('b|100|INCOMING')).toBe(false);
  expect(troubles).toHaveLength(1);
});

test('while another process holds the file, what happened lately is known all the same, and told of once', async () => {
  const other = new DatabaseSync(file());
  other.exec('BEGIN IMMEDIATE');
  for (const name of ['a|100|INCOMING', 'b|100|INCOMING']) {
    expect(memory.firstTime(name)).toBe(true);
    expect(memory.firstTime(name)).toBe(false);
    memory.finish(name, 2);
    memory.finish(name, 1);
    expect(memory.finished(name)).toBe(2);
    await memory.kept();
  }
  expect(troubles).toHaveLength(1);
  other.exec('ROLLBACK');
  expect(memory.firstTime('c|100|INCOMING')).toBe(true);
  await memory.kept();
  expect(other.prepare('SELECT name FROM popup').all()).toEqual([{ name: 'c|100|INCOMING' }]);
  other.close();
});

test('closed, it says what one says who knows nothing', () => {
  memory.finish('a', 1);
  memory.close();
  memory.close();
  memory.finish('a', 2);
  expect(memory.finished('a')).toBe(0);
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
});
