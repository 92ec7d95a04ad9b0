import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificate } from './certificate.ts';
import { type Block, newCall, PASSWORD, Stand, type StandOptions, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}, options: StandOptions = {}): Promise<void> => {
  stand = await Stand.start(nats, { ...options, sink });
};

const cookies = (): unknown[] => stand.sim.requests.map((r) => r.headers.cookie);

describe('sessions of 1C', () => {
  test('are used again: no more of them than records at once, each for one request at a time', async () => {
    await begin({ concurrency: 3 }, { sim: { sessions: true } });
    await stand.sim.fault({ kind: 'slow', ms: 5 });
    const ids = await stand.records(60);
    await stand.taking(ids);
    await stand.idle();
    expect(stand.sim.sessions.begun).toBe(3);
    expect(stand.sim.sessions.clashes).toBe(0);
    expect(stand.sim.histories).toHaveLength(60);
    // One look at the port, and a connection for each that works at once.
    expect(stand.sim.connections).toBeLessThanOrEqual(4);
  });

  test('that 1C has ended are begun anew, and the record’s refusal is not believed', async () => {
    await begin({ concurrency: 1 }, { sim: { sessions: true } });
    await stand.taking([await stand.record()]);
    stand.sim.sessions.end();
    const id = await stand.record();
    await stand.taking([id]);
    await stand.taking([await stand.record()]);
    await stand.idle();
    expect(cookies()).toEqual([undefined, 'ibsession=s-1', undefined, 'ibsession=s-2']);
    expect(stand.sim.requests[1]?.raw).toBe(stand.sim.requests[2]?.raw);
    expect(await stand.dead()).toEqual([]);
    expect(stand.links.map((l) => l.state)).toEqual(['ok']);
  });

  test('a refusal in an old session is asked about once more, in a new one it is final', async () => {
    await begin({ concurrency: 1 }, { sim: { sessions: true } });
    await stand.taking([await stand.record()]);
    const bad = newCall();
    stand.sim.faultOf = (m) => (m.callid === bad ? { kind: 'refuse' } : undefined);
    await stand.record({ callId: bad });
    await stand.idle();
    expect(cookies()).toEqual([undefined, 'ibsession=s-1', undefined]);
    expect(await stand.dead()).toMatchObject([{ callId: bad }]);
  });

  test('a popup is never asked again, whatever session it was in', async () => {
    await begin({ popupConcurrency: 1 }, { sim: { sessions: true } });
    await stand.popup();
    await stand.popupsEnded(1);
    stand.sim.sessions.end();
    const callid = await stand.popup();
    expect(await stand.popupsEnded(2)).toEqual({ ok: 1, page: 1 });
    await stand.popup();
    await stand.popupsEnded(3);
    expect(stand.tries.get(callid)).toBe(1);
    expect(cookies()).toEqual([undefined, 'ibsession=s-1', undefined]);
  });

  test('are dropped when an answer is lost, and where 1C takes them back', async () => {
    let given = 0;
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const cookie = request.headers.cookie;
        seen.push(cookie);
        if (seen.length === 2) return response.destroy();
        const value = seen.length === 4 ? '' : `x${++given}`;
        response.setHeader('Set-Cookie', ['other=1; path=/', `ibsession=${value}; path=/; HttpOnly`]);
        response.end('{}');
      });
    });
    const seen: (string | undefined)[] = [];
    const url = await listen(server);
    await begin({ url, concurrency: 1 });
    for (let i = 0; i < 4; i++) {
      await stand.record();
      await stand.idle();
    }
    expect(seen).toEqual([undefined, 'ibsession=x1', undefined, 'ibsession=x2', undefined]);
    server.closeAllConnections();
    server.close();
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hs/`;
}

describe('logging in', () => {
  test.each([
    ['none', { type: 'none' }, undefined],
    ['basic', { type: 'basic', user: 'Интеграция АТС', password: PASSWORD }, `Интеграция АТС:${PASSWORD}`],
    ['basic without a password', { type: 'basic', user: 'callbus', password: '' }, 'callbus:'],
  ])('%s', async (_what, auth, expected) => {
    await begin({ auth });
    await stand.record();
    await stand.popup();
    await stand.ask('89991234567');
    await stand.idle();
    await until('all three', () => stand.sim.requests.length === 3);
    for (const { headers } of stand.sim.requests) {
      const [scheme, value = ''] = String(headers.authorization ?? '').split(' ');
      if (expected === undefined) expect(headers).not.toHaveProperty('authorization');
      else expect([scheme, Buffer.from(value, 'base64').toString('utf8')]).toEqual(['Basic', expected]);
    }
  });

  test('bearer', async () => {
    await begin({ auth: { type: 'bearer', token: 'platform-token-1' } });
    await stand.record();
    await stand.idle();
    expect(stand.sim.requests[0]?.headers.authorization).toBe('Bearer platform-token-1');
  });

  test('the token is in every body and never in a log, nor is the password', async () => {
    await begin({ auth: { type: 'basic', user: 'callbus', password: PASSWORD } });
    let lost = 2;
    stand.sim.faultOf = (m) => (m.cmd === 'history' && lost-- > 0 ? { kind: 'lost' } : undefined);
    await stand.record();
    await stand.popup();
    await stand.ask('89991234567');
    await stand.idle();
    await until('all of them', () => stand.sim.requests.length === 5);
    expect(stand.sim.requests.map((r) => r.body.crm_token)).toEqual(stand.sim.requests.map(() => TOKEN));
    await stand.sim.fault({ kind: 'denied' });
    await stand.record();
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    const said = stand.log.join('') + JSON.stringify(stand.health.report());
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain(PASSWORD);
    expect(said).not.toContain(Buffer.from(`callbus:${PASSWORD}`).toString('base64'));
  });

  test('a base without a token gets none', async () => {
    await begin({ token: undefined }, { sim: { token: undefined } as never });
    await stand.record();
    await stand.idle();
    expect(stand.sim.requests[0]?.body).not.toHaveProperty('crm_token');
  });

  test('a wrong token pauses the base and says so, and a right one lets everything through', async () => {
    await begin({ token: 'wrong-token' });
    const ids = await stand.records(3);
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    expect(stand.link).toMatchObject({
      reason: `база ${stand.id} не пускает нас (код 401)`,
      remedy: expect.stringContaining('проверьте пользователя и пароль (auth) и токен (token)'),
    });
    await stand.sink.stop();
    await stand.again({ token: TOKEN });
    await stand.taking(ids);
    await stand.idle();
    expect(await stand.dead()).toEqual([]);
    expect(stand.link?.state).toBe('ok');
  });
});

test('everything is POSTed to the address as it is written, path and query', async () => {
  await begin();
  await stand.sink.stop();
  const url = `${stand.sim.url}telephony/v1/?base=%D1%83%D1%82&x=1`;
  await stand.again({ url });
  await stand.record();
  await stand.popup();
  await stand.ask('89991234567');
  await until('all three', () => stand.sim.requests.length === 3);
  const paths = stand.sim.requests.map((r) => r.path);
  expect(new Set(paths)).toEqual(new Set(['/hs/telephony/v1/?base=%D1%83%D1%82&x=1']));
});

test('an answer without end is cut off, and what it began with counts', async () => {
  let asked = 0;
  let cut = 0;
  const server = createServer((request, response) => {
    asked++;
    request.resume();
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more).once('close', () => cut++);
    more();
  });
  await begin({ url: await listen(server) });
  await stand.record();
  await stand.idle();
  await until('it to be cut off', () => cut === 1);
  expect(asked).toBe(1);
  expect(stand.link?.state).toBe('ok');
  server.close();
});

describe('https', () => {
  test('a certificate nobody vouches for is named, with what to do', async () => {
    setDefaultCACertificates([]);
    await begin({}, { sim: { tls: certificate } });
    const id = await stand.record();
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    expect(stand.link).toMatchObject({
      reason: `сертификат базы ${stand.id} не принят (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(stand.sim.requests).toEqual([]);
    // Accepted, the same base works.
    setDefaultCACertificates([certificate.cert]);
    await stand.taking([id]);
    await stand.idle();
    expect(stand.link?.state).toBe('ok');
    expect(stand.sim.histories).toHaveLength(1);
  });

  test('a plain port behind an https address is named', async () => {
    await begin();
    await stand.sink.stop();
    await stand.again({ url: stand.sim.url.replace('http:', 'https:') });
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    expect(stand.link?.reason).toMatch(/не отвечает \(.+\)$/);
  });
});

test('an address whose name nobody knows is named', async () => {
  await begin({ url: 'http://no-such-host.invalid/hs/' });
  await stand.record();
  await until('the link to be degraded', () => stand.link?.state === 'degraded');
  expect(stand.link?.reason).toMatch(/не отвечает \((ENOTFOUND|EAI_AGAIN)\)/);
  expect(stand.link?.remedy).toContain('http://no-such-host.invalid/hs/');
});
