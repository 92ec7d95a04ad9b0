import type { PopupInit } from '@callbus/contract';
import type { CallState } from './assemble/state.ts';
import type { Effects } from './effects.ts';
import type { InFlight } from './in-flight.ts';

/** Records stored beside each other while the past is made good. */
const ABREAST = 64;

/**
 * What the events of the past still owe when core starts: records that may be
 * behind their calls, popups that may still be in time.
 */
export class Past {
  readonly #effects: Effects;
  readonly #inFlight: InFlight;
  /** Calls whose records may be behind, with the event that is in flight until they are not. */
  readonly #owing = new Map<CallState, number>();
  #popups: PopupInit[] = [];

  constructor(effects: Effects, inFlight: InFlight) {
    this.#effects = effects;
    this.#inFlight = inFlight;
  }

  /** Calls whose records may be behind. */
  get calls(): Iterable<CallState> {
    return this.#owing.keys();
  }

  owes(call: CallState): boolean {
    return this.#owing.has(call);
  }

  /** An event changed these calls, and nothing has come of it yet. */
  add(sequence: number, calls: readonly CallState[], popups: readonly PopupInit[]): void {
    for (const call of calls) {
      if (this.#owing.has(call)) continue;
      this.#owing.set(call, sequence);
      this.#inFlight.begin(sequence);
    }
    this.#popups.push(...popups);
  }

  /** Stores the records of calls that no late news will come for, so that a long past does not pile up. */
  async store(isOver: (call: CallState) => boolean, brokerTime: number): Promise<void> {
    this.#popups = this.#popups.filter((p) => (p.expiresAt ?? 0) > brokerTime);
    await this.#each([...this.#owing.keys()].filter(isOver), (call) =>
      this.#effects.store(call, this.#effects.record(call)),
    );
  }

  /** Publishes the popups that are still in time and brings every record up to its call. */
  async finish(): Promise<void> {
    for (const popup of this.#popups) void this.#effects.popup(popup);
    this.#popups = [];
    await this.#each([...this.#owing.keys()], (call) =>
      call.mergedInto ? this.#effects.store(call, this.#effects.record(call)) : this.#effects.settle(call),
    );
  }

  async #each(calls: CallState[], work: (call: CallState) => Promise<void>): Promise<void> {
    const worker = async (): Promise<void> => {
      for (let call = calls.shift(); call; call = calls.shift()) {
        this.#effects.announce(call, this.#effects.record(call));
        await work(call);
        this.#inFlight.end(this.#owing.get(call) ?? 0);
        this.#owing.delete(call);
      }
    };
    await Promise.all(Array.from({ length: ABREAST }, worker));
  }
}
