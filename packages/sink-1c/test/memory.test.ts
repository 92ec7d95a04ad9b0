import {
  closeSync,
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

test('popups are forgotten after minutes and calls after a week', () => {
  memory.firstTime('a|100|INCOMING');
  memory.finish('a', 1);
  now += 121_000;
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
  expect(memory.finished(`call-500-${'x'.repeat(40)}`)).toBe(0);
  expect(memory.finished(`call-50-${'x'.repeat(40)}`)).toBe(1);
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

test('one that cannot be opened remembers nothing and stands in nobody’s way', () => {
  memory.close();
  rmSync(join(dir, 'sinks'), { recursive: true });
  writeFileSync(join(dir, 'sinks'), '');
  memory = open();
  memory.finish('a', 1);
  expect(memory.finished('a')).toBe(0);
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
  expect(troubles).toHaveLength(1);
});

test('closed, it says what one says who knows nothing', () => {
  memory.finish('a', 1);
  memory.close();
  memory.close();
  memory.finish('a', 2);
  expect(memory.finished('a')).toBe(0);
  expect(memory.firstTime('a|100|INCOMING')).toBe(true);
});
