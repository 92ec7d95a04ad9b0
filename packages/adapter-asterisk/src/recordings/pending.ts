import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from '@callbus/runtime';
import { openStore } from '@callbus/runtime';

/** A recording whose file is waited for, its call being over. */
export interface Waiting {
  file: string;
  /** Key under which it was told. */
  key: string;
  url: string;
  /** When its call ended, Unix milliseconds. */
  endedAt: number;
  /** Size at the last look, and since when it is that; 0 before the first. */
  size: number;
  stillSince: number;
  /** Was told as missing. */
  missing: boolean;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pending (
    file TEXT, key TEXT, call TEXT, url TEXT, since INTEGER, ended INTEGER,
    size INTEGER DEFAULT 0, still INTEGER DEFAULT 0, missing INTEGER DEFAULT 0, look INTEGER DEFAULT 0,
    PRIMARY KEY (file, key));
  CREATE INDEX IF NOT EXISTS by_call ON pending (call);
  CREATE INDEX IF NOT EXISTS by_look ON pending (look) WHERE ended IS NOT NULL;
  SELECT * FROM pending;`;

/** What is waited for at a time; more than any folder is looked at within a look. */
const ABREAST = 2_000;

/** The recordings that are waited for, on disk. */
export class Pending {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, log: Logger) {
    this.#db = openStore(file, SCHEMA, log);
  }

  close(): void {
    this.#db.close();
  }

  /** A file that a running call writes. */
  add({ file, key, url }: { file: string; key: string; url: string }, at: number): void {
    this.#run(
      'INSERT OR IGNORE INTO pending (file, key, call, url, since) VALUES (?, ?, ?, ?, ?)',
      file,
      key,
      key,
      url,
      at,
    );
  }

  /** The call under `key` goes on under `survivor`. */
  join(key: string, survivor: string): void {
    this.#run('UPDATE pending SET call = ? WHERE call = ?', survivor, key);
  }

  /** The call is over: from now on its files may be finished. */
  end(key: string, at: number): void {
    this.#run('UPDATE pending SET ended = ? WHERE call = ? AND ended IS NULL', at, key);
  }

  /** What is to be looked at now. */
  due(now: number): Waiting[] {
    const rows = this.#statement(
      'SELECT * FROM pending WHERE ended IS NOT NULL AND look <= ? ORDER BY look LIMIT ?',
    ).all(now, ABREAST);
    return rows.map((row) => ({
      file: String(row.file),
      key: String(row.key),
      url: String(row.url),
      endedAt: Number(row.ended),
      size: Number(row.size),
      stillSince: Number(row.still),
      missing: Number(row.missing) === 1,
    }));
  }

  seen(
    { file, key }: Waiting,
    { size, stillSince, nextLook }: { size: number; stillSince: number; nextLook: number },
  ): void {
    this.#run(
      'UPDATE pending SET size = ?, still = ?, look = ? WHERE file = ? AND key = ?',
      size,
      stillSince,
      Math.round(nextLook),
      file,
      key,
    );
  }

  missed({ file, key }: Waiting, missing: boolean, nextLook: number): void {
    this.#run(
      'UPDATE pending SET size = 0, missing = ?, look = ? WHERE file = ? AND key = ?',
      missing ? 1 : 0,
      Math.round(nextLook),
      file,
      key,
    );
  }

  remove({ file, key }: Waiting): void {
    this.#run('DELETE FROM pending WHERE file = ? AND key = ?', file, key);
  }

  /** Takes the call of whatever began before this for over: its end was never told. */
  abandon(before: number): void {
    this.#run('UPDATE pending SET ended = since WHERE ended IS NULL AND since < ?', before);
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#statement(sql).run(...values);
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
