import {
  bareNumber,
  CallStatus,
  type Decision,
  DeviceRole,
  Direction,
  Evidence,
  enumWord,
  JournalRecordCodec,
  type JournalRecordInit,
  type Party,
  PartyKind,
  RecordState,
  ReportOutcome,
  type TransferRecord,
} from '@callbus/contract';
import type { NumberPlan, PlannedNumber } from '../numberplan/plan.ts';
import { talkersOf } from './segments.ts';
import { type CallState, employees } from './state.ts';
import { directionOf, extensionOf, rangOf, statusOf } from './status.ts';
import { type Times, timesOf } from './times.ts';

/**
 * The journal record of a call as it stands (journal-truth). Revision and state
 * are left to who publishes it.
 * @param now what a running call is measured up to, Unix milliseconds
 */
export function buildRecord(call: CallState, plan: NumberPlan, now: number): JournalRecordInit {
  const { direction, rule: directionRule } = directionOf(call);
  const times = timesOf(call, direction, now);
  const { status, rule: statusRule } = statusOf(call, direction, times.answered);
  const outside = unknownParty(call, direction);
  const number = outside ? plan.read(outside.number ?? '') : undefined;
  const rang = rangOf(call);
  const partial =
    call.gap ||
    call.endedHow === 'silent' ||
    times.missing ||
    call.report?.clockUncertain === true ||
    call.report?.fromRecords === true;
  return {
    callId: call.callId,
    instance: call.instance,
    orderGroup: call.orderGroup,
    direction,
    status,
    ...externalOf(outside, number),
    did: call.did,
    extension: extensionOf(call, direction, times.segments),
    callerExtension: direction === Direction.INTERNAL ? callerExtension(call) : '',
    rang,
    answeredBy: answeredBy(call, direction, times.answered, outside),
    queue: call.queue,
    group: call.group,
    trunk: call.trunk,
    startedAt: times.startedAt,
    answeredAt: times.answeredAt,
    endedAt: times.endedAt,
    ringSeconds: times.ringSeconds,
    waitSeconds: times.waitSeconds,
    talkSeconds: times.talkSeconds,
    holdSeconds: times.holdSeconds,
    parkedSeconds: times.parkedSeconds,
    segments: times.segments,
    transfers: transfersOf(call, direction),
    recordings: call.recordings.map((r) => ({ ...r })),
    nativeIds: [...call.nativeIds],
    counterparty: call.counterparty ?? null,
    responsible: call.responsible,
    cause: call.cause ?? null,
    endedBy: call.endedBy,
    evidence: partial ? Evidence.PARTIAL : Evidence.FULL,
    mergedInto: call.mergedInto,
    decisions: [...call.decisions, ...standing(call, times, directionRule, statusRule, direction, status)],
    accountCode: call.account,
    ...uuidParties(call),
    attributes: call.attributes,
  };
}

/** The record's content alone: two states with the same content need no new revision. */
export const contentOf = (record: JournalRecordInit): Uint8Array =>
  JournalRecordCodec.encode({ ...record, revision: 0, state: RecordState.UNSPECIFIED });

/** The outside party: who called in, or who was called out. */
export function outsideParty(call: CallState, direction: Direction): Party | undefined {
  if (direction === Direction.INTERNAL) return undefined;
  const stated = direction === Direction.INBOUND ? call.calling : call.called;
  if (stated && stated.kind !== PartyKind.EXTENSION) return stated;
  return [...call.connections.values()].find(
    (t) => t.role === DeviceRole.CUSTOMER && t.caller === (direction === Direction.INBOUND),
  )?.party;
}

/**
 * The party that a record names and a base may know: the one outside, or of a
 * call between two inside the one that goes by nothing but a UUID.
 */
export function unknownParty(call: CallState, direction: Direction): Party | undefined {
  if (direction !== Direction.INTERNAL) return outsideParty(call, direction);
  return [call.called, call.calling].find((party) => party?.kind === PartyKind.UUID);
}

function externalOf(
  party: Party | undefined,
  number: PlannedNumber | undefined,
): Pick<JournalRecordInit, 'externalNumber' | 'externalNumberRaw' | 'externalDigits'> {
  if (!party || !number) return { externalNumberRaw: '', externalDigits: '' };
  if (party.kind === PartyKind.UUID) return { externalNumberRaw: party.uuid ?? '', externalDigits: '' };
  const withheld = party.kind === PartyKind.WITHHELD || number.kind === 'withheld';
  // What the plan cannot bring into E.164 is still the customer's number.
  const known = number.e164 ?? bareNumber(number.raw);
  return {
    externalNumber: withheld || known === '' ? null : known,
    externalNumberRaw: party.number ?? '',
    externalDigits: withheld ? '' : number.digits,
  };
}

const callerExtension = (call: CallState): string =>
  call.calling?.extension || call.calling?.number || employees(call).find((t) => t.caller)?.extension || '';

function transfersOf(call: CallState, direction: Direction): TransferRecord[] {
  const talks = talkersOf(call, direction).flatMap((t) =>
    t.talks.map(({ from }) => ({ from, extension: t.extension })),
  );
  return call.transfers.map(({ kind, fromExtension, toExtension, toNumber, at }, i) => {
    const next = call.transfers[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    // Whoever got the other party then took the call over; the target may have been a group.
    const answered = talks.some(
      (t) => t.from >= at && t.from < next && (t.extension === '' || t.extension !== fromExtension),
    );
    return { kind, fromExtension, toExtension, toNumber, at, answered };
  });
}

function answeredBy(
  call: CallState,
  direction: Direction,
  answered: boolean,
  outside: Party | undefined,
): string {
  if (!answered) return '';
  if (direction === Direction.OUTBOUND) return bareNumber(outside?.number ?? '');
  const first = talkersOf(call, direction).find(
    (t) => t.role === DeviceRole.EMPLOYEE || t.role === DeviceRole.CUSTOMER,
  );
  if (first) return first.extension || bareNumber(first.party.number ?? '');
  const told = call.report?.talks?.[0];
  if (told) return told.extension || bareNumber(told.number ?? '');
  if (call.report?.outcome !== ReportOutcome.ANSWERED) return '';
  return bareNumber(call.report.number) || call.report.extension;
}

function standing(
  call: CallState,
  { startedAt: at, missing }: Times,
  directionRule: string,
  statusRule: string,
  direction: Direction,
  status: number,
): Decision[] {
  const decisions: Decision[] = [
    { at, subject: 'direction', rule: directionRule, outcome: enumWord(Direction, direction) ?? '' },
  ];
  if (call.report?.clockUncertain)
    decisions.push({ at, subject: 'times', rule: 'times.clock-unmatched', outcome: 'as told' });
  if (call.report?.fromRecords)
    decisions.push({ at, subject: 'evidence', rule: 'evidence.from-records', outcome: 'partial' });
  if (missing)
    decisions.push({ at, subject: 'evidence', rule: 'evidence.time-not-told', outcome: 'partial' });
  if (call.endedAt !== undefined) {
    decisions.push({
      at: call.endedAt,
      subject: 'status',
      rule: statusRule,
      outcome: enumWord(CallStatus, status) ?? '',
    });
  }
  return decisions;
}

function uuidParties(call: CallState): Pick<JournalRecordInit, 'calling' | 'called'> {
  return {
    ...(call.calling?.uuid ? { calling: call.calling } : {}),
    ...(call.called?.uuid ? { called: call.called } : {}),
  };
}
