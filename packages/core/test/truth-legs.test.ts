import { describe, expect, test } from 'vitest';
import { at, play, Stage } from './support/stage.ts';

describe('reports of legs', () => {
  const group = `
    0  delivered  100  dir=in  calling=num:89990000001
    0  delivered  101
  `;
  const loser = 'reported 100 outcome=notAnswered start=0 end=5';
  const winner = 'reported 101 outcome=answered start=0 answer=5 end=30';

  test.each([
    ['after', `${group} 5 established 101\n 30 ${winner}\n 31 ${loser}`],
    ['before', `${group} 5 established 101\n 6 ${loser}\n 30 ${winner}`],
    ['before, its answer not told', `${group} 6 ${loser}\n 30 ${winner}`],
  ])('never let a loser overwrite the winner (the loser told %s)', (_when, scenario) => {
    expect(play(scenario)).toMatchObject({
      status: 'answered',
      answeredBy: '101',
      extension: '101',
      rang: ['100', '101'],
      talk: 25,
      end: 30,
    });
  });

  test('while another leg rings wait a moment, then the call is over', () => {
    const stage = new Stage().tell(`${group} 20 reported 100 outcome=notAnswered start=0 end=20`);
    expect(stage.call()).toMatchObject({ settling: true, endedAt: undefined });
    expect(stage.story().end).toBeNull();
    stage.tell('21 expired reason=settled');
    expect(stage.story()).toMatchObject({ status: 'missed', end: 20, talk: 0, evidence: 'full', ring: 20 });
  });

  test('of every leg of a group end it with the last, which stands for it', () => {
    const stage = new Stage().tell(`${group}
      20  reported  100  outcome=notAnswered  start=0  end=20
      20  reported  101  outcome=notAnswered  start=0  end=20
    `);
    expect(stage.call()).toMatchObject({ settling: false, endedHow: 'told' });
    expect(stage.story()).toMatchObject({ status: 'missed', extension: '101', rang: ['100', '101'] });
  });

  test('do not settle a call that somebody answers', () => {
    const stage = new Stage().tell(`${group}
      5  reported     100  outcome=notAnswered  start=0  end=5
      6  established  101
    `);
    expect(stage.call()).toMatchObject({ settling: false, endedAt: undefined, report: undefined });
    stage.tell('30 cleared by=customer cause=normalClearing');
    expect(stage.story()).toMatchObject({ status: 'answered', end: 30, talk: 24, cause: 'normalClearing' });
  });

  test('give way to an answer after they settled the call', () => {
    const stage = new Stage().tell(`${group}
      5    reported     100  outcome=notAnswered  start=0  end=5
      6    expired      reason=settled
      10   established  101
    `);
    expect(stage.call()).toMatchObject({ endedAt: undefined, settling: false });
    stage.tell('30 reported 101 outcome=answered start=0 answer=10 end=30');
    expect(stage.story()).toMatchObject({ status: 'answered', extension: '101', end: 30, talk: 20 });
  });

  test('settle again after a sign of life that was none', () => {
    const stage = new Stage().tell(`${group}
      5  reported   100  outcome=notAnswered  start=0  end=5
      6  expired    reason=settled
      7  delivered  102
    `);
    expect(stage.call()).toMatchObject({ endedAt: undefined, settling: true });
    stage.tell('8 expired reason=settled id=again');
    expect(stage.story()).toMatchObject({
      status: 'missed',
      end: 5,
      evidence: 'full',
      rang: ['100', '101', '102'],
    });
  });

  test('are not undone by late words about the same leg', () => {
    const stage = new Stage().tell(`${group}
      5  reported     100  outcome=notAnswered  start=0  end=5
      6  expired      reason=settled
      7  delivered    100  n=1
      7  established  100
    `);
    expect(stage.call().endedHow).toBe('settled');
    expect(stage.story()).toMatchObject({ status: 'missed', end: 5 });
  });

  test('while somebody talks speak of their leg alone', () => {
    const stage = new Stage().tell(
      `${group} 5 established 101\n 7 reported 100 outcome=notAnswered start=0 end=7`,
    );
    expect(stage.call().endedAt).toBeUndefined();
    expect(stage.call().report).toBeUndefined();
  });

  test('that say what they speak of are believed', () => {
    expect(
      new Stage().tell(`${group} 9 reported 100 outcome=notAnswered scope=call start=0 end=9`).call()
        .endedHow,
    ).toBe('told');
    const leg = new Stage().tell(
      `${group} 9 reported 100 outcome=notAnswered scope=connection start=0 end=9`,
    );
    expect(leg.call()).toMatchObject({ endedAt: undefined, settling: false });
    leg.tell('12 reported 101 outcome=notAnswered scope=connection start=0 end=12');
    expect(leg.story()).toMatchObject({ status: 'missed', extension: '101' });
  });

  test('of a hunt that goes on after the first phone are one call', () => {
    const stage = new Stage().tell(`
      0     delivered    100  dir=in  calling=num:89990000001
      15    reported     100  outcome=notAnswered  start=0  end=15
      15.3  delivered    101
      20    established  101
      60    reported     101  outcome=answered  start=15  answer=20  end=60
    `);
    expect([...stage.assembler.calls()]).toHaveLength(1);
    expect(stage.story()).toMatchObject({
      status: 'answered',
      start: 0,
      end: 60,
      talk: 40,
      wait: 20,
      rang: ['100', '101'],
      extension: '101',
    });
  });

  test('outbound speak of the call, whatever the far end did before', () => {
    const stage = new Stage().tell(`
      0   originated   100  dir=out  called=num:89990000002
      5   established  customer
      20  reported     100  outcome=notAnswered  start=0  end=20
    `);
    expect(stage.call().endedHow).toBe('told');
  });
});

describe('a key that is used again', () => {
  const first = `
    0   delivered  100  dir=in  calling=num:89990000001
    20  reported   100  outcome=notAnswered  start=0  end=20
  `;

  test('long after the end is another call', () => {
    const stage = new Stage().tell(first);
    const before = stage.call().callId;
    stage.tell('700 delivered 100');
    expect(stage.applied.at(-1)).toBe('call');
    expect(stage.call().callId).not.toBe(before);
    expect(stage.story('k1', at(700))).toMatchObject({ start: 700, rang: ['100'], end: null });
  });

  test('inside ten minutes is the same fact told late', () => {
    const stage = new Stage().tell(`${first} 300 delivered 100`);
    expect(stage.applied.at(-1)).toBe('duplicate');
  });

  test('inside ten minutes is another call where a report tells that it began after the end', () => {
    const stage = new Stage().tell(first);
    const before = stage.call().callId;
    stage.tell('300 delivered 100\n 330 reported 100 outcome=answered start=300 answer=305 end=330');
    expect(stage.call().callId).not.toBe(before);
    expect(stage.story()).toMatchObject({ status: 'answered', start: 300, talk: 25, rang: ['100'] });
  });
});
