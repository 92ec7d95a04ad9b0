import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Logger, reasonOf } from '@callbus/runtime';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { MODES } from './config.ts';
import type { Initiator, Mode } from './wire/native.ts';

/** One login's part in a call. */
export interface Leg {
  initiator: Initiator;
  /** Its connection's id in the canonical events. */
  connection: string;
  /** Its end has not been told. */
  open: boolean;
}

/** What later events of a call need to know of earlier ones. */
export interface CallNote {
  key: string;
  callId: string;
  mode?: Mode;
  legs: Record<string, Leg>;
}

export interface MemoryOptions {
  /** Where running calls survive a restart. */
  file: string;
  log: Logger;
}

const REMEMBERED = 5_000;

const kept = z.object({
  calls: z.array(
    z.object({
      key: z.string(),
      callId: z.string(),
      mode: z.enum(MODES).exactOptional(),
      legs: z.record(
        z.string(),
        z.object({ initiator: z.enum(['incoming', 'self']), connection: z.string(), open: z.boolean() }),
      ),
    }),
  ),
});

/** The calls that logins told of; running ones are kept on disk. */
export class Memory {
  readonly #options: MemoryOptions;
  readonly #notes = new LRUCache<string, CallNote>({ max: REMEMBERED });
  readonly #keys = new LRUCache<string, number>({ max: REMEMBERED });

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  /** Reads what an earlier run left. */
  load(): void {
    let text: string;
    try {
      text = readFileSync(this.#options.file, 'utf8');
    } catch {
      return;
    }
    try {
      for (const note of kept.parse(JSON.parse(text)).calls) this.#notes.set(note.key, note);
    } catch (error) {
      this.#options.log.warn({ error: reasonOf(error) }, 'running calls of the last run cannot be read');
    }
  }

  find(key: string): CallNote | undefined {
    return this.#notes.get(key);
  }

  /** Calls in which a login has not told its end; of any login where it is left out. */
  running(login?: string): CallNote[] {
    return [...this.#notes.values()].filter(({ legs }) =>
      login === undefined ? Object.values(legs).some((leg) => leg.open) : legs[login]?.open === true,
    );
  }

  /** Notes a login's part in a call as it now stands. */
  note(call: Omit<CallNote, 'legs'>, login: string, leg: Leg): void {
    const known = this.#notes.get(call.key) ?? { ...call, legs: {} };
    if (call.mode) known.mode = call.mode;
    const before = known.legs[login]?.open ?? false;
    known.legs[login] = leg;
    this.#notes.set(call.key, known);
    if (before !== leg.open) this.#save();
  }

  /** How often a key was pressed in that second before. */
  pressed(name: string): number {
    const count = this.#keys.get(name) ?? 0;
    this.#keys.set(name, count + 1);
    return count;
  }

  #save(): void {
    const { file, log } = this.#options;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify({ calls: this.running() }));
      renameSync(`${file}.new`, file);
    } catch (error) {
      // The calls go on; only a restart in the middle of one would not be marked.
      log.warn({ error: reasonOf(error) }, 'running calls are not kept');
    }
  }
}
