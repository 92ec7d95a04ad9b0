import { bareNumber, DeviceRole, Direction, type Party, ReportOutcome } from '@callbus/contract';
import type { Leg } from '../translate/model.ts';
import {
  dialledNumber,
  dialledParty,
  insideParty,
  legOf,
  outsideParty,
  type Sides,
} from '../translate/names.ts';
import { plainName } from './group.ts';
import type { CdrRow, Disposition } from './port.ts';
import { type Talk, talksOf } from './talks.ts';

/** A call as its rows tell it: what the people experienced, as far as rows allow. */
export interface CdrCall {
  /** Linkedid: the id of its first channel; made up where the server logs no ids. */
  key: string;
  /** Every id and channel name in its rows. */
  uniqueids: string[];
  channels: string[];
  /** Device of its first channel, `PJSIP/itsp`. */
  device: string;
  direction: Direction;
  calling: Party;
  called: Party | undefined;
  did: string;
  queue: string;
  trunk: string;
  account: string;
  outcome: ReportOutcome;
  start: number;
  end: number;
  /** The employee who placed an outbound call. */
  caller: string;
  /** The employee whose call a mobile took. */
  owner: string;
  rang: string[];
  talks: Talk[];
  /** The source's own word for a call that failed. */
  native: string;
}

/** Why a call cannot be judged. */
export type Unjudged = { unjudged: 'conference' | 'nobody' };

/** A row and who is at its ends. */
export interface Side {
  row: CdrRow;
  channel: string;
  other: string;
  /** Who is behind `channel`; none for Local halves and the like. */
  from: Leg | undefined;
  /** Who was dialled. */
  to: Leg | undefined;
}

/** The server's own words. */
const NATIVE: Readonly<Record<Disposition, string>> = {
  answered: 'ANSWERED',
  noAnswer: 'NO ANSWER',
  busy: 'BUSY',
  failed: 'FAILED',
  congestion: 'CONGESTION',
  other: '',
};
const CONFERENCES = new Set(['ConfBridge', 'MeetMe', 'Conference']);
/** The server's own word for a channel that was dialled, and dialled nobody. */
const WAS_DIALLED = /^AppDial/;
const LINE_NUMBER = /^\+?\d{6,}$/;

/** Judges the rows of one call. Talk is only where a person of ours was bridged with the other party. */
export function judge(rows: readonly CdrRow[], sides: Sides): CdrCall | Unjudged {
  const all = rows.map((row) => sideOf(row, sides));
  // Who met in a room the rows tell in pairs, and not when.
  const rooms = all.filter(({ row }) => isConference(row));
  const dialled = all.filter(({ row }) => !isConference(row));
  const first = rootOf(dialled.length > 0 ? dialled : all);
  const people = dialled.filter((side) => side.to !== undefined);
  const root = first.from ?? people.find(({ to }) => isOurs(to))?.to;
  if (!root) return { unjudged: 'nobody' };
  const inbound = first.from?.role === DeviceRole.CUSTOMER;
  const lines = people.filter(({ to }) => to?.role === DeviceRole.CUSTOMER);
  const outbound = !inbound && (lines.length > 0 || isOutside(first.row, sides, people));
  const direction = inbound ? Direction.INBOUND : outbound ? Direction.OUTBOUND : Direction.INTERNAL;
  const talks = talksOf(dialled, { first, direction, caller: root.party.extension ?? '' });
  if (talks.length === 0 && rooms.some(({ other }) => inbound || other !== ''))
    return { unjudged: 'conference' };
  const own = all.filter(({ channel }) => channel === first.channel);
  const rang = direction === Direction.OUTBOUND ? [] : rangOf(people);
  const feature = direction === Direction.INTERNAL && people.length === 0;
  const answer = feature ? answerOf(own) : undefined;
  if (answer !== undefined) talks.push({ extension: '', number: '', from: answer, to: endOf(own) });
  const outcome = outcomeOf(direction, { talks, people, lines });
  const line = outbound ? lines.at(-1) : undefined;
  return {
    key: keyOf(first.row),
    uniqueids: [...new Set(rows.flatMap((r) => [r.uniqueid, r.linkedid]).filter((id) => id !== ''))],
    channels: [...new Set(all.flatMap((s) => [s.channel, s.other]).filter((name) => name !== ''))],
    device: root.device,
    direction,
    calling: inbound ? callerOf(first.row) : insideParty(root.party.extension ?? ''),
    called: inbound ? undefined : calledOf(first.row, line, sides),
    did: inbound ? didOf(own, sides) : '',
    queue: queueOf(all),
    trunk: (inbound ? root.trunk : line?.to?.trunk) ?? '',
    account: first.row.account,
    outcome,
    start: Math.min(...own.map(({ row }) => row.start)),
    // What phones of ours do after the customer left is no part of his call.
    end: inbound ? endOf(own) : endOf(all),
    caller: outbound ? (root.party.extension ?? '') : '',
    owner: talks.some(({ number }) => number !== '') ? ownerOf(own, sides) : '',
    rang,
    talks,
    native: outcome === ReportOutcome.ANSWERED ? '' : NATIVE[(people.at(-1)?.row ?? first.row).disposition],
  };
}

function sideOf(row: CdrRow, sides: Sides): Side {
  const [channel, other] = [plainName(row.channel), plainName(row.otherChannel)];
  const called = sides.extensions.test(row.destination) ? row.destination : '';
  return {
    row,
    channel,
    other,
    from: legBehind(channel, row.source, sides),
    to: legBehind(other, called, sides),
  };
}

const legBehind = (name: string, callerNumber: string, sides: Sides): Leg | undefined =>
  name === '' ? undefined : legOf({ uniqueid: name, name, callerNumber, callerName: '' }, sides);

const isOurs = (leg: Leg | undefined): boolean => leg?.role === DeviceRole.EMPLOYEE;

/** The row of the channel that was there first. */
function rootOf(all: readonly Side[]): Side {
  const placed = all.filter(({ row }) => !WAS_DIALLED.test(row.application));
  return [...(placed.length > 0 ? placed : all)].sort((a, b) => compare(ageOf(a), ageOf(b)))[0] as Side;
}

const ID = /(\d+)\.(\d+)$/;

// Ids count up; where there are none, or a caller of the API chose one, the start decides.
function ageOf({ row }: Side): [number, number] {
  const [, born, serial] = ID.exec(row.uniqueid) ?? [];
  return born === undefined ? [Math.floor(row.start / 1_000), -1] : [Number(born), Number(serial)];
}

const compare = (a: [number, number], b: [number, number]): number => a[0] - b[0] || a[1] - b[1];

/** Where the server logs no id, one is made of what a reader will find again. */
const keyOf = ({ linkedid, uniqueid, start, channel }: CdrRow): string =>
  linkedid || uniqueid || `cdr-${start / 1_000}-${plainName(channel).replace(/@.*-/, '@-')}`;

const isConference = ({ application, disposition }: CdrRow): boolean =>
  CONFERENCES.has(application) && disposition === 'answered';

// A number outside was dialled, and no line was had for it.
const isOutside = ({ destination }: CdrRow, sides: Sides, people: readonly Side[]): boolean =>
  people.length === 0 && dialledParty(destination, sides).extension === undefined;

function callerOf({ source, callerId }: CdrRow): Party {
  const name = /^"(.*)"\s*</s.exec(callerId)?.[1] ?? '';
  return outsideParty(source, name === source ? '' : name);
}

function calledOf(row: CdrRow, line: Side | undefined, sides: Sides): Party {
  const number = line ? dialledNumber(targetOf(line)) : '';
  return number === '' ? dialledParty(bareNumber(row.destination), sides) : outsideParty(number);
}

/** The part of Dial's arguments that this channel was dialled by. */
function targetOf({ row, to }: Side): string {
  const targets = (row.data.split(',')[0] ?? '').split('&');
  const mine = targets.find((target) => to && target.includes(to.trunk));
  return (mine ?? targets[0] ?? '').replace(/^[A-Za-z0-9]+\//, '');
}

// The row remembers the last extension of the dialplan; only a number that is none of ours is the line dialled.
const didOf = (own: readonly Side[], sides: Sides): string =>
  own
    .map(({ row }) => row.destination)
    .find((number) => LINE_NUMBER.test(number) && !sides.extensions.test(number)) ?? '';

const queueOf = (all: readonly Side[]): string =>
  all.find(({ row }) => row.application === 'Queue')?.row.data.split(',')[0] ?? '';

/** Who was alerted: not who was busy, nor who came by himself (pickup, a parked call retrieved). */
function rangOf(people: readonly Side[]): string[] {
  const alerted = people.filter(
    ({ row, to }) =>
      isOurs(to) &&
      (row.disposition === 'answered' || row.disposition === 'noAnswer') &&
      (row.application !== 'Dial' || isNamed(row.data, to as Leg)),
  );
  return [...new Set(alerted.map(({ to }) => to?.party.extension ?? ''))];
}

const isNamed = (data: string, { device }: Leg): boolean =>
  (data.split(',')[0] ?? '')
    .split('&')
    .some(
      (target) =>
        target === device ||
        !target.includes('/') ||
        target.endsWith(`/${device.slice(device.indexOf('/') + 1)}`),
    );

const ownerOf = (own: readonly Side[], sides: Sides): string =>
  own.map(({ row }) => row.destination).find((number) => sides.extensions.test(number)) ?? '';

const answerOf = (own: readonly Side[]): number | undefined =>
  own.map(({ row }) => row.answer).find((answer) => answer !== undefined);

const endOf = (sides: readonly Side[]): number => Math.max(...sides.map(({ row }) => row.end));

function outcomeOf(
  direction: Direction,
  { talks, people, lines }: { talks: readonly Talk[]; people: readonly Side[]; lines: readonly Side[] },
): ReportOutcome {
  if (talks.length > 0) return ReportOutcome.ANSWERED;
  const last = (direction === Direction.OUTBOUND ? lines : people).at(-1)?.row.disposition;
  switch (last) {
    case 'busy':
      return ReportOutcome.BUSY;
    case 'failed':
    case 'congestion':
      return ReportOutcome.FAILED;
    case undefined:
      return direction === Direction.OUTBOUND ? ReportOutcome.FAILED : ReportOutcome.NOT_ANSWERED;
    default:
      return ReportOutcome.NOT_ANSWERED;
  }
}
