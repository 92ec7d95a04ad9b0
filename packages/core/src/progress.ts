import { BUCKETS, STREAMS } from '@callbus/contract';
import { type Bus, KeyStore, reasonOf } from '@callbus/runtime';

/** How far core has come in CALLS, and what a restart must read again. */
export interface Progress {
  /** Every event up to here is done with: its records are stored. */
  processed: number;
  /** Sequences, ascending, of the events that a replay needs for the calls that are open or remembered. */
  retained: number[];
}

/** Nothing was read yet. */
export const NOTHING: Progress = { processed: 0, retained: [] };

/** As it is stored; ascending numbers are short as differences. */
interface StoredProgress {
  /** The stream the sequences belong to: one that was made anew counts from one again. */
  stream: string;
  processed: number;
  steps: number[];
}

const KEY = 'core';

/**
 * Core's checkpoint. It only saves time: without it core reads CALLS from the
 * beginning and arrives at the same calls.
 */
export class ProgressStore {
  readonly #bus: Bus;
  readonly #store: KeyStore;
  #stream = '';
  #last = '';

  constructor(bus: Bus) {
    this.#bus = bus;
    this.#store = new KeyStore(bus, BUCKETS.progress);
  }

  /** Where to go on. @throws {BusUnavailable} */
  async load(): Promise<Progress> {
    const { created, state } = await this.#bus.jsm.streams.info(STREAMS.CALLS.name);
    this.#stream = String(created);
    const stored = await this.#store.get<StoredProgress>(KEY);
    // Another stream, or one that ends before our checkpoint: read it all.
    if (!stored || stored.stream !== this.#stream || stored.processed > state.last_seq) return NOTHING;
    let sequence = 0;
    const retained = stored.steps.map((step) => {
      sequence += step;
      return sequence;
    });
    return { processed: stored.processed, retained };
  }

  /** Writes it down if it changed; a failure is only a slower restart. */
  async save({ processed, retained }: Progress): Promise<void> {
    const steps = retained.map((sequence, i) => sequence - (retained[i - 1] ?? 0));
    const stored: StoredProgress = { stream: this.#stream, processed, steps };
    const text = JSON.stringify(stored);
    if (text === this.#last || !this.#bus.connected) return;
    try {
      await this.#store.put(KEY, stored);
      this.#last = text;
    } catch (error) {
      this.#bus.log.debug({ error: reasonOf(error) }, 'progress not saved');
    }
  }
}

/** Where reading starts again: at the first event of the oldest call that is still needed. */
export const replayFrom = ({ processed, retained }: Progress): number =>
  Math.min(processed + 1, retained[0] ?? Number.POSITIVE_INFINITY);
