import { CommandFault, type CommandHandler } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KEYS, Site } from './site.ts';

let nats: TestNats;
let site: Site;
let done: Record<string, unknown>[] = [];
let answer: () => unknown = () => undefined;

const note: CommandHandler = async (parameters) => {
  done.push(parameters);
  return await answer();
};

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats, {
    adapters: [
      { id: 'desk', extensions: ['^1\\d\\d$'] },
      { id: 'other' },
      { id: 'away', extensions: ['^5\\d\\d$'] },
      { id: 'off', enabled: false },
    ],
  });
  await site.adapter('desk', { changeStatus: note, makeCall: note });
  await site.adapter('other', {});
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});
beforeEach(() => {
  done = [];
  answer = () => undefined;
});

const control = { 'X-API-KEY': KEYS.control };
const order = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  site.post(`/api/v1/adapters/${path}`, body, { ...control, ...headers });

test('every adapter is listed, running or not, with what it carries out', async () => {
  expect(await site.get('/api/v1/adapters')).toEqual({
    status: 200,
    body: {
      items: [
        { id: 'away', type: 'test', running: false, enabled: true, commands: [] },
        { id: 'desk', type: 'test', running: true, enabled: true, commands: ['changeStatus', 'makeCall'] },
        { id: 'off', type: 'test', running: false, enabled: false, commands: [] },
        { id: 'other', type: 'test', running: true, enabled: true, commands: [] },
      ],
    },
  });
});

test('one adapter tells what it can do, and one that does not run says so', async () => {
  expect((await site.get('/api/v1/adapters/desk')).body).toEqual({
    id: 'desk',
    type: 'test',
    running: true,
    enabled: true,
    commands: ['changeStatus', 'makeCall'],
    extensions: ['^1\\d\\d$'],
    capabilities: {
      live: true,
      answerTime: false,
      features: [],
      commands: ['changeStatus', 'makeCall'],
      routing: false,
      repeats: true,
    },
  });
  expect((await site.get('/api/v1/adapters/other')).body).toMatchObject({ running: true, extensions: null });
  expect((await site.get('/api/v1/adapters/away')).body).toEqual({
    id: 'away',
    type: 'test',
    running: false,
    enabled: true,
    commands: [],
    extensions: ['^5\\d\\d$'],
    capabilities: null,
  });
  // The gateway holds a lease too, and is no adapter.
  for (const id of ['nobody', 'gateway', '*']) {
    const { status, body } = await site.get(`/api/v1/adapters/${id}`);
    expect(status, id).toBe(404);
    expect(body).toMatchObject({ error: 'gateway.adapter', message: expect.stringContaining(id) });
  }
});

test('a command gets the parameters as they came, and its result comes back as it is', async () => {
  const parameters = { login: 'ivanov', status: 'busy', deep: { list: [1, null, 'я'] } };
  answer = () => ({ status: 'busy', seen: [1, { a: null }] });
  expect(await order('desk/commands/changeStatus', parameters)).toEqual({
    status: 200,
    body: { status: 'busy', seen: [1, { a: null }] },
  });
  answer = () => ['a', 'list'];
  expect((await order('desk/commands/changeStatus', {})).body).toEqual(['a', 'list']);
  answer = () => undefined;
  expect((await order('desk/commands/changeStatus', {})).body).toEqual({});
  expect(done).toEqual([parameters, {}, {}]);
});

test('a verb without parameters needs no body', async () => {
  const url = `${site.origin}/api/v1/adapters/desk/commands/changeStatus`;
  expect((await fetch(url, { method: 'POST', headers: control })).status).toBe(200);
  expect(done).toEqual([{}]);
});

test('makeCall is a command among others', async () => {
  answer = () => ({ callId: 'native-1' });
  const call = { extension: '100', number: '89991234567', callerId: '74950000000' };
  expect((await order('desk/commands/makeCall', call)).body).toEqual({ callId: 'native-1' });
  expect(done).toEqual([call]);
});

test('click-to-call tells what the adapter has to tell beside its own answer', async () => {
  answer = () => ({ customer: 'answered', result: 'else', pbx: 'else', status: 202 });
  const call = { user: '100', phone: '89991234567' };
  expect((await site.post('/api/v1/makecall', call)).body).toEqual({
    customer: 'answered',
    result: 'ok',
    pbx: 'desk',
  });
  answer = () => 'a word';
  expect((await site.post('/api/v1/makecall', call)).body).toEqual({ result: 'ok', pbx: 'desk' });
});

test.each([
  ['an adapter nobody has', 'nobody/commands/changeStatus', 404, 'gateway.adapter'],
  ['the gateway itself', 'gateway/commands/changeStatus', 404, 'gateway.adapter'],
  ['a verb it does not know', 'desk/commands/fly', 501, 'gateway.unable'],
  ['a verb of no adapter', 'other/commands/changeStatus', 501, 'gateway.unable'],
  ['a verb that is no word', 'desk/commands/%2a.%3e', 501, 'gateway.unable'],
  ['an adapter that does not run', 'away/commands/changeStatus', 503, 'gateway.away'],
  ['an adapter that is switched off', 'off/commands/changeStatus', 503, 'gateway.away'],
])('%s', async (_what, path, status, error) => {
  expect(await order(path, {})).toMatchObject({ status, body: { error } });
  expect(done).toEqual([]);
});

test('what the adapter says against it comes back with its status', async () => {
  for (const status of [400, 409, 422, 504]) {
    answer = () => {
      throw new CommandFault('connect.mute', status, 'программа не отвечает');
    };
    expect(await order('desk/commands/changeStatus', {})).toEqual({
      status,
      body: { error: 'connect.mute', message: 'программа не отвечает' },
    });
  }
});

test('the same Idempotency-Key does it once', async () => {
  let count = 0;
  answer = () => ({ count: ++count });
  const headers = { 'Idempotency-Key': 'once' };
  const both = await Promise.all([
    order('desk/commands/changeStatus', { n: 1 }, headers),
    order('desk/commands/changeStatus', { n: 1 }, headers),
  ]);
  expect(both.map((b) => b.body)).toEqual([{ count: 1 }, { count: 1 }]);
  expect((await order('desk/commands/changeStatus', { n: 1 })).body).toEqual({ count: 2 });
  expect(done).toHaveLength(2);
});

test.each([
  ['a list', '[1]', 400],
  ['a word', '"busy"', 400],
  ['no JSON', '{"login":', 400],
])('parameters that are %s are refused', async (_what, body, status) => {
  expect(await order('desk/commands/changeStatus', body)).toMatchObject({
    status,
    body: { error: 'gateway.body' },
  });
  expect(done).toEqual([]);
});

test('only a key with scope control may, and only one that reads may look', async () => {
  for (const key of [KEYS.all, KEYS.read, KEYS.call])
    expect((await order('desk/commands/changeStatus', {}, { 'X-API-KEY': key })).status).toBe(403);
  expect((await order('desk/commands/changeStatus', {}, { 'X-API-KEY': 'stranger' })).status).toBe(401);
  for (const path of ['/api/v1/adapters', '/api/v1/adapters/desk'])
    expect((await site.get(path, control)).status).toBe(403);
  expect(done).toEqual([]);
});

test('an adapter that went away is known not to run', async () => {
  const short = await site.adapter('short', { act: note });
  expect((await order('short/commands/act', {})).status).toBe(200);
  await short.stop();
  // It is in no file, so nothing is left of it.
  await until('its lease to be gone', async () => (await site.get('/api/v1/adapters/short')).status === 404);
  expect((await order('short/commands/act', {})).status).toBe(404);
});

test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])(
  'a body that calls itself %s is no JSON, and is said to be none',
  async (type) => {
    const body = JSON.stringify({ extension: '100' });
    expect(await order('desk/commands/changeStatus', body, { 'Content-Type': type })).toMatchObject({
      status: 415,
      body: { error: 'gateway.media' },
    });
    expect(done).toEqual([]);
  },
);
