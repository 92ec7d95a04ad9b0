import { type CallEventInit, Direction } from '@callbus/contract';
import { type AdapterContext, say } from '@callbus/runtime';
import type { Sides } from '../translate/names.ts';
import { callsOf, plainName } from './group.ts';
import { type CdrCall, judge, type Unjudged } from './judge.ts';
import type { Known, Looks, ToldCalls } from './memory.ts';
import { messages } from './messages.ts';
import type { CdrPage, CdrRow, CdrSource, Window } from './port.ts';
import { merged, tell } from './tell.ts';

/** A channel that is on the switchboard now. */
export interface LiveChannel {
  uniqueid: string;
  linkedid: string;
  name: string;
}

/** What came of a window. */
export interface Mended {
  /** Calls in the CDR. */
  found: number;
  /** Told for the first time. */
  opened: number;
  /** Closed blind before, and mended now. */
  amended: number;
  /** Told before, or still going on. */
  known: number;
  /** Rows and calls that could not be understood. */
  refused: number;
}

export interface Gone extends Mended {
  /** Up to when the window was gone through. */
  until: number;
  /** End of the newest row there is. */
  writtenUntil: number | undefined;
}

/** How a window is gone through. */
export interface Going {
  signal?: AbortSignal | undefined;
  /** Only calls that are certain to have all their rows. */
  settledOnly?: boolean | undefined;
  /** Asked after each batch; true ends it there. */
  enough?: (() => boolean) | undefined;
  /** Names of lines refused so far, so that none is counted twice. */
  lines?: Set<string> | undefined;
  /** Calls that ended so shortly before or after the window belong to it, milliseconds. */
  slackMs?: number | undefined;
}

/** What going through a window needs. */
export interface Surroundings {
  context: Pick<AdapterContext, 'id' | 'now' | 'publishOrKeep' | 'refuse'>;
  source: CdrSource;
  sides: Sides;
  /** Channels that stand now: calls they belong to are still going on. */
  live: () => Iterable<LiveChannel>;
  told: ToldCalls;
  /** A call that ended longer ago than this, milliseconds, has all its rows. */
  settleMs: number;
}

const BATCH = 100;
/** Rows have whole seconds. */
export const ROUNDING_MS = 2_000;

/** Goes through a window of the CDR once and tells what was not told before, calls in the order they ended. */
export async function goThrough(window: Window, going: Going, around: Surroundings): Promise<Gone> {
  const { settledOnly = false, enough, lines = new Set<string>(), slackMs = 0, signal } = going;
  const { skew } = around.told;
  const page = await around.source.read({ from: window.from - skew, to: window.to - skew }, signal);
  const writtenUntil = page.writtenUntil === undefined ? undefined : page.writtenUntil + skew;
  const mended: Mended = { found: 0, opened: 0, amended: 0, known: 0, refused: newIn(page, lines) };
  const settled = around.context.now() - around.settleMs;
  const calls = callsOf(page.rows)
    .map((rows) => ({ rows, end: Math.max(...rows.map((row) => row.end)) + skew }))
    .filter(({ end }) => end >= window.from - slackMs && end <= window.to + slackMs)
    .filter(({ end }) => !settledOnly || end < settled || (writtenUntil ?? 0) > end + ROUNDING_MS)
    .sort((a, b) => a.end - b.end);
  for (let at = 0; at < calls.length; at += BATCH) {
    signal?.throwIfAborted();
    const batch = calls.slice(at, at + BATCH);
    await tellAll(
      batch.map(({ rows }) => rows),
      mended,
      around,
    );
    const last = batch.at(-1)?.end ?? 0;
    const next = calls[at + BATCH]?.end;
    // Calls that end in the same second stay together.
    if (next !== undefined && next !== last && enough?.()) return { ...mended, writtenUntil, until: last };
  }
  return { ...mended, writtenUntil, until: window.to };
}

async function tellAll(calls: readonly CdrRow[][], mended: Mended, around: Surroundings): Promise<void> {
  const { context, live, told, sides } = around;
  const standing = new Set([...live()].flatMap(({ uniqueid, name }) => [uniqueid, plainName(name)]));
  const events: CallEventInit[] = [];
  const marks: (() => void)[] = [];
  for (const rows of calls) {
    mended.found++;
    const ids = idsOf(rows);
    if ([...ids, ...rows.flatMap(namesOf)].some((name) => standing.has(name))) {
      mended.known++;
      continue;
    }
    const call = judge(rows, sides);
    const looks = looksOf(rows, call, told.skew);
    const before = ids.length > 0 ? told.find(ids) : told.findByLooks(looks);
    const blind = before.filter(({ state }) => state === 'blind');
    if (before.some(({ state }) => state === 'refused')) mended.refused++;
    else if (before.length > 0 && blind.length === 0) mended.known++;
    else if ('unjudged' in call) {
      mended.refused++;
      refuse(call, rows, context);
      marks.push(() => told.mark(ids[0] ?? keyOf(looks), ids, 'refused', looks));
    } else {
      const { key, news, amended } = newsOf(call, blind, around);
      mended[amended ? 'amended' : 'opened']++;
      events.push(...news);
      marks.push(() => told.mark(key, [...ids, ...blind.map((known) => known.key)], 'mended', looks));
    }
  }
  if (events.length > 0) await context.publishOrKeep(events);
  // Told first: whoever dies in between tells the same events again.
  for (const mark of marks) mark();
}

function newsOf(
  call: CdrCall,
  blind: readonly Known[],
  { context, told }: Surroundings,
): { key: string; news: CallEventInit[]; amended: boolean } {
  const begun = blind.filter((known) => known.begun);
  const first = begun.find(({ key }) => key === call.key) ?? begun[0];
  const key = first?.key ?? blind[0]?.key ?? call.key;
  const moment = { instance: context.id, now: context.now(), skew: told.skew };
  // Calls that joined unseen were closed as two.
  const joined = begun
    .filter((known) => known !== first)
    .map((other) => merged(key, other.key, call, moment));
  const report = tell({ ...call, key }, { ...moment, amends: first });
  return { key, news: [...joined, report], amended: first !== undefined };
}

function refuse(
  { unjudged }: Unjudged,
  rows: readonly CdrRow[],
  { refuse: aloud }: Surroundings['context'],
): void {
  aloud({
    code: 'asterisk.cdr-call',
    reason: say(messages[unjudged]),
    source: 'cdr',
    contentType: 'application/json',
    payload: Buffer.from(JSON.stringify(rows)),
  });
}

function newIn({ refused }: CdrPage, lines: Set<string>): number {
  const before = lines.size;
  for (const line of refused) lines.add(line);
  return lines.size - before;
}

const idsOf = (rows: readonly CdrRow[]): string[] => [
  ...new Set(rows.flatMap(({ uniqueid, linkedid }) => [linkedid, uniqueid]).filter((id) => id !== '')),
];

const namesOf = ({ channel, otherChannel }: CdrRow): string[] =>
  [channel, otherChannel].filter((name) => name !== '').map(plainName);

function looksOf(rows: readonly CdrRow[], call: CdrCall | Unjudged, skew: number): Looks {
  const first = rows[0] as CdrRow;
  if ('unjudged' in call) return { device: first.channel, number: '', start: first.start + skew };
  const number = call.direction === Direction.INBOUND ? (call.calling.number ?? '') : '';
  return { device: call.device, number, start: call.start + skew };
}

const keyOf = ({ device, start }: Looks): string => `cdr-${start}-${device}`;
