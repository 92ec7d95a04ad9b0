import {
  CallStatus,
  callId,
  Direction,
  EndedBy,
  Evidence,
  type JournalRecordInit,
  RecordState,
} from '@callbus/contract';

/** When the calls of the tests begin. */
export const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');

/** The id of a test's n-th call: like core's, they sort by time. */
export const idOf = (n: number): string => callId('pz', `key-${n}`, BEGIN + n);

/** A final record of the n-th call: inbound, answered by 100, 40 seconds of talk. */
export function recordOf(n: number, differs: JournalRecordInit = {}): JournalRecordInit {
  const startedAt = differs.startedAt ?? BEGIN + n * 60_000;
  return {
    callId: idOf(n),
    revision: 1,
    state: RecordState.FINAL,
    instance: 'pz',
    direction: Direction.INBOUND,
    status: CallStatus.ANSWERED,
    externalNumber: '+79990001111',
    externalNumberRaw: '89990001111',
    externalDigits: '79990001111',
    extension: '100',
    rang: ['100'],
    answeredBy: '100',
    startedAt,
    answeredAt: startedAt + 5_000,
    endedAt: startedAt + 45_000,
    ringSeconds: 5,
    waitSeconds: 5,
    talkSeconds: 40,
    endedBy: EndedBy.CUSTOMER,
    evidence: Evidence.FULL,
    ...differs,
  };
}

/** A record of a number nobody has written like that. */
export const numbered = (n: number, raw: string, digits: string, e164: string | null): JournalRecordInit =>
  recordOf(n, { externalNumberRaw: raw, externalDigits: digits, externalNumber: e164 });
