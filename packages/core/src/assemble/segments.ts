import { DeviceRole, Direction, type ReportedTalk, type Segment } from '@callbus/contract';
import type { Clock } from './clock.ts';
import { type CallState, type ConnectionTrack, employees } from './state.ts';

/** Seconds, one decimal. */
export const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** The people of ours who had the other party, in the order they got it. */
export function talkersOf(call: CallState, direction: Direction): ConnectionTrack[] {
  const first = (t: ConnectionTrack): number => t.talks[0]?.from ?? 0;
  const ours = [...call.connections.values()].filter((t) => {
    if (t.talks.length === 0) return false;
    if (t.role === DeviceRole.EMPLOYEE) return direction !== Direction.INTERNAL || !t.caller;
    // An outside number that took the call over (forward to a mobile) is one of ours;
    // so is the far end of an outbound call whose own caller nobody told of.
    return t.role === DeviceRole.CUSTOMER && direction !== Direction.INTERNAL;
  });
  if (ours.length === 0 && direction === Direction.INTERNAL) return features(call);
  return ours.sort((a, b) => first(a) - first(b));
}

// Echo test, a voicemail box, a conference room that an employee dialled: there
// is nobody at the other end, but the call connected. Where a colleague was
// rung first it was the colleague who was called, and voicemail is not a person.
function features(call: CallState): ConnectionTrack[] {
  if (employees(call).some((t) => !t.caller && !t.unasked)) return [];
  return [...call.connections.values()].filter((t) => t.talks.length > 0 && t.role !== DeviceRole.CUSTOMER);
}

/** Everyone who met is in one room, and nobody's arrival ends another's talk. */
export const isConference = (call: CallState): boolean => call.attributes.conference === 'true';

export interface Frame {
  answeredAt: number | null;
  endedAt: number | null;
  /** What a running talk is measured up to; null for a call that is over. */
  running: number | null;
  clock: Clock;
}

/** The segments of an answered call. */
export function segmentsOf(
  call: CallState,
  direction: Direction,
  talkers: readonly ConnectionTrack[],
  { answeredAt, endedAt, running, clock }: Frame,
): Segment[] {
  const { report } = call;
  const spans = talkers
    .flatMap((t) => t.talks.map((span) => ({ track: t, span })))
    .sort((a, b) => a.span.from - b.span.from);
  // What a source remembers of several talks beats having seen fewer of them.
  const told = report?.talks ?? [];
  if (told.length > spans.length) return told.map((talk) => toldSegment(talk));
  if (answeredAt === null || spans.length === 0) {
    const number = report?.number ?? '';
    const extension = number === '' ? report?.extension || talkers.at(-1)?.extension || '' : '';
    return [segment({ extension, number }, answeredAt, endedAt, running)];
  }
  const inCall = (observed: number): number =>
    Math.min(Math.max(clock.toSource(observed), answeredAt), endedAt ?? Number.POSITIVE_INFINITY);
  return spans.map(({ track, span }, i) => {
    const next = spans[i + 1];
    const from = i === 0 ? answeredAt : inCall(span.from);
    // Where the source does not tell who let go, the next to answer ends the one before.
    const cut = next && next.track !== track && !isConference(call);
    const to = cut ? Math.min(span.to ?? Number.POSITIVE_INFINITY, next.span.from) : span.to;
    const atEnd = to === undefined || (track.cut && to === call.toldEndAt);
    // Who still talked when nothing was heard any more: how long, nobody knows.
    if (atEnd && isUnseen(call)) return segment(who(call, direction, track), from, null, null);
    return segment(who(call, direction, track), from, atEnd ? endedAt : inCall(to), running);
  });
}

/** Nobody told the end: the call was given up on. */
export const isUnseen = (call: CallState): boolean =>
  call.endedHow === 'silent' && (call.report?.endedAt ?? null) === null;

const toldSegment = ({ extension, number, startedAt, endedAt }: ReportedTalk): Segment =>
  segment({ extension: extension ?? '', number: number ?? '' }, startedAt ?? null, endedAt ?? null, null);

type Owner = { extension: string; number: string };

function who(call: CallState, direction: Direction, t: ConnectionTrack): Owner {
  if (t.role === DeviceRole.EMPLOYEE) return { extension: t.extension, number: '' };
  const caller = employees(call).find((e) => e.caller) ?? employees(call)[0];
  // The customer picked up before we were told who called.
  if (direction === Direction.OUTBOUND && t === calledParty(call))
    return { extension: caller?.extension ?? '', number: '' };
  return { extension: '', number: t.party.number || call.called?.number || '' };
}

const calledParty = (call: CallState): ConnectionTrack | undefined =>
  [...call.connections.values()].find((t) => t.role === DeviceRole.CUSTOMER && !t.caller);

function segment(owner: Owner, from: number | null, to: number | null, running: number | null): Segment {
  const until = to ?? running;
  return {
    ...owner,
    ...(from === null ? {} : { startedAt: from }),
    ...(to === null ? {} : { endedAt: to }),
    ...(from === null || until === null ? {} : { talkSeconds: seconds(Math.max(0, until - from)) }),
  };
}
