import { describe, expect, test } from 'vitest';
import { at, lines, play, Stage } from './support/stage.ts';

describe('a call of which nothing is heard', () => {
  const ringing = '0 offered customer:89990000001\n 1 delivered 100\n';

  test('and that only rang is missed, partial, ended by nobody knows', () => {
    expect(play(`${ringing} 181 expired reason=silentRinging`)).toMatchObject({
      status: 'missed',
      extension: '100',
      talk: 0,
      ring: null,
      wait: null,
      end: 1,
      endedBy: 'unknown',
      evidence: 'partial',
      rules: ['silence.ringing', 'direction.first-party-outside', 'status.nobody-talked'],
    });
  });

  test('and that was answered talked for nobody knows how long', () => {
    expect(play(`${ringing} 5 established 100\n 14405 expired reason=silent`)).toMatchObject({
      status: 'answered',
      answer: 5,
      ring: 4,
      talk: null,
      end: 5,
      segments: [['100', 5, null, null]],
      endedBy: 'unknown',
      evidence: 'partial',
    });
  });

  test('keeps the talk whose end was told', () => {
    expect(
      play(`${ringing} 5 established 100\n 25 dropped 100 by=employee\n 14425 expired reason=silent`),
    ).toMatchObject({ talk: 20, segments: [['100', 5, 25, 20]], evidence: 'partial' });
  });

  test('is open again at any sign of life, and ends as it is told', () => {
    const stage = new Stage().tell(`${ringing} 5 established 100\n 14405 expired reason=silent`);
    stage.tell('15000 held 100');
    expect(stage.call().endedAt).toBeUndefined();
    stage.tell('15005 cleared by=customer');
    expect(stage.story()).toMatchObject({
      status: 'answered',
      end: 15_005,
      talk: 15_000,
      segments: [['100', 5, 15_005, 15_000]],
      endedBy: 'customer',
      evidence: 'full',
    });
  });

  test('is amended by the report of its end', () => {
    expect(
      play(
        `${ringing} 181 expired reason=silentRinging\n 200 reported 100 outcome=answered start=0 answer=9 end=199`,
      ),
    ).toMatchObject({ status: 'answered', end: 199, talk: 190, evidence: 'full' });
  });

  test('that spoke since the expiry was decided is not expired', () => {
    const stage = new Stage().tell(ringing);
    const basedOn = stage.call().lastSequence;
    stage.tell(`2 established 100\n 181 expired reason=silentRinging basedOn=${basedOn}`);
    expect(stage.applied.at(-1)).toBe('stale');
    expect(stage.call().endedAt).toBeUndefined();
  });

  test('outbound, was not answered as far as we know', () => {
    expect(
      play('0 originated 100 dir=out called=num:89990000002\n 180 expired reason=silentRinging'),
    ).toMatchObject({
      status: 'noanswer',
      extension: '100',
      evidence: 'partial',
    });
  });
});

describe('a source that was blind', () => {
  test('leaves its open calls partial, and no others', () => {
    const stage = new Stage().tell(`
      0   offered  customer:89990000001  call=before
      5   cleared  call=before
      10  offered  customer:89990000002  call=during
      10  offered  customer:89990000003  call=elsewhere  pbx=other
      20  gap      call=gap  from=12  to=20  reason=reconnect
      21  offered  customer:89990000004  call=after
      30  cleared  call=during
      30  cleared  call=elsewhere  pbx=other
      30  cleared  call=after
    `);
    expect(stage.story('during')).toMatchObject({ evidence: 'partial' });
    expect(stage.story('during').rules).toContain('evidence.source-gap');
    expect(stage.story('before').evidence).toBe('full');
    expect(stage.story('after').evidence).toBe('full');
    expect(stage.call('elsewhere', 'other').gap).toBe(false);
  });

  test('that names a call is of that call alone', () => {
    const stage = new Stage().tell(`
      0   offered  customer:89990000001  call=a
      0   offered  customer:89990000002  call=b
      20  gap      call=a  native=a  from=12  to=20  reason=agent-gone
      21  gap      call=c  native=c  from=12  to=20  reason=agent-gone
    `);
    expect([stage.call('a').gap, stage.call('b').gap]).toEqual([true, false]);
  });

  test('told twice was blind once', () => {
    const gap = '20 gap call=gap from=12 to=20';
    const stage = new Stage().tell(`0 offered customer:89990000001\n${gap}\n${gap}`);
    expect(stage.story().rules.filter((r) => r === 'evidence.source-gap')).toHaveLength(1);
  });
});

describe('a call that ended unseen while its source was blind', () => {
  const talk = '0 offered customer:89990000001\n 1 delivered 100\n 5 established 100\n';
  const blind =
    '60 gap call=gap from=20 to=60 reason=reconnect\n 60 cleared from=20 to=60 reason=reconnect\n';

  test('talked for nobody knows how long, and nobody is said to have ended it', () => {
    expect(play(talk + blind)).toMatchObject({
      status: 'answered',
      ring: 4,
      talk: null,
      end: 5,
      segments: [['100', 5, null, null]],
      endedBy: 'unknown',
      evidence: 'partial',
    });
  });

  test('and that had rung is missed', () => {
    expect(play(`0 offered customer:89990000001\n 1 delivered 100\n${blind}`)).toMatchObject({
      status: 'missed',
      extension: '100',
      talk: 0,
      ring: null,
      evidence: 'partial',
    });
  });

  test('is mended by a report of its end', () => {
    const report = '70 reported scope=call outcome=answered start=0 answer=5 end=33 talk=28';
    expect(play(talk + blind + report)).toMatchObject({
      status: 'answered',
      talk: 28,
      end: 33,
      segments: [['100', 5, 33, 28]],
    });
  });
});

describe('news about nobody', () => {
  test.each(['info name=X', 'recording file=a.wav', 'expired reason=silent basedOn=1'])(
    '%s opens no call',
    (line) => {
      const stage = new Stage().tell(`0 ${line}`);
      expect(stage.applied).toEqual(['orphan']);
      expect([...stage.assembler.calls()]).toEqual([]);
    },
  );

  test('of a kind from the future opens no call, and leaves a known one as it is', () => {
    const future = lines('5 delivered 100 n=9').map((line) => ({
      ...line,
      event: { ...line.event, type: 47 },
    }));
    expect(new Stage().tell(future).applied).toEqual(['orphan']);
    const stage = new Stage().tell('0 offered customer:89990000001\n 1 delivered 100');
    const before = stage.story();
    expect(stage.tell(future).story()).toEqual(before);
  });
});

describe('what is remembered', () => {
  test('a closed call is let go of after ten minutes, and not while its record is owed', () => {
    const stage = new Stage().tell('0 offered customer:89990000001\n 9 cleared');
    const { assembler } = stage;
    assembler.sweep(at(600));
    expect([...assembler.calls()]).toHaveLength(1);
    assembler.sweep(at(610), () => true);
    expect([...assembler.calls()]).toHaveLength(1);
    assembler.sweep(at(610));
    expect([...assembler.calls()]).toHaveLength(0);
    expect(assembler.retained()).toEqual([]);
  });

  test('an open call is never let go of', () => {
    const { assembler } = new Stage().tell('0 offered customer:89990000001');
    assembler.sweep(at(1_000_000));
    expect(assembler.retained()).toEqual([1]);
    expect(assembler.open.size).toBe(1);
  });

  test('late news without its call asks for it to be read again; first words do not', () => {
    const { assembler } = new Stage();
    const asks = (line: string): boolean => {
      const [told] = lines(line);
      if (!told) throw new Error('no line');
      return assembler.needsRecall({ ...told.event, instance: 'pbx', key: 'k1' } as never);
    };
    expect(asks('0 recording file=a.wav')).toBe(true);
    expect(asks('0 established 100')).toBe(true);
    expect(asks('0 cleared')).toBe(true);
    expect(asks('0 delivered 100')).toBe(false);
    expect(asks('0 offered customer:1')).toBe(false);
    expect(asks('0 gap from=0 to=1')).toBe(false);
    expect(asks('0 merged with=k2')).toBe(false);
  });
});
