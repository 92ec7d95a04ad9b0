import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STREAMS } from '@callbus/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Bus, isAlive, readEmbeddedState, StopService } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { Program } from '../programs/run.ts';
import { tempDir } from '../support.ts';
import { house, site } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start({ user: 'callbus', password: 'nats-secret-1' });
});
afterAll(() => nats.stop());

const names = async (bus: Bus): Promise<string[]> => {
  const found: string[] = [];
  for await (const { config } of bus.jsm.streams.list()) found.push(config.name);
  return found.sort();
};
const WITH = 'credentials: { user: callbus, password: nats-secret-1 }';

describe('a bus that stands elsewhere', () => {
  test('gets its streams, also those in memory after it was killed, and its link tells how it stands', async () => {
    const { house: h, log } = house(site(`bus: { url: "${nats.url}", ${WITH} }\n`));
    onTestFinished(() => h.stop());
    await h.start();
    const { bus, health } = h.context;
    expect(await names(bus)).toEqual(Object.keys(STREAMS).sort());
    await nats.kill();
    await until('the word of it', () => health.report().status === 'degraded');
    expect(health.report().links).toMatchObject([
      { link: 'bus.nats', state: 'degraded', remedy: expect.stringContaining(nats.url) },
    ]);
    await nats.launch();
    await until('the word that it is well', () => health.report().status === 'ok');
    expect(await names(bus)).toEqual(Object.keys(STREAMS).sort());
    expect(log.text()).not.toContain('nats-secret-1');
  });

  test('that comes and goes is made fit as soon as it stays', async () => {
    const { house: h } = house(site(`bus: { url: "${nats.url}", ${WITH} }\n`));
    onTestFinished(() => h.stop());
    await h.start();
    const { bus, health } = h.context;
    for (let i = 0; i < 3; i++) {
      await nats.kill();
      await until('the loss', () => !bus.connected);
      await nats.launch();
      await until('the way back', () => bus.connected);
    }
    await until('the word that it is well', () => health.report().status === 'ok');
    expect(await until('the streams', () => names(bus).catch(() => undefined))).toEqual(
      Object.keys(STREAMS).sort(),
    );
  });

  test('that is not there when we start is waited for, and named', async () => {
    const own = await TestNats.start();
    await own.kill();
    const { house: h } = house(site(`bus: { url: "${own.url}" }\n`));
    onTestFinished(async () => {
      await h.stop();
      await own.stop();
    });
    const starting = h.start();
    const { health, http } = await until('the house', () => {
      try {
        return h.context;
      } catch {
        return undefined;
      }
    });
    await until('the word of it', () => health.report().links[0]?.state === 'degraded');
    const { host, port } = http.address();
    expect((await fetch(`http://${host}:${port}/readyz`)).status).toBe(503);
    await own.launch();
    await starting;
    expect(health.report().status).toBe('ok');
    expect((await fetch(`http://${host}:${port}/readyz`)).status).toBe(200);
  });

  test.each([
    ['refuses our credentials', () => `bus: { url: "${nats.url}" }\n`, 'bus.credentials'],
    [
      'wants a file that is not there',
      () => `bus: { url: "${nats.url}", credentials: no.creds }\n`,
      'bus.credentials',
    ],
  ])('that %s ends it', async (_, rest, code) => {
    const { house: h, steps } = house(site(rest()));
    await expect(h.start()).rejects.toMatchObject({ code });
    expect(steps.filter((s) => s.includes('start'))).toEqual([]);
  });

  test('without JetStream ends it, saying what is missing', async () => {
    const own = await TestNats.start({
      extra: `no_auth_user: u\naccounts { A { users [ { user: u, password: p } ] } }`,
    });
    onTestFinished(() => own.stop());
    const { house: h } = house(site(`bus: { url: "${own.url}" }\n`));
    await expect(h.start()).rejects.toMatchObject({
      code: 'bus.streams',
      remedy: expect.stringContaining('JetStream'),
    });
  });
});

describe('the embedded bus', () => {
  test('is started for us alone and is gone afterwards', async () => {
    const loaded = site();
    const { house: h } = house(loaded);
    onTestFinished(() => h.stop());
    await h.start();
    const state = readEmbeddedState(loaded.dataDir);
    expect(isAlive(state?.pid ?? 0)).toBe(true);
    expect(await names(h.context.bus)).toEqual(Object.keys(STREAMS).sort());
    const second = house(loaded);
    await expect(second.house.start()).rejects.toThrow(StopService);
    expect(isAlive(state?.pid ?? 0)).toBe(true);
    await h.stop();
    expect(isAlive(state?.pid ?? 0)).toBe(false);
    const third = house(loaded);
    await third.house.start();
    expect(readEmbeddedState(loaded.dataDir)).toMatchObject({ port: state?.port, password: state?.password });
    await third.house.stop();
  });

  test('that is killed comes back, and with it the streams', async () => {
    const loaded = site();
    const { house: h } = house(loaded);
    onTestFinished(() => h.stop());
    await h.start();
    const { bus, health } = h.context;
    process.kill(readEmbeddedState(loaded.dataDir)?.pid as number, 'SIGKILL');
    await until('the word of it', () => health.report().status === 'degraded');
    await until('the word that it is well', () => health.report().status === 'ok');
    expect(await names(bus)).toEqual(Object.keys(STREAMS).sort());
  });

  test('is ended when something else keeps us from starting', async () => {
    const taken = house(site());
    onTestFinished(() => taken.house.stop());
    await taken.house.start();
    const { host, port } = taken.house.context.http.address();
    const loaded = site();
    loaded.config.http.listen = { host, port };
    const { house: h } = house(loaded);
    await expect(h.start()).rejects.toThrow(`${host}:${port}`);
    expect(isAlive(readEmbeddedState(loaded.dataDir)?.pid ?? 0)).toBe(false);
  });

  test('is ended when we are stopped while it starts', async () => {
    const loaded = site();
    const { house: h } = house(loaded);
    const starting = h.start().catch((error: unknown) => error);
    await until('the server', () => (readEmbeddedState(loaded.dataDir)?.pid ?? 0) > 0);
    await h.stop();
    expect(await starting).toBeInstanceOf(Error);
    expect(isAlive(readEmbeddedState(loaded.dataDir)?.pid ?? 0)).toBe(false);
  });

  test('that cannot be started ends it, and stopping is not held up by it', async () => {
    const script = join(tempDir(), 'nats-server');
    writeFileSync(script, '#!/bin/sh\n[ "$1" = --version ] && echo "nats-server: v9.0.0" || exit 7\n');
    chmodSync(script, 0o755);
    const { house: h, steps } = house(site(), undefined, { env: { CALLBUS_NATS_SERVER: script } });
    await expect(h.start()).rejects.toMatchObject({ code: 'nats.start' });
    expect(steps).toEqual([]);
  });
});

test('a process whose house has stopped ends by itself', async () => {
  const dir = tempDir();
  const program = new Program('house.ts', dir);
  await until('its end', () => !program.running, 20_000);
  expect(program.output).toBe('started\nstopped\n');
  expect(program.child.exitCode).toBe(0);
});
