import { Direction, EndedBy, EventCause, PartyKind, ReportOutcome } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { readLine } from '../src/cdr/line.ts';
import { LineCutter } from '../src/cdr/lines.ts';
import { readRecord } from '../src/cdr/record.ts';
import { CDR_FIELDS, type CdrField } from '../src/config.ts';

const moment = { zone: 'Europe/Moscow', observedAt: Date.parse('2026-03-02T12:00:00Z') };
const utc = (text: string): number => Date.parse(text);
const read = (line: string, fields: readonly CdrField[] = CDR_FIELDS, zone = 'Europe/Moscow') =>
  readRecord(readLine(line, fields), { ...moment, zone });

/** Every field, an outbound call that was answered. */
const OUTBOUND =
  'Call 288831,4cc2c72490010000_26808,00:00:25,2026/03/02 08:59:49,2026/03/02 08:59:58,2026/03/02 09:00:23,TerminatedBySrc,Ext.116,+74950000001,116,10020,+74950000001,,+74950000001,10020,default,1,0.43,default,Chain: Ext.116;+74950000001;,Extension,Line,Line,Backup no2,+74950000001,+74950000001,';

/** Without types and names: a queue that overflowed to an extension. */
const OVERFLOW =
  'Call 612504,00000C21DE5C2470_6531,00:05:36,2026/03/02 13:33:54,2026/03/02 13:33:54,2026/03/02 13:39:31,TerminatedBySrc,+74950000002,Ext.960,10021,960,960,QFwdToDNA,Ext.504,504,,,,,Chain: +74950000002;Ext.960;Ext.963;Ext.509;Ext.504;';

/** The order one v20 site has: no id at all, types in small letters. */
const V20: readonly CdrField[] = [
  'time-start',
  'dial-no',
  'from-dn',
  'duration',
  'time-answered',
  'time-end',
  'reason-terminated',
  'reason-changed',
  'missed-queue-calls',
  'from-no',
  'to-no',
  'to-dn',
  'final-number',
  'final-dn',
  'from-type',
  'to-type',
  'final-type',
  'from-dispname',
  'to-dispname',
  'final-dispname',
];

describe('lines of real sites', () => {
  test('an outbound call with every field', () => {
    expect(read(OUTBOUND)).toEqual({
      door: 'cdr',
      record: expect.stringMatching(/^288831-[0-9A-Z]{10}$/),
      nativeId: '288831',
      direction: Direction.OUTBOUND,
      outside: { kind: PartyKind.EXTERNAL, number: '+74950000001' },
      extension: '116',
      extensions: ['116'],
      trunk: '10020',
      outcome: ReportOutcome.ANSWERED,
      startedAt: utc('2026-03-02T05:59:49Z'),
      answeredAt: utc('2026-03-02T05:59:58Z'),
      endedAt: utc('2026-03-02T06:00:23Z'),
      talkSeconds: 25,
      cause: { event: EventCause.NORMAL_CLEARING, native: 'TerminatedBySrc' },
      endedBy: EndedBy.EMPLOYEE,
      transfers: [],
      attributes: {},
    });
  });

  test('a queue that overflowed: who answered is known, when that person did is not', () => {
    expect(read(OVERFLOW)).toEqual({
      door: 'cdr',
      record: expect.stringMatching(/^612504-/),
      nativeId: '612504',
      direction: Direction.INBOUND,
      outside: { kind: PartyKind.EXTERNAL, number: '+74950000002' },
      extension: '504',
      extensions: ['504'],
      queue: '960',
      trunk: '10021',
      outcome: ReportOutcome.ANSWERED,
      startedAt: utc('2026-03-02T10:33:54Z'),
      endedAt: utc('2026-03-02T10:39:31Z'),
      cause: { event: EventCause.NORMAL_CLEARING, native: 'TerminatedBySrc; QFwdToDNA' },
      endedBy: EndedBy.CUSTOMER,
      transfers: [],
      attributes: { 'cdr.chain': '960 > 963 > 509 > 504', 'cdr.reasonChanged': 'QFwdToDNA' },
    });
  });

  test('another order without any id, types in small letters, v20 words', () => {
    const line =
      'Call 2026/03/02 12:00:00,74957654321,10007,00:00:00,,2026/03/02 12:00:20,src_participant_terminated,,,+74950000003,800,800,,,external_line,ivr,,Anna,Menu,';
    expect(read(line, V20)).toMatchObject({
      record: expect.stringMatching(/^[0-9A-Z]{10}$/),
      direction: Direction.INBOUND,
      outside: { number: '+74950000003', name: 'Anna' },
      did: '74957654321',
      extension: '',
      outcome: ReportOutcome.NOT_ANSWERED,
      endedBy: EndedBy.CUSTOMER,
      cause: { event: EventCause.CALL_CANCELLED },
    });
    expect(read(line, V20)).not.toHaveProperty('nativeId');
  });
});

/** A line by its fields; the rest is empty. */
const lineOf = (fields: Partial<Record<CdrField, string>>): string =>
  `Call ${CDR_FIELDS.map((f) => fields[f] ?? '').join(',')}`;

const INBOUND = {
  historyid: '7',
  callid: 'c7',
  duration: '00:01:05',
  'time-start': '2026/03/02 12:00:00',
  'time-answered': '2026/03/02 12:00:12',
  'time-end': '2026/03/02 12:01:17',
  'reason-terminated': 'TerminatedByDst',
  'from-no': '+74951234567',
  'to-no': 'Ext.101',
  'from-dn': '10007',
  'to-dn': '101',
  'from-type': 'Line',
  'to-type': 'Extension',
} as const;

describe('who, how and when', () => {
  const call = (more: Partial<Record<CdrField, string>>) => read(lineOf({ ...INBOUND, ...more }));

  test('an inbound call that an extension answered', () => {
    expect(call({})).toMatchObject({
      direction: Direction.INBOUND,
      extension: '101',
      extensions: ['101'],
      trunk: '10007',
      answeredAt: utc('2026-03-02T09:00:12Z'),
      talkSeconds: 65,
      endedBy: EndedBy.EMPLOYEE,
    });
  });

  test('nobody answered', () => {
    const missed = call({ 'time-answered': '', duration: '', 'reason-terminated': 'TerminatedBySrc' });
    expect(missed).toMatchObject({
      outcome: ReportOutcome.NOT_ANSWERED,
      extension: '101',
      endedBy: EndedBy.CUSTOMER,
    });
    expect(missed).not.toHaveProperty('answeredAt');
    expect(missed).not.toHaveProperty('talkSeconds');
  });

  test('a blind transfer: the last who had it is whose call it is', () => {
    expect(
      call({
        'reason-changed': 'ReplacedDst',
        'final-number': 'Ext.102',
        'final-dn': '102',
        'final-type': 'Extension',
      }),
    ).toMatchObject({
      extension: '102',
      extensions: ['101', '102'],
      talkSeconds: 65,
      transfers: [{ fromExtension: '101', toExtension: '102' }],
    });
  });

  test('a queue nobody answered, though it took the call itself', () => {
    const waited = call({
      'to-no': 'Ext.800',
      'to-dn': '800',
      'to-type': 'Queue',
      'missed-queue-calls': '101;102',
    });
    expect(waited).toMatchObject({
      outcome: ReportOutcome.NOT_ANSWERED,
      queue: '800',
      extension: '',
      extensions: ['101', '102'],
    });
    expect(waited).not.toHaveProperty('answeredAt');
  });

  test('a queue whose agent answered', () => {
    const told = call({
      'to-no': 'Ext.800',
      'to-dn': '800',
      'to-type': 'queue',
      'final-number': 'Ext.103',
      'final-dn': '103',
      'final-type': 'extension',
      'missed-queue-calls': '101',
    });
    expect(told).toMatchObject({
      outcome: ReportOutcome.ANSWERED,
      queue: '800',
      extension: '103',
      extensions: ['101', '103'],
    });
    expect(told).not.toHaveProperty('talkSeconds');
  });

  test('voicemail is nobody', () => {
    expect(call({ 'final-number': 'Ext.101', 'final-dn': '101', 'final-type': 'VoiceMail' })).toMatchObject({
      outcome: ReportOutcome.NOT_ANSWERED,
      extension: '101',
    });
  });

  test('forwarded to a mobile', () => {
    expect(
      call({ 'final-number': '+79990000001', 'final-dn': '10020', 'final-type': 'external_line' }),
    ).toMatchObject({
      direction: Direction.INBOUND,
      outcome: ReportOutcome.ANSWERED,
      extension: '101',
      forwardedTo: '+79990000001',
    });
  });

  test.each([
    ['TerminatedBySrc', ReportOutcome.CANCELLED, EventCause.CALL_CANCELLED],
    ['TerminatedByDst', ReportOutcome.NOT_ANSWERED, EventCause.CALL_NOT_ANSWERED],
    ['busy', ReportOutcome.BUSY, EventCause.BUSY],
    ['Rejected', ReportOutcome.DECLINED, EventCause.REJECTED],
    ['no_destinations', ReportOutcome.FAILED, EventCause.DEST_NOT_OBTAINABLE],
  ])('outbound, not answered: %s', (word, outcome, event) => {
    const from = { 'from-no': 'Ext.101', 'from-dn': '101', 'from-type': 'Extension' };
    const to = { 'to-no': '+74950000009', 'to-dn': '10007', 'to-type': 'Line' };
    expect(
      call({ ...from, ...to, 'time-answered': '', duration: '', 'reason-terminated': word }),
    ).toMatchObject({ direction: Direction.OUTBOUND, extension: '101', outcome, cause: { event } });
  });

  test('an internal call', () => {
    const told = call({ 'from-no': 'Ext.102', 'from-dn': '102', 'from-type': 'extension' });
    expect(told).toMatchObject({
      direction: Direction.INTERNAL,
      callerExtension: '102',
      extension: '101',
      extensions: ['101'],
    });
    expect(told).not.toHaveProperty('outside');
  });

  test('an employee\u2019s own voicemail box connected, and nobody answered', () => {
    const from = { 'from-no': 'Ext.102', 'from-dn': '102', 'from-type': 'extension' };
    const told = call({ ...from, 'to-no': 'Ext.999', 'to-dn': '999', 'to-type': 'VoiceMail' });
    expect(told).toMatchObject({
      outcome: ReportOutcome.ANSWERED,
      extension: '',
      extensions: [],
      talkSeconds: 65,
    });
  });

  test('a withheld number', () => {
    expect(call({ 'from-no': 'Anonymous' })).toMatchObject({
      direction: Direction.INBOUND,
      outside: { kind: PartyKind.WITHHELD },
    });
    expect(call({ 'from-no': '' })).toMatchObject({ outside: { kind: PartyKind.WITHHELD } });
  });

  test('the same line is the same record, another line of the same call another', () => {
    expect(call({}).record).toBe(call({}).record);
    expect(call({ 'time-end': '2026/03/02 12:01:18' }).record).not.toBe(call({}).record);
    expect(call({ 'time-end': '2026/03/02 12:01:18' }).nativeId).toBe(call({}).nativeId);
    expect(JSON.stringify(call({}).record)).not.toContain('4951234567');
  });

  test('of an hour that comes twice in autumn the one nearer to now is meant', () => {
    const line = readLine(
      lineOf({ ...INBOUND, 'time-start': '2026/10/25 02:30:00', 'time-answered': '', 'time-end': '' }),
      CDR_FIELDS,
    );
    const at = (observed: string) =>
      readRecord(line, { zone: 'Europe/Berlin', observedAt: utc(observed) }).startedAt;
    expect(at('2026-10-25T00:31:00Z')).toBe(utc('2026-10-25T00:30:00Z'));
    expect(at('2026-10-25T01:31:00Z')).toBe(utc('2026-10-25T01:30:00Z'));
  });
});

describe('dirty lines', () => {
  test('commas in names are the names\u2019', () => {
    const names = {
      'from-dispname': 'Мышкина, Ольга',
      'to-dispname': 'Sidorov, Ivan, jr',
      'final-dispname': 'x',
    };
    expect(readLine(lineOf({ ...INBOUND, ...names }), CDR_FIELDS)).toMatchObject({ ...INBOUND, ...names });
  });

  test('a comma in a cost', () => {
    const line = readLine(
      lineOf({ ...INBOUND, 'bill-cost': '0,43', chain: 'Chain: +74951234567;Ext.101;' }),
      CDR_FIELDS,
    );
    expect(line).toMatchObject({ ...INBOUND, 'bill-cost': '0,43', chain: 'Chain: +74951234567;Ext.101;' });
  });

  test('a line without the last fields, and one with a comma at its end', () => {
    const short =
      'Call 7,c7,00:00:05,2026/03/02 12:00:00,,2026/03/02 12:00:05,TerminatedBySrc,+74951234567,Ext.101,10007,101,101,,,';
    expect(readLine(short, CDR_FIELDS)).toMatchObject({ historyid: '7', 'to-dn': '101', 'final-dn': '' });
    expect(readLine(`${lineOf(INBOUND)},`, CDR_FIELDS)).toMatchObject(INBOUND);
  });

  test.each([
    ['the order was changed in 3CX', lineOf(INBOUND).replace('7,c7,', 'c7,'), CDR_FIELDS, 'callid'],
    ['it breaks off', 'Call 7,c7,00:00:05,2026/03/02 12:00:00,2026/03/0', CDR_FIELDS, 'time-answered'],
    [
      'it breaks off between two fields',
      'Call 7,c7,00:00:05,2026/03/02 12:00:00',
      CDR_FIELDS,
      'time-answered',
    ],
    ['it is something else', 'GET / HTTP/1.1', CDR_FIELDS, 'historyid'],
    ['it is nothing', 'Call ', CDR_FIELDS, 'time-start'],
  ])('when %s the field is named', (_, line, fields, field) => {
    expect(() => readLine(line, fields)).toThrow(field);
  });

  test('numbers stay out of what is said', () => {
    expect(() => readLine(lineOf({ ...INBOUND, 'time-start': '+74951234567' }), CDR_FIELDS)).toThrow(
      /^(?!.*4951234567)/,
    );
  });

  test('a time that does not exist is named', () => {
    expect(() => read(lineOf({ ...INBOUND, 'time-end': '2026/02/31 12:00:00' }))).toThrow('time-end');
  });

  test('a line that was cut off is none, a whole one without its end is one', () => {
    expect(readLine(lineOf(INBOUND), CDR_FIELDS, false)).toMatchObject(INBOUND);
    const cut = lineOf(INBOUND).slice(0, -4);
    expect(() => readLine(cut, CDR_FIELDS, false)).toThrow();
  });
});

describe('chunks', () => {
  const lines = (chunks: Buffer[], most = 100) => {
    const cutter = new LineCutter(most);
    const cuts = chunks.flatMap((chunk) => cutter.push(chunk));
    const rest = cutter.end();
    return [...cuts, ...(rest ? [rest] : [])].map(({ text, state }) => `${state} ${text}`);
  };

  test('lines come out whole wherever the chunks break', () => {
    const bytes = Buffer.from('Call один\r\nCall два\n\r\nCall три');
    const expected = ['whole Call один', 'whole Call два', 'cut Call три'];
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(lines(chunks)).toEqual(expected);
    }
  });

  test('a line that never ends is one refusal and costs the next nothing', () => {
    const noise = Array.from({ length: 50 }, () => Buffer.from('x'.repeat(10)));
    const told = lines([...noise, Buffer.from('\nCall два\n')]);
    expect(told.map((line) => line.slice(0, 10))).toEqual(['long xxxxx', 'whole Call']);
  });

  test('names in Windows-1251', () => {
    expect(lines([Buffer.from([0x43, 0xce, 0xeb, 0xff, 0x0a])])).toEqual(['whole CОля']);
  });
});
