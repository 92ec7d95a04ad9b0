import {
  type CallEventInit,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
} from '@callbus/contract';
import type { Participant } from '../call-control/wire/native.ts';
import { employeeOf, type Telling } from './events.ts';
import type { Leg, LiveCall } from './model.ts';
import { distributorOf, isOutside, isTold, outsideOf, roleOf, subscriberOf } from './parties.ts';

/**
 * Whether the participant placed the call itself. Seen: one that calls out has
 * status Dialing and nobody it was originated by; one that is called rings and
 * was originated by the router. Inferred: the same holds while they talk.
 */
export function isPlaced(p: Participant): boolean {
  if (p.status === 'Dialing') return true;
  if (p.status === 'Ringing') return false;
  return p.originated_by_dn === '' && p.referred_by_dn === '' && p.on_behalf_of_dn === '';
}

/** What a call opens with beside the participant that shows it. */
export interface Opening {
  key: string;
  /** Of the participant's own number. */
  role: DeviceRole;
  /** A click-to-call of ours. */
  ours: boolean;
  /** Unix milliseconds. */
  at: number;
}

/** A call by the first participant that was seen of it. */
export function newCall(p: Participant, { key, role, ours, at }: Opening): LiveCall {
  const outside = isOutside(p) ? outsideOf(p) : undefined;
  const placed = ours || (role === DeviceRole.EMPLOYEE && isPlaced(p));
  const call: LiveCall = {
    key,
    callid: p.callid,
    direction: outside ? (placed ? Direction.OUTBOUND : Direction.INBOUND) : Direction.UNSPECIFIED,
    ...(outside ? { outside } : {}),
    inside: !outside && roleOf(p.party_dn_type) === DeviceRole.EMPLOYEE ? p.party_dn : '',
    trunk: outside ? p.party_dn : '',
    did: p.party_did,
    ...distributorOf(p),
    startedAt: at,
    ours,
    dialled: false,
    blind: false,
    legs: [],
    handed: [],
  };
  if (role === DeviceRole.EMPLOYEE) call.legs.push(newLeg(call, p, { role, caller: placed, at }));
  return call;
}

/** A number that comes into a call, perhaps not for the first time. */
export function newLeg(
  call: LiveCall,
  p: Participant,
  { role, caller, at }: { role: DeviceRole; caller: boolean; at: number },
): Leg {
  const times = call.legs.filter((leg) => leg.dn === p.dn).length;
  return {
    id: times === 0 ? p.dn : `${p.dn}#${times + 1}`,
    dn: p.dn,
    role,
    device: p.device_id,
    seats: [],
    at,
    caller,
    referredBy: isTold(p.referred_by_type) ? p.referred_by_dn : '',
  };
}

/** A call of ours is looked for so long. */
const EXPECT_MS = 60_000;

/** Calls we asked for, until they are seen. */
export class Expected {
  #calls: { dn: string; subscriber: string; at: number }[] = [];

  add(dn: string, number: string, at: number): void {
    this.#calls.push({ dn, subscriber: subscriberOf(number), at });
  }

  /** Whether a participant shows one of them; then it is looked for no more. */
  take(p: Participant, at: number): boolean {
    this.#calls = this.#calls.filter((call) => at - call.at < EXPECT_MS);
    const subscriber = subscriberOf(isOutside(p) ? (outsideOf(p).number ?? '') : p.party_dn);
    const found = this.#calls.findIndex((call) => call.dn === p.dn && call.subscriber === subscriber);
    if (found >= 0) this.#calls.splice(found, 1);
    return found >= 0;
  }
}

/** The first word of a call: who called. */
export function begin(call: LiveCall, p: Participant, tell: Telling): CallEventInit[] {
  if (call.direction === Direction.INBOUND) return [tell.offered(call)];
  const caller = call.legs.find((leg) => leg.caller);
  if (caller) return [tell.originated(call, caller.dn, caller.device)];
  // A colleague calls whose own participant is not seen, or not yet.
  const called = call.legs.some((leg) => leg.role === DeviceRole.EMPLOYEE);
  return called && call.inside !== '' && p.party_dn === call.inside
    ? [tell.originated(call, call.inside)]
    : [];
}

/** Who stands at the other end of a participant, inside the PBX. */
export function partyConnection(p: Participant): Connection | undefined {
  if (p.party_dn === '') return undefined;
  const role = roleOf(p.party_dn_type);
  if (role === DeviceRole.CUSTOMER) return undefined;
  if (role === DeviceRole.EMPLOYEE) return employeeOf(p.party_dn, ConnectionState.CONNECTED);
  return { id: p.party_dn, role, state: ConnectionState.CONNECTED, party: { number: p.party_dn } };
}
