import { expect, test } from 'vitest';
import { read } from '../arguments.mjs';

test.each<[string, string[], unknown]>([
  ['nothing is the demo', [], { demo: [] }],
  ['the demo once, and faster', ['--once', '--speed', '4'], { demo: ['--once', '--speed=4'] }],
  ['the demo without a real PBX', ['--without-asterisk'], { demo: ['--without-asterisk'] }],
  ['a speed in one word', ['--speed=0.5'], { demo: ['--speed=0.5'] }],
  ['a site', ['--config', 'my.yaml'], { config: 'my.yaml', rest: [] }],
  ['a site in one word', ['--config=a=b.yaml'], { config: 'a=b.yaml', rest: [] }],
  [
    'a site, listening elsewhere',
    ['-c', 'my.yaml', '--listen', ':9000', '--lang=en'],
    { config: 'my.yaml', rest: ['--listen', ':9000', '--lang', 'en'] },
  ],
  ['help', ['--help'], { help: true }],
  ['help beside something else', ['--once', '-h'], { help: true }],
])('%s', (_, args, expected) => {
  expect(read(args)).toEqual(expected);
});

test.each<[string, string[], string]>([
  ['an unknown argument', ['--foo'], '--foo'],
  ['a word', ['demo'], 'demo'],
  ['--config without a file', ['--config'], '--config'],
  ['--config with nothing', ['--config='], '--config'],
  ['--config before another argument', ['--config', '--once'], '--config'],
  ['a speed that is none', ['--speed', 'fast'], 'fast'],
  ['a speed of nothing', ['--speed=0'], '0'],
  ['--once of a site', ['--config', 'x', '--once'], '--once'],
  ['--listen of the demo', ['--listen', ':1'], '--listen'],
])('%s is named, and what there is beside it', (_, args, named) => {
  const { error } = read(args) as { error: string };
  expect(error.split('\n')[0]).toContain(named);
  for (const known of ['--config', '--once', '--without-asterisk', '--speed', '--help'])
    expect(error).toContain(known);
});
