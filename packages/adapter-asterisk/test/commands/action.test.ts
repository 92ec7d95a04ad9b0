import { expect, test } from 'vitest';
import { createCommands } from '../../src/commands.ts';
import { sidesOf } from '../../src/translate.ts';
import { text } from '../../src/wire/message.ts';
import { amiStand } from '../wire/support/ami-link.ts';
import type { Script } from '../wire/support/ami-server.ts';
import { rejection } from '../wire/support/stops.ts';
import { SIDES } from './command-stand.ts';

const stand = amiStand();

async function open(script: Script) {
  const server = await stand.serve({ script });
  const watched = stand.connect(server.port);
  await watched.told('up');
  const commands = createCommands({
    link: watched.link,
    config: {},
    sides: sidesOf(SIDES),
    onEvents: () => () => {},
  });
  const { signal } = new AbortController();
  return {
    server,
    ask: (parameters: Record<string, unknown>): Promise<unknown> => commands.action(parameters, signal),
  };
}

/** Answers one action with these lines, and with these events after it. */
const answers =
  (name: string, lines: string[], ...events: string[][]): Script =>
  (visitor, action) => {
    if (text(action, 'Action') !== name) return false;
    visitor.reply(action, 'Success', ...lines);
    const id = `ActionID: ${text(action, 'ActionID')}`;
    visitor.say(...events.map(([event = '', ...rest]) => [event, id, ...rest]));
    return true;
  };

test('sends each value of a list as a header of its own, and passes null over', async () => {
  const { server, ask } = await open(() => false);
  await ask({
    action: 'Redirect',
    params: { Channel: 'a', Priority: 1, Async: true, Variable: ['x=1', 'y=2'], Account: null },
  });
  expect(server.visitor.actions.at(-1)).toEqual({
    Action: 'Redirect',
    ActionID: expect.any(String),
    Channel: 'a',
    Priority: '1',
    Async: 'true',
    Variable: ['x=1', 'y=2'],
  });
});

test('gives headers that come more than once as lists, and the items of a list', async () => {
  const { ask } = await open(
    answers(
      'Things',
      ['EventList: start', 'Note: one', 'Note: two'],
      ['Event: Thing', 'State: a', 'State: b'],
      ['Event: ThingsComplete', 'EventList: Complete', 'ListItems: 1'],
    ),
  );
  expect(await ask({ action: 'Things' })).toMatchObject({
    response: { Response: 'Success', Note: ['one', 'two'] },
    events: [
      { Event: 'Thing', State: ['a', 'b'] },
      { Event: 'ThingsComplete', ListItems: '1' },
    ],
  });
});

test('refuses what would break the link itself', async () => {
  const { server, ask } = await open(() => false);
  const before = server.visitor.actions.length;
  for (const action of ['Login', 'LOGOFF', 'events', 'Filter', 'challenge', 'WaitEvent']) {
    const fault = await rejection(ask({ action }));
    expect(fault).toMatchObject({ code: 'asterisk.reserved', status: 403 });
    expect(fault.message).toContain(action);
  }
  expect(server.visitor.actions).toHaveLength(before);
});

test('names the field that will not do', async () => {
  const { ask } = await open(() => false);
  for (const [parameters, field] of [
    [{}, 'action'],
    [{ action: 'Ping\r\nAction: Logoff' }, 'action'],
    [{ action: 'Ping', params: 'x' }, 'params'],
    [{ action: 'Ping', params: { A: { b: 1 } } }, 'params.A'],
    [{ action: 'Ping', params: { A: [{}] } }, 'params.A'],
    [{ action: 'Ping', variables: { A: ['x'] } }, 'variables.A'],
    [{ action: 'Ping', variables: { 'A=b': 'x' } }, 'A=b'],
    [{ action: 'Ping', timeoutMs: 60_000 }, 'timeoutMs'],
    [{ action: 'Ping', parameters: {} }, 'parameters'],
  ] as const) {
    const fault = await rejection(ask(parameters));
    expect(fault).toMatchObject({ code: 'asterisk.parameter', status: 400 });
    expect(fault.message).toContain(field);
  }
});

test('names the right that is missing', async () => {
  const { ask } = await open((visitor, action) => {
    if (text(action, 'Action') !== 'Command') return false;
    visitor.reply(action, 'Error', 'Message: Permission denied');
    return true;
  });
  const fault = await rejection(ask({ action: 'Command', params: { Command: 'core show version' } }));
  expect(fault).toMatchObject({ code: 'asterisk.right', status: 403 });
  expect(fault.message).toContain('Command');
});

test('does not know what became of an action whose link was lost', async () => {
  const { ask } = await open((visitor, action) => {
    if (text(action, 'Action') !== 'Hangup') return false;
    visitor.socket.destroy();
    return true;
  });
  const fault = await rejection(ask({ action: 'Hangup', params: { Channel: 'PJSIP/100-0a' } }));
  expect(fault).toMatchObject({ code: 'asterisk.unknown', status: 502 });
});
