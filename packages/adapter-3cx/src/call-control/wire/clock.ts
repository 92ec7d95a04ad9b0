/**
 * What the clock of 3CX shows, from the Date headers of its answers. Each tells
 * the second in which it was sent, and lies between our question and its
 * arrival, so that every answer makes the offset narrower.
 */
export class PbxClock {
  #low: number | undefined;
  #high: number | undefined;

  /** @param date the header as received; `sent` and `received` are Unix milliseconds of our clock */
  saw(date: string | undefined, sent: number, received: number): void {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    const low = told - received;
    const high = told + 1_000 - sent;
    const [bestLow, bestHigh] = [Math.max(low, this.#low ?? low), Math.min(high, this.#high ?? high)];
    // One of the clocks was set: what was known before is of no use.
    const [from, to] = bestLow <= bestHigh ? [bestLow, bestHigh] : [low, high];
    this.#low = from;
    this.#high = to;
  }

  /**
   * Milliseconds that its clock is ahead of ours, nought where nothing says
   * that they differ; undefined before its first answer.
   */
  get offset(): number | undefined {
    const [low, high] = [this.#low, this.#high];
    if (low === undefined || high === undefined) return undefined;
    return low <= 0 && high >= 0 ? 0 : Math.round((low + high) / 2);
  }
}
