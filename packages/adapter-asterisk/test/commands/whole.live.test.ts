import { randomUUID } from 'node:crypto';
import { AsteriskLab, asteriskIsThere } from '@callbus/asterisk-lab';
import { CommandCodec, type CommandResult, CommandResultCodec, commandSubject } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stand } from '../feed/stand.ts';
import { hears } from './command-stand.ts';

const SLOW = 60_000;

describe.skipIf(!(await asteriskIsThere()))('commands over the bus', () => {
  let lab: AsteriskLab;
  let nats: TestNats;
  beforeAll(async () => {
    [lab, nats] = await Promise.all([AsteriskLab.start(), TestNats.start()]);
  });
  afterAll(async () => {
    await lab?.stop();
    await nats?.stop();
  });

  describe.each(['ami', 'ajam'] as const)('and %s', (transport) => {
    let stand: Stand;
    beforeAll(async () => {
      const { user: username, secret } = lab.login();
      const where =
        transport === 'ami'
          ? { port: lab.ports.ami }
          : { transport, host: undefined, url: `http://127.0.0.1:${lab.ports.http}` };
      const originate = { channel: 'PJSIP/{extension}', context: 'internal' };
      stand = await Stand.start(nats, { ...where, username, secret, originate });
      await stand.linked('ok');
    });
    afterAll(() => stand?.stop());

    const give = async (verb: string, parameters: Record<string, unknown>): Promise<CommandResult> => {
      const { extension, number } = parameters as { extension: string; number: string };
      const data = CommandCodec.encode({
        commandId: randomUUID(),
        instance: 'office',
        verb,
        ...(verb === 'makeCall'
          ? { makeCall: { extension, number } }
          : { parameters: JSON.stringify(parameters) }),
      });
      const reply = await stand.bus.request(commandSubject('office', verb), data, SLOW);
      return CommandResultCodec.decode(reply);
    };

    test('place a call, transfer it, look at the server, and end the call', { timeout: SLOW }, async () => {
      const number = transport === 'ami' ? '79162000101' : '79162000102';
      const ringing = lab.phone('100').expect({ from: number });
      const coming = lab.outside.expect({ to: number });
      const placed = give('makeCall', { extension: '100', number });
      const agent = await ringing;
      await agent.answer();
      const customer = await coming;
      await customer.answer();
      const result = await placed;
      const { call, ...outcome } = JSON.parse(result.result);
      expect([result.fault, outcome]).toEqual([null, { customer: 'answered' }]);
      await until('its events', () => stand.events.some(({ key }) => key === call));

      const next = lab.phone('103').expect({});
      const started = await give('attendedTransfer', { phase: 'start', call, to: '103' });
      expect([started.fault, JSON.parse(started.result).consultation]).toEqual([null, 'ringing']);
      const asked = await next;
      await asked.answer();
      await hears(asked);
      expect((await give('attendedTransfer', { phase: 'complete', extension: '100' })).fault).toBeNull();
      await Promise.all([agent.ended, hears(customer), hears(asked)]);

      const shown = JSON.parse((await give('action', { action: 'CoreShowChannels' })).result);
      expect(shown.events.at(-1)).toMatchObject({ Event: 'CoreShowChannelsComplete' });
      expect((await give('hangup', { call })).fault).toBeNull();
      await Promise.all([customer.ended, asked.ended]);
      await until('an empty switchboard', async () => {
        const { result: text } = await give('action', { action: 'CoreShowChannels' });
        return JSON.parse(text).events.length === 1;
      });
    });

    test('answer with a fault of their own', async () => {
      expect((await give('hangup', { extension: '101' })).fault).toMatchObject({
        code: 'asterisk.nocall',
        status: 404,
      });
    });
  });
});
