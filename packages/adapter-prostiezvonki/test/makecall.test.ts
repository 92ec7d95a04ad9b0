import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CommandCodec,
  type CommandResult,
  CommandResultCodec,
  commandSubject,
  type Exchange,
  ExchangeBatchCodec,
  exchangeSubject,
} from '@callbus/contract';
import { type AdapterAnnouncement, currentLeases, freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stand } from './stand.ts';

const API_KEY = 'test-api-key-1';
/** Too long for a name: that is found out here, without asking any server. */
const NO_NAME = `${'x'.repeat(64)}.invalid`;
const PATH = '/httpapiinteg/crmapi/v1/makecall';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  key: string | string[] | undefined;
  type: string | undefined;
  body: string;
}

let nats: TestNats;
let stand: Stand;
let cloud: Server;
/** What the cloud was asked, and how it answers. */
let asked: Asked[] = [];
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeAll(async () => {
  cloud = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push({ method, url, key: headers['x-api-key'], type: headers['content-type'], body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  const { port } = cloud.address() as AddressInfo;
  const nobody = await freePort();
  nats = await TestNats.start();
  const makecall = (url: string, timeoutMs = 20_000): Record<string, unknown> => ({
    makecall: { url, apiKey: API_KEY, timeoutMs },
  });
  stand = await Stand.start(nats, [
    { id: 'pz', ...makecall(`http://127.0.0.1:${port}${PATH}`) },
    { id: 'hasty', ...makecall(`http://127.0.0.1:${port}${PATH}`, 500) },
    { id: 'query', ...makecall(`http://127.0.0.1:${port}/call?tenant=7&x=%D0%B0`) },
    { id: 'nobody', ...makecall(`http://127.0.0.1:${nobody}${PATH}`) },
    { id: 'nobody-named', ...makecall(`http://localhost:${nobody}${PATH}`) },
    { id: 'unknown', ...makecall(`http://${NO_NAME}${PATH}`) },
    { id: 'mute' },
  ]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
  cloud.closeAllConnections();
  await new Promise((resolve) => cloud.close(resolve));
});
beforeEach(() => {
  asked = [];
  answer = (response) => void response.writeHead(200).end();
});

const call = (adapter = 'pz', user = '100', phone = '89991234567'): Promise<CommandResult> =>
  stand.command(adapter, 'makeCall', user, phone);

const says = (status: number, body = '', type = 'text/plain'): void => {
  answer = (response) => void response.writeHead(status, { 'content-type': type }).end(body);
};

/** The spec's words («Возможные ошибки») around the text of the error. */
const words = (text: string): string =>
  `При выполнении запроса к Простым звонкам произошла ошибка: ${text}.\nПожалуйста, обратитесь в поддержку Простых звонков.`;

const link = (adapter: string): { state: string; reason?: string; remedy?: string } | undefined =>
  stand.health.report().links.find((l) => l.link === `${adapter}.makecall`);

describe('what goes out', () => {
  test('is the request of the spec, once', async () => {
    expect(await call()).toMatchObject({ ok: true, result: '{"status":200}' });
    expect(asked).toEqual([
      {
        method: 'POST',
        url: PATH,
        key: API_KEY,
        type: 'application/json',
        body: '{"user":"100","phone":"89991234567"}',
      },
    ]);
  });

  test('an address keeps its query, and a number every sign it has', async () => {
    await call('query', '101', '+7 (999) 123-45-67 "доб." 5');
    expect(asked.map((a) => [a.url, JSON.parse(a.body)])).toEqual([
      ['/call?tenant=7&x=%D0%B0', { user: '101', phone: '+7 (999) 123-45-67 "доб." 5' }],
    ]);
  });

  test('a command that is asked for twice rings once', async () => {
    const command = CommandCodec.encode({
      commandId: 'test-same',
      instance: 'pz',
      verb: 'makeCall',
      makeCall: { extension: '100', number: '89991234567' },
    });
    const ask = (): Promise<Uint8Array> =>
      stand.bus.request(commandSubject('pz', 'makeCall'), command, 5_000);
    const both = await Promise.all([ask(), ask()]);
    expect(both.map((r) => CommandResultCodec.decode(r).ok)).toEqual([true, true]);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['', '89991234567', 'extension'],
    ['100', '', 'number'],
  ])('a command without user %j or phone %j goes nowhere', async (user, phone, field) => {
    const { ok, fault } = await call('pz', user, phone);
    expect({ ok, ...fault }).toMatchObject({ ok: false, code: 'command.parameters', status: 400 });
    expect(fault?.message).toContain(`поле ${field}:`);
    expect(asked).toEqual([]);
  });

  test('the order and its answer stand in the technical journal, without key and number', async () => {
    const exchanges: Exchange[] = [];
    const listening = stand.bus.listen(exchangeSubject('pz'), (data) => {
      exchanges.push(...ExchangeBatchCodec.decode(data).exchanges);
    });
    says(400, `no ${API_KEY}`);
    await call();
    await until('it', () => exchanges.some((e) => e.status === 400));
    listening.unsubscribe();
    expect(exchanges.find((e) => e.status === 400)).toMatchObject({
      method: 'POST',
      route: PATH,
      request: '{"user":"100","phone":"899…67"}',
      response: 'no ***',
    });
  });

  test.each([200, 201, 202, 204])('%i is a call that was placed', async (status) => {
    says(status);
    expect(await call()).toMatchObject({ ok: true, result: `{"status":${status}}` });
  });

  test('so is one whose answer breaks off or never ends', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"res');
      setImmediate(() => response.destroy());
    };
    expect(await call()).toMatchObject({ ok: true });
    answer = (response) => void response.writeHead(200).write('x'.repeat(1 << 20));
    expect(await call()).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
  });
});

describe('what the cloud refuses comes back in the words of the spec', () => {
  test.each([
    [400, 400, '400 Bad Request', '', ''],
    [500, 500, '500 Internal Server Error', '', ''],
    [400, 400, '400 Bad Request, User not found', 'User not found', 'text/plain'],
    [400, 400, '400 Bad Request, User not found', 'User not found.\n', 'text/plain'],
    [400, 400, '400 Bad Request, две строки', 'две\r\n  строки', 'text/plain; charset=utf-8'],
    [400, 400, '400 Bad Request, no such user', '{"message":"no such user"}', 'application/json'],
    [400, 400, '400 Bad Request, no such user', '{"error":"no such user"}', 'text/html'],
    [500, 500, '500 Internal Server Error, busy', '{"error":{"message":"busy"}}', 'application/json'],
    [500, 500, '500 Internal Server Error, busy', '{"message":7,"description":"busy"}', 'application/json'],
    [400, 400, '400 Bad Request, just text', '"just text"', 'application/json'],
    [400, 400, '400 Bad Request', '{"code":17}', 'application/json'],
    [400, 400, '400 Bad Request', '[{"message":"x"}]', 'application/json'],
    [400, 400, '400 Bad Request', '{"message":"cut', 'application/json'],
    [500, 500, '500 Internal Server Error', '<html><body>oops</body></html>', 'text/html'],
    [500, 500, '500 Internal Server Error', '\n <!doctype html><p>oops', 'text/plain'],
  ])('%i comes back as %i: %s', async (status, passed, text, body, type) => {
    says(status, body, type || 'text/plain');
    const { ok, fault } = await call();
    expect({ ok, ...fault }).toMatchObject({
      ok: false,
      code: 'prostiezvonki.rejected',
      message: words(text),
      status: passed,
    });
    expect(asked).toHaveLength(1);
  });

  test.each([
    [401, '401 Unauthorized', '', 'makecall.apiKey адаптера pz'],
    [403, '403 Forbidden, wrong key ***', `wrong key ${API_KEY}`, 'makecall.apiKey адаптера pz'],
    [404, '404 Not Found', '', 'makecall.url адаптера pz'],
    [429, '429 Too Many Requests, later', 'later', 'makecall.url адаптера pz'],
    [302, '302 Found', '', 'makecall.url адаптера pz'],
    [503, '503 Service Unavailable', '<html>', 'makecall.url адаптера pz'],
    [599, '599', '', 'makecall.url адаптера pz'],
  ])('%i is no answer of the spec: 502, what came and what to check', async (status, text, body, check) => {
    says(status, body);
    const { fault } = await call();
    expect(fault).toMatchObject({ code: 'prostiezvonki.rejected', status: 502 });
    expect(fault?.message).toMatch(/^сервер 127\.0\.0\.1:\d+ ответил: /);
    expect(fault?.message).toContain(`ответил: ${text}.\n`);
    expect(fault?.message).toContain(check);
    expect(fault?.message).not.toContain('поддержку');
    expect(asked).toHaveLength(1);
  });

  test('a text is cut to what a person reads, also where it never ends', async () => {
    says(400, 'x'.repeat(1 << 20));
    expect((await call()).fault?.message).toBe(words(`400 Bad Request, ${'x'.repeat(200)}`));
    answer = (response) => void response.writeHead(400).write('it is late');
    expect((await call('hasty')).fault?.message).toBe(words('400 Bad Request, it is late'));
  });
});

describe('the link', () => {
  test.each([401, 403])('%i says that the key is refused, until it is taken again', async (status) => {
    await call();
    expect(link('pz')).toMatchObject({ state: 'ok' });
    says(status);
    await call();
    expect(link('pz')).toMatchObject({ state: 'degraded', reason: 'ключ makecall.apiKey не принят' });
    expect(link('pz')?.remedy).toContain('makecall.apiKey адаптера pz');
    says(400);
    await call();
    expect(link('pz')?.state).toBe('ok');
  });

  test('a name that DNS does not know', async () => {
    const { fault } = await call('unknown');
    expect(fault).toMatchObject({ code: 'prostiezvonki.away', status: 502 });
    expect(fault?.message).toMatch(/^сервер x+\.invalid не отвечает \(имя не найдено в DNS, ENOTFOUND\)\.\n/);
    expect(fault?.message).not.toContain('getaddrinfo');
  });

  test.each(['nobody', 'nobody-named'])('%s listens', async (adapter) => {
    const { fault } = await call(adapter);
    expect(fault).toMatchObject({ code: 'prostiezvonki.away', status: 502 });
    expect(fault?.message).toMatch(
      /^сервер \S+ не отвечает \(соединение отклонено, ECONNREFUSED\)\.\nЧто делать: проверьте makecall\.url адаптера /,
    );
    expect(fault?.message).not.toContain('поддержку');
    expect(link(adapter)).toMatchObject({ state: 'degraded' });
    expect(link(adapter)?.reason).toContain('ECONNREFUSED');
    expect(link(adapter)?.remedy).toContain(`makecall.url адаптера ${adapter}`);
  });

  test('the cloud hangs up without a word', async () => {
    answer = (response) => void response.destroy();
    const { fault } = await call();
    expect(fault).toMatchObject({ code: 'prostiezvonki.away', status: 502 });
    expect(fault?.message).toContain('не отвечает (соединение оборвано, UND_ERR_SOCKET)');
    expect(link('pz')?.state).toBe('degraded');
    expect(asked).toHaveLength(1);
  });

  test('the cloud says nothing for too long', async () => {
    answer = () => {};
    const { fault } = await call('hasty');
    expect(fault).toMatchObject({
      code: 'prostiezvonki.away',
      status: 504,
      message: expect.stringMatching(/ не отвечает \(нет ответа за 0\.5 с\)\.\nЧто делать: /),
    });
    expect(asked).toHaveLength(1);
    answer = (response) => void response.writeHead(200).end();
    expect((await call('hasty')).ok).toBe(true);
    expect(link('hasty')?.state).toBe('ok');
  });

  test('a connection that the cloud closed meanwhile does not make a second try', async () => {
    await call();
    answer = (_response, request) => void request.socket.destroy();
    await call();
    expect(asked).toHaveLength(2);
  });
});

test('an adapter without a makecall block has no such command, and says so', async () => {
  expect((await call('mute')).fault).toMatchObject({ code: 'command.unsupported', status: 501 });
  const leases = await currentLeases(stand.bus);
  const commands = (id: string): readonly string[] | undefined =>
    (leases.get(id)?.about as AdapterAnnouncement | undefined)?.commands;
  expect([commands('mute'), commands('pz')]).toEqual([[], ['makeCall']]);
  expect(stand.health.report().links.map((l) => l.link)).not.toContain('mute.makecall');
});

test('the key is never written', async () => {
  says(400, `the key ${API_KEY} of ${API_KEY}`);
  expect((await call()).fault?.message).toBe(words('400 Bad Request, the key *** of ***'));
  expect(stand.log.join('')).not.toContain(API_KEY);
  expect(JSON.stringify(stand.health.report())).not.toContain(API_KEY);
});

test('a call that is being placed is finished when the adapter stops', async () => {
  const own = await Stand.start(nats, [
    {
      id: 'leaving',
      makecall: { url: `http://127.0.0.1:${(cloud.address() as AddressInfo).port}/`, apiKey: API_KEY },
    },
  ]);
  let finish: () => void = () => {};
  answer = (response) => {
    finish = () => void response.writeHead(200).end();
  };
  const placed = own.command('leaving', 'makeCall', '100', '89991234567');
  await until('the request', () => asked.length === 1);
  const stopped = own.stop();
  finish();
  expect((await placed).ok).toBe(true);
  await stopped;
});
