/** Counts what is under way. */
export class Running {
  #count = 0;
  #waiting: (() => void)[] = [];

  begins(): void {
    this.#count++;
  }

  ends(): void {
    this.#count--;
    if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when nothing is under way. */
  none(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
