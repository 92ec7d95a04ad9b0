import { LookupStatus } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { readContact } from '../src/contact.ts';

const PHONE = '89991234567';
const read = (answer: unknown, lastDigits = 10, phone = PHONE) =>
  readContact(typeof answer === 'string' ? answer : JSON.stringify(answer), 'ut', phone, lastDigits);

const names = (answer: unknown, lastDigits?: number, phone?: string) =>
  read(answer, lastDigits, phone).counterparty?.contacts?.map((c) => c.name);

describe('the spec’s answer', () => {
  test.each([
    [{ responsible: '100' }, LookupStatus.FOUND, '100'],
    [{ responsible: 100 }, LookupStatus.FOUND, '100'],
    [{ responsible: ' 100 ' }, LookupStatus.FOUND, '100'],
    [{ responsible: '' }, LookupStatus.NOT_FOUND, ''],
    [{ responsible: null }, LookupStatus.NOT_FOUND, ''],
    [{}, LookupStatus.NOT_FOUND, ''],
  ])('%j', (answer, status, responsible) => {
    expect(read(answer)).toEqual({ status, responsible, counterparty: undefined, reason: '' });
  });

  test.each(['', 'OK', '<html></html>', '"100"', '100', 'null', '[]', '{"responsible":'])(
    '%j is no answer',
    (text) => {
      expect(read(text)).toMatchObject({ status: LookupStatus.UNAVAILABLE, responsible: '' });
    },
  );
});

describe('what it may carry beside', () => {
  test('everything about one', () => {
    const anna = {
      name: 'Иванова Анна',
      company: 'ООО «Ромашка»',
      ref: 'p-1',
      url: 'e1cib/data/Справочник.Партнеры?ref=1',
      phones: ['8 999 123-45-67', 74952293042],
    };
    expect(read({ responsible: '100', ...anna })).toEqual({
      status: LookupStatus.FOUND,
      responsible: '100',
      counterparty: {
        base: 'ut',
        contacts: [{ ...anna, phones: ['8 999 123-45-67', '74952293042'], responsible: '100' }],
      },
      reason: '',
    });
  });

  test('a customer nobody is responsible for', () => {
    expect(read({ responsible: '', name: 'Иванова' })).toMatchObject({
      status: LookupStatus.FOUND,
      responsible: '',
    });
  });

  test('one whose phones are others is believed: 1C found it by its own rule', () => {
    expect(names({ responsible: '', name: 'Иванова', phones: ['84950000000'] })).toEqual(['Иванова']);
  });

  test('fields of the wrong kind are left out', () => {
    expect(read({ responsible: {}, name: ['x'], company: true, ref: 5, phones: 'x' })).toMatchObject({
      responsible: '',
      counterparty: { contacts: [{ name: '', company: '', ref: '5', phones: [] }] },
    });
  });
});

describe('several', () => {
  const anna = { name: 'Анна', phones: ['+7 (999) 123-45-67'], responsible: '100' };
  const boris = { name: 'Борис', phones: ['84951234567'], responsible: '101' };
  const vera = { name: 'Вера', phones: [], responsible: '102' };
  const several = { responsible: '', contacts: [anna, boris, vera] };

  test.each([
    [1, ['Анна', 'Борис']],
    [7, ['Анна', 'Борис']],
    [8, ['Анна']],
    [10, ['Анна']],
    // Eleven digits and twenty compare the whole number, and none is the same.
    [11, ['Анна', 'Борис', 'Вера']],
    [20, ['Анна', 'Борис', 'Вера']],
  ])('by the last %i digits', (lastDigits, expected) => {
    expect(names(several, lastDigits)).toEqual(expected);
  });

  test.each([
    ['1234567', 7, ['Анна', 'Борис', 'Вера']],
    ['1234567', 6, ['Анна', 'Борис']],
    ['84951234567', 20, ['Борис']],
  ])('a number of %s by %i digits', (phone, lastDigits, expected) => {
    expect(names(several, lastDigits, phone)).toEqual(expected);
  });

  test('of which one is left, its responsible manager is the answer', () => {
    expect(read(several, 10)).toMatchObject({ status: LookupStatus.FOUND, responsible: '100' });
    expect(read(several, 7)).toMatchObject({ status: LookupStatus.FOUND, responsible: '' });
  });

  test('a responsible manager the base names itself stands', () => {
    expect(read({ ...several, responsible: '110' }, 7).responsible).toBe('110');
  });

  test('one in the list is as good as one outside it, even without a name', () => {
    const listed = { responsible: '', contacts: [{ phones: [PHONE], responsible: '100' }] };
    expect(read(listed)).toMatchObject({ status: LookupStatus.FOUND, responsible: '100' });
  });

  test('nobody in the list is nobody', () => {
    expect(read({ responsible: '', contacts: [] }).status).toBe(LookupStatus.NOT_FOUND);
    expect(read({ responsible: '', contacts: [{}, null, 'x', 5] }).status).toBe(LookupStatus.NOT_FOUND);
    expect(read({ responsible: '', contacts: 'x' }).status).toBe(LookupStatus.NOT_FOUND);
  });

  test('a whole catalogue is cut to what one can choose from', () => {
    const contacts = Array.from({ length: 5_000 }, (_, i) => ({ name: `n${i}` }));
    expect(names({ responsible: '', contacts })).toHaveLength(50);
  });
});
