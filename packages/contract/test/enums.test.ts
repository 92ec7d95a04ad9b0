import { describe, expect, test } from 'vitest';
import * as contract from '../src/index.ts';
import {
  CallStatus,
  ConnectionState,
  Direction,
  EndedBy,
  EventCause,
  EventType,
  enumValue,
  enumWord,
} from '../src/index.ts';
import { protoEnums } from './messages.ts';

const ENUMS: [name: string, enumeration: Record<string, number>][] = Object.entries(contract)
  .filter(([name, e]) => typeof e === 'object' && /^[A-Z][a-z]/.test(name) && !name.endsWith('Codec'))
  .map(([name, e]) => [name, e as unknown as Record<string, number>]);

test('every enum of the .proto is at the door, value by value, its prefix gone', () => {
  const prefixed = ENUMS.map(([name, enumeration]): [string, Record<string, number>] => {
    const prefix = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    const values = Object.entries(enumeration).map(([value, n]) => [`${prefix}_${value}`, n]);
    return [name, Object.fromEntries(values)];
  });
  expect(Object.fromEntries(prefixed)).toEqual(protoEnums());
});

describe.each(ENUMS)('%s', (_, enumeration) => {
  test('has a word of its own for every value, and the value behind the word', () => {
    const words = new Set<string>();
    for (const [name, value] of Object.entries(enumeration)) {
      const word = enumWord(enumeration, value);
      if (name === 'UNSPECIFIED') expect(word).toBeNull();
      else {
        expect(word).toMatch(/^[a-z][a-zA-Z0-9]*$/);
        words.add(word as string);
        expect(enumValue(enumeration, word as string)).toBe(value);
      }
    }
    expect(words.size).toBe(Object.keys(enumeration).filter((n) => n !== 'UNSPECIFIED').length);
  });

  test('says nothing of what was not told', () => {
    expect(enumWord(enumeration, null)).toBeNull();
    expect(enumWord(enumeration, undefined)).toBeNull();
  });

  test('keeps the number of a value from the future', () => {
    expect(enumWord(enumeration, 4_711)).toBe('4711');
  });

  test('takes no word that it does not say', () => {
    for (const word of ['unspecified', 'UNSPECIFIED', '', 'toString', '__proto__', '4711', '0']) {
      expect(enumValue(enumeration, word)).toBeUndefined();
    }
  });
});

test.each<[word: string | null, enumeration: object, value: number]>([
  ['noAvailableAgents', EventCause, EventCause.NO_AVAILABLE_AGENTS],
  ['busy', EventCause, EventCause.BUSY],
  ['callForwardNoAnswer', EventCause, EventCause.CALL_FORWARD_NO_ANSWER],
  ['connectionCleared', EventType, EventType.CONNECTION_CLEARED],
  [null, EventType, EventType.UNSPECIFIED],
  ['inbound', Direction, Direction.INBOUND],
  ['noanswer', CallStatus, CallStatus.NOANSWER],
  ['null', ConnectionState, ConnectionState.NULL],
  ['unknown', EndedBy, EndedBy.UNKNOWN],
])('the word is %s', (word, enumeration, value) => {
  expect(enumWord(enumeration, value)).toBe(word);
});
