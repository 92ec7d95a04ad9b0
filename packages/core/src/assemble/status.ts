import {
  CallStatus,
  DeviceRole,
  Direction,
  EndedBy,
  EventCause,
  type Party,
  PartyKind,
  ReportOutcome,
  type Segment,
} from '@callbus/contract';
import { type CallState, type ConnectionTrack, employees } from './state.ts';

/** Where the first party stood (journal-truth, "Direction"), and the rule that says so. */
export function directionOf(call: CallState): { direction: Direction; rule: string } {
  if (call.stated !== Direction.UNSPECIFIED) return { direction: call.stated, rule: 'direction.stated' };
  const all = [...call.connections.values()];
  const first = all.find((t) => t.caller) ?? all[0];
  const outside = all.some((t) => t.role === DeviceRole.CUSTOMER);
  if (isClickToCustomer(call)) return { direction: Direction.OUTBOUND, rule: 'direction.click-to-call' };
  if (first?.role === DeviceRole.CUSTOMER)
    return { direction: Direction.INBOUND, rule: 'direction.first-party-outside' };
  if (outside) return { direction: Direction.OUTBOUND, rule: 'direction.reached-trunk' };
  // No device outside was told of; the parties still say where they stand.
  if (isOutside(call.calling)) return { direction: Direction.INBOUND, rule: 'direction.caller-outside' };
  if (isOutside(call.called)) return { direction: Direction.OUTBOUND, rule: 'direction.called-outside' };
  return { direction: Direction.INTERNAL, rule: 'direction.both-inside' };
}

/** Click-to-call to somebody outside; a colleague may be called so too. */
export const isClickToCustomer = (call: CallState): boolean =>
  call.clickToCall &&
  (call.called?.kind !== PartyKind.EXTENSION ||
    [...call.connections.values()].some((t) => t.role === DeviceRole.CUSTOMER));

const isOutside = (party: Party | undefined): boolean =>
  party?.kind === PartyKind.EXTERNAL || party?.kind === PartyKind.WITHHELD;

/** How the call came out (journal-truth, "Status"), and the rule that says so. */
export function statusOf(
  call: CallState,
  direction: Direction,
  answered: boolean,
): { status: CallStatus; rule: string } {
  if (answered) return { status: CallStatus.ANSWERED, rule: 'status.answered' };
  if (direction !== Direction.OUTBOUND) return { status: CallStatus.MISSED, rule: 'status.nobody-talked' };
  const reported = call.report?.outcome ?? ReportOutcome.UNSPECIFIED;
  const byReport = OUTBOUND_REPORT[reported];
  if (byReport) return { status: byReport, rule: 'status.reported' };
  return outboundByCause(call);
}

const OUTBOUND_REPORT: Partial<Record<ReportOutcome, CallStatus>> = {
  [ReportOutcome.NOT_ANSWERED]: CallStatus.NOANSWER,
  [ReportOutcome.BUSY]: CallStatus.BUSY,
  [ReportOutcome.DECLINED]: CallStatus.DECLINED,
  [ReportOutcome.CANCELLED]: CallStatus.CANCELLED,
  [ReportOutcome.FAILED]: CallStatus.FAILED,
};

const BY_CAUSE: Partial<Record<EventCause, CallStatus>> = {
  [EventCause.BUSY]: CallStatus.BUSY,
  [EventCause.REJECTED]: CallStatus.DECLINED,
  [EventCause.CALL_CANCELLED]: CallStatus.CANCELLED,
  [EventCause.CALL_NOT_ANSWERED]: CallStatus.NOANSWER,
  [EventCause.ALERT_TIME_EXPIRED]: CallStatus.NOANSWER,
  [EventCause.DEST_NOT_OBTAINABLE]: CallStatus.FAILED,
  [EventCause.DEST_OUT_OF_ORDER]: CallStatus.FAILED,
  [EventCause.NUMBER_UNALLOCATED]: CallStatus.FAILED,
  [EventCause.INVALID_NUMBER_FORMAT]: CallStatus.FAILED,
  [EventCause.NETWORK_CONGESTION]: CallStatus.FAILED,
  [EventCause.NETWORK_OUT_OF_ORDER]: CallStatus.FAILED,
  [EventCause.TRUNKS_BUSY]: CallStatus.FAILED,
  [EventCause.RESOURCES_NOT_AVAILABLE]: CallStatus.FAILED,
  [EventCause.BLOCKED]: CallStatus.FAILED,
};

function outboundByCause(call: CallState): { status: CallStatus; rule: string } {
  const far = [...call.connections.values()].filter((t) => t.role === DeviceRole.CUSTOMER);
  // Click-to-call whose own agent did not pick up: whatever the cause, the customer was never called.
  if (call.clickToCall && far.length === 0)
    return { status: CallStatus.FAILED, rule: 'status.customer-never-called' };
  const cause = far.at(-1)?.cause?.event ?? call.cause?.event;
  const status = cause === null || cause === undefined ? undefined : BY_CAUSE[cause];
  if (status) return { status, rule: 'status.far-end-cause' };
  if (call.endedHow === 'silent') return { status: CallStatus.NOANSWER, rule: 'status.nothing-heard' };
  if (far.length === 0) return { status: CallStatus.FAILED, rule: 'status.never-reached' };
  if (call.endedBy === EndedBy.EMPLOYEE) return { status: CallStatus.CANCELLED, rule: 'status.gave-up' };
  if (far.some((t) => t.alertedAt !== undefined))
    return { status: CallStatus.NOANSWER, rule: 'status.rang-unanswered' };
  return { status: CallStatus.CANCELLED, rule: 'status.gave-up' };
}

/** The employee the record belongs to (journal-truth, "Who"). */
export function extensionOf(call: CallState, direction: Direction, segments: readonly Segment[]): string {
  const reported = call.report?.extension || (call.report?.rang?.at(-1) ?? '');
  if (direction === Direction.OUTBOUND) {
    const caller = employees(call).find((t) => t.caller) ?? employees(call)[0];
    return caller?.extension || reported;
  }
  const lastTalker = segments.findLast((s) => s.extension)?.extension;
  if (lastTalker) return lastTalker;
  // A mobile took the call: it belongs to the owner of the forward.
  const { divertedBy } = call.attributes;
  if (segments.length > 0 && divertedBy) return divertedBy;
  // The last that rang. A phone that only the report names rang unseen, and last;
  // one whose ringing was told after the end cannot be put in order any more.
  const inTime = rung(call).filter((t) => t.alertedAt !== undefined && !toldLate(call, t));
  if (reported !== '' && !inTime.some((t) => t.extension === reported)) return reported;
  return inTime.at(-1)?.extension ?? rung(call).at(-1)?.extension ?? (reported || (divertedBy ?? ''));
}

/** Every extension that was alerted, in order; losers of a group included. */
export const rangOf = (call: CallState): string[] => [
  ...new Set([...alerted(call).map((t) => t.extension), ...(call.report?.rang ?? [])]),
];

/** Click-to-call alerts the phone of who calls as well. */
const alerted = (call: CallState): ConnectionTrack[] =>
  inOrder(employees(call).filter((t) => wasRung(t) || (t.extension !== '' && t.alertedAt !== undefined)));

const rung = (call: CallState): ConnectionTrack[] => inOrder(employees(call).filter(wasRung));

const wasRung = (t: ConnectionTrack): boolean =>
  !t.caller &&
  t.extension !== '' &&
  (t.alertedAt !== undefined || (!t.unasked && (t.reported || t.answeredAt !== undefined)));

function inOrder(tracks: ConnectionTrack[]): ConnectionTrack[] {
  const when = (t: ConnectionTrack): number => t.alertedAt ?? t.answeredAt ?? Number.POSITIVE_INFINITY;
  return tracks.sort((a, b) => compare(when(a), when(b)));
}

const toldLate = (call: CallState, t: ConnectionTrack): boolean =>
  call.toldEndAt !== undefined && (t.alertedAt ?? 0) > call.toldEndAt;

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
