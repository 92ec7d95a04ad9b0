import { TestNats, until } from '@callbus/runtime/testkit';
import { ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CallControlDoor } from '../src/call-control/door.ts';
import { PbxApi } from '../src/call-control/wire/api.ts';
import type { Door } from '../src/doors.ts';
import { CallStore } from '../src/join/store.ts';
import { Join } from '../src/join.ts';
import { DoorStand } from './door-stand.ts';

let nats: TestNats;
let sim: ThreeCxSim;
let stand: DoorStand<Door>;
/** Every pause that was asked for, milliseconds; each is over when `pass` says so. */
let pauses: number[];
let pass: (ms: number) => Promise<void>;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => {
  await nats?.stop();
});

beforeEach(async () => {
  sim = new ThreeCxSim();
  await sim.start();
  pauses = [];
  pass = async () => {};
  const callControl = { url: sim.url, clientId: '900', clientSecret: 'sim-client-secret' };
  stand = await DoorStand.start(
    nats,
    (context, block): Door => {
      const store = new CallStore(context.dataDir);
      const api = new PbxApi({ ...callControl, timeoutMs: 5_000, now: context.now });
      const join = new Join({
        instance: context.id,
        store,
        publish: (events) => context.publishOrKeep(events),
        now: context.now,
        toleranceMs: 60_000,
        offset: () => api.clock.offset,
      });
      const pause = (ms: number, signal: AbortSignal): Promise<void> => {
        pauses.push(ms);
        const stopped = new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        return Promise.race([pass(ms), stopped]);
      };
      const patience = { firstMs: 1_000, longestMs: 30_000, refusedMs: 60_000, pause };
      const door = new CallControlDoor({ context, block, api, join, store, patience });
      return {
        name: 'callControl',
        start: async () => {
          store.open();
          await join.start();
          await door.start();
        },
        stop: async () => {
          await door.stop();
          await join.idle();
          await api.stop();
          store.close();
        },
      };
    },
    { callControl },
  );
  await until('call control', () => sim.server.listeners > 0);
});
afterEach(async () => {
  await stand?.stop();
  await sim?.stop();
});

test('a PBX that is away for a minute is tried six times or so, longer and longer apart', async () => {
  let away = 0;
  pass = async (ms) => {
    away += ms;
    if (away >= 60_000 && sim.server.listeners === 0) await sim.server.start();
  };
  const before = sim.server.tokens;
  await sim.server.stop();
  await until('it listens again', () => away >= 60_000 && sim.server.listeners > 0, 30_000);
  for (const [n, ms] of pauses.entries()) {
    const meant = Math.min(30_000, 1_000 * 2 ** n);
    expect(ms).toBeGreaterThanOrEqual(meant * 0.75);
    expect(ms).toBeLessThanOrEqual(meant * 1.25);
  }
  expect(pauses.length).toBeLessThanOrEqual(8);
  expect(sim.server.tokens).toBe(before + 1);
});

test('refused credentials are not tried again for a minute', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  pass = (ms) => (ms >= 45_000 ? promise : Promise.resolve());
  sim.server.options.clientSecret = 'another-secret';
  sim.server.cut();
  await until('the refusal', () => pauses.some((ms) => ms >= 45_000), 30_000);
  sim.server.options.clientSecret = 'sim-client-secret';
  resolve();
  await until('it listens again', () => sim.server.listeners > 0, 30_000);
  expect(pauses.filter((ms) => ms >= 45_000)).toHaveLength(1);
});
