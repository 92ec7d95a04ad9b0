import { describe, expect, test } from 'vitest';
import { logError, Scrubber } from '../../src/index.ts';
import { watchedLog } from '../support.ts';

const SECRET = 'p"a\\s/ wörd';
const NUMBER = '89990001122';

function scrubbing(phones = true): ReturnType<typeof watchedLog> {
  const scrubber = new Scrubber({ phones });
  scrubber.addSecret(SECRET);
  return watchedLog(scrubber);
}

/** Everything the lines say, their escapes undone as a reader's eye would. */
const said = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .flatMap(([k, v]) => [k, said(v)])
        .join(' ')
    : String(value);

describe('neither a secret nor a number comes out', () => {
  const cases: [string, (text: string) => unknown[]][] = [
    ['in the message', (t) => [`failed with ${t}`]],
    ['in a message that fills in a value', (t) => ['failed with %s', t]],
    ['in a field', (t) => [{ phone: t }, 'call']],
    ['in a nested field', (t) => [{ call: { party: { numbers: [t, `x ${t}`] } } }, 'call']],
    ['in the name of a field', (t) => [{ [t]: 1 }, 'call']],
    ['in an error', (t) => [new Error(`no route to ${t}`)]],
    ['in the error of an error', (t) => [{ err: new Error('outer', { cause: new Error(t) }) }, 'x']],
    ['behind a line end', (t) => [`two lines\n${t}\tand more`]],
    ['in JSON within text', (t) => [{ body: JSON.stringify({ token: t }) }, 'body']],
    ['in an address', (t) => [{ url: `https://pbx/?q=${encodeURIComponent(t)}` }, 'request']],
  ];

  test.each(cases)('%s', (_, fields) => {
    const { log, text, lines } = scrubbing();
    for (const secret of [SECRET, NUMBER]) {
      log.error(...(fields(secret) as [string]));
      log.child({ service: secret }).info(...(fields(secret) as [string]));
    }
    const all = `${text()} ${lines().map(said).join(' ')}`;
    expect(all).not.toMatch(/wörd|w%C3%B6rd/);
    expect(all).not.toContain(NUMBER);
    expect(all).toContain('***');
    expect(all).toContain('899…22');
  });

  test('in the stack, which is written at debug only', () => {
    const { log, lines } = scrubbing();
    logError(log, new Error(`no route to ${NUMBER} with ${SECRET}`), 'failed', { route: 'x' });
    expect(lines()).toMatchObject([
      { level: 'error', msg: 'failed', route: 'x', error: 'no route to 899…22 with ***' },
      {
        level: 'debug',
        msg: 'failed',
        route: 'x',
        stack: expect.stringMatching(/^Error: no route to 899…22 with \*\*\*\n/),
      },
    ]);
  });
});

test('a line stays JSON, also where a number was a number', () => {
  const { log, lines } = scrubbing();
  log.info(
    { phone: 89990001122, local: 9990001122, at: 1694181400123, bytes: 268435456, list: [89990001122, 5] },
    'x',
  );
  expect(lines()).toMatchObject([
    { phone: '899…22', local: '999…22', at: 1694181400123, bytes: 268435456, list: ['899…22', 5] },
  ]);
});

test('fields that are secrets by their name are hidden, whatever they hold', () => {
  const { log, lines } = watchedLog();
  log.info(
    {
      token: 'unknown-1',
      a: { password: 'unknown-2', b: { apiKey: 'unknown-3', key: 'unknown-4' } },
      key: 'pz',
    },
    'x',
  );
  expect(lines()).toMatchObject([
    { token: '***', a: { password: '***', b: { apiKey: '***', key: '***' } }, key: 'pz' },
  ]);
});

test('numbers can be read where the site wants them so; secrets never', () => {
  const { log, lines } = scrubbing(false);
  log.info({ phone: NUMBER, n: 89990001122 }, `${NUMBER} ${SECRET}`);
  expect(lines()).toMatchObject([{ phone: NUMBER, n: 89990001122, msg: `${NUMBER} ***` }]);
});

test('a secret that becomes known while we run is hidden from then on', () => {
  const scrubber = new Scrubber();
  const { log, lines } = watchedLog(scrubber);
  log.info('test-token-1');
  scrubber.addSecret('test-token-1');
  log.info('test-token-1');
  expect(lines().map((l) => l.msg)).toEqual(['test-token-1', '***']);
});

test('a line names its level and time, and what the process gave it', () => {
  const { log, lines } = watchedLog();
  log.warn('x');
  expect(lines()).toEqual([
    { level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), msg: 'x' },
  ]);
});
