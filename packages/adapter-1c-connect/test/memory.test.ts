import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLog } from '@callbus/runtime/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Memory } from '../src/memory.ts';

let dir: string;
const file = (): string => join(dir, 'running-calls.json');
const memory = (): Memory => new Memory({ file: file(), log: quietLog() });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'callbus-1cc-memory-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('running calls are there for the next run, those that ended are not', () => {
  const before = memory();
  const leg = { initiator: 'incoming', connection: '101', open: true } as const;
  before.note({ key: 'a', callId: 'A', mode: 'Softphone' }, 'ivanov', leg);
  before.note({ key: 'b', callId: 'B' }, 'ivanov', leg);
  before.note({ key: 'a', callId: 'A' }, 'ivanov', { ...leg, open: false });
  const after = memory();
  after.load();
  expect(after.running()).toEqual([{ key: 'b', callId: 'B', legs: { ivanov: leg } }]);
});

test.each([
  '',
  'null',
  '[]',
  '{"calls":[null]}',
  '{"calls":[{"key":"a"}]}',
  '{"calls":[{"key":"a","callId":"A","legs":{"x":null}}]}',
])('a file that reads %j is none, and nobody is kept from starting', (text) => {
  writeFileSync(file(), text);
  const spoilt = memory();
  spoilt.load();
  expect(spoilt.running()).toEqual([]);
});
