import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CallEventInit, EventType, enumWord, eventId, RecordingState } from '@callbus/contract';
import type { Refusal } from '@callbus/runtime';
import { quietLog, until } from '@callbus/runtime/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Recordings, type RecordingsOptions } from '../src/recordings.ts';
import { spoil } from './spoil.ts';

const NOON = Date.UTC(2026, 0, 15, 9, 0, 0);
const SECOND = 1_000;

let dir = '';
let folder = '';
let now = NOON;
let told: CallEventInit[] = [];
let refused: Refusal[] = [];
let recordings: Recordings;

function start(options: Partial<RecordingsOptions> = {}): Recordings {
  const context = {
    id: 'office',
    dataDir: join(dir, 'data'),
    log: quietLog(),
    now: () => now,
    publishOrKeep: async (events: readonly CallEventInit[]) => void told.push(...events),
    refuse: (refusal: Refusal) => void refused.push(refusal),
  };
  recordings = new Recordings({
    context,
    directory: folder,
    urlTemplate: 'http://pbx.test/rec/{file}',
    timeZone: 'Europe/Moscow',
    ...options,
  });
  recordings.start();
  return recordings;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'callbus-recordings-'));
  folder = join(dir, 'monitor');
  mkdirSync(folder);
  now = NOON;
  told = [];
  refused = [];
});

afterEach(async () => {
  await recordings.stop();
  rmSync(dir, { recursive: true, force: true });
});

function event(type: EventType, key: string, more: Partial<CallEventInit> = {}): CallEventInit {
  const connection = more.recording?.file ?? '';
  const id = eventId({ instance: 'office', key, connection, type });
  return { eventId: id, type, instance: 'office', key, occurredAt: now, observedAt: now, ...more };
}

const known = (path: string, key = '1.0'): CallEventInit =>
  event(EventType.RECORDING_READY, key, {
    recording: { file: recordings.nameOf(path), state: RecordingState.KNOWN },
  });

const over = (key = '1.0'): CallEventInit => event(EventType.CALL_CLEARED, key);

function write(name: string, text = 'sound'): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function look(seconds: number): Promise<void> {
  now += seconds * SECOND;
  await recordings.look();
}

const states = (): string[] =>
  told.map(({ key, recording }) => `${key} ${recording?.file} ${enumWord(RecordingState, recording?.state)}`);

test('a name has its link from the moment it is known', () => {
  start();
  const [first] = recordings.take([known(join(folder, '2026/01/15/in-1.0.wav'))]);
  expect(first?.recording).toEqual({
    file: '2026/01/15/in-1.0.wav',
    url: 'http://pbx.test/rec/2026/01/15/in-1.0.wav',
    state: RecordingState.KNOWN,
  });
});

test('no link is made up where none is configured', () => {
  start({ urlTemplate: undefined });
  const [first] = recordings.take([known(join(folder, 'a.wav'))]);
  expect(first?.recording).toEqual({ file: 'a.wav', state: RecordingState.KNOWN });
});

test('other events pass as they are', () => {
  start();
  const events = [over('7.0'), event(EventType.OFFERED, '8.0')];
  expect(recordings.take(events)).toEqual(events);
});

test.each([
  ['{file}', 'Ёж & Ко/a b?.wav', '%D0%81%D0%B6%20%26%20%D0%9A%D0%BE/a%20b%3F.wav'],
  ['{path}', 'x/a#1.wav', 'x/a%231.wav'],
  ['{name}', 'x/y/a.wav', 'a.wav'],
  ['{date}/{year}-{month}-{day}/{linkedid}', 'a.wav', '2026-01-16/2026-01-16/1.0'],
  ['{nothing}', 'a.wav', '{nothing}'],
])('a link of %s for %s', (template, file, expected) => {
  // Half past midnight in Moscow.
  now = Date.UTC(2026, 0, 15, 21, 30);
  start({ urlTemplate: `http://pbx.test/${template}` });
  expect(recordings.take([known(join(folder, file))])[0]?.recording?.url).toBe(`http://pbx.test/${expected}`);
});

describe('the name of a recording', () => {
  test.each([
    ['/mnt/pbx/monitor/2026/01/15/a.wav', '2026/01/15/a.wav'],
    ['/var/spool/asterisk/monitor/a.wav', 'a.wav'],
    ['/srv/records/2026/01/15/a.wav', '2026/01/15/a.wav'],
    ['/srv/records/deep/a.wav', 'a.wav'],
    ['in/a.wav', 'in/a.wav'],
    ['../../etc/passwd', 'passwd'],
    ['/var/spool/asterisk/monitor/../../../etc/passwd', 'passwd'],
    ['a/../../b.wav', 'b.wav'],
    ['..', ''],
  ])('%s is %s', (path, name) => {
    start({ directory: '/mnt/pbx/monitor' });
    expect(recordings.nameOf(path)).toBe(name);
  });
});

test('a file is ready when its call is over and it has stopped growing', async () => {
  start();
  recordings.take([known('a.wav')]);
  write('a.wav', 'x'.repeat(100));
  // On hold nothing is written: only the end of the call tells that nothing will be.
  await look(600);
  expect(states()).toEqual([]);
  recordings.take([over()]);
  await look(2);
  appendFileSync(join(folder, 'a.wav'), 'more');
  await look(3);
  await look(3);
  expect(states()).toEqual([]);
  await look(3);
  expect(states()).toEqual(['1.0 a.wav ready']);
  await look(600);
  expect(states()).toHaveLength(1);
});

test('a file that does not come is missing, and ready if it comes after all', async () => {
  start();
  recordings.take([known('a.mp3'), over()]);
  await look(30);
  expect(states()).toEqual([]);
  await look(31);
  await look(600);
  expect(states()).toEqual(['1.0 a.mp3 missing']);
  write('a.mp3');
  await look(600);
  await look(600);
  expect(states()).toEqual(['1.0 a.mp3 missing', '1.0 a.mp3 ready']);
});

test.each([
  ['an empty file', 'a.mp3', ''],
  ['the head of a sound file alone', 'a.wav', 'R'.repeat(44)],
])('%s is no recording', async (_what, name, text) => {
  start();
  write(name, text);
  recordings.take([known(name), over()]);
  await look(30);
  await look(40);
  expect(states()).toEqual([`1.0 ${name} missing`]);
});

test('a restart of ours forgets nothing', async () => {
  start();
  recordings.take([known('a.wav'), known('b.wav', '2.0'), over()]);
  await recordings.stop();
  write('a.wav', 'x'.repeat(100));
  start();
  recordings.take([over('2.0')]);
  await look(5);
  await look(5);
  expect(states()).toEqual(['1.0 a.wav ready']);
  await look(60);
  expect(states()).toEqual(['1.0 a.wav ready', '2.0 b.wav missing']);
});

test('told again, the same state is the same event', async () => {
  start();
  write('a.mp3');
  const story = async (): Promise<void> => {
    recordings.take([known('a.mp3'), over()]);
    await look(5);
    await look(5);
  };
  await story();
  await story();
  expect(told).toHaveLength(2);
  expect(told[0]?.eventId).toBe(told[1]?.eventId);
  expect(told[0]?.eventId).not.toBe(known('a.mp3').eventId);
});

test('a call that joined another is over when that one is', async () => {
  start();
  write('a.mp3');
  recordings.take([
    known('a.mp3', '2.0'),
    event(EventType.CALLS_MERGED, '1.0', { merge: { otherKey: '2.0' } }),
  ]);
  await look(60);
  expect(states()).toEqual([]);
  recordings.take([over('1.0')]);
  await look(5);
  await look(5);
  expect(states()).toEqual(['2.0 a.mp3 ready']);
});

test('a call whose end is never told does not keep its file waiting for ever', async () => {
  start();
  write('a.mp3');
  recordings.take([known('a.mp3')]);
  await look(86_401);
  await look(5);
  await look(5);
  expect(states()).toEqual(['1.0 a.mp3 ready']);
});

test('a link that leads out of the folder is not followed', async () => {
  start();
  const secret = join(dir, 'secret.mp3');
  writeFileSync(secret, 'sound');
  symlinkSync(secret, join(folder, 'a.mp3'));
  recordings.take([known('a.mp3'), over()]);
  await look(5);
  await look(5);
  await look(90);
  expect(states()).toEqual([]);
  expect(refused).toMatchObject([{ code: 'asterisk.recording-outside' }]);
});

test('the folder is looked at by itself', async () => {
  start({ timing: { lookMs: 5, settleMs: 10 } });
  write('a.mp3');
  recordings.take([known('a.mp3'), over()]);
  await until('the file is told', () => {
    now += 20;
    return told.length > 0;
  });
  expect(states()).toEqual(['1.0 a.mp3 ready']);
});

test('a memory that a power cut broke is put aside, and calls go on', async () => {
  mkdirSync(join(dir, 'data'));
  writeFileSync(
    join(dir, 'data', 'recordings.db'),
    'no database at all, only text of some length'.repeat(40),
  );
  start();
  write('a.mp3');
  recordings.take([known('a.mp3'), over()]);
  await look(5);
  await look(5);
  expect(states()).toEqual(['1.0 a.mp3 ready']);
});

test('without a folder only names and links are told', async () => {
  start({ directory: undefined });
  recordings.take([known('a.mp3'), over()]);
  await look(600);
  expect(told).toEqual([]);
});

test('a memory that cannot be opened keeps no recording from being told', async () => {
  mkdirSync(join(dir, 'data', 'recordings.db'), { recursive: true });
  start();
  const [linked] = recordings.take([known('a.wav')]);
  expect(linked?.recording?.url).toBe('http://pbx.test/rec/a.wav');
  recordings.take([over()]);
  await look(2);
  expect(told).toEqual([]);
});

test('a memory that is broken inside is put aside', async () => {
  start().take([known('a.wav')]);
  await recordings.stop();
  spoil(join(dir, 'data', 'recordings.db'));
  start().take([known('b.wav'), over()]);
  write('b.wav', 'sound'.repeat(20));
  await look(0);
  await look(5);
  expect(told.map(({ recording }) => recording?.file)).toEqual(['b.wav']);
});
