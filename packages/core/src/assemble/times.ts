import {
  ConnectionState,
  DeviceRole,
  Direction,
  ReportOutcome,
  type Segment,
  SourceTells,
} from '@callbus/contract';
import { type Clock, clockOf } from './clock.ts';
import { isConference, isUnseen, seconds, segmentsOf, talkersOf } from './segments.ts';
import { common, total, union } from './spans.ts';
import { type CallState, type ConnectionTrack, employees } from './state.ts';

/** The figures of a record (journal-truth, "Times"). Milliseconds and seconds; null is "never told". */
export interface Times {
  answered: boolean;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  ringSeconds: number | null;
  waitSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number | null;
  parkedSeconds: number | null;
  segments: Segment[];
  /** The source never told a time that the record needs. */
  missing: boolean;
}

/** Computes the figures of a call as it stands; a running call is measured up to `now`. */
export function timesOf(call: CallState, direction: Direction, now: number): Times {
  const { report } = call;
  const talkers = talkersOf(call, direction);
  const answered = talkers.length > 0 || report?.outcome === ReportOutcome.ANSWERED;
  const startedAt = report?.startedAt ?? call.startedAt;
  const endedAt = call.endedAt === undefined ? null : (report?.endedAt ?? call.endedAt);
  const clock = clockOf(call);
  const answeredAt = answered ? answerTime(call, talkers, clock, startedAt, endedAt) : null;
  const running = endedAt === null ? now : null;
  const segments = answered
    ? segmentsOf(call, direction, talkers, { answeredAt, endedAt, running, clock })
    : [];
  // Until when it rang and waited; nobody knows where the end was not seen.
  const reached = answered ? answeredAt : isUnseen(call) ? null : (endedAt ?? now);
  const rings = reached === null ? null : ringStart(call, direction, clock, startedAt, reached);
  const talk = talkOf(call, talkers, segments, answered, now);
  const talked = union(
    talkers.flatMap((t) => t.talks),
    now,
  );
  const all = [...call.connections.values()];
  const held = common(
    union(
      all.flatMap((t) => t.holds),
      now,
    ),
    talked,
  );
  const parked = union(
    all.flatMap((t) => t.parks),
    now,
  );
  return {
    answered,
    startedAt,
    answeredAt,
    endedAt,
    ringSeconds: reached === null || rings === null ? null : seconds(Math.max(0, reached - rings)),
    waitSeconds: reached === null ? null : seconds(Math.max(0, reached - startedAt)),
    talkSeconds: talk,
    holdSeconds: call.tells & SourceTells.HOLD ? seconds(total(held)) : null,
    parkedSeconds: call.tells & SourceTells.PARK ? seconds(total(parked)) : null,
    segments,
    missing: answered && endedAt !== null && talk === null,
  };
}

function answerTime(
  call: CallState,
  talkers: readonly ConnectionTrack[],
  clock: Clock,
  startedAt: number,
  endedAt: number | null,
): number | null {
  const { report } = call;
  if (report?.answeredAt !== undefined && report.answeredAt !== null) return report.answeredAt;
  if (report?.talkSeconds !== undefined && report.talkSeconds !== null && endedAt !== null) {
    return endedAt - report.talkSeconds * 1_000;
  }
  const observed = talkers[0]?.talks[0]?.from;
  if (observed === undefined || !clock.aligned) return null;
  const at = clock.toSource(observed);
  // Told late or out of order, an answer can seem to lie outside the call; then nobody told its time.
  const slack = 1_000;
  if (at < startedAt - slack || (endedAt !== null && at > endedAt + slack)) return null;
  return Math.min(Math.max(at, startedAt), endedAt ?? at);
}

function talkOf(
  call: CallState,
  talkers: readonly ConnectionTrack[],
  segments: readonly Segment[],
  answered: boolean,
  now: number,
): number | null {
  if (!answered) return 0;
  if (call.report?.talkSeconds !== undefined && call.report.talkSeconds !== null)
    return call.report.talkSeconds;
  if (segments.some((s) => s.talkSeconds === undefined || s.talkSeconds === null)) return null;
  // In a conference several have the other party at once; the time is counted once.
  if (isConference(call))
    return seconds(
      total(
        union(
          talkers.flatMap((t) => t.talks),
          now,
        ),
      ),
    );
  return Math.round(segments.reduce((sum, s) => sum + (s.talkSeconds ?? 0), 0) * 10) / 10;
}

// The far end failed before it rang. Where it did not fail, a source may have kept the ringing to itself.
function isStillborn(call: CallState): boolean {
  const far = [...call.connections.values()].filter((t) => t.role === DeviceRole.CUSTOMER && !t.caller);
  return far.length > 0 && far.every((t) => t.state === ConnectionState.FAIL && t.alertedAt === undefined);
}

// From the first alert that can be one: an alert told after the answer or the end came late.
function ringStart(
  call: CallState,
  direction: Direction,
  clock: Clock,
  startedAt: number,
  reached: number,
): number | null {
  const outbound = direction === Direction.OUTBOUND;
  const alerts = [...call.connections.values()]
    // On outbound calls ringing is the customer's, whatever the agent's own phone did.
    .filter((t) => !outbound || t.role === DeviceRole.CUSTOMER)
    .map((t) => t.alertedAt)
    .filter((at) => at !== undefined && (call.toldEndAt === undefined || at <= call.toldEndAt))
    .map((at) => clock.toSource(at as number))
    .filter((at) => at <= reached);
  if (alerts.length > 0) return Math.max(startedAt, Math.min(...alerts));
  if (call.report) return startedAt;
  const caller = employees(call).find((t) => t.caller);
  if (!caller || (outbound && isStillborn(call))) return null;
  if (call.clickToCall) return caller.answeredAt === undefined ? null : clock.toSource(caller.answeredAt);
  return startedAt;
}
