import { join } from 'node:path';
import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { type Message, OneCSim } from '@callbus/sim-1c';
import {
  AgentSim,
  CAST,
  type DayCall,
  dayCalls,
  dayInteractions,
  type EventText,
  toldBy,
  uuid,
} from '@callbus/sim-1c-connect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

type Row = Record<string, unknown>;

const START = Date.parse('2026-03-02T06:00:00Z');
const TALK = START + 8 * 3_600_000;
const SUBSCRIPTIONS = 20;
const WAIT_MS = 60_000;
const calls: DayCall[] = dayCalls(START);
/** The calls that run while the program, and then the adapter, is killed. */
const [UNDER_PROGRAM, UNDER_ADAPTER] = [7, 1];
const oneC = new OneCSim({ token: 'token123' });
let nats: TestNats;
let site: Site;
let agent: AgentSim;
let adapter: Process;

const run = async (id: string, port: number): Promise<Process> => {
  const started = site.spawn('run', id, '--config', site.file, '--listen', `127.0.0.1:${port}`);
  await site.ready(started, port);
  return started;
};
const followed = async (): Promise<void> => {
  await until('the program to be followed', () => agent.subscriptions.length === SUBSCRIPTIONS, WAIT_MS);
};
const callOf = (n: number) => (calls[n] as DayCall).call;
/** Every row of a list, a few at a time, each once. */
async function all(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const page = await site.get<{ items: Row[]; next: string | null }>(
      `/api/v1/${path}?limit=4${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    rows.push(...(page.items ?? []));
    if (!page.next) return rows;
    cursor = page.next;
  }
}
const shows = async (callId: string): Promise<void> => {
  await until(
    'the running call',
    async () => {
      const { items } = await site.get<{ items: { nativeIds: string[] }[] }>('/api/v1/live');
      return items.some((row) => row.nativeIds.includes(callId));
    },
    WAIT_MS,
  );
};
const interactionsIn1C = (): Message[] =>
  oneC.requests.map((r) => r.body).filter((b) => b.cmd === 'interaction');

beforeAll(async () => {
  await oneC.start();
  oneC.faultOf = ({ cmd, uuid: asked }) => {
    const body = JSON.stringify({
      name: 'Синицына Вера',
      company: 'ООО «Северный ветер»',
      responsible: '101',
    });
    const known = cmd === 'contact' && asked === CAST.user;
    return known ? { kind: 'answer', status: 200, type: 'application/json', body } : undefined;
  };
  nats = await TestNats.start();
  site = await Site.create('');
  const socket =
    process.platform === 'win32' ? `\\\\.\\pipe\\day-${process.pid}-ivanov` : join(site.dir, 'ivanov.sock');
  site.write(`
bus: { url: "${nats.url}" }
adapters:
  - { id: conn, type: 1c-connect, pipe: ${JSON.stringify(socket.replace('ivanov', '{login}'))}, logins: [ { login: ivanov, extension: "101" } ] }
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", token: token123, timeZone: Europe/Moscow, upsert: true }
`);
  agent = new AgentSim({ path: socket, chunking: { seed: 11 } });
  await agent.start();
  await run('core', await freePort());
  await run('ut', await freePort());
  await run('gateway', site.port);
  adapter = await run('conn', await freePort());
  await followed();
}, 120_000);

afterAll(async () => {
  await site.dispose();
  await nats.stop();
  await agent.stop();
  await oneC.stop();
});

test('a whole day is told, through a program and an adapter that are killed', async () => {
  const order = calls.map((_, n) => n).filter((n) => n !== UNDER_PROGRAM && n !== UNDER_ADAPTER);
  const whole = (from: number, to: number): EventText[] =>
    order.slice(from, to).flatMap((n) => toldBy(callOf(n)));
  const chat = dayInteractions(TALK);
  const half = chat.findIndex((e) => e.object === 'RemoteAccessSession') + 1;

  const [begun, ...rest] = toldBy(callOf(UNDER_PROGRAM));
  await agent.tell(...whole(0, 5), begun as EventText);
  await shows(callOf(UNDER_PROGRAM).id);
  await agent.stop();
  await agent.start();
  await followed();

  const [ringing, accepted, ...later] = toldBy(callOf(UNDER_ADAPTER));
  await agent.tell(
    ...rest,
    ...whole(5, 11),
    ...chat.slice(0, half),
    ringing as EventText,
    accepted as EventText,
  );
  await shows(callOf(UNDER_ADAPTER).id);
  // Whoever is killed before 1C has answered forgets that they asked.
  await until(
    'the name of who wrote',
    async () => (await all('interactions')).some((i) => (i.author as Row | null)?.name === 'Синицына Вера'),
    WAIT_MS,
  );
  await adapter.end('SIGKILL');
  await until('the pipe to be let go of', () => agent.connections === 0, WAIT_MS);
  adapter = await run('conn', await freePort());
  await followed();
  await agent.tell(...later, ...whole(11, order.length), ...chat.slice(half));

  await until('every record', async () => (await all('calls')).length === calls.length, WAIT_MS);
  await until(
    'the recordings',
    async () => (await all('calls')).filter((r) => (r.recordings as unknown[]).length > 0).length === 2,
    WAIT_MS,
  );
}, 240_000);

test.each(calls.map((c, n) => [c.call.initiator, c.call.result, n, c] as const))(
  '%s %s is right in the journal and in 1C, once',
  async (_initiator, _result, n, { call, expected }) => {
    const rows = (await all('calls')).filter((r) => (r.nativeIds as string[]).includes(call.id));
    const answered = call.result === 'Success';
    const party = call.initiator === 'incoming' ? call.from : call.to;
    const number = call.mode === 'Softphone';
    expect(rows).toHaveLength(1);
    const [row = {}] = rows;
    expect(row).toMatchObject({
      ...expected,
      nativeIds: [call.id],
      externalNumber: number ? `+7${party.slice(1)}` : null,
      externalNumberRaw: party,
      extension: '101',
      startedAt: new Date(call.startedAt).toISOString(),
      talkSeconds: call.talkSeconds,
      evidence: n === UNDER_PROGRAM || n === UNDER_ADAPTER ? 'partial' : 'full',
      cause: { native: call.result },
      recordings: answered ? [{ url: call.recording }] : [],
    });
    const told = await until(
      '1C to have it',
      () =>
        oneC.histories.findLast((h) => h.callid === row.callId && (!answered || h.link === call.recording)),
      WAIT_MS,
    );
    expect(told).toMatchObject({
      type: call.initiator === 'incoming' ? 'in' : 'out',
      ext: '101',
      phone: number ? party : '',
      status: answered ? 'success' : 'missed',
      duration: call.ringSeconds + call.talkSeconds,
    });
    expect(new Set(oneC.histories.map((h) => h.callid)).size).toBe(calls.length);
  },
  WAIT_MS + 30_000,
);

test('the chat, the session and the treatment are right in the journal and in 1C', async () => {
  const rows = await until(
    'the interactions',
    async () => {
      const items = await all('interactions');
      const named = items.filter((i) => (i.author as Row | null)?.name === 'Синицына Вера');
      return items.length === 6 && named.length === 2 && items;
    },
    WAIT_MS,
  );
  const of = (kind: string): Row => rows.find((i) => i.kind === kind) as Row;
  expect(new Set(rows.map((i) => i.id)).size).toBe(6);
  expect(rows.find((i) => i.id === uuid(0x3001))).toMatchObject({
    kind: 'message',
    pbx: 'conn',
    login: 'ivanov',
    incoming: true,
    at: new Date(TALK + 1_000).toISOString(),
    text: 'Не открывается отчёт',
    author: { uuid: CAST.user, name: 'Синицына Вера' },
    parties: [
      { extension: '101' },
      { uuid: CAST.user, name: 'Синицына Вера' },
      { uuid: CAST.client, name: null },
    ],
  });
  expect(rows.find((i) => i.id === uuid(0x3002))).toMatchObject({ kind: 'message', incoming: false });
  // Begun before the adapter was killed, and ended after.
  expect(of('remote-session')).toMatchObject({
    id: uuid(0x4001),
    at: new Date(TALK + 3_000).toISOString(),
    details: {
      state: 'Finished',
      hostComputer: 'CLIENT-PC',
      durationSeconds: 600,
      files: ['Отчёт.epf', 'log.txt'],
    },
  });
  expect(of('treatment')).toMatchObject({
    id: uuid(0x5001),
    details: { state: 'Finished', durationSeconds: 700, specialistId: CAST.employee },
  });
  expect(of('rating')).toMatchObject({ details: { treatmentId: uuid(0x5001), rating: 5 } });
  expect(of('comment')).toMatchObject({
    text: 'Спасибо, быстро помогли',
    author: { name: 'Синицына Вера' },
    details: { treatmentId: uuid(0x5001) },
  });

  const sent = await until(
    '1C to have them',
    () => {
      const mine = interactionsIn1C();
      const over = mine.some((b) => b.kind === 'treatment' && b.state === 'Finished');
      return over && new Set(mine.map((b) => b.id)).size === 6 && mine;
    },
    WAIT_MS,
  );
  // What was told, once each; beside it only the same with the names that 1C gave.
  expect(new Set(sent.map((b) => b.event)).size).toBe(sent.length);
  expect(sent.find((b) => b.id === uuid(0x3001))).toMatchObject({
    kind: 'message',
    login: 'ivanov',
    text: 'Не открывается отчёт',
  });
  expect(sent.findLast((b) => b.kind === 'remote-session')).toMatchObject({
    id: uuid(0x4001),
    state: 'Finished',
    durationSeconds: 600,
    at: sent.find((b) => b.kind === 'remote-session')?.at,
  });
  expect(sent.find((b) => b.kind === 'rating')).toMatchObject({ treatment: uuid(0x5001), rating: 5 });
  expect(sent.find((b) => b.kind === 'comment')).toMatchObject({ treatment: uuid(0x5001) });
}, 150_000);
