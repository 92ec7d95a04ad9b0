import { Direction, EventType, fingerprint, PartyKind, RecordingState } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { exampleClock, toldByCloud } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CRM_TOKEN, plain, Stand } from './stand.ts';

// The day of the spec's examples: 2023-09-08 13:56:40 UTC is their `20230908T015640`.
const START = 1_694_181_400_000;

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  nats = await TestNats.start();
  stand = await Stand.start(nats, [{ id: 'pz', crmToken: CRM_TOKEN, timeZone: 'Europe/Moscow' }]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
  vi.useRealTimers();
});
beforeEach(() => void vi.setSystemTime(START));

describe('what a body may look like', () => {
  const incoming = {
    cmd: 'event',
    type: 'INCOMING',
    direction: 'in',
    ext: '100',
    phone: '89990000001',
    callid: 'call-one',
  };

  let told = 0;

  /** The one event that a body makes, each time as another call. */
  async function one(
    body: Record<string, unknown> | string,
    type?: string,
  ): Promise<Record<string, unknown>> {
    const id = `call-n${++told}`;
    const raw = typeof body === 'string' ? body : JSON.stringify({ crm_token: CRM_TOKEN, ...body });
    const events = await stand.during(async () => {
      expect(await stand.crm('pz', raw.replace('call-one', id), type)).toMatchObject({ status: 200 });
    });
    expect(events).toHaveLength(1);
    const [event] = events.map(plain);
    const { eventId: _, ...rest } = JSON.parse(JSON.stringify(event).replaceAll(id, 'call-one'));
    return rest;
  }

  const text = JSON.stringify({ crm_token: CRM_TOKEN, ...incoming });
  const form = new URLSearchParams({ crm_token: CRM_TOKEN, ...incoming }).toString();

  test.each([
    ['JSON under any content type', text, 'text/plain'],
    ['JSON without a content type', text, ''],
    ['JSON that begins with a byte order mark', `\ufeff${text}`, 'application/json; charset=utf-8'],
    ['a form', form, 'application/x-www-form-urlencoded'],
    ['a form that says its charset', form, 'Application/X-WWW-Form-Urlencoded; charset=UTF-8'],
    [
      'fields nobody knows',
      `${text.slice(0, -1)},"x":{"y":[1]},"telnum":null,"__proto__":{"ext":"999"}}`,
      '',
    ],
    [
      'the names of every object',
      `${text.slice(0, -1)},"constructor":"x","toString":1,"hasOwnProperty":[]}`,
      '',
    ],
    [
      'spaces around what is told',
      text.replace('"100"', '" 100 "').replace('"call-one"', '"call-one\\n"'),
      '',
    ],
  ])('%s', async (_what, body, type) => {
    expect(await one(body, type)).toEqual(await one(incoming));
  });

  test('the extension counts; a user name stands in where there is none', async () => {
    const told = async (names: Record<string, unknown>): Promise<unknown> =>
      (await one({ ...incoming, ...names })).connection;
    expect(await told({ user: 'ivanova', ext: '101' })).toMatchObject({ id: '101' });
    expect(await told({ user: '102', ext: '' })).toMatchObject({ id: '102' });
    expect(await told({ user: '103', ext: null })).toMatchObject({ id: '103' });
  });

  test.each(['', 'anonymous', 'Unknown', '<unknown>', 'Restricted', null, undefined])(
    'a withheld number (%j) is a party without one',
    async (phone) => {
      expect(await one({ ...incoming, phone })).toMatchObject({
        calling: { kind: PartyKind.WITHHELD },
        key: `call-one-in-${fingerprint('')}`,
      });
    },
  );

  test.each([
    ['+79990000001', '+79990000001'],
    ['8 (999) 000-00-01', '8 (999) 000-00-01'],
    ['SIP/89990000001-0000a1b2', 'SIP/89990000001-0000a1b2'],
    ['8%39990000001', '8%39990000001'],
  ])('a number is kept as received: %s', async (phone, number) => {
    expect(await one({ ...incoming, phone })).toMatchObject({
      calling: { kind: PartyKind.EXTERNAL, number },
    });
  });

  test('a plus sign that a form left bare is a plus sign', async () => {
    const bare = form.replace('89990000001', '+375290000001');
    expect(await one(bare, 'application/x-www-form-urlencoded')).toMatchObject({
      calling: { number: '+375290000001' },
    });
  });

  test('type says the direction of a beginning, the field that of an answer', async () => {
    expect(await one({ ...incoming, direction: undefined })).toMatchObject({ direction: Direction.INBOUND });
    expect(await one({ ...incoming, type: 'OUTGOING', direction: 'out' })).toMatchObject({
      direction: Direction.OUTBOUND,
    });
    expect(await one({ ...incoming, type: 'ACCEPTED', direction: 'out' })).toMatchObject({
      direction: Direction.OUTBOUND,
      connection: { id: 'customer' },
    });
  });

  const history = {
    cmd: 'history',
    type: 'in',
    phone: '89990000001',
    callid: 'call-one',
    status: 'missed',
    start: '20230908T165640',
    end: '20230908T165700',
  };

  test('a history with nobody in it names no connection', async () => {
    const event = await one({ ...history, user: '', ext: '' });
    expect(event).not.toHaveProperty('connection');
    expect(event).not.toHaveProperty('called');
    expect(event).toMatchObject({ report: { durationSeconds: 20 } });
  });

  test.each([
    [50, 50],
    ['50', 50],
    ['50.5', 50.5],
    [0, 0],
    ['', 20],
    [null, 20],
  ])('a duration of %j seconds', async (duration, seconds) => {
    expect(await one({ ...history, duration })).toMatchObject({ report: { durationSeconds: seconds } });
  });

  test.each([
    ['https://rec.example/a/b/call.mp3?sig=1#t', 'call.mp3'],
    ['https://rec.example/', ''],
    ['https://rec.example', ''],
    ['https://rec.example?file=/a/call.mp3', ''],
    ['call.wav', 'call.wav'],
  ])('a recording at %s', async (link, file) => {
    expect(await one({ ...history, link })).toMatchObject({
      report: { recordings: [{ url: link, state: RecordingState.READY, ...(file ? { file } : {}) }] },
    });
  });
});

test('a scripted call told with the clock of the examples keeps its own times', async () => {
  const call = {
    id: 'noon',
    direction: 'in' as const,
    customer: '89990000002',
    line: '3333333',
    extensions: ['100', '101'],
    answeredBy: '101',
    ringSeconds: 10,
    talkSeconds: 3_600,
    startedAt: Date.UTC(2026, 0, 15, 11, 59, 50),
    recording: '',
  };
  const tellings = toldByCloud(call, CRM_TOKEN, exampleClock);
  const events = await stand.during(async () => {
    for (const [i, telling] of tellings.entries()) {
      vi.setSystemTime(call.startedAt + ([0, 1_000, 10_000, 3_611_000][i] ?? 0));
      if (telling.door === 'crm') expect(await stand.crm('pz', telling.body)).toMatchObject({ status: 200 });
    }
  });
  expect(tellings.at(-1)).toMatchObject({ body: { start: '20260115T115950', end: '20260115T010000' } });
  expect(events.map((e) => [e.type, e.connection?.id])).toEqual([
    [EventType.DELIVERED, '100'],
    [EventType.DELIVERED, '101'],
    [EventType.ESTABLISHED, '101'],
    [EventType.CALL_REPORTED, '101'],
  ]);
  expect(events.at(-1)?.report).toMatchObject({
    startedAt: call.startedAt,
    endedAt: call.startedAt + 3_610_000,
    durationSeconds: 3_610,
    clockUncertain: false,
  });
});
