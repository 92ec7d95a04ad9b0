import {
  type CallEventInit,
  type CallReport,
  type Connection,
  ConnectionState,
  type Decision,
  DeviceRole,
  Direction,
  EventType,
  eventId,
  type Party,
  PartyKind,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import type { FinishedCall } from '../doors.ts';
import { CUSTOMER, employeeOf } from './events.ts';
import { insideOf } from './parties.ts';

/** What a report needs beside what it says. */
export interface ReportFrame {
  /** Adapter id. */
  instance: string;
  /** The call it is of. */
  key: string;
  /** When it was told, Unix milliseconds. */
  observedAt: number;
  /** Milliseconds that brought its times to our clock; left out where nobody measured. */
  clockOffset?: number;
  /** How its call was found. */
  decision?: Decision;
}

/** Events of a finished call that only its own door knows of, or that amend what was seen. Pure. */
export function reportEvents(call: FinishedCall, frame: ReportFrame): CallEventInit[] {
  const { instance, key, observedAt, clockOffset } = frame;
  const base: CallEventInit = {
    instance,
    key,
    nativeId: call.nativeId ?? '',
    direction: call.direction,
    occurredAt: observedAt,
    observedAt,
    ...partiesOf(call),
    ...(call.did ? { did: call.did } : {}),
    ...(call.queue ? { queue: call.queue } : {}),
    ...(call.group ? { group: call.group } : {}),
    ...(call.trunk ? { trunk: call.trunk } : {}),
  };
  const identity = (what: string, type: EventType): string =>
    eventId({ instance, key, connection: `${call.door}-${call.record}${what}`, type });
  const transfers = (call.transfers ?? []).map(
    ({ kind, fromExtension, toExtension, at }, i): CallEventInit => ({
      ...base,
      eventId: identity(`-${i}`, EventType.TRANSFERRED),
      type: EventType.TRANSFERRED,
      occurredAt: at === undefined ? (call.startedAt ?? observedAt) : at,
      connection: employeeOf(fromExtension, ConnectionState.NULL),
      transfer: {
        kind,
        fromConnection: fromExtension,
        target: { kind: PartyKind.EXTENSION, extension: toExtension },
      },
    }),
  );
  const report: CallReport = {
    scope: ReportScope.CALL,
    outcome: call.outcome,
    ...(call.startedAt === undefined ? {} : { startedAt: call.startedAt }),
    ...(call.answeredAt === undefined ? {} : { answeredAt: call.answeredAt }),
    ...(call.endedAt === undefined ? {} : { endedAt: call.endedAt }),
    ...(call.durationSeconds === undefined ? {} : { durationSeconds: call.durationSeconds }),
    ...(call.talkSeconds === undefined ? {} : { talkSeconds: call.talkSeconds }),
    recordings: [...(call.recordings ?? [])],
    ...(frame.decision ? { decisions: [frame.decision] } : {}),
  };
  const connection = connectionOf(call);
  return [
    ...transfers,
    {
      ...base,
      eventId: identity('', EventType.CALL_REPORTED),
      type: EventType.CALL_REPORTED,
      ...(clockOffset === undefined ? {} : { clockOffset: Math.round(clockOffset) }),
      ...(connection ? { connection } : {}),
      ...(call.cause ? { cause: call.cause } : {}),
      ...(call.endedBy ? { endedBy: call.endedBy } : {}),
      // A mobile that took the call belongs to the owner of the forward.
      attributes: { ...call.attributes, ...(call.forwardedTo ? { divertedBy: call.extension } : {}) },
      report,
    },
  ];
}

function partiesOf(call: FinishedCall): { calling?: Party; called?: Party } {
  const { direction, outside, extension, callerExtension = '' } = call;
  const employee = extension === '' ? undefined : insideOf(extension);
  const [calling, called] =
    direction === Direction.OUTBOUND
      ? [employee, outside]
      : direction === Direction.INBOUND
        ? [outside, employee]
        : [callerExtension === '' ? undefined : insideOf(callerExtension), employee];
  return { ...(calling ? { calling } : {}), ...(called ? { called } : {}) };
}

// A mobile that took the call over is who talked; otherwise the employee is.
function connectionOf(call: FinishedCall): Connection | undefined {
  if (call.forwardedTo && call.outcome === ReportOutcome.ANSWERED) {
    return {
      id: `${CUSTOMER}-forward`,
      role: DeviceRole.CUSTOMER,
      state: ConnectionState.NULL,
      party: { number: call.forwardedTo },
    };
  }
  return call.extension === '' ? undefined : employeeOf(call.extension, ConnectionState.NULL);
}
