import {
  type CallEventInit,
  ConnectionState,
  DeviceRole,
  Direction,
  EventCause,
  EventType,
  PartyKind,
} from '@callbus/contract';
import type { Participant } from '../call-control/wire/native.ts';
import { connectionOf, customerOf, employeeOf, type Telling } from './events.ts';
import { type Leg, type LiveCall, legOf } from './model.ts';
import { partyConnection } from './opening.ts';
import { distributorOf, isOutside, isTold, outsideOf, roleOf, subscriberOf } from './parties.ts';

/** Between two legs of a call there may be nobody for so long. */
const SETTLE_MS = 1_500;
/** A queue that is not among our numbers hides the wait between two rounds. */
const HIDDEN_QUEUE_MS = 15_000;

/** A device came into the call. */
export function arrived(call: LiveCall, leg: Leg, p: Participant, tell: Telling): CallEventInit[] {
  if (leg.role === DeviceRole.QUEUE) return [tell.queued(call, leg)];
  if (leg.role !== DeviceRole.EMPLOYEE || leg.caller || leg.answeredAt !== undefined) return [];
  const events: CallEventInit[] = [];
  const owner = p.on_behalf_of_dn;
  if (
    owner !== '' &&
    owner !== leg.dn &&
    isTold(p.on_behalf_of_type) &&
    roleOf(p.on_behalf_of_type) === DeviceRole.EMPLOYEE
  ) {
    // Forwarded by somebody whose own phone may never have rung.
    events.push(
      tell.event(call, EventType.DIVERTED, {
        connection: employeeOf(owner, ConnectionState.NULL, '', legOf(call, owner)?.id ?? owner),
        cause: { event: EventCause.CALL_FORWARD },
        transfer: { target: { kind: PartyKind.EXTENSION, extension: leg.dn } },
      }),
    );
  }
  return p.status === 'Connected' ? events : [...events, tell.delivered(call, leg)];
}

/** A device is connected, as is everyone it talks to. */
export function answered(
  call: LiveCall,
  leg: Leg,
  p: Participant,
  tell: Telling,
  at: number,
): CallEventInit[] {
  if (leg.answeredAt !== undefined) return [];
  if (leg.role === DeviceRole.QUEUE || leg.role === DeviceRole.GROUP || leg.role === DeviceRole.CUSTOMER)
    return [];
  leg.answeredAt = at;
  if (!leg.caller) {
    if (leg.role === DeviceRole.EMPLOYEE) call.answeredAt ??= at;
    return [tell.established(call, connectionOf(leg, ConnectionState.CONNECTED))];
  }
  if (call.answeredAt !== undefined) return [];
  if (call.direction === Direction.OUTBOUND) {
    call.answeredAt = at;
    return [tell.established(call, customerOf(call, ConnectionState.CONNECTED))];
  }
  // Who was called tells for itself where it is one of our numbers.
  if (call.legs.some((l) => l !== leg)) return [];
  const other = partyConnection(p);
  if (!other) return [];
  call.answeredAt = at;
  return [tell.established(call, other)];
}

/** What any participant may know of the whole call. */
export function learn(call: LiveCall, p: Participant): void {
  const { queue, group } = distributorOf(p);
  call.queue ||= queue;
  call.group ||= group;
  call.did ||= p.party_did;
}

/** When a call that nobody is in any more is over. */
export const dueAt = (call: LiveCall): number | undefined => {
  if (call.emptyAt === undefined) return undefined;
  const hidden = call.queue !== '' && call.answeredAt === undefined && !legOf(call, call.queue);
  return call.emptyAt + (hidden ? HIDDEN_QUEUE_MS : SETTLE_MS);
};

/** Whether a call that stood before is among those who are there now. */
export function goesOn(call: LiveCall, there: readonly Participant[]): boolean {
  const now = there.filter((p) => p.callid === call.callid);
  const subscriber = subscriberOf(call.outside?.number ?? '');
  const told = now.filter(isOutside).map((p) => subscriberOf(outsideOf(p).number ?? ''));
  if (subscriber !== '' && told.length > 0) return told.includes(subscriber);
  return now.some((p) => call.legs.some((leg) => leg.dn === p.dn && leg.seats.some((s) => s.id === p.id)));
}

/** A callid that came back is the call that had it. */
export const sameCall = (older: LiveCall, younger: LiveCall, tell: Telling): CallEventInit =>
  tell.event(older, EventType.CALLS_MERGED, {
    about: `with-${younger.key}`,
    merge: { otherKey: younger.key },
  });
