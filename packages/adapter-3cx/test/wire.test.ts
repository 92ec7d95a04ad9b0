import { ThreeCxSim } from '@callbus/sim-3cx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSnapshot } from '../src/call-control/read.ts';
import { PbxApi } from '../src/call-control/wire/api.ts';
import { PbxClock } from '../src/call-control/wire/clock.ts';
import { digitIn, isDone, participantOf, result } from '../src/call-control/wire/native.ts';
import { lifetimeMs } from '../src/call-control/wire/token.ts';
import { BadAnswer, CredentialsRefused, PbxAway } from '../src/errors.ts';

describe('the token', () => {
  let sim: ThreeCxSim;
  let api: PbxApi;
  const newApi = (clientSecret = 'sim-client-secret'): PbxApi =>
    new PbxApi({ url: sim.url, clientId: '900', clientSecret, timeoutMs: 5_000, now: Date.now });

  beforeEach(async () => {
    sim = new ThreeCxSim();
    await sim.start();
    api = newApi();
  });

  afterEach(async () => {
    await api.stop();
    await sim.stop();
  });

  test('is fetched once, however many ask', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => api.get('/callcontrol')));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200]);
    expect(sim.server.tokens).toBe(1);
  });

  test('is renewed when it is refused, and by one of those who were', async () => {
    await api.get('/callcontrol');
    sim.server.expire();
    const answers = await Promise.all([1, 2, 3, 4].map(() => api.get('/callcontrol')));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200]);
    expect(sim.server.tokens).toBe(2);
  });

  test('is renewed before its end', async () => {
    sim.server.options.expiresIn = 60;
    let now = 0;
    const { Token } = await import('../src/call-control/wire/token.ts');
    const token = new Token({
      pool: () => api.dispatcher,
      clientId: '900',
      clientSecret: 'sim-client-secret',
      timeoutMs: 5_000,
      now: () => now,
    });
    const first = await token.get();
    now = 58 * 60_000;
    expect(await token.get()).toBe(first);
    now = 59 * 60_000;
    expect(await token.get()).not.toBe(first);
  });

  test('a life below five minutes is told in minutes, none is an hour', () => {
    expect([3_600, 60, undefined, 0].map(lifetimeMs)).toEqual([3_600_000, 3_600_000, 3_600_000, 3_600_000]);
  });

  test('refused credentials and a PBX that is away are two things', async () => {
    const wrong = newApi('another-secret');
    const refused = await wrong.get('/callcontrol').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CredentialsRefused);
    expect(String(refused)).toContain('invalid_client');
    expect(String(refused)).not.toContain('another-secret');
    await wrong.stop();
    await sim.stop();
    await expect(api.get('/callcontrol')).rejects.toBeInstanceOf(PbxAway);
  });
});

describe('the clock of 3CX', () => {
  const clockAt = (ahead: number, ...asked: number[]): PbxClock => {
    const clock = new PbxClock();
    for (const sent of asked)
      clock.saw(new Date(Math.floor((sent + ahead) / 1_000) * 1_000).toUTCString(), sent, sent + 40);
    return clock;
  };
  const T = Date.parse('2026-03-02T12:00:00.300Z');

  test('is right where nothing says otherwise', () => {
    expect(new PbxClock().offset).toBeUndefined();
    expect(clockAt(0, T).offset).toBe(0);
    expect(clockAt(200, T).offset).toBe(0);
  });

  test('is known better with every answer', () => {
    expect(Math.abs((clockAt(90_000, T).offset ?? 0) - 90_000)).toBeLessThanOrEqual(540);
    const many = clockAt(90_000, ...[0, 250, 510, 690].map((ms) => T + ms));
    expect(Math.abs((many.offset ?? 0) - 90_000)).toBeLessThanOrEqual(250);
  });

  test('is measured anew when it is set', () => {
    const clock = clockAt(90_000, T);
    clock.saw(new Date(T - 30_000).toUTCString(), T, T + 40);
    expect(Math.abs((clock.offset ?? 0) + 30_000)).toBeLessThanOrEqual(1_000);
    clock.saw('nonsense', T, T);
    clock.saw(undefined, T, T);
    expect(Math.abs((clock.offset ?? 0) + 30_000)).toBeLessThanOrEqual(1_000);
  });
});

describe('native words', () => {
  test('an entity names a participant, or something else', () => {
    expect(participantOf('/callcontrol/150/participants/8106')).toEqual({ dn: '150', id: 8106 });
    expect(participantOf('/callcontrol/101')).toBeUndefined();
    // Not UTF-8: it must not throw in the listener of the socket.
    expect(participantOf('/callcontrol/%E0%A4%A/participants/1')).toBeUndefined();
    expect(participantOf('/callcontrol/101/devices/sip%3A101')).toBeUndefined();
  });

  test('the final status is a word or a number', () => {
    const statusOf = (finalstatus: unknown): boolean =>
      isDone(result.parse({ finalstatus, reason: 'None', reasontext: '' }).finalstatus);
    expect(['Success', 1, undefined].map(statusOf)).toEqual([true, true, true]);
    expect(['Failed', 'Rejected', 0, -1].map(statusOf)).toEqual([false, false, false, false]);
  });

  test('the key of a DTMF event', () => {
    expect(digitIn({ dtmf_input: '1' })).toBe('1');
    expect(digitIn(null)).toBe('');
  });
});

describe('a look at all numbers', () => {
  const bad = (): void => {};

  test.each([
    ['a page for people', undefined],
    ['a text', 'Service unavailable'],
    ['a list of nothing that is a number', [null, 7]],
  ])('that brings %s is none: nobody is not there for it', (_what, body) => {
    expect(() => readSnapshot(body, bad)).toThrow(BadAnswer);
  });

  test('that brings an empty list says that nobody is there', () => {
    expect(readSnapshot([], bad)).toEqual({ numbers: [], participants: [] });
  });
});
