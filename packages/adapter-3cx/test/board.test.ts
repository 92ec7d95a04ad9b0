import { type CallEventInit, Direction, EventType, PartyKind } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { readSnapshot } from '../src/call-control/read.ts';
import type { Board } from '../src/translate/board.ts';
import { colleague, lines, NOON, NUMBERS, newBoard, participant, placing } from './support/board.ts';

const at = (seconds: number): number => NOON + seconds * 1_000;

/** Everything a snapshot tells, in the order a reconnect publishes it. */
function snapshot(board: Board, ...told: Parameters<Board['snapshot']>): CallEventInit[] {
  const { seen, gone } = board.snapshot(...told);
  return [...seen, ...gone];
}

describe('one call', () => {
  test('an inbound call that is answered and cleared', () => {
    const board = newBoard();
    const p = participant({ id: 8106, dn: '101', callid: 1264, legid: 4 });
    const first = board.see(p, at(1));
    expect(lines(first)).toEqual(['1 1264 offered customer newCall', '1 1264 delivered 101']);
    expect(first[1]).toMatchObject({
      direction: Direction.INBOUND,
      nativeId: '1264',
      trunk: '10007',
      calling: { kind: PartyKind.EXTERNAL, number: '+74951230001' },
      called: { kind: PartyKind.EXTENSION, extension: '101' },
      connection: { device: 'sip:101@127.0.0.1:5063' },
    });
    expect(lines(board.see({ ...p, status: 'Connected' }, at(5)))).toEqual(['5 1264 established 101']);
    expect(lines(board.gone('101', 8106, at(65)))).toEqual(['65 1264 connectionCleared 101']);
    expect(board.nextDue).toBe(at(66.5));
    expect(board.settle(at(66))).toEqual([]);
    expect(lines(board.settle(at(66.5)))).toEqual(['65 1264 callCleared']);
    expect(board.open).toEqual([]);
  });

  test('an upsert that is told twice, and a removal of somebody unknown, are no news', () => {
    const board = newBoard();
    const p = participant({ id: 1, dn: '101', callid: 5 });
    board.see(p, at(1));
    expect(board.see(p, at(1.1))).toEqual([]);
    board.see({ ...p, status: 'Connected' }, at(2));
    expect(board.see({ ...p, status: 'Connected' }, at(2.1))).toEqual([]);
    expect(board.gone('102', 77, at(3))).toEqual([]);
  });

  test('an outbound call is the customer who answers', () => {
    const board = newBoard();
    const p = participant({ id: 8107, dn: '101', callid: 1265, ...placing });
    const first = board.see(p, at(1));
    expect(lines(first)).toEqual(['1 1265 originated 101 newCall']);
    expect(first[0]).toMatchObject({
      direction: Direction.OUTBOUND,
      calling: { extension: '101' },
      called: { number: '+74951230001' },
    });
    expect(lines(board.see({ ...p, status: 'Connected' }, at(9)))).toEqual(['9 1265 established customer']);
    board.gone('101', 8107, at(20));
    expect(lines(board.settle(at(30)))).toEqual(['20 1265 callCleared']);
  });

  test('an outbound call that nobody answers says that, and not why', () => {
    const board = newBoard();
    board.see(participant({ id: 1, dn: '101', callid: 6, ...placing }), at(1));
    board.gone('101', 1, at(20));
    expect(lines(board.settle(at(30)))).toEqual([
      '20 6 connectionCleared customer callNotAnswered',
      '20 6 callCleared',
    ]);
  });

  test('a click-to-call of ours is told as one', () => {
    const board = newBoard();
    board.expect('101', '+7 495 123-00-01', at(0));
    expect(lines(board.see(participant({ id: 1, dn: '101', callid: 6, ...placing }), at(1)))).toEqual([
      '1 6 originated 101 makeCall',
    ]);
  });

  test('colleagues, whoever is told of first', () => {
    const caller = participant({ id: 1, dn: '101', callid: 7, ...colleague('102'), ...placing });
    const called = participant({ id: 2, dn: '102', callid: 7, ...colleague('101') });
    const one = newBoard();
    expect(lines([...one.see(caller, at(1)), ...one.see(called, at(1))])).toEqual([
      '1 7 originated 101 newCall',
      '1 7 delivered 102',
    ]);
    const connected = [
      ...one.see({ ...caller, status: 'Connected' }, at(4)),
      ...one.see({ ...called, status: 'Connected' }, at(4)),
    ];
    expect(lines(connected)).toEqual(['4 7 established 102']);
    const other = newBoard();
    const told = [...other.see(called, at(1)), ...other.see(caller, at(1))];
    expect(lines(told)).toEqual([
      '1 7 originated 101 newCall',
      '1 7 delivered 102',
      '1 7 originated 101 newCall',
    ]);
    // Told twice it is the same fact.
    expect(told[2]?.eventId).toBe(told[0]?.eventId);
  });

  test('a colleague who is not among our numbers answers all the same', () => {
    const board = newBoard();
    const caller = participant({ id: 1, dn: '101', callid: 7, ...colleague('150'), ...placing });
    board.see(caller, at(1));
    expect(lines(board.see({ ...caller, status: 'Connected' }, at(4)))).toEqual(['4 7 established 150']);
  });
});

describe('who is outside', () => {
  const outsideOf = (told: object): unknown => {
    const board = newBoard();
    return board.see(participant({ id: 1, dn: '101', callid: 5, ...told }), at(1))[0]?.calling;
  };

  test('the number may stand in the place of the name, and the name in its', () => {
    expect(outsideOf({ party_caller_id: 'Ромашка', party_caller_name: '+74951230001' })).toEqual({
      kind: PartyKind.EXTERNAL,
      number: '+74951230001',
      name: 'Ромашка',
    });
    expect(outsideOf({ party_caller_name: 'Ромашка' })).toMatchObject({
      number: '+74951230001',
      name: 'Ромашка',
    });
    expect(outsideOf({ party_caller_name: '+74951230001' })).toEqual({
      kind: PartyKind.EXTERNAL,
      number: '+74951230001',
    });
  });

  test('a withheld number', () => {
    expect(outsideOf({ party_caller_id: 'Anonymous' })).toEqual({ kind: PartyKind.WITHHELD, number: '' });
    expect(outsideOf({ party_caller_id: '' })).toEqual({ kind: PartyKind.WITHHELD, number: '' });
  });

  test('the line that was dialled, where it is told', () => {
    const board = newBoard();
    const [offered] = board.see(
      participant({ id: 1, dn: '101', callid: 5, party_did: '+74950000001' }),
      at(1),
    );
    expect(offered?.did).toBe('+74950000001');
  });
});

describe('groups and queues', () => {
  test('a ring group: three ring, one takes it, and the others lost', () => {
    const board = newBoard();
    const by = { originated_by_dn: '600', originated_by_type: 'Wringgroup' };
    const ringing = ['101', '102', '103'].map((dn, i) =>
      participant({ id: 301 + i, dn, callid: 4711, legid: 2 + i, ...by }),
    );
    const rang = ringing.flatMap((p) => board.see(p, at(1)));
    expect(lines(rang)).toEqual([
      '1 4711 offered customer newCall',
      '1 4711 delivered 101',
      '1 4711 delivered 102',
      '1 4711 delivered 103',
    ]);
    expect(rang[0]).toMatchObject({ group: '600' });
    board.see(participant({ id: 302, dn: '102', callid: 4711, ...by, status: 'Connected' }), at(6));
    expect(lines([...board.gone('101', 301, at(6)), ...board.gone('103', 303, at(6))])).toEqual([
      '6 4711 connectionCleared 101 answeredElsewhere',
      '6 4711 connectionCleared 103 answeredElsewhere',
    ]);
  });

  test('a queue that is among our numbers', () => {
    const board = newBoard();
    const waits = participant({ id: 1, dn: '800', callid: 9, status: 'Connected' });
    const first = board.see(waits, at(1));
    expect(lines(first)).toEqual(['1 9 offered customer newCall', '1 9 queued 800']);
    const by = { originated_by_dn: '800', originated_by_type: 'Wqueue' };
    const agent = participant({ id: 2, dn: '101', callid: 9, ...by });
    const rang = board.see(agent, at(20));
    expect(lines(rang)).toEqual(['20 9 delivered 101']);
    expect(rang[0]).toMatchObject({ queue: '800' });
    expect(lines(board.see({ ...agent, status: 'Connected' }, at(25)))).toEqual(['25 9 established 101']);
    expect(lines(board.gone('800', 1, at(25)))).toEqual(['25 9 connectionCleared 800']);
    board.gone('101', 2, at(60));
    expect(lines(board.settle(at(70)))).toEqual(['60 9 callCleared']);
  });

  test('a second round of a hidden queue is the same call, on a connection of its own', () => {
    const board = newBoard(NUMBERS.filter((n) => n.dn !== '800'));
    const by = { originated_by_dn: '800', originated_by_type: 'Wqueue' };
    board.see(participant({ id: 1, dn: '101', callid: 9, ...by }), at(1));
    board.gone('101', 1, at(16));
    expect(board.settle(at(20))).toEqual([]);
    const again = participant({ id: 2, dn: '101', callid: 9, ...by });
    expect(lines(board.see(again, at(25)))).toEqual(['25 9 delivered 101#2']);
    expect(lines(board.see({ ...again, status: 'Connected' }, at(30)))).toEqual(['30 9 established 101#2']);
  });

  test('two devices of one extension are one connection', () => {
    const board = newBoard();
    const [desk, mobile] = [
      participant({ id: 1, dn: '101', callid: 9 }),
      participant({ id: 2, dn: '101', callid: 9, device_id: 'sip:101@127.0.0.1:5483' }),
    ];
    expect(lines([...board.see(desk, at(1)), ...board.see(mobile, at(1))])).toEqual([
      '1 9 offered customer newCall',
      '1 9 delivered 101',
    ]);
    expect(lines(board.see({ ...mobile, status: 'Connected' }, at(4)))).toEqual(['4 9 established 101']);
    expect(board.gone('101', 1, at(4))).toEqual([]);
    expect(lines(board.gone('101', 2, at(9)))).toEqual(['9 9 connectionCleared 101']);
  });

  test('what was forwarded is told with its owner', () => {
    const board = newBoard();
    const p = participant({
      id: 1,
      dn: '102',
      callid: 9,
      on_behalf_of_dn: '101',
      on_behalf_of_type: 'Wextension',
    });
    expect(lines(board.see(p, at(1)))).toEqual([
      '1 9 offered customer newCall',
      '1 9 diverted 101 callForward',
      '1 9 delivered 102',
    ]);
  });

  test('a callid that comes back within a connection is joined to its call', () => {
    const board = newBoard();
    board.see(participant({ id: 1, dn: '101', callid: 9 }), at(1));
    board.gone('101', 1, at(5));
    board.settle(at(10));
    const back = board.see(participant({ id: 2, dn: '102', callid: 9 }), at(12));
    expect(lines(back)).toEqual(['12 9 offered customer newCall', '12 9 callsMerged', '12 9 delivered 102']);
    expect(back[1]?.merge?.otherKey).toBe(back[0]?.key);
    expect(back[1]?.key).not.toBe(back[0]?.key);
  });
});

describe('transfers', () => {
  const talking = (board = newBoard()) => {
    const p = participant({ id: 1, dn: '101', callid: 10 });
    board.see(p, at(1));
    board.see({ ...p, status: 'Connected' }, at(5));
    return board;
  };
  const referred = { referred_by_dn: '101', referred_by_type: 'Wextension' };

  test('a blind one lets go when the other began to ring', () => {
    const board = talking();
    const to = participant({ id: 2, dn: '103', callid: 10, ...referred });
    expect(lines(board.see(to, at(20)))).toEqual(['20 10 delivered 103']);
    const gone = board.gone('101', 1, at(21));
    expect(lines(gone)).toEqual(['20 10 transferred 101', '21 10 connectionCleared 101']);
    expect(gone[0]?.transfer).toMatchObject({
      fromConnection: '101',
      toConnection: '103',
      target: { extension: '103' },
    });
    expect(lines(board.see({ ...to, status: 'Connected' }, at(25)))).toEqual(['25 10 established 103']);
  });

  test('one that fails leaves the call where it was', () => {
    const board = talking();
    board.see(participant({ id: 2, dn: '103', callid: 10, ...referred }), at(20));
    expect(lines(board.gone('103', 2, at(40)))).toEqual(['40 10 connectionCleared 103']);
    board.gone('101', 1, at(60));
    expect(lines(board.settle(at(70)))).toEqual(['60 10 callCleared']);
  });

  const consulting = () => {
    const board = talking();
    const asks = participant({ id: 3, dn: '101', callid: 11, ...colleague('103'), ...placing });
    const asked = participant({ id: 4, dn: '103', callid: 11, ...colleague('101') });
    board.see(asks, at(20));
    board.see(asked, at(20));
    board.see({ ...asks, status: 'Connected' }, at(25));
    board.see({ ...asked, status: 'Connected' }, at(25));
    return board;
  };
  const MERGED = ['30 10 transferred 101', '30 10 callsMerged'];

  test('an attended one, where who was asked gets a new participant', () => {
    const board = consulting();
    const to = participant({ id: 5, dn: '103', callid: 10, status: 'Connected', ...referred });
    const told = board.see(to, at(30));
    expect(lines(told)).toEqual(MERGED);
    expect(told[1]?.merge?.otherKey).toMatch(/^11-/);
    expect(
      lines([
        ...board.gone('101', 1, at(30)),
        ...board.gone('101', 3, at(30)),
        ...board.gone('103', 4, at(30)),
      ]),
    ).toEqual(['30 10 connectionCleared 101']);
    expect(lines(board.gone('103', 5, at(50)))).toEqual(['50 10 connectionCleared 103']);
    expect(lines(board.settle(at(60)))).toEqual(['50 10 callCleared']);
  });

  test('an attended one, where the participant changes its call', () => {
    const board = consulting();
    expect(
      lines(board.see(participant({ id: 4, dn: '103', callid: 10, status: 'Connected' }), at(30))),
    ).toEqual(MERGED);
    board.gone('101', 1, at(30));
    board.gone('101', 3, at(30));
    board.gone('103', 4, at(50));
    expect(lines(board.settle(at(60)))).toEqual(['50 10 callCleared']);
  });

  test('an attended one, where the consultation gets the customer', () => {
    const board = consulting();
    expect(
      lines(board.see(participant({ id: 4, dn: '103', callid: 11, status: 'Connected' }), at(30))),
    ).toEqual(MERGED);
    expect(lines([...board.gone('101', 1, at(30)), ...board.gone('101', 3, at(30))])).toEqual([
      '30 10 connectionCleared 101',
    ]);
    board.gone('103', 4, at(50));
    const end = board.settle(at(60));
    expect(end.map((e) => e.type)).toEqual([EventType.CALL_CLEARED]);
    expect(end[0]?.key).toMatch(/^10-/);
  });
});

describe('after a reconnect', () => {
  test('what stands goes on, what is missing has ended, what is new begins', () => {
    const board = newBoard();
    const [stays, ends] = [
      participant({ id: 1, dn: '101', callid: 20 }),
      participant({ id: 2, dn: '102', callid: 21, party_caller_id: '+74951230002' }),
    ];
    board.see(stays, at(1));
    board.see(ends, at(1));
    const begins = participant({ id: 3, dn: '103', callid: 22, party_caller_id: '+74951230003' });
    board.connected(at(60));
    const told = snapshot(board, NUMBERS, [{ ...stays, status: 'Connected' }, begins], at(60));
    expect(lines(told)).toEqual([
      '60 20 established 101',
      '60 22 offered customer newCall',
      '60 22 delivered 103',
      '60 21 connectionCleared 102',
      '60 21 callCleared',
    ]);
    expect(snapshot(board, NUMBERS, [{ ...stays, status: 'Connected' }, begins], at(90))).toEqual([]);
  });

  test('a restarted PBX gives its callids to other calls', () => {
    const board = newBoard();
    const [before] = board.see(participant({ id: 1, dn: '101', callid: 1 }), at(1));
    board.connected(at(60));
    const other = participant({ id: 1, dn: '101', callid: 1, party_caller_id: '+74951230009' });
    const told = snapshot(board, NUMBERS, [other], at(60));
    expect(lines(told)).toEqual([
      '60 1 offered customer newCall',
      '60 1 delivered 101',
      '60 1 connectionCleared 101',
      '60 1 callCleared',
    ]);
    expect(told[0]?.key).not.toBe(before?.key);
    expect(told[3]?.key).toBe(before?.key);
  });

  test('a call that was handed on meanwhile is the same call', () => {
    const board = newBoard();
    const p = participant({ id: 1, dn: '101', callid: 1, status: 'Connected' });
    const [before] = board.see(p, at(1));
    board.connected(at(60));
    const told = snapshot(
      board,
      NUMBERS,
      [participant({ id: 5, dn: '103', callid: 1, status: 'Connected' })],
      at(60),
    );
    expect(lines(told)).toEqual(['60 1 established 103', '60 1 connectionCleared 101']);
    expect(told[0]?.key).toBe(before?.key);
  });

  test('the board of an earlier run goes on', () => {
    const board = newBoard();
    const p = participant({ id: 1, dn: '101', callid: 1 });
    const [before] = board.see(p, at(1));
    const next = newBoard();
    next.restore(JSON.parse(JSON.stringify(board.open)));
    next.connected(at(60));
    const told = snapshot(next, NUMBERS, [{ ...p, status: 'Connected' }], at(60));
    expect(lines(told)).toEqual(['60 1 established 101']);
    expect(told[0]?.key).toBe(before?.key);
  });
});

describe('what Call Control shows of everything', () => {
  test('a snapshot is read number by number, and what cannot be read is left out by name', () => {
    const bad: string[] = [];
    const read = readSnapshot(
      [
        {
          dn: '101',
          type: 'Wextension',
          devices: [{ dn: '101', device_id: 'sip:101@127.0.0.1:5063', user_agent: '3CX Mobile Client' }],
          participants: [participant({ id: 0, dn: '101', callid: 0 }), { id: 'x', dn: '101', callid: 1 }],
        },
        { type: 'Wextension' },
      ],
      (problem) => void bad.push(problem.message),
    );
    expect(read.numbers.map((n) => n.dn)).toEqual(['101']);
    expect(read.participants).toHaveLength(1);
    expect(bad).toEqual([expect.stringContaining('id'), expect.stringContaining('dn')]);
  });

  test('the first participant and the first call may be number nought', () => {
    const board = newBoard();
    const told = snapshot(board, NUMBERS, [participant({ id: 0, dn: '101', callid: 0 })], at(1));
    expect(lines(told)).toEqual(['1 0 offered customer newCall', '1 0 delivered 101']);
  });

  test('keys that are pressed at a route point are told one by one', () => {
    const board = newBoard([...NUMBERS, { dn: '900', type: 'Wroutepoint' }]);
    board.see(participant({ id: 77, dn: '900', callid: 5, status: 'Connected' }), at(1));
    const pressed = [...board.digit('900', 77, '1', at(2)), ...board.digit('900', 77, '1', at(3))];
    expect(lines(pressed)).toEqual(['2 5 digitsGenerated 900', '3 5 digitsGenerated 900']);
    expect(pressed.map((e) => [e.digits?.digits, e.ordinal])).toEqual([
      ['1', 1],
      ['1', 2],
    ]);
    expect(new Set(pressed.map((e) => e.eventId)).size).toBe(2);
    expect(board.digit('900', 78, '1', at(4))).toEqual([]);
  });

  test('words of the old interface are no state', () => {
    const board = newBoard();
    const p = participant({ id: 1, dn: '101', callid: 5 });
    board.see(p, at(1));
    expect(board.see({ ...p, status: 'Hold' }, at(2))).toEqual([]);
    expect(lines(board.see({ ...p, status: 'Connected' }, at(3)))).toEqual(['3 5 established 101']);
  });

  test('a trunk that is shown keeps its call alive and begins none', () => {
    const numbers = [...NUMBERS, { dn: '10007', type: 'Wexternalline' }];
    const board = newBoard(numbers);
    const trunk = participant({ id: 1, dn: '10007', callid: 5, ...colleague('101') });
    expect(board.see(trunk, at(1))).toEqual([]);
    expect(lines(board.see(participant({ id: 2, dn: '101', callid: 5 }), at(1)))).toEqual([
      '1 5 offered customer newCall',
      '1 5 delivered 101',
    ]);
  });
});
