import { type Leg, seconds } from '../sip/leg.ts';

/** Who spoke with the other party, and how long, in seconds. */
export interface Spoken {
  who: string;
  talkSeconds: number;
}

/**
 * What really happened to the people in one scenario, by the phones' own
 * clocks, as a journal should tell it. Seconds have one decimal.
 */
export interface Truth {
  scenario: string;
  direction: 'inbound' | 'outbound' | 'internal';
  status: 'answered' | 'missed' | 'noanswer' | 'busy' | 'declined' | 'cancelled' | 'failed';
  /** The customer, null in a call between two of the office. */
  externalNumber: string | null;
  /** The line dialled by the customer. */
  did: string | null;
  /** Of an internal call: who called. */
  callerExtension: string | null;
  /** Extensions that were alerted, in order. */
  rang: readonly string[];
  /** Who picked up first: an extension, or the customer's number on the way out. */
  answeredBy: string | null;
  /** From the first alert to the answer, or to the end. */
  ringSeconds: number;
  /** From arrival to the answer, or to the end. */
  waitSeconds: number;
  talkSeconds: number;
  holdSeconds: number;
  parkedSeconds: number;
  /** The talks the total is made of, in order. */
  segments: readonly Spoken[];
  queue: string | null;
  endedBy: 'customer' | 'employee' | 'system';
  /** Epoch milliseconds of the first and the last moment. */
  startedAt: number;
  endedAt: number;
  /** What each phone lived through. */
  legs: readonly Leg[];
}

/** What a scenario states; the rest follows from the phones' records. */
export type Told = Pick<Truth, 'direction' | 'status' | 'endedBy'> &
  Partial<Pick<Truth, 'did' | 'externalNumber' | 'callerExtension' | 'answeredBy' | 'queue'>> & {
    /** Every phone that took part; the first is the caller's. */
    legs: readonly Leg[];
    /** First alert and answer of the called side; the end where there is none is the call's. */
    ringAt?: number | null;
    answerAt?: number | null;
    /** Who had the other party from when to when. */
    talks?: readonly { who: string; from: number | null; to: number | null }[];
    parked?: { from: number | null; to: number | null };
  };

/** Puts the truth together. */
export function truthOf(scenario: string, told: Told): Truth {
  const startedAt = Math.min(...told.legs.map((leg) => leg.startedAt));
  const endedAt = Math.max(...told.legs.map((leg) => leg.endAt ?? leg.startedAt));
  const first = told.legs[0];
  const over = told.answerAt ?? first?.endAt ?? endedAt;
  const segments = (told.talks ?? []).map(({ who, from, to }) => ({
    who,
    talkSeconds: seconds(from, to) ?? 0,
  }));
  return {
    scenario,
    direction: told.direction,
    status: told.status,
    externalNumber: told.externalNumber ?? null,
    did: told.did ?? null,
    callerExtension: told.callerExtension ?? null,
    rang: whoRang(told.legs),
    answeredBy: told.answeredBy ?? null,
    ringSeconds: seconds(told.ringAt, over) ?? 0,
    waitSeconds: seconds(startedAt, over) ?? 0,
    talkSeconds: tenths(segments.reduce((sum, { talkSeconds }) => sum + talkSeconds, 0)),
    holdSeconds: tenths(
      told.legs.flatMap((leg) => leg.holds).reduce((sum, h) => sum + (seconds(h.from, h.to) ?? 0), 0),
    ),
    parkedSeconds: seconds(told.parked?.from, told.parked?.to) ?? 0,
    segments,
    queue: told.queue ?? null,
    endedBy: told.endedBy,
    startedAt,
    endedAt,
    legs: told.legs,
  };
}

// The phones of the office that were alerted.
const whoRang = (legs: readonly Leg[]): string[] => [
  ...new Set(
    legs.filter((l) => l.way === 'rung' && l.ringAt !== null && l.phone !== 'itsp').map((l) => l.phone),
  ),
];

const tenths = (value: number): number => Math.round(value * 10) / 10;
