import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StopService } from '../errors.ts';
import { defineMessages, say } from '../messages.ts';

const messages = defineMessages('lock', {
  held: {
    ru: 'Каталог данных {dir} уже занят другим процессом CallBus. Остановите его или укажите другой dataDir.',
    en: 'Data directory {dir} is already used by another CallBus process. Stop it or choose another dataDir.',
  },
});

// What nobody refers to any more is closed, and a closed file locks nothing.
const held = new Set<DatabaseSync>();

/**
 * Holds a data directory for this process alone. The lock is an open SQLite
 * transaction, which the system releases however the process dies.
 */
export class DirectoryLock {
  #db: DatabaseSync | undefined;

  /** @throws {StopService} when another process holds it */
  acquire(dir: string): void {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(join(dir, 'lock.db'), { timeout: 0 });
    try {
      db.exec('PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE');
    } catch (cause) {
      db.close();
      throw new StopService('data.locked', say(messages.held, { dir }), { cause });
    }
    this.#db = db;
    held.add(db);
  }

  release(): void {
    if (!this.#db) return;
    held.delete(this.#db);
    this.#db.close();
    this.#db = undefined;
  }
}
