/** A wait that can be cut short. */
export class Pause {
  #resolve: () => void = () => {};

  /** Waits; resolves early when `end` is called meanwhile. */
  for(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the wait that is on, if any. */
  end(): void {
    this.#resolve();
  }
}
