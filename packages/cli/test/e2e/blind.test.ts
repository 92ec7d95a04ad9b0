import { AsteriskLab, asteriskIsThere, type Call, DIDS } from '@callbus/asterisk-lab';
import { until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Cable } from './cable.ts';
import { type Process, Site } from './site.ts';

interface CallRecord {
  direction: string;
  status: string;
  externalNumberRaw: string;
  answeredBy: string | null;
  talkSeconds: number | null;
  answeredAt: string;
  endedAt: string;
  endedBy: string;
  evidence: string;
  state: string;
  revision: number;
  did: string | null;
}

interface Health {
  links: { link: string; state: string }[];
}

/** Both versions and both transports; the other two pairs have no road of their own. */
const SERVERS = [
  [22, 'ami'],
  [16, 'ajam'],
] as const;
/** Milliseconds; a busy machine takes its time to start a server and a house. */
const SLOW = 180_000;
let serial = 0;

/** A number nobody else calls from. */
const fresh = (): string => `7916${String(2_000_000 + ++serial)}`;

for (const [version, transport] of SERVERS) {
  const there = await asteriskIsThere(version);
  describe.skipIf(!there)(`Asterisk ${version} over ${transport}`, () => {
    let lab: AsteriskLab;
    let cable: Cable;
    let site: Site;
    let up: Process;
    beforeAll(async () => {
      lab = await AsteriskLab.start({ version });
    });
    afterAll(() => lab.stop());
    afterEach(async () => {
      await site.dispose();
      await cable.stop();
    });

    async function open(): Promise<void> {
      cable = await Cable.lay(transport === 'ami' ? lab.ports.ami : lab.ports.http);
      const { user, secret } = lab.login();
      const where =
        transport === 'ami'
          ? `host: 127.0.0.1, port: ${cable.port}`
          : `transport: ajam, url: "http://127.0.0.1:${cable.port}"`;
      site = await Site.create(
        `adapters:\n  - { id: office, type: asterisk, ${where}, username: ${user}, secret: "${secret}", trunks: ["^PJSIP/itsp"], extensions: "^1\\\\d\\\\d$" }`,
      );
      up = await site.up();
      await linked('ok');
    }

    const linked = (state: string): Promise<true> =>
      until(
        `the link is ${state}`,
        async () => {
          const health = await site.get<Health>('/healthz').catch(() => undefined);
          return health?.links.some((l) => l.link === `office.${transport}` && l.state === state);
        },
        60_000,
      );

    const records = async (): Promise<CallRecord[]> =>
      (await site.get<{ items: CallRecord[] }>('/api/v1/calls')).items;

    const recordOf = (number: string): Promise<CallRecord> =>
      until(
        `the record of ${number}`,
        async () =>
          (await records()).find((r) => r.externalNumberRaw === number && r.state !== 'provisional'),
        60_000,
      );

    /** Waits until core knows that somebody talks with this number. */
    const running = (number: string): Promise<true> =>
      until(
        `the running call of ${number}`,
        async () => {
          const { items } = await site.get<{ items: unknown[] }>('/api/v1/live');
          const calls = items.map((item) => JSON.stringify(item));
          return calls.some((call) => call.includes(number) && call.includes('"answered"'));
        },
        30_000,
      );

    async function talk(number: string): Promise<{ customer: Call; phone: Call }> {
      const coming = lab.phone('100').expect({ from: number });
      const customer = await lab.outside.call(DIDS.phone, { number });
      const phone = await coming;
      await customer.rang;
      await phone.answer();
      await customer.answered;
      await running(number);
      return { customer, phone };
    }

    /** The talk went on from before a moment until after another, and was counted over both. */
    function expectTalkOver(
      { answeredAt, endedAt, talkSeconds }: CallRecord,
      from: number,
      to: number,
    ): void {
      expect(Date.parse(answeredAt)).toBeLessThanOrEqual(from);
      expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(to);
      // Told to a tenth.
      expect((talkSeconds ?? 0) * 1_000 + 50).toBeGreaterThanOrEqual(to - from);
    }

    test('a call that goes on over a cut of the network is one call, marked', {
      timeout: SLOW,
    }, async () => {
      await open();
      const number = fresh();
      const { customer, phone } = await talk(number);
      const cutAt = Date.now();
      cable.cut();
      await linked('degraded');
      cable.mend();
      await linked('ok');
      const mendedAt = Date.now();
      customer.hangup();
      await phone.ended;
      const record = await recordOf(number);
      expect(record).toMatchObject({
        direction: 'inbound',
        status: 'answered',
        answeredBy: '100',
        did: DIDS.phone,
        endedBy: 'customer',
        evidence: 'partial',
      });
      expectTalkOver(record, cutAt, mendedAt);
      expect(await records()).toHaveLength(1);
    });

    test('a call that ends while nobody hears is closed, marked, and its end is not made up', {
      timeout: SLOW,
    }, async () => {
      await open();
      const number = fresh();
      const { customer, phone } = await talk(number);
      cable.cut();
      await linked('degraded');
      customer.hangup();
      await phone.ended;
      cable.mend();
      expect(await recordOf(number)).toMatchObject({
        status: 'answered',
        answeredBy: '100',
        talkSeconds: null,
        endedBy: 'unknown',
        evidence: 'partial',
      });
      const next = fresh();
      const after = await talk(next);
      after.customer.hangup();
      expect(await recordOf(next)).toMatchObject({ status: 'answered', evidence: 'full' });
      expect(await records()).toHaveLength(2);
    });

    test('Asterisk killed in mid-call and started again', { timeout: SLOW }, async () => {
      await open();
      const number = fresh();
      await talk(number);
      await lab.kill();
      await linked('degraded');
      await lab.launch();
      expect(await recordOf(number)).toMatchObject({
        status: 'answered',
        talkSeconds: null,
        evidence: 'partial',
      });
      await linked('ok');
      expect(await records()).toHaveLength(1);
    });

    test('the adapter killed in mid-call: what goes on is one call, what ended is closed', {
      timeout: SLOW,
    }, async () => {
      await open();
      const [stays, ends] = [fresh(), fresh()];
      const first = await talk(stays);
      const coming = lab.phone('101').expect({ from: ends });
      const second = await lab.outside.call(DIDS.ringGroup, { number: ends });
      const phone = await coming;
      await phone.answer();
      await second.answered;
      await running(ends);
      const killedAt = Date.now();
      await up.end('SIGKILL');
      second.hangup();
      await phone.ended;
      up = await site.up();
      expect(await recordOf(ends)).toMatchObject({
        status: 'answered',
        talkSeconds: null,
        evidence: 'partial',
      });
      await linked('ok');
      const backAt = Date.now();
      first.customer.hangup();
      const record = await recordOf(stays);
      expect(record).toMatchObject({
        status: 'answered',
        answeredBy: '100',
        did: DIDS.phone,
        endedBy: 'customer',
        evidence: 'partial',
      });
      expectTalkOver(record, killedAt, backAt);
      expect(await records()).toHaveLength(2);
    });

    test('a second log-in of the same user disturbs nothing', { timeout: SLOW }, async () => {
      await open();
      const number = fresh();
      const { customer, phone } = await talk(number);
      const other = await lab.manager();
      await other.action({ Action: 'Events', EventMask: 'off' });
      await other.action({ Action: 'Logoff' }).catch(() => undefined);
      other.close();
      phone.hangup();
      await customer.ended;
      expect(await recordOf(number)).toMatchObject({
        status: 'answered',
        endedBy: 'employee',
        evidence: 'full',
      });
      expect(await records()).toHaveLength(1);
    });
  });
}
