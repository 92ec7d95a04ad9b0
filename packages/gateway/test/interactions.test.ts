import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  AgentEventType,
  InteractionEventCodec,
  type InteractionEventInit,
  InteractionKind,
  interactionSubject,
  PartyKind,
  Presence,
} from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BEGIN } from './records.ts';
import { KEYS, Site } from './site.ts';

let nats: TestNats;
let site: Site;
beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
});
afterAll(() => nats?.stop());
beforeEach(async () => {
  site = await Site.start(nats);
});
afterEach(async () => {
  await site.dispose();
  const { jsm } = await nats.bus();
  for (const stream of ['CALLS', 'AGENTS', 'DEAD']) await jsm.streams.purge(stream);
});

const { MESSAGE, REMOTE_SESSION, TREATMENT, RATING, COMMENT } = InteractionKind;
const CLIENT = '531ef6c7-deb8-11e0-ad02-000c2926d843';

let told = 0;

/** Tells something, as an adapter's host does: a message of the n-th minute, but for what differs. */
async function tell(n: number, differs: InteractionEventInit = {}): Promise<void> {
  const event: InteractionEventInit = {
    eventId: `e${++told}`,
    kind: MESSAGE,
    instance: 'connect',
    id: `i${n}`,
    login: 'ivanov',
    occurredAt: BEGIN + n * 60_000,
    state: 'Finished',
    ...differs,
  };
  await site.bus.publish(
    interactionSubject(event.instance ?? '', event.id ?? ''),
    InteractionEventCodec.encode(event),
  );
}

type Item = Record<string, unknown> & { id: string; details: Record<string, unknown> };
async function items(query = ''): Promise<Item[]> {
  const { status, body } = await site.get(`/api/v1/interactions?${query}`);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body.items;
}
const ids = async (query = ''): Promise<string[]> => (await items(query)).map((i) => i.id);
const has = (count: number): Promise<unknown> =>
  until(`${count} interactions`, async () => (await items('limit=1000')).length === count);

test('a message, with who wrote and what', async () => {
  await tell(1, {
    incoming: true,
    author: { kind: PartyKind.UUID, uuid: CLIENT },
    parties: [
      { kind: PartyKind.EXTENSION, extension: '101' },
      { kind: PartyKind.UUID, uuid: CLIENT, name: 'Ромашка' },
    ],
    text: 'привет',
    details: { mode: 'ServicesClients' },
  });
  await has(1);
  const none = { extension: null, number: null, uuid: null, name: null };
  expect(await items()).toEqual([
    {
      id: 'i1',
      kind: 'message',
      pbx: 'connect',
      login: 'ivanov',
      at: '2026-03-02T09:01:00.000Z',
      updatedAt: expect.stringMatching(/Z$/),
      incoming: true,
      author: { ...none, uuid: CLIENT },
      parties: [
        { ...none, extension: '101' },
        { ...none, uuid: CLIENT, name: 'Ромашка' },
      ],
      text: 'привет',
      details: {
        mode: 'ServicesClients',
        state: 'Finished',
        treatmentId: null,
        rating: null,
        durationSeconds: null,
        files: [],
      },
      files: [],
    },
  ]);
});

test('a session that was begun and finished is one row, with its seconds and its files', async () => {
  const session = { kind: REMOTE_SESSION, id: 's1' };
  await tell(1, { ...session, state: 'Started', details: { hostIp: '10.0.0.7' } });
  await has(1);
  const [begun] = await items();
  await tell(3, {
    ...session,
    state: 'Finished',
    durationSeconds: 120,
    files: [
      { name: 'отчёт.xlsx', sourceDir: 'C:\\a', destinationDir: 'D:\\b', size: 7, uploaded: true },
      { name: 'log.txt', uploaded: false },
    ],
  });
  await until('the end', async () => (await items())[0]?.details.state === 'Finished');
  const [row, ...more] = await items();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    kind: 'remote-session',
    at: '2026-03-02T09:01:00.000Z',
    details: {
      state: 'Finished',
      durationSeconds: 120,
      files: ['отчёт.xlsx', 'log.txt'],
      hostIp: '10.0.0.7',
    },
    files: [
      { name: 'отчёт.xlsx', from: 'C:\\a', to: 'D:\\b', size: 7, uploaded: true },
      { name: 'log.txt', from: null, to: null, size: null, uploaded: false },
    ],
  });
  expect(String(row?.updatedAt) >= String(begun?.updatedAt)).toBe(true);
});

test('a treatment with its rating and its comments', async () => {
  const treatment = { kind: TREATMENT, id: 't1' };
  await tell(1, { ...treatment, state: 'Appointed', details: { specialistId: 'sp-1' } });
  await tell(2, { ...treatment, state: 'Finished', durationSeconds: 30 });
  await tell(3, {
    kind: RATING,
    id: 't1-rating',
    parentId: 't1',
    rating: 3,
    state: 'ServiceQualityAssessment',
  });
  await tell(4, {
    kind: RATING,
    id: 't1-rating',
    parentId: 't1',
    rating: 5,
    state: 'ServiceQualityAssessment',
  });
  await tell(5, { kind: COMMENT, id: 't1-c1', parentId: 't1', text: 'спасибо' });
  await tell(6, { kind: COMMENT, id: 't1-c2', parentId: 't1', text: 'и ещё' });
  // Some sources name a rating after its treatment: it is a row of its own all the same.
  await tell(7, { kind: RATING, id: 't2', rating: 4, parentId: 't2' });
  await tell(8, { kind: TREATMENT, id: 't2' });
  await has(6);
  await until('the second thought', async () => (await items('kind=rating'))[1]?.details.rating === 5);
  expect(await items('treatment=t1&sort=at')).toMatchObject([
    { id: 't1-rating', kind: 'rating', details: { rating: 5, treatmentId: 't1' } },
    { id: 't1-c1', kind: 'comment', text: 'спасибо', details: { treatmentId: 't1' } },
    { id: 't1-c2', kind: 'comment', text: 'и ещё' },
  ]);
  expect(await items('id=t1')).toMatchObject([
    { kind: 'treatment', details: { state: 'Finished', durationSeconds: 30, specialistId: 'sp-1' } },
  ]);
  expect((await items('id=t2')).map((i) => i.kind).sort()).toEqual(['rating', 'treatment']);
});

test('the same message told by two logins is one row, of who told it first', async () => {
  const party = (extension: string) => ({ kind: PartyKind.EXTENSION, extension });
  await tell(1, { login: 'ivanov', parties: [party('101')] });
  await tell(1, { login: 'petrov', parties: [party('102')] });
  await until('both', async () => ((await items())[0]?.parties as unknown[])?.length === 2);
  expect(await items()).toMatchObject([
    { login: 'ivanov', parties: [{ extension: '101' }, { extension: '102' }] },
  ]);
  // Told again, it is no news.
  const [{ updatedAt } = { updatedAt: null }] = await items();
  await tell(1, { login: 'petrov', parties: [party('102')] });
  await tell(2);
  await has(2);
  expect((await items('id=i1'))[0]?.updatedAt).toBe(updatedAt);
});

test('what is told late adds, and overwrites nothing', async () => {
  await tell(5, { kind: TREATMENT, id: 't', state: 'Finished', durationSeconds: 30 });
  await tell(1, { kind: TREATMENT, id: 't', state: 'Appointed', details: { specialistId: 'sp' } });
  await until('it', async () => (await items())[0]?.details.specialistId === 'sp');
  expect(await items()).toMatchObject([
    { at: '2026-03-02T09:01:00.000Z', details: { state: 'Finished', durationSeconds: 30 } },
  ]);
});

test('filters, each and together', async () => {
  for (let n = 0; n < 24; n++)
    await tell(n, {
      kind: [MESSAGE, TREATMENT, COMMENT][n % 3] as InteractionKind,
      login: n % 2 ? 'ivanov' : 'petrov',
      instance: n % 4 < 2 ? 'connect' : 'other',
    });
  await has(24);
  const expected = (fits: (n: number) => boolean): string[] =>
    Array.from({ length: 24 }, (_, n) => 23 - n)
      .filter(fits)
      .map((n) => `i${n}`);
  const at = (n: number): string => new Date(BEGIN + n * 60_000).toISOString();
  expect(await ids()).toEqual(expected(() => true));
  expect(await ids('kind=treatment')).toEqual(expected((n) => n % 3 === 1));
  expect(await ids('kind=treatment,comment')).toEqual(expected((n) => n % 3 > 0));
  expect(await ids('login=ivanov&kind=message')).toEqual(expected((n) => n % 2 === 1 && n % 3 === 0));
  expect(await ids('pbx=other&login=petrov')).toEqual(expected((n) => n % 4 > 1 && n % 2 === 0));
  expect(await ids(`from=${at(5)}&to=${at(9)}&pbx=connect`)).toEqual(
    expected((n) => n >= 5 && n < 9 && n % 4 < 2),
  );
  expect(await ids('login=nobody')).toEqual([]);
  for (const query of ['kind=call', 'sort=text', 'limit=0', 'cursor=x', 'from=soon'])
    expect((await site.get(`/api/v1/interactions?${query}`)).status, query).toBe(400);
  expect((await site.get('/api/v1/interactions', { 'X-API-KEY': KEYS.control })).status).toBe(403);
});

test.each(['at', '-at', 'updatedAt', '-updatedAt', 'kind', '-kind', 'login', '-login', 'pbx', '-pbx'])(
  'pages sorted by %s hold everything once',
  async (sort) => {
    for (let n = 0; n < 25; n++)
      await tell(n, {
        kind: n % 2 ? MESSAGE : TREATMENT,
        login: `l${n % 3}`,
        // Several at one moment.
        occurredAt: BEGIN + (n % 5) * 60_000,
      });
    await has(25);
    const seen: Item[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await site.get(`/api/v1/interactions?sort=${sort}&limit=7&cursor=${cursor}`);
      seen.push(...body.items);
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(seen.map((i) => i.id).sort()).toEqual(Array.from({ length: 25 }, (_, n) => `i${n}`).sort());
    const values = seen.map((i) => String(i[sort.replace('-', '')]));
    const sorted = [...values].sort();
    expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
  },
);

test('calls beside them do not disturb, and what cannot be read is set aside', async () => {
  await site.bus.publish('callbus.v1.event.0.pz.k', Buffer.from('not for us'));
  await site.bus.publish('callbus.v1.interaction.0.connect.x', Buffer.from([0xff, 0xff]));
  await tell(1, { id: '' });
  await tell(2);
  await has(1);
  await until('two letters', async () => {
    const { state } = await site.bus.jsm.streams.info('DEAD');
    return state.messages === 2;
  });
});

test('a gateway that comes back reads on, and a file that was lost is made again', async () => {
  for (let n = 0; n < 5; n++) await tell(n);
  await has(5);
  const { dataDir } = site;
  await site.stop();
  const away = await nats.bus();
  const event = { kind: MESSAGE, instance: 'connect', id: 'between', login: 'ivanov', occurredAt: BEGIN };
  await away.publish(interactionSubject('connect', 'between'), InteractionEventCodec.encode(event));
  site = await Site.start(nats, { dataDir, run: 'second' });
  await has(6);
  await site.stop();
  for (const part of ['', '-wal', '-shm'])
    rmSync(join(dataDir, 'gateway', `interactions.db${part}`), { force: true });
  site = await Site.start(nats, { dataDir, run: 'third' });
  await has(6);
  expect(await ids('sort=at')).toEqual(expect.arrayContaining(['between', 'i0', 'i4']));
  rmSync(dataDir, { recursive: true, force: true });
});

test('GET /api/v1/agents tells how employees stand, the native word beside the canonical one', async () => {
  const agent = { instance: 'connect', type: AgentEventType.PRESENCE, occurredAt: BEGIN };
  await site.agent({ ...agent, extension: '102', presence: Presence.AVAILABLE, native: 'Online' });
  await site.agent({ ...agent, extension: '101', presence: Presence.AWAY, native: 'Away' });
  await site.agent({
    ...agent,
    extension: '101',
    presence: Presence.NOT_READY,
    native: 'BusyForNewRequests',
  });
  await until('both', async () => {
    const { body } = await site.get('/api/v1/agents');
    return body.items.length === 2 && body.items[0].native === 'BusyForNewRequests';
  });
  const rest = { queue: null, loggedIn: null, paused: null, reason: null, at: '2026-03-02T09:00:00.000Z' };
  expect((await site.get('/api/v1/agents')).body).toEqual({
    items: [
      {
        pbx: 'connect',
        extension: '101',
        type: 'presence',
        presence: 'notReady',
        native: 'BusyForNewRequests',
        ...rest,
      },
      {
        pbx: 'connect',
        extension: '102',
        type: 'presence',
        presence: 'available',
        native: 'Online',
        ...rest,
      },
    ],
  });
  expect((await site.get('/api/v1/agents', { 'X-API-KEY': KEYS.call })).status).toBe(403);
});
