import {
  type CallEvent,
  type CallReport,
  ConnectionState,
  DeviceRole,
  Direction,
  EndedBy,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import { clear, end } from './ending.ts';
import type { CallState, ConnectionTrack, ReportTrack } from './state.ts';
import { directionOf } from './status.ts';
import { placed } from './talk.ts';

/** A source told how a call, or a leg of it, came out. */
export function reported(
  call: CallState,
  event: CallEvent,
  at: number,
  track: ConnectionTrack | undefined,
): void {
  const { report } = event;
  if (!report) return;
  if (call.stated === Direction.OUTBOUND && track?.role === DeviceRole.EMPLOYEE) placed(call, track, at);
  const reach = reachOf(call, report, track);
  if (track) {
    track.reported = true;
    if (reach !== 'call') clear(track, at, event);
  }
  if (reach === 'leg') return;
  if (event.endedBy && call.endedBy === EndedBy.UNKNOWN) call.endedBy = event.endedBy;
  applyReport(call, event, withDuration(report), track);
  if (reach === 'settle') call.settling = true;
  else end(call, call.report?.endedAt ?? at, at, 'told');
}

/**
 * What a report speaks of. A source that sends one report per leg and one that
 * sends one per call look the same, so where it does not say: an answered
 * report ends the call; so does any report once no other leg is alive; while
 * somebody talks on another leg the report is that leg's alone; while another
 * leg rings it may be either, and the others get a moment to speak up.
 */
function reachOf(
  call: CallState,
  { scope, outcome }: CallReport,
  track: ConnectionTrack | undefined,
): 'call' | 'leg' | 'settle' {
  if (scope === ReportScope.CALL || outcome === ReportOutcome.ANSWERED || !track) return 'call';
  if (call.endedAt !== undefined) return 'leg';
  // The employee who called out has no other legs: the far end is what the report is about.
  if (scope !== ReportScope.CONNECTION && directionOf(call).direction === Direction.OUTBOUND) return 'call';
  const others = [...call.connections.values()].filter(
    (c) => c !== track && !c.caller && c.clearedAt === undefined,
  );
  if (others.some((c) => c.answeredAt !== undefined)) return 'leg';
  if (scope === ReportScope.CONNECTION) return others.length > 0 ? 'leg' : 'call';
  return others.some((c) => c.state === ConnectionState.ALERTING) ? 'settle' : 'call';
}

/**
 * Takes a report into the call. The first report that says "answered" stays:
 * a losing leg's "not answered" that comes late never overwrites it
 * (facts/field, pain 2), and one that comes early gives way to it.
 */
function applyReport(
  call: CallState,
  event: CallEvent,
  report: CallReport,
  track: ConnectionTrack | undefined,
): void {
  const matched = event.clockOffset !== null && event.clockOffset !== undefined;
  const mobile = track?.role === DeviceRole.CUSTOMER && !track.caller && call.stated === Direction.INBOUND;
  const number = mobile ? (track.party.number ?? '') : '';
  const incoming: ReportTrack = { ...report, extension: track?.extension ?? '', number, matched };
  const standing = call.report;
  if (!standing || (!answered(standing) && answered(incoming))) {
    // A leg that rang before told an earlier start.
    if (standing?.startedAt && incoming.startedAt)
      incoming.startedAt = Math.min(standing.startedAt, incoming.startedAt);
    call.report = incoming;
    if (event.cause) call.cause = event.cause;
    // An earlier report that did not know of the answer did not know who ended it either.
    if (standing && event.endedBy) call.endedBy = event.endedBy;
    if (call.endedAt !== undefined && incoming.endedAt) call.endedAt = incoming.endedAt;
    return;
  }
  if (answered(standing) !== answered(incoming)) return;
  fillGaps(standing, incoming);
  // A source that speaks of the whole call may know why nobody answered.
  if (incoming.scope === ReportScope.CALL && isFiner(incoming.outcome, standing.outcome)) {
    standing.outcome = incoming.outcome;
    call.cause = event.cause ?? call.cause;
  }
  if (event.cause) call.cause ??= event.cause;
}

const isFiner = (
  incoming: ReportOutcome | null | undefined,
  standing: ReportOutcome | null | undefined,
): boolean =>
  standing === ReportOutcome.NOT_ANSWERED &&
  (incoming ?? 0) > ReportOutcome.NOT_ANSWERED &&
  incoming !== ReportOutcome.ANSWERED;

const answered = (report: ReportTrack): boolean => report.outcome === ReportOutcome.ANSWERED;

// A second report of the same outcome may know what the first did not.
function fillGaps(standing: ReportTrack, incoming: ReportTrack): void {
  standing.startedAt ??= incoming.startedAt;
  standing.answeredAt ??= incoming.answeredAt;
  standing.endedAt ??= incoming.endedAt;
  standing.durationSeconds ??= incoming.durationSeconds;
  standing.talkSeconds ??= incoming.talkSeconds;
  standing.number ||= incoming.number;
  if (!standing.talks?.length) standing.talks = incoming.talks ?? [];
  if (!standing.rang?.length) standing.rang = incoming.rang ?? [];
  // Of the legs nobody answered, the last one reported stands for the call.
  if (!answered(standing) && incoming.extension) standing.extension = incoming.extension;
}

/** Of start, end and duration any two tell the third. */
function withDuration(report: CallReport): CallReport {
  const { startedAt: start, endedAt: end, durationSeconds: duration } = report;
  const known = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  if (!known(duration)) return report;
  if (known(start) && !known(end)) return { ...report, endedAt: start + Math.round(duration * 1_000) };
  if (known(end) && !known(start)) return { ...report, startedAt: end - Math.round(duration * 1_000) };
  return report;
}
