import { asteriskIsThere } from '@callbus/asterisk-lab';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rejection } from '../wire/support/stops.ts';
import { Stand } from './command-stand.ts';

interface Answer {
  response: Record<string, string | string[]>;
  events: Record<string, string | string[]>[];
}

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`any action on Asterisk ${version}`, () => {
    let stand: Stand;
    beforeAll(async () => {
      stand = await Stand.start(version, '');
    });
    afterAll(() => stand?.stop());

    const ask = async (action: string, params = {}, more = {}): Promise<Answer> =>
      (await stand.do('action', { action, params, ...more })) as unknown as Answer;

    test('brings a list to its end', async () => {
      const { phone: agent, customer } = await stand.talk();
      const { response, events } = await ask('CoreShowChannels');
      expect(response.Response).toBe('Success');
      expect(events.map((e) => e.Event)).toEqual([
        'CoreShowChannel',
        'CoreShowChannel',
        'CoreShowChannelsComplete',
      ]);
      agent.hangup();
      await customer.ended;
    });

    test('brings every list that this server has to its end', async () => {
      const lists = [
        'Agents',
        'BridgeList',
        'ConfbridgeListRooms',
        'DeviceStateList',
        'ExtensionStateList',
        'ParkedCalls',
        'Parkinglots',
        'PJSIPShowAors',
        'PJSIPShowAuths',
        'PJSIPShowContacts',
        'PJSIPShowEndpoints',
        'PJSIPShowRegistrationsInbound',
        'PJSIPShowRegistrationsOutbound',
        'PresenceStateList',
        'QueueStatus',
        'QueueSummary',
        'Status',
      ];
      for (const name of lists) {
        const { response, events } = await ask(name);
        const last = String(events.at(-1)?.Event ?? '');
        // Those that have nothing to show may say so in the answer itself.
        expect([name, last.endsWith('Complete') || response.Response === 'Error']).toEqual([name, true]);
      }
    });

    test('gives the lines of a command as a list', async () => {
      const { response } = await ask('Command', { Command: 'core show channels' });
      expect(response.Output).toEqual(expect.arrayContaining(['0 active channels']));
    });

    test('sets variables as they are', async () => {
      const value = 'a, "b" and c\\d = e';
      await ask('Setvar', { Variable: 'CALLBUS_TEST', Value: 'x' });
      const { response } = await ask('Getvar', { Variable: 'CALLBUS_TEST' });
      expect(response.Value).toBe('x');
      await ask(
        'Originate',
        {
          Channel: 'Local/600@internal',
          Application: 'Wait',
          Data: '5',
          Async: true,
          ChannelId: 'callbus-var',
        },
        { variables: { TAG: value } },
      );
      await until('the variable', async () => {
        const { events } = await ask('Status', { Variables: 'TAG' });
        return events.some((event) => event.Variable === `TAG=${value}`);
      });
      await ask('Hangup', { Channel: '/^Local/' });
      await stand.quiet();
    });

    test('hides secrets', async () => {
      const { sipPassword } = stand.lab.plan;
      const secret = stand.lab.login('clean').secret;
      const answers = [
        await ask('PJSIPShowAuths'),
        await ask('GetConfig', { Filename: 'pjsip.conf' }),
        await ask('GetConfig', { Filename: 'manager.conf' }),
        await ask('GetConfigJSON', { Filename: 'manager.conf' }),
        await ask('Command', { Command: 'pjsip show auth 103-auth' }),
      ];
      const text = JSON.stringify(answers);
      expect([text.includes(sipPassword), text.includes(secret)]).toEqual([false, false]);
      expect(answers.map((a) => JSON.stringify(a).includes('***'))).toEqual([true, true, true, true, true]);
      expect(text).toContain('103-auth');
    });

    test('gives a refusal of the server as it is', async () => {
      expect((await ask('Hangup', { Channel: 'PJSIP/100-none' })).response).toMatchObject({
        Response: 'Error',
        Message: 'No such channel',
      });
    });

    test('names an action there is not', async () => {
      const fault = await rejection(ask('Teleport'));
      expect(fault).toMatchObject({ code: 'asterisk.noaction', status: 404 });
      expect(fault.message).toContain('Teleport');
    });

    test('lets no line break through', async () => {
      for (const [params, field] of [
        [{ Channel: 'PJSIP/100\r\nAction: Originate' }, 'Channel'],
        [{ 'Channel\r\nAction': 'Originate' }, 'Channel'],
        [{ Channel: ['a', 'b\n\nAction: Logoff'] }, 'Channel'],
        [{ ActionID: 'mine' }, 'ActionID'],
      ] as const) {
        const fault = await rejection(ask('Hangup', params));
        expect(fault).toMatchObject({ code: 'asterisk.parameter', status: 400 });
        expect(fault.message).toContain(field);
      }
      const fault = await rejection(ask('Originate', {}, { variables: { A: 'x\r\nAction: Logoff' } }));
      expect(fault).toMatchObject({ code: 'asterisk.parameter', status: 400 });
      expect(stand.link.up).toBe(true);
    });
  });
}
