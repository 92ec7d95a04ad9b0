import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CallEventInit,
  Direction,
  EndedBy,
  EventCause,
  EventType,
  PartyKind,
  ReportOutcome,
  TransferKind,
} from '@callbus/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FinishedCall } from '../src/doors.ts';
import { amendment } from '../src/join/amend.ts';
import type { CallFacts } from '../src/join/facts.ts';
import { findCall } from '../src/join/match.ts';
import { CallStore } from '../src/join/store.ts';
import { Join } from '../src/join.ts';
import { colleague, NOON, newBoard, participant, placing } from './support/board.ts';

const at = (seconds: number): number => NOON + seconds * 1_000;
const SECOND = 1_000;

const finished = (more: Partial<FinishedCall> = {}): FinishedCall => ({
  door: 'cdr',
  record: 'r1',
  direction: Direction.INBOUND,
  outside: { kind: PartyKind.EXTERNAL, number: '+74951230001' },
  extension: '101',
  outcome: ReportOutcome.ANSWERED,
  startedAt: at(0),
  answeredAt: at(10),
  endedAt: at(70),
  talkSeconds: 60,
  ...more,
});

const facts = (more: Partial<CallFacts> = {}): CallFacts => ({
  key: 'k1',
  direction: Direction.INBOUND,
  subscriber: '4951230001',
  extensions: ['101'],
  startedAt: at(0.4),
  answeredAt: at(10.2),
  endedAt: at(70.3),
  live: true,
  blind: false,
  handed: false,
  told: [],
  ...more,
});

describe('whose call a record is', () => {
  const found = (call: FinishedCall, ...calls: CallFacts[]): [string, string] | undefined => {
    const match = findCall(call, calls, 60 * SECOND);
    return match && [match.facts.key, match.rule];
  };

  test('extension, number and time', () => {
    expect(found(finished(), facts())).toEqual(['k1', 'identity.extension-number-time']);
  });

  test('of two calls the nearer, of two tries the one that came out the same', () => {
    const later = facts({ key: 'k2', startedAt: at(50), answeredAt: at(55), endedAt: at(90) });
    expect(found(finished(), later, facts())).toEqual(['k1', 'identity.extension-number-time']);
    const { answeredAt: _, ...missed } = facts({ key: 'k2', startedAt: at(0), endedAt: at(70) });
    expect(found(finished(), missed, facts({ startedAt: at(5) }))?.[0]).toBe('k1');
  });

  test('beyond the tolerance it is another call', () => {
    expect(found(finished({ startedAt: at(200), endedAt: at(260) }), facts())).toBeUndefined();
  });

  test('a call that Call Control saw late, for instance out of a queue, still ends with its record', () => {
    const late = facts({ startedAt: at(300), answeredAt: at(310), endedAt: at(400) });
    expect(found(finished({ endedAt: at(401) }), late)?.[0]).toBe('k1');
    expect(found(finished({ endedAt: at(250) }), late)).toBeUndefined();
  });

  test('an extension that was not seen is believed only where the times agree closely', () => {
    expect(found(finished({ extension: '150' }), facts())).toEqual(['k1', 'identity.number-time']);
    expect(found(finished({ extension: '150', startedAt: at(20) }), facts())).toBeUndefined();
  });

  test('a withheld number is nobody: the extension must be known', () => {
    const withheld = { outside: { kind: PartyKind.WITHHELD, number: '' } };
    expect(found(finished(withheld), facts({ subscriber: '' }))?.[0]).toBe('k1');
    expect(found(finished({ ...withheld, extension: '150' }), facts({ subscriber: '' }))).toBeUndefined();
  });

  test('a second record of one door is another call, unless it repeats or is another leg', () => {
    const told = [{ door: 'crm' as const, extension: '101', startedAt: at(0), endedAt: at(70) }];
    const crm = (more: Partial<FinishedCall>): FinishedCall => finished({ door: 'crm', ...more });
    expect(found(crm({ startedAt: at(8), endedAt: at(75) }), facts({ told }))).toBeUndefined();
    expect(found(crm({ recordings: [{ file: 'a.wav' }] }), facts({ told }))?.[1]).toBe(
      'identity.same-record',
    );
    const group = facts({ told, extensions: ['101', '102'] });
    expect(found(crm({ extension: '102' }), group)?.[0]).toBe('k1');
    expect(found(crm({ extension: '102' }), { ...group, live: false })).toBeUndefined();
  });

  test('an id that both know decides', () => {
    const near = facts({ key: 'k2', startedAt: at(0), endedAt: at(70) });
    const match = found(finished({ door: 'xapi', callid: 7 }), near, facts({ callid: 7, startedAt: at(20) }));
    expect(match).toEqual(['k1', 'identity.callid']);
  });

  test('a call between colleagues is not one with a customer', () => {
    expect(found(finished({ direction: Direction.INTERNAL }), facts())).toBeUndefined();
  });
});

describe('what a record may say beside what was seen', () => {
  const TALK = ['startedAt', 'answeredAt', 'endedAt', 'talkSeconds'] as const;
  const left = (call: FinishedCall | undefined): string[] => TALK.filter((f) => call?.[f] !== undefined);

  test('its times, where they mean the same moments', () => {
    expect(left(amendment(finished(), facts()))).toEqual([...TALK]);
  });

  test('not the times of one leg, nor the answer of a queue', () => {
    expect(left(amendment(finished({ startedAt: at(40) }), facts()))).toEqual([
      'answeredAt',
      'endedAt',
      'talkSeconds',
    ]);
    expect(left(amendment(finished({ endedAt: at(30) }), facts()))).toEqual([
      'startedAt',
      'answeredAt',
      'talkSeconds',
    ]);
    expect(left(amendment(finished({ answeredAt: at(1) }), facts()))).toEqual(['startedAt', 'endedAt']);
    expect(left(amendment(finished(), facts({ handed: true })))).toEqual([
      'startedAt',
      'answeredAt',
      'endedAt',
    ]);
  });

  test('all of it, where we were blind', () => {
    expect(left(amendment(finished({ startedAt: at(40) }), facts({ blind: true })))).toEqual([...TALK]);
  });

  test('nothing, where it speaks of a phone that lost the race', () => {
    expect(amendment(finished({ outcome: ReportOutcome.NOT_ANSWERED }), facts())).toBeUndefined();
  });

  test('no start that core would take for the next call', () => {
    const told = [{ door: 'crm' as const, extension: '101', startedAt: at(0), endedAt: at(0.5) }];
    const short = finished({ startedAt: at(0), endedAt: at(0) });
    expect(left(amendment(short, facts({ live: false, told })))).not.toContain('startedAt');
  });
});

describe('the join', () => {
  let dir: string;
  let store: CallStore;
  let now: number;
  let offset: number | undefined;
  let published: CallEventInit[];

  const newJoin = (): Join =>
    new Join({
      instance: 'pbx',
      store,
      publish: async (events) => void published.push(...events),
      now: () => now,
      toleranceMs: 60 * SECOND,
      offset: () => offset,
    });

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'callbus-join-'));
    store = new CallStore(dir);
    store.open();
    now = at(71);
    offset = undefined;
    published = [];
  });

  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('a record by itself is a report of the whole call, its key without a number', async () => {
    const join = newJoin();
    await join.start();
    await join.tell(
      finished({
        nativeId: '288831',
        did: '+74950000001',
        cause: { event: EventCause.NORMAL_CLEARING, native: 'TerminatedBySrc' },
        endedBy: EndedBy.CUSTOMER,
        attributes: { 'cdr.chain': '101' },
      }),
    );
    expect(published).toEqual([
      expect.objectContaining({
        type: EventType.CALL_REPORTED,
        key: expect.stringMatching(/^r-[0-9A-Z]+$/),
        nativeId: '288831',
        direction: Direction.INBOUND,
        did: '+74950000001',
        calling: { kind: PartyKind.EXTERNAL, number: '+74951230001' },
        called: { kind: PartyKind.EXTENSION, number: '101', extension: '101' },
        endedBy: EndedBy.CUSTOMER,
        attributes: { 'cdr.chain': '101' },
        report: expect.objectContaining({
          startedAt: at(0),
          answeredAt: at(10),
          endedAt: at(70),
          talkSeconds: 60,
        }),
      }),
    ]);
    await join.tell(finished({ nativeId: '288831' }));
    expect(published).toHaveLength(1);
  });

  test('the other door gets the key of the first, and says by which rule', async () => {
    const join = newJoin();
    await join.start();
    await join.tell(finished());
    await join.tell(finished({ door: 'crm', record: 'c1', startedAt: at(0.3), endedAt: at(70.4) }));
    const [one, other] = published;
    expect(other?.key).toBe(one?.key);
    expect(other?.report?.decisions).toEqual([
      {
        at: now,
        subject: 'identity',
        rule: 'identity.extension-number-time',
        outcome: one?.key,
        details: { door: 'crm', apartMs: '700' },
      },
    ]);
  });

  test('two records with one id of 3CX are one call, however far apart', async () => {
    const join = newJoin();
    await join.start();
    await join.tell(finished({ nativeId: '5' }));
    await join.tell(
      finished({ record: 'r2', nativeId: '5', startedAt: at(400), endedAt: at(500), extension: '103' }),
    );
    expect(new Set(published.map((e) => e.key)).size).toBe(1);
    expect(published[1]?.report?.decisions?.[0]?.rule).toBe('identity.native-id');
  });

  test('the clock of 3CX is corrected by what was measured', async () => {
    offset = 90 * SECOND;
    const join = newJoin();
    await join.start();
    await join.tell(finished({ startedAt: at(90), answeredAt: at(100), endedAt: at(160) }));
    expect(published[0]).toMatchObject({
      clockOffset: -90 * SECOND,
      report: { startedAt: at(0), answeredAt: at(10), endedAt: at(70) },
    });
  });

  test('transfers that only the record knows come before it', async () => {
    const join = newJoin();
    await join.start();
    const transfers = [{ kind: TransferKind.BLIND, fromExtension: '101', toExtension: '103', at: at(30) }];
    await join.tell(finished({ extension: '103', transfers }));
    expect(published.map((e) => [e.type, e.occurredAt])).toEqual([
      [EventType.TRANSFERRED, at(30)],
      [EventType.CALL_REPORTED, now],
    ]);
  });

  /** A call that Call Control shows, up to its end where it has one. */
  async function live(join: Join, ended: boolean): Promise<string> {
    const board = newBoard();
    const told = async (events: CallEventInit[]): Promise<void> =>
      join.tellLive(events, board.takeTouched(), board.open);
    const p = participant({ id: 1, dn: '101', callid: 9 });
    await told(board.see(p, at(0.2)));
    await told(board.see({ ...p, status: 'Connected' }, at(10.1)));
    if (!ended) return board.open[0]?.key ?? '';
    const key = board.open[0]?.key ?? '';
    await told(board.gone('101', 1, at(70.2)));
    await told(board.settle(at(90)));
    return key;
  }

  test('what is told of a running call waits for its end, on disk', async () => {
    const join = newJoin();
    await join.start();
    join.stands(true);
    const key = await live(join, false);
    published = [];
    await join.tell(finished());
    expect(published).toEqual([]);
    store.close();
    store = new CallStore(dir);
    store.open();
    const next = newJoin();
    await next.start();
    expect(published).toEqual([]);
    const board = newBoard();
    board.restore(store.live());
    board.connected(at(70.5));
    const { seen, gone } = board.snapshot([], [], at(70.5));
    await next.tellLive([...seen, ...gone], board.takeTouched(), board.open);
    expect(published.map((e) => [e.key, e.type])).toEqual([
      [key, EventType.CONNECTION_CLEARED],
      [key, EventType.CALL_REPORTED],
      [key, EventType.CALL_CLEARED],
    ]);
    expect(store.held()).toEqual([]);
  });

  test('but not for ever, where Call Control is away', async () => {
    const join = newJoin();
    await join.start();
    join.stands(true);
    await live(join, false);
    published = [];
    await join.tell(finished());
    join.stands(false);
    now += 59 * SECOND;
    await join.tick();
    expect(published).toEqual([]);
    now += 2 * SECOND;
    await join.tick();
    expect(published.map((e) => e.type)).toEqual([EventType.CALL_REPORTED]);
    await join.tick();
    expect(published).toHaveLength(1);
  });

  test('a call that Call Control shows right after its record has the key of the record', async () => {
    const join = newJoin();
    await join.start();
    await join.tell(finished({ outcome: ReportOutcome.NOT_ANSWERED, startedAt: at(69) }));
    const board = newBoard();
    const [call] = board.open;
    expect(call).toBeUndefined();
    board.see(participant({ id: 1, dn: '101', callid: 9 }), now);
    const shown = board.open[0];
    expect(shown && join.keyOf(shown)).toBe(published[0]?.key);
    now += 20 * SECOND;
    expect(shown && join.keyOf(shown)).toBe(shown?.key);
  });

  test('what was taken and not published before we were killed is published at the next start', async () => {
    const join = newJoin();
    await join.start();
    const killed = new Join({
      instance: 'pbx',
      store,
      publish: () => new Promise(() => {}),
      now: () => now,
      toleranceMs: 60 * SECOND,
      offset: () => undefined,
    });
    await killed.start();
    void killed.tell(finished());
    expect(store.held()).toHaveLength(0);
    await Promise.resolve();
    await Promise.resolve();
    expect(store.held()).toHaveLength(1);
    await newJoin().start();
    expect(published.map((e) => e.type)).toEqual([EventType.CALL_REPORTED]);
    expect(store.held()).toEqual([]);
  });

  test('what Call Control showed and was not published before we were killed is published at the next start', async () => {
    const killed = new Join({
      instance: 'pbx',
      store,
      publish: () => new Promise(() => {}),
      now: () => now,
      toleranceMs: 60 * SECOND,
      offset: () => undefined,
    });
    const board = newBoard();
    const events = board.see(participant({ id: 1, dn: '101', callid: 9 }), at(1));
    void killed.tellLive(events, board.takeTouched(), board.open);
    await newJoin().start();
    expect(published).toEqual(events);
    published = [];
    await newJoin().start();
    expect(published).toEqual([]);
    expect(store.live()).toEqual(board.open);
  });

  test('the record of a consultation that became a transfer says nothing of its own', async () => {
    const join = newJoin();
    await join.start();
    join.stands(true);
    const board = newBoard();
    const told = async (events: CallEventInit[]): Promise<void> =>
      join.tellLive(events, board.takeTouched(), board.open);
    const customer = participant({ id: 1, dn: '101', callid: 10 });
    const asks = participant({ id: 3, dn: '101', callid: 11, ...colleague('103'), ...placing });
    const asked = participant({ id: 4, dn: '103', callid: 11, ...colleague('101') });
    for (const p of [{ ...customer, status: 'Connected' }, asks, { ...asked, status: 'Connected' }])
      await told(board.see(p, at(20)));
    await told(board.see(participant({ id: 5, dn: '103', callid: 10, status: 'Connected' }), at(30)));
    published = [];
    const { outside: _, ...internal } = finished({
      direction: Direction.INTERNAL,
      extension: '103',
      callerExtension: '101',
    });
    await join.tell({ ...internal, startedAt: at(20), endedAt: at(30) });
    expect(published).toEqual([]);
    expect(store.held()).toEqual([]);
  });

  test('a record of a call whose callid came back goes to the call it is part of', async () => {
    const join = newJoin();
    await join.start();
    join.stands(true);
    const board = newBoard();
    const told = async (events: CallEventInit[]): Promise<void> =>
      join.tellLive(events, board.takeTouched(), board.open);
    await told(board.see(participant({ id: 1, dn: '101', callid: 9 }), at(0)));
    const first = board.open[0]?.key;
    await told(board.gone('101', 1, at(5)));
    await told(board.settle(at(10)));
    await told(board.see(participant({ id: 2, dn: '101', callid: 9, status: 'Connected' }), at(15)));
    await told(board.gone('101', 2, at(70)));
    await told(board.settle(at(80)));
    published = [];
    await join.tell(finished());
    expect(published.map((e) => [e.key, e.type])).toEqual([[first, EventType.CALL_REPORTED]]);
  });

  test('a record that ended with its live call amends it', async () => {
    const join = newJoin();
    await join.start();
    join.stands(true);
    const key = await live(join, true);
    published = [];
    await join.tell(finished());
    expect(published.map((e) => [e.key, e.type])).toEqual([[key, EventType.CALL_REPORTED]]);
  });
});
