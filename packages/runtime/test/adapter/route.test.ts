import {
  EventType,
  RouteAnswerCodec,
  type RouteQuestion,
  RouteQuestionCodec,
  routeSubject,
} from '@callbus/contract';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Bus } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { AdapterStand } from './stand.ts';

let nats: TestNats;
let core: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  core = await nats.bus('core');
});
afterAll(() => nats.stop());

const question = { key: 'call-1', nativeId: '32323', calling: { number: '89990001122' }, did: '74950001122' };
let made = 0;
const ROUTING = 'routing: { deadlineMs: 200, fallback: "199" }';

/** Answers route questions as core would. */
async function answering(answer: (q: RouteQuestion) => Promise<Uint8Array>): Promise<RouteQuestion[]> {
  const asked: RouteQuestion[] = [];
  const sub = core.respond(routeSubject, (data) => {
    const q = RouteQuestionCodec.decode(data);
    asked.push(q);
    return answer(q);
  });
  onTestFinished(() => sub.unsubscribe());
  await core.alive();
  return asked;
}

test('an answer of core is passed through as it is, and the question has all that is known', async () => {
  const stand = await AdapterStand.start(nats, { id: 'asking', block: ', orderGroup: both', rest: ROUTING });
  const given = {
    extension: '100',
    decision: { subject: 'route', rule: 'route.responsible', outcome: '100', tookMs: 12 },
    counterparty: { base: 'ut' },
  };
  const asked = await answering(async ({ questionId }) => RouteAnswerCodec.encode({ questionId, ...given }));
  const answer = await stand.adapter.route({ ...question, queue: 'sales' });
  expect(answer).toMatchObject(given);
  expect(asked).toMatchObject([
    {
      ...question,
      instance: 'asking',
      queue: 'sales',
      deadlineMs: 200,
      orderGroup: 'both',
      questionId: answer.questionId,
    },
  ]);
  expect(await stand.metric('callbus_routes_total', { rule: 'route.responsible' })).toBe(0);
});

test('every question has an id of its own', async () => {
  const stand = await AdapterStand.start(nats, { id: 'ids', rest: ROUTING });
  const asked = await answering(async () => RouteAnswerCodec.encode({}));
  await Promise.all([1, 2, 3].map(() => stand.adapter.route(question)));
  expect(new Set(asked.map((q) => q.questionId)).size).toBe(3);
});

test.each<[string, string, ((q: RouteQuestion) => Promise<Uint8Array>) | undefined]>([
  ['nobody is there', 'route.core-away', undefined],
  ['no answer comes in time', 'route.deadline', () => new Promise(() => {})],
  ['core fails', 'route.deadline', () => Promise.reject(new Error('core is not well'))],
  ['the answer cannot be read', 'route.unreadable', async () => Buffer.from([0xff, 0xff, 0xff])],
])('when %s the fallback answers, with the rule that made it', async (_, rule, answer) => {
  const id = `fallback-${++made}`;
  const stand = await AdapterStand.start(nats, { id, rest: ROUTING });
  if (answer) await answering(answer);
  expect(await stand.adapter.route(question)).toMatchObject({
    extension: '199',
    questionId: expect.stringMatching(/./),
    decision: { subject: 'route', rule, outcome: '199', at: expect.any(Number) },
  });
  expect(await stand.metric('callbus_routes_total', { rule })).toBe(1);
  expect(stand.log.lines()).toContainEqual(expect.objectContaining({ level: 'warn', rule }));
  const [told] = await stand.events(1);
  expect(told).toMatchObject({
    type: EventType.ROUTE_DECIDED,
    instance: id,
    key: 'call-1',
    route: { extension: '199', number: '89990001122', decision: { rule, outcome: '199' } },
  });
});

test('an answer that comes after the deadline changes nothing', async () => {
  const stand = await AdapterStand.start(nats, { id: 'late', rest: ROUTING });
  const gate = Promise.withResolvers<Uint8Array>();
  await answering(() => gate.promise);
  expect((await stand.adapter.route(question)).extension).toBe('199');
  gate.resolve(RouteAnswerCodec.encode({ extension: '100' }));
  await stand.bus.alive();
  expect(await stand.metric('callbus_routes_total', { rule: 'route.deadline' })).toBe(1);
});

test('without a bus the fallback answers at once', async () => {
  const own = await TestNats.start();
  const stand = await AdapterStand.start(own, { id: 'alone', rest: 'routing: { deadlineMs: 10000 }' });
  await own.kill();
  await until('the loss', () => !stand.bus.connected);
  expect(await stand.adapter.route(question)).toMatchObject({
    extension: '',
    decision: { rule: 'route.core-away', outcome: '' },
  });
  await stand.service.stop();
  await own.stop();
});
