import { describe, expect, test } from 'vitest';
import { play, recordOf, Stage, storyOf } from './support/stage.ts';

const TALKING = `
  0   offered      customer:89990000001  did=3333333  tells=7
  1   delivered    100
  5   established  100
`;

describe('a blind transfer', () => {
  test('lets go at once, and the next one talks from the answer', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  kind=blind  target=ext:101
        25  dropped      100  by=employee
        26  delivered    101
        32  established  101
        52  cleared      by=customer
      `),
    ).toMatchObject({
      status: 'answered',
      extension: '101',
      answeredBy: '100',
      rang: ['100', '101'],
      talk: 40,
      segments: [
        ['100', 5, 25, 20],
        ['101', 32, 52, 20],
      ],
      transfers: [['blind', '100', '101', true]],
      endedBy: 'customer',
      ring: 4,
      hold: 0,
    });
  });

  test('that nobody answers leaves no segment', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  kind=blind  target=ext:101
        26  delivered    101
        46  dropped      101
        50  cleared      by=customer
      `),
    ).toMatchObject({
      status: 'answered',
      extension: '100',
      talk: 20,
      segments: [['100', 5, 25, 20]],
      transfers: [['blind', '100', '101', false]],
      rang: ['100', '101'],
    });
  });

  test('that nobody answers leaves no segment either where a report tells the end', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  kind=blind  target=ext:101
        26  delivered    101
        46  reported     100  outcome=answered  scope=call  start=0  answer=5  end=46
      `),
    ).toMatchObject({ end: 46, talk: 20, segments: [['100', 5, 25, 20]] });
  });

  test('to a mobile has the number in its segment', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  target=num:89160000009
        26  delivered    mobile:89160000009
        32  established  mobile:89160000009
        52  cleared
      `),
    ).toMatchObject({
      direction: 'inbound',
      extension: '100',
      segments: [
        ['100', 5, 25, 20],
        ['89160000009', 32, 52, 20],
      ],
      transfers: [['blind', '100', '89160000009', true]],
    });
  });

  test('to a group is answered by whoever of it picks up', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  target=ext:600
        26  delivered    101
        26  delivered    102
        30  established  102
        40  cleared
      `),
    ).toMatchObject({ transfers: [['blind', '100', '600', true]], extension: '102', talk: 30 });
  });

  test('that comes back has two segments of the same phone', () => {
    expect(
      play(`${TALKING}
        25  transferred  from=100  target=ext:101
        26  delivered    101
        36  dropped      101
        36  delivered    100@b  cause=recall
        40  established  100@b
        50  cleared
      `),
    ).toMatchObject({
      segments: [
        ['100', 5, 25, 20],
        ['100', 40, 50, 10],
      ],
      transfers: [['blind', '100', '101', false]],
      talk: 30,
    });
  });

  test('of a customer on hold ends the hold', () => {
    expect(
      play(`${TALKING}
        10  held         100
        15  transferred  from=100  target=ext:101
        30  established  101
        40  cleared
      `),
    ).toMatchObject({ talk: 20, hold: 5 });
  });
});

describe('an attended transfer', () => {
  const consulted = `${TALKING}
    20  held         100
    21  delivered    101
    24  established  101  cause=consultation
  `;

  test('never lets go: the new segment begins where the old one ends', () => {
    expect(
      play(`${consulted}
        30  transferred  from=100  to=101  kind=attended
        30  dropped      100  by=employee
        45  cleared      by=customer
      `),
    ).toMatchObject({
      extension: '101',
      talk: 40,
      hold: 10,
      segments: [
        ['100', 5, 30, 25],
        ['101', 30, 45, 15],
      ],
      transfers: [['attended', '100', '101', true]],
      endedBy: 'customer',
    });
  });

  test('that is thought better of is only talk of the first', () => {
    expect(
      play(`${consulted}
        28  dropped    101
        29  retrieved  100
        45  cleared
      `),
    ).toMatchObject({ extension: '100', talk: 40, hold: 9, segments: [['100', 5, 45, 40]], transfers: [] });
  });

  test('to a phone that still rings goes on when it answers', () => {
    expect(
      play(`${TALKING}
        20  held         100
        21  delivered    101
        24  transferred  from=100  to=101  kind=attended
        27  established  101  cause=consultation
        40  cleared
      `),
    ).toMatchObject({
      segments: [
        ['100', 5, 24, 19],
        ['101', 27, 40, 13],
      ],
      talk: 32,
    });
  });

  const separate = `${TALKING}
    20  held         100
    20  originated   100@c  call=k2  calling=100  called=101
    21  delivered    101@d  call=k2
    24  established  101@d  call=k2
  `;

  test.each([
    ['after', '30 transferred from=100 to=101@d kind=attended\n30 merged call=k1 with=k2'],
    ['before', '30 merged call=k1 with=k2\n30 transferred from=100 to=d kind=attended'],
  ])('by a call of its own is one call, its consultation counted once (merge told %s)', (_when, joining) => {
    const stage = new Stage().tell(
      `${separate}\n${joining.replace('to=101@d', 'to=d')}\n45 cleared by=customer`,
    );
    expect(stage.story()).toMatchObject({
      direction: 'inbound',
      number: '+79990000001',
      extension: '101',
      answeredBy: '100',
      talk: 40,
      hold: 10,
      segments: [
        ['100', 5, 30, 25],
        ['101', 30, 45, 15],
      ],
      transfers: [['attended', '100', '101', true]],
      mergedInto: null,
    });
    const younger = stage.joined.get('k2');
    expect(younger && storyOf(recordOf(younger))).toMatchObject({ mergedInto: stage.call().callId });
  });
});
