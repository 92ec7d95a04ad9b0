import { describe, expect, test } from 'vitest';
import { play, type Story } from './support/stage.ts';

describe('an outbound call', () => {
  const begun = `
    0  originated  100  called=num:89990000002
    1  delivered   customer:89990000002
  `;

  test('that is answered belongs to the employee who called', () => {
    expect(
      play(`${begun}
        8   established  customer
        38  dropped      customer  by=customer
        38  cleared      cause=normalClearing/16
      `),
    ).toMatchObject({
      direction: 'outbound',
      status: 'answered',
      number: '+79990000002',
      extension: '100',
      rang: [],
      answeredBy: '89990000002',
      start: 0,
      answer: 8,
      ring: 7,
      wait: 8,
      talk: 30,
      segments: [['100', 8, 38, 30]],
      endedBy: 'customer',
      rules: ['direction.reached-trunk', 'status.answered'],
    });
  });

  test.each([
    ['rang out', 'noanswer', '30 failed customer cause=callNotAnswered/19\n30 cleared by=system'],
    ['timed out', 'noanswer', '30 failed customer cause=alertTimeExpired\n30 cleared by=system'],
    ['rang and the source knows no more', 'noanswer', '30 cleared by=system'],
    ['is busy', 'busy', '2 failed customer cause=busy/17\n2 cleared'],
    ['is refused', 'declined', '2 failed customer cause=rejected/21\n2 cleared'],
    [
      'is given up on',
      'cancelled',
      '9 dropped 100 by=employee\n9 dropped customer cause=callCancelled\n9 cleared',
    ],
    [
      'is given up on and the cause says nothing',
      'cancelled',
      '9 dropped 100 by=employee\n9 cleared cause=normalClearing',
    ],
    ['has no such number', 'failed', '2 failed customer cause=numberUnallocated/1\n2 cleared'],
    ['finds the trunk dead', 'failed', '2 failed customer cause=networkOutOfOrder/38\n2 cleared'],
    ['finds the lines busy', 'failed', '2 failed customer cause=trunksBusy/34\n2 cleared'],
  ])('that %s is %s', (_name, status, end) => {
    expect(play(begun + end)).toMatchObject({
      direction: 'outbound',
      status,
      extension: '100',
      answeredBy: null,
      talk: 0,
      segments: [],
      number: '+79990000002',
    });
  });

  test('whose far end failed before it rang has no ringing', () => {
    const failed = '4 failed customer cause=destNotObtainable\n 4 cleared by=system';
    const told = (alert: string): Story =>
      play(`0 originated 100 called=num:89990000002\n ${alert} ${failed}`);
    expect(told('')).toMatchObject({ status: 'failed', ring: null, wait: 4 });
    expect(told('1 delivered customer:89990000002\n')).toMatchObject({ status: 'failed', ring: 3 });
  });

  test('that never reached a trunk failed', () => {
    expect(
      play(`
        0  originated  100  called=num:89990000002  dir=out
        1  cleared     by=system
      `),
    ).toMatchObject({ status: 'failed', extension: '100', number: '+79990000002' });
  });

  test('is told apart from an internal one by its party where no device outside is told of', () => {
    expect(play('0 originated 100 called=num:89990000002\n 5 cleared')).toMatchObject({
      direction: 'outbound',
    });
    expect(play('0 originated 100 called=101\n 5 cleared')).toMatchObject({ direction: 'internal' });
  });

  test('whose employee hands it on stays with the employee who called', () => {
    expect(
      play(`${begun}
        5   established  customer
        15  transferred  from=100  target=ext:101
        16  delivered    101
        20  established  101
        25  cleared      by=customer
      `),
    ).toMatchObject({
      direction: 'outbound',
      extension: '100',
      segments: [
        ['100', 5, 15, 10],
        ['101', 20, 25, 5],
      ],
      talk: 15,
      transfers: [['blind', '100', '101', true]],
    });
  });

  test('may be put on hold by the one who called', () => {
    expect(
      play(`${begun}
        5   established  customer  tells=1
        10  held         100
        14  retrieved    100
        20  cleared
      `),
    ).toMatchObject({ talk: 15, hold: 4 });
  });
});

describe('click-to-call', () => {
  const click = `
    0    initiated    100  cause=makeCall  called=num:89990000002
    0.2  delivered    100
  `;

  test('tells that the own phone was alerted', () => {
    expect(play(`${click} 3 failed 100 cause=busy/17\n 3 cleared`)).toMatchObject({
      status: 'failed',
      rang: ['100'],
      ring: null,
    });
  });

  test('counts ring and talk of the customer, whoever answered first', () => {
    expect(
      play(`${click}
        3   established  100
        3   delivered    customer:89990000002
        9   established  customer
        19  cleared      by=employee
      `),
    ).toMatchObject({
      direction: 'outbound',
      status: 'answered',
      extension: '100',
      number: '+79990000002',
      ring: 6,
      wait: 9,
      talk: 10,
      segments: [['100', 9, 19, 10]],
    });
  });

  test('is outbound although nobody says who placed it', () => {
    expect(
      play(`
        0   delivered    100  cause=makeCall  called=num:89990000002
        3   established  100
        4   delivered    customer:89990000002
        9   established  customer
        19  cleared
      `),
    ).toMatchObject({
      direction: 'outbound',
      extension: '100',
      ring: 5,
      talk: 10,
      segments: [['100', 9, 19, 10]],
    });
  });

  test.each([
    ['does not pick up', 'callNotAnswered/19'],
    ['refuses', 'rejected/21'],
    ['is busy', 'busy/17'],
  ])('whose own agent %s failed: the customer was never called', (_name, cause) => {
    expect(play(`${click}\n 20 failed 100 cause=${cause}\n 20 cleared by=system`)).toMatchObject({
      direction: 'outbound',
      status: 'failed',
      extension: '100',
      number: '+79990000002',
      talk: 0,
      segments: [],
    });
  });

  test('keeps its direction whatever cause ends it', () => {
    expect(
      play(`${click}
        3   established  100
        4   delivered    customer:89990000002
        9   failed       customer  cause=busy/17
        9   cleared      cause=normalClearing
      `),
    ).toMatchObject({ direction: 'outbound', status: 'busy', talk: 0 });
  });

  test('between colleagues is internal', () => {
    expect(
      play(`
        0   initiated    100  cause=makeCall  called=101
        3   delivered    101
        5   established  101
        8   cleared
      `),
    ).toMatchObject({ direction: 'internal', caller: '100', extension: '101', talk: 3 });
  });
});

describe('an internal call', () => {
  test('that is answered names both sides', () => {
    expect(
      play(`
        0   originated   100  calling=100  called=101
        1   delivered    101
        5   established  101
        20  cleared      by=employee
      `),
    ).toMatchObject({
      direction: 'internal',
      status: 'answered',
      number: null,
      caller: '100',
      extension: '101',
      rang: ['101'],
      answeredBy: '101',
      ring: 4,
      talk: 15,
      segments: [['101', 5, 20, 15]],
    });
  });

  test('that nobody answers is missed, also where voicemail takes it', () => {
    const begun = '0 originated 100\n 1 delivered 101\n';
    expect(play(`${begun} 11 cleared by=employee`)).toMatchObject({
      direction: 'internal',
      status: 'missed',
      caller: '100',
      extension: '101',
      ring: 10,
      talk: 0,
    });
    expect(play(`${begun} 11 dropped 101\n 11 established voicemail\n 20 cleared`)).toMatchObject({
      status: 'missed',
      talk: 0,
    });
  });

  test.each(['ivr', 'voicemail', 'room'])(
    'to a feature (%s) counts as answered while it is connected',
    (feature) => {
      expect(
        play(`0 originated 100 dir=internal called=ext:*43\n 1 established ${feature}\n 9 cleared`),
      ).toMatchObject({
        direction: 'internal',
        status: 'answered',
        caller: '100',
        answeredBy: null,
        talk: 8,
        segments: [['*43', 1, 9, 8]],
      });
    },
  );

  test('is held by either side', () => {
    expect(
      play(`
        0   originated   100  tells=1
        1   delivered    101
        2   established  101
        5   held         101
        7   retrieved    101
        20  cleared
      `),
    ).toMatchObject({ talk: 18, hold: 2 });
  });
});
