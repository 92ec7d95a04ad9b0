import { until } from '@callbus/runtime/testkit';
import type { Timers } from '../../../src/wire/timers.ts';

/** Timers that only a test moves. */
export class HandTimers implements Timers {
  #now = 0;
  readonly #due = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.#now + ms, run };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  }

  /** The waits that are on, in milliseconds from now, shortest first. */
  get waits(): number[] {
    return [...this.#due].map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }

  /** Lets time pass; what falls due runs in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  /** Lets exactly one wait of `ms` run out, once it is on. */
  async runOut(ms: number): Promise<void> {
    await until(`a wait of ${ms} ms`, () => this.waits.includes(ms));
    this.pass(ms);
  }
}
