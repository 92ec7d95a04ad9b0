/** Clocks drift between two measurements, and stamps are cut to milliseconds. */
const AGREE_MS = 50;

/**
 * The broker's clock as this process knows it. Deadlines and staleness are
 * judged by it, so that two machines whose clocks disagree agree on "late".
 */
export class BrokerClock {
  readonly #local: () => number;
  #offset = 0;
  #roundTrip = Number.POSITIVE_INFINITY;
  #measuredAt = 0;

  /** @param local this machine's clock, Unix milliseconds */
  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  /** Broker time, Unix milliseconds. */
  now(): number {
    return this.#local() + this.#offset;
  }

  /** Milliseconds the broker is ahead of this machine. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Takes in one measurement: the broker said `broker` between the local
   * moments `sent` and `received`. The tightest recent measurement wins, unless
   * a later one cannot be true beside it: then one of the clocks was set.
   */
  measured(sent: number, broker: number, received: number): void {
    const roundTrip = Math.max(0, received - sent);
    const offset = broker - (sent + received) / 2;
    const stale = received - this.#measuredAt > 300_000;
    const agrees = Math.abs(offset - this.#offset) <= (roundTrip + this.#roundTrip) / 2 + AGREE_MS;
    if (!stale && agrees && roundTrip > this.#roundTrip) return;
    this.#offset = offset;
    this.#roundTrip = roundTrip;
    this.#measuredAt = received;
  }

  /** A message with this broker stamp is here, so the broker's clock cannot be behind it. */
  atLeast(brokerStamp: number): void {
    const behind = brokerStamp - this.now();
    if (behind > 0) this.#offset += behind;
  }
}
