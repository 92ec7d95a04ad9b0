import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, reasonOf } from './errors.ts';
import type { Logger } from './log/logger.ts';

/** SQLite's "malformed" and "not a database". */
const BROKEN = new Set([11, 26]);

/**
 * Opens a small memory of ours, making it where there is none. One that a power
 * cut broke is put aside for whoever wants to look; calls go on without it.
 * @param schema makes the tables, and reads them: only what is read shows that it is broken
 */
export function openStore(file: string, schema: string, log?: Pick<Logger, 'error'>): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return open(file, schema);
  } catch (error) {
    if (!BROKEN.has(Number((error as { errcode?: number }).errcode))) throw error;
    const aside = `${file}.broken-${Date.now()}`;
    log?.error({ file: aside, code: codeOf(error), error: reasonOf(error) }, 'memory is broken; put aside');
    for (const tail of ['', '-wal', '-shm'])
      if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
    return open(file, schema);
  }
}

function open(file: string, schema: string): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    // A power cut may cost the last moments: what is told again folds.
    db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
