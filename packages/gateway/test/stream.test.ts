import { connect, type Socket } from 'node:net';
import {
  AgentEventType,
  Direction,
  PopupAction,
  type PopupInit,
  PopupPhase,
  Presence,
  RecordState,
} from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { BEGIN, idOf, recordOf } from './records.ts';
import { KEYS, Site } from './site.ts';
import { Watcher } from './watcher.ts';

let nats: TestNats;
let site: Site;
const watchers: Watcher[] = [];

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
});
afterAll(() => nats?.stop());
beforeEach(async () => {
  site = await Site.start(nats);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const w of watchers.splice(0)) w.close();
  await site.dispose();
  const { jsm } = await nats.bus();
  for (const stream of ['LIVE', 'AGENTS', 'POPUP', 'JOURNAL']) await jsm.streams.purge(stream);
});

async function watch(): Promise<Watcher> {
  const watcher = await Watcher.open(site);
  watchers.push(watcher);
  return watcher;
}

const running = (n: number, more: Record<string, unknown> = {}) => ({
  record: recordOf(n, { revision: 0, state: RecordState.PROVISIONAL, endedAt: null, ...more }),
  at: Math.floor(site.bus.clock.now()),
});

const popup = (differs: PopupInit = {}): PopupInit => {
  const now = Math.floor(site.bus.clock.now());
  return {
    popupId: `popup-${differs.extension ?? '100'}-${differs.action ?? 1}-${differs.phase ?? 1}`,
    callId: idOf(1),
    instance: 'pz',
    extension: '100',
    action: PopupAction.SHOW,
    phase: PopupPhase.RINGING,
    direction: Direction.INBOUND,
    externalNumber: '+79990001111',
    externalNumberRaw: '89990001111',
    did: '3333333',
    counterparty: { base: 'ut', contacts: [{ name: 'Синицына Вера' }] },
    responsible: '101',
    issuedAt: now,
    expiresAt: now + 60_000,
    ...differs,
  };
};

test('first how things stand, then every change', async () => {
  await site.snapshot(running(1));
  await site.snapshot(running(2));
  await site.agent({ instance: 'pz', extension: '100', type: AgentEventType.PRESENCE, native: 'free' });
  await until('two calls', async () => (await site.get('/api/v1/live')).body.items.length === 2);
  const early = await watch();
  await early.sees('the agent', (t) => t.event === 'agent');
  expect(early.told.map((t) => t.event)).toEqual(['call', 'call', 'agent']);
  expect(early.told.slice(0, 2).map((t) => t.data)).toMatchObject([
    { callId: idOf(1), ended: false, state: 'provisional' },
    { callId: idOf(2), ended: false, state: 'provisional' },
  ]);

  await site.snapshot({ record: recordOf(1), at: Math.floor(site.bus.clock.now()), ended: true });
  await site.agent({
    instance: 'pz',
    extension: '100',
    type: AgentEventType.PRESENCE,
    presence: Presence.DO_NOT_DISTURB,
    native: 'dnd',
    queue: 'sales',
    loggedIn: true,
    paused: false,
    reason: 'lunch',
    occurredAt: BEGIN,
  });
  const { data: end } = await early.sees('the end', (t) => t.event === 'call' && t.data.ended);
  expect(end).toMatchObject({ callId: idOf(1), status: 'answered', talkSeconds: 40 });
  const { data: agent } = await early.sees('the agent', (t) => t.data.native === 'dnd');
  expect(agent).toEqual({
    pbx: 'pz',
    extension: '100',
    type: 'presence',
    presence: 'doNotDisturb',
    native: 'dnd',
    queue: 'sales',
    loggedIn: true,
    paused: false,
    reason: 'lunch',
    at: '2026-03-02T09:00:00.000Z',
  });

  // Who comes later is told how things stand now, not how they came to be.
  const late = await watch();
  await late.sees('the agent', (t) => t.event === 'agent');
  expect(late.told).toMatchObject([
    { event: 'call', data: { callId: idOf(2) } },
    { event: 'agent', data: { native: 'dnd' } },
  ]);
});

test('popups are told, changed and withdrawn', async () => {
  const watcher = await watch();
  await site.popup(popup());
  await site.popup(popup({ action: PopupAction.UPDATE, phase: PopupPhase.ANSWERED }));
  await site.popup(popup({ action: PopupAction.HIDE, phase: PopupPhase.ENDED, reason: 'callEnded' }));
  const { data } = await watcher.sees('the withdrawal', (t) => t.data.action === 'hide');
  expect(data).toMatchObject({ extension: '100', phase: 'ended', reason: 'callEnded' });
  expect(watcher.told.map((t) => [t.event, t.data.action, t.data.phase])).toEqual([
    ['popup', 'show', 'ringing'],
    ['popup', 'update', 'answered'],
    ['popup', 'hide', 'ended'],
  ]);
  expect(watcher.told[0]?.data).toEqual({
    id: 'popup-100-1-1',
    action: 'show',
    phase: 'ringing',
    callId: idOf(1),
    pbx: 'pz',
    extension: '100',
    direction: 'inbound',
    externalNumber: '+79990001111',
    externalNumberRaw: '89990001111',
    callerExtension: null,
    did: '3333333',
    queue: null,
    group: null,
    counterparty: {
      name: 'Синицына Вера',
      company: null,
      ref: null,
      url: null,
      phones: [],
      base: 'ut',
      contacts: [],
    },
    responsible: '101',
    reason: null,
    issuedAt: expect.stringMatching(/Z$/),
    expiresAt: expect.stringMatching(/Z$/),
  });
});

test('a popup is never shown late and never too late to be withdrawn, and a repeated one is told once', async () => {
  const watcher = await watch();
  const past = Math.floor(site.bus.clock.now()) - 1;
  await site.popup(popup({ extension: '101', expiresAt: past }));
  await site.popup(popup({ extension: '101', action: PopupAction.UPDATE, expiresAt: past }));
  await site.popup(popup({ extension: '102' }));
  // Core was killed and says it again.
  await site.popup(popup({ extension: '102' }));
  await site.popup(popup({ extension: '101', action: PopupAction.HIDE, expiresAt: past }));
  await watcher.sees('the withdrawal', (t) => t.data.action === 'hide');
  expect(watcher.told.map((t) => [t.data.extension, t.data.action])).toEqual([
    ['102', 'show'],
    ['101', 'hide'],
  ]);
});

test('many may watch, and one that leaves does not disturb the others', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, watch));
  await site.snapshot(running(1));
  for (const w of all) await w.sees('call 1', (t) => t.data.callId === idOf(1));
  for (const w of all.slice(0, 15)) w.close();
  for (let n = 2; n < 30; n++) await site.snapshot(running(n));
  for (const w of all.slice(15)) {
    await w.sees('call 29', (t) => t.data.callId === idOf(29));
    expect(w.told.map((t) => t.data.callId)).toEqual(Array.from({ length: 29 }, (_, i) => idOf(i + 1)));
  }
});

test('it is a stream of events, with a word that it lives', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const watcher = await watch();
  expect(watcher.response.statusCode).toBe(200);
  expect(watcher.response.headers['content-type']).toMatch(/^text\/event-stream/);
  expect(watcher.response.headers['cache-control']).toBe('no-store');
  await until('the beginning', () => watcher.text.startsWith('retry: '));
  expect(watcher.text).not.toContain(': still here');
  vi.advanceTimersByTime(60_000);
  await until('four words', () => watcher.text.split(': still here\n\n').length === 5);
});

test('HEAD does not open a stream', async () => {
  const headers = { 'X-API-KEY': KEYS.read };
  const response = await fetch(`${site.origin}/api/v1/stream`, { method: 'HEAD', headers });
  expect(response.status).toBe(404);
});

/** A watcher that sends its request and reads nothing. */
async function sleeper(): Promise<Socket> {
  const { port } = new URL(site.origin);
  const socket = connect({ port: Number(port), host: '127.0.0.1' });
  socket.pause();
  socket.on('error', () => {});
  socket.write(`GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${KEYS.read}\r\n\r\n`);
  return socket;
}

const BIG = 'x'.repeat(200_000);

test('a watcher that does not keep up is let go, and the others go on', async () => {
  const slow = await sleeper();
  const closed = new Promise<void>((resolve) => slow.once('close', () => resolve()));
  const quick = await watch();
  for (let n = 1; n <= 100; n++) await site.snapshot(running(n, { accountCode: BIG }));
  await quick.sees('the last', (t) => t.data.callId === idOf(100));
  expect(quick.told).toHaveLength(100);
  // What had been sent is read, and then nothing more comes.
  let bytes = 0;
  slow.on('data', (chunk) => {
    bytes += chunk.length;
  });
  slow.resume();
  await closed;
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(100 * BIG.length);
  await site.snapshot(running(101));
  await quick.sees('another', (t) => t.data.callId === idOf(101));
});

test('how things stand may be more than a watcher may lag behind', async () => {
  const standing = async (): Promise<number> => (await site.get('/api/v1/live')).body.items.length;
  for (let n = 1; n <= 100; n++) await site.snapshot(running(n, { accountCode: BIG }));
  await until('a hundred calls', async () => (await standing()) === 100);
  const slow = await sleeper();
  let text = '';
  slow.setEncoding('latin1').on('data', (chunk: string) => {
    text = text.slice(-2_000) + chunk;
  });
  // A glance: it is being told.
  slow.resume();
  await until('the beginning', () => text !== '');
  slow.pause();
  await site.snapshot(running(101));
  await until('another call', async () => (await standing()) === 101);
  slow.resume();
  await until('a change behind it all', () => text.includes(idOf(101)));
  slow.destroy();
});

test('the server stops at once: streams end, also those nobody reads', async () => {
  const [one, two] = [await watch(), await watch()];
  const slow = await sleeper();
  for (let n = 1; n <= 30; n++) await site.snapshot(running(n, { accountCode: BIG }));
  for (const w of [one, two]) await w.sees('the last', (t) => t.data.callId === idOf(30));
  await site.context.http.stop();
  await until('their ends', () => one.ended && two.ended);
  expect(one.told).toHaveLength(30);
  slow.destroy();
});

test('a gateway that stops ends its streams, and says so to who asks', async () => {
  const watcher = await watch();
  await site.gateway.stop();
  await until('its end', () => watcher.ended);
  for (const path of ['/api/v1/calls', '/api/v1/live', '/api/v1/stream', `/api/v1/calls/${idOf(1)}`]) {
    const { status, body } = await site.get(path);
    expect(status, path).toBe(503);
    expect(body.error).toBe('gateway.closed');
  }
});
