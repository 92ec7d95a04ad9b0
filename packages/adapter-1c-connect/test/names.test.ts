import { EventType, LookupKind, LookupStatus } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import {
  CAST,
  messageEvent,
  type ScriptedCall,
  sessionEvents,
  toldBy,
  treatmentEvent,
  uuid,
} from '@callbus/sim-1c-connect';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Names } from '../src/names.ts';
import { Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => await nats.stop());
beforeEach(async () => {
  stand = await Stand.begin(nats);
});
afterEach(async () => await stand.stop());

const AT = Date.parse('2026-03-02T09:00:00Z');
const { client, user, service, employee } = CAST;
const about = { client, user, service };
const found = (name: string, company = '') => ({
  status: LookupStatus.FOUND,
  counterparty: { base: 'ut', contacts: [{ name, company }] },
});
const NOT_FOUND = { status: LookupStatus.NOT_FOUND };
const PEOPLE: Record<string, ReturnType<typeof found>> = {
  [user]: found('Синицына Вера', 'ООО «Северный ветер»'),
  [client]: found('Бухгалтерия', 'ООО «Северный ветер»'),
};

const message = (n: number, body = `строка ${n}`) =>
  messageEvent({
    ...about,
    mode: 'ServicesClients',
    initiator: 'incoming',
    at: AT + n * 1_000,
    message: uuid(0x3000 + n),
    author: user,
    body,
  });
const call: ScriptedCall = {
  id: uuid(0x9001),
  mode: 'Softphone',
  initiator: 'incoming',
  from: '89990001122',
  to: employee,
  startedAt: AT,
  ringSeconds: 5,
  talkSeconds: 20,
  result: 'Success',
};

const namesIn = (n: number) => {
  const { id, author, parties } = stand.interactions.all[n] ?? {};
  return [id?.slice(-1), author?.name, ...(parties ?? []).map((p) => p.name)];
};

test('people and organisations that 1C knows are named, and nothing waits for it', async () => {
  const asked = await stand.directory(({ text }) => PEOPLE[text] ?? NOT_FOUND);
  await stand.sim().tell(message(1));
  await stand.interacted(2);
  await stand.sim().tell(message(2));
  await stand.interacted(3);
  expect([0, 1, 2].map(namesIn)).toEqual([
    ['1', '', '', '', ''],
    ['1', 'Синицына Вера', '', 'Синицына Вера', 'ООО «Северный ветер»'],
    ['2', 'Синицына Вера', '', 'Синицына Вера', 'ООО «Северный ветер»'],
  ]);
  const [first, again] = stand.interactions.all;
  expect(again).toEqual({
    ...first,
    eventId: expect.not.stringMatching(first?.eventId ?? ''),
    author: { ...first?.author, name: 'Синицына Вера' },
    parties: expect.anything(),
  });
  // A question that nobody answered in time is asked again.
  expect([...new Map(asked.map((q) => [q.text, q])).values()].map((q) => [q.kind, q.text, q.fields])).toEqual(
    [
      [LookupKind.UUID, user, { clientId: client, userId: user, serviceId: service }],
      [LookupKind.UUID, client, { clientId: client, userId: user, serviceId: service }],
    ],
  );
});

test('whom 1C does not know, or knows several times, stays a UUID, and is told once', async () => {
  const several = { base: 'ut', contacts: [{ name: 'Один' }, { name: 'Другой' }] };
  const asked = await stand.directory(({ text }) =>
    text === user ? { status: LookupStatus.FOUND, counterparty: several } : NOT_FOUND,
  );
  await stand.sim().tell(message(1));
  const people = (): number => new Set(asked.map((q) => q.text)).size;
  await until('both questions', () => people() === 2);
  await stand.sim().tell(message(2), message(3));
  await stand.interacted(3);
  expect(stand.interactions.all.map((i) => [i.id.slice(-1), i.parties[1]?.uuid, i.author?.name])).toEqual([
    ['1', user, ''],
    ['2', user, ''],
    ['3', user, ''],
  ]);
  expect(people()).toBe(2);
});

test('an answer that is late holds nothing and disorders nothing', async () => {
  const late = Promise.withResolvers<void>();
  const asked = await stand.directory(async ({ text }) => {
    await late.promise;
    return PEOPLE[text] ?? NOT_FOUND;
  });
  const [begun, over] = sessionEvents({
    ...about,
    mode: 'ServicesClients',
    initiator: 'self',
    at: AT,
    seconds: 600,
    session: uuid(0x4001),
    author: employee,
    host: 'CLIENT-PC',
    admin: 'SUPPORT-PC',
  });
  await stand.sim().tell(begun, message(1), ...toldBy(call), message(2), over);
  await stand.interacted(4);
  expect((await stand.called(3)).map((e) => e.type)).toEqual([
    EventType.DELIVERED,
    EventType.ESTABLISHED,
    EventType.CALL_REPORTED,
  ]);
  expect(stand.interactions.all.map((i) => [i.id, i.state])).toEqual([
    [uuid(0x4001), 'Started'],
    [uuid(0x3001), 'Finished'],
    [uuid(0x3002), 'Finished'],
    [uuid(0x4001), 'Finished'],
  ]);
  await until('a question', () => asked.length > 0);
  late.resolve();
  const again = (await stand.interacted(7)).slice(4);
  // The session as it was told last, not as it was asked for first.
  expect(again.find((i) => i.id === uuid(0x4001))).toMatchObject({
    state: 'Finished',
    durationSeconds: 600,
    parties: [{ name: '' }, { name: 'Синицына Вера' }, { name: 'ООО «Северный ветер»' }],
  });
  expect(again.map((i) => i.parties[1]?.name)).toEqual(Array(3).fill('Синицына Вера'));
});

test('a rating and a comment name who gave them', async () => {
  await stand.directory(({ text }) => PEOPLE[text] ?? NOT_FOUND);
  const treatment = { ...about, initiator: 'incoming', at: AT, treatment: uuid(0x5001) };
  await stand
    .sim()
    .tell(
      treatmentEvent(treatment, { state: 'ServiceQualityAssessment', mark: 5 }),
      treatmentEvent(treatment, { state: 'Comments', comments: [{ author: user, at: AT, text: 'Спасибо' }] }),
    );
  await until('the comment with its author', () =>
    stand.interactions.all.some((i) => i.text === 'Спасибо' && i.author?.name === 'Синицына Вера'),
  );
  await until('the rating', () =>
    stand.interactions.all.some((i) => i.rating === 5 && i.parties[1]?.name === 'Синицына Вера'),
  );
});

test('of a flood of strangers so many are asked for, one at a time, and every event goes on', async () => {
  let asked = 0;
  let most = 0;
  let now = 0;
  const never = Promise.withResolvers<never>();
  const names = new Names({
    lookup: async () => {
      most = Math.max(most, ++asked);
      return await never.promise;
    },
    tell: async () => {},
    now: () => now++,
  });
  names.start();
  for (let n = 0; n < 5_000; n++) {
    const event = { id: String(n), kind: 1, parties: [{ kind: 3, uuid: uuid(n) }] };
    expect(names.take(event)).toEqual(event);
  }
  await until('a question', () => asked > 0);
  expect(most).toBe(1);
});

test('a name that is old stays while it is asked for anew, and nothing is told twice for it', async () => {
  let now = 0;
  let asked = 0;
  const told: unknown[] = [];
  const names = new Names({
    lookup: async () => {
      asked++;
      const { status, counterparty } = found('Синицына Вера');
      return { status, counterparty, responsible: '', reason: '', cached: false, tookMs: 0 };
    },
    tell: async (event) => void told.push(event),
    now: () => now,
  });
  names.start();
  const event = (n: number, uuid: string = user) => ({
    id: String(n),
    eventId: `e${n}`,
    kind: 1,
    author: { kind: 3, uuid },
  });
  const named = { author: { name: 'Синицына Вера' } };
  expect(names.take(event(1))).toMatchObject(event(1));
  await until('the name', () => told.length === 1);
  now += 86_400_000;
  expect(names.take(event(2))).toMatchObject(named);
  // Questions go one after another: when this one is answered, so was the other.
  names.take(event(3, client));
  await until('somebody new', () => told.length > 1);
  await names.stop();
  expect(asked).toBe(3);
  expect(told).toMatchObject([
    { id: '1', ...named },
    { id: '3', ...named },
  ]);
});
