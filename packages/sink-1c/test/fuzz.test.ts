import { setTimeout as delay } from 'node:timers/promises';
import { RecordState } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import type { Fault, Message } from '@callbus/sim-1c';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCall, Stand } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

const SEED = Number(process.env.FUZZ_SEED ?? 20_240_229);
const CALLS = 200;
const CONCURRENCY = 3;

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What may befall any request, and how often. */
const MISHAPS: [number, Fault][] = [
  [0.015, { kind: 'lost' }],
  [0.01, { kind: 'cut' }],
  [0.005, { kind: 'hang' }],
  [0.01, { kind: 'page', status: 503 }],
  [0.005, { kind: 'page', status: 500 }],
  [0.005, { kind: 'answer', status: 423, body: '{}', type: 'application/json' }],
  [0.02, { kind: 'error' }],
  [0.05, { kind: 'slow', ms: 30 }],
  // Longer than an answer is waited for: the record is taken all the same.
  [0.005, { kind: 'slow', ms: 250 }],
];

/** What the whole base goes through, one after the other. */
const SPELLS: Fault[] = [
  { kind: 'down' },
  { kind: 'locked' },
  { kind: 'denied' },
  { kind: 'hang' },
  { kind: 'answer', status: 429 },
];

test(`whatever befalls the base (seed ${SEED}), 1C ends up with every record, and nothing is doubled but what was lost`, async () => {
  const random = seeded(SEED);
  const sink = { upsert: true, concurrency: CONCURRENCY, timeouts: { readMs: 150, popupMs: 150 } };
  const stand = await Stand.start(nats, { sink, sim: { sessions: true } });
  const poison = new Map<string, Fault>([
    [newCall(), { kind: 'refuse' }],
    [newCall(), { kind: 'answer', status: 422, body: 'нет' }],
    [newCall(), { kind: 'error' }],
  ]);
  const mishap = (message: Message): Fault | undefined => {
    const own = poison.get(String(message.callid));
    if (own) return own;
    let dice = random();
    for (const [chance, fault] of MISHAPS) {
      dice -= chance;
      if (dice < 0) return fault;
    }
    return undefined;
  };
  stand.sim.faultOf = mishap;

  const wanted = new Map<string, number>();
  const publish = async (): Promise<void> => {
    for (const callId of poison.keys()) await stand.record({ callId });
    for (let i = 0; i < CALLS; i++) {
      const callId = newCall();
      const revisions = 1 + Math.floor(random() * 3);
      for (let revision = 1; revision <= revisions; revision++) {
        const state = revision === 1 ? RecordState.FINAL : RecordState.AMENDED;
        await stand.record({ callId, revision, state });
      }
      wanted.set(callId, revisions);
      await stand.popup({ callId });
      await delay(random() * 15);
    }
  };
  const torment = async (): Promise<void> => {
    for (const spell of SPELLS) {
      await delay(300 + random() * 300);
      stand.sim.faultOf = undefined;
      await stand.sim.fault(spell);
      await delay(300 + random() * 200);
      await stand.sim.fault({ kind: 'none' });
      stand.sim.faultOf = mishap;
      stand.sim.sessions.end();
    }
    await stand.sink.stop();
    await stand.again();
  };
  try {
    await Promise.all([publish(), torment()]);
    await stand.idle(60_000);

    const accepted = Map.groupBy(stand.sim.histories, (h) => String(h.callid));
    expect([...accepted.keys()].filter((id) => !wanted.has(id))).toEqual([]);
    const histories = stand.sim.requests.filter((r) => r.body.cmd === 'history');
    for (const [callId, revisions] of wanted) {
      const got = (accepted.get(callId) ?? []).map((h) => h.revision);
      expect([callId, got.includes(revisions)]).toEqual([callId, true]);
      // In the order they were sent: 1C may still work on one we have given up.
      const sent = histories.filter((r) => r.body.callid === callId).map((r) => Number(r.body.revision));
      expect(sent).toEqual(sent.toSorted((x, y) => x - y));
    }

    const bodies = Map.groupBy(histories, (r) => `${r.body.callid}|${r.body.revision}`);
    for (const said of bodies.values()) expect(new Set(said.map((r) => r.raw)).size).toBe(1);

    const dead = (await stand.dead()).map((d) => d.callId);
    expect(dead.toSorted()).toEqual([...poison.keys()].toSorted());

    const popups = stand.sim.requests.filter((r) => r.body.cmd === 'event');
    expect(new Set(popups.map((p) => p.body.callid)).size).toBe(popups.length);
    expect(stand.sim.peak('history')).toBeLessThanOrEqual(CONCURRENCY);
    expect(stand.sim.sessions.clashes).toBe(0);
  } finally {
    await stand.stop();
  }
}, 90_000);
