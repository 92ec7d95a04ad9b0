import { describe, expect, test } from 'vitest';
import { play, recordOf, Stage, storyOf } from './support/stage.ts';

const TALKING = `
  0   offered      customer:89990000001  did=3333333  tells=7
  1   delivered    100
  5   established  100
`;

describe('calls that join', () => {
  test('send what comes later under the younger key to the older call', () => {
    const stage = new Stage().tell(`${TALKING}
      10  originated   102@c  call=k2  calling=102
      12  merged       call=k2  with=k1
      20  recording    call=k2  file=late.wav
      30  cleared      call=k2  by=customer
    `);
    expect(stage.call('k2')).toBe(stage.call('k1'));
    expect(stage.story()).toMatchObject({ recordings: ['late.wav'], end: 30, endedBy: 'customer' });
  });

  test("by picking up somebody else's call are answered by who picked up", () => {
    expect(
      play(`
        0  offered      customer:89990000001
        1  delivered    100
        5  originated   102@c  call=k2  calling=102
        5  established  ivr    call=k2
        6  merged       call=k1  with=k2
        6  established  102@c  cause=callPickup
        6  dropped      100  cause=answeredElsewhere
        9  cleared
      `),
    ).toMatchObject({ answeredBy: '102', extension: '102', rang: ['100'], answer: 6, talk: 3 });
  });

  test('by retrieving a parked call begin a segment of who retrieved', () => {
    const stage = new Stage().tell(`${TALKING}
      15  diverted     100  space=701  cause=park
      40  originated   102@c  call=k2  calling=102
      40  established  102@c  call=k2
      41  merged       call=k1  with=k2
      60  cleared      by=customer
    `);
    expect(stage.story()).toMatchObject({
      extension: '102',
      talk: 29,
      parked: 26,
      rang: ['100'],
      segments: [
        ['100', 5, 15, 10],
        ['102', 41, 60, 19],
      ],
    });
  });

  test("are the outside party's, also where the call among colleagues is the older", () => {
    const stage = new Stage().tell(`
      0   originated   100@a  calling=100  called=101
      1   delivered    101@b
      3   established  101@b
      10  offered      customer:89990000001  call=k2  did=3333333
      11  delivered    100@c  call=k2
      15  established  100@c  call=k2
      25  transferred  from=c  to=b  kind=attended  call=k2
      25  merged       call=k2  with=k1
      40  cleared      by=customer
    `);
    expect(stage.story()).toMatchObject({
      direction: 'inbound',
      number: '+79990000001',
      did: '3333333',
      start: 10,
      answeredBy: '100',
      extension: '101',
      talk: 25,
      segments: [
        ['100', 15, 25, 10],
        ['101', 25, 40, 15],
      ],
    });
    expect(stage.joined.get('k2')?.mergedInto).toBe(stage.call('k1').callId);
  });

  test('leave a merged record that no later event changes', () => {
    const stage = new Stage().tell(`${TALKING}
      20  originated   100@c  call=k2  calling=100
      22  established  101@d  call=k2
      30  merged       call=k1  with=k2
    `);
    const younger = stage.joined.get('k2');
    if (!younger) throw new Error('nothing joined');
    const then = storyOf(recordOf(younger, 60_000));
    stage.tell('40 held 100\n 50 dropped 101@d\n 60 cleared by=customer');
    expect(storyOf(recordOf(younger, 900_000))).toEqual(then);
    expect(then.end).toBe(30);
  });

  test('go on where one of them had ended', () => {
    const ended = `${TALKING}\n 8 cleared by=customer\n 9 offered customer:89990000002 call=k2\n 10 established 101 call=k2`;
    const stage = new Stage().tell(`${ended}\n 12 merged call=k1 with=k2`);
    expect(stage.call().endedAt).toBeUndefined();
    expect(stage.assembler.open.size).toBe(1);
    expect(stage.tell('20 cleared call=k2 by=employee id=again').story()).toMatchObject({
      end: 20,
      endedBy: 'employee',
    });
    const swapped = new Stage().tell(`
      0   originated   100@a  calling=100  called=101
      2   cleared
      3   offered      customer:89990000001  call=k2
      5   established  101  call=k2
      6   merged       call=k1  with=k2
      16  cleared      call=k2  id=again
    `);
    expect(swapped.story()).toMatchObject({ direction: 'inbound', start: 3, end: 16, talk: 11 });
    expect(swapped.joined.get('k2')?.endedAt).toBeDefined();
  });

  test('told twice, or under both keys, join once', () => {
    const stage = new Stage().tell(`${TALKING}
      20  originated  102  call=k2
      30  merged      call=k1  with=k2
      30  merged      call=k1  with=k2
      31  merged      call=k2  with=k1
    `);
    expect(stage.applied.slice(-3)).toEqual(['call', 'duplicate', 'duplicate']);
  });

  test('need both to be known', () => {
    expect(new Stage().tell(`${TALKING}\n 9 merged call=k1 with=nobody`).applied.at(-1)).toBe('orphan');
  });
});

describe('hold and park', () => {
  test('hold is part of talk, as often as it happens', () => {
    expect(
      play(`${TALKING}
        10  held       100  n=1
        15  retrieved  100  n=1
        20  held       100  n=2
        28  retrieved  100  n=2
        35  cleared
      `),
    ).toMatchObject({ talk: 30, hold: 13, segments: [['100', 5, 35, 30]] });
  });

  test('a hold that the call ends in counts to the end, and one without talk not at all', () => {
    expect(play(`${TALKING}\n 10 held 100\n 30 cleared`)).toMatchObject({ talk: 25, hold: 20 });
    expect(play(`${TALKING}\n 10 retrieved 100\n 30 cleared`)).toMatchObject({ talk: 25, hold: 0 });
  });

  test('parked time is neither talk nor hold', () => {
    expect(
      play(`${TALKING}
        20  diverted     100  space=701  cause=park
        50  delivered    102
        54  established  102
        64  cleared
      `),
    ).toMatchObject({
      talk: 25,
      hold: 0,
      parked: 30,
      segments: [
        ['100', 5, 20, 15],
        ['102', 54, 64, 10],
      ],
    });
  });

  test('a parking space may be a device of the call', () => {
    expect(
      play(`${TALKING}
        20  established  parking
        60  cleared      by=customer
      `),
    ).toMatchObject({ status: 'answered', talk: 15, parked: 40, extension: '100' });
  });
});

describe('a conference', () => {
  test('counts the time with anybody in the room once', () => {
    expect(
      play(`${TALKING}
        10  conferenced
        10  established  101
        20  dropped      101
        20  established  102
        30  dropped      102
        40  cleared
      `),
    ).toMatchObject({
      talk: 35,
      segments: [
        ['100', 5, 40, 35],
        ['101', 10, 20, 10],
        ['102', 20, 30, 10],
      ],
    });
  });
});
