import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type JournalRecord, JournalRecordCodec } from '@callbus/contract';
import { openFile, openOrBeginAnew, together } from '../sqlite.ts';
import type { FeedEntry } from './feed.ts';
import type { CallQuery, Place } from './query.ts';
import { COLUMNS, isListed, rowOf, TYPE_SQL } from './row.ts';
import { selectCalls } from './select.ts';

// A list is asked for by any of these filters and in any of these orders, and
// while SQLite reads, nothing else in the process runs: none may read it all.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    call_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, stored_at INTEGER NOT NULL, record BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS calls (
    call_id TEXT PRIMARY KEY, pbx TEXT NOT NULL, direction TEXT NOT NULL, status TEXT NOT NULL,
    extension TEXT NOT NULL, caller_extension TEXT NOT NULL, digits TEXT NOT NULL, last_digits TEXT NOT NULL,
    counterparty TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
    duration INTEGER NOT NULL, talk REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS calls_started ON calls (started_at);
  CREATE INDEX IF NOT EXISTS calls_ended ON calls (ended_at, started_at);
  CREATE INDEX IF NOT EXISTS calls_duration ON calls (duration, started_at);
  CREATE INDEX IF NOT EXISTS calls_talk ON calls (talk, started_at);
  CREATE INDEX IF NOT EXISTS calls_direction ON calls (direction, started_at);
  CREATE INDEX IF NOT EXISTS calls_status ON calls (status, started_at);
  CREATE INDEX IF NOT EXISTS calls_digits ON calls (digits, started_at);
  CREATE INDEX IF NOT EXISTS calls_last_digits ON calls (last_digits, started_at);
  CREATE INDEX IF NOT EXISTS calls_extension ON calls (extension, started_at);
  CREATE INDEX IF NOT EXISTS calls_caller ON calls (caller_extension, started_at);
  CREATE INDEX IF NOT EXISTS calls_pbx ON calls (pbx, started_at);
  CREATE INDEX IF NOT EXISTS calls_counterparty ON calls (counterparty, started_at);
  CREATE TABLE IF NOT EXISTS progress (
    one INTEGER PRIMARY KEY CHECK (one = 1), stream TEXT NOT NULL, sequence INTEGER NOT NULL
  );
`;

/** A value with more calls than this does not narrow a list down. */
const BROAD = 2_000;

/** A message of JOURNAL, as far as the store needs it. */
export type Entry = Omit<FeedEntry<JournalRecord>, 'data'> & { data?: Uint8Array };

interface Statements {
  upsert: StatementSync;
  list: StatementSync;
  unlist: StatementSync;
  progress: StatementSync;
  position: StatementSync;
  storedAt: StatementSync;
  record: StatementSync;
}

/** Finished calls in SQLite: what the HTTP API lists. Made again from JOURNAL where the file is missing. */
export class HistoryStore {
  readonly file: string;
  #open: { db: DatabaseSync; statements: Statements } | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /**
   * Opens the file; one that is no database any more is moved aside.
   * @returns where it was moved
   */
  open(): string | undefined {
    const { opened, aside } = openOrBeginAnew(this.file, connect);
    this.#open = opened;
    return aside;
  }

  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }

  /** The sequence of a JOURNAL, named by its creation, up to which this file has everything; 0 for one it has not seen. */
  position(stream: string): number {
    return Number(this.#ready().statements.position.get(stream)?.sequence ?? 0);
  }

  /** Stores records, unless newer revisions are there, and how far in JOURNAL they reach: all or nothing. */
  put(stream: string, entries: readonly Entry[]): void {
    const { db, statements } = this.#ready();
    const { upsert, list, unlist, progress } = statements;
    together(db, () => {
      for (const { value: record, storedAt, data } of entries) {
        if (!record) continue;
        const { callId, revision } = record;
        const bytes = data ?? JournalRecordCodec.encode(record);
        if (upsert.run(callId, revision, storedAt, bytes).changes === 0) continue;
        if (isListed(record)) list.run(...rowOf(record));
        else unlist.run(callId);
      }
      progress.run(stream, Math.max(...entries.map((e) => e.sequence)));
    });
  }

  /** One call, merged ones included. */
  get(callId: string): JournalRecord | undefined {
    const row = this.#ready().statements.record.get(callId);
    return row && JournalRecordCodec.decode(row.record as Uint8Array);
  }

  /** When JOURNAL got the newest record of a call, by the broker's clock; undefined where there is none. */
  storedAt(callId: string): number | undefined {
    return this.#ready().statements.storedAt.get(callId)?.stored_at as number | undefined;
  }

  /** A page of calls, and its last place where there are more. */
  list(query: CallQuery): { items: JournalRecord[]; last?: Place } {
    const { db } = this.#ready();
    const { sql, values } = selectCalls(query, (_, condition) => {
      const many = `SELECT 1 FROM calls WHERE ${condition.sql} LIMIT 1 OFFSET ${BROAD}`;
      return db.prepare(many).get(...condition.values) !== undefined;
    });
    const rows = db.prepare(sql).all(...values);
    const page = rows.slice(0, query.limit).map((row) => ({
      value: row.value as string | number,
      startedAt: row.started_at as number,
      callId: row.call_id as string,
    }));
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      items: page.map(({ callId }) => this.get(callId)).filter((r) => r !== undefined),
      ...(last ? { last } : {}),
    };
  }

  #ready(): { db: DatabaseSync; statements: Statements } {
    if (!this.#open) throw new Error('the history store is not open');
    return this.#open;
  }
}

function connect(file: string): { db: DatabaseSync; statements: Statements } {
  const db = openFile(file, SCHEMA);
  try {
    addType(db);
    return { db, statements: prepare(db) };
  } catch (error) {
    db.close();
    throw error;
  }
}

// A file may be older than this column.
function addType(db: DatabaseSync): void {
  const there = db.prepare("SELECT 1 FROM pragma_table_xinfo('calls') WHERE name = 'type'").get();
  if (!there) db.exec(`ALTER TABLE calls ADD COLUMN type TEXT GENERATED ALWAYS AS (${TYPE_SQL}) VIRTUAL`);
  db.exec('CREATE INDEX IF NOT EXISTS calls_type ON calls (type, started_at)');
}

function prepare(db: DatabaseSync): Statements {
  const marks = COLUMNS.map(() => '?').join(', ');
  return {
    upsert: db.prepare(`
      INSERT INTO records VALUES (?, ?, ?, ?) ON CONFLICT (call_id) DO UPDATE
      SET revision = excluded.revision, stored_at = excluded.stored_at, record = excluded.record
      WHERE excluded.revision > records.revision`),
    list: db.prepare(`INSERT OR REPLACE INTO calls (${COLUMNS.join(', ')}) VALUES (${marks})`),
    unlist: db.prepare('DELETE FROM calls WHERE call_id = ?'),
    progress: db.prepare(`
      INSERT INTO progress VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET
      sequence = iif(stream = excluded.stream, max(sequence, excluded.sequence), excluded.sequence),
      stream = excluded.stream`),
    position: db.prepare('SELECT sequence FROM progress WHERE stream = ?'),
    storedAt: db.prepare('SELECT stored_at FROM records WHERE call_id = ?'),
    record: db.prepare('SELECT record FROM records WHERE call_id = ?'),
  };
}
