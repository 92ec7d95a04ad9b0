import {
  type CallEvent,
  ConnectionState,
  Direction,
  EndedBy,
  EventCause,
  EventType,
  ExpiryReason,
} from '@callbus/contract';
import { clear, end, reopen, reopens } from './ending.ts';
import { addRecording } from './recordings.ts';
import { reported } from './report.ts';
import { closeSpan, openSpan } from './spans.ts';
import { type CallState, type ConnectionTrack, enter, FIRST_PHASE, momentOf, trackOf } from './state.ts';
import { established, park, placed, transferred, unpark } from './talk.ts';

/** Takes one event into a call's state. Pure but for the state it is given. */
export function applyEvent(call: CallState, event: CallEvent, brokerTime: number): void {
  const at = momentOf(event, brokerTime);
  remember(call, event);
  const track = event.connection ? trackOf(call, event.connection, at) : undefined;
  if (reopens(call, event, track)) reopen(call);
  if (call.endedAt === undefined && NEWS.has(event.type)) {
    call.startedAt = Math.min(call.startedAt, at);
    call.newsAt = Math.max(call.newsAt, at);
  }
  appliers[event.type]?.(call, event, at, track);
  if (call.endedAt !== undefined && call.closedAt === undefined) call.closedAt = brokerTime;
}

/** Events whose time is a moment of the call. */
const NEWS = new Set<EventType>([
  ...FIRST_PHASE,
  EventType.ESTABLISHED,
  EventType.DIVERTED,
  EventType.HELD,
  EventType.RETRIEVED,
  EventType.TRANSFERRED,
  EventType.CONFERENCED,
  EventType.FAILED,
  EventType.CONNECTION_CLEARED,
  EventType.DIGITS_GENERATED,
]);

type Applier = (call: CallState, event: CallEvent, at: number, track: ConnectionTrack | undefined) => void;

const appliers: Partial<Record<EventType, Applier>> = {
  [EventType.SERVICE_INITIATED]: (call, _event, at, track) => placed(call, track, at),
  [EventType.ORIGINATED]: (call, _event, at, track) => placed(call, track, at),
  [EventType.OFFERED]: (call, _event, at, track) => {
    if (!track) return;
    track.caller = true;
    if (call.endedAt === undefined) enter(track, ConnectionState.INITIATED, at);
  },
  [EventType.DELIVERED]: (call, _event, at, track) => {
    if (!track) return;
    track.alertedAt ??= at;
    if (call.endedAt !== undefined || track.answeredAt !== undefined || track.clearedAt !== undefined) return;
    enter(track, ConnectionState.ALERTING, at);
    unpark(call, at);
  },
  [EventType.ESTABLISHED]: established,
  [EventType.QUEUED]: (call, _event, at, track) => {
    call.queuedAt ??= at;
    if (track && call.endedAt === undefined) enter(track, ConnectionState.QUEUED, at);
  },
  [EventType.DIVERTED]: (call, event, at, track) => {
    if (!track) return;
    if (event.transfer?.target?.number && track.extension) call.attributes.divertedBy = track.extension;
    clear(track, at, event);
    const parked = event.parked || event.cause?.event === EventCause.PARK;
    if (parked && call.endedAt === undefined) park(call, track, at);
  },
  [EventType.HELD]: (_call, _event, at, track) => {
    if (!track || track.state !== ConnectionState.CONNECTED) return;
    enter(track, ConnectionState.HOLD, at);
    openSpan(track.holds, at);
  },
  [EventType.RETRIEVED]: (_call, _event, at, track) => {
    if (!track || track.state !== ConnectionState.HOLD) return;
    enter(track, ConnectionState.CONNECTED, at);
    closeSpan(track.holds, at);
  },
  [EventType.TRANSFERRED]: transferred,
  [EventType.CONFERENCED]: (call) => {
    call.attributes.conference = 'true';
  },
  [EventType.FAILED]: (call, event, at, track) => {
    if (track && track.clearedAt === undefined) {
      clear(track, at, event);
      enter(track, ConnectionState.FAIL, at);
    }
    call.cause = event.cause ?? call.cause;
  },
  [EventType.CONNECTION_CLEARED]: (call, event, at, track) => {
    if (!track) return;
    // Whoever only rang did not end the call.
    const wasIn = track.caller || (track.answeredAt !== undefined && track.state !== ConnectionState.NULL);
    if (wasIn && call.endedBy === EndedBy.UNKNOWN && event.endedBy) call.endedBy = event.endedBy;
    clear(track, at, event);
  },
  [EventType.CALL_CLEARED]: (call, event, at) => {
    if (event.endedBy) call.endedBy = event.endedBy;
    if (event.cause) call.cause = event.cause;
    // It ended while the source was blind: nobody saw when.
    if (event.gap) end(call, call.newsAt, call.newsAt, 'silent');
    else end(call, at, at, 'told');
  },
  [EventType.CALL_INFORMATION]: (call, event) => {
    const { information } = event;
    if (!information) return;
    if (information.accountCode) call.account = information.accountCode;
    const decisions = information.decisions ?? [];
    call.decisions.push(...decisions);
    const lookup = decisions.find((d) => d.subject === 'lookup');
    // Calls that joined were looked up apart, and their parties may differ.
    if (lookup?.details?.call && lookup.details.call !== call.lookupFor) return;
    if (lookup) call.lookup = 'done';
    if (information.counterparty) call.counterparty = information.counterparty;
    if (information.responsible) call.responsible = information.responsible;
  },
  [EventType.RECORDING_READY]: (call, event) => {
    if (event.recording) addRecording(call.recordings, event.recording);
  },
  [EventType.SOURCE_GAP]: (call, { gap }, at) => {
    call.gap = true;
    const decision = { at: gap?.to || at, subject: 'evidence', rule: GAP_RULE, outcome: 'partial' };
    call.decisions.push(gap?.reason ? { ...decision, details: { reason: gap.reason } } : decision);
  },
  [EventType.CALL_REPORTED]: (call, event, at, track) => {
    for (const recording of event.report?.recordings ?? []) addRecording(call.recordings, recording);
    call.decisions.push(...(event.report?.decisions ?? []));
    reported(call, event, at, track);
  },
  [EventType.CALL_EXPIRED]: (call, event, at) => {
    if (call.endedAt !== undefined || !event.expiry) return;
    if (event.expiry.reason === ExpiryReason.SETTLED) {
      end(call, call.report?.endedAt ?? call.newsAt, at, 'settled');
      return;
    }
    call.decisions.push({
      at,
      subject: 'silence',
      rule: event.expiry.reason === ExpiryReason.SILENT_RINGING ? 'silence.ringing' : 'silence.call',
      outcome: 'closed',
    });
    // Nobody told when it ended; the last that was heard of it is all we know.
    end(call, call.newsAt, call.newsAt, 'silent');
  },
  [EventType.ROUTE_DECIDED]: (call, event) => {
    if (event.route?.decision) call.decisions.push(event.route.decision);
  },
};

/** The rule behind partial evidence where the source was blind. */
export const GAP_RULE = 'evidence.source-gap';

function remember(call: CallState, event: CallEvent): void {
  call.eventIds.add(event.eventId);
  if (event.nativeId) call.nativeIds.add(event.nativeId);
  // The first word stands, but that both ends are inside shows only when both have spoken.
  if (call.stated === Direction.UNSPECIFIED || event.direction === Direction.INTERNAL)
    call.stated = event.direction || call.stated;
  if (event.cause?.event === EventCause.MAKE_CALL) call.clickToCall = true;
  call.calling ??= event.calling ?? undefined;
  call.called ??= event.called ?? undefined;
  call.did ||= event.did;
  call.queue ||= event.queue;
  call.group ||= event.group;
  call.tells |= event.tells;
  call.trunk ||= event.trunk || event.connection?.trunk || '';
  for (const [name, value] of Object.entries(event.attributes)) call.attributes[name] ??= value;
}
