import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type InteractionEvent, InteractionEventCodec } from '@callbus/contract';
import type { FeedEntry } from '../history/feed.ts';
import { openFile, openOrBeginAnew, together } from '../sqlite.ts';
import { type Known, merged } from './merge.ts';
import { type InteractionQuery, SORTS, writeCursor } from './query.ts';
import { interactionView, kindWord } from './view.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS interactions (
    n INTEGER PRIMARY KEY, pbx TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, login TEXT NOT NULL,
    treatment TEXT NOT NULL, at INTEGER NOT NULL, updated_at INTEGER NOT NULL, newest INTEGER NOT NULL,
    event BLOB NOT NULL, UNIQUE (id, kind, pbx)
  );
  CREATE INDEX IF NOT EXISTS interactions_at ON interactions (at);
  CREATE INDEX IF NOT EXISTS interactions_updated ON interactions (updated_at, at);
  CREATE INDEX IF NOT EXISTS interactions_kind ON interactions (kind, at);
  CREATE INDEX IF NOT EXISTS interactions_login ON interactions (login, at);
  CREATE INDEX IF NOT EXISTS interactions_pbx ON interactions (pbx, at);
  CREATE INDEX IF NOT EXISTS interactions_treatment ON interactions (treatment, at);
  CREATE TABLE IF NOT EXISTS progress (
    one INTEGER PRIMARY KEY CHECK (one = 1), stream TEXT NOT NULL, sequence INTEGER NOT NULL
  );
  -- A file that is broken behind its first page shows it only when it is read.
  SELECT * FROM interactions ORDER BY at DESC LIMIT 1;
  SELECT * FROM interactions ORDER BY n DESC LIMIT 1;
  SELECT * FROM progress;
`;

interface Open {
  db: DatabaseSync;
  known: StatementSync;
  add: StatementSync;
  change: StatementSync;
  progress: StatementSync;
  position: StatementSync;
}

/** Messages, sessions and treatments in SQLite, one row of each; made again from CALLS as far as that reaches. */
export class InteractionStore {
  readonly file: string;
  #open: Open | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** Opens the file. @returns where a broken one was moved */
  open(): string | undefined {
    const { opened, aside } = openOrBeginAnew(this.file, connect);
    this.#open = opened;
    return aside;
  }

  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }

  /** The sequence of a CALLS, named by its creation, up to which this file has everything; 0 for one it has not seen. */
  position(stream: string): number {
    return Number(this.#ready().position.get(stream)?.sequence ?? 0);
  }

  /** Stores what was told, and how far in the stream it reaches: all or nothing. */
  put(stream: string, entries: readonly FeedEntry<InteractionEvent>[]): void {
    const { db, progress } = this.#ready();
    together(db, () => {
      for (const { value, storedAt } of entries) if (value) this.#take(value, storedAt);
      progress.run(stream, Math.max(...entries.map((e) => e.sequence)));
    });
  }

  /** A page of interactions, and where the next begins. */
  list(query: InteractionQuery): { items: Record<string, unknown>[]; next: string | null } {
    const { sql, values } = select(query);
    const rows = this.#ready()
      .db.prepare(sql)
      .all(...values);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) =>
        interactionView(InteractionEventCodec.decode(row.event as Uint8Array), row.updated_at as number),
      ),
      next: last
        ? writeCursor(query, {
            value: last[SORTS[query.sort]] as string | number,
            at: last.at as number,
            row: last.n as number,
          })
        : null,
    };
  }

  #take(event: InteractionEvent, storedAt: number): void {
    const { known, add, change } = this.#ready();
    const key = [event.id, kindWord(event.kind), event.instance];
    const row = known.get(...key);
    const before: Known | undefined = row && {
      event: InteractionEventCodec.decode(row.event as Uint8Array),
      newest: row.newest as number,
    };
    const next = merged(before, event);
    const data = InteractionEventCodec.encode(next.event);
    const { occurredAt, parentId, login } = next.event;
    const [at, newest] = [Math.trunc(occurredAt ?? 0), Math.trunc(next.newest)];
    if (!row) add.run(...key, login ?? '', parentId ?? '', at, storedAt, newest, data);
    // The same told again is no news.
    else if (Buffer.compare(row.event as Uint8Array, data) !== 0)
      change.run(parentId ?? '', at, storedAt, newest, data, row.n as number);
  }

  #ready(): Open {
    if (!this.#open) throw new Error('the interaction store is not open');
    return this.#open;
  }
}

// One filter leads by its index, in the order of the list where that is `at`;
// the plus sign keeps SQLite from the others.
function select(q: InteractionQuery): { sql: string; values: SQLInputValue[] } {
  const terms: string[] = [];
  const values: SQLInputValue[] = [];
  let led = false;
  const term = (sql: string, ...more: SQLInputValue[]): void => {
    terms.push(sql);
    values.push(...more);
  };
  const equals = (column: string, value: string | undefined): void => {
    if (value === undefined) return;
    term(`${led ? '+' : ''}${column} = ?`, value);
    led = true;
  };
  equals('id', q.id);
  equals('treatment', q.treatment);
  equals('login', q.login);
  if (q.kind?.length === 1) equals('kind', q.kind[0]);
  else if (q.kind) term(`+kind IN (${q.kind.map(() => '?').join(', ')})`, ...q.kind);
  equals('pbx', q.pbx);
  if (q.from !== undefined) term('at >= ?', q.from);
  if (q.to !== undefined) term('at < ?', q.to);
  const column = SORTS[q.sort];
  const keys = column === 'at' ? ['at', 'n'] : [column, 'at', 'n'];
  if (q.after) {
    const { value, at, row } = q.after;
    const place = keys.length === 2 ? [at, row] : [value, at, row];
    term(`(${keys.join(', ')}) ${q.descending ? '<' : '>'} (${place.map(() => '?').join(', ')})`, ...place);
  }
  const where = terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : '';
  const order = keys.map((k) => `${k} ${q.descending ? 'DESC' : 'ASC'}`).join(', ');
  return { sql: `SELECT * FROM interactions${where} ORDER BY ${order} LIMIT ${q.limit + 1}`, values };
}

function connect(file: string): Open {
  const db = openFile(file, SCHEMA);
  try {
    return {
      db,
      known: db.prepare('SELECT n, newest, event FROM interactions WHERE id = ? AND kind = ? AND pbx = ?'),
      add: db.prepare(
        'INSERT INTO interactions (id, kind, pbx, login, treatment, at, updated_at, newest, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      change: db.prepare(
        'UPDATE interactions SET treatment = ?, at = ?, updated_at = ?, newest = ?, event = ? WHERE n = ?',
      ),
      progress: db.prepare(`
        INSERT INTO progress VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET
        sequence = iif(stream = excluded.stream, max(sequence, excluded.sequence), excluded.sequence),
        stream = excluded.stream`),
      position: db.prepare('SELECT sequence FROM progress WHERE stream = ?'),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
