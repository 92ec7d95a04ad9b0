import { type AdapterContext, type Link, reasonOf, say } from '@callbus/runtime';
import type { PbxApi } from '../call-control/wire/api.ts';
import type { Config } from '../config.ts';
import type { Backfill, Door, FinishedCall, Teller } from '../doors.ts';
import { PbxAway } from '../errors.ts';
import { byCall, fromView, historyCall } from './history.ts';
import { messages } from './messages.ts';
import { BadRow, type LogRow, readLogRow, readPage, readViewRow } from './rows.ts';

/** How the history is read; tests have their own. */
export interface Pace {
  /** Rows of a page. */
  page: number;
  firstMs: number;
  mostMs: number;
}

const PACE: Pace = { page: 200, firstMs: 2_000, mostMs: 300_000 };
/** Calls are found by their start, and the longest that can have ended in the gap began so long before it. */
const LONGEST_CALL_MS = 4 * 3_600_000;
/** The clocks of both machines may differ by this much. */
const SLACK_MS = 60_000;
/** Pages of one gap; a server that always has a next one has none. */
const MOST_PAGES = 500;

/** 3CX refused its history: asking again would not help. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** The call history of 3CX: what ended while nobody listened is read from it. */
export class XapiDoor implements Door, Backfill {
  readonly name = 'xapi';
  readonly #context: AdapterContext;
  readonly #enabled: boolean;
  readonly #teller: Teller;
  readonly #api: Pick<PbxApi, 'get'>;
  readonly #link: Link;
  readonly #pace: Pace;
  readonly #stopping = new AbortController();
  /** Gaps are read one after the other. */
  #filling = Promise.resolve();

  constructor(
    context: AdapterContext,
    block: Config,
    teller: Teller,
    api: Pick<PbxApi, 'get'>,
    pace: Pace = PACE,
  ) {
    this.#context = context;
    this.#enabled = block.xapi?.historyBackfill ?? false;
    this.#teller = teller;
    this.#api = api;
    this.#link = context.link('xapi');
    this.#pace = pace;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#filling;
  }

  /** Tells every call that ended within from..to, Unix milliseconds. Tries until it could be read; never rejects. */
  fill(from: number, to: number): Promise<void> {
    if (!this.#enabled || to <= from) return Promise.resolve();
    this.#filling = this.#filling.then(() => this.#fill(from, to));
    return this.#filling;
  }

  async #fill(from: number, to: number): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = this.#pace.firstMs; !signal.aborted; wait = Math.min(this.#pace.mostMs, wait * 2)) {
      try {
        for (const call of await this.#calls(from, to)) {
          if (signal.aborted) return;
          await this.#teller.tell(call);
        }
        this.#link.ok();
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (this.#givesUp(error)) return;
        this.#link.degraded(say(messages.away, { reason: reasonOf(error) }));
        await pause(wait, signal);
      }
    }
  }

  #givesUp(error: unknown): boolean {
    if (error instanceof Refused) {
      const reason = say(messages.refused, { status: error.status });
      this.#link.degraded(reason, say(messages.refusedRemedy, { id: this.#context.id }));
      return true;
    }
    if (error instanceof PbxAway) return false;
    // An answer that is no page at all will be none tomorrow.
    if (error instanceof BadRow) this.#refuse(error, undefined);
    this.#link.degraded(say(messages.away, { reason: reasonOf(error) }));
    return error instanceof BadRow;
  }

  async #calls(from: number, to: number): Promise<FinishedCall[]> {
    const rows = await this.#rows(from - LONGEST_CALL_MS, to + SLACK_MS);
    return byCall(rows)
      .map(historyCall)
      .filter((call) => call !== undefined)
      .filter(({ endedAt = 0 }) => endedAt >= from - SLACK_MS && endedAt <= to + SLACK_MS);
  }

  /** From the call log, or from the older view where the log is not given. */
  async #rows(from: number, to: number): Promise<LogRow[]> {
    try {
      return this.#read(await this.#pages(logPath(from, to)), readLogRow);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return fromView(this.#read(await this.#pages(viewPath(from, to)), readViewRow));
    }
  }

  // A row that cannot be read costs the others nothing.
  #read<T>(rows: readonly unknown[], read: (row: unknown) => T): T[] {
    return rows.flatMap((row) => {
      try {
        return [read(row)];
      } catch (error) {
        if (!(error instanceof BadRow)) throw error;
        this.#refuse(error, row);
        return [];
      }
    });
  }

  #refuse({ code, message }: BadRow, row: unknown): void {
    const payload = Buffer.from(JSON.stringify(row) ?? '');
    this.#context.refuse({
      code,
      reason: message,
      source: 'xapi history',
      contentType: 'application/json',
      payload,
    });
  }

  async #pages(path: string): Promise<unknown[]> {
    const rows: unknown[] = [];
    const { page: size } = this.#pace;
    let next: string | undefined = `${path}&$top=${size}&$skip=0`;
    let before = '';
    for (let pages = 0; next !== undefined && pages < MOST_PAGES; pages++) {
      const { status, body } = await this.#api.get(encoded(next), this.#stopping.signal);
      if (status === 429 || status >= 500) throw new PbxAway(`HTTP ${status}`);
      if (status !== 200) throw new Refused(status);
      const page = readPage(body);
      // A server that begins from the front again would go on for ever.
      const first = JSON.stringify(page.rows[0]) ?? '';
      if (first === before) break;
      before = first;
      for (const row of page.rows) rows.push(row);
      // Some versions name the next page, others are asked until a page is not full.
      next = page.next ?? (page.rows.length < size ? undefined : `${path}&$top=${size}&$skip=${rows.length}`);
    }
    return rows;
  }
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const logPath = (from: number, to: number): string =>
  `/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(periodFrom=${iso(from)},periodTo=${iso(to)},sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=false)?$count=true&$orderby=StartTime asc`;

const viewPath = (from: number, to: number): string =>
  `/xapi/v1/CallHistoryView?$filter=SegmentStartTime ge ${iso(from)} and SegmentStartTime le ${iso(to)}&$orderby=SegmentStartTime asc`;

const encoded = (path: string): string => path.replaceAll(' ', '%20');

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
