import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import type { CommandsConfig } from '../../src/commands/types.ts';
import { createCommands } from '../../src/commands.ts';
import { sidesOf } from '../../src/translate.ts';
import { text } from '../../src/wire/message.ts';
import { amiStand } from '../wire/support/ami-link.ts';
import type { Script, Visitor } from '../wire/support/ami-server.ts';
import { HandTimers } from '../wire/support/hand-timers.ts';
import { rejection } from '../wire/support/stops.ts';
import { feedOf, ORIGINATE, SIDES } from './command-stand.ts';

const NUMBER = '79160000002';
const stand = amiStand();

/** A server that does as the script says, and the command at it. */
async function open(script: Script, config: CommandsConfig = { originate: ORIGINATE }) {
  const server = await stand.serve({ script });
  const watched = stand.connect(server.port);
  const timers = new HandTimers();
  const abort = new AbortController();
  const { onEvents } = feedOf(watched.link);
  await watched.told('up');
  const { makeCall } = createCommands({
    link: watched.link,
    config,
    sides: sidesOf(SIDES),
    onEvents,
    timers,
    ids: () => 'call-1',
  });
  const call = (
    parameters: Record<string, unknown> = { extension: '100', number: NUMBER },
  ): Promise<unknown> => makeCall(parameters, abort.signal);
  return { server, watched, timers, abort, call };
}

const originates = ({ visitors }: { visitors: Visitor[] }): unknown[] =>
  visitors.flatMap(({ actions }) => actions.filter((a) => text(a, 'Action') === 'Originate'));

/** Answers Originate, and says more. */
const queued =
  (...more: string[][]): Script =>
  (visitor, action) => {
    if (text(action, 'Action') !== 'Originate') return false;
    visitor.reply(action, 'Success', 'Message: Originate successfully queued');
    visitor.say(...more.map((lines) => lines.map((l) => l.replace('$ID', text(action, 'ActionID')))));
    return true;
  };

const agentRings = (uniqueid = 'call-1'): string[][] => [
  [
    'Event: Newchannel',
    'Channel: PJSIP/100-0a',
    'ChannelStateDesc: Down',
    'CallerIDNum: 100',
    'Exten: s',
    `Uniqueid: ${uniqueid}`,
    `Linkedid: ${uniqueid}`,
  ],
  ['Event: DialBegin', 'DestChannel: PJSIP/100-0a', `DestUniqueid: ${uniqueid}`, `DestLinkedid: ${uniqueid}`],
];
const agentAnswers = (uniqueid = 'call-1'): string[][] => [
  ...agentRings(uniqueid),
  ['Event: Newstate', 'Channel: PJSIP/100-0a', 'ChannelStateDesc: Up', `Uniqueid: ${uniqueid}`],
  [
    'Event: OriginateResponse',
    'Response: Success',
    'ActionID: $ID',
    'Channel: PJSIP/100-0a',
    `Uniqueid: ${uniqueid}`,
    `Exten: ${NUMBER}`,
    'Reason: 4',
  ],
];
const customerAnswers = (call = 'call-1'): string[][] => {
  const line = ['Uniqueid: 9.2', `Linkedid: ${call}`, 'Channel: PJSIP/itsp-0b'];
  return [
    ['Event: Newchannel', ...line, 'ChannelStateDesc: Down', 'Exten: s'],
    ['Event: Newstate', ...line, 'ChannelStateDesc: Up'],
    ['Event: BridgeEnter', ...line, 'BridgeUniqueid: b1'],
    ['Event: BridgeEnter', 'Channel: PJSIP/100-0a', `Uniqueid: ${call}`, 'BridgeUniqueid: b1'],
  ];
};
const failure = ['Event: OriginateResponse', 'Response: Failure', 'ActionID: $ID', 'Uniqueid: <unknown>'];

describe('what is sent', () => {
  test('rings the employee under an id of our own, and is sent once', async () => {
    const originate = { ...ORIGINATE, variables: { __FROM: 'crm {extension}' } };
    const { server, call } = await open(queued(...agentAnswers(), ...customerAnswers()), { originate });
    expect(await call({ extension: '100', number: '+7 (916) 000-00-02' })).toEqual({
      call: 'call-1',
      customer: 'answered',
    });
    expect(originates(server)).toEqual([
      {
        Action: 'Originate',
        ActionID: expect.any(String),
        Channel: 'PJSIP/100',
        Context: 'internal',
        Exten: '+79160000002',
        Priority: '1',
        Timeout: '20000',
        Async: 'true',
        ChannelId: 'call-1',
        Variable: ['CONNECTEDLINE(num)=+79160000002', '__FROM=crm 100'],
      },
    ]);
  });

  test('says whose call it is where a Local channel stands between, and shows what is configured', async () => {
    const originate = { ...ORIGINATE, channel: 'Local/{extension}@phones', callerId: 'CRM <{number}>' };
    const { server, call } = await open(queued(...agentAnswers(), ...customerAnswers()), { originate });
    await call();
    expect(originates(server)).toMatchObject([
      {
        Channel: 'Local/100@phones',
        Variable: ['CALLERID(num)=100', `CONNECTEDLINE(all)=CRM <${NUMBER}>`],
      },
    ]);
  });

  test('is nothing where a parameter will not do', async () => {
    const { server, call } = await open(() => false);
    for (const [parameters, field] of [
      [{ number: NUMBER }, 'extension'],
      [{ extension: '100' }, 'number'],
      [{ extension: '100', number: '79160000002,1,System(x)' }, 'number'],
      [{ extension: '100', number: '7916\r\nAction: Logoff' }, 'number'],
      [{ extension: '100&PJSIP/101', number: NUMBER }, 'extension'],
      [{ extension: '100', number: NUMBER, context: 'a,b' }, 'context'],
      [{ extension: '100', number: NUMBER, waitMs: 'soon' }, 'waitMs'],
      [{ extension: '100', number: NUMBER, phone: '1' }, 'phone'],
    ] as const) {
      const fault = await rejection(call(parameters));
      expect(fault).toMatchObject({ code: 'asterisk.parameter', status: 400 });
      expect(fault.message).toContain(field);
    }
    expect(await rejection(call({ extension: 'reception', number: NUMBER }))).toMatchObject({
      code: 'asterisk.noextension',
      status: 404,
    });
    expect(originates(server)).toEqual([]);
  });

  test('is nothing where calls are not configured', async () => {
    const { call } = await open(() => false, {});
    expect(await rejection(call())).toMatchObject({ code: 'asterisk.nooriginate', status: 501 });
  });
});

describe('whose call it is', () => {
  test('is known by the answer where the server takes no id of ours', async () => {
    const { call } = await open(queued(...agentAnswers('7.7'), ...customerAnswers('7.7')));
    expect(await call()).toEqual({ call: '7.7', customer: 'answered' });
  });

  test('is not confused by somebody else’s failure', async () => {
    const other = failure.map((line) => line.replace('$ID', 'somebody-1'));
    const { call } = await open(queued(other, ...agentAnswers(), ...customerAnswers()));
    expect(await call()).toMatchObject({ customer: 'answered' });
  });

  test('is known even where the failure comes before the answer to the action', async () => {
    const { call } = await open((visitor, action) => {
      if (text(action, 'Action') !== 'Originate') return false;
      visitor.say(failure.map((line) => line.replace('$ID', text(action, 'ActionID'))));
      visitor.reply(action, 'Success');
      return true;
    });
    expect(await rejection(call())).toMatchObject({ code: 'asterisk.agent-away', status: 422 });
  });

  test('is followed into the call it is merged with', async () => {
    const moved = customerAnswers('1.1').map((lines) =>
      lines.map((l) => l.replace('Uniqueid: 1.1', 'Uniqueid: call-1')),
    );
    const older = [
      [
        'Event: Newchannel',
        'Channel: PJSIP/101-0c',
        'ChannelStateDesc: Ring',
        'CallerIDNum: 101',
        'Exten: 100',
        'Uniqueid: 1.1',
        'Linkedid: 1.1',
      ],
    ];
    const joined = [
      'Event: Newstate',
      'Channel: PJSIP/100-0a',
      'ChannelStateDesc: Up',
      'Uniqueid: call-1',
      'Linkedid: 1.1',
    ];
    const { call } = await open(queued(...older, ...agentAnswers(), joined, ...moved));
    expect(await call()).toMatchObject({ call: 'call-1', customer: 'answered' });
  });
});

describe('a link that is not there', () => {
  test('from the beginning: nothing was sent', async () => {
    const { server, watched, call } = await open(() => false);
    server.visitor.socket.destroy();
    await watched.told('down');
    const fault = await rejection(call());
    expect(fault).toMatchObject({ code: 'asterisk.down', status: 503 });
    expect(fault.message).toContain('не отправлена');
  });

  test('lost before the answer: it is not known whether the call was placed', async () => {
    const { server, call } = await open((visitor, action) => {
      if (text(action, 'Action') !== 'Originate') return false;
      visitor.socket.destroy();
      return true;
    });
    const fault = await rejection(call());
    expect(fault).toMatchObject({ code: 'asterisk.unknown', status: 502 });
    expect(fault.message).toContain('неизвестно, совершён ли звонок');
    expect(originates(server)).toHaveLength(1);
  });

  test('lost afterwards: it is not known what became of it, and the call is named', async () => {
    const { server, call } = await open(queued(...agentRings()));
    const fault = rejection(call());
    await until('the call', () => originates(server).length === 1);
    server.visitor.socket.end();
    expect(await fault).toMatchObject({ code: 'asterisk.unknown', status: 502 });
    expect((await fault).message).toContain('call-1');
  });
});

describe('what the server says', () => {
  test('a right that is missing is named', async () => {
    const { call } = await open((visitor, action) => {
      if (text(action, 'Action') !== 'Originate') return false;
      visitor.reply(action, 'Error', 'Message: Permission denied');
      return true;
    });
    const fault = await rejection(call());
    expect(fault).toMatchObject({ code: 'asterisk.right', status: 403 });
    expect(fault.message).toContain('Originate');
  });

  test('a refusal comes in its own words', async () => {
    const { call } = await open((visitor, action) => {
      if (text(action, 'Action') !== 'Originate') return false;
      visitor.reply(action, 'Error', 'Message: Extension does not exist.');
      return true;
    });
    const fault = await rejection(call());
    expect(fault).toMatchObject({ code: 'asterisk.refused', status: 422 });
    expect(fault.message).toContain('Extension does not exist.');
  });

  test('a phone that rang in vain is told of by the reason where its end is never told', async () => {
    const { timers, call } = await open(queued(...agentRings(), [...failure, 'Reason: 3']));
    const fault = rejection(call());
    await timers.runOut(2_000);
    expect(await fault).toMatchObject({ code: 'asterisk.agent-noanswer', status: 422 });
  });

  test('time runs out while the phone rings: the customer was not called yet', async () => {
    const { timers, call } = await open(queued(...agentRings()));
    const result = call();
    await timers.runOut(60_000);
    expect(await result).toEqual({ call: 'call-1', customer: 'waiting' });
  });
});

test('an adapter that stops does not wait', async () => {
  const { server, abort, timers, call } = await open(queued(...agentRings()));
  const fault = rejection(call());
  await until('the call', () => originates(server).length === 1 && timers.waits.length === 1);
  abort.abort();
  expect(await fault).toMatchObject({ code: 'asterisk.stopping', status: 503 });
});
