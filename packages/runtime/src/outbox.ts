import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { codeOf, reasonOf, SetAside } from './errors.ts';
import type { Logger } from './log/logger.ts';
import { Pause } from './pause.ts';

/** One message on its way to a stream. */
export interface OutboxEntry {
  subject: string;
  messageId: string;
  data: Uint8Array;
  /** Entries with the same key reach the stream in order. */
  key: string;
}

/** What did not fit: told once the outbox is empty again. */
export interface OutboxLoss {
  /** Unix milliseconds of the first and the last lost entry. */
  from: number;
  to: number;
  count: number;
}

export interface OutboxOptions {
  /** The SQLite file. */
  file: string;
  /** Payload bytes it may hold. */
  maxBytes: number;
  /** @throws {SetAside} for what will never be taken; anything else is tried again */
  publish: (entry: OutboxEntry) => Promise<unknown>;
  /** Publishes the SourceGap for what was lost; tried again until it succeeds. */
  onLoss: (loss: OutboxLoss) => Promise<void>;
  log: Logger;
  now?: () => number;
  /** Called when the number of waiting bytes changed. */
  onSize?: (bytes: number) => void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Takes what a source cannot repeat. While the bus takes it, entries go
 * straight through; when the bus does not, they go to disk and follow in order
 * when it is back. What no longer fits is counted and becomes a gap.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #now: () => number;
  /** Last entry in flight per key: order within a call. */
  readonly #flights = new Map<string, Promise<void>>();
  readonly #pause = new Pause();
  #db: DatabaseSync | undefined;
  #insert: StatementSync | undefined;
  #bytes = 0;
  /** What has been lost and not told; the file has a copy. */
  #loss: OutboxLoss | undefined;
  /** Entries wait on disk, so new ones go behind them. */
  #spilling = false;
  #stopped = false;
  #draining: Promise<void> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Payload bytes that wait on disk. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Opens the file and sends what an earlier run left. An outbox that was not started opens it when it must. */
  start(): void {
    if (this.#db || this.#stopped) return;
    mkdirSync(dirname(this.#options.file), { recursive: true });
    const db = this.#open();
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO entry (subject, id, key, data) VALUES (?, ?, ?, ?)');
    const row = db.prepare('SELECT COUNT(*) AS n, COALESCE(SUM(LENGTH(data)), 0) AS bytes FROM entry').get();
    const loss = db.prepare('SELECT first, last, count FROM loss').get();
    if (loss) this.#loss = { from: Number(loss.first), to: Number(loss.last), count: Number(loss.count) };
    this.#resize(Number(row?.bytes ?? 0));
    if (Number(row?.n ?? 0) > 0 || loss) this.#spill();
  }

  /** Stops sending; what is on disk waits for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.end();
    while (this.#flights.size > 0) await Promise.all(this.#flights.values());
    await this.#draining;
    this.#db?.close();
    this.#db = undefined;
    this.#insert = undefined;
  }

  /**
   * Takes an entry. Resolves when it is in the stream or on disk; never
   * rejects: what fits in neither is counted as lost.
   */
  async add(entry: OutboxEntry): Promise<void> {
    const before = this.#flights.get(entry.key);
    if (!before && (this.#spilling || this.#stopped)) return this.#keep(entry);
    // Also while others spill: what is in flight for this key has yet to find its place.
    const flight = (before ?? Promise.resolve()).then(() => this.#send(entry));
    this.#flights.set(entry.key, flight);
    await flight;
    if (this.#flights.get(entry.key) === flight) this.#flights.delete(entry.key);
  }

  // Never rejects: the entries behind it follow.
  async #send(entry: OutboxEntry): Promise<void> {
    // Somebody before us failed: we go to disk behind them, in the order we came.
    if (this.#spilling || this.#stopped) return this.#keep(entry);
    try {
      await this.#options.publish(entry);
    } catch (error) {
      if (error instanceof SetAside) this.#lose(error);
      else this.#keep(entry);
      this.#spill();
    }
  }

  #keep(entry: OutboxEntry): void {
    try {
      this.#write(entry);
    } catch (error) {
      this.#lose(error);
    }
  }

  /** @throws when it does not fit or cannot be written */
  #write({ subject, messageId, key, data }: OutboxEntry): void {
    if (!this.#db) this.start();
    if (!this.#insert) throw new Error('the outbox is closed');
    if (this.#bytes + data.length > this.#options.maxBytes) throw new Error('the outbox is full');
    this.#insert.run(subject, messageId, key, data);
    this.#resize(this.#bytes + data.length);
  }

  // The disk that takes no entry takes no note of the loss either, so memory counts.
  #lose(why: unknown): void {
    const at = this.#now();
    if (!this.#loss) this.#options.log.error({ error: reasonOf(why) }, 'outbox loses entries');
    this.#loss = { from: this.#loss?.from ?? at, to: at, count: (this.#loss?.count ?? 0) + 1 };
    this.#noteLoss();
  }

  #noteLoss(): void {
    try {
      this.#db?.exec('DELETE FROM loss');
      if (!this.#loss) return;
      const { from, to, count } = this.#loss;
      this.#db?.prepare('INSERT INTO loss VALUES (1, ?, ?, ?)').run(from, to, count);
    } catch (error) {
      this.#options.log.error({ error: reasonOf(error) }, 'outbox could not note a loss');
    }
  }

  #spill(): void {
    this.#spilling = true;
    if (this.#stopped) return;
    this.#draining ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // Let the caller note that we run: we may be done at once.
    await Promise.resolve();
    for (let pause = FIRST_PAUSE_MS; !this.#stopped; ) {
      try {
        const row = this.#oldest();
        if (!row && !this.#loss) {
          // Nothing was awaited since the look, so nothing slipped in.
          this.#spilling = false;
          break;
        }
        await (row ? this.#forward(row) : this.#tellLoss(this.#loss as OutboxLoss));
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        this.#options.log.debug({ error: reasonOf(error) }, 'outbox waits');
        if (!this.#stopped) await this.#pause.for(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    this.#draining = undefined;
  }

  #oldest(): (OutboxEntry & { seq: number }) | undefined {
    const row = this.#db?.prepare('SELECT seq, subject, id, key, data FROM entry ORDER BY seq LIMIT 1').get();
    if (!row) return undefined;
    const { seq, subject, id, key, data } = row;
    return {
      seq: Number(seq),
      subject: String(subject),
      messageId: String(id),
      key: String(key),
      data: data as Uint8Array,
    };
  }

  async #forward({ seq, ...entry }: OutboxEntry & { seq: number }): Promise<void> {
    try {
      await this.#options.publish(entry);
    } catch (error) {
      if (!(error instanceof SetAside)) throw error;
      this.#lose(error);
    }
    this.#db?.prepare('DELETE FROM entry WHERE seq = ?').run(seq);
    this.#resize(this.#bytes - entry.data.length);
  }

  async #tellLoss(told: OutboxLoss): Promise<void> {
    await this.#options.onLoss(told);
    // More may have been lost while it was told.
    const count = (this.#loss?.count ?? 0) - told.count;
    this.#loss = count > 0 ? { from: told.to, to: this.#loss?.to ?? told.to, count } : undefined;
    this.#noteLoss();
  }

  #open(): DatabaseSync {
    const { file, log } = this.#options;
    try {
      return openFile(file);
    } catch (error) {
      if (!BROKEN.has(Number((error as { errcode?: number }).errcode))) throw error;
      // A power cut can break it. It stays for whoever wants to look; calls go on.
      const aside = `${file}.broken-${this.#now()}`;
      log.error(
        { file: aside, code: codeOf(error), error: reasonOf(error) },
        'outbox file is broken; put aside',
      );
      for (const tail of ['', '-wal', '-shm'])
        if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
      return openFile(file);
    }
  }

  #resize(bytes: number): void {
    this.#bytes = bytes;
    this.#options.onSize?.(bytes);
  }
}

/** SQLite's "malformed" and "not a database". */
const BROKEN = new Set([11, 26]);

function openFile(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, subject TEXT, id TEXT, key TEXT, data BLOB)',
    );
    db.exec(
      'CREATE TABLE IF NOT EXISTS loss (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER, last INTEGER, count INTEGER)',
    );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
