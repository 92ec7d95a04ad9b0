import { type CallEvent, ConnectionState, EventType, ReportOutcome } from '@callbus/contract';
import { closeSpan } from './spans.ts';
import { type CallState, type ConnectionTrack, enter } from './state.ts';

/** A connection is over. */
export function clear(track: ConnectionTrack, at: number, event: CallEvent): void {
  if (track.clearedAt !== undefined) return;
  track.clearedAt = at;
  track.cause = event.cause ?? track.cause;
  enter(track, ConnectionState.NULL, at);
  for (const spans of [track.talks, track.holds, track.parks]) closeSpan(spans, at);
}

/**
 * The call is over.
 * @param at the end as the record tells it; it may be by the source's own clock
 * @param toldAt the same moment by the clock of the other events
 */
export function end(
  call: CallState,
  at: number,
  toldAt: number,
  how: NonNullable<CallState['endedHow']>,
): void {
  call.settling = false;
  if (call.endedAt !== undefined) return;
  call.endedAt = at;
  call.toldEndAt = toldAt;
  call.endedHow = how;
  for (const track of call.connections.values()) {
    for (const spans of [track.talks, track.holds, track.parks]) closeSpan(spans, toldAt);
    if (track.clearedAt === undefined) {
      track.clearedAt = toldAt;
      track.cut = true;
      enter(track, ConnectionState.NULL, toldAt);
    }
  }
}

const LIVE = new Set<EventType>([
  EventType.DELIVERED,
  EventType.ESTABLISHED,
  EventType.QUEUED,
  EventType.HELD,
  EventType.RETRIEVED,
  EventType.TRANSFERRED,
  EventType.CONFERENCED,
  EventType.CONNECTION_CLEARED,
  EventType.CALL_CLEARED,
  EventType.CALL_REPORTED,
]);

/** An end that nobody told gives way to any sign of life; of a leg that is known to be over there is none. */
export const reopens = (call: CallState, event: CallEvent, track: ConnectionTrack | undefined): boolean =>
  call.endedAt !== undefined &&
  call.endedHow !== 'told' &&
  LIVE.has(event.type) &&
  !(track?.reported && event.type !== EventType.CALL_REPORTED);

/** Takes an end back that nobody had told. */
export function reopen(call: CallState): void {
  const at = call.toldEndAt;
  for (const track of call.connections.values()) {
    if (!track.cut) continue;
    track.cut = false;
    delete track.clearedAt;
    track.state =
      track.answeredAt !== undefined
        ? ConnectionState.CONNECTED
        : track.caller
          ? ConnectionState.INITIATED
          : ConnectionState.ALERTING;
    const last = track.talks.at(-1);
    if (last?.to !== undefined && last.to === at) delete last.to;
  }
  // What was settled once settles again, unless somebody answers.
  call.settling = call.endedHow === 'settled';
  call.endedAt = undefined;
  call.toldEndAt = undefined;
  call.endedHow = undefined;
  call.closedAt = undefined;
}

/** Somebody has the other party: what seemed to be the end was one leg's. */
export function goesOn(call: CallState): void {
  if (call.report?.outcome !== ReportOutcome.ANSWERED) call.report = undefined;
  call.settling = false;
  call.cause = undefined;
  call.endedBy = 0;
}
