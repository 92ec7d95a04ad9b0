import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOORS } from '../src/capabilities.ts';

const page = readFileSync(new URL('../../../docs/3cx.md', import.meta.url), 'utf8');

const word = (is: boolean): string => (is ? 'yes' : 'no');
const list = (items: readonly string[]): string => (items.length === 0 ? '-' : items.join(', '));

test.each(Object.entries(DOORS))('the page says of %s what its capabilities are', (name, can) => {
  const row = page.split('\n').find((line) => line.includes(`| \`${name}\` |`)) ?? '';
  const [, , , , live, times, tells, commands, routing] = row.split('|').map((cell) => cell.trim());
  expect({ live, times, tells, commands, routing }).toEqual({
    live: word(can.live),
    times: word(can.answerTime),
    tells: list(can.features),
    commands: list(can.commands),
    routing: word(can.routing),
  });
});
