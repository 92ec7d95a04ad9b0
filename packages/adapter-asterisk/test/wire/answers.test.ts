import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/wire/message.ts';
import { amiStand } from './support/ami-link.ts';
import { USERNAME } from './support/ami-server.ts';
import { HandTimers } from './support/hand-timers.ts';
import { rejection } from './support/stops.ts';

const { serve, connect } = amiStand();

describe('answers', () => {
  test('an answer is known by its id, whatever comes between', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (!text(action, 'Action').startsWith('Get')) return false;
        if (visitor.actions.length < 4) return true;
        for (const each of visitor.actions.slice(2).reverse()) {
          visitor.say(['Event: Newchannel', 'Channel: PJSIP/100-00000001']);
          visitor.reply(each, 'Success', `Value: ${text(each, 'Variable')}`);
        }
        return true;
      },
    });
    const watched = connect(server.port);
    await watched.told('up');
    const replies = await Promise.all(
      ['a', 'b'].map((Variable) => watched.link.request({ action: 'Getvar', params: { Variable } })),
    );
    expect(replies.map(({ response }) => response.Value)).toEqual(['a', 'b']);
    expect(watched.names).toEqual(['Newchannel', 'Newchannel']);
  });

  test('OriginateResponse is an event and not the answer', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'Originate') return false;
        const id = `ActionID: ${text(action, 'ActionID')}`;
        visitor.say(['Event: OriginateResponse', 'Privilege: call,all', id, 'Response: Failure']);
        visitor.reply(action, 'Success', 'Message: Originate successfully queued');
        return true;
      },
    });
    const watched = connect(server.port);
    await watched.told('up');
    const reply = await watched.link.request({ action: 'Originate', params: { Async: true } });
    expect(reply.events).toEqual([]);
    expect(reply.response).toMatchObject({ Response: 'Success', Message: 'Originate successfully queued' });
    expect(watched.events).toMatchObject([{ Event: 'OriginateResponse', Response: 'Failure' }]);
  });

  test('a list that never ends is given up before it has taken the memory', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'Status') return false;
        const id = `ActionID: ${text(action, 'ActionID')}`;
        visitor.reply(action, 'Success', 'EventList: start');
        const variables = Array.from({ length: 500 }, (_, n) => `Variable: v${n}=1`);
        const item = Buffer.from(`${['Event: Status', id, ...variables].join('\r\n')}\r\n\r\n`);
        const { socket } = visitor;
        const more = (): void => {
          while (!socket.destroyed && socket.write(item));
        };
        socket.on('drain', more);
        more();
        return true;
      },
    });
    const watched = connect(server.port);
    await watched.told('up');
    const error = await rejection(watched.link.request({ action: 'Status' }, { timeoutMs: 3_600_000 }));
    expect(error).toMatchObject({ code: 'asterisk.answer' });
    // What still comes of it is nobody's event.
    expect(watched.names).toEqual([]);
  });

  test.each(['Complete', 'cancelled'])('a list is whole when its last event says %s', async (last) => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') !== 'CoreShowChannels') return false;
        const id = `ActionID: ${text(action, 'ActionID')}`;
        visitor.reply(action, 'Success', 'EventList: start', 'Message: Channels will follow');
        visitor.say(['Event: CoreShowChannel', id, 'Channel: PJSIP/100-00000001']);
        visitor.say(['Event: Newstate', 'Channel: PJSIP/100-00000001']);
        visitor.say(['Event: CoreShowChannel', 'Channel: PJSIP/101-00000002', id]);
        visitor.say(['Event: CoreShowChannelsDone', id, `EventList: ${last}`, 'ListItems: 2']);
        return true;
      },
    });
    // Items of a list come although nobody wants such events.
    const watched = connect(server.port, { wanted: (event) => event === 'Newstate' });
    await watched.told('up');
    const { response, events } = await watched.link.request({ action: 'CoreShowChannels' });
    expect(response.Message).toBe('Channels will follow');
    expect(events.map(({ Event, Channel }) => [Event, Channel])).toEqual([
      ['CoreShowChannel', 'PJSIP/100-00000001'],
      ['CoreShowChannel', 'PJSIP/101-00000002'],
      ['CoreShowChannelsDone', undefined],
    ]);
    expect(watched.names).toEqual(['Newstate']);
  });

  test('a late answer is rejected, and what comes of it later is nobody’s', async () => {
    const server = await serve({ script: (_, action) => text(action, 'Action') === 'Status' });
    const timers = new HandTimers();
    const watched = connect(server.port, { timers });
    await watched.told('up');
    const answer = watched.link.request({ action: 'Status' }, { timeoutMs: 7_000 });
    const late = rejection(answer);
    await until('the question', () => server.visitor.asked.includes('Status'));
    timers.pass(7_000);
    expect(await late).toMatchObject({ code: 'asterisk.noreply' });
    const action = server.visitor.actions.at(-1) ?? {};
    const id = `ActionID: ${text(action, 'ActionID')}`;
    server.visitor.reply(action, 'Success', 'EventList: start');
    server.visitor.say(['Event: Status', id], ['Event: StatusComplete', id], ['Event: Hangup']);
    await until('the event after it', () => watched.names.includes('Hangup'));
    expect(watched.names).toEqual(['Hangup']);
  });

  test('a missing right is named, any other error is an answer', async () => {
    const server = await serve({
      script: (visitor, action) => {
        if (text(action, 'Action') === 'Command')
          visitor.reply(action, 'Error', 'Message: Permission denied');
        else if (text(action, 'Action') === 'Redirect') {
          visitor.reply(action, 'Error', 'Message: Channel does not exist');
        } else return false;
        return true;
      },
    });
    const watched = connect(server.port);
    await watched.told('up');
    const denied = await rejection(watched.link.request({ action: 'Command' }));
    expect(denied).toMatchObject({ code: 'asterisk.right', action: 'Command' });
    expect(denied.message).toContain(USERNAME);
    const { response } = await watched.link.request({ action: 'Redirect' });
    expect(response).toMatchObject({ Response: 'Error', Message: 'Channel does not exist' });
  });

  test('a bad action is refused and the link goes on', async () => {
    const server = await serve();
    const watched = connect(server.port);
    await watched.told('up');
    const bad = watched.link.request({ action: 'Ping', params: { X: 'a\r\nb' } });
    expect(await rejection(bad)).toMatchObject({ code: 'asterisk.action' });
    expect((await watched.link.request({ action: 'Ping' })).response.Ping).toBe('Pong');
  });

  test('a listener that throws disturbs nobody', async () => {
    const server = await serve();
    const failures: unknown[] = [];
    const watched = connect(server.port, { onFailure: (error) => failures.push(error) });
    const fault = new Error('fault');
    const off = watched.link.events(() => {
      throw fault;
    });
    const after: string[] = [];
    watched.link.events((event) => after.push(text(event, 'Event')));
    await watched.told('up');
    server.visitor.say(['Event: Hold']);
    await until('the event', () => after.length === 1);
    off();
    server.visitor.say(['Event: Unhold']);
    await until('the other', () => after.length === 2);
    expect(failures).toEqual([fault]);
  });
});
