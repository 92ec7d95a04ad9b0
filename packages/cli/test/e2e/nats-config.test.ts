import { join } from 'node:path';
import {
  agentSubject,
  commandSubject,
  eventSubject,
  exchangeSubject,
  interactionConsumer,
  interactionHistoryConsumer,
  interactionSubject,
  journalConsumer,
  journalSubject,
} from '@callbus/contract';
import { Bus, freePort } from '@callbus/runtime';
import { quietLog, TestNats, until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { AgentSim, CAST, dayCalls, dayInteractions, toldBy, uuid } from '@callbus/sim-1c-connect';
import { Player } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

const oneC = new OneCSim();
const USERS = ['callbus', 'core', 'ut', 'gateway', 'pz', 'pc-ivanov', 'pc-petrova'];
const passwordOf = (user: string): string => `test-password-of-${user}`;
const variableOf = (user: string): string => `CALLBUS_NATS_${user.toUpperCase().replace('-', '_')}`;
let site: Site;
let nats: TestNats;
let account: string;

/** The file of a process that runs as this user. */
const fileOf = (user: string): string =>
  site.write(
    `${nats ? `bus: { url: "${nats.url}", credentials: { user: ${user}, password: "${passwordOf(user)}" } }` : ''}
adapters:
  - { id: pz, type: prostiezvonki, timeZone: Europe/Moscow }
${['ivanov', 'petrova']
  .map(
    (login, i) =>
      `  - { id: pc-${login}, type: 1c-connect, pipe: ${JSON.stringify(path('{login}'))}, logins: [ { login: ${login}, extension: "10${i + 1}" } ] }`,
  )
  .join('\n')}
sinks: [ { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow } ]`,
    `${user}.yaml`,
  );
const path = (login: string): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\nats-config-${process.pid}-${login}`
    : join(site.dir, `${login}.sock`);

beforeAll(async () => {
  await oneC.start();
  oneC.faultOf = ({ cmd, uuid: asked }) => {
    const body = JSON.stringify({ name: 'Синицына Вера', company: '', responsible: '' });
    const known = cmd === 'contact' && asked === CAST.user;
    return known ? { kind: 'answer', status: 200, type: 'application/json', body } : undefined;
  };
  site = await Site.create('');
  const printed = site.spawn('nats-config', '--config', fileOf('callbus'));
  expect(await printed.ended()).toBe(0);
  account = printed.output;
  // The server takes the passwords from its environment.
  for (const user of USERS) process.env[variableOf(user)] = passwordOf(user);
  nats = await TestNats.start({ extra: account });
});

afterAll(async () => {
  await site.dispose();
  await nats.stop();
  await oneC.stop();
  for (const user of USERS) delete process.env[variableOf(user)];
});

async function run(user: string, port: number): Promise<Process> {
  const started = site.spawn('run', user, '--config', fileOf(user), '--listen', `127.0.0.1:${port}`);
  await site.ready(started, port);
  return started;
}

async function busOf(user: string): Promise<Bus> {
  const bus = new Bus({
    servers: `127.0.0.1:${nats.port}`,
    credentials: { user, password: passwordOf(user) },
    name: 'test',
    log: quietLog(),
  });
  await bus.open();
  return bus;
}

test('each service has a user, and no password stands in the file', () => {
  for (const user of USERS) expect(account).toContain(`{ user: "${user}", password: $${variableOf(user)},`);
  expect(account).not.toContain('test-password');
});

test('services that may do their own only do the whole work', async () => {
  const agent = new AgentSim({ path: path('ivanov') });
  await agent.start();
  try {
    await run('core', await freePort());
    await run('ut', await freePort());
    await run('gateway', site.port);
    const pzPort = await freePort();
    await run('pz', pzPort);
    await run('pc-ivanov', await freePort());
    await until('the program to be followed', () => agent.subscriptions.length === 20, 20_000);
    const [first] = dayCalls(Date.parse('2026-03-02T06:00:00Z')).filter(
      ({ call }) => call.mode === 'Softphone',
    );
    await agent.tell(...toldBy(first?.call as never));
    await agent.tell(...dayInteractions(Date.parse('2026-03-02T14:00:00Z')));
    const player = new Player({ origin: `http://127.0.0.1:${pzPort}`, adapter: 'pz' });
    const query = { src_type: '1', call_id: 's1', line: '3333333', dst_num: '100', src_num: '89990001122' };
    const times = { call_start_timestamp: '1790000000', timestamp: '1790000020' };
    await player.tell({ door: 'pbx', query: { event: '1', ...query } });
    await player.tell({ door: 'pbx', query: { event: '2', status: 'NOANSWER', ...times, ...query } });
    await player.close();
    await until('both records in 1C', () => new Set(oneC.histories.map((h) => h.callid)).size === 2, 30_000);
    const list = async <T>(path: string): Promise<T[]> =>
      (await site.get<{ items?: T[] }>(`/api/v1/${path}`)).items ?? [];
    await until('the records in the journal', async () => (await list('calls')).length === 2, 30_000);
    // Whom 1C knows was asked of core, which an adapter may do.
    await until(
      'the interactions in the journal, with names',
      async () => {
        const rows = await list<{ id: string; author: { name: string } | null }>('interactions');
        const named = rows.find((r) => r.id === uuid(0x3001))?.author?.name === 'Синицына Вера';
        return rows.length === 6 && named;
      },
      30_000,
    );
    await until(
      'the interactions in 1C',
      () =>
        new Set(oneC.requests.filter((r) => r.body.cmd === 'interaction').map((r) => r.body.id)).size === 6,
      30_000,
    );
    await until(
      'what each said to its neighbours',
      async () => {
        const noted = new Set((await list<{ service: string }>('exchanges?limit=200')).map((e) => e.service));
        return ['ut', 'pz', 'pc-ivanov'].every((id) => noted.has(id));
      },
      30_000,
    );
    const made = await site.post('/api/v1/makecall', { user: '101', phone: '89990001122', pbx: 'pc-ivanov' });
    expect(made).toMatchObject({ status: 200 });
    expect(site.log()).not.toMatch(/permissions violation/i);
  } finally {
    await agent.stop();
  }
}, 150_000);

test('an adapter can neither speak for another nor listen to one', async () => {
  const bus = await busOf('pc-ivanov');
  try {
    const refused = async (subject: string): Promise<void> => {
      await expect(
        bus.publish(subject, new Uint8Array([1]), { messageId: subject, timeoutMs: 500 }),
      ).rejects.toThrow();
    };
    await refused(eventSubject('pc-petrova', 'k1'));
    await refused(agentSubject('pc-petrova', '102'));
    await refused(interactionSubject('pc-petrova', 'm1'));
    await refused(exchangeSubject('pc-petrova'));
    await refused(commandSubject('pc-petrova', 'makeCall'));
    await refused(journalSubject(1, 'x'));
    const own = eventSubject('pc-ivanov', 'k1');
    expect(await bus.publish(own, new Uint8Array([1]), { messageId: own })).toBeDefined();
    const refusal = new Promise<Error>((resolve) => {
      bus.nc.subscribe('callbus.v1.command.pc-petrova.*', {
        callback: (error) => {
          if (error) resolve(error);
        },
      });
    });
    expect((await refusal).message).toMatch(/permission/i);
    await expect(bus.jsm.streams.delete('CALLS')).rejects.toThrow();
  } finally {
    await bus.close();
  }
});

test('a reader can take nothing from another', async () => {
  const [sink, gateway] = [await busOf('ut'), await busOf('gateway')];
  try {
    await expect(sink.jsm.consumers.delete('CALLS', interactionHistoryConsumer)).rejects.toThrow();
    await expect(gateway.jsm.consumers.delete('CALLS', interactionConsumer('ut'))).rejects.toThrow();
    await expect(gateway.jsm.consumers.delete('JOURNAL', journalConsumer('ut'))).rejects.toThrow();
  } finally {
    await sink.close();
    await gateway.close();
  }
});
