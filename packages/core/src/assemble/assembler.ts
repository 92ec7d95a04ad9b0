import { type CallEvent, callId, EventType, PartyKind, partitionOf } from '@callbus/contract';
import type { NumberPlan } from '../numberplan/plan.ts';
import { mergeCalls } from './merge.ts';
import { unknownParty } from './record.ts';
import { applyEvent } from './reduce.ts';
import { type HeldRoute, Routes } from './routes.ts';
import { type CallState, connectionId, FIRST_PHASE, momentOf, newCall } from './state.ts';
import { directionOf } from './status.ts';

/** Where and when the broker stored an event. */
export interface Stamp {
  sequence: number;
  /** Broker time, Unix milliseconds. */
  timestamp: number;
}

/** What an event did. */
export type Applied =
  | { kind: 'call'; call: CallState; opened: boolean; merged?: CallState }
  | { kind: 'duplicate' }
  /** Late news about a call nobody knows. */
  | { kind: 'orphan' }
  /** Held until the call it belongs to is told of. */
  | { kind: 'held' }
  /** An expiry that no longer applies. */
  | { kind: 'stale' }
  | { kind: 'gap'; calls: CallState[] };

export interface AssemblerOptions {
  plan: NumberPlan;
  /** A look-up is wanted for calls with a number. */
  wantsLookup: () => boolean;
  /** A closed call's key and event ids are remembered this long; ten minutes (architecture, "Ids"). */
  rememberMs?: number | undefined;
}

const REMEMBER_MS = 600_000;
/** A leg told of this soon after its call's end was part of it: hunting goes from phone to phone. */
const HUNT_MS = 2_000;

/** These show that there is a call, whatever came before; other types only tell something about one. */
const OPENS = new Set<EventType>([
  ...FIRST_PHASE,
  EventType.ESTABLISHED,
  EventType.DIVERTED,
  EventType.HELD,
  EventType.RETRIEVED,
  EventType.TRANSFERRED,
  EventType.CONFERENCED,
  EventType.FAILED,
  EventType.CONNECTION_CLEARED,
  EventType.CALL_CLEARED,
  EventType.DIGITS_GENERATED,
  EventType.CALL_REPORTED,
]);

/** These belong to no call or to two. */
const OUT_OF_BAND = new Set<EventType>([
  EventType.SOURCE_GAP,
  EventType.ROUTE_DECIDED,
  EventType.CALLS_MERGED,
]);

const nameOf = (instance: string, key: string): string => `${instance}\u001f${key}`;

/**
 * Turns the stream of events into calls. Its state is a function of the events
 * in stream order and of nothing else: no clock, no I/O.
 */
export class Assembler {
  readonly #options: AssemblerOptions;
  /** Open and remembered calls by instance and key; one that joined another is found as the other. */
  readonly #calls = new Map<string, CallState>();
  readonly #open = new Set<CallState>();
  readonly #routes: Routes;

  constructor(options: AssemblerOptions) {
    this.#options = options;
    this.#routes = new Routes(options.plan);
  }

  /** Calls that have not ended. */
  get open(): ReadonlySet<CallState> {
    return this.#open;
  }

  /** Every call that is open or still remembered, once each. */
  *calls(): Iterable<CallState> {
    yield* new Set(this.#calls.values());
  }

  /** The call an event of this instance and key would go to. */
  find({ instance, key }: { instance: string; key: string }): CallState | undefined {
    return this.#calls.get(nameOf(instance, key));
  }

  /**
   * Whether an event may belong to a call whose state is no longer here, so
   * that its earlier events must be read again before it is applied.
   */
  needsRecall(event: CallEvent): boolean {
    return !FIRST_PHASE.has(event.type) && !OUT_OF_BAND.has(event.type) && !this.find(event);
  }

  /** Whether a replay needs an event of the past because what it touches is here. */
  concerns(event: CallEvent): boolean {
    // A gap touches whatever was open; what is not here any more, it cannot.
    return event.type === EventType.SOURCE_GAP || this.find(event) !== undefined;
  }

  /** Whether a closed call is past the time in which late news is folded into it. */
  isOver(call: CallState, brokerTime: number): boolean {
    return (
      call.closedAt !== undefined && brokerTime - call.closedAt > (this.#options.rememberMs ?? REMEMBER_MS)
    );
  }

  /** Takes one event in. */
  apply(event: CallEvent, stamp: Stamp): Applied {
    if (event.type === EventType.SOURCE_GAP) return this.#gap(event, stamp);
    if (event.type === EventType.ROUTE_DECIDED) return this.#route({ event, stamp });
    if (event.type === EventType.CALLS_MERGED) return this.#merge(event, stamp);
    const known = this.find(event);
    if (known && !this.#isAnother(known, event, stamp)) return this.#applyTo(known, event, stamp, false);
    if (!OPENS.has(event.type)) return { kind: 'orphan' };
    if (known) this.#open.delete(known);
    const id = callId(event.instance, event.key, stamp.timestamp);
    const call = newCall(id, event, stamp);
    this.#calls.set(nameOf(event.instance, event.key), call);
    for (const route of this.#routes.take(call, event, stamp)) this.#applyRoute(call, route);
    return this.#applyTo(call, event, stamp, true);
  }

  /**
   * Lets go of calls that closed longer ago than anything late can come.
   * @param owed keeps a call whose record is still on its way
   */
  sweep(brokerNow: number, owed: (call: CallState) => boolean = () => false): void {
    for (const [name, call] of this.#calls) {
      if (this.isOver(call, brokerNow) && !owed(call)) this.#calls.delete(name);
    }
    this.#routes.sweep(brokerNow);
  }

  /** Lets go of a call that should not have been rebuilt. */
  forget(call: CallState): void {
    this.#open.delete(call);
    for (const [name, known] of this.#calls) if (known === call) this.#calls.delete(name);
  }

  /** Sequences of the events that began what is still here: what a replay must start from. */
  retained(): number[] {
    const all: number[] = this.#routes.sequences();
    for (const call of this.calls()) all.push(call.firstSequence, ...call.roots);
    return all.sort((a, b) => a - b);
  }

  #applyTo(call: CallState, event: CallEvent, stamp: Stamp, opened: boolean): Applied {
    if (call.eventIds.has(event.eventId)) return { kind: 'duplicate' };
    if (event.type === EventType.CALL_EXPIRED && event.expiry?.basedOn !== call.lastSequence)
      return { kind: 'stale' };
    applyEvent(call, event, stamp.timestamp);
    this.#heard(call, stamp);
    return { kind: 'call', call, opened };
  }

  #heard(call: CallState, stamp: Stamp): void {
    call.lastSequence = stamp.sequence;
    call.lastHeardAt = stamp.timestamp;
    if (call.endedAt === undefined) this.#open.add(call);
    else this.#open.delete(call);
    if (call.lookup === 'none' && this.#options.wantsLookup() && this.#lookupName(call) !== '')
      call.lookup = 'pending';
  }

  // The key is the same and the call is another: a first-phase event long after
  // the end, or a report of a call that began after this one was over.
  #isAnother(call: CallState, event: CallEvent, stamp: Stamp): boolean {
    if (call.closedAt === undefined) return false;
    if (FIRST_PHASE.has(event.type) && this.isOver(call, stamp.timestamp)) return true;
    if (call.eventIds.has(event.eventId)) return false;
    const told = event.type === EventType.CALL_REPORTED ? event.report?.startedAt : undefined;
    if (told === undefined || told === null || call.endedHow !== 'told') return false;
    const leg = event.connection && call.connections.get(connectionId(event.connection));
    const rang = leg && !leg.reported ? leg.alertedAt : undefined;
    if (rang !== undefined && rang <= (call.toldEndAt ?? 0) + HUNT_MS) return false;
    const ended = call.report?.endedAt ?? undefined;
    return ended !== undefined && told >= ended - 1_000;
  }

  /** What its other party can be looked up by; empty where there is nothing. */
  #lookupName(call: CallState): string {
    const party = unknownParty(call, directionOf(call).direction);
    if (!party || party.kind === PartyKind.WITHHELD) return '';
    if (party.kind === PartyKind.UUID) return party.uuid ?? '';
    return this.#options.plan.read(party.number ?? '').digits;
  }

  #gap(event: CallEvent, stamp: Stamp): Applied {
    // A gap that names a call is that call's alone; any other is of all that run there.
    const named = event.nativeId === '' ? undefined : { call: this.find(event) };
    const calls = [...this.#open].filter(
      (c) => (named ? c === named.call : c.instance === event.instance) && !c.eventIds.has(event.eventId),
    );
    for (const call of calls) applyEvent(call, event, stamp.timestamp);
    return { kind: 'gap', calls };
  }

  #route(route: HeldRoute): Applied {
    const { event } = route;
    const call = event.key === '' ? this.#routes.asker(event, route.stamp, this.#open) : this.find(event);
    if (call && call.endedAt === undefined) {
      if (call.eventIds.has(event.eventId)) return { kind: 'duplicate' };
      this.#applyRoute(call, route);
      return { kind: 'call', call, opened: false };
    }
    return this.#routes.hold(route) ? { kind: 'held' } : { kind: 'duplicate' };
  }

  // A decision is not a word of the source: it does not break the call's silence.
  #applyRoute(call: CallState, { event, stamp }: HeldRoute): void {
    applyEvent(call, event, stamp.timestamp);
    call.roots.push(stamp.sequence);
  }

  #merge(event: CallEvent, stamp: Stamp): Applied {
    const { merge } = event;
    const one = this.find(event);
    const other = this.find({ instance: merge?.otherInstance || event.instance, key: merge?.otherKey ?? '' });
    if (!one || !other) return { kind: 'orphan' };
    if (one === other || one.eventIds.has(event.eventId)) return { kind: 'duplicate' };
    const { older, younger } = mergeCalls(one, other, momentOf(event, stamp.timestamp));
    older.eventIds.add(event.eventId);
    older.roots.push(stamp.sequence);
    younger.lastSequence = stamp.sequence;
    younger.closedAt ??= stamp.timestamp;
    this.#open.delete(younger);
    this.#heard(older, stamp);
    // Whatever still comes under the younger's key is the older call's.
    for (const [name, call] of this.#calls) if (call === younger) this.#calls.set(name, older);
    return { kind: 'call', call: older, opened: false, merged: younger };
  }
}

/** The partition an event's call belongs to. */
export const partitionOfEvent = (event: CallEvent): number => partitionOf(event.orderGroup || event.instance);
