import { describe, expect, test } from 'vitest';
import { play, Stage } from './support/stage.ts';

const answered = (first: string): string => `${first}\n 1 delivered 100\n 3 established 100\n 9 cleared`;

describe('who called', () => {
  test.each([
    ['89990000001', '+79990000001'],
    ['+79990000001', '+79990000001'],
    ['9990000001', '+79990000001'],
    ['2293042', '+74952293042'],
    ['380441234567', '380441234567'],
  ])('%s is known as %s', (raw, number) => {
    expect(play(answered(`0 offered customer:${raw}`))).toMatchObject({ number, raw });
  });

  test.each(['anonymous', 'Anonymous', '<unknown>', 'private', 'Restricted', 'аноним', 'скрыт'])(
    'is nobody where the source says "%s"',
    (word) => {
      expect(play(answered(`0 offered customer:${word}`))).toMatchObject({
        direction: 'inbound',
        number: null,
        raw: word,
        status: 'answered',
      });
    },
  );

  test('is nobody where the number was withheld, whatever stands in its place', () => {
    expect(play(answered('0 offered customer calling=withheld:anonymous'))).toMatchObject({
      number: null,
      raw: 'anonymous',
    });
    expect(play(answered('0 offered customer calling=withheld:89990000001'))).toMatchObject({ number: null });
    expect(play(answered('0 offered customer:'))).toMatchObject({ number: null, raw: '' });
  });

  test('is a UUID where the source knows people by nothing else', () => {
    const uuid = '7f6c1f5e-0000-4000-8000-000000000001';
    const stage = new Stage().tell(answered(`0 offered customer calling=uuid:${uuid} dir=in`));
    expect(stage.story()).toMatchObject({ number: null, raw: uuid, direction: 'inbound' });
    expect(stage.record().calling).toMatchObject({ uuid });
    expect(stage.record().externalDigits).toBe('');
  });
});

describe('a call between two inside', () => {
  const uuid = '7f6c1f5e-0000-4000-8000-000000000002';

  test('names the one who goes by nothing but a UUID', () => {
    const out = `0 originated 101@from dir=internal calling=101 called=uuid:${uuid}\n 9 cleared`;
    expect(play(out)).toMatchObject({ direction: 'internal', number: null, raw: uuid, caller: '101' });
    const back = `0 delivered 101@to dir=internal calling=uuid:${uuid} called=101\n 9 cleared`;
    expect(play(back)).toMatchObject({ direction: 'internal', number: null, raw: uuid, extension: '101' });
  });

  test('is one where each of the two told of it as if the other were outside', () => {
    expect(
      play(`
        0  originated  101@from  dir=out  calling=101  called=uuid:${uuid}
        1  delivered   102@to    dir=internal
        5  established 102@to    dir=internal
        9  cleared
      `),
    ).toMatchObject({ direction: 'internal', caller: '101', extension: '102', talk: 4 });
  });
});

describe('the dialled line', () => {
  test.each(['3333333', '84952293042', '+7 (495) 229-30-42'.replaceAll(' ', ''), '100'])(
    '%s stays exactly as it was dialled',
    (did) => {
      expect(play(answered(`0 offered customer:89990000001 did=${did}`)).did).toBe(did);
    },
  );

  test('is the first that was told, and may be told late', () => {
    expect(
      play(`
        0  offered    customer:89990000001
        1  delivered  100  did=3333333
        2  delivered  101  did=100
        9  cleared
      `).did,
    ).toBe('3333333');
  });
});

describe('direction', () => {
  test('is taken from a source that states it, whatever its devices look like', () => {
    expect(play('0 delivered 100 dir=in calling=num:89990000001\n 5 cleared')).toMatchObject({
      direction: 'inbound',
      number: '+79990000001',
      rules: ['direction.stated', 'status.nobody-talked'],
    });
    expect(play('0 originated 100 dir=out called=num:89990000002\n 5 cleared')).toMatchObject({
      direction: 'outbound',
      number: '+79990000002',
    });
    expect(play('0 offered customer:89990000001 dir=internal\n 5 cleared').direction).toBe('internal');
  });

  test('is inbound although the call is forwarded out again', () => {
    expect(
      play(`
        0  offered      customer:89990000001
        0  diverted     100  target=num:89160000009
        1  established  mobile:89160000009
        9  cleared
      `).direction,
    ).toBe('inbound');
  });

  test('is decided where the source does not state it, and the rule is kept', () => {
    const rules = (scenario: string): string | undefined => play(scenario).rules[0];
    expect(rules('0 offered customer:89990000001')).toBe('direction.first-party-outside');
    expect(rules('0 originated 100\n 1 delivered customer:89990000002')).toBe('direction.reached-trunk');
    expect(rules('0 originated 100\n 1 delivered 101')).toBe('direction.both-inside');
    expect(rules('0 delivered 100 calling=num:89990000001')).toBe('direction.caller-outside');
    expect(rules('0 originated 100 called=num:89990000001')).toBe('direction.called-outside');
    expect(rules('0 initiated 100 cause=makeCall')).toBe('direction.click-to-call');
  });
});

describe('what else is known', () => {
  test('names, account, trunk and native ids are kept; the first word on each stands', () => {
    const record = new Stage()
      .tell(`
        0  offered      customer:89990000001  trunk=itsp  native=n-1  queue=support
        1  delivered    100  native=n-2  queue=other
        2  info         name=Ромашка  responsible=100  account=4711
        3  established  100  native=n-1
        9  cleared
      `)
      .record();
    expect(record).toMatchObject({
      trunk: 'itsp',
      nativeIds: ['n-1', 'n-2'],
      queue: 'support',
      accountCode: '4711',
    });
    expect(record.counterparty?.contacts?.[0]?.name).toBe('Ромашка');
    expect(record.responsible).toBe('100');
  });

  test('a recording may be told before its link, and two files may have one name', () => {
    expect(
      play(`
        0   offered      customer:89990000001
        1   established  100
        9   recording    file=a.wav                              id=r1
        10  recording    file=a.wav  url=https://rec.test/1/a.wav  id=r2
        11  recording    file=a.wav  url=https://rec.test/2/a.wav  id=r3
        12  recording    url=https://rec.test/2/a.wav            id=r4
        13  cleared
      `).recordings,
    ).toEqual(['https://rec.test/1/a.wav', 'https://rec.test/2/a.wav']);
  });
});
