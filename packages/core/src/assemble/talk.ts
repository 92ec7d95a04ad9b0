import {
  type CallEvent,
  ConnectionState,
  DeviceRole,
  Direction,
  EventCause,
  TransferKind,
} from '@callbus/contract';
import { goesOn } from './ending.ts';
import { closeSpan, openSpan } from './spans.ts';
import { type CallState, type ConnectionTrack, employees, enter, isAlive } from './state.ts';
import { isClickToCustomer } from './status.ts';

/** This connection placed the call, unless another did. */
export function placed(call: CallState, track: ConnectionTrack | undefined, at: number): void {
  if (!track) return;
  if (![...call.connections.values()].some((c) => c.caller)) track.caller = true;
  if (track.state === ConnectionState.NULL && call.endedAt === undefined)
    enter(track, ConnectionState.INITIATED, at);
}

/** A device answered: who has the other party from now on? */
export function established(
  call: CallState,
  event: CallEvent,
  at: number,
  track: ConnectionTrack | undefined,
): void {
  // An answer that is told after the end says who answered, but not when.
  if (!track || track.answeredAt !== undefined || track.reported || call.endedAt !== undefined) return;
  track.answeredAt = at;
  const { clearedAt } = track;
  if (clearedAt === undefined) enter(track, ConnectionState.CONNECTED, at);
  if (track.role === DeviceRole.PARKING) park(call, track, at);
  if (event.cause?.event === EventCause.CALL_PICKUP) track.unasked = true;
  const awaited = call.transfers.some((t) => t.kind === 'attended' && t.to === track.id);
  if (event.cause?.event === EventCause.CONSULTATION && !awaited) return;
  if (!takesOver(call, track, at)) return;
  unpark(call, at);
  if (clearedAt === undefined) goesOn(call);
  // Told after it was over, but with its time.
  else closeSpan(track.talks, clearedAt);
}

/** Opens the talk that an answer begins. @returns whether a person answered whom the record counts */
function takesOver(call: CallState, track: ConnectionTrack, at: number): boolean {
  if (track.caller) return false;
  const outgoing = call.stated === Direction.OUTBOUND || isClickToCustomer(call);
  switch (track.role) {
    case DeviceRole.EMPLOYEE:
      // Click-to-call: the agent's own wait for the customer is not talk.
      if (outgoing && !farEnd(call).some((t) => t.answeredAt !== undefined)) return false;
      openSpan(track.talks, at);
      return true;
    case DeviceRole.CUSTOMER: {
      // The customer picked up: whoever called has the other party from now on.
      const caller =
        employees(call).find((c) => c.caller && isAlive(c)) ??
        (outgoing ? employees(call).find((c) => c.answeredAt !== undefined && isAlive(c)) : undefined);
      if (caller) enter(caller, ConnectionState.CONNECTED, at);
      openSpan((caller ?? track).talks, at);
      return true;
    }
    case DeviceRole.SERVICE:
    case DeviceRole.VOICEMAIL:
    case DeviceRole.CONFERENCE:
      openSpan(track.talks, at);
      return false;
    default:
      return false;
  }
}

const farEnd = (call: CallState): ConnectionTrack[] =>
  [...call.connections.values()].filter((t) => t.role === DeviceRole.CUSTOMER && !t.caller);

/** A blind transfer lets go at once; an attended one hands over to who has been asked. */
export function transferred(
  call: CallState,
  event: CallEvent,
  at: number,
  track: ConnectionTrack | undefined,
): void {
  const { transfer } = event;
  if (!transfer) return;
  const from = transfer.fromConnection ? call.connections.get(transfer.fromConnection) : track;
  const to = call.connections.get(transfer.toConnection ?? '');
  const kind = transfer.kind === TransferKind.ATTENDED ? 'attended' : 'blind';
  call.transfers.push({
    kind,
    fromExtension: from?.extension ?? '',
    toExtension: to?.extension || transfer.target?.extension || '',
    toNumber: transfer.target?.number ?? '',
    to: transfer.toConnection ?? '',
    at,
  });
  if (call.endedAt !== undefined) return;
  if (from) letGo(from, at);
  if (kind === 'attended' && to && hasAnswered(to)) openSpan(to.talks, at);
}

/** Whether a connection has been answered and stands. */
export const hasAnswered = (track: ConnectionTrack): boolean =>
  track.answeredAt !== undefined && isAlive(track);

function letGo(track: ConnectionTrack, at: number): void {
  closeSpan(track.talks, at);
  closeSpan(track.holds, at);
  enter(track, ConnectionState.NULL, at);
}

/** The call waits in a parking space; who parked it has let go. `track` holds the time. */
export function park(call: CallState, track: ConnectionTrack, at: number): void {
  for (const employee of employees(call)) {
    closeSpan(employee.talks, at);
    closeSpan(employee.holds, at);
  }
  openSpan(track.parks, at);
}

/** Somebody rings or talks again. */
export function unpark(call: CallState, at: number): void {
  for (const track of call.connections.values()) closeSpan(track.parks, at);
}
