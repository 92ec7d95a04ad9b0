import { describe, expect, test } from 'vitest';
import { BadLine } from '../src/cdr/errors.ts';
import { readLine } from '../src/cdr/line.ts';
import { LineCutter } from '../src/cdr/lines.ts';
import { readRecord } from '../src/cdr/record.ts';
import { CDR_FIELDS } from '../src/config.ts';
import { BadMessage } from '../src/crm/errors.ts';
import { readReport } from '../src/crm/report.ts';
import { readBody } from '../src/crm/told.ts';
import { BadRow, readLogRow, readViewRow } from '../src/xapi/rows.ts';

// Whatever comes is read, or refused by a clear error: nothing else is thrown,
// and the line beside it is read as if nothing had happened.

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const JUNK: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  true,
  [],
  {},
  { toString: 'x' },
  '__proto__',
  'constructor',
  '\u0000',
  'a\u001fb',
  '\ud800',
  '😀'.repeat(50),
  'x'.repeat(2_000),
  '../../etc/passwd',
  '*.>',
  '%00%ff',
  '${jndi:ldap://x}',
  '99991231T235959',
  '9'.repeat(300),
  '2026-03-02T09:00:00Z',
  '99:99:99',
  'PT',
  '[Number]',
  '[[[',
  ',,,,',
  'Chain: ;;;',
  'Ext.',
];

const REPORT = {
  CallType: 'Inbound',
  Number: '+74951234567',
  Name: 'Анна',
  Agent: '101',
  QueueExtension: '800',
  Duration: '00:01:05',
  DateTime: '02.03.2026 12:00:00',
  CallStartTimeUTC: '2026-03-02T09:00:00Z',
  CallStartTimeUTCMillis: '1772442000000',
  CallEndTimeUTCMillis: '1772442077000',
  RecordingUrl: 'https://pbx.example.org/a.wav',
};
const LINE =
  'Call 7,c7,00:01:05,2026/03/02 12:00:00,2026/03/02 12:00:12,2026/03/02 12:01:17,TerminatedBySrc,+74951234567,Ext.101,10007,101,101,,,,,,,,Chain: +74951234567;Ext.101;,Line,Extension,,Мышкина, Ольга,,,';
const ROUNDS = 3_000;

/** Runs it; any other error than the known one fails the test. */
function tried(work: () => unknown, known: new (...args: never[]) => Error): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof known)) throw error;
    expect(error.message).not.toMatch(/4951234567/);
    return false;
  }
}

describe('mutated input', () => {
  test('reports', () => {
    const roll = dice(1);
    const names = [...Object.keys(REPORT), '__proto__', 'constructor', 'CallEndTimeUTC', 'calltype'];
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const told: Record<string, unknown> = { ...REPORT };
      for (let n = 1 + roll(3); n > 0; n--) {
        const value = JUNK[roll(JUNK.length)];
        const own = { value, writable: true, enumerable: true, configurable: true };
        Object.defineProperty(told, names[roll(names.length)] ?? '', own);
      }
      const bytes = Buffer.from(JSON.stringify(told));
      if (roll(4) === 0) for (let n = 1 + roll(4); n > 0; n--) bytes[roll(bytes.length)] = roll(256);
      const body = roll(8) === 0 ? bytes.subarray(0, roll(bytes.length)) : bytes;
      const moment = {
        observedAt: 1_772_442_080_000,
        zone: 'Europe/Moscow',
        untold: (_: string, at: number) => at,
      };
      if (tried(() => readReport(readBody(body, 'application/json'), moment), BadMessage)) read++;
    }
    expect(read).toBeGreaterThan(ROUNDS / 4);
  });

  test('lines, and the whole one behind each', () => {
    const roll = dice(2);
    const whole = Buffer.from(`${LINE}\r\n`);
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const pieces = LINE.split(',');
      for (let n = 1 + roll(3); n > 0; n--) {
        const at = roll(pieces.length);
        const drawn = JUNK[roll(JUNK.length)];
        const junk = typeof drawn === 'string' ? drawn : String(JSON.stringify(drawn));
        [
          () => pieces.splice(at, 1),
          () => pieces.splice(at, 1, junk),
          () => pieces.splice(at, 0, junk),
          () => pieces.splice(at, 2, ...pieces.slice(at, at + 2).reverse()),
          () => pieces.splice(at),
        ][roll(5)]?.();
      }
      const bytes = Buffer.from(`${pieces.join(',')}\r\n`);
      for (let n = roll(3); n > 0; n--) bytes[roll(bytes.length - 2)] = 32 + roll(200);
      const cutter = new LineCutter(16_384);
      const lines = cutter.push(Buffer.concat([bytes, whole]));
      const last = lines.at(-1);
      expect(readLine(last?.text ?? '', CDR_FIELDS)).toMatchObject({
        historyid: '7',
        'from-dispname': 'Мышкина, Ольга',
      });
      const moment = { zone: 'Europe/Moscow', observedAt: 1_772_442_080_000 };
      for (const { text } of lines.slice(0, -1))
        if (tried(() => readRecord(readLine(text, CDR_FIELDS), moment), BadLine)) read++;
    }
    expect(read).toBeGreaterThan(ROUNDS / 10);
  });

  test('rows of the history', () => {
    const roll = dice(3);
    const row = {
      StartTime: '2026-03-02T09:00:00Z',
      SegmentStartTime: '2026-03-02T09:00:00Z',
      SegmentEndTime: '2026-03-02T09:00:10Z',
      Recordings: [],
    };
    const names = [
      ...Object.keys(row),
      'SegmentId',
      'CallId',
      'Answered',
      'SourceDn',
      'RingingDuration',
      'Indent',
    ];
    for (let round = 0; round < ROUNDS; round++) {
      const told = { ...row, [names[roll(names.length)] ?? '']: JUNK[roll(JUNK.length)] };
      tried(() => readLogRow(told), BadRow);
      tried(() => readViewRow(told), BadRow);
    }
    for (const junk of JUNK) tried(() => readLogRow(junk), BadRow);
  });
});
