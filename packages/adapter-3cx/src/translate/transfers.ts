import {
  type CallEventInit,
  ConnectionState,
  Direction,
  EventType,
  PartyKind,
  TransferKind,
} from '@callbus/contract';
import type { Participant } from '../call-control/wire/native.ts';
import { employeeOf, type Telling } from './events.ts';
import { type Leg, type LiveCall, legOf } from './model.ts';
import { isOutside, outsideOf, subscriberOf } from './parties.ts';

// How 3CX shows a transfer was inferred, never seen as one capture: a new
// participant of the same callid that is referred by the one who lets go, or a
// consultation whose participant turns up in the call it was about. All of it is here.

/**
 * The transfers of a call that have come through: who was referred to answered,
 * or who referred has gone. One that fails gives the customer back, so that
 * nothing may be told before.
 */
export function handedOn(call: LiveCall, tell: Telling): CallEventInit[] {
  return call.legs.flatMap((to) => {
    const from = to.referredBy === '' ? undefined : referrer(call, to);
    if (!from || call.handed.includes(from.id)) return [];
    if (to.answeredAt === undefined && from.goneAt === undefined) return [];
    call.handed.push(from.id);
    return [transferred(call, from, to, TransferKind.BLIND, Math.min(to.at, from.goneAt ?? to.at), tell)];
  });
}

const referrer = (call: LiveCall, to: Leg): Leg | undefined =>
  call.legs.findLast(
    (leg) =>
      leg !== to &&
      leg.dn === to.referredBy &&
      leg.at <= to.at &&
      (leg.answeredAt !== undefined || leg.caller),
  );

/** The calls of an attended transfer: the customer's, and the consultation about it. */
export interface Consultation {
  about: LiveCall;
  asked: LiveCall;
  /** Who asked, in the customer's call. */
  from: Leg;
  /** Who was asked, in the consultation. */
  to: Leg;
}

/** Whether a participant that was just seen shows that a consultation became a transfer. */
export function consultationOf(
  p: Participant,
  call: LiveCall,
  all: Iterable<LiveCall>,
): Consultation | undefined {
  for (const other of all) {
    if (other === call || other.key === call.key) continue;
    // The one who was asked is in the customer's call now...
    const asked = consulted(call, other, p.dn);
    if (asked && p.status === 'Connected') return asked;
    // ...or has the customer at the other end of the consultation.
    const turned = isOutside(p) && sameOutside(other, p) ? consulted(other, call, p.dn) : undefined;
    if (turned) return turned;
  }
  return undefined;
}

function consulted(about: LiveCall, asked: LiveCall, dn: string): Consultation | undefined {
  if (asked.direction !== Direction.UNSPECIFIED || asked.endedAt !== undefined) return undefined;
  // Who rang in the customer's call was sent it blindly.
  if (legOf(about, dn)) return undefined;
  const to = legOf(asked, dn);
  const asker = asked.legs.find((leg) => leg.caller && leg.dn !== dn);
  const from = asker && legOf(about, asker.dn);
  if (!to || !from || (from.answeredAt === undefined && !from.caller)) return undefined;
  return { about, asked, from, to };
}

const sameOutside = (call: LiveCall, p: Participant): boolean => {
  const subscriber = subscriberOf(call.outside?.number ?? '');
  return subscriber !== '' && subscriber === subscriberOf(outsideOf(p).number ?? '');
};

/** An attended transfer, and that its two calls are one. */
export function joined({ about, asked, from, to }: Consultation, tell: Telling): CallEventInit[] {
  about.handed.push(from.id);
  const at = from.goneAt;
  return [
    transferred(about, from, to, TransferKind.ATTENDED, at, tell),
    tell.event(about, EventType.CALLS_MERGED, {
      about: `with-${asked.key}`,
      merge: { otherKey: asked.key },
    }),
  ];
}

const transferred = (
  call: LiveCall,
  from: Leg,
  to: Leg,
  kind: TransferKind,
  at: number | undefined,
  tell: Telling,
): CallEventInit =>
  tell.event(call, EventType.TRANSFERRED, {
    connection: employeeOf(from.dn, ConnectionState.NULL, from.device, from.id),
    transfer: {
      kind,
      fromConnection: from.id,
      toConnection: to.id,
      target: { kind: PartyKind.EXTENSION, extension: to.dn },
    },
    ...(at === undefined ? {} : { at }),
  });
