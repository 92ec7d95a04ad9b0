import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type ExchangeBatch, ExchangeDirection } from '@callbus/contract';
import { openFile, openOrBeginAnew, together } from '../sqlite.ts';
import { type ExchangeQuery, writePlace } from './query.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS exchanges (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, service TEXT NOT NULL, direction TEXT NOT NULL,
    method TEXT NOT NULL, route TEXT NOT NULL, class INTEGER NOT NULL, status INTEGER, latency REAL,
    request TEXT NOT NULL, response TEXT NOT NULL, error TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS exchanges_at ON exchanges (at);
  CREATE INDEX IF NOT EXISTS exchanges_service ON exchanges (service, direction, at);
  CREATE INDEX IF NOT EXISTS exchanges_class ON exchanges (class, at);
  CREATE TABLE IF NOT EXISTS progress (
    one INTEGER PRIMARY KEY CHECK (one = 1), stream TEXT NOT NULL, sequence INTEGER NOT NULL
  );
  -- A file that is broken behind its first page shows it only when it is read.
  SELECT * FROM exchanges ORDER BY at DESC LIMIT 1;
  SELECT * FROM exchanges ORDER BY id DESC LIMIT 1;
  SELECT * FROM progress;
`;

/** Rows that go at once; while SQLite deletes, nothing else in the process runs. */
const CHUNK = 500;
/** Rows that go before the room is measured again. */
const STEP = 50;
const DAY_MS = 86_400_000;
const MB = 1 << 20;

export interface ExchangeStoreOptions {
  file: string;
  keepDays: number;
  maxMb: number;
  /** Unix milliseconds. */
  now?: () => number;
}

interface Open {
  db: DatabaseSync;
  add: StatementSync;
  expire: StatementSync;
  shrink: StatementSync;
  progress: StatementSync;
}

/** The technical journal in SQLite: what neighbours asked and were asked, for some days and in some room. */
export class ExchangeStore {
  readonly #options: ExchangeStoreOptions;
  readonly #now: () => number;
  #open: Open | undefined;

  constructor(options: ExchangeStoreOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Opens the file. @returns where a broken one was moved */
  open(): string | undefined {
    const { opened, aside } = openOrBeginAnew(this.#options.file, connect);
    this.#open = opened;
    return aside;
  }

  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }

  /** The sequence of a stream, named by its creation, up to which all is here; 0 for one it has not seen. */
  position(stream: string): number {
    const row = this.#ready().db.prepare('SELECT sequence FROM progress WHERE stream = ?').get(stream);
    return Number(row?.sequence ?? 0);
  }

  /** Writes batches down, and how far in the stream they reach; what is too old or too much goes. */
  put(stream: string, sequence: number, batches: readonly ExchangeBatch[]): void {
    const { db, add, progress } = this.#ready();
    together(db, () => {
      let added = 0;
      for (const batch of batches) {
        for (const row of rowsOf(batch)) {
          add.run(...row);
          added++;
        }
      }
      progress.run(stream, sequence);
      // More than came, or a flood would outgrow its room.
      this.#trim(CHUNK + added);
    });
  }

  /** Takes away some of what is too old or too much. @returns whether there may be more of it */
  trim(): boolean {
    let more = false;
    together(this.#ready().db, () => {
      more = this.#trim(CHUNK);
    });
    return more;
  }

  /** A page, the newest first, and where the next begins. */
  list(query: ExchangeQuery): { items: Record<string, unknown>[]; next: string | null } {
    const { sql, values } = select(query, this.#oldest());
    const rows = this.#ready()
      .db.prepare(sql)
      .all(...values);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      items: page.map(viewOf),
      next: last ? writePlace({ at: last.at as number, id: last.id as number }) : null,
    };
  }

  #oldest(): number {
    return Math.floor(this.#now() - this.#options.keepDays * DAY_MS);
  }

  /** @param most rows that may go for each of the two reasons */
  #trim(most: number): boolean {
    const { expire, shrink } = this.#ready();
    const expired = expire.run(this.#oldest(), most).changes === most;
    for (let gone = 0; this.#used() > this.#options.maxMb * MB; gone += STEP)
      if (gone >= most || shrink.run(STEP).changes === 0) return gone >= most;
    return expired;
  }

  #used(): number {
    const { db } = this.#ready();
    const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }

  #ready(): Open {
    if (!this.#open) throw new Error('the exchange store is not open');
    return this.#open;
  }
}

/** The rows of a batch; where more happened than could be noted, a row says how many. */
function* rowsOf({ service, exchanges, dropped }: ExchangeBatch): Iterable<SQLInputValue[]> {
  let latest = 0;
  for (const e of exchanges) {
    const at = Math.trunc(e.at ?? 0);
    latest = Math.max(latest, at);
    yield [
      at,
      service,
      e.direction === ExchangeDirection.IN ? 'in' : 'out',
      e.method ?? '',
      e.route ?? '',
      Math.trunc((e.status ?? 0) / 100),
      e.status ?? null,
      e.latencyMs ?? null,
      e.request ?? '',
      e.response ?? '',
      e.error ?? '',
    ];
  }
  if (dropped > 0 && latest > 0)
    yield [latest, service, 'out', '', '', 0, null, null, '', '', `${dropped} more were not noted`];
}

function viewOf(row: Record<string, unknown>): Record<string, unknown> {
  const { id, at, service, direction, method, route, status, latency, request, response, error } = row;
  return {
    id,
    at: new Date(at as number).toISOString(),
    service,
    direction,
    method,
    route,
    status,
    latencyMs: latency,
    request: request || null,
    response: response || null,
    error: error || null,
  };
}

// Each filter has an index that gives it in the list's order; the plus sign
// keeps SQLite from the others.
function select(q: ExchangeQuery, oldest: number): { sql: string; values: SQLInputValue[] } {
  const terms: string[] = ['at >= ?'];
  const values: SQLInputValue[] = [Math.max(oldest, q.from ?? oldest)];
  const term = (sql: string, ...more: SQLInputValue[]): void => {
    terms.push(sql);
    values.push(...more);
  };
  const byClass = q.status !== undefined;
  if (q.to !== undefined) term('at < ?', q.to);
  if (q.after) term('(at, id) < (?, ?)', q.after.at, q.after.id);
  if (q.status !== undefined) {
    term('class = ?', q.status > 5 ? Math.trunc(q.status / 100) : q.status);
    if (q.status > 5) term('+status = ?', q.status);
  }
  const plus = byClass ? '+' : '';
  const { service, direction } = q;
  if (service !== undefined) term(`${plus}service = ?`, service);
  const whole = (end: string): string =>
    `SELECT * FROM exchanges WHERE ${terms.join(' AND ')}${end} ORDER BY at DESC, id DESC LIMIT ${q.limit + 1}`;
  if (direction !== undefined) {
    term(`${service === undefined || byClass ? '+' : ''}direction = ?`, direction);
    return { sql: whole(''), values };
  }
  if (service === undefined || byClass) return { sql: whole(''), values };
  // Both directions, each in its order by the index they share.
  const both = ['in', 'out'].map((d) => `SELECT * FROM (${whole(` AND direction = '${d}'`)})`);
  return {
    sql: `${both.join(' UNION ALL ')} ORDER BY at DESC, id DESC LIMIT ${q.limit + 1}`,
    values: [...values, ...values],
  };
}

function connect(file: string): Open {
  const db = openFile(file, SCHEMA);
  try {
    // A kill loses nothing; a power cut may, and no fsync holds up the process.
    db.exec('PRAGMA synchronous=OFF');
    return {
      db,
      add: db.prepare(
        'INSERT INTO exchanges (at, service, direction, method, route, class, status, latency, request, response, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      expire: db.prepare(
        'DELETE FROM exchanges WHERE id IN (SELECT id FROM exchanges WHERE at < ? ORDER BY at LIMIT ?)',
      ),
      shrink: db.prepare('DELETE FROM exchanges WHERE id IN (SELECT id FROM exchanges ORDER BY at LIMIT ?)'),
      progress: db.prepare(`
        INSERT INTO progress VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET
        sequence = excluded.sequence, stream = excluded.stream`),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
