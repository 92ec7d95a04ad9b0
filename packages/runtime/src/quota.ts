/** So much in so long, and no more: what anybody may send us must not crowd out what matters. */
export class Quota {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  #since = Number.NEGATIVE_INFINITY;
  #used = 0;

  /** @param now milliseconds of any clock that only goes forward */
  constructor(most: number, windowMs: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Takes one, if there is one left in this window. */
  take(): boolean {
    const now = this.#now();
    if (now - this.#since >= this.#windowMs) {
      this.#since = now;
      this.#used = 0;
    }
    return this.#used++ < this.#most;
  }
}
