import type { SQLInputValue } from 'node:sqlite';
import {
  CallStatus,
  Direction,
  digitsOf,
  enumWord,
  type JournalRecord,
  RecordState,
} from '@callbus/contract';

/** However it is written (8, +7, 7 or nothing before it), a full number ends in the same ten digits. */
export const SIGNIFICANT = 10;

/** The digits that tell a number, the last one first, so that "ends in" is a range of an index. */
export const lastDigits = (digits: string): string => [...digits.slice(-SIGNIFICANT)].reverse().join('');

/** What lists are made from: one short row per finished call. The record itself lies elsewhere. */
export const COLUMNS = [
  'call_id',
  'pbx',
  'direction',
  'status',
  'extension',
  'caller_extension',
  'digits',
  'last_digits',
  'counterparty',
  'started_at',
  'ended_at',
  'duration',
  'talk',
] as const;

/** What a journal calls a call: the direction of one that was answered, and why one was not. */
export const TYPES = ['inbound', 'outbound', 'internal', 'missed', 'notanswered'] as const;

/** The same as an expression over the columns of `calls`. */
export const TYPE_SQL =
  "CASE status WHEN 'answered' THEN direction WHEN 'missed' THEN 'missed' WHEN '' THEN '' ELSE 'notanswered' END";

/** Whether a record belongs in lists: the call is over, and did not join another. */
export const isListed = ({ state }: JournalRecord): boolean =>
  state !== RecordState.MERGED && state !== RecordState.PROVISIONAL;

/** Whether the other party goes by a UUID: its digits are nobody's number. */
const isUuid = ({ calling, called, externalNumberRaw }: JournalRecord): boolean =>
  externalNumberRaw !== '' && [calling, called].some((party) => party?.uuid === externalNumberRaw);

/** The row of a record. What the source never told sorts before everything it did. */
export function rowOf(r: JournalRecord): SQLInputValue[] {
  const startedAt = whole(r.startedAt);
  const endedAt = r.endedAt === null || r.endedAt === undefined ? startedAt : whole(r.endedAt);
  const digits = r.externalDigits || (isUuid(r) ? '' : digitsOf(r.externalNumberRaw));
  return [
    r.callId,
    r.instance,
    enumWord(Direction, r.direction) ?? '',
    enumWord(CallStatus, r.status) ?? '',
    r.extension,
    r.callerExtension,
    digits,
    lastDigits(digits),
    nameOf(r),
    startedAt,
    endedAt,
    Math.max(0, endedAt - startedAt),
    Number.isFinite(r.talkSeconds ?? Number.NaN) ? (r.talkSeconds as number) : -1,
  ];
}

/** The last moment a date can be; beyond it SQLite's integers no longer fit a number. */
const END_OF_TIME = 8.64e15;

const whole = (ms: number): number =>
  Number.isFinite(ms) ? Math.max(-END_OF_TIME, Math.min(END_OF_TIME, Math.trunc(ms))) : 0;

// Several contacts mean that the number did not decide: there is no name then.
function nameOf({ counterparty }: JournalRecord): string {
  const [contact, ...more] = counterparty?.contacts ?? [];
  return contact && more.length === 0 ? contact.name || contact.company || '' : '';
}
