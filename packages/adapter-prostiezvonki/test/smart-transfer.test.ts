import { RouteAnswerCodec, type RouteQuestion, RouteQuestionCodec, routeSubject } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { BODIES, CURLS } from '@callbus/sim-prostiezvonki';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CRM_TOKEN, Stand } from './stand.ts';

const DEADLINE_MS = 300;

let nats: TestNats;
let stand: Stand;
let core: { unsubscribe(): void } | undefined;
let questions: RouteQuestion[] = [];

beforeAll(async () => {
  nats = await TestNats.start();
  stand = await Stand.start(
    nats,
    [
      { id: 'pz', crmToken: CRM_TOKEN },
      { id: 'spec', crmToken: 'token123' },
    ],
    { routing: { deadlineMs: DEADLINE_MS, fallback: '700' } },
  );
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
});
afterEach(() => {
  core?.unsubscribe();
  core = undefined;
});

/** Stands in for core: answers every question with bytes. */
function answering(answer: (question: RouteQuestion) => Uint8Array | Promise<Uint8Array>): void {
  questions = [];
  core = stand.bus.respond(routeSubject, async (data) => {
    const question = RouteQuestionCodec.decode(data);
    questions.push(question);
    return await answer(question);
  });
}

const responsible =
  (extension: string) =>
  ({ questionId }: RouteQuestion): Uint8Array =>
    RouteAnswerCodec.encode({ questionId, extension });

const ASKS = 'event=1&smart_transfer_is_required=1&call_id=s1&line=3333333&src_num=89991234567';

/** callbus_routes_total by rule. */
const rules = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await stand.metrics.routes.get()).values.map((v) => [String(v.labels.rule), v.value]));

describe('core answers', () => {
  test.each(['100', ''])("the spec's two doors, the answer %j", async (extension) => {
    answering(responsible(extension));
    await stand.mark();
    const pbx = await stand.pbx('spec', CURLS.smartTransfer[0]);
    const crm = await stand.crm('spec', BODIES.smartTransfer[0]);
    expect([pbx, crm].map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 200, body: { responsible: extension } },
      { status: 200, body: { responsible: extension } },
    ]);
    // A question tells of no call: no phone rings yet.
    expect(await stand.events()).toEqual([]);
    expect(questions).toMatchObject([
      { instance: 'spec', nativeId: '32323', did: '3333333', calling: { number: '89991234567' } },
      { instance: 'spec', nativeId: '', key: '', calling: { number: '89991234567' } },
    ]);
    expect(questions.map((q) => q.deadlineMs)).toEqual([DEADLINE_MS, DEADLINE_MS]);
    expect(new Set(questions.map((q) => q.questionId)).size).toBe(2);
  });

  test('a question and the call it is about have one key', async () => {
    answering(responsible('100'));
    await stand.pbx('pz', ASKS);
    const [ringing] = await stand.during(() =>
      stand.pbx('pz', 'event=1&src_type=1&call_id=s1&dst_num=100&src_num=89991234567'),
    );
    expect(questions[0]?.key).toBe(ringing?.key);
  });

  test('a phone that rings already is told of, and the question is answered', async () => {
    answering(responsible('101'));
    const query = ASKS.replace('call_id=s1', 'call_id=s2&src_type=1&dst_num=100');
    const events = await stand.during(async () =>
      expect(await stand.pbx('pz', query)).toMatchObject({ status: 200, body: { responsible: '101' } }),
    );
    expect(events.map((e) => [e.nativeId, e.connection?.id])).toEqual([['s2', '100']]);
  });

  test('a customer who withheld the number can be asked about', async () => {
    answering(responsible(''));
    expect(await stand.pbx('pz', ASKS.replace('89991234567', ''))).toMatchObject({ status: 200 });
    expect(await stand.crm('pz', { cmd: 'contact', phone: '' })).toMatchObject({
      status: 200,
      body: { responsible: '' },
    });
    expect(questions.map((q) => q.calling?.number)).toEqual(['', '']);
  });

  test('a question from the cloud may name its call and line', async () => {
    answering(responsible('100'));
    const contact = { cmd: 'contact', phone: '+79991234567', callid: 's3', diversion: '3333333' };
    await stand.crm('pz', contact);
    expect(questions).toMatchObject([
      { nativeId: 's3', did: '3333333', calling: { number: '+79991234567' } },
    ]);
  });

  test('many questions at once each get their own answer', async () => {
    answering(({ questionId, calling }) =>
      RouteAnswerCodec.encode({ questionId, extension: calling?.number?.slice(-3) ?? '' }),
    );
    const numbers = Array.from({ length: 40 }, (_, i) => String(89_990_000_100 + i));
    const answers = await Promise.all(numbers.map((phone) => stand.crm('pz', { cmd: 'contact', phone })));
    expect(answers.map((a) => a.body)).toEqual(numbers.map((n) => ({ responsible: n.slice(-3) })));
  });
});

describe('core does not answer: the declared fallback does', () => {
  const bothDoors = async (): Promise<unknown[]> =>
    (
      await Promise.all([stand.pbx('pz', ASKS), stand.crm('pz', { cmd: 'contact', phone: '89991234567' })])
    ).map(({ status, body }) => ({ status, body }));
  const FALLBACK = { status: 200, body: { responsible: '700' } };

  test('nobody is there', async () => {
    const before = (await rules())['route.core-away'] ?? 0;
    expect(await bothDoors()).toEqual([FALLBACK, FALLBACK]);
    expect((await rules())['route.core-away']).toBe(before + 2);
  });

  test('it thinks for too long, and its late answer changes nothing', async () => {
    let think: () => void = () => {};
    const thought = new Promise<void>((resolve) => {
      think = resolve;
    });
    answering(async (question) => {
      await thought;
      return responsible('100')(question);
    });
    // Answered while core still thinks.
    expect(await bothDoors()).toEqual([FALLBACK, FALLBACK]);
    think();
    expect((await rules())['route.deadline']).toBe(2);
    core?.unsubscribe();
    answering(responsible('102'));
    expect(await stand.pbx('pz', ASKS)).toMatchObject({ body: { responsible: '102' } });
  });

  test('it answers nonsense', async () => {
    answering(() => Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(await bothDoors()).toEqual([FALLBACK, FALLBACK]);
  });

  test('the bus is away: the PBX gets its answer, and a call it tells of is to be told again', async () => {
    await nats.kill();
    await until('the bus to be missed', () => !stand.bus.connected);
    expect(await bothDoors()).toEqual([FALLBACK, FALLBACK]);
    const query = ASKS.replace('call_id=s1', 'call_id=s9&src_type=1&dst_num=100');
    expect(await stand.pbx('pz', query)).toMatchObject({ status: 503 });
    await nats.launch();
    await until('the bus to be back', () => stand.bus.connected);
    expect(await stand.pbx('pz', query)).toMatchObject({ status: 200, body: { responsible: '700' } });
  });
});
