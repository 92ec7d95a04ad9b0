import { expect, test } from 'vitest';
import { NumberPlan } from '../src/numberplan/plan.ts';

const plan = new NumberPlan({ country: 'RU', extension: '^\\d{2,5}$' });
const moscow = new NumberPlan({ country: 'RU', cityCode: '495', extension: '^\\d{2,5}$' });

// The cases of facts/1c-samples/phone-cases.json, with what the plan's own
// steps (channel prefix, several numbers, internal numbers) add to them.
const cases: [raw: string, e164: string | null, suffix?: string][] = [
  ['89991234567', '+79991234567'],
  ['9991234567', '+79991234567'],
  ['8 (495) 229-30-42', '+74952293042'],
  ['(4852) 12-34-56', '+74852123456'],
  ['8 4852 123456', '+74852123456'],
  ['8(495)229-30-42 доб. 123', '+74952293042', '123'],
  ['+7 495 229-30-42,123', '+74952293042', '123'],
  ['+74952293042#123', '+74952293042', '123'],
  ['+7 495 229-30-42;ext=123', '+74952293042', '123'],
  ['88005553535', '+78005553535'],
  ['810 380 44 1234567', '+380441234567'],
  ['380441234567', null],
  ['77011234567', '+77011234567'],
  ['229-30-42', null],
  ['123456', null],
  ['100', null],
  ['SIP/100', null],
  ['*98', null],
  ['02', null],
  ['anonymous', null],
  ['', null],
  ['74952293042, 79991234567', '+74952293042'],
  ['8999123456', null],
];

test.each(cases)('%s reads as %s', (raw, e164, suffix) => {
  const read = plan.read(raw);
  expect(read.e164).toBe(e164);
  expect(read.suffix).toBe(suffix ?? null);
  expect(read.raw).toBe(raw);
});

test('a local number gets the city code', () => {
  expect(moscow.read('229-30-42').e164).toBe('+74952293042');
  expect(moscow.read('2293042').digits).toBe('74952293042');
});

test('internal numbers are told from outside ones, with and without a channel name', () => {
  for (const raw of ['100', 'SIP/100', 'PJSIP/100-0000000a', 'sip:100@10.0.0.1', '<100>']) {
    expect(plan.read(raw)).toMatchObject({ kind: 'extension', extension: '100' });
  }
});

test('a withheld number is nobody, in every word for it', () => {
  for (const raw of [
    'anonymous',
    'Anonymous',
    '<unknown>',
    'private',
    'Скрыт',
    'Номер не определен'.slice(6),
  ]) {
    expect(plan.read(raw)).toMatchObject({ kind: 'withheld', e164: null, digits: '' });
  }
});

test('every number of a text is kept', () => {
  const read = plan.read('74952293042, 79991234567');
  expect(read.others.map((o) => o.e164)).toEqual(['+79991234567']);
});

test('a number the plan does not know keeps its digits', () => {
  expect(plan.read('380 44 123 45 67')).toMatchObject({
    kind: 'unknown',
    e164: null,
    digits: '380441234567',
  });
});
