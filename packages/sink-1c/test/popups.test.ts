import { createServer, type Server, type Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { Direction, PopupAction, PopupPhase } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificate } from './certificate.ts';
import { type Block, newCall, Stand, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}): Promise<void> => {
  stand = await Stand.start(nats, { sink });
};

const shown = (): Block[] => stand.sim.popups.map((p) => p.body);

/** Waits until a popup of its own has come through, after all before it were taken up. */
async function marker(): Promise<void> {
  await stand.idle();
  const callid = await stand.popup({ extension: '999' });
  await until('the marker', () => shown().some((b) => b.callid === callid));
}

describe('what a popup says', () => {
  const out = { direction: Direction.OUTBOUND, did: '' };
  test.each([
    ['INCOMING', 'in', {}, '3333333'],
    ['ACCEPTED', 'in', { phase: PopupPhase.ANSWERED, action: PopupAction.UPDATE }, '3333333'],
    ['ACCEPTED', 'in', { phase: PopupPhase.ANSWERED, action: PopupAction.SHOW }, '3333333'],
    ['OUTGOING', 'out', { ...out, phase: PopupPhase.ORIGINATED }, ''],
    ['OUTGOING', 'out', { ...out, phase: PopupPhase.RINGING }, ''],
    ['ACCEPTED', 'out', { ...out, phase: PopupPhase.ANSWERED, action: PopupAction.UPDATE }, ''],
  ])('%s, direction %s', async (type, direction, init, diversion) => {
    await begin();
    const callid = await stand.popup(init);
    await until('the popup', () => shown().length === 1);
    const spec = {
      cmd: 'event',
      type,
      direction,
      user: '100',
      ext: '100',
      phone: '89991234567',
      diversion,
      callid,
      crm_token: TOKEN,
    };
    expect(shown()[0]).toEqual({ ...spec, pbx: 'pz' });
    expect(Object.keys(shown()[0] as Block)).toEqual([...Object.keys(spec), 'pbx']);
  });

  test('the queue it comes from follows the spec’s fields', async () => {
    await begin();
    await stand.popup({ queue: 'sales' });
    await until('the popup', () => shown().length === 1);
    expect(shown()[0]).toMatchObject({ queue: 'sales', pbx: 'pz' });
  });

  test('what the spec has no word for is not sent', async () => {
    await begin();
    await stand.popup({ phase: PopupPhase.INFORMATION, action: PopupAction.UPDATE });
    await stand.popup({ action: PopupAction.HIDE, reason: 'answeredElsewhere' });
    await stand.popup({ phase: 47 as PopupPhase });
    await stand.bus.publish('callbus.v1.popup.100', Buffer.from([0xff, 0xff]));
    await marker();
    expect(shown().map((b) => b.ext)).toEqual(['999']);
  });
});

test('withdrawals go to a base that says withdraw, but not to who talked until the end', async () => {
  await begin({ withdraw: true });
  const callId = newCall();
  const hide = { callId, action: PopupAction.HIDE };
  await stand.popup({ callId, extension: '100' });
  await stand.popup({ callId, extension: '101' });
  await stand.popup({ ...hide, extension: '100', phase: PopupPhase.RINGING, reason: 'answeredElsewhere' });
  await stand.popup({ ...hide, extension: '101', phase: PopupPhase.ENDED, reason: 'callEnded' });
  await stand.popup({ ...hide, extension: '102', phase: PopupPhase.ENDED, reason: 'callCleared' });
  await marker();
  const cancelled = shown().filter((b) => b.type === 'CANCELLED');
  expect(cancelled.map((b) => [b.callid, b.ext, b.reason])).toEqual(
    expect.arrayContaining([
      [callId, '100', 'answeredElsewhere'],
      [callId, '102', 'callCleared'],
    ]),
  );
  expect(cancelled).toHaveLength(2);
  expect(
    shown()
      .filter((b) => b.ext === '100')
      .map((b) => b.type),
  ).toEqual(['INCOMING', 'CANCELLED']);
});

describe('one attempt per call, extension and phase', () => {
  test('a popup told twice is shown once', async () => {
    await begin();
    const callId = newCall();
    for (let i = 0; i < 3; i++) await stand.popup({ callId });
    await stand.popup({ callId, phase: PopupPhase.ANSWERED });
    await stand.popup({ callId, extension: '101' });
    await marker();
    await stand.popupsEnded(4);
    expect(
      shown()
        .map((b) => [b.type, b.ext])
        .toSorted(),
    ).toEqual([
      ['ACCEPTED', '100'],
      ['INCOMING', '100'],
      ['INCOMING', '101'],
      ['INCOMING', '999'],
    ]);
  });

  test.each([
    ['lost', 'lost'],
    ['cut', 'lost'],
    ['hang', 'lost'],
    ['error', 'failed'],
    ['refuse', 'refused'],
    ['denied', 'denied'],
    ['locked', 'page'],
  ] as const)('what 1C answered with «%s» is not tried again', async (kind, outcome) => {
    await begin({ timeouts: { popupMs: 200 } });
    const callId = newCall();
    stand.sim.faultOf = (m) => (m.callid === callId ? { kind } : undefined);
    await stand.popup({ callId });
    await stand.popupsEnded(1);
    await marker();
    expect(stand.sim.requests.filter((r) => r.body.callid === callId)).toHaveLength(1);
    expect(await stand.popupsEnded(2)).toEqual({ [outcome]: 1, ok: 1 });
  });
});

describe('never late', () => {
  test('an old one is not sent, by the broker’s clock and not by ours', async () => {
    await begin();
    // The broker's clock is a minute ahead of this machine's.
    stand.bus.clock.atLeast(Date.now() + 60_000);
    await stand.popup({ expiresAt: Date.now() + 5_000 });
    await stand.popup({ expiresAt: stand.bus.clock.now() - 1 });
    await marker();
    expect(shown().map((b) => b.ext)).toEqual(['999']);
    expect(await stand.popupsEnded(3)).toEqual({ late: 2, ok: 1 });
  });

  test('one that waits behind a slow base goes only while it is young', async () => {
    await begin({ popupConcurrency: 2 });
    await stand.sim.fault({ kind: 'slow', ms: 150 }, ['event']);
    const begun = Date.now();
    for (let i = 0; i < 40; i++) await stand.popup({ extension: `${i}` }, 1_000);
    const published = Date.now();
    const outcomes = await stand.popupsEnded(40);
    expect(outcomes.late).toBeGreaterThan(0);
    expect(outcomes.ok).toBeGreaterThan(0);
    expect((outcomes.late ?? 0) + (outcomes.ok ?? 0)).toBe(40);
    expect(stand.sim.popups.filter((p) => p.at > published + 1_000)).toEqual([]);
    expect(stand.sim.popups.every((p) => p.at >= begun)).toBe(true);
    expect(stand.sim.peak('event')).toBe(2);
  });

  test('a base that hangs holds up the next ones no longer than the popup time-out', async () => {
    await begin({ popupConcurrency: 1, timeouts: { popupMs: 200 } });
    const stuck = newCall();
    stand.sim.faultOf = (m) => (m.callid === stuck ? { kind: 'hang' } : undefined);
    await stand.popup({ callId: stuck });
    await until('it to hang', () => stand.sim.requests.length === 1);
    const next = await stand.popup();
    await until('the next one', () => shown().some((b) => b.callid === next));
    expect(await stand.popupsEnded(2)).toEqual({ lost: 1, ok: 1 });
  });

  test('what was published while the sink was away is shown if it is still young', async () => {
    await begin();
    await stand.sink.stop();
    const oldUntil = stand.bus.clock.now() + 100;
    await stand.popup({ extension: '100', expiresAt: oldUntil });
    const young = await stand.popup({ extension: '101' });
    await until('the first to be old', () => stand.bus.clock.now() > oldUntil);
    await stand.again();
    await stand.popupsEnded(2);
    expect(shown().map((b) => b.callid)).toEqual([young]);
    expect(await stand.popupOutcomes()).toEqual({ late: 1, ok: 1 });
  });
});

describe('while the base cannot be connected', () => {
  test('it is tried until it can', async () => {
    await begin();
    await stand.sim.fault({ kind: 'down' });
    const callid = await stand.popup({}, 5_000);
    await stand.idle();
    await stand.sim.fault({ kind: 'none' });
    await until('the popup', () => shown().length > 0);
    await marker();
    expect(shown().filter((b) => b.callid === callid)).toHaveLength(1);
  });

  test('and not beyond its limit', async () => {
    await begin();
    await stand.sim.fault({ kind: 'down' });
    await stand.popup({}, 600);
    expect(await stand.popupsEnded(1)).toEqual({ late: 1 });
    await stand.sim.fault({ kind: 'none' });
    await marker();
    expect(shown()).toHaveLength(1);
  });

  test('also where a connection is begun and never made, however short the popup time-out', async () => {
    setDefaultCACertificates([certificate.cert]);
    // A port that takes connections and never shakes hands.
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    await begin({ url: `https://127.0.0.1:${port}/hs/`, timeouts: { connectMs: 300, popupMs: 100 } });
    const callid = await stand.popup({}, 8_000);
    await until('two attempts', () => sockets.size >= 3);
    await close(silent, sockets);
    const base = new OneCSim({ port, tls: certificate });
    await base.start();
    try {
      await until('the popup', () => base.popups.length > 0);
      expect(await stand.popupsEnded(1)).toEqual({ ok: 1 });
      expect(base.popups.map((p) => p.body.callid)).toEqual([callid]);
    } finally {
      await base.stop();
    }
  });
});

async function close(server: Server, sockets: Set<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
}

test('popups of one call on one screen keep their order', async () => {
  await begin({ popupConcurrency: 8 });
  const ids = Array.from({ length: 20 }, newCall);
  stand.sim.faultOf = (m) => (m.type === 'INCOMING' ? { kind: 'slow', ms: 40 } : undefined);
  for (const callId of ids) {
    await stand.popup({ callId, phase: PopupPhase.RINGING });
    await stand.popup({ callId, phase: PopupPhase.ANSWERED });
  }
  await stand.popupsEnded(40);
  for (const callid of ids) {
    const types = shown()
      .filter((b) => b.callid === callid)
      .map((b) => b.type);
    expect(types).toEqual(['INCOMING', 'ACCEPTED']);
  }
});

test('popups do not wait for journal records, nor records for popups', async () => {
  await begin({ timeouts: { readMs: 20_000, popupMs: 20_000 } });
  await stand.sim.fault({ kind: 'hang' }, ['history']);
  await stand.records(5);
  await until('records to hang', () => stand.sim.running('history') === 2);
  await stand.popup();
  await until('the popup', () => shown().length === 1);
  await stand.sim.fault({ kind: 'hang' }, ['event']);
  for (let i = 0; i < 10; i++) await stand.popup();
  await until('popups to hang', () => stand.sim.running('event') === 4);
  // The connections that hang are broken, and what hung is sent again.
  await stand.sim.fault({ kind: 'down' });
  await stand.sim.fault({ kind: 'hang' }, ['event']);
  await until('the records', () => stand.taken.size === 5);
  await stand.sim.fault({ kind: 'down' });
});
