import { describe, expect, test } from 'vitest';
import { play } from './support/stage.ts';

describe('a group', () => {
  const group = `
    0    offered      customer:89990000001  did=3333334  group=sales
    0.5  delivered    100
    0.6  delivered    101
    0.7  delivered    102
  `;

  test('has one who answers, and the losers only rang', () => {
    expect(
      play(`${group}
        5    established  101
        5    dropped      100  cause=answeredElsewhere/26  by=system
        5    dropped      102  cause=answeredElsewhere/26  by=system
        15   dropped      101  by=employee
        15   cleared      cause=normalClearing
      `),
    ).toMatchObject({
      status: 'answered',
      group: 'sales',
      rang: ['100', '101', '102'],
      answeredBy: '101',
      extension: '101',
      ring: 4.5,
      talk: 10,
      segments: [['101', 5, 15, 10]],
      endedBy: 'employee',
      cause: 'normalClearing',
    });
  });

  test('that nobody answers is one missed call, of the last that rang', () => {
    expect(play(`${group}\n 30 dropped customer by=customer\n 30 cleared`)).toMatchObject({
      status: 'missed',
      rang: ['100', '101', '102'],
      extension: '102',
      ring: 29.5,
      talk: 0,
      endedBy: 'customer',
    });
  });

  test('member that is busy does not colour the call that another answered', () => {
    expect(
      play(`${group}
        1    failed       100  cause=busy/17
        5    established  101
        15   cleared      by=customer
      `),
    ).toMatchObject({ status: 'answered', cause: null, endedBy: 'customer', rang: ['100', '101', '102'] });
  });

  test('is hunted through phone by phone', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        0   delivered    100
        10  dropped      100  cause=callNotAnswered
        10  delivered    101
        20  dropped      101  cause=callNotAnswered
        20  delivered    102
        23  established  102
        33  cleared
      `),
    ).toMatchObject({
      rang: ['100', '101', '102'],
      answeredBy: '102',
      ring: 23,
      talk: 10,
      status: 'answered',
    });
  });
});

describe('a queue', () => {
  test('reaches the second agent after the first did not pick up', () => {
    expect(
      play(`
        0   offered      customer:89990000001  did=3333335
        0   queued       customer  queue=support
        2   delivered    100@a
        12  dropped      100@a  cause=callNotAnswered
        13  delivered    101@b
        16  established  101@b
        46  cleared      by=employee
      `),
    ).toMatchObject({
      status: 'answered',
      queue: 'support',
      rang: ['100', '101'],
      answeredBy: '101',
      extension: '101',
      ring: 14,
      wait: 16,
      talk: 30,
    });
  });

  test('that is left is missed', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        0   established  queue
        0   queued       customer  queue=support
        2   delivered    100
        12  dropped      100
        40  dropped      customer  by=customer
        40  cleared      cause=queueCleared
      `),
    ).toMatchObject({
      status: 'missed',
      queue: 'support',
      extension: '100',
      wait: 40,
      talk: 0,
      cause: 'queueCleared',
    });
  });

  test('that rings an agent twice names the agent once', () => {
    expect(
      play(`
        0   queued     customer:89990000001  queue=support
        2   delivered  100@a
        12  dropped    100@a
        15  delivered  100@b
        25  dropped    100@b
        30  cleared
      `),
    ).toMatchObject({ rang: ['100'], status: 'missed' });
  });
});

describe('a pickup', () => {
  test('is answered by the one who picked up, who never rang', () => {
    expect(
      play(`
        0  offered      customer:89990000001
        1  delivered    100
        6  established  102  cause=callPickup
        6  dropped      100  cause=answeredElsewhere
        9  cleared      by=customer
      `),
    ).toMatchObject({ rang: ['100'], answeredBy: '102', extension: '102', ring: 5, talk: 3 });
  });
});

describe('a forward to a mobile', () => {
  test('has the mobile in its segment and belongs to the owner of the forward', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        0   diverted     100  target=num:89160000009  cause=callForwardImmediate
        1   delivered    mobile:89160000009
        8   established  mobile:89160000009
        28  cleared      by=customer
      `),
    ).toMatchObject({
      direction: 'inbound',
      status: 'answered',
      number: '+79990000001',
      extension: '100',
      answeredBy: '89160000009',
      segments: [['89160000009', 8, 28, 20]],
      ring: 7,
      talk: 20,
    });
  });

  test('belongs to its owner although others rang later', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        1   delivered    100
        11  diverted     100  target=num:89160000009  cause=callForwardNoAnswer
        11  delivered    mobile:89160000009
        12  delivered    101
        15  established  mobile:89160000009
        25  cleared
      `),
    ).toMatchObject({ extension: '100', rang: ['100', '101'], segments: [['89160000009', 15, 25, 10]] });
  });
});
