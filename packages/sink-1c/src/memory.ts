import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';

const KEEP_POPUPS_MS = 86_400_000;
const KEEP_RECORDS_MS = 7 * 86_400_000;
/** As long as they lie in the stream. */
const KEEP_INTERACTIONS_MS = 30 * 86_400_000;
const PRUNE_EVERY = 1_000;
/** A process that just lost the base may still write down the end of its last requests. */
const BUSY_MS = 200;
const RETRY_MS = 5_000;
/** What is remembered beside the file, for the time it cannot be used. */
const RECENT = 10_000;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const DAMAGED = new Set([CORRUPT, NOT_A_DATABASE]);

export interface MemoryOptions {
  /** Called when something cannot be read or kept any more; once until it can again. */
  onTrouble?: (error: unknown) => void;
  now?: () => number;
  /** Milliseconds the file is left alone after trouble: each try may hold up everything for `BUSY_MS`. */
  retryMs?: number;
}

interface Statements {
  popup: StatementSync;
  finish: StatementSync;
  finished: StatementSync;
  tell: StatementSync;
  told: StatementSync;
}

/**
 * What this base was sent, on disk: a popup is tried once and a record not
 * repeated, even when we are killed between the answer of 1C and the
 * acknowledgement to the broker. A killed process loses nothing of it; a power
 * cut may, and then a record is repeated with the same call id and revision.
 * It only saves repeats, so trouble with it never keeps anything from 1C: what
 * happened lately is known without the file, too.
 */
export class Memory {
  readonly #file: string;
  readonly #onTrouble: (error: unknown) => void;
  readonly #now: () => number;
  readonly #retryMs: number;
  #db: DatabaseSync | undefined;
  #statements: Statements | undefined;
  readonly #popups = new LRUCache<string, true>({ max: RECENT });
  readonly #interactions = new LRUCache<string, true>({ max: RECENT });
  readonly #revisions = new LRUCache<string, number>({ max: RECENT });
  #isOpen = false;
  #restUntil = 0;
  #uses = 0;
  /** Resolves when what was noted in this turn of the event loop is on disk. */
  #keeping: Promise<void> | undefined;
  #troubled = false;

  constructor(
    file: string,
    { onTrouble = () => {}, now = Date.now, retryMs = RETRY_MS }: MemoryOptions = {},
  ) {
    this.#file = file;
    this.#onTrouble = onTrouble;
    this.#now = now;
    this.#retryMs = retryMs;
  }

  open(): void {
    this.#isOpen = true;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      this.#prepare();
      this.#prune();
    } catch (error) {
      this.#close();
      this.#mend(error);
    }
  }

  close(): void {
    this.#commit();
    this.#close();
    this.#isOpen = false;
    this.#popups.clear();
    this.#interactions.clear();
    this.#revisions.clear();
  }

  #close(): void {
    this.#db?.close();
    this.#db = undefined;
    this.#statements = undefined;
  }

  /** Resolves when all that was noted so far would outlive us. Never rejects. */
  kept(): Promise<void> {
    return this.#keeping ?? Promise.resolve();
  }

  /** Notes a popup about to be sent. @returns false when it was noted before */
  firstTime(popup: string): boolean {
    if (!this.#isOpen) return true;
    if (this.#popups.has(popup)) return false;
    this.#popups.set(popup, true);
    return this.#use((s) => {
      this.#begin();
      return s.popup.run(popup, this.#now()).changes === 1;
    }, true);
  }

  /** The highest revision of a call that is done with; 0 when none. */
  finished(callId: string): number {
    const recent = this.#revisions.get(callId) ?? 0;
    return this.#use((s) => Math.max(recent, Number(s.finished.get(callId)?.revision ?? 0)), recent);
  }

  /** Notes that 1C took a revision, or that it was set aside. */
  finish(callId: string, revision: number): void {
    if (!this.#isOpen) return;
    this.#revisions.set(callId, Math.max(revision, this.#revisions.get(callId) ?? 0));
    this.#use((s) => {
      this.#begin();
      s.finish.run(callId, revision, this.#now());
    }, undefined);
  }

  /** Whether something about an interaction is done with. */
  told(event: string): boolean {
    const recent = this.#interactions.has(event);
    return recent || this.#use((s) => s.told.get(event) !== undefined, false);
  }

  /** Notes that 1C was told of it, or that it was set aside. */
  tell(event: string): void {
    if (!this.#isOpen) return;
    this.#interactions.set(event, true);
    this.#use((s) => {
      this.#begin();
      s.tell.run(event, this.#now());
    }, undefined);
  }

  // What is noted in one turn of the event loop is written down together.
  #begin(): void {
    if (this.#keeping) return;
    this.#db?.exec('BEGIN IMMEDIATE');
    this.#keeping = new Promise((resolve) => {
      setImmediate(() => {
        this.#commit();
        resolve();
      });
    });
  }

  #commit(): void {
    this.#keeping = undefined;
    // Trouble may have rolled it back, or closed the file.
    if (!this.#db?.isTransaction) return;
    try {
      this.#db.exec('COMMIT');
      // Only what is on disk shows that the trouble is over.
      this.#troubled = false;
    } catch (error) {
      this.#mend(error);
    }
  }

  #use<T>(work: (statements: Statements) => T, otherwise: T): T {
    if (performance.now() < this.#restUntil) return otherwise;
    for (let mended = false; ; mended = true) {
      try {
        if (this.#isOpen && !this.#statements) this.#prepare();
        if (!this.#statements) return otherwise;
        const result = work(this.#statements);
        if (++this.#uses % PRUNE_EVERY === 0) this.#prune();
        return result;
      } catch (error) {
        if (!this.#mend(error) || mended) return otherwise;
      }
    }
  }

  /** A damaged file is begun anew; any other trouble is given time. @returns whether to try again at once */
  #mend(trouble: unknown): boolean {
    if (!this.#troubled) this.#onTrouble(trouble);
    this.#troubled = true;
    const code = (trouble as { errcode?: number }).errcode ?? 0;
    if (!DAMAGED.has(code & 0xff)) {
      this.#rest();
      return false;
    }
    this.#close();
    try {
      for (const tail of ['', '-wal', '-shm']) rmSync(this.#file + tail, { force: true });
      this.#prepare();
      return true;
    } catch {
      this.#close();
      this.#rest();
      return false;
    }
  }

  #rest(): void {
    this.#restUntil = performance.now() + this.#retryMs;
    try {
      if (this.#db?.isTransaction) this.#db.exec('ROLLBACK');
    } catch {
      this.#close();
    }
  }

  #prepare(): void {
    const db = new DatabaseSync(this.#file, { timeout: BUSY_MS });
    this.#db = db;
    // The system keeps what a killed process wrote; only a power cut loses it.
    db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF');
    const check = db.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') {
      throw Object.assign(new Error(`damaged: ${check?.quick_check}`), { errcode: CORRUPT });
    }
    db.exec(`
      CREATE TABLE IF NOT EXISTS popup (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS record (call_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS interaction (event TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    `);
    this.#statements = {
      popup: db.prepare('INSERT OR IGNORE INTO popup VALUES (?, ?)'),
      finish: db.prepare(
        'INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (call_id) DO UPDATE SET revision = MAX(revision, excluded.revision), at = excluded.at',
      ),
      finished: db.prepare('SELECT revision FROM record WHERE call_id = ?'),
      tell: db.prepare('INSERT OR REPLACE INTO interaction VALUES (?, ?)'),
      told: db.prepare('SELECT at FROM interaction WHERE event = ?'),
    };
  }

  #prune(): void {
    const now = this.#now();
    this.#db?.prepare('DELETE FROM popup WHERE at < ?').run(now - KEEP_POPUPS_MS);
    this.#db?.prepare('DELETE FROM record WHERE at < ?').run(now - KEEP_RECORDS_MS);
    this.#db?.prepare('DELETE FROM interaction WHERE at < ?').run(now - KEEP_INTERACTIONS_MS);
  }
}
