import { afterEach, describe, expect, test } from 'vitest';
import {
  allMessages,
  defineMessages,
  language,
  languageFromEnvironment,
  type Message,
  say,
  setLanguage,
} from '../src/index.ts';
import { setupLanguage, setupSay } from '../src/setup/messages.mjs';
import { checkMessages } from '../src/testkit/index.ts';

afterEach(() => setLanguage('ru'));

describe('the catalogue', () => {
  test('every message of the runtime speaks both languages and fills in the same values', () => {
    expect(allMessages().size).toBeGreaterThan(50);
    expect(checkMessages()).toEqual([]);
  });

  test('an id is given once', () => {
    defineMessages('test-once', { a: { ru: 'а', en: 'a' } });
    expect(() => defineMessages('test-once', { a: { ru: 'б', en: 'b' } })).toThrow(
      'test-once.a is defined twice',
    );
    expect(allMessages().get('test-once.a')).toEqual({ ru: 'а', en: 'a' });
  });

  const faulty = (message: Partial<Message>): string[] => checkMessages(new Map([['x', message as Message]]));

  test.each<[string, Partial<Message>, string[]]>([
    ['a good one', { ru: 'порт {port} занят', en: 'port {port} is taken' }, []],
    ['one without words', { ru: '{link}: {reason}', en: '{link}: {reason}' }, []],
    ['values in another order', { ru: '{a} и {b}, {a}', en: '{b} and {a}' }, []],
    ['no Russian', { ru: ' ', en: 'text' }, ['x: no Russian text']],
    ['no English', { ru: 'текст' }, ['x: no English text']],
    ['Russian that is English', { ru: 'text', en: 'text' }, ['x: Russian text without Cyrillic']],
    ['English that is Russian', { ru: 'текст', en: 'текст' }, ['x: English text with Cyrillic']],
    [
      'other values',
      { ru: 'порт {port}', en: 'port {address}' },
      ['x: {port} in Russian, {address} in English'],
    ],
    ['a value too few', { ru: '{a} и {b}', en: '{a}' }, ['x: {a,b} in Russian, {a} in English']],
  ])('the walk of it sees %s', (_, message, faults) => {
    expect(faulty(message)).toEqual(faults);
  });
});

describe('say', () => {
  const messages = { taken: { ru: 'порт {port} занят: {why}', en: 'port {port} is taken: {why}' } } as const;

  test('fills in values, as they are, in the language of the process', () => {
    expect(say(messages.taken, { port: 80, why: '{port} $& $1' })).toBe('порт 80 занят: {port} $& $1');
    setLanguage('en');
    expect(language()).toBe('en');
    expect(say(messages.taken, { port: 80, why: 'x' })).toBe('port 80 is taken: x');
  });

  test.each([
    ['en', 'en'],
    ['ru', 'ru'],
    ['de', 'ru'],
    [undefined, 'ru'],
  ])('CALLBUS_LANG=%s speaks %s, set-up too', (value, expected) => {
    const env = value === undefined ? {} : { CALLBUS_LANG: value };
    expect(languageFromEnvironment(env)).toBe(expected);
    expect(setupLanguage(env)).toBe(expected);
    expect(setupSay('nodeTooOld', { version: 'v18' }, env)).toContain(
      expected === 'en' ? 'v18.' : 'здесь v18',
    );
  });
});
