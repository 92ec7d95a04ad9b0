import { bareNumber, DeviceRole, EventCause, EventType, TransferKind } from '@callbus/contract';
import { type AmiMessage, text } from '../wire/message.ts';
import { alert, goneWithout, settleTransfer } from './legs.ts';
import { isInbound } from './meet.ts';
import type { Call, Channel, Leg } from './model.ts';
import { dialledNumber, dialledParty, insideParty, outsideParty, stripContext } from './names.ts';
import type { Scene } from './scene.ts';

/** A channel is being called. Without a source it is the PBX itself who calls (Originate). */
export function dialBegin(scene: Scene, message: AmiMessage): void {
  const channel = scene.board.channel(text(message, 'DestUniqueid'));
  if (!channel) return;
  const { call, leg } = channel;
  const source = scene.board.channel(text(message, 'Uniqueid'));
  if (source) channel.dialler = { channel: source, exten: text(message, 'Exten') };
  else if (text(message, 'Uniqueid') === '' && !call.root) {
    call.originated = true;
    call.shown = text(message, 'DestCallerIDNum');
  }
  if (goneWithout(scene, call)) return;
  // Somebody else is tried: whoever refused before has not ended the call. A refusal may be told before the attempt.
  if (!leg?.hungUp) call.endedBy = undefined;
  if (source && call.pending?.transferee === source.uniqueid) settleTransfer(scene, call);
  if (!leg) {
    behindHalf(scene, call);
    return;
  }
  if (leg.role === DeviceRole.CUSTOMER)
    towardsOutside(scene, call, channel, leg, text(message, 'DialString'));
  if (call.originated && !call.root) takeRoot(scene, call, leg);
}

// The two halves of a Local channel are two threads of the server: what the one calls may be told before the other is called.
function behindHalf(scene: Scene, call: Call): void {
  for (const channel of call.channels) {
    const { leg, dialler } = channel;
    if (!leg || !dialler || leg.done) continue;
    if (leg.role === DeviceRole.CUSTOMER && isInbound(call)) divert(scene, call, channel, leg);
    if (call.originated && !call.root) takeRoot(scene, call, leg);
  }
}

// The first phone that an originated call rings is the agent's; a line, and it is the customer who is rung first.
function takeRoot(scene: Scene, call: Call, leg: Leg): void {
  call.root = leg;
  leg.caller = true;
  if (leg.role !== DeviceRole.EMPLOYEE) return;
  call.calling = leg.party;
  scene.tell(call, EventType.SERVICE_INITIATED, leg);
}

function towardsOutside(scene: Scene, call: Call, channel: Channel, leg: Leg, dialString: string): void {
  const number = dialledNumber(dialString);
  if (number !== '') leg.party = outsideParty(number);
  if (!isInbound(call)) {
    if (number !== '' && !call.called?.extension) call.called ??= leg.party;
    return;
  }
  divert(scene, call, channel, leg);
}

/** An inbound call goes out again: it is somebody's forward. */
function divert(scene: Scene, call: Call, channel: Channel, leg: Leg): void {
  const owner = ownerOf(scene, channel, call.did);
  if (owner === '' || call.forwarders.has(owner)) return;
  call.forwarders.add(owner);
  const connection = {
    id: `forward-${owner}`,
    role: DeviceRole.EMPLOYEE,
    party: insideParty(owner),
  };
  scene.tell(call, EventType.DIVERTED, connection, {
    cause: { event: EventCause.CALL_FORWARD },
    transfer: { kind: TransferKind.BLIND, target: leg.party },
  });
}

/** The extension under which the dialplan called out: the owner of the forward. */
function ownerOf(scene: Scene, channel: Channel, did: string): string {
  const seen = new Set<Channel>();
  let at: Channel | undefined = channel;
  while (at && !seen.has(at)) {
    seen.add(at);
    const exten: string = at.dialler?.exten ?? '';
    if (scene.sides.extensions.test(exten) && exten !== did) return exten;
    at = at.dialler ? scene.board.otherHalf(at.dialler.channel) : undefined;
  }
  return '';
}

/** How far the attempt has come. */
export function dialState(scene: Scene, message: AmiMessage): void {
  const channel = scene.board.channel(text(message, 'DestUniqueid'));
  if (!channel?.leg) return;
  const status = text(message, 'DialStatus');
  // Lines often play their own ringing instead of telling it.
  const rings = status === 'RINGING' || (status === 'PROGRESS' && channel.leg.role === DeviceRole.CUSTOMER);
  if (rings) alert(scene, channel.call, channel.leg);
}

/** What became of the attempt. The leg's end is told at its Hangup, when all is known. */
export function dialEnd(scene: Scene, message: AmiMessage): void {
  const channel = scene.board.channel(text(message, 'DestUniqueid'));
  if (!channel?.leg || channel.leg.done) return;
  const { call, leg } = channel;
  const status = text(message, 'DialStatus');
  // A queue tells two ends, the second always "cancelled".
  if (leg.dialStatus === '' || leg.dialStatus === 'CANCEL') leg.dialStatus = status;
  const forward = text(message, 'Forward');
  if (forward === '') return;
  leg.done = true;
  if (leg.party.extension) call.forwarders.add(leg.party.extension);
  scene.tell(call, EventType.DIVERTED, leg, {
    cause: { event: EventCause.CALL_FORWARD, native: status },
    transfer: {
      kind: TransferKind.BLIND,
      target: dialledParty(bareNumber(stripContext(forward)), scene.sides),
    },
  });
}
