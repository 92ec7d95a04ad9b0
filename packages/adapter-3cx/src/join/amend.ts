import { ReportOutcome } from '@callbus/contract';
import type { FinishedCall } from '../doors.ts';
import type { CallFacts } from './facts.ts';

/** What was told and what was seen mean the same moment when no further apart. */
const SLACK_MS = 3_000;
/** Core takes a report that begins where another ended for another call. */
const NEXT_CALL_MS = 1_500;

/**
 * What a record may say of a call that another door told of. Stated times beat
 * those we observed, except where the record can be seen to speak of one leg
 * only, or of a queue that "answered".
 * @returns undefined where it says nothing that is not known better
 */
export function amendment(call: FinishedCall, facts: CallFacts): FinishedCall | undefined {
  const standing = facts.told.map((t) => t.endedAt).filter((at) => at !== undefined);
  const last = standing.length === 0 ? undefined : Math.min(...standing);
  const short = last !== undefined && call.startedAt !== undefined && call.startedAt >= last - NEXT_CALL_MS;
  const plain = short ? without(call, 'startedAt', 'durationSeconds') : call;
  return facts.live ? besideLive(plain, facts) : plain;
}

function besideLive(call: FinishedCall, facts: CallFacts): FinishedCall | undefined {
  const seen = facts.answeredAt !== undefined;
  const told = call.outcome === ReportOutcome.ANSWERED;
  // A phone that lost the race is reported as missed while another took the call.
  if (seen && !told) return undefined;
  const unknown = call.extension !== '' && !facts.extensions.includes(call.extension);
  const rest = { ...call, ...(unknown && (seen || facts.extensions.length > 0) ? { extension: '' } : {}) };
  if (facts.handed) delete rest.transfers;
  // A call type is no cause, and a door that knows one may still tell it.
  if (rest.door === 'crm') delete rest.cause;
  if (facts.blind) return rest;
  const { startedAt, answeredAt, endedAt } = rest;
  if (startedAt !== undefined && startedAt > facts.startedAt + SLACK_MS) delete rest.startedAt;
  if (apart(endedAt, facts.endedAt)) delete rest.endedAt;
  if (seen && apart(answeredAt, facts.answeredAt)) delete rest.answeredAt;
  // Where the call was handed on, each had it for a while: the parts are known, the one figure is not theirs.
  if (facts.handed || (seen && rest.answeredAt === undefined)) delete rest.talkSeconds;
  if (rest.startedAt === undefined || rest.endedAt === undefined || facts.handed) delete rest.durationSeconds;
  return rest;
}

const apart = (told: number | undefined, seen: number | undefined): boolean =>
  told !== undefined && seen !== undefined && Math.abs(told - seen) > SLACK_MS;

function without<K extends keyof FinishedCall>(call: FinishedCall, ...keys: K[]): FinishedCall {
  const rest = { ...call };
  for (const key of keys) delete rest[key];
  return rest;
}
