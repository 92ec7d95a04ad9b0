import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  BusUnavailable,
  CommandFault,
  Health,
  HttpServers,
  type ListenAddress,
  Metrics,
  type Routes,
  StreamFull,
  sameSecret,
  setLanguage,
} from '../src/index.ts';
import { until } from '../src/testkit/index.ts';
import { watchedLog } from './support.ts';

beforeAll(() => setLanguage('en'));
afterAll(() => setLanguage('ru'));

const ANY: ListenAddress = { host: '127.0.0.1', port: 0 };

interface Stand {
  http: HttpServers;
  health: Health;
  metrics: Metrics;
  bus: { answers: boolean };
  log: ReturnType<typeof watchedLog>;
  /** GETs (or what `init` says) a path of the common server, or of a service's own. */
  ask: (path: string, init?: RequestInit, service?: string) => Promise<{ status: number; body: unknown }>;
}

function stand(listen = ANY): Stand {
  const [health, metrics, log, bus] = [new Health(), new Metrics(), watchedLog(), { answers: true }];
  const http = new HttpServers({ listen, health, metrics, log: log.log, ready: async () => bus.answers });
  onTestFinished(() => http.stop());
  const ask: Stand['ask'] = async (path, init = {}, service) => {
    const { host, port } = http.address(service);
    const answer = await fetch(`http://${host}:${port}${path}`, init);
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.startsWith('application/json');
    return { status: answer.status, body: json ? JSON.parse(text) : text };
  };
  return { http, health, metrics, bus, log, ask };
}

const hello: Routes = (app) => {
  app.get('/hello', () => ({ hello: 'you' }));
  app.post('/echo', (request) => ({ got: request.body }));
};

const json = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});

describe('routes', () => {
  test('of a service stand under its prefix, with or without a slash at the end', async () => {
    const { http, ask } = stand();
    http.mount('pz', '/pz', hello);
    http.mount('gateway', '', (app) => app.get('/api/v1/live', () => []));
    await http.start();
    expect(await ask('/pz/hello')).toEqual({ status: 200, body: { hello: 'you' } });
    expect((await ask('/pz/hello/')).status).toBe(200);
    expect((await ask('/api/v1/live')).status).toBe(200);
    expect((await ask('/hello')).status).toBe(404);
  });

  test('of a service with an address of its own are served there, and nothing else is', async () => {
    const { http, ask } = stand();
    http.mount('pz', '/pz', hello, ANY);
    http.mount('ut', '/ut', hello);
    await http.start();
    expect(http.address('pz').port).not.toBe(http.address().port);
    expect((await ask('/pz/hello', {}, 'pz')).status).toBe(200);
    for (const path of ['/ut/hello', '/healthz', '/readyz', '/metrics', '/']) {
      expect((await ask(path, {}, 'pz')).status).toBe(404);
    }
    expect((await ask('/pz/hello')).status).toBe(404);
    expect((await ask('/ut/hello')).status).toBe(200);
  });

  test('take JSON and forms', async () => {
    const { http, ask } = stand();
    http.mount('pz', '/pz', hello);
    await http.start();
    expect(await ask('/pz/echo', json('{"a":1}'))).toEqual({ status: 200, body: { got: { a: 1 } } });
    const form = { method: 'POST', body: new URLSearchParams({ cmd: 'event', phone: '+7 999' }) };
    expect((await ask('/pz/echo', form)).body).toEqual({ got: { cmd: 'event', phone: '+7 999' } });
  });

  test('that cannot be hung are no fault of the address', async () => {
    const { http } = stand();
    http.mount('pz', '/pz', () => {
      throw new Error('a route of no use');
    });
    await expect(http.start()).rejects.toThrow('a route of no use');
  });
});

describe('errors are JSON', () => {
  async function failing(error: unknown): Promise<Stand> {
    const made = stand();
    made.http.mount('pz', '/pz', (app) => {
      hello(app);
      app.get('/fail', () => {
        throw error;
      });
    });
    await made.http.start();
    return made;
  }

  test('for what is not there, is too big, or cannot be read', async () => {
    const { ask } = await failing(new Error('x'));
    expect(await ask('/nowhere')).toEqual({
      status: 404,
      body: { error: 'http.notfound', message: 'no such address' },
    });
    expect((await ask('/pz/hello', { method: 'DELETE' })).status).toBe(404);
    expect(await ask('/pz/echo', json(`{"a":"${'x'.repeat(300_000)}"}`))).toEqual({
      status: 413,
      body: { error: 'http.request', message: expect.any(String) },
    });
    expect(await ask('/pz/echo', json('{"a":'))).toEqual({
      status: 400,
      body: { error: 'http.request', message: expect.any(String) },
    });
    expect(await ask('/%ff')).toEqual({
      status: 400,
      body: { error: 'http.request', message: expect.any(String) },
    });
    expect((await ask('/pz/echo', { ...json('<a/>'), headers: { 'content-type': 'text/xml' } })).status).toBe(
      415,
    );
  });

  test('our own say their code, status and message', async () => {
    const { ask, log } = await failing(new CommandFault('pz.rejected', 409, 'Абонент занят'));
    expect(await ask('/pz/fail')).toEqual({
      status: 409,
      body: { error: 'pz.rejected', message: 'Абонент занят' },
    });
    expect(log.lines()).toEqual([]);
  });

  test.each([new BusUnavailable('the bus is out of reach'), new StreamFull('no room')])(
    '%s asks the sender to repeat',
    async (error) => {
      const { ask } = await failing(error);
      expect(await ask('/pz/fail')).toEqual({
        status: 503,
        body: { error: error.code, message: error.message },
      });
    },
  );

  test.each([
    ['an error', new Error('the password is test-token-1')],
    ['an error with an odd status', Object.assign(new Error('test-token-1'), { status: 200 })],
    ['an error with a status of its own', Object.assign(new Error('test-token-1'), { statusCode: 502 })],
    ['no error at all', 'test-token-1'],
    ['nothing', null],
  ])('%s of somebody else is logged, and hidden from who asked', async (_, error) => {
    const { ask, log } = await failing(error);
    const { status, body } = await ask('/pz/fail');
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).toEqual({ error: 'http.internal', message: 'internal error' });
    expect(log.lines()).toMatchObject([{ level: 'error', route: '/pz/fail' }]);
  });
});

describe('an address that cannot be listened on', () => {
  test('is named with the field to change, for the common server and a service’s own', async () => {
    const taken = stand();
    await taken.http.start();
    const { host, port } = taken.http.address();
    const common = stand({ host, port }).http.start();
    await expect(common).rejects.toMatchObject({ code: 'http.listen' });
    await expect(common).rejects.toThrow(
      `Address ${host}:${port} is used by another program. Stop it or change http.listen`,
    );
    const own = stand();
    own.http.mount('pz', '/pz', hello, { host, port });
    await expect(own.http.start()).rejects.toThrow(
      `${host}:${port} is used by another program. Stop it or change pz: listen`,
    );
  });

  test('because it is not ours is told as such', async () => {
    const foreign = stand({ host: '192.0.2.1', port: 0 }).http.start();
    await expect(foreign).rejects.toMatchObject({
      code: 'http.listen',
      message: expect.stringMatching(/192\.0\.2\.1:0.*http\.listen/),
    });
  });
});

describe('the house’s own routes', () => {
  test('/healthz tells services and links', async () => {
    const { http, health, ask } = stand();
    await http.start();
    health.service('pz', 'adapter', 'running');
    health.link('ut', '1c').degraded('1C does not answer', 'start it');
    expect(await ask('/healthz')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        since: expect.stringMatching(/^\d{4}-/),
        services: [{ id: 'pz', kind: 'adapter', state: 'running' }],
        links: [{ link: 'ut.1c', state: 'degraded', reason: '1C does not answer', remedy: 'start it' }],
      },
    });
  });

  test('/readyz wants services started and the bus there; a dead base or PBX is none of its business', async () => {
    const { http, health, bus, ask } = stand();
    await http.start();
    health.service('pz', 'adapter', 'starting');
    expect(await ask('/readyz')).toEqual({ status: 503, body: { ready: false, started: false, bus: true } });
    health.service('pz', 'adapter', 'running');
    health.link('ut', '1c').degraded('1C does not answer');
    expect(await ask('/readyz')).toEqual({ status: 200, body: { ready: true, started: true, bus: true } });
    bus.answers = false;
    expect(await ask('/readyz')).toEqual({ status: 503, body: { ready: false, started: true, bus: false } });
  });

  test('/metrics counts requests by route, never by address', async () => {
    const { http, metrics, ask } = stand();
    http.mount('pz', '/pz', (app) => app.get('/pbx/:token', () => 'ok'));
    await http.start();
    await ask('/pz/pbx/test-token-1?src_num=89990001122');
    await ask('/nowhere/89990001122');
    metrics.refused.inc({ service: 'pz', code: 'x' });
    const { body } = await ask('/metrics');
    expect(body).toContain('callbus_http_seconds_count{route="/pz/pbx/:token",status="200"} 1');
    expect(body).toContain('callbus_http_seconds_count{route="none",status="404"} 1');
    expect(body).toContain('callbus_refused_total{service="pz",code="x"} 1');
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toMatch(/test-token|89990001122/);
  });
});

describe('stop', () => {
  test('lets a request that runs finish, and takes no new one', async () => {
    const { http, ask } = stand();
    const gate = Promise.withResolvers<string>();
    let running = false;
    http.mount('pz', '/pz', (app) => {
      app.get('/slow', async () => {
        running = true;
        return await gate.promise;
      });
    });
    await http.start();
    const { host, port } = http.address();
    const slow = ask('/pz/slow');
    await until('the request', () => running);
    const stopping = http.stop();
    const late = connect({ host, port });
    await expect(once(late, 'connect')).rejects.toThrow('ECONNREFUSED');
    gate.resolve('finished');
    expect(await slow).toEqual({ status: 200, body: 'finished' });
    await stopping;
  });

  test('does not wait for connections that only stand there', async () => {
    const { http } = stand();
    await http.start();
    const idle = connect(http.address().port, '127.0.0.1').on('error', () => {});
    await once(idle, 'connect');
    await http.stop();
    idle.destroy();
  });

  test('does not wait for a request whose client has left', { timeout: 5_000 }, async () => {
    const { http } = stand();
    let running = false;
    http.mount('pz', '/pz', (app) => {
      app.get('/never', async () => {
        running = true;
        await new Promise(() => {});
      });
    });
    await http.start();
    const client = connect(http.address().port, '127.0.0.1').on('error', () => {});
    client.write('GET /pz/never HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the request', () => running);
    client.destroy();
    await http.stop();
  });

  test('twice, and before a start, is no fault', async () => {
    const { http } = stand();
    await http.stop();
    await http.stop();
    expect(http.address()).toEqual({ host: '', port: 0 });
  });
});

test.each([
  ['test-token-1', 'test-token-1', true],
  ['test-token-1', 'test-token-2', false],
  ['test-token-1', 'test-token', false],
  ['', 'test-token-1', false],
  ['', '', true],
  ['пароль', 'пароль', true],
])('secrets %j and %j are the same: %s', (given, wanted, same) => {
  expect(sameSecret(given, wanted)).toBe(same);
});
