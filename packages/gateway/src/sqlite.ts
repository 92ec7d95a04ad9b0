import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Opens a file; losing its last page to a power cut only means reading it again. */
export function openFile(file: string, schema: string): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=250');
    // A rebuild writes all over the indexes.
    db.exec('PRAGMA cache_size=-8000');
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens a file by `open`; one that is no database any more is moved aside and begun anew.
 * @returns what was opened, and where the broken one was moved
 */
export function openOrBeginAnew<T>(file: string, open: (file: string) => T): { opened: T; aside?: string } {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return { opened: open(file) };
  } catch (error) {
    if (!isBroken(error)) throw error;
    const aside = `${file}.broken-${Date.now()}`;
    renameSync(file, aside);
    for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true });
    return { opened: open(file), aside };
  }
}

/** Does several things or none. */
export function together(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    // A full disk may have rolled it back already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function isBroken(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && [CORRUPT, NOT_A_DATABASE].includes(code & 0xff);
}
