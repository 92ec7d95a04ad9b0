import { ReportOutcome } from '@callbus/contract';
import type { FinishedCall } from '../doors.ts';
import { type CallFacts, extensionsOf, sameSide } from './facts.ts';

/** The call a record is of, and the rule that says so. */
export interface Match {
  facts: CallFacts;
  /** Stable id of the rule, as `callbus explain` prints it. */
  rule: string;
  /** How far apart the two put the start, or the end. */
  apartMs: number;
}

/** Two records of one door are legs of one call only where they begin together. */
const TOGETHER_MS = 2_000;
/** No employee ends two calls with one number at the same second. */
const SAME_MS = 1_000;
/** A number alone decides only where the times agree so well. */
const CLOSE_MS = 5_000;

/**
 * The call among `calls` that a record is of. No door but XAPI tells an id that
 * another knows, so it is found by who is outside, who of ours was in it, and
 * when. Inferred from how integrators do it; nothing else decides.
 * @param calls calls with the same subscriber, about that time
 * @param toleranceMs how far apart two doors may put the same moment
 */
export function findCall(
  call: FinishedCall,
  calls: readonly CallFacts[],
  toleranceMs: number,
): Match | undefined {
  const named = extensionsOf(call);
  let best: (Match & { rank: number }) | undefined;
  for (const facts of calls) {
    if (!sameSide(call.direction, facts.direction)) continue;
    const apartMs = apart(call, facts, toleranceMs);
    if (apartMs === undefined) continue;
    const sameDoor = facts.told.filter((t) => t.door === call.door);
    const repeat = sameDoor.some((t) => isSame(t, call));
    const together = sameDoor.length > 0 && beganTogether(sameDoor, call, facts);
    if (sameDoor.length > 0 && !repeat && !together && !isAnotherLeg(sameDoor, call, facts)) continue;
    const sameId = call.callid !== undefined && call.callid === facts.callid;
    const known = sameId || together || named.some((extension) => facts.extensions.includes(extension));
    // A withheld number is nobody's: only the extension tells whose call it was.
    if (!known && (facts.subscriber === '' || (named.length > 0 && apartMs > CLOSE_MS))) continue;
    const rank =
      (sameId ? -toleranceMs * 4 : 0) +
      (known ? 0 : toleranceMs * 2) +
      (repeat ? -toleranceMs : 0) +
      (unlike(call, facts) ? toleranceMs : 0) +
      apartMs;
    const rule = repeat
      ? 'identity.same-record'
      : sameId
        ? 'identity.callid'
        : known
          ? 'identity.extension-number-time'
          : 'identity.number-time';
    if (!best || rank < best.rank) best = { facts, rule, apartMs, rank };
  }
  return best && { facts: best.facts, rule: best.rule, apartMs: best.apartMs };
}

/** How far apart a record and a call are; undefined where they cannot be the same. */
function apart(call: FinishedCall, facts: CallFacts, toleranceMs: number): number | undefined {
  const { startedAt, endedAt } = call;
  const start = startedAt === undefined ? undefined : Math.abs(startedAt - facts.startedAt);
  const end =
    endedAt === undefined || facts.endedAt === undefined ? undefined : Math.abs(endedAt - facts.endedAt);
  if (start !== undefined && start <= toleranceMs) {
    // Calls one after the other begin close together, and do not end together as well.
    return end === undefined ? start : Math.min(start, toleranceMs) + Math.min(end, toleranceMs);
  }
  // Call Control may see a call only when it leaves a menu or a queue.
  const within =
    facts.live &&
    startedAt !== undefined &&
    startedAt <= facts.startedAt &&
    (endedAt === undefined || facts.startedAt <= endedAt + toleranceMs);
  if (within || startedAt === undefined) {
    if (end !== undefined) return end <= toleranceMs ? end : undefined;
    // It runs as far as we know; a record is told at the end.
    return facts.endedAt === undefined && within ? toleranceMs : undefined;
  }
  return undefined;
}

/** One was answered and the other was not: of a customer's two tries, it is the other. */
const unlike = (call: FinishedCall, facts: CallFacts): boolean =>
  (call.outcome === ReportOutcome.ANSWERED) !== (facts.answeredAt !== undefined);

type Told = CallFacts['told'][number];

/** The record again, with something it did not have. */
const isSame = (told: Told, call: FinishedCall): boolean =>
  told.extension === call.extension &&
  call.startedAt !== undefined &&
  meets(told.startedAt, call.startedAt) &&
  meets(told.endedAt, call.endedAt);

// The measured offset of the clocks may have changed by a little.
const meets = (a: number | undefined, b: number | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= SAME_MS);

/**
 * Nobody calls twice in one millisecond: what several phones of a group report
 * is one call. A whole second may be rounded, and says nothing.
 */
const beganTogether = (
  sameDoor: readonly Told[],
  { startedAt, extension }: FinishedCall,
  facts: CallFacts,
): boolean =>
  facts.subscriber !== '' &&
  startedAt !== undefined &&
  startedAt % 1_000 !== 0 &&
  sameDoor.every((t) => t.extension !== extension) &&
  sameDoor.some((t) => t.startedAt === startedAt);

/** Another leg of a call that Call Control saw in one: its phones are all known. */
const isAnotherLeg = (sameDoor: readonly Told[], call: FinishedCall, facts: CallFacts): boolean =>
  facts.live &&
  sameDoor.every((t) => t.extension !== call.extension) &&
  facts.extensions.includes(call.extension) &&
  sameDoor.some((t) => Math.abs((t.startedAt ?? 0) - (call.startedAt ?? 0)) <= TOGETHER_MS);
