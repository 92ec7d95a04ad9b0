import type { Handed, Truth } from './scenario/truth.ts';

/** The parts of a journal record that a truth decides, as `GET /api/v1/calls` gives them. */
export interface JournalCall {
  direction: string | null;
  status: string | null;
  externalNumber: string | null;
  externalNumberRaw: string | null;
  did: string | null;
  extension: string | null;
  callerExtension: string | null;
  rang: readonly string[];
  answeredBy: string | null;
  queue: string | null;
  startedAt: string | null;
  ringSeconds: number | null;
  waitSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number | null;
  parkedSeconds: number | null;
  segments: readonly { extension: string | null; number: string | null; talkSeconds: number | null }[];
  transfers: readonly {
    kind: string;
    from: string | null;
    to: string | null;
    answered: boolean;
  }[];
  recordings: readonly { file: string | null; state: string | null }[];
  endedBy: string | null;
  evidence: string | null;
}

/** The record that a truth asks for; seconds within one of the truth. */
export interface Story {
  direction: Truth['direction'];
  status: Truth['status'];
  externalNumber: string | null;
  externalNumberRaw: string | null;
  did: string | null;
  extension: string | null;
  callerExtension: string | null;
  /** Phones in the order they were alerted; which of those alerted together came first, nobody can say. */
  rang: readonly (readonly string[])[];
  answeredBy: string | null;
  queue: string | null;
  /** Null where no phone was ever alerted. */
  ringSeconds: number | null;
  waitSeconds: number;
  talkSeconds: number;
  holdSeconds: number;
  parkedSeconds: number;
  segments: Truth['segments'];
  transfers: readonly Handed[];
  recordings: number;
  endedBy: Truth['endedBy'];
  evidence: 'full';
}

/** The record that journal-truth asks for, made from what happened. */
export function storyOf(truth: Truth): Story {
  const { direction, status, did, callerExtension, answeredBy, queue, endedBy } = truth;
  return {
    direction,
    status,
    externalNumber: truth.externalNumber === null ? null : e164(truth.externalNumber),
    externalNumberRaw: truth.externalNumberRaw,
    did,
    extension: extensionOf(truth),
    callerExtension,
    rang: together(truth),
    answeredBy,
    queue,
    ringSeconds: truth.ringSeconds,
    waitSeconds: truth.waitSeconds,
    talkSeconds: truth.talkSeconds,
    holdSeconds: truth.holdSeconds,
    parkedSeconds: truth.parkedSeconds,
    segments: truth.segments,
    transfers: truth.transfers,
    recordings: truth.recordings,
    endedBy,
    evidence: 'full',
  };
}

/** Numbers of the lab are Russian ones, as trunks give them. */
const e164 = (number: string): string => (/^7\d{10}$/.test(number) ? `+${number}` : number);

const isExtension = (who: string): boolean => /^1\d\d$/.test(who);

// The employee in the last segment with talk, else the last that rang; on the way out, who called.
function extensionOf({ direction, employee, segments, rang }: Truth): string | null {
  if (direction === 'outbound') return employee;
  const talked = segments.findLast(({ who }) => isExtension(who))?.who;
  return talked ?? employee ?? rang.at(-1) ?? null;
}

const TOGETHER_MS = 500;

function together({ rang, legs }: Truth): string[][] {
  const groups: string[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const phone of rang) {
    const at = legs.find((leg) => leg.phone === phone && leg.ringAt !== null)?.ringAt ?? 0;
    if (at - before < TOGETHER_MS) groups.at(-1)?.push(phone);
    else groups.push([phone]);
    before = at;
  }
  return groups;
}

/** Whether a record is of this call: by the customer's number, inside by who called and when. */
export function isOf(truth: Truth, record: JournalCall): boolean {
  if (record.direction === 'internal' || truth.direction === 'internal') {
    const apart = Math.abs(Date.parse(record.startedAt ?? '') - truth.startedAt);
    return (
      record.direction === truth.direction &&
      record.callerExtension === truth.callerExtension &&
      apart < 3_000
    );
  }
  if (truth.externalNumber !== null) return digits(record.externalNumber) === digits(truth.externalNumber);
  return record.externalNumber === null && record.did === truth.did;
}

/** A field that is not as it should be. */
export interface Difference {
  field: keyof Story;
  expected: unknown;
  got: unknown;
}

/** What of a record is not the story. */
export function differences(story: Story, record: JournalCall): Difference[] {
  const found: Difference[] = [];
  const note = (field: keyof Story, expected: unknown, got: unknown, same: boolean): void => {
    if (!same) found.push({ field, expected, got });
  };
  for (const field of EXACT) note(field, story[field], record[field], story[field] === record[field]);
  note('extension', story.extension, record.extension, sameOwner(story, record.extension));
  for (const field of SECONDS) note(field, story[field], record[field], near(story[field], record[field]));
  note('rang', story.rang, record.rang, sameOrder(story.rang, record.rang));
  const talks = record.segments.map((s) => ({
    who: s.extension ?? s.number ?? '',
    talkSeconds: s.talkSeconds ?? -9,
  }));
  const sameTalks =
    talks.length === story.segments.length &&
    story.segments.every(
      (s, i) =>
        digits(s.who) === digits(talks[i]?.who ?? null) && near(s.talkSeconds, talks[i]?.talkSeconds ?? null),
    );
  note('segments', story.segments, talks, sameTalks);
  const handed = record.transfers.map(({ kind, from, to, answered }) => ({ kind, from, to, answered }));
  note('transfers', story.transfers, handed, JSON.stringify(story.transfers) === JSON.stringify(handed));
  const known = record.recordings.filter(({ file }) => file !== null).length;
  note('recordings', story.recordings, known, story.recordings === known);
  return found;
}

const EXACT = [
  'direction',
  'status',
  'externalNumber',
  'externalNumberRaw',
  'did',
  'callerExtension',
  'answeredBy',
  'queue',
  'endedBy',
  'evidence',
] as const;

const SECONDS = ['ringSeconds', 'waitSeconds', 'talkSeconds', 'holdSeconds', 'parkedSeconds'] as const;

const digits = (number: string | null): string => (number ?? '').replace(/^\+/, '');

// Of what never was (nobody rang) it is no lie to say that it took no time.
const near = (expected: number | null, got: number | null): boolean =>
  expected === null ? got === null || got <= 1 : got !== null && Math.abs(expected - got) <= 1;

// A call that nobody answered is of the last that rang; of those alerted together any may be that.
const sameOwner = ({ extension, segments, rang }: Story, got: string | null): boolean =>
  extension === got || (segments.length === 0 && got !== null && rang.at(-1)?.includes(got) === true);

function sameOrder(groups: Story['rang'], rang: readonly string[]): boolean {
  let at = 0;
  for (const group of groups) {
    const some = rang.slice(at, at + group.length);
    if ([...some].sort().join() !== [...group].sort().join()) return false;
    at += group.length;
  }
  return at === rang.length;
}
