import { DeviceRole, EventCause, EventType } from '@callbus/contract';
import { type AmiMessage, text } from '../wire/message.ts';
import { settleTransfer } from './legs.ts';
import { handOver, merge, release } from './meet.ts';
import { type Call, type Leg, legsOf } from './model.ts';
import { deviceOf, dialledParty } from './names.ts';
import type { Scene } from './scene.ts';

/** A hold that ends this shortly before a transfer was made by its feature code. */
const KEYED_WITHIN_MS = 500;

/** Lets go at once; whether it is a transfer or a parking shows in what follows. */
export function blindTransfer(scene: Scene, message: AmiMessage): void {
  if (text(message, 'Result') !== 'Success') return;
  const from = scene.board.channel(text(message, 'TransfererUniqueid'));
  // A parking by keys is told before the transfer that it was.
  if (!from?.leg || from.leg.letGo) return;
  const { call, leg } = from;
  settleTransfer(scene, call);
  release(call, leg);
  call.pending = {
    from: leg,
    transferee: text(message, 'TransfereeUniqueid'),
    target: dialledParty(text(message, 'Extension'), scene.sides),
    at: text(message, 'IsExternal') === 'Yes' ? scene.at : (keyedAt(leg, scene.at) ?? scene.at),
  };
}

// The feature code itself lets go; the server holds the other party until the digits are in.
const keyedAt = ({ held, heldAt, retrievedAt }: Leg, at: number): number | undefined =>
  held || (retrievedAt > 0 && at - retrievedAt < KEYED_WITHIN_MS) ? heldAt : undefined;

/** Two calls, or two halves of one, are put together; mostly the bridges have told it already. */
export function attendedTransfer(scene: Scene, message: AmiMessage): void {
  if (text(message, 'Result') !== 'Success') return;
  const first = scene.board.channel(text(message, 'OrigTransfererUniqueid'));
  const second = scene.board.channel(text(message, 'SecondTransfererUniqueid'));
  if (first && second) merge(scene, first.call, second.call);
  const call = first?.call ?? second?.call;
  const from = [first?.leg, second?.leg].find((leg) => leg?.talking && !leg.done);
  if (!call || !from || call.handedOn.has(from.uniqueid)) return;
  const sides = ['Transferee', 'TransferTarget'].map(
    (side) => scene.board.channel(text(message, `${side}Uniqueid`))?.leg,
  );
  const to = sides.find((leg) => leg && leg !== from && leg !== call.root && !leg.talking && !leg.done);
  handOver(scene, call, from, to ?? ringing(call));
}

/** The one who is still being called, when the transfer is made before he answers. */
const ringing = (call: Call): Leg | undefined =>
  legsOf(call).find((leg) => !leg.caller && leg.role === DeviceRole.EMPLOYEE && leg.alerted && !leg.up);

/** The call waits in a parking space; who parked it has let go. */
export function parked(scene: Scene, message: AmiMessage): void {
  const channel = scene.board.channel(text(message, 'ParkeeUniqueid'));
  if (!channel) return;
  const { call } = channel;
  const { pending } = call;
  call.pending = undefined;
  const parker = pending?.from ?? parkerOf(call, text(message, 'ParkerDialString'));
  const space = text(message, 'ParkingSpace');
  const more = {
    occurredAt: pending?.at ?? scene.at,
    cause: { event: EventCause.PARK },
    parked: { space },
  };
  const keyed = parker && !pending ? keyedAt(parker, scene.at) : undefined;
  if (parker) {
    release(call, parker);
    parker.done = true;
  }
  if (parker && keyed === undefined) {
    scene.tell(call, EventType.DIVERTED, parker, more);
    return;
  }
  // By keys, who parked let go before the call was in its space; by the dialplan there is nobody of ours in it.
  if (parker) scene.tell(call, EventType.CONNECTION_CLEARED, parker, { occurredAt: keyed ?? scene.at });
  scene.tell(call, EventType.DIVERTED, { id: `parking-${space}`, role: DeviceRole.PARKING }, more);
}

const parkerOf = (call: Call, device: string): Leg | undefined => {
  const talking = legsOf(call).filter((leg) => leg.talking);
  return talking.find((leg) => leg.device === deviceOf(device)) ?? talking[0];
};
