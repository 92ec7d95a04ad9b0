import {
  type CallEventInit,
  type Connection,
  DeviceRole,
  derivedId,
  EventCause,
  EventType,
  eventId,
  type ReportedTalk,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import { insideParty } from '../translate/names.ts';
import type { CdrCall } from './judge.ts';
import type { Talk } from './talks.ts';

export interface Telling {
  /** Adapter id. */
  instance: string;
  /** Unix milliseconds of our clock. */
  now: number;
  /** Milliseconds to add to the times of the rows. */
  skew: number;
  /** The call was told before, up to here; what was seen then is not told again. */
  amends?: { seenUntil: number } | undefined;
}

const CAUSES: Partial<Record<ReportOutcome, EventCause>> = {
  [ReportOutcome.BUSY]: EventCause.BUSY,
  [ReportOutcome.NOT_ANSWERED]: EventCause.CALL_NOT_ANSWERED,
  [ReportOutcome.FAILED]: EventCause.DEST_NOT_OBTAINABLE,
};

/** A call of the CDR as one event: all of it at once, so that nothing pops up for what is long over. */
export function tell(call: CdrCall, { instance, now, skew, amends }: Telling): CallEventInit {
  const at = (time: number): number => time + skew;
  const { key } = call;
  const seen = (time: number | undefined): boolean =>
    amends !== undefined && at(time ?? 0) < amends.seenUntil;
  const answeredAt = call.talks[0]?.from;
  const cause = call.talks.length > 0 ? EventCause.NORMAL_CLEARING : CAUSES[call.outcome];
  const event: CallEventInit = {
    type: EventType.CALL_REPORTED,
    instance,
    key,
    nativeId: key,
    direction: call.direction,
    occurredAt: at(call.end),
    observedAt: now,
    calling: call.calling,
    ...(skew === 0 ? {} : { clockOffset: skew }),
    ...(call.called ? { called: call.called } : {}),
    ...(call.did ? { did: call.did } : {}),
    ...(call.queue ? { queue: call.queue } : {}),
    ...(call.trunk ? { trunk: call.trunk } : {}),
    ...(call.caller ? { connection: placedBy(call.caller) } : {}),
    ...(call.owner ? { attributes: { divertedBy: call.owner } } : {}),
    ...(cause === undefined
      ? {}
      : { cause: { event: cause, ...(call.native ? { native: call.native } : {}) } }),
    report: {
      scope: ReportScope.CALL,
      outcome: call.outcome,
      // Whole seconds: what was seen is known better.
      ...(seen(call.start) ? {} : { startedAt: at(call.start) }),
      ...(answeredAt === undefined || seen(answeredAt) ? {} : { answeredAt: at(answeredAt) }),
      endedAt: at(call.end),
      talks: call.talks.map((talk) => told(talk, at)),
      rang: call.rang,
      fromRecords: amends === undefined,
    },
  };
  const { report } = event;
  // The same rows tell the same event; further rows of the call tell another.
  const content = derivedId('cdr', JSON.stringify(report));
  return {
    ...event,
    eventId: eventId({ instance, key, connection: content, type: EventType.CALL_REPORTED }),
  };
}

/** Two calls that were closed as two, and whose rows say that they were one. */
export function merged(
  key: string,
  otherKey: string,
  call: CdrCall,
  { instance, now, skew }: Telling,
): CallEventInit {
  const type = EventType.CALLS_MERGED;
  return {
    eventId: eventId({ instance, key, connection: otherKey, type }),
    type,
    instance,
    key,
    nativeId: key,
    occurredAt: call.end + skew,
    observedAt: now,
    merge: { otherKey },
  };
}

const told = ({ extension, number, from, to }: Talk, at: (time: number) => number): ReportedTalk => ({
  extension,
  number,
  ...(from === undefined ? {} : { startedAt: at(from) }),
  endedAt: at(to),
});

const placedBy = (extension: string): Connection => ({
  id: `cdr-${extension}`,
  role: DeviceRole.EMPLOYEE,
  party: insideParty(extension),
});
