import { type CallEvent, PartyKind } from '@callbus/contract';
import type { NumberPlan } from '../numberplan/plan.ts';
import type { Stamp } from './assembler.ts';
import { outsideParty } from './record.ts';
import type { CallState } from './state.ts';
import { directionOf } from './status.ts';

/** A route decision whose call is not known yet. */
export interface HeldRoute {
  event: CallEvent;
  stamp: Stamp;
}

/** A route decision waits this long for its call. */
const WAIT_MS = 120_000;
/** A route question without a call id joins a call with the same number within this time. */
const JOIN_MS = 60_000;

/** Brings route decisions and the calls they were made for together, whichever is told first. */
export class Routes {
  readonly #plan: NumberPlan;
  #held: HeldRoute[] = [];

  constructor(plan: NumberPlan) {
    this.#plan = plan;
  }

  /** Keeps a decision until its call is told of. @returns false when it is kept already */
  hold(route: HeldRoute): boolean {
    if (this.#held.some((r) => r.event.eventId === route.event.eventId)) return false;
    this.#held.push(route);
    return true;
  }

  /** The decisions that were made for a call that opens now. */
  take(call: CallState, event: CallEvent, stamp: Stamp): HeldRoute[] {
    if (this.#held.length === 0) return [];
    const number = this.#digits(event.calling?.number);
    const mine = ({ event: route, stamp: at }: HeldRoute): boolean =>
      route.instance === call.instance &&
      (route.key === ''
        ? this.#isAbout(route, number) && stamp.timestamp - at.timestamp < JOIN_MS
        : route.key === call.key);
    const [taken, left] = [this.#held.filter(mine), this.#held.filter((r) => !mine(r))];
    this.#held = left;
    return taken;
  }

  /** The running call that a decision without a call id was made for: the PBX may tell of it first. */
  asker(route: CallEvent, stamp: Stamp, open: Iterable<CallState>): CallState | undefined {
    let newest: CallState | undefined;
    for (const call of open) {
      if (call.eventIds.has(route.eventId)) return call;
      if (call.instance !== route.instance || stamp.timestamp - call.firstSeenAt >= JOIN_MS) continue;
      const party = outsideParty(call, directionOf(call).direction);
      if (party?.kind === PartyKind.UUID || !this.#isAbout(route, this.#digits(party?.number))) continue;
      if (!newest || call.firstSequence > newest.firstSequence) newest = call;
    }
    return newest;
  }

  sweep(brokerNow: number): void {
    if (this.#held.length > 0) this.#held = this.#held.filter((r) => brokerNow - r.stamp.timestamp < WAIT_MS);
  }

  sequences(): number[] {
    return this.#held.map((r) => r.stamp.sequence);
  }

  #isAbout(route: CallEvent, number: string): boolean {
    return number !== '' && this.#digits(route.route?.number) === number;
  }

  #digits(number: string | null | undefined): string {
    return this.#plan.read(number ?? '').digits;
  }
}
