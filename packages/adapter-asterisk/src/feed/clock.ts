import { type AmiMessage, text } from '../wire/message.ts';

/** So long the least delay that was seen stands; half of it where it is about to be replaced. */
const WINDOW_MS = 300_000;
/** No message is so long on its way: the clock of the server was set. */
const STEP_MS = 30_000;

/**
 * When a message was sent, where the server says so (`timestampevents`): what
 * waited on its way (an AJAM server hands events out once a second) did not
 * happen later for that. The offset between the clocks is the least that was
 * seen, so that no event is put after it was heard.
 */
export class PbxClock {
  #least = Number.POSITIVE_INFINITY;
  #next = Number.POSITIVE_INFINITY;
  #since = 0;

  /** @param observedAt when it was received, Unix milliseconds; the answer where the server tells no time */
  moment(message: AmiMessage, observedAt: number): number {
    const told = Number(text(message, 'Timestamp')) * 1_000;
    if (!(told > 0)) return observedAt;
    const offset = observedAt - told;
    if (observedAt - this.#since > WINDOW_MS) {
      this.#least = this.#next;
      this.#next = Number.POSITIVE_INFINITY;
      this.#since = observedAt;
    }
    this.#next = Math.min(this.#next, offset);
    this.#least = Math.min(this.#least, offset);
    if (offset - this.#least > STEP_MS) {
      this.#least = offset;
      this.#next = offset;
    }
    return Math.round(told + this.#least);
  }
}
