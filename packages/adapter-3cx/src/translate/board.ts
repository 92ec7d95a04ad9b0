import {
  type CallEventInit,
  ConnectionState,
  DeviceRole,
  Direction,
  EventCause,
  EventType,
} from '@callbus/contract';
import type { Participant } from '../call-control/wire/native.ts';
import { connectionOf, customerOf, Telling } from './events.ts';
import { answered, arrived, dueAt, goesOn, learn, sameCall } from './legs.ts';
import { type Leg, type LiveCall, legOf, present } from './model.ts';
import { begin, Expected, newCall, newLeg } from './opening.ts';
import { roleOf } from './parties.ts';
import { consultationOf, handedOn, joined } from './transfers.ts';

export interface BoardOptions {
  /** Adapter id. */
  instance: string;
  /** Chooses the key of a call that was just seen for the first time; its own is what it has. */
  keyOf: (call: LiveCall) => string;
}

/** A number of the API application, with what it is. */
export interface Numbered {
  dn: string;
  type: string;
}

/** A callid that comes back so long after its call's end is the same call. */
const REMEMBER_MS = 600_000;

const seatName = (dn: string, id: number): string => `${dn}/${id}`;

/**
 * Joins participants by callid into calls and tells what happened to them. Pure:
 * no I/O, no clock; each method gives the events of what it was told.
 */
export class Board {
  readonly #options: BoardOptions;
  readonly #types = new Map<string, string>();
  /** The newest call of each callid. */
  readonly #calls = new Map<number, LiveCall>();
  /** Which call each participant was last seen in. */
  readonly #seats = new Map<string, number>();
  readonly #touched = new Set<LiveCall>();
  readonly #expected = new Expected();
  #epoch = '';
  /** Nothing was looked at since the connection was made. */
  #fresh = true;

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  /** Calls that have not ended. */
  get open(): LiveCall[] {
    return [...this.#calls.values()].filter((call) => call.endedAt === undefined);
  }

  /** The calls that changed since this was last asked. */
  takeTouched(): LiveCall[] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  /** Marks the running calls as not fully seen. */
  blind(): void {
    for (const call of this.open) call.blind = true;
  }

  /** Takes back what stood before a restart. */
  restore(calls: readonly LiveCall[]): void {
    for (const call of calls) {
      this.#calls.set(call.callid, call);
      for (const leg of call.legs)
        for (const { id } of leg.seats) this.#seats.set(seatName(leg.dn, id), call.callid);
    }
  }

  /**
   * A connection was made: callids may have started again, so that what opens
   * from here on has a key of this connection, and what has ended does not come back.
   */
  connected(at: number): void {
    this.#fresh = true;
    this.#epoch = at.toString(36);
    for (const [callid, call] of this.#calls) if (call.endedAt !== undefined) this.#calls.delete(callid);
  }

  /** A click-to-call of ours is on its way. */
  expect(dn: string, number: string, at: number): void {
    this.#expected.add(dn, number, at);
  }

  /**
   * The participants there are, of all numbers: whoever is missing has gone.
   * @returns what shows somebody, and what tells that somebody went
   */
  snapshot(
    numbers: readonly Numbered[],
    there: readonly Participant[],
    at: number,
  ): { seen: CallEventInit[]; gone: CallEventInit[] } {
    for (const { dn, type } of numbers) this.#types.set(dn, type);
    // Only while nobody looked can a callid have come to another call.
    const over = this.#fresh ? this.open.filter((call) => !goesOn(call, there)) : [];
    this.#fresh = false;
    const retired = over.flatMap((call) => this.#retire(call, at));
    const names = new Set(there.map((p) => seatName(p.dn, p.id)));
    const seen = there.flatMap((p) => this.see(p, at));
    const missing = [...this.#seats.keys()].filter((name) => !names.has(name));
    return { seen, gone: [...retired, ...missing.flatMap((name) => this.#gone(name, at))] };
  }

  /** A participant as it stands. */
  see(p: Participant, at: number): CallEventInit[] {
    const tell = new Telling(this.#options.instance, at);
    const name = seatName(p.dn, p.id);
    const before = this.#seats.get(name);
    const known = this.#calls.get(p.callid);
    const events: CallEventInit[] = [];
    let call = known && known.endedAt === undefined ? known : undefined;
    if (!call) {
      if (this.#roleOf(p.dn) === DeviceRole.CUSTOMER) {
        // A trunk does not tell who is outside: the call begins with whoever it reaches.
        this.#seats.set(name, p.callid);
        return [];
      }
      call = this.#open(p, at);
      events.push(...begin(call, p, tell));
      // Nothing was there for a while, and yet it was not over.
      if (known) {
        events.push(sameCall(known, call, tell));
        call.joinedTo = known.joinedTo ?? known.key;
      }
    }
    this.#seats.set(name, p.callid);
    const consultation = consultationOf(p, call, this.#calls.values());
    if (consultation) {
      events.push(...joined(consultation, tell));
      this.#touched.add({ ...consultation.asked, endedAt: at, aside: true });
      this.#unite(consultation.about, consultation.asked, consultation.to, call);
    } else if (before !== undefined && before !== p.callid) {
      const left = this.#calls.get(before);
      if (left) events.push(...this.#unseat(left, p.dn, p.id, tell, at));
    }
    learn(call, p);
    events.push(...this.#seat(call, p, tell, at), ...handedOn(call, tell));
    delete call.emptyAt;
    this.#touched.add(call);
    return events;
  }

  /** A participant pressed a key. */
  digit(dn: string, id: number, digit: string, at: number): CallEventInit[] {
    const callid = this.#seats.get(seatName(dn, id));
    const call = callid === undefined ? undefined : this.#calls.get(callid);
    const leg = call && legOf(call, dn);
    if (!call || !leg || digit === '') return [];
    leg.digits = (leg.digits ?? 0) + 1;
    this.#touched.add(call);
    return [
      new Telling(this.#options.instance, at).event(call, EventType.DIGITS_GENERATED, {
        connection: connectionOf(leg, ConnectionState.CONNECTED),
        ordinal: leg.digits,
        digits: { digits: digit },
      }),
    ];
  }

  /** The call a participant is in. */
  callOf(dn: string, id: number): LiveCall | undefined {
    const callid = this.#seats.get(seatName(dn, id));
    return callid === undefined ? undefined : this.#calls.get(callid);
  }

  /** A participant has gone. */
  gone(dn: string, id: number, at: number): CallEventInit[] {
    return this.#gone(seatName(dn, id), at);
  }

  /** Ends the calls that nobody came back to. */
  settle(at: number): CallEventInit[] {
    for (const [callid, { endedAt }] of this.#calls)
      if (endedAt !== undefined && at - endedAt > REMEMBER_MS) this.#calls.delete(callid);
    return this.open
      .filter((call) => (dueAt(call) ?? Number.POSITIVE_INFINITY) <= at)
      .flatMap((call) => this.#end(call, call.emptyAt ?? at, at));
  }

  /** When `settle` is next of use. */
  get nextDue(): number | undefined {
    const due = this.open.map(dueAt).filter((at) => at !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  #gone(name: string, at: number): CallEventInit[] {
    const callid = this.#seats.get(name);
    this.#seats.delete(name);
    const call = callid === undefined ? undefined : this.#calls.get(callid);
    if (!call || call.endedAt !== undefined) return [];
    const slash = name.lastIndexOf('/');
    const tell = new Telling(this.#options.instance, at);
    return this.#unseat(call, name.slice(0, slash), Number(name.slice(slash + 1)), tell, at);
  }

  #open(p: Participant, at: number): LiveCall {
    const role = this.#roleOf(p.dn);
    const call = newCall(p, {
      key: `${p.callid}-${this.#epoch}`,
      role,
      ours: this.#expected.take(p, at),
      at,
    });
    // The callid came back within one connection: the same call, told apart until they are joined.
    if (this.#calls.get(p.callid)) call.key += `-${at.toString(36)}`;
    call.key = this.#options.keyOf(call);
    this.#calls.set(p.callid, call);
    return call;
  }

  #roleOf(dn: string): DeviceRole {
    return roleOf(this.#types.get(dn) ?? '');
  }

  #seat(call: LiveCall, p: Participant, tell: Telling, at: number): CallEventInit[] {
    const last = legOf(call, p.dn);
    let leg = last && present(last) ? last : undefined;
    const events: CallEventInit[] = [];
    if (!leg) {
      const caller = call.inside === p.dn && !call.legs.some((l) => l.caller);
      leg = newLeg(call, p, { role: this.#roleOf(p.dn), caller, at });
      call.legs.push(leg);
      // Its call was told of by whom it calls.
      if (caller) events.push(tell.originated(call, leg.dn, leg.device));
    }
    if (leg.caller && p.status !== 'Ringing') call.dialled = true;
    if (leg.role === DeviceRole.QUEUE) call.queue ||= leg.dn;
    if (leg.role === DeviceRole.GROUP) call.group ||= leg.dn;
    const first = leg.seats.length === 0;
    const seat = leg.seats.find((s) => s.id === p.id);
    if (seat) seat.status = p.status;
    else leg.seats.push({ id: p.id, status: p.status });
    if (first) events.push(...arrived(call, leg, p, tell));
    if (p.status === 'Connected') events.push(...answered(call, leg, p, tell, at));
    return events;
  }

  #unseat(call: LiveCall, dn: string, id: number, tell: Telling, at: number): CallEventInit[] {
    const leg = call.legs.findLast((l) => l.dn === dn && l.seats.some((s) => s.id === id));
    if (!leg) return [];
    leg.seats = leg.seats.filter((s) => s.id !== id);
    if (leg.seats.length > 0) return [];
    leg.goneAt = at;
    this.#touched.add(call);
    const events = handedOn(call, tell);
    if (leg.role !== DeviceRole.CUSTOMER) {
      const lost =
        leg.role === DeviceRole.EMPLOYEE &&
        leg.answeredAt === undefined &&
        !leg.caller &&
        // Somebody else picked up while it rang.
        call.legs.some((l) => l !== leg && !l.caller && (l.answeredAt ?? 0) >= leg.at);
      const cause = lost ? { event: EventCause.ANSWERED_ELSEWHERE } : undefined;
      events.push(tell.cleared(call, connectionOf(leg, ConnectionState.NULL), cause));
    }
    if (!call.legs.some(present)) call.emptyAt = at;
    return events;
  }

  /** The call is over, and nobody may tell of it any more. */
  #end(call: LiveCall, at: number, seenAt: number): CallEventInit[] {
    call.endedAt = at;
    this.#touched.add(call);
    const tell = new Telling(this.#options.instance, seenAt);
    const events: CallEventInit[] = [];
    if (call.direction === Direction.OUTBOUND && call.answeredAt === undefined && call.dialled) {
      // All that is known of the far end: it was called and did not answer.
      const customer = customerOf(call, ConnectionState.NULL);
      events.push(tell.cleared(call, customer, { event: EventCause.CALL_NOT_ANSWERED }, at));
    }
    events.push(tell.callCleared(call, at));
    return events;
  }

  // It ended while nobody looked; another may have its callid by now.
  #retire(call: LiveCall, at: number): CallEventInit[] {
    const events = call.legs
      .filter(present)
      .flatMap((leg) => leg.seats.map(({ id }) => seatName(leg.dn, id)))
      .flatMap((name) => this.#gone(name, at));
    events.push(...this.#end(call, at, at));
    this.#calls.delete(call.callid);
    return events;
  }

  /** The consultation is part of the call it was about, which lives on under `callid` of who was just seen. */
  #unite(about: LiveCall, asked: LiveCall, to: Leg, stays: LiveCall): void {
    if (!about.legs.some((leg) => leg.id === to.id)) about.legs.push(to);
    const leaves = stays === about ? asked : about;
    for (const [name, callid] of this.#seats) {
      // What is left of the consultation is nobody's news; what is left of the call is.
      if (callid !== leaves.callid) continue;
      if (leaves === asked) this.#seats.delete(name);
      else this.#seats.set(name, stays.callid);
    }
    this.#calls.delete(leaves.callid);
    if (stays === about) {
      to.seats = [];
      return;
    }
    const { callid } = stays;
    const asker = asked.legs.filter((leg) => leg !== to).flatMap((leg) => leg.seats);
    Object.assign(stays, about, { callid });
    // The asker's seat in the consultation goes with it, unseen.
    for (const [name] of this.#seats)
      if (asker.some(({ id }) => name.endsWith(`/${id}`))) this.#seats.delete(name);
  }
}
