import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CallEventInit } from '@callbus/contract';
import { type Logger, openStore } from '@callbus/runtime';
import type { FinishedCall } from '../doors.ts';
import type { LiveCall } from '../translate/model.ts';
import type { CallFacts } from './facts.ts';

/** A report that waits for the end of the running call it is of. */
export interface HeldReport {
  call: FinishedCall;
  rule: string;
  apartMs: number;
}

// Read as well as made: only what is read shows that it is broken.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS call (key TEXT PRIMARY KEY, subscriber TEXT NOT NULL, started INTEGER NOT NULL, facts TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS call_subscriber ON call (subscriber, started);
  CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, key TEXT NOT NULL, told INTEGER NOT NULL, held TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS native (id TEXT PRIMARY KEY, key TEXT NOT NULL, told INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS live (key TEXT PRIMARY KEY, call TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS outgoing (id INTEGER PRIMARY KEY, events TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  SELECT * FROM call LIMIT 1;
  SELECT * FROM live LIMIT 1;
`;

/** What the join and the board must know again after a restart, in a small SQLite file. */
export class CallStore {
  readonly #dir: string;
  readonly #log: Pick<Logger, 'error'> | undefined;
  #db: DatabaseSync | undefined;

  /**
   * @param dir the adapter's own folder
   * @param log told of a file that is broken and was put aside
   */
  constructor(dir: string, log?: Pick<Logger, 'error'>) {
    this.#dir = dir;
    this.#log = log;
  }

  /** Opens the file. A process that is killed loses nothing; after a power cut the last moments may be missing. */
  open(): void {
    this.#db = openStore(join(this.#dir, 'calls.db'), SCHEMA, this.#log);
  }

  /** Whether it can be used. */
  get opened(): boolean {
    return this.#db !== undefined;
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
  }

  /** Everything done in `work` is on disk, or nothing. */
  together<T>(work: () => T): T {
    this.#open.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#open.exec('COMMIT');
      return result;
    } catch (error) {
      this.#open.exec('ROLLBACK');
      throw error;
    }
  }

  put(facts: CallFacts): void {
    this.#open
      .prepare('INSERT OR REPLACE INTO call (key, subscriber, started, facts) VALUES (?, ?, ?, ?)')
      .run(facts.key, facts.subscriber, Math.round(facts.startedAt), JSON.stringify(facts));
  }

  get(key: string): CallFacts | undefined {
    return factsOf(this.#open.prepare('SELECT facts FROM call WHERE key = ?').get(key));
  }

  /** Calls of a subscriber that began within from..to; the empty subscriber is its own. */
  near(subscriber: string, from: number, to: number): CallFacts[] {
    return this.#open
      .prepare('SELECT facts FROM call WHERE subscriber = ? AND started BETWEEN ? AND ? ORDER BY started')
      .all(subscriber, Math.round(from), Math.round(to))
      .flatMap((row) => factsOf(row) ?? []);
  }

  /** The call whose record this is, told before. */
  keyOfRecord(id: string): string | undefined {
    const row = this.#open.prepare('SELECT key FROM record WHERE id = ?').get(id);
    return row === undefined ? undefined : String(row.key);
  }

  /** The call that has this id of 3CX. */
  keyOfNative(id: string): string | undefined {
    const row = this.#open.prepare('SELECT key FROM native WHERE id = ?').get(id);
    return row === undefined ? undefined : String(row.key);
  }

  putRecord(id: string, key: string, at: number, held?: HeldReport): void {
    this.#open
      .prepare('INSERT OR REPLACE INTO record (id, key, told, held) VALUES (?, ?, ?, ?)')
      .run(id, key, at, held === undefined ? null : JSON.stringify(held));
  }

  putNative(id: string, key: string, at: number): void {
    this.#open.prepare('INSERT OR IGNORE INTO native (id, key, told) VALUES (?, ?, ?)').run(id, key, at);
  }

  /** Reports that wait, of one call or of all. */
  held(key?: string): { id: string; key: string; report: HeldReport }[] {
    const where = key === undefined ? '' : 'AND key = ?';
    return this.#open
      .prepare(`SELECT id, key, held FROM record WHERE held IS NOT NULL ${where} ORDER BY told, rowid`)
      .all(...(key === undefined ? [] : [key]))
      .map((row) => ({
        id: String(row.id),
        key: String(row.key),
        report: JSON.parse(String(row.held)) as HeldReport,
      }));
  }

  /** A waiting report has been published. */
  release(id: string): void {
    this.#open.prepare('UPDATE record SET held = NULL WHERE id = ?').run(id);
  }

  /** The running calls, as the board has them. */
  putLive(calls: readonly LiveCall[]): void {
    this.#open.exec('DELETE FROM live');
    const insert = this.#open.prepare('INSERT INTO live (key, call) VALUES (?, ?)');
    for (const call of calls) insert.run(call.key, JSON.stringify(call));
  }

  /** Events that are about to be published: the board will not tell them again. @returns what ends their wait */
  putOutgoing(events: readonly CallEventInit[]): () => void {
    const { lastInsertRowid } = this.#open
      .prepare('INSERT INTO outgoing (events) VALUES (?)')
      .run(JSON.stringify(events));
    return () => void this.#open.prepare('DELETE FROM outgoing WHERE id = ?').run(lastInsertRowid);
  }

  /** Events that an earlier run may not have published. */
  outgoing(): { events: CallEventInit[]; done: () => void }[] {
    return this.#open
      .prepare('SELECT id, events FROM outgoing ORDER BY id')
      .all()
      .map(({ id, events }) => ({
        events: JSON.parse(String(events)) as CallEventInit[],
        done: () => void this.#open.prepare('DELETE FROM outgoing WHERE id = ?').run(Number(id)),
      }));
  }

  live(): LiveCall[] {
    return this.#open
      .prepare('SELECT call FROM live')
      .all()
      .map((row) => JSON.parse(String(row.call)) as LiveCall);
  }

  /** A moment worth remembering, Unix milliseconds. */
  mark(name: string): number | undefined {
    const row = this.#open.prepare('SELECT value FROM mark WHERE name = ?').get(name);
    return row === undefined ? undefined : Number(row.value);
  }

  setMark(name: string, value: number): void {
    this.#open
      .prepare('INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)')
      .run(name, Math.round(value));
  }

  /** Lets go of what is older than anything late can come. */
  forget(before: number): void {
    this.#open.prepare('DELETE FROM call WHERE started < ?').run(Math.round(before));
    this.#open.prepare('DELETE FROM record WHERE told < ? AND held IS NULL').run(Math.round(before));
    this.#open.prepare('DELETE FROM native WHERE told < ?').run(Math.round(before));
  }

  get #open(): DatabaseSync {
    if (!this.#db) throw new Error('not started');
    return this.#db;
  }
}

const factsOf = (row: unknown): CallFacts | undefined =>
  row === undefined ? undefined : (JSON.parse(String((row as { facts: string }).facts)) as CallFacts);
