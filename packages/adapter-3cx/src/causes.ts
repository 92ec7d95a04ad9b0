import { Direction, EndedBy, EventCause, ReportOutcome } from '@callbus/contract';

const WORDS: readonly [RegExp, EventCause][] = [
  [/completed_?elsewhere|answered_?elsewhere/i, EventCause.ANSWERED_ELSEWHERE],
  [/busy/i, EventCause.BUSY],
  [/reject|decline/i, EventCause.REJECTED],
  [/no_?answer|timeout/i, EventCause.CALL_NOT_ANSWERED],
  [/cancel/i, EventCause.CALL_CANCELLED],
  [/no_?dest|not_?registered|not_?found|unavailable|invalid/i, EventCause.DEST_NOT_OBTAINABLE],
  [/fail|congest|no_?route/i, EventCause.NETWORK_CONGESTION],
];

const BY_SOURCE = /terminated_?by_?src|src_?participant/i;
const BY_DESTINATION = /terminated_?by_?dst|dst_?participant/i;

/** Why an unanswered call ended, by the words of the CDR and of the call log. */
export const causeOf = (...words: readonly string[]): EventCause | undefined =>
  words.flatMap((word) => WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? [])[0];

/** Which side let go: of an inbound call the source is the customer. */
export function endedByOf(word: string, direction: Direction): EndedBy {
  const source = BY_SOURCE.test(word);
  if (!source && !BY_DESTINATION.test(word)) return EndedBy.UNKNOWN;
  if (direction === Direction.INTERNAL) return EndedBy.EMPLOYEE;
  return source === (direction === Direction.INBOUND) ? EndedBy.CUSTOMER : EndedBy.EMPLOYEE;
}

const OUTCOMES: Partial<Record<EventCause, ReportOutcome>> = {
  [EventCause.BUSY]: ReportOutcome.BUSY,
  [EventCause.REJECTED]: ReportOutcome.DECLINED,
  [EventCause.CALL_CANCELLED]: ReportOutcome.CANCELLED,
  [EventCause.DEST_NOT_OBTAINABLE]: ReportOutcome.FAILED,
  [EventCause.NETWORK_CONGESTION]: ReportOutcome.FAILED,
};

/** How a call that nobody answered came out. */
export function unanswered(
  cause: EventCause | undefined,
  endedBy: EndedBy,
  direction: Direction,
): ReportOutcome {
  const told = cause === undefined ? undefined : OUTCOMES[cause];
  if (told !== undefined) return told;
  const gaveUp = direction === Direction.OUTBOUND && endedBy === EndedBy.EMPLOYEE;
  return gaveUp ? ReportOutcome.CANCELLED : ReportOutcome.NOT_ANSWERED;
}
