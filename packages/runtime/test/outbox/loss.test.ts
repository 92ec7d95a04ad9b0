import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { BusUnavailable, SetAside } from '../../src/index.ts';
import { until } from '../../src/testkit/index.ts';
import { tempDir, watchedLog } from '../support.ts';
import { entry, FakeStream, started } from './stand.ts';

describe('what does not fit', () => {
  test('is counted and told once, when the outbox is empty again', async () => {
    let now = 1_000;
    const stream = new FakeStream();
    const outbox = started(stream, { maxBytes: 25, now: () => now });
    stream.down();
    await outbox.add(entry('a1'));
    await outbox.add(entry('a2'));
    for (now of [2_000, 3_000, 4_000]) await outbox.add(entry('a3'));
    expect(outbox.bytes).toBe(20);
    await outbox.add(entry('b1', 5));
    stream.up();
    await until('the loss', () => stream.losses.length > 0);
    expect(stream.losses).toEqual([{ from: 2_000, to: 4_000, count: 3 }]);
    expect(stream.ids).toEqual(['a1', 'a2', 'b1']);
    await outbox.add(entry('a4'));
    expect(stream.ids.at(-1)).toBe('a4');
    await outbox.stop();
    expect(stream.losses).toHaveLength(1);
  });

  test('is told until it is heard, and entries wait behind it', async () => {
    const stream = new FakeStream();
    const outbox = started(stream, { maxBytes: 10, now: () => 7 });
    stream.down();
    stream.lossFailure = new BusUnavailable('away');
    for (const id of ['a1', 'a2']) await outbox.add(entry(id));
    stream.up();
    await until('the entry', () => stream.taken.length === 1);
    await outbox.add(entry('a3'));
    stream.lossFailure = undefined;
    await until('the loss', () => stream.losses.length > 0);
    expect(stream.losses).toEqual([{ from: 7, to: 7, count: 1 }]);
    await until('the entry behind it', () => stream.taken.length === 2);
  });

  test('is still known to the next process', async () => {
    const dir = tempDir();
    const stream = new FakeStream();
    const first = started(stream, { maxBytes: 10, now: () => 5_000 }, dir);
    stream.down();
    for (const id of ['a1', 'a2', 'a3']) await first.add(entry(id));
    await first.stop();
    stream.up();
    started(stream, {}, dir);
    await until('the loss', () => stream.losses.length > 0);
    expect(stream.losses).toEqual([{ from: 5_000, to: 5_000, count: 2 }]);
    expect(stream.ids).toEqual(['a1']);
  });

  test('and is lost while a loss is being told is told as well', async () => {
    let now = 1;
    const stream = new FakeStream();
    const told = Promise.withResolvers<void>();
    const telling = Promise.withResolvers<void>();
    const outbox = started(stream, {
      maxBytes: 10,
      now: () => now,
      onLoss: async (loss) => {
        telling.resolve();
        if (stream.losses.length === 0) await told.promise;
        stream.losses.push(loss);
      },
    });
    stream.down();
    await outbox.add(entry('a1'));
    await outbox.add(entry('a2'));
    stream.up();
    await telling.promise;
    for (now of [2, 3]) await outbox.add(entry('large', 20));
    told.resolve();
    await until('both', () => stream.losses.length === 2);
    expect(stream.losses).toEqual([
      { from: 1, to: 1, count: 1 },
      { from: 1, to: 3, count: 2 },
    ]);
  });

  test('one that no bus will ever take is lost alone, and holds nobody up', async () => {
    const stream = new FakeStream();
    const outbox = started(stream, {
      now: () => 9,
      publish: async (e) => {
        if (e.messageId === 'a2') throw new SetAside('bus.refused', 'too large');
        await stream.publish(e);
      },
    });
    await Promise.all(['a1', 'a2', 'a3'].map((id) => outbox.add(entry(id))));
    await until('the rest and the loss', () => stream.taken.length === 2 && stream.losses.length === 1);
    expect(stream.ids).toEqual(['a1', 'a3']);
    stream.down();
    for (const id of ['b1', 'a2', 'b2']) await outbox.add(entry(id));
    stream.up();
    await until('the same from disk', () => stream.taken.length === 4 && stream.losses.length === 2);
    expect(stream.losses).toEqual([
      { from: 9, to: 9, count: 1 },
      { from: 9, to: 9, count: 1 },
    ]);
    await until('an empty file', () => outbox.bytes === 0);
  });
});

describe('a disk that fails', () => {
  test('adding never rejects; what could not be kept is counted and told', async () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'sub'));
    const stream = new FakeStream();
    const { log, lines } = watchedLog();
    const outbox = started(stream, { log, now: () => 3 }, dir);
    const other = new DatabaseSync(join(dir, 'sub', 'outbox.db'));
    other.exec('DROP TABLE entry; DROP TABLE loss');
    stream.down();
    await outbox.add(entry('a1'));
    await outbox.add(entry('a2'));
    expect(lines().some((l) => l.level === 'error')).toBe(true);
    other.exec(
      'CREATE TABLE entry (seq INTEGER PRIMARY KEY, subject TEXT, id TEXT, key TEXT, data BLOB); CREATE TABLE loss (one INTEGER PRIMARY KEY, first INTEGER, last INTEGER, count INTEGER)',
    );
    other.close();
    stream.up();
    await until('the loss', () => stream.losses.length > 0);
    expect(stream.losses).toEqual([{ from: 3, to: 3, count: 2 }]);
    await outbox.add(entry('a3'));
    expect(stream.ids).toEqual(['a3']);
  });

  test('a file that is broken is put aside, aloud, and calls go on', async () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'sub'));
    writeFileSync(join(dir, 'sub', 'outbox.db'), 'this is no database, whatever its name says'.repeat(200));
    const stream = new FakeStream();
    const { log, lines } = watchedLog();
    const outbox = started(stream, { log, now: () => 42 }, dir);
    stream.down();
    await outbox.add(entry('a1'));
    stream.up();
    await until('it', () => stream.taken.length === 1);
    expect(existsSync(join(dir, 'sub', 'outbox.db.broken-42'))).toBe(true);
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'error', file: join(dir, 'sub', 'outbox.db.broken-42') }),
    );
  });
});
