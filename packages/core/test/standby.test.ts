import { BUCKETS, routeSubject } from '@callbus/contract';
import { NoAnswer } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { faultsOf } from './support/faults.ts';
import { onSite } from './support/site.ts';

const call = (key: string): string =>
  `0 offered customer:89990000001 call=${key} native=${key}\n 9 cleared call=${key}`;

test.concurrent('a second core stands by, and takes over where the first stopped', () =>
  onSite(async (site) => {
    const first = await site.core({}, 'run-1');
    const second = await site.prepared({}, 'run-2');
    const started = second.service.start(new AbortController().signal);
    const state = (): unknown => second.health.report().services[0]?.state;
    await until('the second to stand by', () => state() === 'standby');
    await site.tell(`${call('a')}\n 0 offered customer:89990000002 call=b native=b`);
    const { callId } = await site.story('a');
    await first.service.stop();
    await started;
    await site.tell('5 recording file=a.wav call=a\n 9 cleared call=b');
    expect(await site.story('a', 2)).toMatchObject({ callId, recordings: ['a.wav'] });
    await site.story('b');
    expect(await faultsOf(site)).toEqual([]);
  }));

test.concurrent('a core that stands by can be stopped', () =>
  onSite(async (site) => {
    await site.core({}, 'run-1');
    const second = await site.prepared({}, 'run-2');
    const started = second.service.start(new AbortController().signal);
    await second.service.stop();
    await expect(started).rejects.toThrow('stopping');
  }));

test.concurrent('a core whose place was taken lets go, stands by, and comes back when the place is free', () =>
  onSite(async (site) => {
    const { health } = await site.core({}, 'run-1');
    const state = (): unknown => health.report().services[0]?.state;
    await site.tell(call('a'));
    await site.story('a');
    const thief = { host: 'elsewhere', pid: 1, run: 'run-9', since: new Date().toISOString() };
    await site.bus.publish(`$KV.${BUCKETS.leases}.core`, Buffer.from(JSON.stringify(thief)));
    const isServed = async (): Promise<boolean> =>
      await site.bus.request(routeSubject, new Uint8Array(), 200).then(
        () => true,
        (error: unknown) => !(error instanceof NoAnswer && error.nobody),
      );
    await until('it lets go', async () => !(await isServed()));
    await until('the word of it', () => state() === 'standby');
    for (let i = 0; i < 20; i++) expect(await isServed()).toBe(false);
    await site.tell(call('b'));
    await site.bus.jsm.streams.purge(`KV_${BUCKETS.leases}`);
    await until('it is back', isServed);
    await until('the word of it', () => state() === 'running');
    await site.story('b');
    expect(await faultsOf(site)).toEqual([]);
  }));
