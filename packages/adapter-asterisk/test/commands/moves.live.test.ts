import { asteriskIsThere, DIDS } from '@callbus/asterisk-lab';
import { EventType } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rejection } from '../wire/support/stops.ts';
import { hears, Stand } from './command-stand.ts';

// A conversation that may not be transferred: Dial without t and T.
const DIALPLAN = `
[internal](+)
exten => 900,1,Dial(PJSIP/102,20)
`;

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`moving calls on Asterisk ${version}`, () => {
    let stand: Stand;
    beforeAll(async () => {
      stand = await Stand.start(version, DIALPLAN);
    });
    afterEach(() => stand.quiet());
    afterAll(() => stand?.stop());

    const phone = (extension: string) => stand.lab.phone(extension);

    describe('hangup', () => {
      test('ends the employee’s current call', async () => {
        const { customer, phone: agent } = await stand.talk();
        const { call, channels } = await stand.do('hangup', { extension: '100' });
        expect(channels).toEqual([expect.stringMatching(/^PJSIP\/100-/)]);
        expect((await agent.ended).endedBy).toBe('server');
        expect((await customer.ended).endedBy).toBe('server');
        expect(stand.told(call).length).toBeGreaterThan(0);
      });

      test('refuses for a phone that rings', async () => {
        const coming = phone('100').expect({});
        const customer = await stand.lab.outside.call('3333333', { number: stand.customer() });
        const ringing = await coming;
        await stand.do('hangup', { extension: '100' });
        expect((await ringing.ended).how).toBe('cancel');
        await customer.ended;
      });

      test('ends a whole call by its native id', async () => {
        const { customer, phone: agent, number } = await stand.talk();
        const { events } = await stand.link.request({ action: 'CoreShowChannels' });
        const call = events.find((e) => e.CallerIDNum === number)?.Linkedid;
        const ended = await stand.do('hangup', { call });
        expect(ended.call).toBe(call);
        await Promise.all([customer.ended, agent.ended]);
      });

      test('ends one channel by its name', async () => {
        const { customer, phone: agent } = await stand.talk();
        const { events } = await stand.link.request({ action: 'CoreShowChannels' });
        const channel = events.map((e) => String(e.Channel)).find((name) => name.startsWith('PJSIP/itsp-'));
        expect(await stand.do('hangup', { channel })).toMatchObject({ channels: [channel] });
        await Promise.all([customer.ended, agent.ended]);
      });

      test('is a fault where there is no such call', async () => {
        for (const who of [{ extension: '100' }, { call: '1.1' }, { channel: '/PJSIP.*/' }])
          expect(await rejection(stand.do('hangup', who))).toMatchObject({
            code: 'asterisk.nocall',
            status: 404,
          });
      });

      test('asks which of two calls', async () => {
        const { customer } = await stand.talk();
        const coming = phone('100').expect({});
        const second = await stand.lab.outside.call('3333333', { number: stand.customer() });
        await coming;
        const fault = await rejection(stand.do('hangup', { extension: '100' }));
        expect(fault).toMatchObject({ code: 'asterisk.several', status: 409 });
        customer.hangup();
        second.hangup();
      });
    });

    describe('redirect', () => {
      test('sends the customer elsewhere while the phone rings', async () => {
        const number = stand.customer();
        const coming = phone('100').expect({ from: number });
        const customer = await stand.lab.outside.call('3333333', { number });
        const first = await coming;
        const next = phone('102').expect({ from: number });
        await stand.do('redirect', { extension: '100', to: '102' });
        const second = await next;
        await second.answer();
        await first.ended;
        await Promise.all([hears(customer), hears(second)]);
        customer.hangup();
      });

      test('sends the customer elsewhere out of a conversation', async () => {
        const { number, customer, phone: agent } = await stand.talk();
        const next = phone('102').expect({ from: number });
        await stand.do('redirect', { extension: '100', to: '102', context: 'internal' });
        const second = await next;
        await second.answer();
        await agent.ended;
        await Promise.all([hears(customer), hears(second)]);
        customer.hangup();
      });
    });

    describe('blind transfer', () => {
      test('puts the customer through and lets the employee go', async () => {
        const { number, customer, phone: agent } = await stand.talk();
        const next = phone('101').expect({ from: number });
        const { call } = await stand.do('blindTransfer', { extension: '100', to: '101' });
        const second = await next;
        await agent.ended;
        await second.answer();
        await Promise.all([hears(customer), hears(second)]);
        await until('the transfer', () =>
          stand.told(call).some(({ type }) => type === EventType.TRANSFERRED),
        );
        customer.hangup();
      });

      test('puts a customer through who was called', async () => {
        const number = stand.customer();
        const coming = stand.lab.outside.expect({ to: number });
        const agent = await phone('100').call(number);
        const customer = await coming;
        await customer.answer();
        await agent.answered;
        await stand.bridged('100');
        const next = phone('101').expect({});
        await stand.do('blindTransfer', { extension: '100', to: '101' });
        const second = await next;
        await second.answer();
        await Promise.all([hears(customer), hears(second)]);
        customer.hangup();
      });

      test('does not lose the customer to a number there is not', async () => {
        const { customer, phone: agent } = await stand.talk();
        for (const verb of ['blindTransfer', 'redirect'] as const)
          expect(await rejection(stand.do(verb, { extension: '100', to: '555' }))).toMatchObject({
            code: 'asterisk.nodestination',
            status: 422,
          });
        await Promise.all([hears(customer), hears(agent)]);
        customer.hangup();
      });

      test('waits for nobody who only rings', async () => {
        const coming = phone('100').expect({});
        const customer = await stand.lab.outside.call('3333333', { number: stand.customer() });
        await coming;
        const fault = await rejection(stand.do('blindTransfer', { extension: '100', to: '101' }));
        expect(fault).toMatchObject({ code: 'asterisk.state', status: 409 });
        customer.hangup();
      });
    });

    describe('attended transfer', () => {
      const start = async (did?: string) => {
        const talk = await stand.talk('100', did);
        const coming = phone('103').expect({});
        const started = await stand.do('attendedTransfer', { phase: 'start', extension: '100', to: '103' });
        return { ...talk, started, asked: await coming };
      };

      test('is completed after a word', async () => {
        const { customer, phone: agent, asked, started } = await start();
        expect(started).toMatchObject({ phase: 'start', consultation: 'ringing' });
        await asked.answer();
        await Promise.all([hears(agent), hears(asked)]);
        await stand.do('attendedTransfer', { phase: 'complete', extension: '100' });
        await agent.ended;
        await Promise.all([hears(customer), hears(asked)]);
        await until('the transfer', () =>
          stand.told(started.call).some(({ type }) => type === EventType.TRANSFERRED),
        );
        customer.hangup();
        await asked.ended;
      });

      test('is completed while the other one still rings', async () => {
        const { customer, phone: agent, asked } = await start();
        await stand.do('attendedTransfer', { phase: 'complete', extension: '100' });
        await agent.ended;
        await asked.answer();
        await Promise.all([hears(customer), hears(asked)]);
        customer.hangup();
        await asked.ended;
      });

      test('is cancelled while the other one rings', async () => {
        const { customer, phone: agent, asked } = await start();
        await stand.do('attendedTransfer', { phase: 'cancel', extension: '100' });
        await asked.ended;
        await Promise.all([hears(customer), hears(agent)]);
        customer.hangup();
      });

      test('is cancelled after a word', async () => {
        const { customer, phone: agent, asked } = await start();
        await asked.answer();
        await Promise.all([hears(agent), hears(asked)]);
        await stand.do('attendedTransfer', { phase: 'cancel', extension: '100' });
        await asked.ended;
        await Promise.all([hears(customer), hears(agent)]);
        customer.hangup();
      });

      test('works where the phones were called through Local channels', async () => {
        const number = stand.customer();
        const coming = phone('100').expect({ from: number });
        const customer = await stand.lab.outside.call(DIDS.localRingGroup, { number });
        const agent = await coming;
        await agent.answer();
        await customer.answered;
        await stand.bridged('100');
        const next = phone('103').expect({});
        await stand.do('attendedTransfer', { phase: 'start', extension: '100', to: '103' });
        const asked = await next;
        await asked.answer();
        await Promise.all([hears(agent), hears(asked)]);
        await stand.do('attendedTransfer', { phase: 'complete', extension: '100' });
        await Promise.all([hears(customer), hears(asked)]);
        customer.hangup();
        await asked.ended;
      });

      test('tells that the other one is busy, and the customer is back', async () => {
        const { customer, phone: agent } = await stand.talk();
        const coming = phone('103').expect({ ring: false });
        const started = stand.do('attendedTransfer', { phase: 'start', extension: '100', to: '103' });
        (await coming).refuse(486);
        expect(await started).toMatchObject({ consultation: 'busy' });
        await Promise.all([hears(customer), hears(agent)]);
        customer.hangup();
        await agent.ended;
      });

      test('is neither completed nor cancelled where none was begun', async () => {
        const { customer, phone: agent } = await stand.talk();
        for (const phase of ['complete', 'cancel'])
          expect(await rejection(stand.do('attendedTransfer', { phase, extension: '100' }))).toMatchObject({
            code: 'asterisk.state',
            status: 409,
          });
        await Promise.all([hears(customer), hears(agent)]);
        customer.hangup();
      });

      test('is begun once', async () => {
        const { customer, asked, phone: agent } = await start();
        const again = stand.do('attendedTransfer', { phase: 'start', extension: '100', to: '101' });
        expect(await rejection(again)).toMatchObject({ code: 'asterisk.state', status: 409 });
        agent.hangup();
        customer.hangup();
        await asked.ended;
      });

      test('says so where the dialplan does not allow it', async () => {
        const coming = phone('102').expect({});
        const caller = await phone('101').call('900');
        const called = await coming;
        await called.answer();
        await caller.answered;
        await stand.bridged('102');
        const fault = await rejection(
          stand.do('attendedTransfer', { phase: 'start', extension: '102', to: '103' }),
        );
        expect(fault).toMatchObject({ code: 'asterisk.notransfer', status: 422 });
        await Promise.all([hears(caller), hears(called)]);
        caller.hangup();
      });
    });

    test('parks the customer, and names the space', async () => {
      const { customer, phone: agent } = await stand.talk();
      const { space } = await stand.do('park', { extension: '100' });
      await agent.ended;
      const helper = await phone('102').call(String(space));
      await helper.answered;
      await Promise.all([hears(customer), hears(helper)]);
      customer.hangup();
      await helper.ended;
    });
  });
}
