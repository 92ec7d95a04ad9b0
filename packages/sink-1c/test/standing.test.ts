import { connect, createServer } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { Health, setLanguage } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../src/http/outcome.ts';
import { Standing } from '../src/standing.ts';
import { certificate } from './certificate.ts';

const URL = 'http://127.0.0.1:9000/hs/';
let health: Health;
let standing: Standing;
beforeEach(() => {
  health = new Health();
});
afterEach(() => {
  standing.stop();
  setLanguage('ru');
});

const begin = (url = URL, onBack: () => void = () => {}): void => {
  standing = new Standing('ut', url, health.link('ut', '1c'), onBack);
};
const report = () => health.report().links[0];

const bad: [string, Outcome, RegExp, RegExp][] = [
  [
    'unsent',
    { kind: 'unsent', reason: 'ECONNREFUSED' },
    /не отвечает \(ECONNREFUSED\)/,
    /веб-сервер.*запущен/,
  ],
  ['lost', { kind: 'lost', reason: 'ETIMEDOUT' }, /не отвечает \(ETIMEDOUT\)/, /записи ждут/],
  ['page', { kind: 'page', status: 503 }, /страницей для людей \(код 503\)/, /просто подождите/],
  ['busy', { kind: 'busy', status: 423 }, /занята \(код 423\)/, /не потеряются/],
  ['denied', { kind: 'denied', status: 403 }, /не пускает нас \(код 403\)/, /токен \(token\) базы ut/],
  [
    'certificate',
    { kind: 'unsent', reason: 'CERT_HAS_EXPIRED' },
    /сертификат базы ut не принят \(CERT_HAS_EXPIRED\)/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    'another name’s certificate',
    { kind: 'unsent', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    /сертификат/,
    /NODE_EXTRA_CA_CERTS/,
  ],
];

describe('what is said of a base', () => {
  test.each(bad)('%s', (_what, outcome, reason, remedy) => {
    begin();
    standing.bad(outcome);
    expect(report()).toMatchObject({
      link: 'ut.1c',
      state: 'degraded',
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
    standing.good();
    expect(report()).toMatchObject({ state: 'ok' });
    expect(report()).not.toHaveProperty('reason');
  });

  test.each(bad)('%s, in English', (_what, outcome) => {
    setLanguage('en');
    begin();
    standing.bad(outcome);
    expect(`${report()?.reason} ${report()?.remedy}`).not.toMatch(/[а-яё{}]/i);
  });

  test('a record it does not like is no complaint about the base', () => {
    begin();
    standing.good();
    standing.bad({ kind: 'refused', status: 400, reason: '400' });
    standing.bad({ kind: 'failed', status: 500, reason: '500' });
    expect(report()).toMatchObject({ state: 'ok' });
  });

  test('the newest trouble is named, and since when there is any', () => {
    begin();
    standing.bad({ kind: 'busy', status: 423 });
    const since = report()?.since;
    standing.bad({ kind: 'page', status: 503 });
    expect(report()).toMatchObject({ since, reason: expect.stringContaining('503') });
  });
});

describe('while nothing is sent, a look at the port tells', () => {
  test('that it is open', async () => {
    const sim = new OneCSim();
    await sim.start();
    begin(sim.url);
    standing.start();
    await until('ok', () => report()?.state === 'ok');
    expect(sim.requests).toEqual([]);
    await sim.stop();
  });

  test('that it is shut', async () => {
    const port = await shutPort();
    begin(`http://127.0.0.1:${port}/hs/`);
    standing.start();
    await until('degraded', () => report()?.state === 'degraded');
    expect(report()?.reason).toContain('ECONNREFUSED');
  });

  test('that a certificate is not accepted', async () => {
    setDefaultCACertificates([]);
    const sim = new OneCSim({ tls: certificate });
    await sim.start();
    begin(sim.url);
    standing.start();
    await until('degraded', () => report()?.state === 'degraded');
    expect(report()?.reason).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    await sim.stop();
  });

  test('after an open port a complaint about what is behind it stays', async () => {
    const sim = new OneCSim();
    await sim.start();
    begin(sim.url);
    standing.bad({ kind: 'denied', status: 401 });
    standing.start();
    await until('the look', () => sim.connections === 1);
    await sim.stop();
    expect(report()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('401') });
  });

  test('nothing any more, once it is stopped', async () => {
    const port = await shutPort();
    begin(`http://127.0.0.1:${port}/hs/`);
    standing.start();
    standing.stop();
    // Whoever knocks later is turned away later.
    await refused(port);
    expect(report()?.state).toBe('unknown');
  });
});

/** A port nobody listens on. */
async function shutPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const refused = (port: number): Promise<unknown> =>
  new Promise((resolve) => connect({ host: '127.0.0.1', port }).once('error', resolve));
