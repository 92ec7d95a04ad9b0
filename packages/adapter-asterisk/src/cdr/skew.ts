import { type CallEventInit, EventType } from '@callbus/contract';

/** The server's own ids begin with the second, of its clock, in which the channel came to be. */
const BORN = /(?:^|-)(\d{9,11})\.\d+$/;
const SAMPLES = 50;
/** Messages of a busy moment come late: fewer say nothing. */
const ENOUGH = 5;
/** An id has whole seconds, and messages take their time: less than this is no difference. */
const NO_DIFFERENCE_MS = 3_000;

/** How far the server's clock is from ours, read from the ids of channels as they come to be. */
export class Skew {
  #value: number;
  readonly #samples: number[] = [];

  /** @param value what an earlier run had measured */
  constructor(value: number) {
    this.#value = value;
  }

  /** Milliseconds to add to the server's time to get ours. */
  get value(): number {
    return this.#value;
  }

  /** Learns from an event that tells how a call begins. */
  take({ type, key, observedAt, occurredAt }: CallEventInit): void {
    if (type !== EventType.OFFERED && type !== EventType.ORIGINATED) return;
    const born = BORN.exec(key ?? '')?.[1];
    // What a snapshot told began some time ago.
    if (born === undefined || !observedAt || observedAt !== occurredAt) return;
    this.#samples.push(observedAt - Number(born) * 1_000);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    if (this.#samples.length < ENOUGH) return;
    const least = Math.min(...this.#samples);
    this.#value = Math.abs(least) < NO_DIFFERENCE_MS ? 0 : least;
  }
}
