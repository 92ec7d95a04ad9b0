import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type CallEventInit, EventType, fingerprint } from '@callbus/contract';
import { type Logger, openStore, reasonOf } from '@callbus/runtime';
import type { Window } from './port.ts';
import { Skew } from './skew.ts';

/**
 * What was told of a call: its beginning; all of it; its end without sight; its
 * story from the CDR; or aloud that its rows cannot be judged.
 */
export type Told = 'open' | 'whole' | 'blind' | 'mended' | 'refused';

/** What a call is known by where the server logs no ids. */
export interface Looks {
  /** Device of its first channel. */
  device: string;
  /** Number of an outside caller; empty for the rest. */
  number: string;
  /** Unix milliseconds. */
  start: number;
}

/** What is known of a call that may have been told. */
export interface Known {
  key: string;
  state: Told;
  /** Whether anything was told of it, or it is only known by its channels. */
  begun: boolean;
  /** Until when it was seen, Unix milliseconds; 0 where its end was, too. */
  seenUntil: number;
}

/** A gap that is still to be mended. */
export interface Job extends Window {
  id: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS told (
    id TEXT PRIMARY KEY, key TEXT, state TEXT, start INTEGER, seen INTEGER, looks TEXT) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS by_start ON told (start);
  CREATE INDEX IF NOT EXISTS by_key ON told (key);
  CREATE TABLE IF NOT EXISTS job (id INTEGER PRIMARY KEY, since INTEGER, until INTEGER);
  CREATE TABLE IF NOT EXISTS skew (one INTEGER PRIMARY KEY CHECK (one = 1), ms INTEGER);
  SELECT * FROM told LIMIT 1; SELECT * FROM job; SELECT * FROM skew;`;

/** Ids of channels that are remembered; some months of a busy office. */
const MOST = 1_000_000;
/** A call joins another, and that another; nobody follows further. */
const MOST_JOINS = 8;
const FLUSH_MS = 250;
/** Notes that wait for a disk that takes none. */
const MOST_WAITING = 100_000;
const TRIM_EVERY = 10_000;
/** Times of the same moment, one in whole seconds. */
const NEAR_MS = 3_000;

interface Note {
  key: string;
  state: Told;
  start: number;
  seen: number;
  looks: string;
}

/** These are about no call, or about one that was told of before. */
const NO_CALL = new Set<EventType>([
  EventType.SOURCE_GAP,
  EventType.ROUTE_DECIDED,
  EventType.RECORDING_READY,
]);

type Row = Record<string, unknown>;

const knownOf = ({ key, state, start, seen }: Row): Known => ({
  key: String(key),
  state: String(state) as Told,
  begun: Number(start) > 0,
  seenUntil: Number(seen),
});

const looksOf = (device: string, number: string): string => fingerprint(`${device}|${number}`);

/** Remembers on disk which calls were told, so that no row is told as another call. */
export class ToldCalls {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #skew: Skew;
  readonly #notes = new Map<string, Note>();
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #sinceTrim = TRIM_EVERY;

  constructor(dataDir: string, log: Logger) {
    this.#log = log;
    this.#db = openStore(join(dataDir, 'told.db'), SCHEMA, log);
    this.#skew = new Skew(Number(this.#db.prepare('SELECT ms FROM skew').get()?.ms ?? 0));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#flush();
    this.#db.close();
  }

  /** Milliseconds to add to the server's clock to get ours. */
  get skew(): number {
    return this.#skew.value;
  }

  /** Notes what the feed tells. */
  note(event: CallEventInit): void {
    const { type, key = '', merge } = event;
    if (!key || type === undefined || type === null || NO_CALL.has(type)) return;
    this.#skew.take(event);
    if (type === EventType.CALLS_MERGED && merge?.otherKey)
      this.#put(merge.otherKey, { key, state: 'whole' });
    if (type === EventType.CALL_CLEARED)
      this.#put(key, event.gap ? { state: 'blind', seen: event.gap.from ?? 0 } : { state: 'whole' });
    else if (!this.#notes.has(key)) this.#begin(key, event);
  }

  /**
   * Notes a call whose end was not seen, by every id it has.
   * @param seen when sight was lost
   */
  closedBlind(key: string, ids: readonly string[], seen: number): void {
    const start = this.#knownAs(key)?.start;
    for (const id of [key, ...ids])
      this.#put(id, { key, state: 'blind', seen, ...(start === undefined ? {} : { start: Number(start) }) });
  }

  /** Notes a call of the CDR by every id it has. */
  mark(key: string, ids: readonly string[], state: Told, { device, number, start }: Looks): void {
    for (const id of [key, ...ids]) this.#put(id, { key, state, start, looks: looksOf(device, number) });
  }

  /** What was told of the calls that have one of these ids, each once. */
  find(ids: readonly string[]): Known[] {
    const found = new Map<string, Known>();
    for (const id of ids) {
      const known = this.#survivor(id);
      if (known) found.set(known.key, known);
    }
    return [...found.values()];
  }

  /** The same where the server logs no ids: by who called when. */
  findByLooks({ device, number, start }: Looks): Known[] {
    this.#flush();
    const row = this.#statement(
      `SELECT key, state, start, seen FROM told WHERE start BETWEEN ? AND ? AND looks = ?
       ORDER BY abs(start - ?) LIMIT 1`,
    ).get(start - NEAR_MS, start + NEAR_MS, looksOf(device, number), start);
    return row ? [knownOf(row)] : [];
  }

  /** Gaps that are still to be mended, the oldest first. */
  jobs(): Job[] {
    const rows = this.#statement('SELECT id, since, until FROM job ORDER BY id').all();
    return rows.map((row) => ({ id: Number(row.id), from: Number(row.since), to: Number(row.until) }));
  }

  addJob({ from, to }: Window): void {
    this.#flush();
    this.#statement('INSERT INTO job (since, until) VALUES (?, ?)').run(Math.round(from), Math.round(to));
  }

  endJob({ id }: Job): void {
    this.#statement('DELETE FROM job WHERE id = ?').run(id);
  }

  /** The call of an id, or the one it joined. */
  #survivor(id: string): Known | undefined {
    let row = this.#knownAs(id);
    for (let at = id, joins = 0; row && row.key !== at && joins < MOST_JOINS; joins++) {
      at = String(row.key);
      row = this.#knownAs(at) ?? row;
    }
    return row && knownOf(row);
  }

  #knownAs(id: string): Row | undefined {
    this.#flush();
    return this.#statement('SELECT key, state, start, seen FROM told WHERE id = ?').get(id);
  }

  #begin(key: string, { occurredAt, observedAt, calling, connection, type }: CallEventInit): void {
    const number = type === EventType.OFFERED ? (calling?.number ?? '') : '';
    const looks = looksOf(connection?.device ?? '', number);
    this.#put(key, { state: 'open', start: occurredAt || observedAt || 0, looks });
  }

  #put(id: string, note: Partial<Note> & { state: Told }): void {
    const before = this.#notes.get(id);
    // Whatever is told first of a call of which something is written is no beginning.
    const state = note.state === 'open' ? (before?.state ?? 'open') : note.state;
    this.#notes.set(id, {
      key: note.key ?? before?.key ?? id,
      state,
      start: note.start ?? before?.start ?? 0,
      seen: note.seen ?? before?.seen ?? 0,
      looks: note.looks ?? before?.looks ?? '',
    });
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS).unref();
  }

  // A disk that is full must not stop calls: what is not written down waits.
  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#notes.size === 0) return;
    try {
      this.#db.exec('BEGIN');
      this.#write();
      this.#db.exec('COMMIT');
      this.#sinceTrim += this.#notes.size;
      this.#notes.clear();
      if (this.#sinceTrim >= TRIM_EVERY) this.#trim();
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#log.error({ error: reasonOf(error) }, 'told calls cannot be written down');
      if (this.#notes.size > MOST_WAITING) this.#notes.clear();
    }
  }

  #write(): void {
    const upsert = this.#statement(
      `INSERT INTO told (id, key, state, start, seen, looks) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET key = excluded.key,
         state = CASE WHEN excluded.state = 'open' THEN state ELSE excluded.state END,
         seen = CASE WHEN excluded.seen = 0 THEN seen ELSE excluded.seen END,
         start = CASE WHEN start = 0 THEN excluded.start ELSE start END,
         looks = CASE WHEN looks = '' THEN excluded.looks ELSE looks END`,
    );
    for (const [id, { key, state, start, seen, looks }] of this.#notes)
      upsert.run(id, key, state, Math.round(start), Math.round(seen), looks);
    this.#statement('INSERT OR REPLACE INTO skew VALUES (1, ?)').run(Math.round(this.#skew.value));
  }

  #trim(): void {
    this.#sinceTrim = 0;
    const count = Number(this.#statement('SELECT COUNT(*) AS n FROM told').get()?.n ?? 0);
    if (count <= MOST) return;
    this.#statement('DELETE FROM told WHERE id IN (SELECT id FROM told ORDER BY start LIMIT ?)').run(
      count - MOST,
    );
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
