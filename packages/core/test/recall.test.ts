import { CallEventCodec, EventType, eventSubject, ROOT, STREAMS } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { onSite, type Site } from './support/site.ts';
import { Watch } from './support/watch.ts';

const CALL = `
  0  offered      customer:89990000001  native=n-1  tells=1
  1  delivered    100
  3  established  100
  5  held         100
  6  retrieved    100
  9  cleared      by=customer
`;

/** Plays a scenario, and then a new core that knows nothing of it. */
async function longAfter(site: Site, scenario: string, native = 'n-1'): Promise<void> {
  const first = await site.core();
  await site.tell(scenario);
  await site.story(native);
  await first.service.stop();
  await site.forgetCalls();
  await site.core();
}

test.concurrent('late news amend a call that is long over: it is read again from the stream', () =>
  onSite(async (site) => {
    await longAfter(site, CALL);
    const before = await site.story('n-1');
    await site.tell('2000 recording file=late.wav');
    expect(await site.story('n-1', 2)).toEqual({ ...before, revision: 2, recordings: ['late.wav'] });
    await site.tell('2001 recording file=later.wav id=r2');
    expect(await site.story('n-1', 3)).toEqual({
      ...before,
      revision: 3,
      recordings: ['late.wav', 'later.wav'],
    });
    expect(await site.records()).toHaveLength(3);
    expect(site.dead.values).toEqual([]);
  }));

test.concurrent('what stood elsewhere in the stream stays in the record', () =>
  onSite(async (site) => {
    await longAfter(
      site,
      `
        0   route    extension=100  rule=route.responsible  number=89990000001  id=q1  call=
        1   offered  customer:89990000001  native=n-1
        2   gap      call=gap  from=1  to=2  reason=reconnect
        3   established  100
        9   cleared
      `,
    );
    await site.tell('2000 recording file=late.wav');
    const story = await site.story('n-1', 2);
    expect(story).toMatchObject({ evidence: 'partial', recordings: ['late.wav'], talk: 6 });
    expect(story.rules).toEqual(expect.arrayContaining(['route.responsible', 'evidence.source-gap']));
  }));

const JOINED = `
  0   offered      customer:89990000001  native=n-1
  5   established  100
  20  originated   100@c  call=k2
  24  established  101@d  call=k2
  30  transferred  from=100  to=d  kind=attended
  30  merged       with=k2
  45  cleared      by=customer
`;

test.concurrent.each(['k1', 'k2'])(
  'late news under %s of two calls that joined go to the one that stayed',
  (key) =>
    onSite(async (site) => {
      await longAfter(site, JOINED);
      const before = await site.story('n-1');
      await site.tell(`2000 recording file=late.wav call=${key}`);
      expect(await site.story('n-1', 2)).toEqual({ ...before, revision: 2, recordings: ['late.wav'] });
      expect(new Set((await site.records()).map((r) => r.callId)).size).toBe(2);
    }),
);

test.concurrent('late news about a joined call whose merge is not found are set aside, and invent nothing', () =>
  onSite(async (site) => {
    await longAfter(site, JOINED);
    const before = await site.records();
    const calls = new Watch(site.bus, STREAMS.CALLS.name, `${ROOT}.event.>`, CallEventCodec);
    const mirror = await until('the merge under the other key', () =>
      calls.seen.find((m) => m.value.type === EventType.CALLS_MERGED && m.value.key === 'k2'),
    );
    expect(mirror.subject).toBe(eventSubject('pbx', 'k2'));
    await calls.stop();
    await site.bus.jsm.streams.deleteMessage(STREAMS.CALLS.name, mirror.sequence);
    await site.tell('2000 recording file=late.wav call=k2');
    const dead = await until('the dead letter', () => site.dead.values[0]);
    expect(dead).toMatchObject({ code: 'core.merged' });
    expect(dead.reason).toContain((await site.story('n-1')).callId);
    expect(await site.records()).toEqual(before);
  }));

test.concurrent('late news of a key that was used again belong to its last call', () =>
  onSite(async (site) => {
    const first = await site.engine({ rememberMs: -1 });
    await first.start();
    await site.tell(CALL);
    const { callId } = await site.story('n-1');
    await site.tell('3000 offered customer:89990000001 native=n-2\n 3005 cleared');
    await site.story('n-2');
    await first.stop();
    await site.forgetCalls();
    const second = await site.engine({ rememberMs: -1 });
    await second.start();
    await site.tell('6000 recording file=late.wav');
    const amended = await site.story('n-2', 2);
    expect(amended).toMatchObject({ recordings: ['late.wav'], start: 3000 });
    expect(amended.callId).not.toBe(callId);
    expect(site.revisions('n-1')).toHaveLength(1);
    await second.stop();
  }));

test.concurrent('a first word long after the end is another call', () =>
  onSite(async (site) => {
    await longAfter(site, CALL);
    const { callId } = await site.story('n-1');
    await site.tell('5000 delivered 100 native=n-2\n 5009 cleared id=again');
    const other = await site.story('n-2');
    expect(other).toMatchObject({ start: 5000, status: 'missed' });
    expect(other.callId).not.toBe(callId);
  }));

test.concurrent('the end of a call that was never heard of before makes its record', () =>
  onSite(async (site) => {
    await site.core();
    await site.tell('60 reported 100 dir=in native=n-1 outcome=answered start=0 answer=5 end=50');
    expect(await site.story('n-1')).toMatchObject({ talk: 45, revision: 1 });
  }));
