import { join } from 'node:path';
import { until } from '@callbus/runtime/testkit';
import { type Message, OneCSim } from '@callbus/sim-1c';
import {
  AgentSim,
  CAST,
  type DayCall,
  dayCalls,
  dayInteractions,
  type ScriptedCall,
  statusEvent,
  toldBy,
  uuid,
} from '@callbus/sim-1c-connect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Site } from './site.ts';

type Row = Record<string, unknown> & { nativeIds: string[] };

const START = Date.parse('2026-03-02T06:00:00Z');
const calls: DayCall[] = dayCalls(START);
const SUBSCRIPTIONS = 20;
const oneC = new OneCSim({
  token: 'token123',
  contacts: [{ phones: ['84951234567'], name: 'Некто', responsible: '' }],
});
let site: Site;
const agents = new Map<string, AgentSim>();

const agent = (login: string): AgentSim => agents.get(login) as AgentSim;
const subscribed = async (login: string): Promise<void> => {
  await until(`${login} to be followed`, () => agent(login).subscriptions.length === SUBSCRIPTIONS, 30_000);
};
const path = (login: string): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\e2e-${process.pid}-${login}` : join(site.dir, `${login}.sock`);

beforeAll(async () => {
  await oneC.start();
  oneC.faultOf = (body) =>
    body.cmd === 'contact' && body.uuid === CAST.user
      ? {
          kind: 'answer',
          status: 200,
          type: 'application/json',
          body: JSON.stringify({
            name: 'Синицына Вера',
            company: 'ООО «Северный ветер»',
            responsible: '101',
          }),
        }
      : undefined;
  site = await Site.create('');
  site.write(`
adapters:
  - id: conn
    type: 1c-connect
    pipe: ${JSON.stringify(path('{login}'))}
    logins: [ { login: ivanov, extension: "101" }, { login: petrova, extension: "102" } ]
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", token: token123, timeZone: Europe/Moscow, upsert: true }
`);
  for (const [login, chunking] of [
    ['ivanov', { seed: 3 }],
    ['petrova', 'whole'],
  ] as const) {
    const sim = new AgentSim({
      path: path(login),
      chunking,
      encoding: login === 'petrova' ? 'utf16le' : 'utf8',
    });
    agents.set(login, sim);
    await sim.start();
  }
  await site.up();
  await Promise.all([subscribed('ivanov')]);
});

afterAll(async () => {
  await site.dispose();
  for (const sim of agents.values()) await sim.stop();
  await oneC.stop();
});

/** The journal's row of a call, once `is` holds for it. */
async function rowOf(callId: string, is: (row: Row) => boolean = () => true): Promise<Row> {
  return await until(
    `the record of ${callId}`,
    async () => {
      const { items } = await site.get<{ items: Row[] }>('/api/v1/calls?limit=200');
      const rows = items.filter((row) => row.nativeIds.includes(callId));
      expect(rows.length).toBeLessThan(2);
      return rows[0] && is(rows[0]) ? rows[0] : undefined;
    },
    15_000,
  );
}

const historyOf = async (callid: unknown, is: (body: Message) => boolean = () => true): Promise<Message> =>
  await until('1C to have it', () => oneC.histories.findLast((h) => h.callid === callid && is(h)), 15_000);

describe('a day of calls', () => {
  beforeAll(async () => {
    await agent('ivanov').tell(...calls.flatMap(({ call }) => toldBy(call)));
  });

  test.each(calls.map((c) => [c.call.initiator, c.call.result, c] as const))(
    '%s %s is right in the journal and in 1C',
    async (_initiator, _result, { call, expected }) => {
      const answered = call.result === 'Success';
      const row = await rowOf(call.id, (r) => !answered || (r.recordings as unknown[]).length > 0);
      const party = call.initiator === 'incoming' ? call.from : call.to;
      const known = call.mode === 'Softphone';
      expect(row).toMatchObject({
        ...expected,
        pbx: 'conn',
        nativeIds: [call.id],
        externalNumber: known ? `+7${party.slice(1)}` : null,
        externalNumberRaw: party,
        extension: '101',
        startedAt: new Date(call.startedAt).toISOString(),
        talkSeconds: call.talkSeconds,
        evidence: 'full',
        cause: { native: call.result },
        counterparty: known ? null : { name: 'Синицына Вера', company: 'ООО «Северный ветер»' },
      });
      if (answered) {
        expect(row).toMatchObject({
          ringSeconds: call.ringSeconds,
          answeredAt: new Date(call.startedAt + call.ringSeconds * 1_000).toISOString(),
          recordings: [{ url: call.recording, state: 'ready' }],
        });
      }
      expect(await historyOf(row.callId, (h) => !answered || h.link !== '')).toMatchObject({
        type: call.initiator === 'incoming' ? 'in' : 'out',
        ext: '101',
        phone: known ? party : '',
        status: answered ? 'success' : 'missed',
        duration: call.ringSeconds + call.talkSeconds,
        link: call.recording ?? '',
        ...(known ? {} : { uuid: party, counterparty: { name: 'Синицына Вера' } }),
      });
    },
  );

  test('nobody is found by the digits of a UUID', async () => {
    const { items } = await site.get<{ items: Row[] }>(`/api/v1/calls?number=${CAST.user.slice(-5)}`);
    expect(items).toEqual([]);
  });
});

const extra = (n: number, parts: Partial<ScriptedCall> = {}): ScriptedCall => ({
  id: uuid(0x7000 + n),
  mode: 'Softphone',
  initiator: 'incoming',
  from: '89990005566',
  to: CAST.employee,
  startedAt: START + 4 * 3_600_000 + n * 60_000,
  ringSeconds: 5,
  talkSeconds: 40,
  result: 'Success',
  ...parts,
});

test('a call that breaks off with an error is over, and what comes later amends it', async () => {
  const busy = extra(1, {
    initiator: 'self',
    from: CAST.employee,
    to: '89990005566',
    talkSeconds: 0,
    sipCause: '486 Busy Here',
  });
  await agent('ivanov').tell(...toldBy({ ...busy, errorOnly: true }));
  expect(await rowOf(busy.id)).toMatchObject({
    status: 'busy',
    cause: { event: 'busy', q850: 17, native: '486 Busy Here' },
  });
  const late = extra(2, { talkSeconds: 0, result: 'RejectedByCaller', sipCause: '500' });
  await agent('ivanov').tell(...toldBy(late));
  expect(await rowOf(late.id, (r) => (r.cause as Message).native === 'RejectedByCaller')).toMatchObject({
    status: 'missed',
    endedBy: 'customer',
  });
});

test('a call between two who are both followed is one, and internal', async () => {
  await subscribed('petrova');
  const call = extra(3, { mode: 'Colleagues', from: CAST.employee, to: CAST.colleague });
  const [out, back] = [toldBy({ ...call, initiator: 'self' }), toldBy({ ...call, initiator: 'incoming' })];
  for (const i of [0, 1, 2]) {
    await agent('ivanov').tell(out[i] as never);
    await agent('petrova').tell(back[i] as never);
  }
  const row = await rowOf(call.id, (r) => r.answeredBy === '102');
  expect(row).toMatchObject({
    direction: 'internal',
    status: 'answered',
    externalNumber: null,
    callerExtension: '101',
    extension: '102',
    rang: ['102'],
    talkSeconds: 40,
    segments: [{ extension: '102', talkSeconds: 40 }],
  });
  const declined = extra(4, {
    mode: 'Colleagues',
    from: CAST.employee,
    to: CAST.colleague,
    talkSeconds: 0,
    result: 'RejectedByCallee',
  });
  await agent('petrova').tell(...toldBy({ ...declined, initiator: 'incoming' }));
  await agent('ivanov').tell(...toldBy({ ...declined, initiator: 'self' }));
  expect(await rowOf(declined.id, (r) => r.callerExtension === '101')).toMatchObject({
    direction: 'internal',
    status: 'missed',
    extension: '102',
    endedBy: 'employee',
  });
});

test('a colleague who is not followed is known by UUID', async () => {
  const call = extra(5, { mode: 'Colleagues', initiator: 'self', from: CAST.employee, to: uuid(0x199) });
  await agent('ivanov').tell(...toldBy(call));
  expect(await rowOf(call.id)).toMatchObject({
    direction: 'internal',
    externalNumber: null,
    externalNumberRaw: uuid(0x199),
    callerExtension: '101',
  });
});

test('of several whom a customer rings, who answers has the call', async () => {
  const call = extra(6);
  const lost = toldBy({ ...call, talkSeconds: 0, result: 'NobodyToAnswer' });
  const won = toldBy(call);
  await agent('ivanov').tell(lost[0] as never);
  await agent('petrova').tell(won[0] as never, won[1] as never);
  await rowOfLive(call.id);
  await agent('ivanov').tell(lost[1] as never);
  await agent('petrova').tell(won[2] as never);
  expect(await rowOf(call.id)).toMatchObject({
    status: 'answered',
    extension: '102',
    rang: ['101', '102'],
    talkSeconds: 40,
  });
});

/** Waits until a call is shown as answered. */
async function rowOfLive(callId: string): Promise<void> {
  await until('the running call', async () => {
    const { items } = await site.get<{ items: Row[] }>('/api/v1/live');
    return items.some((row) => row.nativeIds.includes(callId) && row.status === 'answered');
  });
}

test('killed in the middle of a call, the program and then the adapter lose and double nothing', async () => {
  const [one, two] = [toldBy(extra(10)), toldBy(extra(11))];
  await agent('ivanov').tell(one[0] as never, one[1] as never);
  await rowOfLive(uuid(0x700a));
  await agent('ivanov').stop();
  await until('the loss', async () => {
    const { links } = await site.get<{ links: { link: string; state: string }[] }>('/healthz');
    return links.some((l) => l.link === 'conn.ivanov' && l.state === 'degraded');
  });
  await agent('ivanov').start();
  await subscribed('ivanov');
  await agent('ivanov').tell(one[2] as never);
  expect(await rowOf(uuid(0x700a))).toMatchObject({
    status: 'answered',
    talkSeconds: 40,
    evidence: 'partial',
  });

  await agent('ivanov').tell(two[0] as never);
  await until('the running call', async () => {
    const { items } = await site.get<{ items: Row[] }>('/api/v1/live');
    return items.some((row) => row.nativeIds.includes(uuid(0x700b)));
  });
  await site.kill();
  await until('the pipe to be let go of', () => agent('ivanov').connections === 0, 30_000);
  await site.up();
  await subscribed('ivanov');
  await agent('ivanov').tell(...two.slice(1));
  const row = await rowOf(uuid(0x700b));
  expect(row).toMatchObject({ status: 'answered', talkSeconds: 40, evidence: 'partial' });
  expect(oneC.histories.filter((h) => h.callid === row.callId).every((h) => h.status === 'success')).toBe(
    true,
  );
});

test('statuses are shown to who watches, in both words', async () => {
  await agent('ivanov').tell(
    statusEvent({ mode: 'Colleagues', initiator: 'self', at: Date.now(), status: 'BusyForNewRequests' }),
  );
  const watched = await site.watch(
    'agent',
    (a) => a.extension === '101' && a.native === 'BusyForNewRequests',
  );
  expect(watched).toMatchObject({ pbx: 'conn', presence: 'notReady', native: 'BusyForNewRequests' });
});

test('the chat, the session and the treatment of the day are listed', async () => {
  await agent('ivanov').tell(...dayInteractions(START + 8 * 3_600_000));
  const items = await until(
    'the interactions',
    async () => {
      const { items = [] } = await site.get<{ items?: Row[] }>('/api/v1/interactions?limit=100&sort=at');
      const session = items.find((i) => i.kind === 'remote-session');
      const over = (session?.details as Message | undefined)?.durationSeconds === 600;
      return items.length >= 6 && over && items;
    },
    30_000,
  );
  expect(items.map((i) => i.kind).toSorted()).toEqual([
    'comment',
    'message',
    'message',
    'rating',
    'remote-session',
    'treatment',
  ]);
  const of = (kind: string): Row => items.find((i) => i.kind === kind) as Row;
  expect(items.find((i) => i.id === uuid(0x3001))).toMatchObject({
    pbx: 'conn',
    login: 'ivanov',
    text: 'Не открывается отчёт',
  });
  expect(of('rating')).toMatchObject({ details: { treatmentId: uuid(0x5001), rating: 5 } });
  expect(of('comment')).toMatchObject({
    text: 'Спасибо, быстро помогли',
    details: { treatmentId: uuid(0x5001) },
  });
  expect(of('remote-session')).toMatchObject({
    id: uuid(0x4001),
    details: { durationSeconds: 600, files: ['Отчёт.epf', 'log.txt'] },
  });
  const sent = await until('1C to have them', () => {
    const mine = oneC.requests.map((r) => r.body).filter((b) => b.cmd === 'interaction');
    return new Set(mine.map((b) => `${b.kind} ${b.id}`)).size >= 6 && mine;
  });
  expect(sent.find((b) => b.id === uuid(0x3001))).toMatchObject({ kind: 'message', login: 'ivanov' });
});

test('commands go to the program, and its refusals come back in its words', async () => {
  const command = async (verb: string, body: unknown) =>
    await site.post(`/api/v1/adapters/conn/commands/${verb}`, body);
  expect(await command('changeStatus', { login: 'ivanov', status: 'Away' })).toMatchObject({ status: 200 });
  expect(agent('ivanov').commands.at(-1)).toMatchObject({
    action: 'ChangeMyOnlineStatus',
    tags: { Status: 'Away' },
  });
  expect(await command('changeStatus', { login: 'ivanov', status: 'Talking' })).toMatchObject({
    status: 409,
    body: {
      error: '1c-connect.status-not-possible',
      message: expect.stringContaining('Not possible to establish this status'),
    },
  });
  expect(
    await command('sendMessage', {
      login: 'petrova',
      mode: 'Colleagues',
      colleagueId: CAST.employee,
      body: 'Привет',
    }),
  ).toMatchObject({ status: 200 });
  expect(agent('petrova').commands.at(-1)).toMatchObject({ tags: { MessageBody: 'Привет' } });
  const category = { login: 'petrova', mode: 'Colleagues', object: 'Message', initiator: 'incoming' };
  expect(await command('unsubscribe', category)).toMatchObject({ status: 200 });
  expect(agent('petrova').subscriptions).not.toContain('colleagues message incoming');
  expect(await command('subscribe', category)).toMatchObject({ status: 200 });
  expect(agent('petrova').subscriptions).toContain('colleagues message incoming');
  expect(await command('subscribe', { ...category, object: 'Fax' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('object') },
  });
  expect(await site.post('/api/v1/makecall', { user: '101', phone: '89990007788' })).toMatchObject({
    status: 200,
  });
  expect(agent('ivanov').commands.at(-1)).toMatchObject({
    action: 'MakeCall',
    tags: { CallTo: '89990007788' },
  });
});

test('what people wrote and whom they called stands in neither log nor technical journal', async () => {
  const exchanges = await until(
    'what went over the pipes',
    async () => {
      const { items } = await site.get<{ items: { service: string; route: string; request: string }[] }>(
        '/api/v1/exchanges?service=conn&limit=200',
      );
      const routes = new Set(items.map((e) => e.route));
      return ['petrova/SendMessage', 'ivanov/MakeCall'].every((r) => routes.has(r)) && items;
    },
    30_000,
  );
  const written = site.log() + JSON.stringify(exchanges);
  expect(written).not.toMatch(/Привет|Не открывается отчёт|быстро помогли/);
  expect(written).not.toMatch(/89990007788|89990005566/);
});
