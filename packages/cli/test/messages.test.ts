import { allMessages } from '@callbus/runtime';
import { expect, test } from 'vitest';
import '../src/main.ts';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string).sort();

test('every operator message stands in Russian and in English, with the same placeholders', () => {
  expect(allMessages().size).toBeGreaterThan(100);
  for (const [id, { ru, en }] of allMessages()) {
    expect(placeholders(en), id).toEqual(placeholders(ru));
    expect(ru.trim(), id).not.toBe('');
    expect(en.trim(), id).not.toBe('');
  }
});

test('a Russian message is Russian', () => {
  const foreign = [...allMessages()].filter(([, { ru }]) => !/[а-яё]/i.test(ru.replace(/\{\w+\}/g, '')));
  // Only patterns of names and placeholders have nothing to translate.
  expect(foreign.map(([id]) => id)).toEqual(['house.degradedBare']);
});
