import { describe, expect, test } from 'vitest';
import { play } from './support/stage.ts';

describe('an inbound call', () => {
  test('that is answered counts from the first alert and from the answer', () => {
    expect(
      play(`
        0    offered      customer:89990000001  did=3333333  native=n-1  tells=7
        0.5  delivered    100
        4    established  100
        34   dropped      customer  by=customer
        34   cleared      by=customer  cause=normalClearing/16
      `),
    ).toMatchObject({
      direction: 'inbound',
      status: 'answered',
      number: '+79990000001',
      raw: '89990000001',
      did: '3333333',
      extension: '100',
      caller: null,
      rang: ['100'],
      answeredBy: '100',
      start: 0,
      answer: 4,
      end: 34,
      ring: 3.5,
      wait: 4,
      talk: 30,
      hold: 0,
      parked: 0,
      segments: [['100', 4, 34, 30]],
      cause: 'normalClearing',
      endedBy: 'customer',
      evidence: 'full',
      rules: ['direction.first-party-outside', 'status.answered'],
    });
  });

  test('that nobody picks up is missed by the last phone that rang', () => {
    expect(
      play(`
        0   offered    customer:89990000001  did=3333333
        1   delivered  100
        21  dropped    customer  by=customer
        21  dropped    100       by=system
        21  cleared    cause=callCancelled/127
      `),
    ).toMatchObject({
      status: 'missed',
      extension: '100',
      answeredBy: null,
      answer: null,
      ring: 20,
      wait: 21,
      talk: 0,
      segments: [],
      cause: 'callCancelled',
      endedBy: 'customer',
      evidence: 'full',
    });
  });

  test.each([
    ['busy', 'failed 100 cause=busy/17'],
    ['declined', 'failed 100 cause=rejected/21'],
    ['do not disturb', 'failed 100 cause=doNotDisturb'],
  ])('is missed where the phone is %s, and the cause keeps the finer truth', (_name, line) => {
    const story = play(`
      0  offered    customer:89990000001
      1  delivered  100
      2  ${line}
      2  cleared    by=system
    `);
    expect(story).toMatchObject({ status: 'missed', extension: '100', talk: 0, endedBy: 'system' });
    expect(line).toContain(`cause=${story.cause}`);
  });

  test('to a line nobody knows is missed, and belongs to nobody', () => {
    expect(
      play(`
        0    offered  customer:89990000001  did=9999999
        0.1  cleared  by=system  cause=destNotObtainable/1
      `),
    ).toMatchObject({
      status: 'missed',
      extension: null,
      rang: [],
      did: '9999999',
      ring: null,
      wait: 0.1,
      talk: 0,
    });
  });

  test('that only an IVR answered is missed', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        0   established  ivr
        7   cleared      by=customer
      `),
    ).toMatchObject({ status: 'missed', answeredBy: null, answer: null, talk: 0, wait: 7, segments: [] });
  });

  test('that voicemail took is missed', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        1   delivered    100
        20  dropped      100  cause=callForwardNoAnswer
        20  established  voicemail
        45  cleared      by=customer
      `),
    ).toMatchObject({ status: 'missed', extension: '100', answeredBy: null, talk: 0, segments: [] });
  });

  test('through an IVR to a person waits from its arrival and talks from the person', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        0   established  ivr
        9   dropped      ivr
        9   delivered    100
        12  established  100
        20  cleared      by=employee
      `),
    ).toMatchObject({ status: 'answered', ring: 3, wait: 12, talk: 8, segments: [['100', 12, 20, 8]] });
  });

  test('keeps what its source does not tell absent, and zero where it would have told', () => {
    const told = (tells: number): { hold: number | null; parked: number | null } =>
      play(`
        0  offered      customer:89990000001  tells=${tells}
        1  established  100
        9  cleared
      `);
    expect(told(0)).toMatchObject({ hold: null, parked: null });
    expect(told(1)).toMatchObject({ hold: 0, parked: null });
    expect(told(7)).toMatchObject({ hold: 0, parked: 0 });
  });

  test('begins with the earliest that was told, and keeps an answer that was told after its end', () => {
    expect(
      play(`
        5   delivered    100
        0   offered      customer:89990000001
        20  dropped      100  by=employee
        8   established  100
        21  cleared
      `),
    ).toMatchObject({
      direction: 'inbound',
      status: 'answered',
      start: 0,
      answer: 8,
      talk: 12,
      segments: [['100', 8, 20, 12]],
    });
  });
});
