import { asteriskIsThere } from '@callbus/asterisk-lab';
import { EventType } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HandTimers } from '../wire/support/hand-timers.ts';
import { rejection } from '../wire/support/stops.ts';
import { hears, ORIGINATE, Stand } from './command-stand.ts';

const DIALPLAN = `
[phones]
exten => _1XX,1,Dial(PJSIP/\${EXTEN},20)
 same => n,Hangup()
[naked]
exten => _7XXXXXXXXXX,1,Dial(PJSIP/\${EXTEN}@itsp,20)
`;

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`click-to-call on Asterisk ${version}`, () => {
    let stand: Stand;
    beforeAll(async () => {
      stand = await Stand.start(version, DIALPLAN);
    });
    afterEach(() => stand.quiet());
    afterAll(() => stand?.stop());

    test('answers when the customer does, and both hear each other', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const coming = stand.lab.outside.expect({ to: number });
      const result = stand.do('makeCall', { extension: '100', number });
      const agent = await ringing;
      await agent.answer();
      const customer = await coming;
      await customer.answer();
      const { call, ...placed } = await result;
      expect(placed).toEqual({ customer: 'answered' });
      expect(stand.told(call).map(({ nativeId }) => nativeId)).toContain(call);
      await Promise.all([hears(agent), hears(customer)]);
      customer.hangup();
      await agent.ended;
    });

    test('shows the employee the customer, and the dialplan the employee', async () => {
      for (const channel of ['PJSIP/{extension}', 'Local/{extension}@phones']) {
        const number = stand.customer();
        const ringing = stand.lab.phone('100').expect({});
        const coming = stand.lab.outside.expect({ to: number });
        const config = { originate: { ...ORIGINATE, channel, context: 'naked' } };
        const result = stand.do('makeCall', { extension: '100', number }, { config });
        const agent = await ringing;
        expect(agent.leg.number).toBe(number);
        await agent.answer();
        const customer = await coming;
        expect(customer.leg.number).toBe('100');
        await customer.answer();
        expect(await result).toMatchObject({ customer: 'answered' });
        await Promise.all([hears(agent), hears(customer)]);
        agent.hangup();
        await customer.ended;
        await stand.quiet();
      }
    });

    test('says that a customer is busy', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const coming = stand.lab.outside.expect({ to: number, ring: false });
      const result = stand.do('makeCall', { extension: '100', number });
      const agent = await ringing;
      await agent.answer();
      (await coming).refuse(486);
      expect(await result).toMatchObject({ customer: 'busy', cause: { event: 'busy', q850: 17 } });
      agent.hangup();
    });

    test('says that a customer declines', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const coming = stand.lab.outside.expect({ to: number });
      const result = stand.do('makeCall', { extension: '100', number });
      await (await ringing).answer();
      (await coming).refuse(603);
      expect(await result).toMatchObject({ customer: 'declined', cause: { event: 'rejected' } });
    });

    test('says that a customer does not pick up', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const result = stand.do('makeCall', { extension: '100', number });
      await (await ringing).answer();
      expect(await result).toMatchObject({ customer: 'noanswer' });
    });

    test('says that a line is dead', async () => {
      const ringing = stand.lab.phone('100').expect({});
      const result = stand.do('makeCall', { extension: '100', number: '79990000001' });
      await (await ringing).answer();
      expect(await result).toMatchObject({ customer: 'failed', cause: { event: 'destNotObtainable' } });
    });

    test('says that the employee gave up first', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const coming = stand.lab.outside.expect({ to: number });
      const result = stand.do('makeCall', { extension: '100', number });
      const agent = await ringing;
      await agent.answer();
      await coming;
      agent.hangup();
      expect(await result).toMatchObject({ customer: 'cancelled' });
    });

    test('says that the customer still rings when time is up', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const coming = stand.lab.outside.expect({ to: number });
      const timers = new HandTimers();
      const config = { originate: { ...ORIGINATE, context: 'naked' } };
      const result = stand.do('makeCall', { extension: '100', number }, { config, timers });
      const agent = await ringing;
      await agent.answer();
      const customer = await coming;
      await until('the ringing', () => stand.toldOf(number).includes(EventType.DELIVERED));
      await timers.runOut(60_000);
      expect(await result).toMatchObject({ customer: 'ringing' });
      agent.hangup();
      await customer.ended;
    });

    test('does not wait where it is told so, and names the call', async () => {
      const number = stand.customer();
      const ringing = stand.lab.phone('100').expect({ from: number });
      const { call, customer } = await stand.do('makeCall', { extension: '100', number, waitMs: 0 });
      expect(customer).toBe('waiting');
      const agent = await ringing;
      await until('its events', () => stand.told(call).length > 0);
      agent.refuse(486);
    });

    test('is a fault where the employee does not pick up, and the customer is not called', async () => {
      for (const channel of ['PJSIP/{extension}', 'Local/{extension}@phones']) {
        const number = stand.customer();
        const ringing = stand.lab.phone('100').expect({ from: number });
        const config = { originate: { ...ORIGINATE, channel, timeoutMs: 1_500 } };
        const fault = await rejection(stand.do('makeCall', { extension: '100', number }, { config }));
        await ringing;
        expect(fault).toMatchObject({ code: 'asterisk.agent-noanswer', status: 422 });
        expect(stand.lab.outside.legs.filter((leg) => leg.number === number)).toEqual([]);
        await stand.quiet();
      }
    });

    test('is a fault where the employee refuses', async () => {
      for (const [channel, status] of [
        ['PJSIP/{extension}', 486],
        ['PJSIP/{extension}', 603],
        ['Local/{extension}@phones', 486],
      ] as const) {
        const number = stand.customer();
        const ringing = stand.lab.phone('100').expect({ from: number });
        const config = { originate: { ...ORIGINATE, channel } };
        const result = rejection(stand.do('makeCall', { extension: '100', number }, { config }));
        (await ringing).refuse(status);
        expect(await result).toMatchObject({ code: 'asterisk.agent-refused', status: 422 });
        await stand.quiet();
      }
    });

    test('is a fault where the employee has no phone', async () => {
      const fault = await rejection(stand.do('makeCall', { extension: '199', number: stand.customer() }));
      expect(fault).toMatchObject({ code: 'asterisk.agent-away', status: 422 });
    });

    test('rings nobody for a number that the dialplan has not', async () => {
      const fault = await rejection(stand.do('makeCall', { extension: '100', number: '*55' }));
      expect(fault).toMatchObject({ code: 'asterisk.nodestination', status: 422 });
      expect(fault.message).toContain('*55');
    });

    test('reaches a colleague', async () => {
      const ringing = stand.lab.phone('100').expect({ from: '101' });
      const coming = stand.lab.phone('101').expect({ from: '100' });
      const result = stand.do('makeCall', { extension: '100', number: '101' });
      const agent = await ringing;
      await agent.answer();
      const colleague = await coming;
      await colleague.answer();
      expect(await result).toMatchObject({ customer: 'answered' });
      agent.hangup();
      await colleague.ended;
    });
  });
}
