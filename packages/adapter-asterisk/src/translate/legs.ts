import {
  type Cause,
  ConnectionState,
  DeviceRole,
  EndedBy,
  EventCause,
  EventType,
  TransferKind,
} from '@callbus/contract';
import {
  causeOf,
  failureOf,
  isNetworks,
  isRefusal,
  isWithdrawn,
  PICKED_UP,
  q850Of,
  unreached,
} from './causes.ts';
import { establish, handOver, isInbound, tellTransfer } from './meet.ts';
import { type Call, type Channel, type Leg, legsOf } from './model.ts';
import { dialledParty } from './names.ts';
import { type Scene, serviceOf } from './scene.ts';

/** A device is being alerted. */
export function alert(scene: Scene, call: Call, leg: Leg): void {
  // A line that placed the call does not ring; a phone that the PBX calls first does.
  if (leg.alerted || leg.up || leg.done || (leg.caller && !call.originated)) return;
  leg.alerted = true;
  scene.tell(call, EventType.DELIVERED, leg);
}

/** A device answered. Whom it reached shows in the bridges; only who placed the call is told of now. */
export function answered(scene: Scene, call: Call, leg: Leg): void {
  if (leg.up) return;
  leg.up = true;
  if (!leg.caller) return;
  if (call.originated) {
    if (leg.role === DeviceRole.EMPLOYEE) establish(scene, call, leg, undefined);
    return;
  }
  // Nobody who was called has answered, so the dialplan did.
  if (legsOf(call).some((other) => other !== leg && other.up)) return;
  call.service = `service-${leg.uniqueid}`;
  if (!isInbound(call)) call.answered = true;
  scene.tell(call, EventType.ESTABLISHED, serviceOf(call.service, ConnectionState.CONNECTED));
}

/** A device let go, or refused: a candidate for who ended the call. */
export function hangupRequested(call: Call, leg: Leg, { cause, state }: HangupRequest): void {
  leg.hungUp = true;
  // Refused by the server, the caller only clears; its state and the cause are told by different threads.
  if (leg.placed && !leg.up && (state === 'Busy' || isRefusal(q850Of(cause)))) return;
  const by = sideOf(call, leg);
  // An agent whom click-to-call rings has placed nothing until he answers.
  const inTalk = leg.talking || (leg.caller && !leg.letGo && (leg.up || !call.originated));
  if (inTalk) {
    const { endedBy } = call;
    // The caller clears after the refusal that was passed on to him. In a talk with the dialplan it is he who
    // ends it; but where the customer refused, our own side's listening to the busy tone is no talk.
    const mayOverrule = endedBy?.weak && leg.up && endedBy.by !== EndedBy.CUSTOMER;
    if (!endedBy || mayOverrule) call.endedBy = { by, weak: false };
    return;
  }
  const others = legsOf(call).some((other) => other !== leg && !other.caller && !other.hungUp);
  if (!leg.established && !others && !call.endedBy && !isNetworks(q850Of(cause)))
    call.endedBy = { by, weak: true };
}

/** That somebody who was in the talk hung up is told after his channel was gone: who ended the call shows now. */
export function hungUpLate(scene: Scene, { call, leg }: Channel): void {
  if (!leg || leg.hungUp || leg.letGo || !(leg.established || leg.placed)) return;
  leg.hungUp = true;
  // Whoever only heard that the other was gone asks for nothing.
  if (call.endedBy && !call.endedBy.weak) return;
  call.endedBy = { by: sideOf(call, leg), weak: false };
  if (call.ended) scene.tellAgain(call, call.endedBy.by);
}

/** What a hang-up request says beside the channel. */
interface HangupRequest {
  /** Its Q.850 number, as it came. */
  cause: string;
  /** The state the channel was in. */
  state: string;
}

// A mobile that an inbound call was forwarded to is on our side.
const sideOf = (call: Call, leg: Leg): EndedBy =>
  leg.role === DeviceRole.CUSTOMER && (leg === call.root || !isInbound(call))
    ? EndedBy.CUSTOMER
    : EndedBy.EMPLOYEE;

/** A blind transfer proved to be one. */
export function settleTransfer(scene: Scene, call: Call): void {
  const { pending } = call;
  if (!pending) return;
  call.pending = undefined;
  tellTransfer(scene, call, TransferKind.BLIND, pending.from, { target: pending.target, at: pending.at });
}

/** A channel is no more. */
export function hangUp(scene: Scene, channel: Channel, cause: string, text: string): void {
  const { call, leg } = channel;
  const q850 = q850Of(cause);
  if (call.pending && (call.pending.from === leg || call.pending.transferee === channel.uniqueid))
    settleTransfer(scene, call);
  if (leg && !leg.done) endLeg(scene, call, leg, q850, text);
  scene.board.hangUp(channel, scene.at);
  const customerLeft = leg !== undefined && leg === call.root && isInbound(call);
  if (customerLeft) call.left = { at: scene.at, cause: endOf(call, q850, text) };
  if (call.channels.size === 0) finish(scene, call, endOf(call, q850, text));
  else if (customerLeft && call.conference) goneWithout(scene, call);
}

/**
 * What goes on after the customer left (a phone is redirected, a room stays
 * open) is no part of his call: it ended when he did.
 * @returns whether the call is over
 */
export function goneWithout(scene: Scene, call: Call): boolean {
  if (call.left && !call.ended) finish(scene, call, call.left.cause, call.left.at);
  return call.ended;
}

/** Somebody left a room in which others talk on: that was not the end. */
export function goOn(call: Call): void {
  if (call.conference && legsOf(call).filter((leg) => leg.talking).length > 0) call.endedBy = undefined;
}

function endLeg(scene: Scene, call: Call, leg: Leg, q850: number | undefined, text: string): void {
  const asked = leg.talking ? consulted(call, leg) : undefined;
  // Who consults and hangs up hands over.
  if (asked) handOver(scene, call, leg, asked);
  leg.done = true;
  if (leg !== call.root) goOn(call);
  const endedBy = leg.hungUp ? { endedBy: sideOf(call, leg) } : {};
  if (leg.established || leg.placed) {
    const event = call.answered ? EventCause.NORMAL_CLEARING : EventCause.UNSPECIFIED;
    scene.tell(call, EventType.CONNECTION_CLEARED, leg, { cause: causeOf(event, q850, text), ...endedBy });
    return;
  }
  const event = failureOf(call, leg, q850);
  const cause: Cause = causeOf(event, q850, leg.dialStatus === PICKED_UP ? text : leg.dialStatus || text);
  if (event !== EventCause.ANSWERED_ELSEWHERE) call.lastFailure = cause;
  const type = isWithdrawn(event) ? EventType.CONNECTION_CLEARED : EventType.FAILED;
  scene.tell(call, type, leg, { cause, ...endedBy });
}

/** Somebody who was asked, and has not the other party yet. */
const consulted = (call: Call, by: Leg): Leg | undefined =>
  legsOf(call).find((leg) => leg !== by && !leg.caller && leg.established && !leg.talking && !leg.letGo);

function finish(scene: Scene, call: Call, cause: Cause, at = scene.at): void {
  if (!call.told || call.ended) return;
  if (!call.called && call.dialled !== '') call.called = dialledParty(call.dialled, scene.sides);
  const by = call.endedBy?.by ?? EndedBy.SYSTEM;
  scene.tell(call, EventType.CALL_CLEARED, undefined, { occurredAt: at, endedBy: by, cause });
  call.ended = true;
  call.end = { at, cause };
}

function endOf(call: Call, q850: number | undefined, text: string): Cause {
  if (call.answered) return causeOf(EventCause.NORMAL_CLEARING, q850, text);
  const gaveUp = call.endedBy !== undefined && !call.endedBy.weak;
  if (gaveUp) return causeOf(EventCause.CALL_CANCELLED, q850, text);
  return (
    call.lastFailure ??
    causeOf(unreached(isInbound(call) || call.called?.extension !== undefined, q850), q850, text)
  );
}
