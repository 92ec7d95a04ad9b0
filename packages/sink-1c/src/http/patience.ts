export interface PatienceOptions {
  /** Calls the waiting off. */
  signal?: AbortSignal | undefined;
  /** Milliseconds from now. */
  withinMs?: number | undefined;
}

/**
 * How long a request may wait for its turn and for a connection: until a
 * moment, or until it is called off. Once its bytes are out it does not count
 * any more.
 */
export class Patience {
  readonly #signal: AbortSignal | undefined;
  readonly #deadline: number;
  #timer: NodeJS.Timeout | undefined;
  #end: (() => void) | undefined;

  constructor({ signal, withinMs }: PatienceOptions) {
    this.#signal = signal;
    this.#deadline = withinMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + withinMs;
  }

  /** Judged by the clock, so that a timer that fires late makes nothing late. */
  get over(): boolean {
    return this.#signal?.aborted === true || performance.now() >= this.#deadline;
  }

  /** Calls `end` when patience is over; one listener at a time. */
  watch(end: () => void): void {
    this.unwatch();
    this.#end = end;
    this.#signal?.addEventListener('abort', end, { once: true });
    if (this.#deadline < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(end, Math.max(0, this.#deadline - performance.now()));
    }
  }

  unwatch(): void {
    clearTimeout(this.#timer);
    if (this.#end) this.#signal?.removeEventListener('abort', this.#end);
    this.#end = undefined;
  }
}
