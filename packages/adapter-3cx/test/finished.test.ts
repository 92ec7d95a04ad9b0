import { CallStatus, Direction, EndedBy, RecordingState } from '@callbus/contract';
import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { dialCdr } from '@callbus/sim-3cx';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Stand } from './support/stand.ts';

const TOKEN = 'test-crm-token-1';
const START = Date.parse('2026-03-02T09:00:00Z');
const ANNA = '+74951234567';
const FIELDS = [
  'historyid',
  'duration',
  'time-start',
  'time-answered',
  'time-end',
  'reason-terminated',
  'from-no',
  'to-no',
  'from-dn',
  'to-dn',
  'reason-changed',
  'final-number',
  'final-dn',
];

let nats: TestNats;
let stand: Stand;
let cdrPort: number;

beforeEach(async () => {
  nats = await TestNats.start({ syncInterval: 'always' });
  cdrPort = await freePort();
  stand = await Stand.start(nats, {
    crm: { token: TOKEN },
    cdr: { mode: 'active', listen: `127.0.0.1:${cdrPort}`, fields: FIELDS, timeZone: 'Europe/Moscow' },
  });
});
afterEach(async () => {
  await stand.stop();
  await nats.stop();
});

const REPORT = {
  CallType: 'Inbound',
  Number: ANNA,
  Agent: '101',
  Duration: '00:01:05',
  CallStartTimeUTCMillis: String(START),
  CallEndTimeUTCMillis: String(START + 77_000),
};

async function report(more: Record<string, string> = {}): Promise<{ status: number; retry: unknown }> {
  const { statusCode, headers, body } = await request(`${stand.origin}/pbx/crm/calls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...REPORT, ...more }),
  });
  await body.dump();
  return { status: statusCode, retry: headers['retry-after'] };
}

async function lookup(): Promise<number> {
  const path = `/pbx/crm/lookup?number=${encodeURIComponent(ANNA)}`;
  const { statusCode, body } = await request(`${stand.origin}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  await body.dump();
  return statusCode;
}

/** A line of the same call; the rest is empty. */
const line = (more: Record<string, string> = {}): string => {
  const told: Record<string, string> = {
    historyid: '500',
    duration: '00:01:05',
    'time-start': '2026/03/02 12:00:00',
    'time-answered': '2026/03/02 12:00:12',
    'time-end': '2026/03/02 12:01:17',
    'reason-terminated': 'TerminatedBySrc',
    'from-no': ANNA,
    'to-no': 'Ext.101',
    'from-dn': '10007',
    'to-dn': '101',
    ...more,
  };
  return `Call ${FIELDS.map((f) => told[f] ?? '').join(',')}\r\n`;
};

describe('the same call at both doors', () => {
  const whole = {
    direction: Direction.INBOUND,
    status: CallStatus.ANSWERED,
    extension: '101',
    talkSeconds: 65,
    startedAt: START,
    endedAt: START + 77_000,
    endedBy: EndedBy.CUSTOMER,
    trunk: '10007',
  };

  test('the report first: the line says who hung up', async () => {
    expect((await report()).status).toBe(200);
    await stand.record(ANNA);
    await dialCdr(cdrPort, [line()]);
    const record = await stand.record(ANNA, (r) => r.endedBy === EndedBy.CUSTOMER);
    expect(record).toMatchObject({ ...whole, nativeIds: ['500'] });
    expect(stand.records).toHaveLength(1);
  });

  test('the line first: the report brings the recording', async () => {
    await dialCdr(cdrPort, [line()]);
    await stand.record(ANNA);
    const link = 'https://pbx.example.org/rec/a.wav';
    expect((await report({ RecordingUrl: link })).status).toBe(200);
    const record = await stand.record(ANNA, (r) => r.recordings.length > 0);
    expect(record).toMatchObject({
      ...whole,
      recordings: [{ file: 'a.wav', url: link, state: RecordingState.READY }],
    });
    expect(stand.records).toHaveLength(1);
  });

  test('a recording that comes with a repeat is added', async () => {
    await report();
    await stand.record(ANNA);
    await report({ RecordingUrl: 'https://pbx.example.org/rec/a.wav' });
    await stand.record(ANNA, (r) => r.recordings.length === 1);
    expect(stand.records).toHaveLength(1);
  });
});

describe('nothing is lost, doubled or invented', () => {
  test('told again after a restart, each is the call it was', async () => {
    await report();
    await dialCdr(cdrPort, [line()]);
    await stand.record(ANNA, (r) => r.endedBy === EndedBy.CUSTOMER);
    await stand.down();
    await stand.up();
    expect((await report()).status).toBe(200);
    await dialCdr(cdrPort, [line()]);
    // Behind them in the same stream.
    await report({
      Number: '+74950000009',
      CallStartTimeUTCMillis: String(START + 7_200_000),
      CallEndTimeUTCMillis: String(START + 7_260_000),
    });
    await stand.record('+74950000009');
    expect(stand.records).toHaveLength(2);
  });

  test('while the bus is away reports and lines wait on disk, and a look-up says so', async () => {
    await nats.kill();
    await until('the bus to be missed', () => !stand.bus.connected);
    expect((await report()).status).toBe(200);
    await dialCdr(cdrPort, [line({ historyid: '501', 'from-no': '+74950000002' })]);
    expect(await lookup()).toBe(503);
    await nats.launch();
    await stand.record(ANNA);
    await stand.record('+74950000002');
    expect(stand.records).toHaveLength(2);
  });

  test('two lines of one history id are one call', async () => {
    await dialCdr(cdrPort, [line()]);
    await stand.record(ANNA);
    await dialCdr(cdrPort, [
      line({ 'reason-changed': 'ReplacedDst', 'final-number': 'Ext.102', 'final-dn': '102' }),
    ]);
    await dialCdr(cdrPort, [line({ historyid: '502', 'from-no': '+74950000003' })]);
    await stand.record('+74950000003');
    expect(stand.records).toHaveLength(2);
  });

  test('what several phones of a group report is one call, and answered if one of them was', async () => {
    const begun = { CallStartTimeUTCMillis: String(START + 123) };
    const missed = {
      ...begun,
      CallType: 'Missed',
      Duration: '00:00:00',
      CallEndTimeUTCMillis: String(START + 12_000),
    };
    await report({ ...missed, Agent: '102' });
    await report(begun);
    await report({ ...missed, Agent: '103' });
    await report({ ...begun, Number: '+74950000009' });
    await stand.record('+74950000009');
    const record = await stand.record(ANNA, (r) => r.status === CallStatus.ANSWERED);
    expect(record).toMatchObject({ extension: '101', talkSeconds: 65, endedAt: START + 77_000 });
    expect(stand.records).toHaveLength(2);
  });

  test('callers who withhold their number are not taken for one another', async () => {
    const begun = { Number: 'Anonymous', CallStartTimeUTCMillis: String(START + 123) };
    await report({ ...begun, Agent: '102' });
    await report(begun);
    await until('both', () => stand.records.length === 2);
  });

  test('the next call of the same people is another', async () => {
    const later = {
      CallStartTimeUTCMillis: String(START + 80_000),
      CallEndTimeUTCMillis: String(START + 100_000),
      Duration: '00:00:10',
    };
    await report();
    await report(later);
    await until('both', () => stand.records.length === 2);
    expect(stand.records.map((r) => r.talkSeconds)).toEqual([65, 10]);
  });
});
