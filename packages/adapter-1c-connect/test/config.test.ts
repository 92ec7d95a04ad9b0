import { configSchema } from '@callbus/runtime';
import { describe, expect, test } from 'vitest';
import { expand } from '../src/commands.ts';
import { config, pathOf } from '../src/config.ts';
import { oneCConnect } from '../src/index.ts';
import { SUBSCRIPTIONS } from './stand.ts';

const schema = configSchema({ adapters: [oneCConnect], sinks: [] });
const read = (block: Record<string, unknown>) =>
  schema.safeParse({ site: 'test', adapters: [{ id: 'c', type: '1c-connect', ...block }] });
const problems = (block: Record<string, unknown>): string[] =>
  (read(block).error?.issues ?? []).map((i) => `${i.path.join('.')}: ${i.message}`);

describe('the configuration', () => {
  test('needs logins and nothing more', () => {
    const block = config.parse({ id: 'c', type: '1c-connect', logins: [{ login: 'ivanov' }] });
    expect(block.pipe).toBe('\\\\.\\pipe\\BuhphoneAgentAPI2_{login}');
    expect(pathOf(block.pipe, 'ivanov')).toBe('\\\\.\\pipe\\BuhphoneAgentAPI2_ivanov');
    expect(block.subscribe.flatMap(expand)).toHaveLength(SUBSCRIPTIONS);
  });

  test('takes what the documentation shows', () => {
    expect(
      problems({
        logins: [{ login: 'ivanov', extension: '101' }],
        pipe: '\\\\.\\pipe\\BuhphoneAgentAPI2_{login}',
        subscribe: [{ mode: 'Softphone', object: 'Call' }],
      }),
    ).toEqual([]);
  });

  test.each([
    [{ logins: [] }, /logins/],
    [{ logins: [{ login: '..\\x' }] }, /logins\.0\.login.*без знаков/],
    [{ logins: [{ login: 'a' }], pipe: '/tmp/x' }, /pipe.*\{login\}/],
    [{ logins: [{ login: 'a' }, { login: 'A' }] }, /logins\.1\.login.*другой логин/],
    [
      {
        logins: [
          { login: 'a', extension: '1' },
          { login: 'b', extension: '1' },
        ],
      },
      /logins\.1\.extension/,
    ],
    [{ logins: [{ login: 'a' }], subscribe: [{ mode: 'Pager', object: 'Call' }] }, /subscribe\.0\.mode/],
    [{ logins: [{ login: 'a' }], commandTimeoutMs: 20_000 }, /commandTimeoutMs/],
  ])('names what is wrong in %j', (block, problem) => {
    expect(problems(block).join('\n')).toMatch(problem);
  });
});
