import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import type { CdrMender, Mended } from './mend.ts';
import { messages } from './messages.ts';
import { CdrUnavailable, type Window } from './port.ts';
import { WallClock, wallOf } from './zone.ts';

export interface BackfillOptions {
  /** Adapter id. */
  id: string;
  /** Absent where no CDR is configured. */
  mender: Pick<CdrMender, 'go'> | undefined;
  /** IANA zone of times that come without one. */
  timeZone: string;
  now: () => number;
  /** A command is answered after this long, with how far it came; milliseconds. */
  budgetMs?: number | undefined;
}

/** What the command answers; times RFC 3339. */
export interface Backfilled extends Mended {
  from: string;
  to: string;
  /** How far it came. */
  until: string;
  /** False: the rest is to be asked for from `until` on. */
  done: boolean;
}

const SLICE_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
const BUDGET_MS = 15_000;

/**
 * The command `backfill {from, to}`: tells the calls that ended in a stretch of
 * the past and were not told before. Asked again, it changes nothing.
 */
export function backfill({
  id,
  mender,
  timeZone,
  now,
  budgetMs = BUDGET_MS,
}: BackfillOptions): CommandHandler {
  let busy = false;
  return async (parameters, signal): Promise<Backfilled> => {
    if (!mender) throw new CommandFault('asterisk.no-cdr', 501, say(messages.noSource, { id }));
    const window = windowOf(parameters, new WallClock(timeZone), now());
    if (busy) throw new CommandFault('asterisk.backfill-runs', 409, say(messages.busy));
    busy = true;
    try {
      return await through(mender, window, { signal, enough: within(budgetMs) });
    } catch (error) {
      if (error instanceof CdrUnavailable) throw new CommandFault(error.code, 503, error.message, error);
      throw error;
    } finally {
      busy = false;
    }
  };
}

function within(budgetMs: number): () => boolean {
  const begun = performance.now();
  return () => performance.now() - begun > budgetMs;
}

async function through(
  mender: Pick<CdrMender, 'go'>,
  { from, to }: Window,
  { signal, enough }: { signal: AbortSignal; enough: () => boolean },
): Promise<Backfilled> {
  const sum: Mended = { found: 0, opened: 0, amended: 0, known: 0, refused: 0 };
  const lines = new Set<string>();
  let at = from;
  while (at < to) {
    const end = Math.min(at + SLICE_MS, to);
    // A moment belongs to one slice alone.
    const { until, ...slice } = await mender.go({ from: at, to: end - 1 }, { signal, enough, lines });
    for (const name of Object.keys(sum) as (keyof Mended)[]) sum[name] += slice[name];
    at = until < end - 1 ? until + 1 : end;
    if (enough()) break;
  }
  const iso = (time: number): string => new Date(time).toISOString();
  return { ...sum, from: iso(from), to: iso(to), until: iso(at), done: at >= to };
}

function windowOf(parameters: Record<string, unknown>, clock: WallClock, now: number): Window {
  const from = momentOf('from', parameters.from, clock, 0);
  const given = parameters.to === undefined || parameters.to === null ? now : undefined;
  const to = given ?? momentOf('to', parameters.to, clock, DAY_MS);
  if (to < from) throw new CommandFault('command.parameters', 400, say(messages.order));
  return { from, to: Math.min(to, now) };
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const LOCAL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/;
const ZONED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** @param dayMs added to a date without a time: a day that is named as the end belongs to the stretch */
function momentOf(field: string, value: unknown, clock: WallClock, dayMs: number): number {
  const found = typeof value === 'string' ? value.trim() : '';
  const wall = DATE.test(found)
    ? wallOf(`${found} 00:00:00`)
    : LOCAL.test(found)
      ? wallOf(found.replace('T', ' ').padEnd(19, ':00'))
      : undefined;
  const zoned = ZONED.test(found) ? Date.parse(found.replace(' ', 'T')) : Number.NaN;
  const extra = DATE.test(found) ? dayMs : 0;
  const local = wall === undefined ? undefined : clock.moments(wall + extra)[0];
  const moment = local ?? zoned;
  if (!Number.isNaN(moment)) return moment;
  throw new CommandFault(
    'command.parameters',
    400,
    say(messages.moment, { field, found: String(value ?? '') }),
  );
}
