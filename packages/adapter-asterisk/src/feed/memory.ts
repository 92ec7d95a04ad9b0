import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Logger, openStore, reasonOf } from '@callbus/runtime';

/** What an earlier run left. */
export interface Remembered {
  /** Calls as the translator kept them. */
  calls: string[];
  /** When the server was last heard, Unix milliseconds; undefined where it never was. */
  heardAt: number | undefined;
}

/** Calls that were told of and are not over, by key; undefined takes one out. */
export type Rows = ReadonlyMap<string, string | undefined>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS call (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS heard (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL);
  SELECT * FROM call; SELECT * FROM heard`;

/**
 * What must survive our own end: which calls are open and how far they were
 * told, and when the server was last heard. Written behind what was published,
 * so that what it remembers was told in any case. Trouble with the file is said
 * in the log and costs no call.
 */
export class CallMemory {
  readonly #dir: string;
  readonly #log: Logger;
  #db: DatabaseSync | undefined;
  #put: StatementSync | undefined;
  #drop: StatementSync | undefined;
  #heard: StatementSync | undefined;
  #complained = false;

  constructor(dir: string, log: Logger) {
    this.#dir = dir;
    this.#log = log;
  }

  /** Opens the file. @returns what is in it */
  open(): Remembered {
    try {
      const db = openStore(join(this.#dir, 'calls.db'), SCHEMA, this.#log);
      this.#put = db.prepare('INSERT OR REPLACE INTO call (key, text) VALUES (?, ?)');
      this.#drop = db.prepare('DELETE FROM call WHERE key = ?');
      this.#heard = db.prepare('INSERT OR REPLACE INTO heard (one, at) VALUES (1, ?)');
      const calls = db.prepare('SELECT text FROM call').all() as { text: string }[];
      const heard = db.prepare('SELECT at FROM heard').get() as { at: number } | undefined;
      this.#db = db;
      return { calls: calls.map(({ text }) => text), heardAt: heard?.at };
    } catch (error) {
      this.#complain(error);
      return { calls: [], heardAt: undefined };
    }
  }

  /** Notes how calls stand now, and that the server was heard. Never throws. */
  save(rows: Rows, heardAt: number): void {
    this.#write(rows, heardAt, false);
  }

  /** The same where `rows` are all there are. */
  replace(rows: Rows, heardAt: number): void {
    this.#write(rows, heardAt, true);
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
  }

  #write(rows: Rows, heardAt: number, all: boolean): void {
    const db = this.#db;
    if (!db) return;
    try {
      db.exec('BEGIN');
      if (all) db.exec('DELETE FROM call');
      for (const [key, text] of rows) {
        if (text !== undefined) this.#put?.run(key, text);
        else if (!all) this.#drop?.run(key);
      }
      this.#heard?.run(Math.round(heardAt));
      db.exec('COMMIT');
      this.#complained = false;
    } catch (error) {
      this.#complain(error);
      if (db.isTransaction) db.exec('ROLLBACK');
    }
  }

  #complain(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#log.warn({ error: reasonOf(error) }, 'open calls cannot be remembered');
  }
}
