import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { type Message, OneCSim } from '@callbus/sim-1c';
import { day, Player, type ScriptedCall, seeded, type Telling, toldByPbx } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

const COUNT = 200;
const calls = day(COUNT, { seed: 7 });
const oneC = new OneCSim({ token: 'token123' });

beforeAll(() => oneC.start());
afterAll(() => oneC.stop());

const SINK = (): string =>
  `{ id: ut, type: 1c, url: "${oneC.url}", token: token123, timeZone: Europe/Moscow }`;
const PZ = '{ id: pz, type: prostiezvonki, pbxToken: pbx-token-1 }';

/** The tellings of a call, some told twice and some in the wrong order. */
function disturbed(call: ScriptedCall, random: () => number): Telling[] {
  const tellings = toldByPbx(call);
  for (const telling of [...tellings]) {
    if (random() < 0.3) tellings.splice(Math.floor(random() * (tellings.length + 1)), 0, telling);
  }
  if (random() < 0.3) {
    const at = Math.floor(random() * (tellings.length - 1));
    [tellings[at], tellings[at + 1]] = [tellings[at + 1] as Telling, tellings[at] as Telling];
  }
  return tellings;
}

/** Plays all calls, a few beside each other, each call's tellings one after the other. */
async function playAll(player: Player, told: Map<string, number>, paceMs: number): Promise<void> {
  const random = seeded(11);
  const queue = calls.map((call) => ({ call, tellings: disturbed(call, random) }));
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (const telling of next.tellings) {
        const answer = await player.tell(telling);
        expect(answer.status).toBe(200);
        told.set(next.call.customer, Date.now());
        await delay(paceMs);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

const stamp = (ms: number): string => {
  const moscow = new Date(ms + 3 * 3_600_000).toISOString();
  return moscow.slice(0, 19).replace(/[-:]/g, '');
};

/** What 1C must have for a call; the extension of a group nobody answered may be any of it when alerts came out of order. */
function expectedHistory(call: ScriptedCall): Message {
  const end = call.startedAt + (call.ringSeconds + call.talkSeconds) * 1_000;
  return {
    cmd: 'history',
    type: call.direction,
    phone: call.customer,
    diversion: call.direction === 'in' ? call.line : '',
    start: stamp(call.startedAt),
    end: stamp(end),
    duration: call.ringSeconds + call.talkSeconds,
    link: call.recording,
    status: call.answeredBy ? 'success' : 'missed',
  };
}

function checkHistories(): void {
  const byCall = Map.groupBy(oneC.histories, (h) => String(h.callid));
  expect(byCall.size).toBe(COUNT);
  for (const repeats of byCall.values()) for (const repeat of repeats) expect(repeat).toEqual(repeats[0]);
  for (const call of calls) {
    const history = oneC.histories.find((h) => h.phone === call.customer);
    expect(history).toMatchObject(expectedHistory(call));
    const owners = call.answeredBy ? [call.answeredBy] : call.extensions;
    expect(owners).toContain(history?.ext);
    expect(history?.user).toBe(history?.ext);
  }
}

function checkPopups(told: Map<string, number>): void {
  for (const { at, body } of oneC.popups) {
    const last = told.get(String(body.phone)) ?? 0;
    // No popup more than its limit after the broker took the event; what was told last bounds that.
    expect(at - last).toBeLessThan(5_000 + 250);
  }
  const seen = oneC.popups.map(({ body }) => `${body.callid}|${body.ext}|${body.type}`);
  expect(new Set(seen).size).toBe(seen.length);
}

test('every service of its own process: kill -9 of each, of NATS, and 1C away in the middle', async () => {
  oneC.histories.length = 0;
  oneC.popups.length = 0;
  const nats = await TestNats.start({ user: 'callbus', password: 'nats-secret-1' });
  const site = await Site.create('sinks: []\nadapters: []');
  const body = `bus: { url: "${nats.url}", credentials: { user: callbus, password: nats-secret-1 } }\nadapters:\n  - ${PZ}\nsinks:\n  - ${SINK()}`;
  const ports = { core: await freePort(), ut: await freePort(), gateway: site.port, pz: await freePort() };
  const running = new Map<string, Process>();
  const begin = async (id: keyof typeof ports): Promise<void> => {
    const process = site.spawn('run', id, '--config', site.write(body, `${id}.yaml`, ports[id]));
    running.set(id, process);
    await site.ready(process, ports[id]);
  };
  const restart = async (id: keyof typeof ports): Promise<void> => {
    await running.get(id)?.end('SIGKILL');
    await delay(300);
    await begin(id);
  };
  try {
    await Promise.all((['core', 'ut', 'gateway', 'pz'] as const).map(begin));
    const player = new Player({
      origin: `http://127.0.0.1:${ports.pz}`,
      adapter: 'pz',
      pbxToken: 'pbx-token-1',
    });
    const told = new Map<string, number>();
    const playing = playAll(player, told, 60);
    await delay(1_000);
    await restart('core');
    await oneC.fault({ kind: 'down' });
    await restart('pz');
    await nats.kill();
    await delay(500);
    await nats.launch();
    await oneC.fault({ kind: 'locked' });
    await restart('core');
    await delay(500);
    await oneC.fault({ kind: 'none' });
    await restart('ut');
    await restart('gateway');
    await playing;
    await player.close();
    await until(
      'all histories in 1C',
      () => new Set(oneC.histories.map((h) => h.callid)).size >= COUNT,
      60_000,
    );
    await delay(1_500);
    checkHistories();
    checkPopups(told);
    // A repeat is allowed only for what was on its way when the sink was killed.
    expect(oneC.histories.length - COUNT).toBeLessThanOrEqual(2);
    const listed = await until('the history', async () => {
      const { items } = await site.get<{ items: { callId: string }[] }>('/api/v1/calls?limit=1000');
      return items.length === COUNT && items;
    });
    expect(new Set(listed.map((c) => c.callId))).toEqual(new Set(oneC.histories.map((h) => h.callid)));
  } finally {
    await site.dispose();
    await nats.stop();
  }
}, 240_000);

test('all in one process: kill -9 of the whole and of its nats-server', async () => {
  oneC.histories.length = 0;
  oneC.popups.length = 0;
  const site = await Site.create(`adapters:\n  - ${PZ}\nsinks:\n  - ${SINK()}`);
  try {
    let house = await site.up();
    const player = new Player({ origin: site.origin, adapter: 'pz', pbxToken: 'pbx-token-1' });
    const told = new Map<string, number>();
    const playing = playAll(player, told, 40);
    await delay(1_500);
    site.killNats();
    await delay(1_500);
    await house.end('SIGKILL');
    house = await site.up();
    await oneC.fault({ kind: 'down' });
    await delay(1_500);
    await house.end('SIGKILL');
    house = await site.up();
    await oneC.fault({ kind: 'none' });
    await playing;
    await player.close();
    await until(
      'all histories in 1C',
      () => new Set(oneC.histories.map((h) => h.callid)).size >= COUNT,
      60_000,
    );
    await delay(1_500);
    checkHistories();
    checkPopups(told);
    expect(oneC.histories.length - COUNT).toBeLessThanOrEqual(4);
    expect(await house.end('SIGTERM')).toBe(0);
  } finally {
    await site.dispose();
  }
}, 240_000);
