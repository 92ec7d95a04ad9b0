import { describe, expect, test } from 'vitest';
import { play, Stage } from './support/stage.ts';

describe('a call that is only reported', () => {
  test('has the times that were told, and talk where the answer was', () => {
    expect(
      play(
        '60 reported 100 dir=in calling=num:89990000001 outcome=answered start=0 answer=5 end=50 url=https://rec.test/1.mp3',
      ),
    ).toMatchObject({
      direction: 'inbound',
      status: 'answered',
      number: '+79990000001',
      extension: '100',
      answeredBy: '100',
      rang: ['100'],
      start: 0,
      answer: 5,
      end: 50,
      ring: 5,
      wait: 5,
      talk: 45,
      segments: [['100', 5, 50, 45]],
      recordings: ['https://rec.test/1.mp3'],
      evidence: 'full',
    });
  });

  test('has no talk where the answer was never told, and says so', () => {
    expect(play('60 reported 100 dir=in outcome=answered start=0 end=50')).toMatchObject({
      status: 'answered',
      answer: null,
      ring: null,
      wait: null,
      talk: null,
      end: 50,
      segments: [['100', null, 50, null]],
      evidence: 'partial',
      rules: ['direction.stated', 'evidence.time-not-told', 'status.answered'],
    });
  });

  test('has its answer from the told talk', () => {
    expect(play('60 reported 100 dir=in outcome=answered start=0 end=50 talk=40')).toMatchObject({
      answer: 10,
      ring: 10,
      talk: 40,
      evidence: 'full',
    });
  });

  test('has of start, end and duration the one that was not told', () => {
    expect(play('60 reported 100 dir=in outcome=notAnswered start=0 duration=20')).toMatchObject({
      start: 0,
      end: 20,
      ring: 20,
    });
    expect(play('60 reported 100 dir=in outcome=notAnswered end=30 duration=20')).toMatchObject({
      start: 10,
      end: 30,
    });
    expect(play('60 reported 100 dir=in outcome=notAnswered start=0 end=30 duration=20')).toMatchObject({
      start: 0,
      end: 30,
    });
  });

  test.each([
    ['notAnswered', 'in', 'missed'],
    ['busy', 'in', 'missed'],
    ['answered', 'in', 'answered'],
    ['notAnswered', 'out', 'noanswer'],
    ['busy', 'out', 'busy'],
    ['declined', 'out', 'declined'],
    ['cancelled', 'out', 'cancelled'],
    ['failed', 'out', 'failed'],
    ['answered', 'out', 'answered'],
  ])('%s, %s, is %s', (outcome, dir, status) => {
    const party = dir === 'in' ? 'calling=num:89990000001' : 'called=num:89990000001';
    expect(play(`60 reported 100 dir=${dir} ${party} outcome=${outcome} start=0 end=20`)).toMatchObject({
      status,
      extension: '100',
      number: '+79990000001',
      ring: outcome === 'answered' ? null : 20,
      talk: outcome === 'answered' ? null : 0,
    });
  });

  test('may have had no employee', () => {
    expect(
      play('60 reported dir=in calling=num:89990000001 did=9999999 outcome=notAnswered start=0 end=3'),
    ).toMatchObject({
      status: 'missed',
      extension: null,
      rang: [],
      did: '9999999',
      end: 3,
    });
  });

  test('is partial where its clock could not be matched, with the figures as told', () => {
    expect(
      play('60 reported 100 dir=in outcome=answered start=7200 answer=7205 end=7250 clock=uncertain'),
    ).toMatchObject({
      start: 7200,
      end: 7250,
      talk: 45,
      evidence: 'partial',
      rules: ['direction.stated', 'times.clock-unmatched', 'status.answered'],
    });
  });
});

describe('a call that was seen and then reported', () => {
  const seen = `
    0  delivered    100  dir=in  calling=num:89990000001  did=3333333
    5  established  100
  `;

  test('has the told times, and those that were seen only in their place', () => {
    expect(play(`${seen} 50 reported 100 outcome=answered start=0 answer=4 end=49`)).toMatchObject({
      start: 0,
      answer: 4,
      end: 49,
      ring: 4,
      talk: 45,
    });
    expect(play(`${seen} 50 reported 100 outcome=answered start=0 end=49`)).toMatchObject({
      answer: 5,
      ring: 5,
      talk: 44,
      evidence: 'full',
    });
  });

  test('is read by the clock of the source: the start it tells is the start that was seen', () => {
    expect(play(`${seen} 50 reported 100 outcome=answered start=600 end=650`)).toMatchObject({
      start: 600,
      answer: 605,
      end: 650,
      talk: 45,
      segments: [['100', 605, 650, 45]],
    });
  });

  test('has no answer time where only the answer was seen, by another clock', () => {
    expect(
      play('5 established 100 dir=in\n 50 reported 100 outcome=answered start=600 end=650'),
    ).toMatchObject({ answer: null, talk: null, evidence: 'partial' });
  });

  test('amends a call whose end was told before', () => {
    const stage = new Stage().tell(`${seen} 50 cleared by=customer`);
    expect(stage.story()).toMatchObject({ end: 50, talk: 45 });
    stage.tell('55 reported 100 outcome=answered scope=call start=0 answer=4.5 end=50');
    expect(stage.story()).toMatchObject({ talk: 45.5, endedBy: 'customer' });
  });
});

describe('an answer or an alert that is told after the end', () => {
  test('adds nothing to what the report told', () => {
    const report =
      '50 reported 100 dir=in calling=num:89990000001 did=3333333 outcome=answered start=0 answer=5 end=50';
    const before = new Stage().tell(report);
    const after = new Stage().tell(`${report}\n 51 established 100\n 52 delivered 100`);
    expect(after.story()).toEqual(before.story());
  });

  test('names a phone that rang', () => {
    expect(
      play(
        '50 reported 101 dir=in outcome=answered start=0 answer=5 end=50\n 51 delivered 100\n 52 delivered 101',
      ),
    ).toMatchObject({ rang: ['100', '101'], answeredBy: '101', extension: '101', ring: 5 });
  });

  test('does not ring by a clock that runs ahead', () => {
    expect(
      play('40 reported 100 dir=in outcome=notAnswered start=0 end=50\n 41 delivered 100'),
    ).toMatchObject({ status: 'missed', ring: 50, end: 50 });
  });
});

describe('a source that speaks of the whole call', () => {
  test('may say who ended it, unless that was told before', () => {
    expect(
      play('60 reported 100 dir=in outcome=answered scope=call start=0 answer=5 end=50 by=customer'),
    ).toMatchObject({ endedBy: 'customer' });
    const seen = `
      0   offered   customer:89990000001
      1   delivered 100
      5   established 100
      50  cleared   by=employee
      60  reported  100 outcome=answered scope=call start=0 answer=5 end=50 by=customer`;
    expect(play(seen)).toMatchObject({ endedBy: 'employee' });
  });

  test('may tell a moment later why nobody answered', () => {
    const reason = 'outcome=busy scope=call start=0 end=20 cause=busy';
    const first =
      '60 reported 100 dir=out called=num:89990000001 outcome=notAnswered scope=call start=0 end=20';
    expect(play(`${first}\n61 reported 100 ${reason}`)).toMatchObject({ status: 'busy', cause: 'busy' });
    expect(play(`${first} cause=callNotAnswered\n61 reported 100 ${reason}`)).toMatchObject({
      status: 'busy',
      cause: 'busy',
    });
    // A leg's own reason is not the call's.
    expect(play(`${first}\n61 reported 100 outcome=busy scope=connection start=0 end=20`)).toMatchObject({
      status: 'noanswer',
    });
  });

  test('does not take an answer back', () => {
    const first =
      '60 reported 100 dir=out called=num:89990000001 outcome=answered scope=call start=0 answer=5 end=20';
    expect(play(`${first}\n61 reported 100 outcome=busy scope=call start=0 end=20`)).toMatchObject({
      status: 'answered',
    });
  });

  test('may name the mobile that took the call over', () => {
    const told = 'dir=in calling=num:89990000001 outcome=answered scope=call start=0 answer=15 end=50';
    const mobile = { answeredBy: '+79161234567', segments: [['+79161234567', 15, 50, 35]] };
    expect(play(`60 reported mobile:+79161234567 ${told}`)).toMatchObject(mobile);
    // A source before it knew only the owner of the forward.
    const both = `60 reported 101 ${told}\n61 reported mobile:+79161234567 ${told}`;
    expect(play(both)).toMatchObject({ ...mobile, extension: '101' });
  });

  test('brings the decisions that were taken about it', () => {
    expect(
      play('60 reported 100 dir=in outcome=answered start=0 end=50 rule=identity.native-id').rules,
    ).toContain('identity.native-id');
  });
});

test('times that the adapter brought to its own clock are not shifted once more', () => {
  // The call waited in a queue that nobody showed: its first sight is not its start.
  const seen = `
    30  delivered   100 dir=in
    35  established 100
    65  cleared
    70  reported 100 outcome=answered scope=call start=0 end=65`;
  expect(play(`${seen} offset=0`)).toMatchObject({
    start: 0,
    answer: 35,
    wait: 35,
    ring: 5,
    talk: 30,
    segments: [['100', 35, 65, 30]],
  });
});

test('a report may tell who ended the call, and the first that counts says it', () => {
  const one = '20 reported 100 dir=in outcome=notAnswered start=0 end=9';
  expect(play(`0 delivered 100 dir=in\n${one} by=customer`)).toMatchObject({ endedBy: 'customer' });
  expect(play(`0 delivered 100 dir=in\n${one}`)).toMatchObject({ endedBy: 'unknown' });
  expect(
    play(
      `0 delivered 100 dir=in\n${one} by=customer\n 21 reported 100 outcome=answered start=0 end=9 by=employee`,
    ),
  ).toMatchObject({ endedBy: 'employee' });
});
