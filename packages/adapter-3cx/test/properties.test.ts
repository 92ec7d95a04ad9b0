import { type CallEventInit, EventType } from '@callbus/contract';
import { expect, test } from 'vitest';
import type { Participant } from '../src/call-control/wire/native.ts';
import { Board } from '../src/translate/board.ts';
import { NOON, NUMBERS, participant } from './support/board.ts';

/** Numbers from a seed, so that what fails can be played again. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) | 0;
    return (state >>> 0) % sides;
  };
}

interface Call {
  callid: number;
  number: string;
  participants: Participant[];
}

/**
 * A PBX whose calls do as they please, and an adapter that hears of it: most
 * events, some twice, some late, some only by a snapshot, and now and then
 * either of the two is restarted.
 */
function play(seed: number): { events: CallEventInit[]; made: string[] } {
  const roll = dice(seed);
  const events: CallEventInit[] = [];
  const made: string[] = [];
  const seen = new Set<string>();
  let now = NOON;
  let callid = 0;
  let id = 0;
  let calls: Call[] = [];
  const newBoard = (): Board => new Board({ instance: 'pbx', keyOf: (call) => call.key });
  let board = newBoard();
  let deaf = false;
  const take = (news: CallEventInit[]): void => void events.push(...news);
  const there = (): Participant[] => calls.flatMap((c) => c.participants);
  const look = (): void => {
    const { seen: shown, gone } = board.snapshot(NUMBERS, there(), now);
    take([...shown, ...gone]);
    for (const c of calls) if (c.participants.length > 0) seen.add(c.number);
  };
  // A call that nobody of ours is in cannot be known again by a new connection.
  const forgetEmpty = (): void => {
    calls = calls.filter((c) => c.participants.length > 0);
  };
  const connect = (): void => {
    forgetEmpty();
    board.connected(now);
    look();
    deaf = false;
  };
  const upsert = (call: Call, p: Participant): void => {
    if (deaf) return;
    seen.add(call.number);
    for (let n = 0; n <= (roll(4) === 0 ? 1 : 0); n++) take(board.see({ ...p }, now));
  };
  const remove = (call: Call, p: Participant): void => {
    call.participants = call.participants.filter((one) => one !== p);
    if (!deaf) take(board.gone(p.dn, p.id, now));
  };
  connect();
  for (let step = 0; step < 200; step++) {
    now += 1 + roll(4_000);
    take(board.settle(now));
    const call = calls[roll(Math.max(1, calls.length))];
    const p = call?.participants[roll(Math.max(1, call.participants.length))];
    const dn = ['101', '102', '103', '800'][roll(4)] ?? '101';
    switch (roll(9)) {
      case 0:
      case 1: {
        const number = `+7495${1_000_000 + made.length}`;
        made.push(number);
        calls.push({ callid: ++callid, number, participants: [] });
        break;
      }
      case 2:
      case 3:
        if (call && !call.participants.some((one) => one.dn === dn)) {
          const ringing = participant({ id: ++id, dn, callid: call.callid, party_caller_id: call.number });
          if (dn === '800') ringing.status = 'Connected';
          const by = call.participants.find((one) => one.status === 'Connected' && one.dn !== '800');
          if (by && roll(2) === 0) [ringing.referred_by_dn, ringing.referred_by_type] = [by.dn, 'Wextension'];
          call.participants.push(ringing);
          upsert(call, ringing);
        }
        break;
      case 4:
        if (call && p) {
          p.status = 'Connected';
          upsert(call, p);
        }
        break;
      case 5:
        if (call && p) remove(call, p);
        break;
      case 6:
        if (call) {
          for (const one of call.participants) remove(call, one);
          calls = calls.filter((one) => one !== call);
        }
        break;
      case 7:
        if (deaf) connect();
        else if (roll(3) === 0) {
          deaf = true;
          forgetEmpty();
        } else look();
        break;
      default: {
        const restart = roll(16);
        if (restart === 0) {
          // The PBX is restarted.
          deaf = true;
          calls = [];
          callid = 0;
          id = 0;
        } else if (restart === 1) {
          // We are.
          const before: unknown = JSON.parse(JSON.stringify(board.open));
          board = newBoard();
          board.restore(before as Board['open']);
          connect();
        }
      }
    }
  }
  calls = [];
  if (deaf) connect();
  else look();
  now += 60_000;
  take(board.settle(now));
  expect(board.open).toEqual([]);
  return { events, made: made.filter((number) => seen.has(number)) };
}

test.each(Array.from({ length: 300 }, (_, seed) => seed + 1))('whatever happens is told once, %i', (seed) => {
  const { events, made } = play(seed);
  const keys = [...new Set(events.map((e) => e.key ?? ''))];
  const younger = new Set(events.flatMap((e) => e.merge?.otherKey ?? []));
  // Every customer who was seen has one call, and nobody has two.
  const numberOf = (key: string): string => events.find((e) => e.key === key)?.calling?.number ?? '';
  const calls = keys.filter((key) => !younger.has(key));
  expect(calls.map(numberOf).sort()).toEqual([...made].sort());
  for (const key of keys) {
    const mine = events.filter((e) => e.key === key);
    // Told twice it is the same fact: what is left tells each once.
    const ids = new Set(mine.map((e) => e.eventId));
    expect(ids.size).toBe(mine.length);
    expect(mine.filter((e) => e.type === EventType.CALL_CLEARED)).toHaveLength(1);
    const end = mine.findIndex((e) => e.type === EventType.CALL_CLEARED);
    expect(mine.slice(end + 1).every((e) => e.type === EventType.CALLS_MERGED)).toBe(true);
    expect(mine.every((e) => (e.occurredAt ?? 0) <= (e.observedAt ?? 0))).toBe(true);
  }
});
