import { type Cause, DeviceRole, EventCause } from '@callbus/contract';
import { type Call, type Leg, legsOf } from './model.ts';

const BUSY = 17;
const REJECTED = 21;
const ANSWERED_ELSEWHERE = 26;

/** Our own word for a phone that rang while a colleague picked its call up. */
export const PICKED_UP = 'PICKUP';

/** What a leg that Dial calls unanswered tells by its Q.850 number; anything else does not decide. */
const BY_NUMBER: Readonly<Record<number, EventCause>> = {
  1: EventCause.NUMBER_UNALLOCATED,
  [BUSY]: EventCause.BUSY,
  [REJECTED]: EventCause.REJECTED,
  22: EventCause.NUMBER_UNALLOCATED,
  28: EventCause.INVALID_NUMBER_FORMAT,
  34: EventCause.TRUNKS_BUSY,
  38: EventCause.NETWORK_OUT_OF_ORDER,
  42: EventCause.NETWORK_CONGESTION,
};

/** The Q.850 number of a message; absent where there is none. */
export function q850Of(cause: string): number | undefined {
  const number = Number.parseInt(cause, 10);
  return number > 0 ? number : undefined;
}

/** A cause with what the source said of it. */
export const causeOf = (event: EventCause, q850: number | undefined, native: string): Cause => ({
  event,
  ...(q850 === undefined ? {} : { q850 }),
  ...(native === '' ? {} : { native }),
});

/**
 * Why a leg that never answered ended: what Dial said of it, what its device did,
 * and only then its number, because servers give the same numbers to different ends.
 */
export function failureOf(call: Call, leg: Leg, q850: number | undefined): EventCause {
  switch (leg.dialStatus) {
    case 'BUSY':
      // An older SIP driver calls a refusal busy as well.
      return q850 === REJECTED ? EventCause.REJECTED : EventCause.BUSY;
    case 'CONGESTION':
      return (q850 !== undefined && BY_NUMBER[q850]) || EventCause.NETWORK_CONGESTION;
    case 'CHANUNAVAIL':
      return EventCause.DEST_OUT_OF_ORDER;
    case 'CANCEL':
    case 'ANSWER':
      return q850 === ANSWERED_ELSEWHERE || isTaken(call, leg)
        ? EventCause.ANSWERED_ELSEWHERE
        : EventCause.CALL_CANCELLED;
    case PICKED_UP:
      return EventCause.ANSWERED_ELSEWHERE;
    default: {
      const known = q850 === undefined ? undefined : BY_NUMBER[q850];
      if (known !== undefined) return known;
      if (leg.alerted) return EventCause.CALL_NOT_ANSWERED;
      // The line never answered the attempt at all.
      return leg.role === DeviceRole.CUSTOMER || leg.dialStatus !== ''
        ? EventCause.DEST_NOT_OBTAINABLE
        : EventCause.CALL_NOT_ANSWERED;
    }
  }
}

// The number comes too late on some drivers; that another device answered does not.
const isTaken = (call: Call, leg: Leg): boolean =>
  legsOf(call).some((other) => other !== leg && !other.caller && other.up && !other.letGo);

/** The number says why somebody was refused; who gives up by himself has another one or none. */
export const isRefusal = (q850: number | undefined): boolean => q850 !== undefined && q850 in BY_NUMBER;

/** What no person decides: the network says that there is no such number, or no way to it. */
export const isNetworks = (q850: number | undefined): boolean =>
  isRefusal(q850) && q850 !== BUSY && q850 !== REJECTED;

/** Nobody refused: the attempt was taken back. */
export const isWithdrawn = (event: EventCause): boolean =>
  event === EventCause.CALL_CANCELLED || event === EventCause.ANSWERED_ELSEWHERE;

/** Why a call ended of which nobody was called. */
export const unreached = (inbound: boolean, q850: number | undefined): EventCause =>
  inbound && q850 !== undefined
    ? (BY_NUMBER[q850] ?? EventCause.UNSPECIFIED)
    : inbound
      ? EventCause.UNSPECIFIED
      : EventCause.DEST_NOT_OBTAINABLE;
