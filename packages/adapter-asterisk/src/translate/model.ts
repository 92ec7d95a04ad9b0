import type { Cause, DeviceRole, EndedBy, Party } from '@callbus/contract';

/** A channel as the manager interface names it, from its Newchannel to its Hangup. */
export interface Channel {
  readonly uniqueid: string;
  name: string;
  linkedid: string;
  call: Call;
  /** The person or line behind it; none for Local halves, announcers and the like. */
  leg: Leg | undefined;
  bridge: Bridge | undefined;
  /** Who dialled it, and under which extension of the dialplan. */
  dialler: { channel: Channel; exten: string } | undefined;
  /** When it was last heard of, Unix milliseconds. */
  seenAt: number;
}

export interface Bridge {
  readonly id: string;
  /** Nobody hears anybody in it (parking, waiting). */
  readonly holding: boolean;
  readonly channels: Set<Channel>;
}

/** A phone or an outside line in a call: what events call a connection. */
export interface Leg {
  readonly uniqueid: string;
  /** Connection id; a leg that comes back to the call gets a new one. */
  id: string;
  comebacks: number;
  readonly role: DeviceRole;
  party: Party;
  /** Channel name without its number (`PJSIP/100`). */
  readonly device: string;
  readonly trunk: string;
  /** Placed the call. */
  caller: boolean;
  /** Placed this call or one that joined it: nobody called this leg. */
  placed: boolean;
  alerted: boolean;
  /** Its device answered. */
  up: boolean;
  /** Told as established. */
  established: boolean;
  /** Told as having the other party. */
  talking: boolean;
  /** Handed the call on: what it does from now on does not end the call. */
  letGo: boolean;
  held: boolean;
  /** When its last hold began and ended, Unix milliseconds; 0 for never. */
  heldAt: number;
  retrievedAt: number;
  pickedUp: boolean;
  hungUp: boolean;
  /** Told as over. */
  done: boolean;
  /** What Dial said of it; "cancelled" gives way to anything that came before. */
  dialStatus: string;
}

/** A blind transfer that may yet prove to be a parking. */
export interface PendingTransfer {
  from: Leg;
  transferee: string;
  target: Party;
  at: number;
}

/** One call: channels that belong together. */
export interface Call {
  /** Linkedid of the first sight; events carry it for as long as the call lives. */
  readonly key: string;
  /** Order of first sight. */
  readonly order: number;
  readonly linkedids: Set<string>;
  readonly channels: Set<Channel>;
  root: Leg | undefined;
  /** Begun by the PBX (Originate, call file), not by a phone or a line. */
  originated: boolean;
  calling: Party | undefined;
  called: Party | undefined;
  /** What the caller dialled, where it is not clear yet whom that reaches. */
  dialled: string;
  did: string;
  /** The number an originated call shows to the phone that it calls first. */
  shown: string;
  queue: string;
  /** Something was told of it. */
  told: boolean;
  /** Its end was told, though channels of it may live on. */
  ended: boolean;
  /** Somebody had the other party, or a feature answered. */
  answered: boolean;
  /** Connection id of the dialplan that answered the caller, while nobody else has. */
  service: string;
  conference: boolean;
  endedBy: { by: EndedBy; weak: boolean } | undefined;
  /** Its end as it was told. */
  end: { at: number; cause: Cause } | undefined;
  lastFailure: Cause | undefined;
  pending: PendingTransfer | undefined;
  /** When and how the customer who had called in left, while phones of ours still stand. */
  left: { at: number; cause: Cause } | undefined;
  /** Legs whose handing on was told. */
  readonly handedOn: Set<string>;
  readonly forwarders: Set<string>;
  readonly recordings: Set<string>;
  /** Channel variables that are wanted. */
  readonly attributes: Map<string, string>;
  /** How often an event type was told of a connection. */
  readonly counts: Map<string, number>;
}

/** A call that was just seen. */
export const newCall = (key: string, order: number): Call => ({
  key,
  order,
  linkedids: new Set([key]),
  channels: new Set(),
  root: undefined,
  originated: false,
  calling: undefined,
  called: undefined,
  dialled: '',
  did: '',
  shown: '',
  queue: '',
  told: false,
  ended: false,
  answered: false,
  service: '',
  conference: false,
  endedBy: undefined,
  end: undefined,
  lastFailure: undefined,
  pending: undefined,
  left: undefined,
  handedOn: new Set(),
  forwarders: new Set(),
  recordings: new Set(),
  attributes: new Map(),
  counts: new Map(),
});

/** The legs of a call that are not over, in the order they came. */
export function legsOf(call: Call): Leg[] {
  const legs: Leg[] = [];
  for (const { leg } of call.channels) if (leg && !leg.done) legs.push(leg);
  return legs;
}
