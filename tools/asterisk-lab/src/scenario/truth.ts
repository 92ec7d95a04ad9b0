import { type Leg, seconds } from '../sip/leg.ts';

/** Who spoke with the other party, and how long, in seconds. */
export interface Spoken {
  /** An extension, or the number outside that took the call over. */
  who: string;
  talkSeconds: number;
}

/** The other party was handed on. */
export interface Handed {
  kind: 'blind' | 'attended';
  from: string;
  to: string;
  /** Somebody took it over; false where it came back or was given up. */
  answered: boolean;
}

/**
 * What really happened to the people in one call, by the phones' own
 * clocks. Seconds have one decimal.
 */
export interface Truth {
  scenario: string;
  direction: 'inbound' | 'outbound' | 'internal';
  status: 'answered' | 'missed' | 'noanswer' | 'busy' | 'declined' | 'cancelled' | 'failed';
  /** The customer, null in a call between two of the office and where the number is withheld. */
  externalNumber: string | null;
  /** As the trunk told it, withheld or not; null in a call between two of the office. */
  externalNumberRaw: string | null;
  /** The line dialled by the customer. */
  did: string | null;
  /** Of an internal call: who called. */
  callerExtension: string | null;
  /** Who of ours called out, or forwards his calls to a phone outside. */
  employee: string | null;
  /** Extensions that were alerted, in order. */
  rang: readonly string[];
  /** Who picked up first: an extension, or the customer's number on the way out. */
  answeredBy: string | null;
  /** From the first alert to the answer, or to the end; null where nothing rang. */
  ringSeconds: number | null;
  /** From arrival to the answer, or to the end. */
  waitSeconds: number;
  /** Where several talk at once, the time is counted once. */
  talkSeconds: number;
  holdSeconds: number;
  parkedSeconds: number;
  /** The talks the total is made of, in order. */
  segments: readonly Spoken[];
  transfers: readonly Handed[];
  queue: string | null;
  /** How many recordings were made. */
  recordings: number;
  endedBy: 'customer' | 'employee' | 'system';
  /** Epoch milliseconds of the first and the last moment. */
  startedAt: number;
  endedAt: number;
  /** What each phone lived through. */
  legs: readonly Leg[];
}

/** A stretch of time, epoch milliseconds. */
interface Stretch {
  from: number | null;
  to: number | null;
}

type Stated = 'did' | 'externalNumber' | 'callerExtension' | 'employee' | 'answeredBy' | 'queue';

/** What a scenario states; the rest follows from the phones' records. */
export type Told = Pick<Truth, 'direction' | 'status' | 'endedBy'> &
  Partial<Pick<Truth, Stated | 'externalNumberRaw' | 'transfers' | 'recordings'>> & {
    /** Every phone that took part; the first is the caller's. */
    legs: readonly Leg[];
    /** First alert and answer of the called side; the end where there is none is the call's. */
    ringAt?: number | null;
    answerAt?: number | null;
    /** The last moment of the call, where phones of ours go on without it. */
    endAt?: number | null;
    /** Who had the other party from when to when. */
    talks?: readonly (Stretch & { who: string })[];
    /** Held by the PBX while somebody was asked; what phones held stands in their legs. */
    held?: Stretch;
    parked?: Stretch;
  };

/** Puts the truth together. */
export function truthOf(scenario: string, told: Told): Truth {
  const first = told.legs[0];
  const startedAt = first?.startedAt ?? 0;
  const endedAt = told.endAt ?? Math.max(...told.legs.map((leg) => leg.endAt ?? leg.startedAt));
  const over = told.answerAt ?? first?.endAt ?? endedAt;
  const talks = told.talks ?? [];
  const holds = [...told.legs.flatMap((leg) => leg.holds), ...(told.held ? [told.held] : [])];
  const externalNumber = told.externalNumber ?? null;
  return {
    scenario,
    direction: told.direction,
    status: told.status,
    externalNumber,
    externalNumberRaw: told.externalNumberRaw ?? externalNumber,
    did: told.did ?? null,
    callerExtension: told.callerExtension ?? null,
    employee: told.employee ?? null,
    rang: whoRang(told.legs),
    answeredBy: told.answeredBy ?? null,
    ringSeconds: seconds(told.ringAt, over),
    waitSeconds: seconds(startedAt, over) ?? 0,
    talkSeconds: covered(talks),
    holdSeconds: covered(holds),
    parkedSeconds: seconds(told.parked?.from, told.parked?.to) ?? 0,
    segments: talks.map(({ who, from, to }) => ({ who, talkSeconds: seconds(from, to) ?? 0 })),
    transfers: told.transfers ?? [],
    queue: told.queue ?? null,
    recordings: told.recordings ?? 0,
    endedBy: told.endedBy,
    startedAt,
    endedAt,
    legs: told.legs,
  };
}

// The phones of the office that were alerted.
const whoRang = (legs: readonly Leg[]): string[] => [
  ...new Set(
    legs
      .filter((l) => l.way === 'rung' && l.ringAt !== null && l.phone !== 'itsp')
      .sort((a, b) => (a.ringAt ?? 0) - (b.ringAt ?? 0))
      .map((l) => l.phone),
  ),
];

// Seconds that any of the stretches covers.
function covered(stretches: readonly Stretch[]): number {
  let until = 0;
  let sum = 0;
  for (const { from, to } of [...stretches].sort((a, b) => (a.from ?? 0) - (b.from ?? 0))) {
    if (from === null || to === null) continue;
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.round(sum / 100) / 10;
}
