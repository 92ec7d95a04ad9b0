import {
  bareNumber,
  Direction,
  digitsOf,
  EventCause,
  fingerprint,
  type Party,
  PartyKind,
  type Recording,
  RecordingState,
  ReportOutcome,
} from '@callbus/contract';
import type { FinishedCall } from '../doors.ts';
import { duration, type Moment, moment } from './times.ts';
import { badField, type Told, text } from './told.ts';

/** What the reading of a report needs beside it. */
export interface ReportMoment {
  /** When it came, Unix milliseconds. */
  observedAt: number;
  /** The PBX's zone, for times that came as local text. */
  zone: string;
  /** The moment under which a report that tells no time at all is known. */
  untold: (content: string, observedAt: number) => number;
}

type CallType = { direction: Direction; answered: boolean };

/** The four types of the journal, and the alias one source has. */
const TYPES: Record<string, CallType> = {
  inbound: { direction: Direction.INBOUND, answered: true },
  missed: { direction: Direction.INBOUND, answered: false },
  outbound: { direction: Direction.OUTBOUND, answered: true },
  notanswered: { direction: Direction.OUTBOUND, answered: false },
  unanswered: { direction: Direction.OUTBOUND, answered: false },
};

const WITHHELD = /^(?:anonymous|unknown|private|restricted|withheld|unavailable|blocked)?$/i;
const LINKED = /^(?:https?|ftps?|sftp|file|smb):/i;
/** 00, 7, 8 and +7 before them are the same subscriber. */
const SUBSCRIBER_DIGITS = 10;

/**
 * Reads what ReportCall tells of a finished call. It carries no call id: a call
 * is known by its agent, subscriber, type and times to the millisecond where
 * they are told, so that a repeat is the same and the next call is not.
 * @throws {BadMessage} naming the field
 */
export function readReport(told: Told, { observedAt, zone, untold }: ReportMoment): FinishedCall {
  const word = text(told, 'CallType');
  const type = TYPES[word.toLowerCase().replace(/[\s_-]/g, '')];
  if (!type) throw badField('CallType', word, 'Inbound | Outbound | Missed | Notanswered');
  const { direction, answered } = type;
  const outside = customer(text(told, 'Number'), text(told, 'Name'));
  const extension = internal(text(told, 'Agent'));
  const queue = internal(text(told, 'QueueExtension'));
  const talked = duration(told);
  const start = moment(told, 'CallStartTime', zone, observedAt);
  const established = moment(told, 'CallEstablishedTime', zone, observedAt);
  const end = moment(told, 'CallEndTime', zone, observedAt);
  const subscriber = digitsOf(bareNumber(outside.number ?? '')).slice(-SUBSCRIBER_DIGITS);
  const when = [start, established, end].map((m) => m?.at ?? '');
  const content = [word.toLowerCase(), extension, queue, subscriber, ...when, talked ?? ''].join('|');
  const timeless = when.every((at) => at === '');
  const known = timeless ? { at: untold(fingerprint(content), observedAt), uncertain: true } : undefined;
  const entity = text(told, 'EntityId');
  const recordings = recordingOf(text(told, 'RecordingUrl'));
  const id = fingerprint(known ? `${content}|${known.at}` : content);
  return {
    door: 'crm',
    // Told again with the link it did not have yet, it is news.
    record: recordings[0]?.url ? `${id}-${fingerprint(recordings[0].url)}` : id,
    direction,
    outside,
    extension,
    extensions: extension === '' ? [] : [extension],
    ...(queue === '' ? {} : { queue }),
    outcome: answered ? ReportOutcome.ANSWERED : ReportOutcome.NOT_ANSWERED,
    ...times(answered, talked, { start, established, end: end ?? known }),
    cause: {
      event: answered ? EventCause.NORMAL_CLEARING : EventCause.CALL_NOT_ANSWERED,
      native: word,
    },
    recordings,
    attributes: {
      ...([start, end ?? known].some((m) => m?.uncertain) ? { 'crm.time': 'guessed' } : {}),
      ...(entity === '' ? {} : { 'crm.entity': entity }),
    },
  };
}

const internal = (number: string): string => number.replace(/^Ext\.\s*/i, '');

/** The outside party as a report tells it. */
export function customer(told: string, name = ''): Party {
  const number = withPlus(told);
  const kind = WITHHELD.test(number) || bareNumber(number) === '' ? PartyKind.WITHHELD : PartyKind.EXTERNAL;
  return { kind, number, ...(name === '' ? {} : { name }) };
}

/** 3CX can be set to write 00 for the plus sign; no number plan but its own reads that everywhere. */
export const withPlus = (number: string): string => number.replace(/^00(?=[1-9]\d{8,13}$)/, '+');

type Times = Record<'start' | 'established' | 'end', Moment | undefined>;

// The duration is that of the talk: with the end it tells the answer, with the
// answer the end. Of two answers the later is the agent's, the other a queue's;
// one that lies outside the call was not this call's.
function times(
  answered: boolean,
  talked: number | undefined,
  { start, established, end }: Times,
): Pick<FinishedCall, 'startedAt' | 'answeredAt' | 'endedAt' | 'talkSeconds'> {
  const talk = answered ? talked : 0;
  const answers = [established?.at, end && talk !== undefined ? end.at - talk * 1_000 : undefined].filter(
    (at) => at !== undefined,
  );
  const answer = answers.length === 0 ? undefined : latest(answers);
  const endedAt =
    end?.at ?? (established === undefined || talk === undefined ? undefined : established.at + talk * 1_000);
  const within =
    answered &&
    answer !== undefined &&
    answer >= (start?.at ?? answer) - ROUNDING_MS &&
    answer <= (endedAt ?? answer);
  const answeredAt = within ? Math.max(answer, start?.at ?? answer) : undefined;
  return {
    ...(start === undefined ? {} : { startedAt: start.at }),
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(endedAt === undefined ? {} : { endedAt: Math.max(endedAt, start?.at ?? endedAt) }),
    ...(talk === undefined ? {} : { talkSeconds: talk }),
  };
}

// Whole seconds make the two differ by less than one; then the exact one is meant.
const latest = ([first = 0, second = first]: number[]): number =>
  Math.abs(first - second) < 1_000 ? first : Math.max(first, second);

/** Durations come in whole seconds. */
const ROUNDING_MS = 1_000;

function recordingOf(link: string): Recording[] {
  if (!LINKED.test(link)) return [];
  const path = link.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '');
  return [{ file: path.slice(path.lastIndexOf('/') + 1), url: link, state: RecordingState.READY }];
}
