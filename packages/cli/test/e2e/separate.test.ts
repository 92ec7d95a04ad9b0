import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { Player } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

const oneC = new OneCSim();
let nats: TestNats;
let site: Site;

beforeAll(async () => {
  await oneC.start();
  nats = await TestNats.start();
  site = await Site.create('');
  site.write(`bus: { url: "${nats.url}" }
adapters: [ { id: pz, type: prostiezvonki, timeZone: Europe/Moscow } ]
sinks: [ { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow, lookup: { lastDigits: 10 } } ]`);
});

afterAll(async () => {
  await site.dispose();
  await nats.stop();
  await oneC.stop();
});

const run = (id: string, ...more: string[]): Process => site.spawn('run', id, '--config', site.file, ...more);

test('every service of one file on one machine: core and sinks make way, the adapter is told where', async () => {
  const gateway = run('gateway');
  await site.ready(gateway);
  const port = await freePort();
  const pz = run('pz', '--listen', `127.0.0.1:${port}`);
  await site.ready(pz, port);
  for (const process of [run('core'), run('ut')]) {
    // Said with the address that was taken instead.
    const [, instead = ''] = await until('the address it took', () =>
      /занят; у этого процесса там нет своих путей, .*http:\/\/127\.0\.0\.1:(\d+)/.exec(process.output),
    );
    await site.ready(process, Number(instead));
  }
  const player = new Player({ origin: `http://127.0.0.1:${port}`, adapter: 'pz' });
  const call = { src_type: '1', call_id: 's1', line: '3333333', dst_num: '100', src_num: '89990001122' };
  await player.tell({ door: 'pbx', query: { event: '1', ...call } });
  const times = { call_start_timestamp: '1790000000', timestamp: '1790000020' };
  await player.tell({ door: 'pbx', query: { event: '2', status: 'NOANSWER', ...times, ...call } });
  await player.close();
  await until('the record in 1C', () => oneC.histories.length === 1);
  // What each process noted of its own neighbour is in the gateway's one journal.
  await until('the exchanges of both', async () => {
    const { items } = await site.get<{ items: { service: string }[] }>('/api/v1/exchanges');
    return ['pz', 'ut'].every((id) => items.some((e) => e.service === id));
  });
  const { items } = await site.get<{ items: Record<string, unknown>[] }>('/api/v1/adapters');
  expect(items).toMatchObject([{ id: 'pz', type: 'prostiezvonki', running: true }]);
}, 60_000);

// The gateway of the test before holds the address of the file.
test('who has routes there, or was told where to listen, does not make way', async () => {
  const taken = new URL(nats.url).host;
  for (const [process, address] of [
    [run('pz'), `127.0.0.1:${site.port}`],
    [run('core', '--listen', taken), taken],
  ] as const) {
    expect(await process.ended()).toBe(1);
    expect(process.output).toContain(`Адрес ${address} занят`);
  }
});

test('an address that others can reach wants a token, also where --listen names it', async () => {
  const open = run('pz', '--listen', '0.0.0.0:0');
  expect(await open.ended()).toBe(1);
  expect(open.output).toContain('adapters[0].pbxToken');
});
