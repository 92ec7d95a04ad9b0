import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CallEventInit, DeviceRole, EventType, eventId, PartyKind } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterEach, expect, test } from 'vitest';
import { spoil } from '../spoil.ts';
import { ALL, at, BASE, csv, lines, Stand } from './stand.ts';

let stand = new Stand();
afterEach(() => stand.stop());

const uid = (seconds: number, serial: number): string => `${BASE / 1_000 + seconds}.${serial}`;

/** What the feed told live of a call. */
function live(
  type: EventType,
  key: string,
  seconds: number,
  more: Partial<CallEventInit> = {},
): CallEventInit {
  return {
    eventId: eventId({ instance: 'office', key, connection: '', type }),
    type,
    instance: 'office',
    key,
    occurredAt: at(seconds),
    observedAt: at(seconds),
    ...more,
  };
}

const offered = (key: string, seconds: number, number = '79161000001'): CallEventInit =>
  live(EventType.OFFERED, key, seconds, {
    calling: { kind: PartyKind.EXTERNAL, number },
    connection: { id: key, role: DeviceRole.CUSTOMER, device: 'PJSIP/itsp' },
  });

const ANSWERED = '0 6 66 ANSWERED PJSIP/itsp-0#0 PJSIP/100-1 79161000001>100 Dial:PJSIP/100,20';
const LATER = '300 - 320 NO_ANSWER PJSIP/itsp-8#300.8 PJSIP/100-9 79161000009>100 Dial:PJSIP/100,20';

test('a call that was told whole is never told again', async () => {
  stand = new Stand(csv(ANSWERED));
  const mender = stand.mender();
  mender.noteTold([offered(uid(0, 0), 0.4), live(EventType.CALL_CLEARED, uid(0, 0), 66)]);
  expect(await mender.go(ALL)).toMatchObject({ found: 1, known: 1, opened: 0, amended: 0 });
  expect(stand.told).toEqual([]);
});

test('a call that was closed without sight gets its end, and keeps what was seen', async () => {
  stand = new Stand(csv(`${ANSWERED}\n${LATER}`));
  const mender = stand.mender();
  const gap = { from: at(30), to: at(200) };
  mender.noteTold([offered(uid(0, 0), 0.4), live(EventType.CALL_CLEARED, uid(0, 0), 200, { gap })]);
  mender.mend({
    ...gap,
    closed: [{ key: uid(0, 0), channels: [{ uniqueid: uid(0, 0), name: 'PJSIP/itsp-0' }] }],
  });
  await until('the gap is mended', () => mender.waiting === 0);
  // Its beginning and its answer were seen: only what followed is told.
  expect(lines(stand.told)).toEqual([
    '0.0 inbound answered 79161000001 ?..66 trunk=itsp rang=100 100:6-66 seen',
  ]);
  expect(stand.told[0]?.report?.answeredAt).toBeUndefined();
});

test('a call that began and ended without sight is told once, under its Linkedid', async () => {
  stand = new Stand(csv(`${ANSWERED}\n${LATER}`));
  const mender = stand.mender();
  mender.mend({ from: at(-10), to: at(200), closed: [] });
  await until('the gap is mended', () => mender.waiting === 0);
  mender.mend({ from: at(-10), to: at(200), closed: [] });
  await until('the gap is gone through again', () => mender.waiting === 0);
  expect(lines(stand.told)).toEqual(['0.0 inbound answered 79161000001 0..66 trunk=itsp rang=100 100:6-66']);
});

test('the same rows tell the same event, whoever reads them', async () => {
  stand = new Stand(csv(ANSWERED));
  await stand.mender().go(ALL);
  const other = new Stand(csv(ANSWERED));
  try {
    await other.mender().go(ALL);
    expect(other.told[0]?.eventId).toBe(stand.told[0]?.eventId);
  } finally {
    await other.stop();
  }
});

test('rows are waited for: the server may write them late', async () => {
  stand = new Stand('');
  stand.now = at(200);
  const mender = stand.mender();
  mender.mend({ from: at(-10), to: at(190), closed: [] });
  stand.append(csv(ANSWERED));
  await until('the call is told', () => stand.told.length === 1);
  // Nothing was written since, so there may be more to come.
  expect(mender.waiting).toBe(1);
  stand.append(csv(LATER));
  await until('the gap is done with', () => mender.waiting === 0);
  expect(stand.told).toHaveLength(1);
});

test('patience ends, and what is there is taken for all', async () => {
  stand = new Stand(csv(ANSWERED));
  stand.now = at(67);
  const mender = stand.mender({ patienceMs: 60_000, settleMs: 1_000_000 });
  mender.mend({ from: at(-10), to: at(66), closed: [] });
  stand.now = at(140);
  await until('the gap is done with', () => mender.waiting === 0);
  expect(stand.told).toHaveLength(1);
});

test('a gap that was not mended when we stopped is mended by the next run', async () => {
  stand = new Stand('');
  stand.now = at(200);
  const first = stand.mender();
  first.mend({ from: at(-10), to: at(190), closed: [] });
  await first.stop();
  stand.append(csv(`${ANSWERED}\n${LATER}`));
  const second = stand.mender();
  await until('the gap is mended', () => second.waiting === 0);
  expect(stand.told).toHaveLength(1);
});

test('a call that is still going on is not told by its first rows', async () => {
  stand = new Stand(csv('20 23 30 ANSWERED PJSIP/100-39#20.99 PJSIP/101-3a 100>101 Dial:PJSIP/101,20'));
  stand.live.push({ uniqueid: uid(0, 98), linkedid: uid(0, 97), name: 'PJSIP/101-3a' });
  expect(await stand.mender().go(ALL)).toMatchObject({ found: 1, known: 1 });
  expect(stand.told).toEqual([]);
});

test('calls that joined without sight were closed as two, and become one', async () => {
  stand = new Stand(
    csv(`
      20 23 60 ANSWERED PJSIP/100-39#20.99 PJSIP/101-3a 100>101         Dial:PJSIP/101,20,tTkK
      0  4  60 ANSWERED PJSIP/itsp-37#97   PJSIP/100-38 79161000027>100 Dial:PJSIP/100,20,tTkK
      60 60 90 ANSWERED PJSIP/itsp-37#0.97 PJSIP/101-3a 79161000027>100 Dial:PJSIP/100,20,tTkK`),
  );
  const mender = stand.mender();
  const gap = { from: at(40), to: at(200) };
  const cleared = (key: string): CallEventInit => live(EventType.CALL_CLEARED, key, 200, { gap });
  mender.noteTold([
    offered(uid(0, 97), 0.4),
    live(EventType.ORIGINATED, uid(20, 99), 20.5),
    cleared(uid(0, 97)),
    cleared(uid(20, 99)),
  ]);
  await mender.go(ALL);
  expect(lines(stand.told)).toEqual([
    '0.97 with 20.99',
    '0.97 inbound answered 79161000027 ?..90 trunk=itsp rang=100,101 100:4-60 101:60-90 seen',
  ]);
});

test('calls that joined in sight are one for the rows, too', async () => {
  stand = new Stand(
    csv(`
      20 23 60 ANSWERED PJSIP/100-39#20.99 PJSIP/101-3a 100>101         Dial:PJSIP/101,20,tTkK
      60 60 90 ANSWERED PJSIP/itsp-37#0.97 PJSIP/101-3a 79161000027>100 Dial:PJSIP/100,20,tTkK`),
  );
  const mender = stand.mender();
  const gap = { from: at(70), to: at(200) };
  mender.noteTold([
    offered(uid(0, 97), 0.4),
    live(EventType.ORIGINATED, uid(20, 99), 20.5),
    live(EventType.CALLS_MERGED, uid(0, 97), 60, { merge: { otherKey: uid(20, 99) } }),
    live(EventType.CALL_CLEARED, uid(0, 97), 200, { gap }),
  ]);
  expect(await mender.go(ALL)).toMatchObject({ amended: 1 });
  expect(stand.told).toHaveLength(1);
});

test('without ids, a call that was told live is known by who called when', async () => {
  stand = new Stand(
    csv(
      `${ANSWERED}
       2 7 60 ANSWERED PJSIP/itsp-2#2 PJSIP/101-3 79161000002>101 Dial:PJSIP/101,20`,
      { columns: [] },
    ),
  );
  const mender = stand.mender();
  mender.noteTold([offered(uid(0, 0), 0.4), live(EventType.CALL_CLEARED, uid(0, 0), 66)]);
  expect(await mender.go(ALL)).toMatchObject({ found: 2, known: 1, opened: 1 });
  expect(await mender.go(ALL)).toMatchObject({ found: 2, known: 2, opened: 0 });
  expect(lines(stand.told)[0]).toContain('79161000002');
});

test('a server whose clock is wrong is read by ours', async () => {
  stand = new Stand(csv(`${ANSWERED}\n${LATER}`));
  const mender = stand.mender();
  // Its ids say noon when we have seven minutes past.
  const late = [2.4, 0.3, 9, 0.8];
  mender.noteTold(late.map((delay, i) => offered(uid(1_000 + i, 50 + i), 1_420 + i + delay)));
  expect(await mender.go({ from: at(420), to: at(500) })).toMatchObject({ found: 0 });
  // A few messages that came late prove nothing yet.
  mender.noteTold([offered(uid(1_100, 60), 1_520.5)]);
  await mender.go({ from: at(420), to: at(500) });
  expect(lines(stand.told)).toEqual([
    '0.0 inbound answered 79161000001 420.3..486.3 trunk=itsp rang=100 100:426.3-486.3',
  ]);
});

test('a call that cannot be judged is refused aloud, once', async () => {
  stand = new Stand(csv('0 0 60 ANSWERED PJSIP/itsp-1#1 - 79161000001>800 ConfBridge:lab'));
  const mender = stand.mender();
  expect(await mender.go(ALL)).toMatchObject({ found: 1, refused: 1 });
  expect(await mender.go(ALL)).toMatchObject({ found: 1, refused: 1 });
  expect(stand.refused).toHaveLength(1);
});

test('a memory that cannot be opened keeps no call from being told', async () => {
  stand = new Stand(csv(ANSWERED));
  mkdirSync(join(stand.dir, 'data', 'told.db'), { recursive: true });
  const mender = stand.mender();
  mender.noteTold([offered(uid(0, 0), 0.4)]);
  mender.mend({ from: at(-10), to: at(200), closed: [] });
  expect(mender.waiting).toBe(0);
  expect(stand.health).toMatch(/^degraded .*ERR_SQLITE_ERROR/);
  await expect(mender.go(ALL)).rejects.toMatchObject({ code: 'asterisk.cdr' });
});

test('a memory that is broken inside is put aside', async () => {
  stand = new Stand(csv(`${ANSWERED}\n${LATER}`));
  const data = join(stand.dir, 'data');
  const first = stand.mender();
  first.noteTold([offered(uid(9_000, 1), 9_000)]);
  await first.stop();
  spoil(join(data, 'told.db'));
  const mender = stand.mender();
  mender.mend({ from: at(-10), to: at(200), closed: [] });
  await until('the gap is mended', () => stand.told.length > 0);
  expect(readdirSync(data).some((name) => name.startsWith('told.db.broken-'))).toBe(true);
});

test('a memory that breaks while it is used ends nothing', async () => {
  stand = new Stand(csv(ANSWERED));
  const mender = stand.mender();
  await until('the memory is read', () => stand.health === 'ok');
  const other = new DatabaseSync(join(stand.dir, 'data', 'told.db'));
  other.exec('DROP TABLE job');
  other.close();
  expect(() => mender.mend({ from: at(-10), to: at(200), closed: [] })).toThrow();
  expect(mender.waiting).toBe(0);
  expect(await mender.go(ALL)).toMatchObject({ opened: 1 });
});

test('a file that a new server has yet to write is waited for, and then all is well', async () => {
  stand = new Stand();
  rmSync(stand.file);
  stand.mender({ probeMs: 5 });
  await until('the complaint', () => stand.health.startsWith('degraded'));
  stand.append(csv(ANSWERED));
  await until('the recovery', () => stand.health === 'ok');
});
