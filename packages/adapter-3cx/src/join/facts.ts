import { DeviceRole, Direction } from '@callbus/contract';
import type { DoorName, FinishedCall } from '../doors.ts';
import { type LiveCall, present } from '../translate/model.ts';
import { subscriberOf } from '../translate/parties.ts';

/** What the join remembers of a call, whichever door told it. Times by our clock, Unix milliseconds. */
export interface CallFacts {
  key: string;
  direction: Direction;
  /** The last digits of who is outside; empty where withheld, or nobody is. */
  subscriber: string;
  /** Everyone of ours in it. */
  extensions: string[];
  startedAt: number;
  answeredAt?: number;
  endedAt?: number;
  callid?: number;
  /** Call Control saw it, and whether it saw all of it. */
  live: boolean;
  blind: boolean;
  /** It was handed on: one figure of talk is not all there is to say. */
  handed: boolean;
  /** The key its records belong to, where it proved to be part of another call. */
  joinedTo?: string;
  /** A consultation that became a transfer: its records are part of what was seen. */
  aside?: boolean;
  /** Records of it by door. */
  told: { door: DoorName; extension: string; startedAt?: number; endedAt?: number }[];
}

/** What a running call is to the join. */
export function factsOfLive(call: LiveCall, before?: CallFacts): CallFacts {
  const people = call.legs.filter((leg) => leg.role === DeviceRole.EMPLOYEE).map((leg) => leg.dn);
  const others = call.outside || call.inside === '' ? [] : [call.inside];
  const { answeredAt, endedAt } = call;
  return {
    key: call.key,
    direction: call.direction,
    subscriber: subscriberOf(call.outside?.number ?? ''),
    extensions: [...new Set([...(before?.extensions ?? []), ...people, ...others])],
    startedAt: Math.min(call.startedAt, before?.startedAt ?? call.startedAt),
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    callid: call.callid,
    live: true,
    blind: call.blind || (before !== undefined && !before.live),
    handed:
      call.handed.length > 0 || call.legs.filter((l) => l.answeredAt !== undefined && !present(l)).length > 1,
    ...(call.joinedTo === undefined ? {} : { joinedTo: call.joinedTo }),
    ...(call.aside ? { aside: true } : {}),
    told: before?.told ?? [],
  };
}

/** What a finished record is to the join, its times by our clock. */
export function factsOfReport(call: FinishedCall, key: string, observedAt: number): CallFacts {
  const end = call.endedAt ?? observedAt;
  return {
    key,
    direction: call.direction,
    subscriber: subscriberOf(call.outside?.number ?? ''),
    extensions: extensionsOf(call),
    startedAt: call.startedAt ?? end,
    ...(call.answeredAt === undefined ? {} : { answeredAt: call.answeredAt }),
    endedAt: end,
    live: false,
    blind: false,
    handed: (call.transfers ?? []).length > 0,
    told: [],
  };
}

/** Everyone of ours a record names. */
export const extensionsOf = (call: FinishedCall): string[] => [
  ...new Set(
    [call.callerExtension ?? '', ...(call.extensions ?? []), call.extension].filter((name) => name !== ''),
  ),
];

/** A record's times brought to our clock. */
export function onOurClock(call: FinishedCall, offset: number | undefined): FinishedCall {
  if (offset === undefined) return call;
  const { startedAt, answeredAt, endedAt, transfers } = call;
  return {
    ...call,
    ...(startedAt === undefined ? {} : { startedAt: startedAt - offset }),
    ...(answeredAt === undefined ? {} : { answeredAt: answeredAt - offset }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt - offset }),
    ...(transfers === undefined
      ? {}
      : { transfers: transfers.map((t) => (t.at === undefined ? t : { ...t, at: t.at - offset })) }),
  };
}

/** Whether a call between extensions and one with somebody outside can be the same: no. */
export const sameSide = (a: Direction, b: Direction): boolean => sideOf(a) === sideOf(b);

// Call Control states no direction between extensions.
const sideOf = (direction: Direction): Direction =>
  direction === Direction.UNSPECIFIED ? Direction.INTERNAL : direction;
