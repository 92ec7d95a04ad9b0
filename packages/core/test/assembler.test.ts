import { describe, expect, test } from 'vitest';
import { at, lines, Stage } from './support/stage.ts';

describe('a route decision', () => {
  const route = 'route extension=100 rule=route.responsible';
  const call = 'offered customer:89990000001';

  test('is held until its call is told of', () => {
    const stage = new Stage().tell(`0 ${route} id=q1`);
    expect(stage.applied).toEqual(['held']);
    expect(stage.tell(`1 ${call}`).story().rules).toContain('route.responsible');
  });

  test('joins the call that is already there', () => {
    const stage = new Stage().tell(`0 ${call}\n 1 ${route} id=q1`);
    expect(stage.applied.at(-1)).toBe('call');
    expect(stage.story().rules).toContain('route.responsible');
  });

  test('without a call id is found by the number, whichever is told first', () => {
    const asked = (seconds: number): string => `${seconds} ${route} number=+79990000001 id=q1 call=`;
    expect(new Stage().tell(`${asked(0)}\n 1 ${call}`).story().rules).toContain('route.responsible');
    expect(new Stage().tell(`0 ${call}\n ${asked(1)}`).story().rules).toContain('route.responsible');
  });

  test('without a call id joins no other number, no other PBX and no much later call', () => {
    const asked = `0 ${route} number=89990000001 id=q1 call=`;
    const rules = (first: string): string[] => new Stage().tell(`${asked}\n ${first}`).story().rules;
    expect(rules('1 offered customer:89990000002')).not.toContain('route.responsible');
    expect(rules(`61 ${call}`)).not.toContain('route.responsible');
    const other = new Stage().tell(`${asked}\n 1 ${call} pbx=other`);
    expect(other.call('k1', 'other').decisions).toEqual([]);
  });

  test('is taken by one call, once', () => {
    const stage = new Stage().tell(`
      0  ${route}  number=89990000001  id=q1  call=
      0  ${route}  number=89990000001  id=q1  call=
      1  ${call}  call=k1
      2  ${call}  call=k2
      3  ${route}  number=89990000001  id=q1  call=
    `);
    expect(stage.applied).toEqual(['held', 'duplicate', 'call', 'call', 'duplicate']);
    expect(stage.story('k1').rules.filter((r) => r === 'route.responsible')).toHaveLength(1);
    expect(stage.story('k2').rules).not.toContain('route.responsible');
  });

  test('that finds no call is let go of after two minutes', () => {
    const { assembler } = new Stage().tell(`0 ${route} id=q1`);
    expect(assembler.retained()).toEqual([1]);
    assembler.sweep(at(121));
    expect(assembler.retained()).toEqual([]);
  });

  test('does not break the silence of its call, and does not open an ended one again', () => {
    const stage = new Stage().tell(`0 ${call}`);
    const { lastSequence } = stage.call();
    stage.tell(`1 ${route} id=q1`);
    expect(stage.call().lastSequence).toBe(lastSequence);
    stage.tell(`2 cleared\n 3 ${route} id=q2`);
    expect(stage.applied.at(-1)).toBe('held');
  });
});

describe('a look-up', () => {
  const stageOf = (scenario: string): Stage => new Stage({ lookups: true }).tell(scenario);

  test('is wanted once there is a number', () => {
    expect(stageOf('0 offered customer:89990000001').call().lookup).toBe('pending');
    expect(stageOf('0 offered customer:anonymous').call().lookup).toBe('none');
    expect(stageOf('0 offered customer calling=withheld:89990000001').call().lookup).toBe('none');
    expect(stageOf('0 offered customer calling=uuid:u-1 dir=in').call().lookup).toBe('pending');
    expect(stageOf('0 originated 100 called=101').call().lookup).toBe('none');
    expect(stageOf('0 offered customer\n 1 delivered 100 calling=num:89990000001').call().lookup).toBe(
      'pending',
    );
    expect(new Stage().tell('0 offered customer:89990000001').call().lookup).toBe('none');
  });

  test('is done with its answer, which stays with the call', () => {
    const stage = stageOf(
      '0 offered customer:89990000001\n 1 info lookup=lookup.found name=Ромашка responsible=100',
    );
    expect(stage.call()).toMatchObject({ lookup: 'done', responsible: '100' });
    expect(stage.story().rules).toContain('lookup.found');
  });

  test('is told by the source as well, and then still asked for', () => {
    const stage = stageOf('0 offered customer:89990000001\n 1 info name=Ромашка');
    expect(stage.call()).toMatchObject({ lookup: 'pending', counterparty: { base: 'ut' } });
  });
});

describe('what a replay must begin with', () => {
  test('is the first event of each call that is here', () => {
    const { assembler } = new Stage().tell(`
      0  offered    customer:89990000001  call=a
      1  delivered  100  call=a
      2  offered    customer:89990000002  call=b
      3  cleared    call=a
    `);
    expect(assembler.retained()).toEqual([1, 3]);
  });

  test('is also what joined: the younger call, the merge, and decisions that name no call', () => {
    const { assembler } = new Stage().tell(`
      0  route       extension=100  rule=r  number=89990000001  id=q1  call=
      1  offered     customer:89990000001  call=a
      2  originated  102  call=b
      3  originated  103  call=c
      4  merged      call=b  with=c
      5  merged      call=a  with=b
    `);
    expect(assembler.retained()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

test('an event without any time is placed by the broker', () => {
  const [offered] = lines('7 offered customer:89990000001');
  if (!offered) throw new Error('no line');
  const stage = new Stage().tell([{ ...offered, event: { ...offered.event, occurredAt: 0, observedAt: 0 } }]);
  expect(stage.story().start).toBe(7);
});

test('the number of calls in memory does not depend on duplicates', () => {
  const stage = new Stage();
  for (let i = 0; i < 50; i++) stage.tell('0 offered customer:89990000001\n 1 delivered 100');
  expect([...stage.assembler.calls()]).toHaveLength(1);
  expect(stage.call().eventIds.size).toBe(2);
});
