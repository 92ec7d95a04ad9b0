import {
  Direction,
  EventCause,
  PartyKind,
  type Recording,
  RecordingState,
  ReportOutcome,
  TransferKind,
} from '@callbus/contract';
import { causeOf, endedByOf, unanswered } from '../causes.ts';
import { customer } from '../crm/report.ts';
import { spanSeconds } from '../crm/times.ts';
import type { FinishedCall, FinishedTransfer } from '../doors.ts';
import type { LogRow, ViewRow } from './rows.ts';

type Kind = 'extension' | 'outside' | 'queue' | 'group' | 'service' | 'voicemail' | 'unknown';

/**
 * What the numbers of SourceType and DestinationType stand for. 3CX documents
 * none of them: 0 and 1 were seen, the rest is taken from its older databases,
 * and where a number is not here the two numbers of the end decide.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  '0': 'extension',
  '1': 'outside',
  '2': 'group',
  '4': 'queue',
  '5': 'voicemail',
  '6': 'service',
  '13': 'outside',
};

/** One stretch of a call, from one end to the other. */
interface Segment {
  from: End;
  to: End;
  startedAt: number;
  answeredAt: number;
  endedAt: number;
  talkSeconds: number;
  answered: boolean;
}

interface End {
  kind: Kind;
  dn: string;
  number: string;
  name: string;
}

/** Names a call that only its stretches are known of. */
const VIEW = 'segment-';

/** Rows of the same call, in order. */
export function byCall(rows: readonly LogRow[]): LogRow[][] {
  const calls = new Map<string, LogRow[]>();
  for (const row of rows) {
    const id = row.MainCallHistoryId || row.CallHistoryId || row.CdrId || String(row.SegmentId);
    const known = calls.get(id);
    if (known) known.push(row);
    else calls.set(id, [row]);
  }
  return [...calls.values()].map((call) =>
    call.sort((a, b) => a.StartTime - b.StartTime || a.SegmentId - b.SegmentId),
  );
}

/**
 * Rows of `CallHistoryView` in the shape of the call log. They name no call:
 * what the same party began before the last stretch was over goes on with it.
 */
export function fromView(rows: readonly ViewRow[]): LogRow[] {
  const open = new Map<string, { id: string; until: number }>();
  const sorted = [...rows].sort(
    (a, b) => a.SegmentStartTime - b.SegmentStartTime || a.SegmentId - b.SegmentId,
  );
  return sorted.map((row) => {
    const party = `${row.SrcDn} ${row.SrcCallerNumber}`;
    const known = open.get(party);
    const goesOn = known !== undefined && row.SegmentStartTime <= known.until + 1_000;
    const id = goesOn ? known.id : `${VIEW}${row.SegmentId}`;
    open.set(party, { id, until: Math.max(row.SegmentEndTime, goesOn ? known.until : 0) });
    const talk = row.CallAnswered ? (spanSeconds(row.CallTime) ?? 0) : 0;
    const whole = Math.round((row.SegmentEndTime - row.SegmentStartTime) / 1_000);
    return {
      CallHistoryId: id,
      MainCallHistoryId: '',
      CdrId: '',
      CallId: undefined,
      SegmentId: row.SegmentId,
      Indent: 0,
      StartTime: row.SegmentStartTime,
      RingingDuration: String(Math.max(0, whole - talk)),
      TalkingDuration: String(talk),
      Answered: row.CallAnswered,
      Status: '',
      Reason: '',
      Direction: '',
      CallType: '',
      SourceType: row.SrcExternal ? '1' : '',
      SourceDn: row.SrcDn,
      SourceCallerId: row.SrcCallerNumber,
      SourceDisplayName: row.SrcDisplayName,
      DestinationType: row.DstExternal ? '1' : '',
      DestinationDn: row.DstDn,
      DestinationCallerId: row.DstCallerNumber,
      DestinationDisplayName: row.DstDisplayName,
      RecordingUrl: '',
    };
  });
}

/** The rows of one call as the call they were; undefined where there are none. */
export function historyCall(rows: readonly LogRow[]): FinishedCall | undefined {
  const [first] = rows;
  const newest = rows.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const segments = rows.map(segmentOf);
  const direction = directionOf(first, segments);
  const persons = segments.filter((s) => s.answered && isPerson(s, direction, segments.length));
  const [begun] = persons;
  const talked = begun !== undefined;
  const endedAt = Math.max(...segments.map((s) => s.endedAt));
  const word = [newest.Status, newest.Reason].filter((w) => w !== '').join('; ');
  const endedBy = endedByOf(word, direction);
  const cause = talked ? EventCause.NORMAL_CLEARING : causeOf(newest.Reason, newest.Status);
  const id = first.MainCallHistoryId || first.CallHistoryId || first.CdrId || String(first.SegmentId);
  const rung = reached(segments, direction);
  const extension =
    direction === Direction.OUTBOUND
      ? (segments[0]?.from.dn ?? '')
      : (persons.findLast((s) => s.to.kind === 'extension')?.to.dn ?? rung.at(-1) ?? '');
  const queue = segments.find((s) => s.to.kind === 'queue')?.to.dn;
  const group = segments.find((s) => s.to.kind === 'group')?.to.dn;
  const forward =
    direction === Direction.INBOUND ? persons.findLast((s) => s.to.kind === 'outside') : undefined;
  return {
    door: 'xapi',
    record: id,
    ...(id.startsWith(VIEW) ? {} : { nativeId: id }),
    ...(first.CallId === undefined ? {} : { callid: first.CallId }),
    direction,
    ...partiesOf(direction, segments),
    extension,
    extensions: direction === Direction.OUTBOUND ? [extension].filter((e) => e !== '') : rung,
    ...(forward ? { forwardedTo: forward.to.number } : {}),
    ...(queue === undefined ? {} : { queue }),
    ...(group === undefined ? {} : { group }),
    outcome: talked ? ReportOutcome.ANSWERED : unanswered(cause, endedBy, direction),
    startedAt: first.StartTime,
    ...(begun ? { answeredAt: begun.answeredAt } : {}),
    endedAt,
    ...(talked ? { talkSeconds: persons.reduce((sum, s) => sum + s.talkSeconds, 0) } : {}),
    cause: { event: cause ?? EventCause.CALL_NOT_ANSWERED, native: word },
    endedBy,
    transfers: transfersOf(persons),
    recordings: recordingsOf(rows),
  };
}

function segmentOf(row: LogRow): Segment {
  const ring = spanSeconds(row.RingingDuration) ?? 0;
  const talk = spanSeconds(row.TalkingDuration) ?? 0;
  const answeredAt = row.StartTime + ring * 1_000;
  return {
    from: endOf(row.SourceType, row.SourceDn, row.SourceCallerId, row.SourceDisplayName),
    to: endOf(row.DestinationType, row.DestinationDn, row.DestinationCallerId, row.DestinationDisplayName),
    startedAt: row.StartTime,
    answeredAt,
    endedAt: answeredAt + talk * 1_000,
    talkSeconds: talk,
    answered: row.Answered,
  };
}

function endOf(type: string, dn: string, number: string, name: string): End {
  const guessed: Kind = number === dn || number === '' ? 'extension' : 'outside';
  const word = type.toLowerCase().replace(/[_\s]/g, '');
  const known =
    KINDS[type] ??
    (/^w?extension/.test(word) ? 'extension' : undefined) ??
    (/^w?queue/.test(word) ? 'queue' : undefined) ??
    (/^w?ringgroup/.test(word) ? 'group' : undefined) ??
    (/^w?(external|provider|line)/.test(word) ? 'outside' : undefined) ??
    (/^w?(ivr|script|routepoint)/.test(word) ? 'service' : undefined) ??
    (/^w?voicemail/.test(word) ? 'voicemail' : undefined);
  return { kind: known ?? guessed, dn, number, name };
}

function directionOf({ Direction: told, CallType: type }: LogRow, [first]: readonly Segment[]): Direction {
  const word = `${told} ${type}`;
  if (/inbound/i.test(word)) return Direction.INBOUND;
  if (/outbound/i.test(word)) return Direction.OUTBOUND;
  if (first?.from.kind === 'outside') return Direction.INBOUND;
  return first?.to.kind === 'outside' ? Direction.OUTBOUND : Direction.INTERNAL;
}

/** Queues, menus and voicemail take a call, and nobody talks. */
function isPerson({ to }: Segment, direction: Direction, segments: number): boolean {
  if (to.kind === 'extension') return true;
  if (direction !== Direction.INTERNAL) return to.kind === 'outside';
  // A feature that an employee dialled has nobody at the other end, and connected.
  return segments === 1 && (to.kind === 'service' || to.kind === 'voicemail');
}

const reached = (segments: readonly Segment[], direction: Direction): string[] => {
  const caller = direction === Direction.INTERNAL ? segments[0]?.from.dn : undefined;
  const all = segments.filter((s) => s.to.kind === 'extension').map((s) => s.to.dn);
  return [...new Set(all)].filter((dn) => dn !== '' && dn !== caller);
};

function partiesOf(
  direction: Direction,
  [first]: readonly Segment[],
): Pick<FinishedCall, 'outside' | 'callerExtension' | 'trunk'> {
  if (first === undefined) return {};
  if (direction === Direction.INTERNAL) return { callerExtension: first.from.dn };
  const end = direction === Direction.INBOUND ? first.from : first.to;
  const outside =
    end.number === '' ? { kind: PartyKind.WITHHELD, number: '' } : customer(end.number, end.name);
  return { outside, ...(end.dn === '' || end.dn === end.number ? {} : { trunk: end.dn }) };
}

function transfersOf(persons: readonly Segment[]): FinishedTransfer[] {
  return persons.slice(1).flatMap((next, i) => {
    const before = persons[i];
    if (before === undefined || before.to.dn === next.to.dn || next.to.kind !== 'extension') return [];
    return [
      {
        kind: TransferKind.UNSPECIFIED,
        fromExtension: before.to.dn,
        toExtension: next.to.dn,
        at: next.startedAt,
      },
    ];
  });
}

function recordingsOf(rows: readonly LogRow[]): Recording[] {
  const links = [...new Set(rows.map((r) => r.RecordingUrl).filter((link) => link !== ''))];
  return links.map((link) => ({
    file: link.slice(link.lastIndexOf('/') + 1),
    // What is no address is a file inside 3CX.
    url: /^https?:/i.test(link) ? link : '',
    state: RecordingState.READY,
  }));
}
