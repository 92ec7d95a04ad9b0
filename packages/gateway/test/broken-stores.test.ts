import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ExchangeBatchCodec,
  ExchangeDirection,
  InteractionEventCodec,
  InteractionKind,
} from '@callbus/contract';
import { expect, onTestFinished, test } from 'vitest';
import { readExchangeQuery } from '../src/exchanges/query.ts';
import { ExchangeStore } from '../src/exchanges/store.ts';
import { readInteractionQuery } from '../src/interactions/query.ts';
import { InteractionStore } from '../src/interactions/store.ts';

const PAGE = 4_096;

function fileIn(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'callbus-broken-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, name);
}

/** Leaves what a power cut may leave: the first page, which says what tables there are, and no sense behind it. */
function spoil(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    const rest = fstatSync(handle).size - PAGE;
    writeSync(handle, Buffer.alloc(rest, 0xa5), 0, rest, PAGE);
  } finally {
    closeSync(handle);
  }
}

test('a technical journal that is broken behind its first page is moved aside and begun anew', () => {
  const batch = ExchangeBatchCodec.decode(
    ExchangeBatchCodec.encode({
      service: 'office',
      exchanges: [{ at: Date.now(), direction: ExchangeDirection.IN, method: 'GET', route: '/x' }],
    }),
  );
  const file = fileIn('exchanges.db');
  const store = (): ExchangeStore => new ExchangeStore({ file, keepDays: 7, maxMb: 64 });
  const first = store();
  first.open();
  first.put('s', 1, [batch]);
  first.close();
  spoil(file);
  const second = store();
  const aside = second.open();
  onTestFinished(() => second.close());
  expect(existsSync(aside ?? '')).toBe(true);
  expect(second.position('s')).toBe(0);
  second.put('s', 2, [batch]);
  expect(second.list(readExchangeQuery({})).items).toHaveLength(1);
});

test('interactions whose file is broken behind its first page are read from the stream again', () => {
  const told = { id: 'm1', kind: InteractionKind.MESSAGE, instance: 'pc', occurredAt: 5 };
  const data = InteractionEventCodec.encode(told);
  const entry = { value: InteractionEventCodec.decode(data), data, storedAt: 1, sequence: 1 };
  const file = fileIn('interactions.db');
  const first = new InteractionStore(file);
  first.open();
  first.put('s', [entry]);
  first.close();
  spoil(file);
  const second = new InteractionStore(file);
  const aside = second.open();
  onTestFinished(() => second.close());
  expect(existsSync(aside ?? '')).toBe(true);
  expect(second.position('s')).toBe(0);
  second.put('s', [entry]);
  expect(second.list(readInteractionQuery({})).items).toHaveLength(1);
});
