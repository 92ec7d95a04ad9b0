import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CallStore } from '../src/join/store.ts';

test('a memory that a power cut broke is put aside, and calls go on', () => {
  const dir = mkdtempSync(join(tmpdir(), 'callbus-3cx-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, 'calls.db'), Buffer.alloc(8_192, 0xa5));
  const said: string[] = [];
  const store = new CallStore(dir, {
    error: (_: unknown, text?: string) => void said.push(text ?? ''),
  } as never);
  store.open();
  store.setMark('alive', 1);
  expect(said).toHaveLength(1);
  expect(readdirSync(dir).filter((name) => name.includes('.broken-'))).not.toEqual([]);
  store.close();
});
