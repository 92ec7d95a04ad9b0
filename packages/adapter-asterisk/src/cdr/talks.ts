import { bareNumber, DeviceRole, Direction } from '@callbus/contract';
import { dialledNumber } from '../translate/names.ts';
import { pairOf } from './group.ts';
import type { Side } from './judge.ts';

/** Somebody had the other party. Unix milliseconds; a time that no row tells is absent. */
export interface Talk {
  extension: string;
  number: string;
  from: number | undefined;
  to: number;
}

export interface Frame {
  /** A row of the call's first channel. */
  first: Side;
  direction: Direction;
  /** Who placed an outbound call. */
  caller: string;
}

/** Ids that the server makes itself; another was given by who asked the server to call. */
const OWN_ID = /(?:^|-)\d{9,11}\.\d+$/;
const TOUCH_MS = 1_000;

/**
 * Who had the other party, in order. A row says "answered" of whoever answered
 * the channel first, be it a menu, so the time a person came in is taken only
 * from where it shows.
 */
export function talksOf(all: readonly Side[], { first, direction, caller }: Frame): Talk[] {
  const outbound = direction === Direction.OUTBOUND;
  // The customer's channels: the one that called, or the lines that were called.
  const theirs = new Set(
    outbound
      ? all.filter(({ to }) => to?.role === DeviceRole.CUSTOMER).map(({ other }) => other)
      : [first.channel],
  );
  const found: Found[] = [];
  const people = new Map<string, Side[]>();
  for (const side of all) {
    if (!side.to || side.row.disposition !== 'answered' || isPartner(side, all)) continue;
    people.set(side.other, [...(people.get(side.other) ?? []), side]);
  }
  for (const [channel, sides] of people) {
    const line = sides[0]?.to?.role === DeviceRole.CUSTOMER;
    const direct = sides.filter((side) => (outbound && line ? true : theirs.has(side.channel)));
    const through = sides.filter((side) => pairOf(side.channel) !== side.channel);
    if (direct.length === 0 && through.length === 0) continue;
    const links = linksOf(all, theirs, through);
    if (direct.length === 0 && links.length === 0) continue;
    const span = { channel, direct, through, links };
    const last =
      outbound && line ? all.filter(({ channel: by, other }) => by === channel || other === channel) : direct;
    const ends = (direct.length > 0 ? last : links).map(({ row }) => row.end);
    const order = Math.min(...(direct.length > 0 ? direct : links).map(({ row }) => row.start));
    const from = fromOf(all, span);
    const to = Math.max(...ends);
    found.push({ ...whoOf(sides, outbound, caller), channel, order: from ?? order, from, to });
  }
  found.sort((a, b) => a.order - b.order);
  const real = found.filter((talk, index) => !isForerunner(talk, found[index + 1]));
  return real.map(({ channel, order: _, ...talk }, index) => {
    const next = real[index + 1]?.from;
    return next !== undefined && consults(all, channel, talk.to, next) ? { ...talk, to: next } : talk;
  });
}

// A phone whose call a colleague picks up may be told as answered, for no time at all.
const isForerunner = ({ from, to }: Found, next: Found | undefined): boolean =>
  from === to && next !== undefined && next.order - to <= TOUCH_MS;

interface Found extends Talk {
  channel: string;
  /** When it began, as far as that shows. */
  order: number;
}

interface Span {
  channel: string;
  /** Rows from the customer's channel to this person's. */
  direct: readonly Side[];
  /** Rows from a Local half to this person's channel. */
  through: readonly Side[];
  /** Rows from the customer's channel to the other half of such a Local channel. */
  links: readonly Side[];
}

// The Local channels a person was reached by may themselves stand behind others.
function linksOf(all: readonly Side[], theirs: ReadonlySet<string>, through: readonly Side[]): Side[] {
  const pairs = new Set(through.map(({ channel }) => pairOf(channel)));
  for (const pair of pairs)
    for (const side of all)
      if (pairOf(side.other) === pair && pairOf(side.channel) !== side.channel)
        pairs.add(pairOf(side.channel));
  return all.filter(
    ({ row, channel, other }) =>
      theirs.has(channel) &&
      pairs.has(pairOf(other)) &&
      other !== pairOf(other) &&
      row.disposition === 'answered',
  );
}

/** When this person came in; undefined where it does not show. */
function fromOf(all: readonly Side[], { channel, direct, through, links }: Span): number | undefined {
  const begin = [...direct].sort((a, b) => a.row.start - b.row.start)[0];
  if (begin && isOwnAnswer(all, begin)) return begin.row.answer;
  const joined = (begin ?? links[0])?.row.start;
  const answers = through.filter((side) => isOwnAnswer(all, side)).map(({ row }) => row.answer as number);
  const asked = consultation(all, channel);
  const answer = answers.length > 0 ? Math.min(...answers) : asked;
  if (answer !== undefined) return Math.max(answer, joined ?? answer);
  // Was in a row of his own, or talked with a colleague, before he got the customer.
  const upBefore = all.some(
    (side) =>
      (side.channel === channel &&
        joined !== undefined &&
        side.row.start <= joined &&
        side.row.answer !== undefined) ||
      (side.other === channel &&
        side !== begin &&
        side.row.disposition === 'answered' &&
        joined !== undefined &&
        side.row.start < joined),
  );
  return upBefore ? joined : undefined;
}

/** When a colleague's question was answered by this person, where that shows. */
const consultation = (all: readonly Side[], channel: string): number | undefined =>
  all.find(
    (side) => side.other === channel && side.from?.role === DeviceRole.EMPLOYEE && isOwnAnswer(all, side),
  )?.row.answer;

/**
 * The answer in this row is the dialled person's: nothing answered the dialling
 * channel before, and not at once. What the server was told to dial by somebody
 * else was answered by that one first.
 */
function isOwnAnswer(all: readonly Side[], { channel, row }: Side): boolean {
  if (row.answer === undefined || row.disposition !== 'answered') return false;
  if (row.uniqueid !== '' && !OWN_ID.test(row.uniqueid)) return false;
  const own = all.filter((side) => side.channel === channel).map((side) => side.row);
  const born = Math.min(...own.map(({ start }) => start));
  const answered = Math.min(...own.map(({ answer }) => answer ?? Number.POSITIVE_INFINITY));
  return row.answer === answered && answered > born;
}

/** The channel of somebody who was dialled, seen from his side: he is told of in the other row. */
const isPartner = ({ row, from }: Side, all: readonly Side[]): boolean =>
  row.application.startsWith('AppDial') && from !== undefined && all.length > 1;

/** Asks a colleague, and has the customer until that one takes over. */
const consults = (all: readonly Side[], channel: string, from: number, to: number): boolean =>
  to > from &&
  all.some(
    (side) => side.channel === channel && side.row.start <= from + TOUCH_MS && side.row.end >= to - TOUCH_MS,
  );

function whoOf(
  sides: readonly Side[],
  outbound: boolean,
  caller: string,
): { extension: string; number: string } {
  const { to, row } = sides[0] as Side;
  if (to?.role === DeviceRole.EMPLOYEE) return { extension: to.party.extension ?? '', number: '' };
  if (outbound) return { extension: caller, number: '' };
  const dialled = dialledNumber((row.data.split(',')[0] ?? '').replace(/^[A-Za-z0-9]+\//, ''));
  return { extension: '', number: dialled || bareNumber(row.destination) };
}
