import { CommandCodec, CommandResultCodec, commandSubject } from '@callbus/contract';
import { CommandFault, type CommandHandler, Lease } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KEYS, Site } from './site.ts';

const PATHS = ['/api/v1/makecall', '/httpapiinteg/crmapi/v1/makecall'];

let nats: TestNats;
let site: Site;
/** What the adapters were asked to do. */
let orders: { pbx: string; extension: unknown; number: unknown }[] = [];
let answer: () => unknown = () => ({});

const makeCall =
  (pbx: string): CommandHandler =>
  async ({ extension, number }) => {
    orders.push({ pbx, extension, number });
    return await answer();
  };

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats, {
    adapters: [
      { id: 'pz', extensions: ['^1\\d\\d$', '^30\\d$'] },
      { id: 'ats', extensions: ['^2\\d\\d$', '^30\\d$'] },
      // Tells of calls, and can place none.
      { id: 'deaf', extensions: ['^4\\d\\d$', '^1\\d\\d$'] },
      // In the file, and not running.
      { id: 'away', extensions: ['^5\\d\\d$', '^25\\d$'] },
      { id: 'off', extensions: ['^6\\d\\d$'], enabled: false },
    ],
  });
  await site.adapter('pz', { makeCall: makeCall('pz') });
  await site.adapter('ats', { makeCall: makeCall('ats') });
  await site.adapter('deaf', {});
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});
beforeEach(() => {
  orders = [];
  answer = () => ({});
});

describe.each(PATHS)('POST %s', (path) => {
  test('rings the extension at the PBX that owns it, the number as it was given', async () => {
    expect(await site.post(path, { user: '100', phone: '89991234567' })).toEqual({
      status: 200,
      body: { result: 'ok', pbx: 'pz' },
    });
    await site.post(path, { user: '200', phone: '+7 (999) 123-45-67' });
    expect(orders).toEqual([
      { pbx: 'pz', extension: '100', number: '89991234567' },
      { pbx: 'ats', extension: '200', number: '+7 (999) 123-45-67' },
    ]);
  });

  test("the spec's own request, headers and all, with the key of a 1C that may only call", async () => {
    const response = await fetch(site.origin + path, {
      method: 'POST',
      headers: { 'X-API-KEY': KEYS.call, 'Content-Type': 'application/json' },
      body: '{"user":"100","phone":"89991234567"}',
    });
    expect(response.status).toBe(200);
    expect(orders).toEqual([{ pbx: 'pz', extension: '100', number: '89991234567' }]);
  });

  test('1C writes a byte order mark, spaces and a pbx that is undefined', async () => {
    const body = '\ufeff{"user": " 100 ", "phone": " 89991234567 ", "pbx": null}';
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    expect((await site.post(path, body, headers)).status).toBe(200);
    expect(orders).toEqual([{ pbx: 'pz', extension: '100', number: '89991234567' }]);
  });

  test('an extension nobody has is 404', async () => {
    for (const user of ['999', '600', '10', '1000', '*100']) {
      const { status, body } = await site.post(path, { user, phone: '89991234567' });
      expect(status, user).toBe(404);
      expect(body).toMatchObject({ error: 'gateway.extension', message: expect.stringContaining(user) });
    }
  });

  test('an extension two PBXs have is 409, until one is named', async () => {
    const { status, body } = await site.post(path, { user: '300', phone: '89991234567' });
    expect(status).toBe(409);
    expect(body.error).toBe('gateway.several');
    expect(body.message).toMatch(/pz.*ats|ats.*pz/);
    expect(orders).toEqual([]);
    for (const pbx of ['pz', 'ats']) {
      expect((await site.post(path, { user: '300', phone: '89991234567', pbx })).body.pbx).toBe(pbx);
    }
    expect(orders.map((o) => o.pbx)).toEqual(['pz', 'ats']);
  });

  test('so it is when one of the two does not run just now', async () => {
    expect((await site.post(path, { user: '250', phone: '89991234567' })).status).toBe(409);
    expect((await site.post(path, { user: '250', phone: '89991234567', pbx: 'ats' })).status).toBe(200);
    expect((await site.post(path, { user: '250', phone: '89991234567', pbx: 'away' })).status).toBe(503);
  });

  test('a PBX nobody has is 404, and so is one that is switched off or has other extensions', async () => {
    for (const pbx of ['nobody', 'off', 'PZ', 'gateway', '*', '>']) {
      const { status, body } = await site.post(path, { user: '100', phone: '89991234567', pbx });
      expect(status, pbx).toBe(404);
      expect(body).toMatchObject({ error: 'gateway.pbx', message: expect.stringContaining(pbx) });
    }
    const { status, body } = await site.post(path, { user: '100', phone: '89991234567', pbx: 'ats' });
    expect(status).toBe(404);
    expect(body.error).toBe('gateway.extension');
    expect(orders).toEqual([]);
  });

  test('a PBX that cannot place calls is 501', async () => {
    const { status, body } = await site.post(path, { user: '400', phone: '89991234567' });
    expect(status).toBe(501);
    expect(body).toMatchObject({ error: 'gateway.unable', message: expect.stringContaining('deaf') });
  });

  test('a PBX of the file that does not run is 503', async () => {
    const { status, body } = await site.post(path, { user: '500', phone: '89991234567' });
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: 'gateway.away', message: expect.stringContaining('away') });
  });

  test('what the PBX says against it comes back with its status and message', async () => {
    const message =
      'При выполнении запроса к Простым звонкам произошла ошибка: 400 Bad Request.\nПожалуйста, обратитесь в поддержку Простых звонков.';
    for (const status of [400, 500, 502, 504]) {
      answer = () => {
        throw new CommandFault('prostiezvonki.rejected', status, message);
      };
      expect(await site.post(path, { user: '100', phone: '89991234567' })).toEqual({
        status,
        body: { error: 'prostiezvonki.rejected', message },
      });
    }
    answer = () => {
      throw new Error('something broke');
    };
    expect((await site.post(path, { user: '100', phone: '89991234567' })).status).toBe(500);
  });

  test('the same Idempotency-Key rings once, and everybody gets the answer', async () => {
    const headers = { 'Idempotency-Key': `key of ${path}` };
    const order = { user: '100', phone: '89991234567' };
    const both = await Promise.all([site.post(path, order, headers), site.post(path, order, headers)]);
    const later = await site.post(path, order, headers);
    for (const { status, body } of [...both, later]) {
      expect(status).toBe(200);
      expect(body).toEqual({ result: 'ok', pbx: 'pz' });
    }
    expect(orders).toHaveLength(1);
    // Another key, another caller, and none at all are other calls.
    await site.post(path, order, { 'Idempotency-Key': `another key of ${path}` });
    await site.post(path, order, { ...headers, 'X-API-KEY': KEYS.all });
    await site.post(path, order);
    await site.post(path, order);
    expect(orders).toHaveLength(5);
  });

  test('long keys that begin alike are two', async () => {
    const order = { user: '100', phone: '89991234567' };
    for (const end of ['a', 'b', 'a'])
      await site.post(path, order, { 'Idempotency-Key': `${path}${'x'.repeat(500)}${end}` });
    expect(orders).toHaveLength(2);
  });

  test.each([
    ['broken JSON', '{"user":"100",'],
    ['no JSON', 'user=100&phone=1'],
    ['nothing', ''],
    ['a text', '"100"'],
    ['a number', '100'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a list of one', '[{"user":"100","phone":"89991234567"}]'],
    ['no fields', '{}'],
    ['a prototype', '{"__proto__":{"user":"100","phone":"89991234567"}}'],
  ])('%s is 400', async (_name, body) => {
    const { status, body: said } = await site.post(path, body);
    expect(status).toBe(400);
    expect(said).toMatchObject({ error: expect.any(String), message: expect.any(String) });
    expect(orders).toEqual([]);
  });

  test.each([
    [400, 'нужен JSON вида {"user":"100","phone":"89991234567"}', '{"user":"100",'],
    [400, 'нужен JSON вида {"user":"100","phone":"89991234567"}', ''],
    [413, 'тело запроса больше 256 КБ', 'x'.repeat(300 << 10)],
    [415, 'нужен заголовок Content-Type: application/json', '<call/>', 'application/xml'],
    [400, 'параметр user: найдено ничего, ожидается внутренний номер', '{}'],
    [400, 'параметр phone: найдено "x", ожидается номер телефона', '{"user":"100","phone":"x"}'],
  ])(
    '%i is said in the words of the catalogue: %s',
    async (status, message, body, type = 'application/json') => {
      const { status: given, body: said } = await site.post(path, body, { 'Content-Type': type });
      expect([given, said.message]).toEqual([status, message]);
      expect(said.error).toMatch(/^gateway\./);
    },
  );

  test.each([
    ['user', { phone: '89991234567' }],
    ['phone', { user: '100' }],
    ['user', { user: 100, phone: '89991234567' }],
    ['user', { user: '', phone: '89991234567' }],
    ['user', { user: '   ', phone: '89991234567' }],
    ['user', { user: null, phone: '89991234567' }],
    ['user', { user: ['100'], phone: '89991234567' }],
    ['user', { user: '100\r\nAction: Logoff', phone: '89991234567' }],
    ['user', { user: '#', phone: '89991234567' }],
    ['phone', { user: '100', phone: 89991234567 }],
    ['phone', { user: '100', phone: '' }],
    ['phone', { user: '100', phone: '+()' }],
    ['phone', { user: '100', phone: 'mama' }],
    ['phone', { user: '100', phone: '8999\u00001234567' }],
    ['phone', { user: '100', phone: '8'.repeat(65) }],
    ['phone', { user: '100', phone: { number: '1' } }],
    ['pbx', { user: '100', phone: '89991234567', pbx: '' }],
    ['pbx', { user: '100', phone: '89991234567', pbx: 1 }],
    ['pbx', { user: '100', phone: '89991234567', pbx: ['pz'] }],
  ])('a wrong %s is 400 and named: %j', async (field, body) => {
    const { status, body: said } = await site.post(path, body);
    expect(status).toBe(400);
    expect(said).toMatchObject({ error: 'gateway.parameter', message: expect.stringContaining(field) });
    expect(orders).toEqual([]);
  });

  test('a body of 2 MB is 413, another kind of body 415, another method 404', async () => {
    const huge = JSON.stringify({ user: '100', phone: '89991234567', more: 'x'.repeat(2 << 20) });
    expect((await site.post(path, huge)).status).toBe(413);
    expect((await site.post(path, '<call/>', { 'Content-Type': 'application/xml' })).status).toBe(415);
    expect((await site.get(path)).status).toBe(404);
    expect(orders).toEqual([]);
  });
});

test('the command carries its deadline by the clock of the broker, and who asks', async () => {
  const seen = new Promise<Uint8Array>((resolve) => {
    site.bus.respond(commandSubject('elsewhere', 'makeCall'), async (data) => {
      resolve(data);
      return CommandResultCodec.encode({ ok: true, result: 'not JSON' });
    });
  });
  const about = { kind: 'adapter', type: 'other', commands: ['makeCall'], extensions: ['^7\\d\\d$'] };
  const lease = new Lease(site.bus, { key: 'elsewhere', run: 'another', about, onLost: () => {} });
  await lease.acquire(AbortSignal.timeout(10_000));
  // An adapter that is in no file of ours is found where it runs; what it answers beside "ok" is its own affair.
  expect((await site.post('/api/v1/makecall', { user: '700', phone: '89991234567' })).body).toEqual({
    result: 'ok',
    pbx: 'elsewhere',
  });
  const command = CommandCodec.decode(await seen);
  expect(command).toMatchObject({
    instance: 'elsewhere',
    verb: 'makeCall',
    issuedBy: 'caller',
    makeCall: { extension: '700', number: '89991234567' },
  });
  expect(command.commandId).not.toBe('');
  expect(command.notAfter).toBeGreaterThan(command.issuedAt);
  await lease.release();
});

test('an adapter that stopped is 503 at once, though its lease were still there', async () => {
  const about = { kind: 'adapter', type: 'other', commands: ['makeCall'], extensions: ['^8\\d\\d$'] };
  const lease = new Lease(site.bus, { key: 'gone', run: 'another', about, onLost: () => {} });
  await lease.acquire(AbortSignal.timeout(10_000));
  const { status, body } = await site.post('/api/v1/makecall', { user: '800', phone: '89991234567' });
  expect(status).toBe(503);
  expect(body).toMatchObject({ error: 'gateway.away', message: expect.stringContaining('gone') });
  await lease.release();
  await until('the lease to be gone', async () => {
    return (await site.post('/api/v1/makecall', { user: '800', phone: '89991234567' })).status === 404;
  });
});

test('a telephone number in a wrong field is not repeated in full', async () => {
  const { status, body } = await site.post('/api/v1/makecall', {
    user: { phone: '89991234567' },
    phone: '1',
  });
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('user');
  expect(JSON.stringify(body)).not.toContain('89991234567');
});

test('an adapter without patterns owns every extension', async () => {
  const open = await TestNats.start({ syncInterval: '2m' });
  const all = await Site.start(open, { adapters: [{ id: 'pz' }] });
  try {
    await all.adapter('pz', { makeCall: makeCall('pz') });
    for (const user of ['100', '*98', '79991112233'])
      expect((await all.post('/api/v1/makecall', { user, phone: '02' })).status, user).toBe(200);
    // Without the bus nobody can be asked.
    await open.kill();
    await until('the bus to be gone', () => !all.bus.connected);
    const { status, body } = await all.post('/api/v1/makecall', { user: '100', phone: '89991234567' });
    expect(status).toBe(503);
    expect(body.error).toBe('gateway.bus');
  } finally {
    await all.dispose();
    await open.stop();
  }
});
