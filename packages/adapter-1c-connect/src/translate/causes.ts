import { type Cause, EndedBy, EventCause, ReportOutcome } from '@callbus/contract';
import type { Initiator } from '../wire/native.ts';

/** How a call came out, as the journal words it. */
export interface Outcome {
  outcome: ReportOutcome;
  cause: Cause;
  endedBy: EndedBy;
}

interface Meaning {
  event: EventCause;
  q850: number;
  outcome: ReportOutcome;
  /** Who let go: one of the two, or nobody in the call. */
  by?: 'caller' | 'callee' | 'system';
}

/** CallResult (spec, I.1.1.4.3) in CSTA's and Q.850's terms. */
export const RESULTS: Readonly<Record<string, Meaning>> = {
  Success: { event: EventCause.NORMAL_CLEARING, q850: 16, outcome: ReportOutcome.ANSWERED },
  NobodyToAnswer: {
    event: EventCause.NO_AVAILABLE_AGENTS,
    q850: 18,
    outcome: ReportOutcome.NOT_ANSWERED,
    by: 'system',
  },
  RingingTimeout: {
    event: EventCause.ALERT_TIME_EXPIRED,
    q850: 19,
    outcome: ReportOutcome.NOT_ANSWERED,
    by: 'system',
  },
  RejectedByCallee: { event: EventCause.REJECTED, q850: 21, outcome: ReportOutcome.DECLINED, by: 'callee' },
  RejectedByCaller: {
    event: EventCause.CALL_CANCELLED,
    q850: 16,
    outcome: ReportOutcome.CANCELLED,
    by: 'caller',
  },
  PBXunreachableForMe: {
    event: EventCause.NETWORK_OUT_OF_ORDER,
    q850: 38,
    outcome: ReportOutcome.FAILED,
    by: 'system',
  },
  PBXunreachableForTarget: {
    event: EventCause.DEST_OUT_OF_ORDER,
    q850: 27,
    outcome: ReportOutcome.FAILED,
    by: 'system',
  },
  TargetHaveNoSoundDevices: {
    event: EventCause.DEST_NOT_OBTAINABLE,
    q850: 88,
    outcome: ReportOutcome.FAILED,
    by: 'system',
  },
  IHaveNoSoundDevices: {
    event: EventCause.RESOURCES_NOT_AVAILABLE,
    q850: 58,
    outcome: ReportOutcome.FAILED,
    by: 'system',
  },
};

const BY_WORD = new Map(Object.entries(RESULTS).map(([word, meaning]) => [word.toLowerCase(), meaning]));

/** What a CallResult means; undefined for a word the spec does not have. */
export function outcomeOf(word: string, initiator: Initiator, internal = false): Outcome | undefined {
  const meaning = BY_WORD.get(word.toLowerCase());
  if (!meaning) return undefined;
  const { event, q850, outcome, by } = meaning;
  return { outcome, cause: { event, q850, native: word }, endedBy: endedBy(by, initiator, internal) };
}

function endedBy(by: Meaning['by'], initiator: Initiator, internal: boolean): EndedBy {
  if (by === undefined) return EndedBy.UNKNOWN;
  if (by === 'system') return EndedBy.SYSTEM;
  if (internal) return EndedBy.EMPLOYEE;
  return (by === 'caller') === (initiator === 'self') ? EndedBy.EMPLOYEE : EndedBy.CUSTOMER;
}

/** SIP final answers: Q.850 by RFC 3398, and CSTA's nearest. */
const SIP: Readonly<Record<number, readonly [EventCause, number]>> = {
  400: [EventCause.NETWORK_OUT_OF_ORDER, 41],
  401: [EventCause.BLOCKED, 21],
  402: [EventCause.BLOCKED, 21],
  403: [EventCause.BLOCKED, 21],
  404: [EventCause.NUMBER_UNALLOCATED, 1],
  405: [EventCause.RESOURCES_NOT_AVAILABLE, 63],
  406: [EventCause.RESOURCES_NOT_AVAILABLE, 79],
  407: [EventCause.BLOCKED, 21],
  408: [EventCause.CALL_NOT_ANSWERED, 102],
  410: [EventCause.NUMBER_UNALLOCATED, 22],
  415: [EventCause.RESOURCES_NOT_AVAILABLE, 79],
  480: [EventCause.CALL_NOT_ANSWERED, 18],
  481: [EventCause.NETWORK_OUT_OF_ORDER, 41],
  482: [EventCause.NETWORK_OUT_OF_ORDER, 25],
  483: [EventCause.NETWORK_OUT_OF_ORDER, 25],
  484: [EventCause.INVALID_NUMBER_FORMAT, 28],
  485: [EventCause.DEST_NOT_OBTAINABLE, 1],
  486: [EventCause.BUSY, 17],
  487: [EventCause.CALL_CANCELLED, 16],
  488: [EventCause.RESOURCES_NOT_AVAILABLE, 88],
  500: [EventCause.NETWORK_OUT_OF_ORDER, 41],
  501: [EventCause.RESOURCES_NOT_AVAILABLE, 79],
  502: [EventCause.NETWORK_OUT_OF_ORDER, 38],
  503: [EventCause.NETWORK_CONGESTION, 41],
  504: [EventCause.NETWORK_OUT_OF_ORDER, 102],
  600: [EventCause.BUSY, 17],
  603: [EventCause.REJECTED, 21],
  604: [EventCause.NUMBER_UNALLOCATED, 1],
  606: [EventCause.RESOURCES_NOT_AVAILABLE, 88],
};
/** What RFC 3398 gives answers it does not list. */
const INTERWORKING = 127;

/** What the PBX answered (SipCause, spec I.1.1.4.3): a SIP status with or without its words. */
export function sipCause(told: string): Cause {
  const status = Number(/(?:^|\D)([3-6]\d\d)(?:\D|$)/.exec(told)?.[1] ?? 0);
  const [event, q850] = SIP[status] ?? [
    EventCause.NETWORK_OUT_OF_ORDER,
    status === 0 ? undefined : INTERWORKING,
  ];
  return { event, ...(q850 === undefined ? {} : { q850 }), native: told };
}
