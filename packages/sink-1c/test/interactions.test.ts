import { InteractionKind, interactionConsumer, PartyKind } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import type { Fault } from '@callbus/sim-1c';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SinkProcess } from './process.ts';
import { type Block, Stand, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
const processes: SinkProcess[] = [];
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(async () => {
  await Promise.all(processes.splice(0).map((p) => p.kill()));
  await stand.stop();
});

const begin = async (sink: Block = {}): Promise<void> => {
  stand = await Stand.start(nats, { sink });
};
const took = (): unknown[] => stand.sim.interactions.map((i) => i.event);
/** Waits until 1C took so many. */
const taking = (count: number): Promise<unknown> =>
  until(`${count} interactions`, () => stand.sim.interactions.length >= count, 20_000);

const CLIENT = '531ef6c7-deb8-11e0-ad02-000c2926d843';

test('a message, a session, a treatment and its rating as 1C gets them', async () => {
  await begin();
  await stand.interaction({
    eventId: 'e1',
    id: 'm1',
    incoming: true,
    author: { kind: PartyKind.UUID, uuid: CLIENT },
    parties: [
      { kind: PartyKind.EXTENSION, extension: '101' },
      { kind: PartyKind.UUID, uuid: CLIENT },
    ],
    text: 'привет',
    details: { mode: 'ServicesClients' },
  });
  await stand.interaction({
    eventId: 'e2',
    kind: InteractionKind.REMOTE_SESSION,
    id: 's1',
    durationSeconds: 95,
    files: [{ name: 'отчёт.xlsx', size: 10, uploaded: true }],
  });
  await stand.interaction({ eventId: 'e3', kind: InteractionKind.TREATMENT, id: 't1', state: 'Appointed' });
  await stand.interaction({
    eventId: 'e4',
    kind: InteractionKind.RATING,
    id: 't1-rating',
    parentId: 't1',
    rating: 5,
    state: 'ServiceQualityAssessment',
  });
  await stand.interaction({
    eventId: 'e5',
    kind: InteractionKind.COMMENT,
    id: 't1-comment',
    parentId: 't1',
    text: 'спасибо',
    state: 'Comments',
  });
  await taking(5);
  await stand.idle();
  const common = {
    cmd: 'interaction',
    crm_token: TOKEN,
    login: 'ivanov',
    at: '20230908T165640',
    pbx: 'connect',
    incoming: false,
    author: null,
    parties: [],
    text: null,
    treatment: null,
    rating: null,
    durationSeconds: null,
    files: [],
    details: {},
  };
  const party = { extension: null, number: null, uuid: null, name: null };
  const byEvent = new Map(stand.sim.interactions.map((i) => [i.event, i]));
  expect(byEvent.get('e1')).toEqual({
    ...common,
    event: 'e1',
    id: 'm1',
    kind: 'message',
    incoming: true,
    state: 'Finished',
    author: { ...party, uuid: CLIENT },
    parties: [
      { ...party, extension: '101' },
      { ...party, uuid: CLIENT },
    ],
    text: 'привет',
    details: { mode: 'ServicesClients' },
  });
  expect(byEvent.get('e2')).toEqual({
    ...common,
    event: 'e2',
    id: 's1',
    kind: 'remote-session',
    state: 'Finished',
    durationSeconds: 95,
    files: [{ name: 'отчёт.xlsx', size: 10, uploaded: true }],
  });
  expect(byEvent.get('e3')).toEqual({
    ...common,
    event: 'e3',
    id: 't1',
    kind: 'treatment',
    state: 'Appointed',
  });
  expect(byEvent.get('e4')).toMatchObject({ kind: 'rating', treatment: 't1', rating: 5 });
  expect(byEvent.get('e5')).toMatchObject({ kind: 'comment', treatment: 't1', text: 'спасибо' });
  expect(stand.sim.histories).toEqual([]);
});

test('what is told of one thing goes in order, while others overtake it', async () => {
  await begin({ concurrency: 2, timeouts: { readMs: 20_000 } });
  stand.sim.faultOf = (m) => (m.event === 'slow-1' ? { kind: 'hang' } : undefined);
  const treatment = { kind: InteractionKind.TREATMENT, id: 't-slow' };
  await stand.interaction({ ...treatment, eventId: 'slow-1', state: 'Appointed' });
  await stand.interaction({ ...treatment, eventId: 'slow-2', state: 'Finished' });
  await stand.interaction({ kind: InteractionKind.RATING, id: 'r', parentId: 't-slow', eventId: 'slow-3' });
  for (let n = 0; n < 10; n++) await stand.interaction();
  await taking(10);
  expect(took().some((e) => String(e).startsWith('slow'))).toBe(false);
  stand.sim.faultOf = undefined;
  // The connection it hangs on breaks.
  await stand.sim.fault({ kind: 'down' });
  await stand.sim.fault({ kind: 'none' });
  await taking(13);
  await stand.idle();
  expect(took().filter((e) => String(e).startsWith('slow'))).toEqual(['slow-1', 'slow-2', 'slow-3']);
  expect(stand.sim.interactions).toHaveLength(13);
});

test.each([
  ['nobody listens', { kind: 'down' }],
  ['it is locked', { kind: 'locked' }],
  ['it does not let us in', { kind: 'denied' }],
] as [string, Fault][])(
  'while the base is away (%s) nothing is lost and nothing set aside',
  async (_what, fault) => {
    await begin();
    await stand.sim.fault(fault);
    for (let n = 0; n < 8; n++) await stand.interaction();
    const record = await stand.record();
    await until('the link to be degraded', () => stand.link?.state === 'degraded');
    await stand.sim.fault({ kind: 'none' });
    await taking(8);
    await stand.taking([record]);
    await stand.idle();
    expect(stand.sim.interactions).toHaveLength(8);
    expect(await stand.dead()).toEqual([]);
  },
);

test('what 1C refuses is set aside with its reason, and the rest of it goes on', async () => {
  await begin();
  stand.sim.faultOf = (m) => (m.event === 'bad' ? { kind: 'refuse' } : undefined);
  await stand.interaction({ id: 'm1', eventId: 'bad' });
  await stand.interaction({ id: 'm1', eventId: 'good' });
  await taking(1);
  await stand.idle();
  expect(took()).toEqual(['good']);
  expect(await stand.dead()).toMatchObject([
    {
      service: stand.id,
      code: 'sink.refused',
      reason: '400 {"error":"поле callid: не указано"}',
      source: expect.stringMatching(/^CALLS \d+$/),
    },
  ]);
  expect(stand.log.join('')).toContain('Взаимодействие m1 отложено');
  expect(stand.link?.state).toBe('ok');
});

test('a base that knows no interactions and says so with a page does not hold up its calls', async () => {
  await begin();
  stand.sim.faultOf = (m) => (m.cmd === 'interaction' ? { kind: 'page', status: 404 } : undefined);
  await stand.interaction();
  await until(
    'it to be set aside',
    async () => {
      await stand.taking([await stand.record()]);
      return (await stand.dead()).length === 1;
    },
    60_000,
  );
  await stand.idle();
  expect(stand.sim.interactions).toEqual([]);
  expect(stand.repeats).toEqual([]);
});

test('what cannot be read or written holds up nobody', async () => {
  await begin();
  await stand.bus.publish('callbus.v1.interaction.0.connect.x', Buffer.from([0xff, 0xff]));
  await stand.interaction({ occurredAt: 9e15 });
  await stand.interaction({ eventId: 'well' });
  await taking(1);
  await stand.idle();
  expect(took()).toEqual(['well']);
  expect((await stand.dead()).map((d) => d.code)).toEqual(['sink.interaction', 'sink.interaction']);
});

test('the same told again, by another login or after a day, is not sent again', async () => {
  await begin();
  await stand.interaction({ id: 'm1', eventId: 'e', login: 'ivanov' });
  await taking(1);
  await stand.interaction({ id: 'm1', eventId: 'e', login: 'petrov' });
  await stand.again();
  await stand.interaction({ id: 'm1', eventId: 'e', login: 'sidorov' });
  await stand.interaction({ id: 'm2', eventId: 'last' });
  await taking(2);
  await stand.idle();
  expect(took()).toEqual(['e', 'last']);
});

test('the sink is killed in the middle: nothing is lost, and what is told of one thing keeps its order', async () => {
  await begin();
  await stand.sink.stop();
  for (let n = 0; n < 60; n++)
    await stand.interaction({ id: `t${n % 6}`, kind: InteractionKind.TREATMENT, eventId: `${n}` });
  await stand.sim.fault({ kind: 'slow', ms: 20 });
  const block = { id: stand.id, url: stand.sim.url, concurrency: 3 };
  const job = { port: nats.port, dataDir: stand.dir, sink: block };
  const first = await SinkProcess.start(job);
  processes.push(first);
  await until('a third of them', () => stand.sim.interactions.length >= 20, 20_000);
  await first.kill();
  const second = await SinkProcess.start(job);
  processes.push(second);
  await until('all', () => new Set(took()).size === 60, 30_000);
  await stand.idle();
  // Only what was under way may have been taken by 1C and not noted.
  expect(stand.sim.interactions.length).toBeLessThanOrEqual(63);
  for (let t = 0; t < 6; t++) {
    const events = stand.sim.interactions.filter((i) => i.id === `t${t}`).map((i) => Number(i.event));
    expect([...new Set(events)]).toEqual(Array.from({ length: 10 }, (_, i) => i * 6 + t));
  }
});

test('interactions: false sends none and holds nothing back in the stream', async () => {
  await begin();
  const consumers = stand.bus.jsm.consumers;
  const consumer = (): Promise<unknown> =>
    consumers.info('CALLS', interactionConsumer(stand.id)).catch(() => undefined);
  await stand.interaction({ eventId: 'before' });
  await taking(1);
  await stand.sink.stop();
  await stand.again({ interactions: false });
  await stand.interaction({ eventId: 'meanwhile' });
  await stand.taking([await stand.record()]);
  await stand.idle();
  await until('the reader to be gone', async () => (await consumer()) === undefined);
  expect(took()).toEqual(['before']);
});

test('a base that begins now is told of nothing that was', async () => {
  await begin({ startFrom: 'now' });
  await until('the reader', async () =>
    stand.bus.jsm.consumers.info('CALLS', interactionConsumer(stand.id)).catch(() => undefined),
  );
  await stand.interaction({ eventId: 'new' });
  await taking(1);
  expect(took()).toEqual(['new']);
});
