import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  DeadLetterCodec,
  deadSubject,
  JournalRecordCodec,
  journalSubject,
  partitionOf,
  RecordingState,
  RecordState,
} from '@callbus/contract';
import { ensureStreams, lastOn } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idOf, recordOf } from './records.ts';
import { Site } from './site.ts';

let nats: TestNats;
let dataDir: string;
const sites: Site[] = [];

beforeEach(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  dataDir = mkdtempSync(join(tmpdir(), 'callbus-history-'));
});
afterEach(async () => {
  await Promise.all(sites.splice(0).map((s) => s.stop()));
  await nats.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A gateway on the test's folder. */
async function start(): Promise<Site> {
  const site = await Site.start(nats, { dataDir, run: `run-${sites.length}` });
  sites.push(site);
  return site;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

async function publish(site: Site, from: number, to: number): Promise<void> {
  for (const n of numbers(from, to)) await site.record(recordOf(n));
}

/** Waits until exactly the calls before `n` are listed. */
async function has(site: Site, n: number): Promise<void> {
  await until(`calls before ${n}`, async () => (await site.ids('limit=1000')).length >= n);
  expect(await site.ids('limit=1000&sort=startedAt')).toEqual(numbers(0, n).map(idOf));
}

const forget = (file: string): void => {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
};

test('an older revision never overwrites a newer, in whatever order they come', async () => {
  const site = await start();
  for (const revision of [1, 3, 2, 3, 1]) {
    await site.record(recordOf(1, { revision, accountCode: `r${revision}`, state: RecordState.AMENDED }));
  }
  await site.record(recordOf(2));
  await site.knows(idOf(2));
  const { body } = await site.get(`/api/v1/calls/${idOf(1)}`);
  expect(body).toMatchObject({ revision: 3, accountCode: 'r3' });
  expect(await site.ids()).toEqual([idOf(2), idOf(1)]);
});

test('an older revision does not bring a merged call back', async () => {
  const site = await start();
  await site.record(recordOf(1, { revision: 2, state: RecordState.MERGED, mergedInto: idOf(0) }));
  await site.record(recordOf(1, { revision: 1 }));
  await site.record(recordOf(2));
  await site.knows(idOf(2));
  expect(await site.ids()).toEqual([idOf(2)]);
});

test('an amendment is seen in lists and moves its call where it belongs', async () => {
  const site = await start();
  await publish(site, 0, 3);
  await site.record(
    recordOf(0, {
      revision: 2,
      state: RecordState.AMENDED,
      talkSeconds: 99,
      extension: '105',
      recordings: [{ file: 'late.mp3', state: RecordingState.READY }],
    }),
  );
  await site.knows(idOf(0), 2);
  expect(await site.ids('sort=-talkSeconds')).toEqual([idOf(0), idOf(2), idOf(1)]);
  expect(await site.ids('extension=100')).toEqual([idOf(2), idOf(1)]);
  const { body } = await site.get('/api/v1/calls?extension=105');
  expect(body.items).toEqual([
    expect.objectContaining({
      recordings: [{ file: 'late.mp3', url: null, state: 'ready' }],
      state: 'amended',
    }),
  ]);
});

test('a record that cannot be read is kept aside with its reason, and the rest goes on', async () => {
  const site = await start();
  await publish(site, 0, 2);
  const bad = await site.bus.publish(journalSubject(0, 'bad'), Buffer.from('not a record'));
  await site.bus.publish(journalSubject(0, 'empty'), new Uint8Array());
  await publish(site, 2, 4);
  await has(site, 4);
  const letters = await until('two dead letters', async () => {
    const { state } = await site.bus.jsm.streams.info('DEAD');
    return state.messages === 2 && (await lastOn(site.bus, 'DEAD', deadSubject('gateway')));
  });
  expect(DeadLetterCodec.decode(letters.data)).toMatchObject({
    service: 'gateway',
    code: 'gateway.record',
    reason: 'a record without a call id',
    source: `JOURNAL ${bad.sequence + 1}`,
  });
  const { values } = await site.context.metrics.deadLetters.get();
  expect(values).toEqual([
    expect.objectContaining({ labels: { service: 'gateway', code: 'gateway.record' }, value: 2 }),
  ]);
  await site.stop();
  const again = await start();
  await publish(again, 4, 5);
  await has(again, 5);
});

test('a gateway that is started again goes on where it was', async () => {
  const first = await start();
  await publish(first, 0, 20);
  await has(first, 20);
  await first.stop();
  const bus = await nats.bus();
  for (const n of numbers(20, 30)) await sendTo(bus, n);
  const { created } = await bus.jsm.consumers.info('JOURNAL', 'history');
  const second = await start();
  await has(second, 30);
  expect((await bus.jsm.consumers.info('JOURNAL', 'history')).created).toBe(created);
});

test('a history that was deleted is made again from the journal', async () => {
  const first = await start();
  await publish(first, 0, 300);
  await first.record(recordOf(7, { revision: 2, state: RecordState.AMENDED, accountCode: 'amended' }));
  await first.knows(idOf(7), 2);
  await first.stop();
  forget(first.historyFile);
  const second = await start();
  await has(second, 300);
  await second.knows(idOf(7), 2);
  await second.record(recordOf(300));
  await has(second, 301);
});

test('an old copy that was put back catches up', async () => {
  const first = await start();
  await publish(first, 0, 50);
  await has(first, 50);
  await first.stop();
  copyFileSync(first.historyFile, join(dataDir, 'copy.db'));
  const second = await start();
  await publish(second, 50, 100);
  await has(second, 100);
  await second.stop();
  forget(first.historyFile);
  copyFileSync(join(dataDir, 'copy.db'), first.historyFile);
  const third = await start();
  await has(third, 100);
});

test('records that were handed out when the process died, stored or not, are read again', async () => {
  const first = await start();
  await publish(first, 0, 5);
  await has(first, 5);
  await first.stop();
  const bus = await nats.bus();
  for (const n of numbers(5, 25)) await sendTo(bus, n);
  // Another process took them: it acknowledged some out of turn, and died with the rest.
  const consumer = await bus.js.consumers.get('JOURNAL', 'history');
  for await (const m of await consumer.fetch({ max_messages: 20 })) if (m.seq % 3 === 0) m.ack();
  await bus.nc.flush();
  const second = await start();
  await has(second, 25);
});

test('a damaged file is moved aside, and the history made again', async () => {
  const first = await start();
  await publish(first, 0, 5);
  await has(first, 5);
  await first.stop();
  forget(first.historyFile);
  writeFileSync(first.historyFile, 'this was a database once '.repeat(1_000));
  const second = await start();
  await has(second, 5);
  const folder = dirname(first.historyFile);
  expect(readdirSync(folder).filter((f) => f.startsWith('history.db.broken-'))).toHaveLength(1);
  expect(second.log).toContain('history.db.broken-');
});

test('while the file cannot be written records wait, health says so, and nothing is lost', async () => {
  const site = await start();
  await publish(site, 0, 3);
  await has(site, 3);
  const other = new DatabaseSync(site.historyFile);
  other.exec('BEGIN IMMEDIATE');
  const link = () => site.context.health.report().links.find((l) => l.link === 'gateway.history');
  try {
    await publish(site, 3, 200);
    const report = await until('a complaint', () => link()?.state === 'degraded' && link());
    expect(report.reason).toContain('locked');
    expect(report.remedy).toContain('history.db');
    // What is there can be read all the while.
    expect(await site.ids()).toHaveLength(3);
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
  await has(site, 200);
  await until('no complaint', () => link()?.state === 'ok');
});

test('the history goes on when nats-server is killed and started again', async () => {
  const site = await start();
  await publish(site, 0, 40);
  await nats.kill();
  // What is there can be read all the while.
  expect((await site.get('/api/v1/calls?limit=1')).status).toBe(200);
  await nats.launch();
  await until('the bus', () => site.bus.connected);
  for (const n of numbers(0, 80)) await sendTo(site.bus, n);
  await has(site, 80);
});

test.each(['while the gateway runs', 'while it does not'])(
  'a bus that is set up anew %s is read from its beginning',
  async (when) => {
    const first = await start();
    await publish(first, 0, 30);
    await has(first, 30);
    await first.stop();
    const running = when === 'while the gateway runs' ? await start() : undefined;
    await nats.kill();
    rmSync(join(nats.dir, 'js'), { recursive: true });
    await nats.launch();
    const bus = running?.bus ?? (await nats.bus());
    await until('the bus', () => bus.connected);
    await ensureStreams(bus, { diskMb: 200, replicas: 1 });
    // Fewer than there were, and then more: none is taken for one of the old.
    for (const n of numbers(30, 40)) await sendTo(bus, n);
    const second = running ?? (await start());
    await has(second, 40);
    await second.stop();
    const other = await nats.bus();
    for (const n of numbers(40, 80)) await sendTo(other, n);
    const third = await start();
    await has(third, 80);
  },
);

/** Publishes a record, again and again until it is stored. */
async function sendTo(bus: Site['bus'], n: number): Promise<void> {
  const record = recordOf(n);
  const subject = journalSubject(partitionOf('pz'), idOf(n));
  await until(`record ${n}`, () =>
    bus.publish(subject, JournalRecordCodec.encode(record)).then(
      () => true,
      () => false,
    ),
  );
}
