import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { asteriskIsThere } from '@callbus/asterisk-lab';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rejection } from '../wire/support/stops.ts';
import { hears, Stand } from './command-stand.ts';

const NARROW = { user: 'narrow', secret: 'fictional-secret-2' };
const LOOKING = { user: 'looking', secret: 'fictional-secret-3' };

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`rights on Asterisk ${version}`, () => {
    let stand: Stand;
    beforeAll(async () => {
      stand = await Stand.start(version, '');
      const users = [
        { ...NARROW, write: 'call,originate' },
        { ...LOOKING, write: 'agent' },
      ].map(({ user, secret, write }) => `\n[${user}]\nsecret=${secret}\nread=call\nwrite=${write}\n`);
      appendFileSync(join(stand.lab.plan.dir, 'etc/manager.conf'), users.join(''));
      await stand.do('action', { action: 'Command', params: { Command: 'manager reload' } });
    });
    afterEach(() => stand.quiet());
    afterAll(() => stand?.stop());

    test('call and originate are enough for every command but the raw one', async () => {
      await stand.as(NARROW, async (give) => {
        const number = stand.customer();
        const ringing = stand.lab.phone('100').expect({ from: number });
        const coming = stand.lab.outside.expect({ to: number });
        const placed = give('makeCall', { extension: '100', number });
        const agent = await ringing;
        await agent.answer();
        const customer = await coming;
        await customer.answer();
        expect(await placed).toMatchObject({ customer: 'answered' });

        const next = stand.lab.phone('103').expect({});
        await give('attendedTransfer', { phase: 'start', extension: '100', to: '103' });
        const asked = await next;
        await give('attendedTransfer', { phase: 'cancel', extension: '100' });
        await asked.ended;
        await Promise.all([hears(agent), hears(customer)]);

        const second = stand.lab.phone('101').expect({});
        await give('blindTransfer', { extension: '100', to: '101' });
        const other = await second;
        await other.answer();
        await Promise.all([hears(other), hears(customer)]);
        expect(await rejection(give('redirect', { extension: '101', to: '555' }))).toMatchObject({
          code: 'asterisk.nodestination',
        });
        await give('hangup', { extension: '101' });
        await Promise.all([customer.ended, agent.ended]);
      });
    });

    test('what is missing is named', async () => {
      await stand.as(LOOKING, async (give) => {
        for (const [verb, parameters, action] of [
          ['makeCall', { extension: '100', number: stand.customer() }, 'Originate'],
          ['hangup', { extension: '100' }, 'Status'],
          ['action', { action: 'Command', params: { Command: 'core show version' } }, 'Command'],
        ] as const) {
          const fault = await rejection(give(verb, parameters));
          expect(fault).toMatchObject({ code: 'asterisk.right', status: 403 });
          expect(fault.message).toContain(action);
        }
      });
    });
  });
}
