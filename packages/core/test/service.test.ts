import { BUCKETS } from '@callbus/contract';
import { ensureStreams } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { faultsOf } from './support/faults.ts';
import { onSite, type Site } from './support/site.ts';

const CALL = `
  0  offered      customer:89990000001  native=n-1
  1  delivered    100
  3  established  100
  9  cleared      by=customer
`;

/** The revisions and states of a call, in the order of the stream. */
const history = async (site: Site, native: string): Promise<[number, string | undefined][]> => {
  await site.records();
  return site.revisions(native).map((r) => [r.revision, STATES[r.state]]);
};
const STATES = ['', 'provisional', 'final', 'amended', 'merged'];

test.concurrent('a call becomes one record, final, and is amended by what comes late', () =>
  onSite(async (site) => {
    const { service } = await site.core();
    await site.tell(CALL);
    expect(await site.story('n-1')).toMatchObject({ status: 'answered', talk: 6, revision: 1 });
    await site.tell('12 recording file=a.wav');
    expect(await site.story('n-1', 2)).toMatchObject({ recordings: ['a.wav'], revision: 2 });
    // Told again, and told what changes nothing.
    await site.tell(`${CALL}\n 12 recording file=a.wav\n 13 recording file=a.wav id=r2`);
    await service.stop();
    expect(await history(site, 'n-1')).toEqual([
      [1, 'final'],
      [2, 'amended'],
    ]);
  }));

test.concurrent('a restart after a clean stop publishes nothing, and goes on with the calls as they were', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(
      `${CALL}\n 20 offered customer:89990000002 call=k2 native=n-2\n 21 delivered 100 call=k2`,
    );
    const { callId } = await site.story('n-1');
    await first.service.stop();
    await site.core();
    await site.tell('22 established 100 call=k2\n 30 cleared call=k2\n 31 recording file=a.wav');
    expect(await site.story('n-2')).toMatchObject({ status: 'answered', talk: 8, ring: 1, revision: 1 });
    expect(await site.story('n-1', 2)).toMatchObject({ callId, recordings: ['a.wav'] });
    expect(await history(site, 'n-1')).toHaveLength(2);
  }));

test.concurrent('without its checkpoint core reads everything again and publishes nothing', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(`${CALL}\n 12 recording file=a.wav`);
    await site.tell('0 delivered 100 dir=in call=k2 native=n-2\n 9 reported 100 call=k2 outcome=notAnswered');
    await site.story('n-1', 2);
    await site.story('n-2');
    await first.service.stop();
    const before = await site.records();
    await site.bus.jsm.streams.purge(`KV_${BUCKETS.progress}`);
    const again = await site.core();
    await site.tell('0 offered customer:89990000003 call=k3 native=n-3\n 5 cleared call=k3');
    await site.story('n-3');
    await again.service.stop();
    expect(await site.records()).toEqual([...before, ...site.revisions('n-3')]);
    expect(site.revisions('n-3')).toHaveLength(1);
  }));

test.concurrent('a checkpoint is kept while nothing happens', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(CALL);
    await site.story('n-1');
    await first.service.stop();
    const saved = await site.progress().get<{ processed: number }>('core');
    expect(saved?.processed).toBe(4);
    const second = await site.core();
    await second.service.stop();
    expect(await site.progress().get('core')).toEqual(saved);
  }));

test.concurrent.each([
  ['shorter than', 1],
  ['longer than', 6],
])('a CALLS that was made anew, %s the checkpoint, is read from its beginning', (_how, count) =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(CALL);
    await site.story('n-1');
    await first.service.stop();
    await site.bus.jsm.streams.delete('CALLS');
    await ensureStreams(site.bus, { diskMb: 200, replicas: 1 });
    const natives = Array.from({ length: count }, (_, i) => `new-${i}`);
    for (const n of natives)
      await site.tell(`0 reported 100 dir=in outcome=notAnswered call=${n} native=${n}`);
    await site.core();
    for (const n of natives) await site.story(n);
    expect(await history(site, 'n-1')).toEqual([[1, 'final']]);
  }),
);

test.concurrent('what cannot be used is set aside with its reason, once, and the rest goes on', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.bus.publish('callbus.v1.event.0.pbx.broken', Buffer.from('not an event'));
    await site.publish({ eventId: '', type: 4, instance: 'pbx', key: 'k1' });
    await site.publish({ eventId: 'e1', type: 4, instance: 'pbx', key: '' });
    await site.tell('0 recording file=a.wav call=nobody\n 0 merged call=nobody with=nothing');
    await site.tell(CALL);
    await site.story('n-1');
    const reasons = (): string[] => site.dead.values.map((d) => `${d.code}: ${d.reason}`);
    await until('five dead letters', () => reasons().length === 5);
    expect(reasons().slice(1)).toEqual([
      'core.incomplete: eventId is empty',
      'core.incomplete: key is empty',
      'core.orphan: RECORDING_READY of pbx about an unknown call',
      'core.orphan: CALLS_MERGED of pbx about an unknown call',
    ]);
    expect(site.dead.values[0]).toMatchObject({
      code: 'contract.malformed',
      service: 'core',
      source: 'CALLS 1',
    });
    expect(Buffer.from(site.dead.values[0]?.payload ?? []).toString()).toBe('not an event');
    await first.service.stop();
    const second = await site.core();
    await second.service.stop();
    const { state } = await site.bus.jsm.streams.info('DEAD');
    expect(state.messages).toBe(5);
  }));

test.concurrent('a call of which nothing is heard is closed, and opened again by news', () =>
  onSite(async (site) => {
    await site.core({ core: { maxRingingMinutes: 0.005, maxCallMinutes: 0.005 } });
    await site.tell('0 offered customer:89990000001 native=n-1\n 1 delivered 100');
    expect(await site.story('n-1')).toMatchObject({
      status: 'missed',
      evidence: 'partial',
      endedBy: 'unknown',
      rules: ['silence.ringing', 'direction.first-party-outside', 'status.nobody-talked'],
    });
    await site.tell('2 established 100\n 8 cleared by=customer');
    expect(await site.story('n-1', 2)).toMatchObject({
      status: 'answered',
      talk: 6,
      evidence: 'full',
      endedBy: 'customer',
    });
  }));

test.concurrent('legs of a call that was reported over get a moment, and then it is over', () =>
  onSite(async (site) => {
    await site.core();
    await site.tell(`
      0   delivered  100  dir=in  calling=num:89990000001  native=n-1
      0   delivered  101
      20  reported   100  outcome=notAnswered  start=0  end=20
    `);
    expect(await site.story('n-1')).toMatchObject({
      status: 'missed',
      end: 20,
      evidence: 'full',
      revision: 1,
    });
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('LIVE has each call as it stands, and an ended one as ended', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(`${CALL}\n 0 offered customer:89990000002 call=k2\n 1 delivered 101 call=k2`);
    const { callId } = await site.story('n-1');
    const running = async (): Promise<(string | boolean | undefined)[]> =>
      (await site.live()).map((s) => s.ended || s.record?.callId !== callId);
    await until('both', async () => (await running()).length === 2);
    expect((await site.live()).find((s) => s.record?.callId === callId)?.ended).toBe(true);
    const other = (await site.live()).find((s) => !s.ended);
    expect(other?.connections.map((c) => c.connection?.id)).toEqual(['customer', '101']);
    // What ends while nobody looks is shown as ended afterwards.
    await first.abandon();
    await site.tell('9 cleared call=k2');
    await site.core();
    await until('no ghost', async () => (await site.live()).every((s) => s.ended));
  }));

test.concurrent('a call that joined another ends as merged, and its news go to the other', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(`
      0   offered      customer:89990000001  native=n-1
      5   established  100
      20  originated   100@c  call=k2  native=n-2
      24  established  101@d  call=k2
      30  transferred  from=100  to=d  kind=attended
      30  merged       with=k2
    `);
    const { callId } = await until('the merged record', () =>
      site.journal.values.find((r) => r.mergedInto !== ''),
    );
    await first.abandon();
    await site.core();
    await site.tell('45 cleared call=k2 by=customer');
    const story = await site.story('n-1');
    expect(story).toMatchObject({ extension: '101', talk: 40, status: 'answered', revision: 1 });
    const all = await site.records();
    expect(all.filter((r) => r.callId === callId).map((r) => [STATES[r.state], r.mergedInto])).toEqual([
      ['merged', story.callId],
    ]);
    expect(new Set(all.map((r) => r.callId)).size).toBe(2);
  }));

test.concurrent('calls that join while core is away are one when it comes back', () =>
  onSite(async (site) => {
    const first = await site.core();
    await site.tell(`
      0   offered      customer:89990000001  native=n-1
      5   established  100
      20  originated   100@c  call=k2  native=n-2
      24  established  101@d  call=k2
    `);
    await until('both', async () => (await site.live()).length === 2);
    await first.service.stop();
    await site.tell(
      '30 transferred from=100 to=d kind=attended\n 30 merged with=k2\n 45 cleared by=customer',
    );
    const { service } = await site.core();
    const { callId } = await site.story('n-1');
    await service.stop();
    const all = await site.records();
    expect(all.map((r) => STATES[r.state]).sort()).toEqual(['final', 'merged']);
    expect(all.find((r) => r.mergedInto !== '')?.mergedInto).toBe(callId);
  }));
