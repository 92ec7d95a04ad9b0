/**
 * Which events are still being worked on, and up to where all are done: the
 * position that may be written down.
 */
export class InFlight {
  readonly #window: number;
  /** How many still need the event, in stream order because events begin in stream order. */
  readonly #open = new Map<number, number>();
  #last: number;
  #waiting: (() => void) | undefined;

  /**
   * @param window events that may be open before `room` waits
   * @param done every event up to here was done before we began
   */
  constructor(window: number, done = 0) {
    this.#window = window;
    this.#last = done;
  }

  /** Every event up to this sequence is done. */
  get done(): number {
    const first = this.#open.keys().next();
    return first.done ? this.#last : first.value - 1;
  }

  /** Whether `room` would wait. */
  get full(): boolean {
    return this.#open.size >= this.#window;
  }

  /** Somebody needs the event; each `begin` wants its `end`. */
  begin(sequence: number): void {
    this.#open.set(sequence, (this.#open.get(sequence) ?? 0) + 1);
    this.#last = sequence;
  }

  end(sequence: number): void {
    const left = (this.#open.get(sequence) ?? 0) - 1;
    if (left > 0) this.#open.set(sequence, left);
    else this.#open.delete(sequence);
    if (!this.full) this.#waiting?.();
  }

  /** Resolves when there is room for another event. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.full && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      this.#waiting = () => resolve(undefined);
      signal.addEventListener('abort', resolve);
      await promise;
      signal.removeEventListener('abort', resolve);
    }
    this.#waiting = undefined;
  }
}
