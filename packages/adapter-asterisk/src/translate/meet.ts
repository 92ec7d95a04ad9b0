import {
  type CallEventInit,
  ConnectionState,
  DeviceRole,
  EventCause,
  EventType,
  type Party,
  TransferKind,
} from '@callbus/contract';
import { type Call, type Channel, type Leg, legsOf } from './model.ts';
import { type Scene, serviceOf } from './scene.ts';

/** The call came in from outside. */
export const isInbound = ({ root, originated }: Call): boolean =>
  root?.role === DeviceRole.CUSTOMER && !originated;

const hasOutside = (call: Call): boolean =>
  isInbound(call) || legsOf(call).some((leg) => leg.role === DeviceRole.CUSTOMER);

/**
 * Somebody came into a bridge: who has the other party now? It is read from who
 * hears whom, not from the kind of event, so that ring groups of Local channels,
 * optimised or not, redirects, transfers and conferences are one case.
 */
export function meet(scene: Scene, start: Channel): void {
  const reached = scene.board.reach(start);
  if (reached.size < 2) return;
  for (const { call } of reached) merge(scene, start.call, call);
  const { call } = start;
  if (call.ended) return;
  const present = new Set<Leg>();
  for (const { leg, call: of } of reached) if (leg && !leg.done && of === call) present.add(leg);
  // A phone that hears only Local halves has nobody yet.
  if (present.size < 2) return;
  const anchor = anchorOf(call);
  // Employees first: on a call that was originated towards the customer it is the employee's answer that joins them.
  const order = [...present].sort((a, b) => rank(a) - rank(b));
  for (const leg of order) if (leg !== anchor && !leg.caller) arrive(scene, call, leg, present, anchor);
  answerCustomer(scene, call, present, anchor);
  endService(scene, call);
  if (present.size > 2 && order.filter((leg) => leg.talking).length > 1) conference(scene, call);
}

const rank = (leg: Leg): number => (leg.role === DeviceRole.EMPLOYEE ? 0 : 1);

/** The party whom the others have: the customer, or who called a colleague. */
function anchorOf(call: Call): Leg | undefined {
  const legs = legsOf(call);
  if (isInbound(call) && call.root && !call.root.done) return call.root;
  return (
    legs.find((leg) => leg.role === DeviceRole.CUSTOMER && leg.established) ??
    (call.root && !call.root.done && !call.root.letGo ? call.root : undefined) ??
    legs.find((leg) => leg.talking)
  );
}

function arrive(
  scene: Scene,
  call: Call,
  leg: Leg,
  present: ReadonlySet<Leg>,
  anchor: Leg | undefined,
): void {
  const withAnchor = anchor !== undefined && present.has(anchor);
  if (!leg.established) {
    establish(scene, call, leg, withAnchor ? undefined : EventCause.CONSULTATION);
    if (withAnchor) talk(call, leg, anchor);
    return;
  }
  if (leg.talking || leg.letGo || !withAnchor) return;
  // Asked before, and now with the other party: handed on by whoever had it.
  const before = legsOf(call).find((other) => other.talking && !present.has(other));
  if (before) {
    handOver(scene, call, before, leg);
    return;
  }
  if ([...present].some((other) => other.talking)) conference(scene, call);
  // The connection was answered once already; this is another time.
  leg.comebacks++;
  leg.id = `${leg.uniqueid}#${leg.comebacks}`;
  establish(scene, call, leg, undefined);
  talk(call, leg, anchor);
}

function talk(call: Call, leg: Leg, anchor: Leg): void {
  call.answered = true;
  leg.talking = true;
  leg.letGo = false;
  // The far end of an outbound call answered: it is the caller who has it.
  if (leg.role === DeviceRole.CUSTOMER && anchor.caller) anchor.talking = true;
}

// Originated towards the customer: he has answered long ago, and is called from the moment somebody joins him.
function answerCustomer(scene: Scene, call: Call, present: ReadonlySet<Leg>, anchor: Leg | undefined): void {
  if (!anchor || !call.originated || anchor.role !== DeviceRole.CUSTOMER || anchor.established) return;
  if (present.has(anchor) && present.size > 1) establish(scene, call, anchor, undefined);
}

/** Tells that a device answered. */
export function establish(scene: Scene, call: Call, leg: Leg, cause: EventCause | undefined): void {
  leg.established = true;
  const why = cause ?? (leg.pickedUp ? EventCause.CALL_PICKUP : undefined);
  scene.tell(call, EventType.ESTABLISHED, leg, why === undefined ? {} : { cause: { event: why } });
}

/** Tells that who had the other party gave it to somebody who had been asked. */
export function handOver(scene: Scene, call: Call, from: Leg, to: Leg | undefined, target?: Party): void {
  release(call, from);
  if (to?.established) to.talking = true;
  tellTransfer(scene, call, TransferKind.ATTENDED, from, { to, target });
}

/** Tells a transfer. */
export function tellTransfer(
  scene: Scene,
  call: Call,
  kind: TransferKind,
  from: Leg,
  { to, target, at = scene.at }: { to?: Leg | undefined; target?: Party | undefined; at?: number },
): void {
  const towards = target ?? to?.party;
  const more: Partial<CallEventInit> = {
    occurredAt: at,
    transfer: {
      kind,
      fromConnection: from.id,
      ...(to ? { toConnection: to.id } : {}),
      ...(towards ? { target: towards } : {}),
    },
  };
  scene.tell(call, EventType.TRANSFERRED, from, more);
}

/** This leg has the other party no more. */
export function release(call: Call, leg: Leg): void {
  leg.talking = false;
  leg.letGo = true;
  leg.held = false;
  call.handedOn.add(leg.uniqueid);
}

function conference(scene: Scene, call: Call): void {
  if (call.conference) return;
  call.conference = true;
  scene.tell(call, EventType.CONFERENCED, undefined);
}

/** A person has the caller: the dialplan has not any more. */
export function endService(scene: Scene, call: Call): void {
  if (call.service === '' || !legsOf(call).some((leg) => leg.talking)) return;
  clearService(scene, call);
}

function clearService(scene: Scene, call: Call): void {
  const id = call.service;
  if (id === '') return;
  call.service = '';
  scene.tell(call, EventType.CONNECTION_CLEARED, serviceOf(id, ConnectionState.NULL));
}

/** Two calls proved to be one. The older lives on; the record is the outside party's, whichever it was in. */
export function merge(scene: Scene, a: Call, b: Call): void {
  if (a === b || a.ended || b.ended) return;
  const aFirst = a.told === b.told ? a.order < b.order : a.told;
  const [survivor, other] = aFirst ? [a, b] : [b, a];
  // Core takes the same side: what was said in the other call was said among ourselves.
  const swap = !hasOutside(survivor) && hasOutside(other);
  for (const leg of legsOf(swap ? survivor : other)) {
    leg.caller = false;
    leg.talking = false;
  }
  if (other.told) {
    clearService(scene, swap ? survivor : other);
    scene.tell(survivor, EventType.CALLS_MERGED, undefined, { merge: { otherKey: other.key } });
  }
  if (swap || !survivor.told) takeIdentity(survivor, other);
  survivor.queue ||= other.queue;
  survivor.conference ||= other.conference;
  survivor.pending ??= other.pending;
  survivor.left ??= other.left;
  for (const [name, value] of other.attributes)
    if (!survivor.attributes.has(name)) survivor.attributes.set(name, value);
  for (const name of ['recordings', 'handedOn', 'forwarders'] as const)
    for (const value of other[name]) survivor[name].add(value);
  scene.board.join(survivor, other);
}

function takeIdentity(survivor: Call, other: Call): void {
  survivor.root = other.root;
  survivor.originated = other.originated;
  survivor.calling = other.calling;
  survivor.called = other.called;
  survivor.dialled = other.dialled;
  survivor.did = other.did;
  survivor.answered = other.answered;
  survivor.service = other.service;
}
