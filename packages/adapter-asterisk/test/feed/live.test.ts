import { AsteriskLab, asteriskIsThere, type Call, DIDS } from '@callbus/asterisk-lab';
import { EventType, Presence } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../src/doctor.ts';
import { setup, wanted } from '../../src/feed/filters.ts';
import { ajamLink, amiLink, type Config, type ManagerLink } from '../../src/index.ts';
import { type AmiMessage, text } from '../../src/wire/message.ts';
import { stopAfterEach } from '../wire/support/stops.ts';
import { SLOW, Stand, until } from './stand.ts';

let serial = 0;

for (const version of [22, 16] as const) {
  const there = await asteriskIsThere(version);
  describe.skipIf(!there)(`Asterisk ${version}`, () => {
    const stopLater = stopAfterEach();
    let lab: AsteriskLab;
    let nats: TestNats;
    beforeAll(async () => {
      [lab, nats] = await Promise.all([AsteriskLab.start({ version }), TestNats.start()]);
    });
    afterAll(async () => {
      await lab.stop();
      await nats.stop();
    });

    const blockOf = (transport: 'ami' | 'ajam'): Record<string, unknown> => {
      const { user, secret } = lab.login();
      const where =
        transport === 'ami'
          ? { port: lab.ports.ami }
          : { transport, host: undefined, url: `http://127.0.0.1:${lab.ports.http}` };
      return { ...where, username: user, secret };
    };

    const linkOf = (transport: 'ami' | 'ajam'): ManagerLink => {
      const { user: username, secret, port } = lab.login();
      const options = { username, secret, setup: setup(['CALL_TAG']) };
      return transport === 'ami'
        ? amiLink({ ...options, host: '127.0.0.1', port })
        : ajamLink({ ...options, url: `http://127.0.0.1:${lab.ports.http}` });
    };

    async function opened(transport: 'ami' | 'ajam', block: Record<string, unknown> = {}): Promise<Stand> {
      const bus = await nats.bus();
      for (const stream of ['CALLS', 'AGENTS']) await bus.jsm.streams.purge(stream);
      const stand = await Stand.start(nats, { ...blockOf(transport), ...block });
      stopLater(() => stand.stop());
      await stand.linked('ok');
      return stand;
    }

    /** A customer calls a line, 100 picks up, and the customer lets go when `during` is done. */
    async function call(did: string, during: (phone: Call) => Promise<unknown>): Promise<void> {
      const number = `7916${String(3_000_000 + ++serial)}`;
      const coming = lab.phone('100').expect({ from: number });
      const customer = await lab.outside.call(did, { number });
      const phone = await coming;
      await customer.rang;
      await phone.answer();
      await customer.answered;
      await during(phone);
      customer.hangup();
      await phone.ended;
    }

    describe.each(['ami', 'ajam'] as const)('over %s', (transport) => {
      test('sends what is of use and nothing else', { timeout: SLOW }, async () => {
        const link = linkOf(transport);
        const heard: AmiMessage[] = [];
        const up = new Promise<void>((resolve) =>
          link.onChange((change) => {
            if (change.state !== 'up') return;
            expect(change.refused).toEqual([]);
            resolve();
          }),
        );
        link.events((event) => heard.push(event));
        link.start();
        stopLater(() => link.stop());
        await up;
        await call(DIDS.recorded, async () => {
          await link.request({ action: 'Setvar', params: { Variable: 'CALL_TAG_NOT', Value: 'x' } });
          const channel = heard.find((event) => text(event, 'Event') === 'Newchannel');
          const Channel = text(channel ?? {}, 'Channel');
          await link.request({ action: 'Setvar', params: { Channel, Variable: 'CALL_TAG', Value: 'blue' } });
        });
        await until('the ends', () => heard.filter((e) => text(e, 'Event') === 'Hangup').length === 2);
        const names = new Set(heard.map((event) => text(event, 'Event')));
        expect([...names].filter((name) => !wanted(name))).toEqual([]);
        expect([...names]).toEqual(
          expect.arrayContaining([
            'Newchannel',
            'Newstate',
            'DialBegin',
            'DialState',
            'DialEnd',
            'BridgeEnter',
          ]),
        );
        const variables = heard.filter((e) => text(e, 'Event') === 'VarSet').map((e) => text(e, 'Variable'));
        expect(variables).toEqual(['MIXMONITOR_FILENAME', 'CALL_TAG']);
      });

      test('a call becomes events, with its recording and the variables that are wanted', {
        timeout: SLOW,
      }, async () => {
        const stand = await opened(transport, { events: { variables: ['CALL_TAG'] } });
        await call(DIDS.recorded, async () => {
          await stand.told(EventType.ESTABLISHED);
          const manager = await lab.manager();
          await manager.action({ Action: 'CoreShowChannels' });
          const line = await manager.event('CoreShowChannel', (e) =>
            e.get('Channel').startsWith('PJSIP/itsp-'),
          );
          await manager.action({
            Action: 'Setvar',
            Channel: line.get('Channel'),
            Variable: 'CALL_TAG',
            Value: 'green',
          });
          manager.close();
          await stand.told(EventType.CALL_INFORMATION);
        });
        const [cleared] = await stand.told(EventType.CALL_CLEARED);
        expect(cleared).toMatchObject({ did: DIDS.recorded, attributes: { CALL_TAG: 'green' } });
        const [recording] = await stand.told(EventType.RECORDING_READY);
        expect(recording?.recording?.file).toMatch(/^rec-\d+\.\d+\.wav$/);
        expect(stand.events.map(({ type }) => type)).toEqual([
          EventType.OFFERED,
          EventType.RECORDING_READY,
          EventType.DELIVERED,
          EventType.ESTABLISHED,
          EventType.CALL_INFORMATION,
          EventType.CONNECTION_CLEARED,
          EventType.CONNECTION_CLEARED,
          EventType.CALL_CLEARED,
        ]);
      });

      test('tells how employees stand', { timeout: SLOW }, async () => {
        const stand = await opened(transport);
        const last = (extension: string) => stand.agents.findLast((agent) => agent.extension === extension);
        const is = (extension: string, fits: (agent: NonNullable<ReturnType<typeof last>>) => boolean) =>
          until(`${extension} to be so`, () => {
            const agent = last(extension);
            return agent && fits(agent) ? agent : undefined;
          });
        const manager = await lab.manager();
        stopLater(async () => manager.close());
        expect(await is('101', ({ presence }) => presence === Presence.AVAILABLE)).toMatchObject({
          native: 'Idle',
          queue: 'support',
          loggedIn: true,
          paused: false,
          party: { extension: '101', name: 'Мария Орлова' },
        });
        const pause = (Paused: string) =>
          manager.action({
            Action: 'QueuePause',
            Interface: 'PJSIP/101',
            Paused,
            Reason: 'lunch',
          });
        await pause('true');
        expect(await is('101', ({ paused }) => paused === true)).toMatchObject({
          presence: Presence.AVAILABLE,
          reason: 'lunch',
          attributes: { 'queue.support': 'paused' },
        });
        await pause('false');
        await is('101', ({ paused }) => paused === false);

        const dnd = (Value: string) =>
          manager.action({ Action: 'Setvar', Variable: 'DEVICE_STATE(Custom:DND102)', Value });
        await dnd('INUSE');
        await is(
          '102',
          ({ presence, attributes }) => presence === Presence.DO_NOT_DISTURB && attributes.dnd === 'on',
        );
        await dnd('NOT_INUSE');
        await is(
          '102',
          ({ presence, attributes }) => presence === Presence.AVAILABLE && attributes.dnd === 'off',
        );

        await manager.action({ Action: 'QueueAdd', Queue: 'support', Interface: 'PJSIP/102' });
        await is('102', ({ queue, loggedIn }) => queue === 'support' && loggedIn === true);
        await manager.action({ Action: 'QueueRemove', Queue: 'support', Interface: 'PJSIP/102' });
        await is('102', ({ queue }) => queue === '');

        await call(DIDS.phone, () => is('100', ({ presence }) => presence === Presence.TALKING));
        await is('100', ({ presence }) => presence === Presence.AVAILABLE);
        expect(stand.agents.map(({ extension }) => extension)).not.toContain('itsp');
      });
    });

    test('doctor finds nothing wrong, and names a secret that is', { timeout: SLOW }, async () => {
      const block = {
        ...blockOf('ami'),
        host: '127.0.0.1',
        transport: 'ami',
        tls: false,
        login: 'auto',
        events: { variables: [] },
      };
      const [well, ...more] = await examine(block as unknown as Config);
      expect(more).toEqual([]);
      expect(well).toMatchObject({
        ok: true,
        detail: expect.stringContaining(`Asterisk ${lab.build.version}`),
      });
      const [bad] = await examine({ ...block, secret: 'guessed-secret' } as unknown as Config);
      expect(bad).toMatchObject({ ok: false, detail: expect.stringContaining('Authentication failed') });
      expect(JSON.stringify(bad)).not.toContain('guessed-secret');
    });
  });
}
