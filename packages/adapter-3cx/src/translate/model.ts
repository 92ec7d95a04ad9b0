import type { DeviceRole, Direction, Party } from '@callbus/contract';

/** A device of 3CX in a leg. */
export interface Seat {
  /** Participant id. */
  id: number;
  status: string;
}

/** A number that takes part in a call: an extension with all its devices, a queue, a trunk. */
export interface Leg {
  /** The connection's id: the number, and from its second time in the call on which one it is. */
  id: string;
  dn: string;
  role: DeviceRole;
  device: string;
  seats: Seat[];
  /** When it was first seen; Unix milliseconds as all times here. */
  at: number;
  answeredAt?: number;
  goneAt?: number;
  /** Placed the call. */
  caller: boolean;
  /** Keys pressed so far. */
  digits?: number;
  /** Handed the call to this leg. */
  referredBy: string;
}

/** A call as Call Control shows it. Everything is plain data, so that it survives a restart. */
export interface LiveCall {
  /** Names the call in its events. */
  key: string;
  callid: number;
  direction: Direction;
  outside?: Party;
  /** Extension at the other end of an internal call, where no leg of its own was seen. */
  inside: string;
  trunk: string;
  did: string;
  queue: string;
  group: string;
  startedAt: number;
  answeredAt?: number;
  /** Click-to-call of ours. */
  ours: boolean;
  /** The far end was being called: click-to-call rings its own phone first. */
  dialled: boolean;
  /** Something of it was not seen. */
  blind: boolean;
  legs: Leg[];
  /** Legs that have handed the call on, told already. */
  handed: string[];
  /** When the last participant went; the call ends unless another comes soon. */
  emptyAt?: number;
  /** The end has been told. */
  endedAt?: number;
  /** Key of the call that this one proved to be part of: its callid had come back. */
  joinedTo?: string;
  /** It was a consultation, and is part of the call it was about. */
  aside?: boolean;
}

/** Participants that are there. */
export const present = (leg: Leg): boolean => leg.goneAt === undefined;

/** The newest leg of a number. */
export const legOf = (call: LiveCall, dn: string): Leg | undefined =>
  call.legs.findLast((leg) => leg.dn === dn);
