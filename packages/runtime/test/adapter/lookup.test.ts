import {
  LookupAnswerCodec,
  LookupKind,
  type LookupQuestion,
  LookupQuestionCodec,
  LookupStatus,
  lookupSubject,
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

/** Answers look-ups as core would. */
async function answering(answer: (q: LookupQuestion) => Promise<Uint8Array>): Promise<LookupQuestion[]> {
  const asked: LookupQuestion[] = [];
  const sub = core.respond(lookupSubject, (data) => {
    const question = LookupQuestionCodec.decode(data);
    asked.push(question);
    return answer(question);
  });
  onTestFinished(() => sub.unsubscribe());
  await core.alive();
  return asked;
}

test('a look-up has all that was asked, and its answer is passed through', async () => {
  const stand = await AdapterStand.start(nats, { id: 'looking', rest: 'routing: { deadlineMs: 5000 }' });
  const counterparty = { base: 'ut', contacts: [{ name: 'Анна Петрова', ref: '42' }] };
  const asked = await answering(async () =>
    LookupAnswerCodec.encode({ status: LookupStatus.FOUND, counterparty, responsible: '101' }),
  );
  const question = { kind: LookupKind.CREATE, text: '+74950001122', fields: { name: 'Анна Петрова' } };
  expect(await stand.adapter.lookup(question)).toMatchObject({
    status: LookupStatus.FOUND,
    counterparty,
    responsible: '101',
  });
  expect(asked).toMatchObject([question]);
  // Core has to answer before we stop waiting.
  expect(asked[0]?.deadlineMs).toBeLessThan(5_000);
});

test.each<[string, string, ((q: LookupQuestion) => Promise<Uint8Array>) | undefined]>([
  ['nobody is there', 'core-away', undefined],
  ['no answer comes in time', 'deadline', () => new Promise(() => {})],
  ['the answer cannot be read', '', async () => Buffer.from([0xff, 0xff, 0xff])],
])('when %s it is unavailable, and says so', async (what, reason, answer) => {
  const id = `none-${what.length}`;
  const stand = await AdapterStand.start(nats, { id, rest: 'routing: { deadlineMs: 200 }' });
  if (answer) await answering(answer);
  const told = await stand.adapter.lookup({ kind: LookupKind.NUMBER, text: '89990001122' });
  expect(told).toMatchObject({ status: LookupStatus.UNAVAILABLE, reason: expect.stringContaining(reason) });
  expect(stand.log.lines()).toContainEqual(
    expect.objectContaining({ level: 'warn', msg: 'look-up without an answer' }),
  );
  expect(JSON.stringify(stand.log.lines())).not.toContain('89990001122');
});

test('without a bus a look-up is unavailable at once', async () => {
  const own = await TestNats.start();
  const stand = await AdapterStand.start(own, { id: 'alone', rest: 'routing: { deadlineMs: 10000 }' });
  await own.kill();
  await until('the loss', () => !stand.bus.connected);
  const told = await stand.adapter.lookup({ kind: LookupKind.NUMBER, text: '89990001122' });
  expect(told).toMatchObject({ status: LookupStatus.UNAVAILABLE, reason: 'core-away' });
  await stand.service.stop();
  await own.stop();
});
