import { BUCKETS, CONSUMERS, STREAMS, SUBJECTS } from '@callbus/contract';
import { expect, test } from 'vitest';
import { streamsPage } from '../src/streams-page.ts';

const text = streamsPage();
const row = (first: string): string[] | undefined =>
  text
    .split('\n')
    .find((l) => l.startsWith(`| \`${first}\` |`))
    ?.split(' | ')
    .map((c) => c.replace(/^\| | \|$/g, ''));

test('every stream, subject, consumer and bucket of the catalogue has a row', () => {
  const names = [
    ...Object.keys(STREAMS),
    ...Object.values(SUBJECTS).map((s) => s.pattern),
    ...CONSUMERS.map((c) => c.name),
    ...Object.values(BUCKETS),
  ];
  expect(names.filter((name) => row(name) === undefined)).toEqual([]);
  expect(text.split('\n').filter((l) => l.startsWith('| `'))).toHaveLength(names.length);
});

test('numbers are said as people say them', () => {
  expect(row('CALLS')?.slice(2)).toEqual([
    '`callbus.v1.event.>` `callbus.v1.interaction.>`',
    'file',
    'refuses',
    '30 d, then until trimmed',
    '45 %',
    '2 min',
  ]);
  expect(row('JOURNAL')?.[5]).toBe('until trimmed');
  expect(row('LIVE')?.slice(3)).toEqual([
    'memory',
    'forgets',
    '6 h, the newest 1 of each subject',
    '50 %',
    '2 s',
  ]);
});

test('a published subject names its stream, an asked one its answer', () => {
  expect(row('callbus.v1.popup.<extension>')?.slice(1, 3)).toEqual(['[Popup](contract.md#popup)', '`POPUP`']);
  expect(row('callbus.v1.raw.<instance>')?.slice(1, 3)).toEqual(['bytes', 'none']);
  expect(row('callbus.v1.query.route')?.slice(1, 3)).toEqual([
    '[RouteQuestion](contract.md#routequestion)',
    '[RouteAnswer](contract.md#routeanswer)',
  ]);
});
