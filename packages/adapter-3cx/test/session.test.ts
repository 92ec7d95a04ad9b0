import { until } from '@callbus/runtime/testkit';
import { ThreeCxSim } from '@callbus/sim-3cx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Session } from '../src/call-control/session.ts';
import { PbxApi } from '../src/call-control/wire/api.ts';
import type { Participant } from '../src/call-control/wire/native.ts';

let sim: ThreeCxSim;
let api: PbxApi;
let session: Session;
/** What the session told, in order. */
let told: string[];
let there: Participant[];

beforeEach(async () => {
  sim = new ThreeCxSim();
  await sim.start();
  api = new PbxApi({
    url: sim.url,
    clientId: '900',
    clientSecret: 'sim-client-secret',
    timeoutMs: 5_000,
    now: Date.now,
  });
  told = [];
  there = [];
});

afterEach(async () => {
  session.end('test');
  await api.stop();
  await sim.stop();
});

const newSession = (lookEveryMs: number): Session =>
  new Session({
    api,
    now: Date.now,
    timeoutMs: 5_000,
    lookEveryMs,
    listener: {
      async snapshot(_numbers, participants) {
        const news = JSON.stringify(participants) !== JSON.stringify(there);
        there = participants;
        told.push(`look ${participants.map((p) => `${p.dn} ${p.status}`).join()}`);
        return news;
      },
      async see(p) {
        told.push(`${p.dn} ${p.status}`);
      },
      async gone(dn) {
        told.push(`${dn} gone`);
      },
      async digit(dn, _id, digit) {
        told.push(`${dn} ${digit}`);
      },
      bad(problem) {
        throw problem;
      },
    },
  });

test('everything is looked at before any event is told', async () => {
  sim.ring(sim.inbound('+74951230001'), '101');
  session = newSession(60_000);
  await session.open();
  sim.ring(sim.inbound('+74951230002'), '102');
  await until('the event', () => told.includes('102 Ringing'));
  expect(told).toEqual(['look 101 Ringing', '102 Ringing']);
});

test('a connection that is silent though there are calls is given up', async () => {
  session = newSession(200);
  await session.open();
  sim.server.deaf = true;
  sim.ring(sim.inbound('+74951230001'), '101');
  expect(await session.closed()).toBe('silent');
  expect(told).toContain('look 101 Ringing');
});

test('keys that are pressed are told, other kinds of events are not', async () => {
  session = newSession(60_000);
  await session.open();
  sim.server.event(3, '/callcontrol/900/participants/77');
  sim.server.event(4, '/callcontrol/101', { RequestID: 'r1', StatusCode: 200 });
  sim.server.event(2, '/callcontrol/900/participants/77', { dtmf_input: '1' });
  await until('the key', () => told.includes('900 1'));
  expect(told).toEqual(['look ', '900 1']);
});

test('its end has a reason, and it takes a moment of a dead PBX to know', async () => {
  session = newSession(60_000);
  await session.open();
  sim.server.cut();
  expect(await session.closed()).not.toBe('');
});
