import {
  Direction,
  EndedBy,
  EventCause,
  fingerprint,
  PartyKind,
  ReportOutcome,
  TransferKind,
} from '@callbus/contract';
import { say } from '@callbus/runtime';
import { DateTime } from 'luxon';
import { causeOf, endedByOf, unanswered } from '../causes.ts';
import { customer } from '../crm/report.ts';
import { spanSeconds } from '../crm/times.ts';
import type { FinishedCall } from '../doors.ts';
import { BadLine } from './errors.ts';
import type { CdrLine } from './line.ts';
import { messages } from './messages.ts';
import { type End, endOf, stopsOf } from './parties.ts';

/** What the reading of a line needs beside it. */
export interface LineMoment {
  /** The zone of its times. */
  zone: string;
  /** When it came, Unix milliseconds: of two moments an hour of autumn can mean, the nearer. */
  observedAt: number;
}

/**
 * One line as a finished call. The answer of a queue or a menu is not a
 * person's: then nobody knows when the person answered, and no talk is told.
 * @throws {BadLine} naming the field
 */
export function readRecord(line: CdrLine, moment: LineMoment): FinishedCall {
  const [from, to, final] = [endOf(line, 'from'), endOf(line, 'to'), endOf(line, 'final')];
  const last = final.kind === 'none' ? to : final;
  const direction = directionOf(from, to, last);
  const startedAt = at(line, 'time-start', moment);
  const answered = at(line, 'time-answered', moment);
  const endedAt = at(line, 'time-end', moment);
  const changed = line['reason-changed'] ?? '';
  const byQueue = to.kind === 'queue' || /^Q/.test(changed);
  // An echo test or one's own voicemail box has nobody at the other end, and connected.
  const feature =
    direction === Direction.INTERNAL && answered !== undefined && isFeature(to) && same(to, last);
  const talked = feature || (answered !== undefined && isPerson(last) && !(byQueue && same(to, last)));
  const person = feature || (talked && !byQueue && to.kind !== 'service');
  const length = spanSeconds(line.duration ?? '');
  const talkSeconds =
    person && endedAt !== undefined ? (length ?? Math.round((endedAt - answered) / 1_000)) : undefined;
  const word = line['reason-terminated'] ?? '';
  const endedBy = endedByOf(word, direction);
  const cause = talked ? EventCause.NORMAL_CLEARING : causeOf(word, changed);
  const us = ours(direction, from, to, last);
  const extensions = reached(direction, to, last, byQueue, line);
  const did = didOf(line, direction, to);
  return {
    door: 'cdr',
    record: recordId(line),
    ...(line.historyid || line.callid ? { nativeId: line.historyid || line.callid || '' } : {}),
    direction,
    ...(direction === Direction.INTERNAL
      ? { callerExtension: from.number }
      : { outside: outsideOf(direction, from, to) }),
    extension: us,
    extensions: direction === Direction.OUTBOUND ? [us].filter((e) => e !== '') : extensions,
    ...(talked && direction === Direction.INBOUND && last.kind === 'outside'
      ? { forwardedTo: last.number }
      : {}),
    ...(did === '' ? {} : { did }),
    ...(byQueue ? { queue: to.number } : {}),
    ...(to.kind === 'group' ? { group: to.number } : {}),
    ...trunkOf(direction, from, to),
    outcome: talked ? ReportOutcome.ANSWERED : unanswered(cause, endedBy, direction),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(person ? { answeredAt: answered } : {}),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(talkSeconds === undefined ? {} : { talkSeconds }),
    cause: {
      event: cause ?? unheard(endedBy, direction),
      native: [word, changed].filter((w) => w !== '').join('; '),
    },
    endedBy,
    transfers: transferOf(changed, to, last, talked),
    attributes: attributesOf(line),
  };
}

const isPerson = ({ kind }: End): boolean => kind === 'extension' || kind === 'outside';
const isFeature = ({ kind }: End): boolean => kind === 'service' || kind === 'voicemail';
const same = (a: End, b: End): boolean => a.number === b.number && a.kind === b.kind;
const isInside = ({ kind }: End): boolean => kind !== 'outside' && kind !== 'none';

function directionOf(from: End, to: End, last: End): Direction {
  if (!isInside(from)) return Direction.INBOUND;
  return to.kind === 'outside' || (to.kind === 'none' && last.kind === 'outside')
    ? Direction.OUTBOUND
    : Direction.INTERNAL;
}

const outsideOf = (direction: Direction, from: End, to: End): FinishedCall['outside'] & object => {
  const end = direction === Direction.INBOUND ? from : to;
  // A number for a name is the number once more.
  const name = end.name.replace(/\D/g, '') === end.number.replace(/\D/g, '') ? '' : end.name;
  return end.number === '' ? { kind: PartyKind.WITHHELD, number: '' } : customer(end.number, name);
};

/** The employee: who called out, or the last who had or was offered the call. */
function ours(direction: Direction, from: End, to: End, last: End): string {
  if (direction === Direction.OUTBOUND) return from.number;
  if (last.kind === 'extension') return last.number;
  return to.kind === 'extension' ? to.number : '';
}

/** Extensions that are known to have been offered the call. */
function reached(direction: Direction, to: End, last: End, byQueue: boolean, line: CdrLine): string[] {
  const polled = (line['missed-queue-calls'] ?? '').match(/(?<![\d+])\d{2,5}(?!\d)/g) ?? [];
  const first = to.kind === 'extension' && !byQueue ? [to.number] : [];
  const end = last.kind === 'extension' && !(byQueue && same(to, last)) ? [last.number] : [];
  const caller = direction === Direction.INTERNAL ? [endOf(line, 'from').number] : [];
  return [...new Set([...first, ...polled, ...end])].filter((e) => e !== '' && !caller.includes(e));
}

/** `dial-no` is what was dialled; where that is no number of ours it is the line. */
function didOf(line: CdrLine, direction: Direction, to: End): string {
  const dialled = line['dial-no'] ?? '';
  const isLine = direction === Direction.INBOUND && /^\+?\d{6,}$/.test(dialled);
  return isLine && dialled !== to.number ? dialled : '';
}

const trunkOf = (direction: Direction, from: End, to: End): { trunk?: string } => {
  const end = direction === Direction.INBOUND ? from : direction === Direction.OUTBOUND ? to : undefined;
  return end === undefined || end.dn === '' || end.dn === end.number ? {} : { trunk: end.dn };
};

function transferOf(
  changed: string,
  to: End,
  last: End,
  talked: boolean,
): FinishedCall['transfers'] & object {
  if (!talked || !/^Replaced/i.test(changed) || to.kind !== 'extension' || last.kind !== 'extension')
    return [];
  if (same(to, last)) return [];
  // How it was handed on is not told.
  return [{ kind: TransferKind.UNSPECIFIED, fromExtension: to.number, toExtension: last.number }];
}

const unheard = (endedBy: EndedBy, direction: Direction): EventCause =>
  direction === Direction.OUTBOUND && endedBy === EndedBy.EMPLOYEE
    ? EventCause.CALL_CANCELLED
    : direction === Direction.INBOUND && endedBy === EndedBy.CUSTOMER
      ? EventCause.CALL_CANCELLED
      : EventCause.CALL_NOT_ANSWERED;

function attributesOf(line: CdrLine): Record<string, string> {
  const stops = stopsOf(line.chain ?? '');
  return {
    ...(stops.length > 1 ? { 'cdr.chain': stops.join(' > ') } : {}),
    ...(line['reason-changed'] ? { 'cdr.reasonChanged': line['reason-changed'] } : {}),
  };
}

// A history id counts from the PBX's installation; its line may be told twice,
// and a second line of the same call is another record.
function recordId(line: CdrLine): string {
  const content = fingerprint(JSON.stringify(Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1))));
  return line.historyid ? `${line.historyid}-${content}` : content;
}

function at(
  line: CdrLine,
  field: 'time-start' | 'time-answered' | 'time-end',
  moment: LineMoment,
): number | undefined {
  const told = line[field];
  if (told === undefined || told === '') return undefined;
  const iso = told.replace(/[/.](?=\d+[/.\s-])/g, '-').replace(' ', 'T');
  const read = DateTime.fromFormat(iso.replace(/\.\d+$/, '').replace(/Z$/, ''), "yyyy-M-d'T'H:mm:ss", {
    zone: iso.endsWith('Z') ? 'UTC' : moment.zone,
  });
  if (!read.isValid)
    throw new BadLine(say(messages.field, { field, found: JSON.stringify(told.slice(0, 40)) }));
  const meant = read.getPossibleOffsets().map((d) => d.toMillis());
  return meant.reduce((a, b) => (Math.abs(b - moment.observedAt) < Math.abs(a - moment.observedAt) ? b : a));
}
