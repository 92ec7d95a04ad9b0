import {
  type CallEvent,
  type CallReport,
  type Cause,
  type Connection,
  ConnectionState,
  type Counterparty,
  type Decision,
  DeviceRole,
  type Direction,
  type EndedBy,
  EventType,
  type Party,
  type PopupPhase,
  type Recording,
} from '@callbus/contract';
import type { Span } from './spans.ts';

/** One device in a call, as its events told it. */
export interface ConnectionTrack {
  id: string;
  role: DeviceRole;
  party: Party;
  /** Set for employees. */
  extension: string;
  trunk: string;
  device: string;
  state: ConnectionState;
  /** When the state was entered. */
  since: number;
  /** Placed the call. */
  caller: boolean;
  alertedAt?: number;
  answeredAt?: number;
  clearedAt?: number;
  cause?: Cause;
  /** When this person had the other party. */
  talks: Span[];
  holds: Span[];
  parks: Span[];
  /** A report said how this leg came out. */
  reported: boolean;
  /** Came by itself (pickup, a parked call retrieved): it never rang. */
  unasked: boolean;
  /** Was alive when the call ended: what it did then was not told. */
  cut: boolean;
}

export interface TransferTrack {
  kind: 'blind' | 'attended';
  fromExtension: string;
  toExtension: string;
  toNumber: string;
  /** The connection that takes over, where it was named. */
  to: string;
  at: number;
}

/** A told report of the call, the parts that decide the record. */
export interface ReportTrack extends CallReport {
  extension: string;
  /** Outside number that took the call over (forward to a mobile). */
  number: string;
  /** Its times are by the clock of the other events: the adapter measured the source's offset. */
  matched: boolean;
}

/** What became of a popup on one extension's screen. */
export interface PopupTrack {
  phase: PopupPhase;
}

/** Everything known about one call: a function of its events in stream order. */
export interface CallState {
  readonly callId: string;
  readonly instance: string;
  readonly orderGroup: string;
  readonly key: string;
  /** Stream sequence and broker time of the first event. */
  readonly firstSequence: number;
  readonly firstSeenAt: number;
  /**
   * Sequences of further events that a replay needs to come to this state: of
   * calls that joined this one, of route decisions that name no call.
   */
  roots: number[];
  /** The first event told how the call began, so its time is the start. */
  startSeen: boolean;
  lastSequence: number;
  /** Broker time of the newest event. */
  lastHeardAt: number;
  eventIds: Set<string>;
  nativeIds: Set<string>;
  stated: Direction;
  /** Click-to-call: whoever's phone rang first, the customer is the called party. */
  clickToCall: boolean;
  calling: Party | undefined;
  called: Party | undefined;
  did: string;
  queue: string;
  group: string;
  trunk: string;
  account: string;
  attributes: Record<string, string>;
  connections: Map<string, ConnectionTrack>;
  /** PBX time of the first event. */
  startedAt: number;
  /** PBX time of the newest event that shows the call alive. */
  newsAt: number;
  queuedAt: number | undefined;
  transfers: TransferTrack[];
  recordings: Recording[];
  report: ReportTrack | undefined;
  /** PBX time of the end; undefined while the call runs. */
  endedAt: number | undefined;
  /** When the end was told, by the clock of the other events; a report's own times may be another. */
  toldEndAt: number | undefined;
  endedBy: EndedBy;
  cause: Cause | undefined;
  /** How the end is known: told by the source, settled from its legs, or given up on. */
  endedHow: 'told' | 'settled' | 'silent' | undefined;
  /** Bits of SourceTells, of every event so far. */
  tells: number;
  /** The adapter was blind for part of it. */
  gap: boolean;
  /** Legs are over and others are still to be told of; the end waits for them. */
  settling: boolean;
  /** Broker time of the end. */
  closedAt: number | undefined;
  /** Counterparty look-up: pending holds the end back until it is answered or given up. */
  lookup: 'none' | 'pending' | 'done';
  /** The call id under which this call's outside party is looked up. */
  lookupFor: string;
  counterparty: Counterparty | undefined;
  responsible: string;
  decisions: Decision[];
  popups: Map<string, PopupTrack>;
  mergedInto: string;
  /** Revision last published. */
  revision: number;
}

/** Events that can be the first word of a call: they tell how it begins. */
export const FIRST_PHASE: ReadonlySet<EventType> = new Set<EventType>([
  EventType.SERVICE_INITIATED,
  EventType.ORIGINATED,
  EventType.OFFERED,
  EventType.DELIVERED,
  EventType.QUEUED,
]);

/** When an event happened, by the best clock that told. */
export const momentOf = (event: CallEvent, brokerTime: number): number =>
  event.occurredAt || event.observedAt || brokerTime;

/** The state of a call of which `event` is the first that is known. */
export function newCall(
  callId: string,
  event: CallEvent,
  { sequence, timestamp }: { sequence: number; timestamp: number },
): CallState {
  const at = momentOf(event, timestamp);
  return {
    callId,
    instance: event.instance,
    orderGroup: event.orderGroup || event.instance,
    key: event.key,
    firstSequence: sequence,
    firstSeenAt: timestamp,
    lastSequence: sequence,
    lastHeardAt: timestamp,
    roots: [],
    startSeen: FIRST_PHASE.has(event.type),
    eventIds: new Set(),
    nativeIds: new Set(),
    stated: 0,
    clickToCall: false,
    calling: undefined,
    called: undefined,
    did: '',
    queue: '',
    group: '',
    trunk: '',
    account: '',
    attributes: {},
    connections: new Map(),
    startedAt: at,
    newsAt: at,
    queuedAt: undefined,
    transfers: [],
    recordings: [],
    report: undefined,
    endedAt: undefined,
    toldEndAt: undefined,
    endedBy: 0,
    cause: undefined,
    endedHow: undefined,
    tells: 0,
    gap: false,
    settling: false,
    closedAt: undefined,
    lookup: 'none',
    lookupFor: callId,
    counterparty: undefined,
    responsible: '',
    decisions: [],
    popups: new Map(),
    mergedInto: '',
    revision: 0,
  };
}

/** The name of a connection inside its call; where the source has none, its device or party. */
export const connectionId = ({ id, device, party }: Connection): string =>
  id || device || party?.extension || party?.number || '';

/** The track of an event's connection, made when it is first seen. */
export function trackOf(call: CallState, connection: Connection, at: number): ConnectionTrack {
  const id = connectionId(connection);
  let track = call.connections.get(id);
  if (!track) {
    track = {
      id,
      role: connection.role ?? DeviceRole.UNSPECIFIED,
      party: connection.party ?? {},
      extension: connection.party?.extension ?? '',
      trunk: connection.trunk ?? '',
      device: connection.device ?? '',
      state: ConnectionState.NULL,
      since: at,
      caller: false,
      talks: [],
      holds: [],
      parks: [],
      reported: false,
      unasked: false,
      cut: false,
    };
    call.connections.set(id, track);
  }
  if (connection.role) track.role = connection.role;
  if (connection.party?.extension) track.extension = connection.party.extension;
  if (connection.party) track.party = { ...track.party, ...known(connection.party) };
  if (connection.trunk) track.trunk = connection.trunk;
  return track;
}

/** Enters a state, if it is a new one. */
export function enter(track: ConnectionTrack, state: ConnectionState, at: number): void {
  if (track.state === state) return;
  track.state = state;
  track.since = at;
}

/** The connections of employees, in the order they were seen. */
export const employees = (call: CallState): ConnectionTrack[] =>
  [...call.connections.values()].filter((c) => c.role === DeviceRole.EMPLOYEE);

export const isAlive = (c: ConnectionTrack): boolean =>
  c.clearedAt === undefined && c.state !== ConnectionState.FAIL && c.state !== ConnectionState.NULL;

function known(party: Party): Party {
  return Object.fromEntries(
    Object.entries(party).filter(([, v]) => v !== '' && v !== 0 && v !== null),
  ) as Party;
}
