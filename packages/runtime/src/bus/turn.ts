/**
 * Collects what is to be sent in one turn of the event loop and sends it at
 * the end of it. The client library writes to its socket once for all that is
 * published in one go, and each write costs more than the message in it.
 */
export class Turn {
  #pending: (() => void)[] = [];

  /** @param send must not throw */
  add(send: () => void): void {
    if (this.#pending.push(send) === 1) setImmediate(() => this.flush());
  }

  /** Sends what has been collected, in the order it came. */
  flush(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const send of pending) send();
  }
}
