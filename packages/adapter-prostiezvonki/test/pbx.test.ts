import { EventCause, EventType, PartyKind, ReportOutcome } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PBX_TOKEN, plain, Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
  stand = await Stand.start(nats, [{ id: 'pz' }, { id: 'shut', pbxToken: PBX_TOKEN }]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
});

let told = 0;

/** The one event that a query makes, each time as another call. */
async function one(query: string): Promise<Record<string, unknown>> {
  const events = await stand.during(async () => {
    expect(await stand.pbx('pz', `${query}&call_id=p${++told}`)).toMatchObject({ status: 200 });
  });
  expect(events).toHaveLength(1);
  return events.map(plain)[0] ?? {};
}

const RINGS = 'event=1&src_type=1&dst_num=100&src_num=89990000001';
const ENDS = 'event=2&src_type=1&dst_num=100&src_num=89990000001';

describe('parameters', () => {
  test.each([
    ['src_num=+79990000001', '+79990000001'],
    ['src_num=%2B79990000001', '+79990000001'],
    ['src_num=%2b7%20999%20000-00-01', '+7 999 000-00-01'],
    ['src_num=8%39990000001', '89990000001'],
    ['src_num=8(999)000-00-01', '8(999)000-00-01'],
    ['src_num=%E0%A4%A', '%E0%A4%A'],
    ['src_num=%', '%'],
  ])('%s is %s', async (query, number) => {
    const { calling } = await one(`event=1&src_type=1&dst_num=100&${query}`);
    expect(calling).toMatchObject({ number });
  });

  test('a dialled number keeps its plus sign too, and a name in any alphabet is itself', async () => {
    const event = await one('event=1&src_type=2&src_num=%D0%B0%D1%82%D1%81&dst_num=+375290000001');
    expect(event).toMatchObject({
      connection: { id: 'атс' },
      called: { kind: PartyKind.EXTERNAL, number: '+375290000001' },
    });
  });

  test.each(['', '&src_num=', '&src_num=anonymous'])('a withheld caller (%j)', async (query) => {
    expect(await one(`event=1&src_type=1&dst_num=100${query}`)).toMatchObject({
      calling: { kind: PartyKind.WITHHELD },
    });
  });

  test.each([
    'x=1&x=2',
    '__proto__=1&constructor=2&__proto__[dst_num]=999',
    'x[]=1&x[a]=2',
    'comment=dst_num=999',
    'smart_transfer_is_required=0',
    '&&=&=1&x',
    `long=${'x'.repeat(4_000)}`,
  ])('what nobody knows is left alone: %s', async (query) => {
    const { connection, calling, did } = await one(`${query}&${RINGS}`);
    expect({ connection, calling, did }).toEqual({
      connection: (await one(RINGS)).connection,
      calling: { kind: PartyKind.EXTERNAL, number: '89990000001' },
      did: undefined,
    });
  });
});

describe('the end of a call', () => {
  const START = 1_694_181_400;

  test.each([
    ['ANSWER', ReportOutcome.ANSWERED, EventCause.NORMAL_CLEARING],
    ['answered', ReportOutcome.ANSWERED, EventCause.NORMAL_CLEARING],
    ['NOANSWER', ReportOutcome.NOT_ANSWERED, EventCause.CALL_NOT_ANSWERED],
    ['NO%20ANSWER', ReportOutcome.NOT_ANSWERED, EventCause.CALL_NOT_ANSWERED],
    ['BUSY', ReportOutcome.BUSY, EventCause.BUSY],
    ['CANCEL', ReportOutcome.CANCELLED, EventCause.CALL_CANCELLED],
    ['CONGESTION', ReportOutcome.FAILED, EventCause.NETWORK_CONGESTION],
    ['CHANUNAVAIL', ReportOutcome.FAILED, EventCause.DEST_NOT_OBTAINABLE],
    ['FAILED', ReportOutcome.FAILED, EventCause.DEST_NOT_OBTAINABLE],
  ])('status=%s', async (status, outcome, event) => {
    expect(await one(`${ENDS}&status=${status}`)).toMatchObject({
      type: EventType.CALL_REPORTED,
      report: { outcome },
      cause: { event, native: decodeURIComponent(status) },
    });
  });

  const report = async (query: string): Promise<unknown> => (await one(`${ENDS}&${query}`)).report;
  const answered = { outcome: ReportOutcome.ANSWERED, recordings: [], rang: [], talks: [], decisions: [] };

  test('times that nobody told stay absent', async () => {
    expect(await report('status=ANSWER')).toEqual(answered);
    expect(await report(`status=ANSWER&timestamp=${START}`)).toEqual({ ...answered, endedAt: START * 1_000 });
    expect(await report(`status=ANSWER&call_start_timestamp=&call_answer_timestamp=&timestamp=`)).toEqual(
      answered,
    );
  });

  test.each([
    ['seconds', String(START)],
    ['milliseconds', `${START}000`],
    ['a fraction', `${START}.000`],
  ])('Unix time in %s', async (_what, time) => {
    expect(await report(`status=ANSWER&call_start_timestamp=${time}`)).toEqual({
      ...answered,
      startedAt: START * 1_000,
    });
  });

  test('an answer time on a call that nobody answered is not an answer', async () => {
    const query = `status=NOANSWER&call_start_timestamp=${START}&call_answer_timestamp=${START + 5}&timestamp=${START + 20}`;
    expect(await report(query)).toEqual({
      outcome: ReportOutcome.NOT_ANSWERED,
      recordings: [],
      rang: [],
      talks: [],
      decisions: [],
      startedAt: START * 1_000,
      endedAt: (START + 20) * 1_000,
      durationSeconds: 20,
    });
  });

  test.each([START - 1, START + 51])('an answer outside the call (%i) is not its time', async (answer) => {
    const query = `status=ANSWER&call_start_timestamp=${START}&call_answer_timestamp=${answer}&timestamp=${START + 50}`;
    expect(await report(query)).toEqual({
      ...answered,
      startedAt: START * 1_000,
      endedAt: (START + 50) * 1_000,
      durationSeconds: 50,
    });
  });

  test('an end before the start loses no call: it is kept, and marked', async () => {
    const query = `status=ANSWER&call_start_timestamp=${START}&call_answer_timestamp=${START}&timestamp=${START - 5}`;
    expect(await report(query)).toEqual({
      ...answered,
      startedAt: START * 1_000,
      endedAt: START * 1_000,
      durationSeconds: 0,
      clockUncertain: true,
    });
  });

  test('two parameters run together are told apart', async () => {
    const query = `call_record_link=call_start_timestamp=${START}&timestamp=${START + 20}&status=NOANSWER`;
    expect(await report(query)).toEqual({
      outcome: ReportOutcome.NOT_ANSWERED,
      recordings: [],
      rang: [],
      talks: [],
      decisions: [],
      startedAt: START * 1_000,
      endedAt: (START + 20) * 1_000,
      durationSeconds: 20,
    });
    expect(await report(`call_record_link=status=NOANSWER`)).toMatchObject({
      outcome: ReportOutcome.NOT_ANSWERED,
    });
  });

  test('what is told in its own place counts, not what runs into another', async () => {
    const query = `call_record_link=call_start_timestamp=${START + 9}&call_start_timestamp=${START}&status=ANSWER`;
    expect(await report(query)).toEqual({ ...answered, startedAt: START * 1_000 });
  });

  test('a link with its own name run together before it is the link', async () => {
    expect(
      await report('status=ANSWER&call_record_link=call_record_link=http://rec.example/7.mp3'),
    ).toMatchObject({
      recordings: [{ url: 'http://rec.example/7.mp3' }],
    });
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', ' vbscript:x'])(
    'a link that runs something (%s) is no recording, and its call is told all the same',
    async (link) => {
      expect(await report(`status=ANSWER&call_record_link=${encodeURIComponent(link)}`)).toMatchObject({
        outcome: ReportOutcome.ANSWERED,
        recordings: [],
        rang: [],
        talks: [],
        decisions: [],
      });
    },
  );

  test('a link may have a query of its own', async () => {
    const link = 'https://rec.example/get.mp3?call_id=7&timestamp=1';
    expect(await report(`status=ANSWER&call_record_link=${encodeURIComponent(link)}`)).toMatchObject({
      recordings: [{ file: 'get.mp3', url: link }],
    });
  });

  test('a leg that reached nobody names no connection', async () => {
    const event = await one('event=2&src_type=1&status=NOANSWER&src_num=89990000001');
    expect(event).not.toHaveProperty('connection');
  });
});

describe('the token in the address', () => {
  const QUERY = `${RINGS}&call_id=t1`;

  test.each([
    ['pz', '/pbx/', 200],
    ['pz', '/pbx', 200],
    ['pz', '/pbx/anything/', 401],
    ['shut', `/pbx/${PBX_TOKEN}/`, 200],
    ['shut', `/pbx/${PBX_TOKEN}`, 200],
    ['shut', '/pbx/test-pbx%2Dtoken-1/', 200],
    ['shut', '/pbx/', 401],
    ['shut', '/pbx', 401],
    ['shut', `/pbx/${PBX_TOKEN}x/`, 401],
    ['shut', `/pbx/${PBX_TOKEN.toUpperCase()}/`, 401],
    ['shut', `/pbx/${PBX_TOKEN.slice(0, -1)}/`, 401],
    ['shut', `/pbx/%20/`, 401],
    ['shut', `/pbx/${PBX_TOKEN}/more/`, 404],
  ])('%s %s answers %i', async (adapter, path, status) => {
    const before = (await stand.refused(adapter))['prostiezvonki.token'] ?? 0;
    await stand.mark();
    const answer = await stand.pbx(adapter, QUERY, path);
    expect(answer.status).toBe(status);
    expect((await stand.refused(adapter))['prostiezvonki.token'] ?? 0).toBe(
      before + (status === 401 ? 1 : 0),
    );
    if (status !== 200) expect(await stand.events()).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain(PBX_TOKEN);
  });

  test('a stranger is counted and not kept, and the token is never written', async () => {
    await stand.pbx('shut', `${RINGS}&call_id=t2`, `/pbx/${PBX_TOKEN}x/`);
    await stand.pbx('shut', `event=9&pbxToken=${PBX_TOKEN}`, `/pbx/${PBX_TOKEN}/`);
    const letter = await stand.setAside('shut');
    expect(stand.dead('shut')).toHaveLength(1);
    expect(letter.source).toBe('GET /shut/pbx/:token');
    expect(Buffer.from(letter.payload).toString()).toBe('event=9&pbxToken=***');
    expect(stand.log.join('')).not.toContain(PBX_TOKEN);
  });

  test('the CRM door is shut where no token is configured', async () => {
    const answer = await stand.crm('pz', { cmd: 'contact', phone: '89990000001' });
    expect(answer.status).toBe(404);
  });
});
