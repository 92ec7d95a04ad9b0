import {
  type CallEventInit,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
  type EndedBy,
  EventCause,
  EventType,
  eventId,
  SourceTells,
} from '@callbus/contract';
import type { Switchboard } from './board.ts';
import type { Call, Leg } from './model.ts';
import type { Sides } from './names.ts';

/** What this source would have told, had it happened. */
const TELLS = SourceTells.HOLD | SourceTells.TRANSFER | SourceTells.PARK;

const STATES: Partial<Record<EventType, ConnectionState>> = {
  [EventType.SERVICE_INITIATED]: ConnectionState.INITIATED,
  [EventType.ORIGINATED]: ConnectionState.INITIATED,
  [EventType.OFFERED]: ConnectionState.INITIATED,
  [EventType.DELIVERED]: ConnectionState.ALERTING,
  [EventType.ESTABLISHED]: ConnectionState.CONNECTED,
  [EventType.QUEUED]: ConnectionState.QUEUED,
  [EventType.HELD]: ConnectionState.HOLD,
  [EventType.RETRIEVED]: ConnectionState.CONNECTED,
  [EventType.FAILED]: ConnectionState.FAIL,
};

/** After these the call goes on, whoever seemed to have ended it. */
const GOES_ON = new Set<EventType>([EventType.ESTABLISHED, EventType.TRANSFERRED]);

/** One message being taken in: where things stand, and what is told of it. */
export class Scene {
  readonly board: Switchboard;
  readonly sides: Sides;
  readonly instance: string;
  /** When the message was observed, Unix milliseconds. */
  readonly at: number;
  readonly events: CallEventInit[] = [];

  constructor(board: Switchboard, sides: Sides, instance: string, at: number) {
    this.board = board;
    this.sides = sides;
    this.instance = instance;
    this.at = at;
  }

  /** Tells the end of a call once more: who ended it is known only now. */
  tellAgain(call: Call, endedBy: EndedBy): void {
    const { end } = call;
    if (!end) return;
    call.ended = false;
    this.tell(call, EventType.CALL_CLEARED, undefined, { occurredAt: end.at, endedBy, cause: end.cause });
    call.ended = true;
  }

  /** Tells one event of a call; `what` is the connection it is about. */
  tell(
    call: Call,
    type: EventType,
    what: Leg | Connection | undefined,
    more: Partial<CallEventInit> = {},
  ): void {
    // What else is known of a call may come after its end.
    if (call.ended && type !== EventType.CALL_INFORMATION) return;
    const connection = what && 'comebacks' in what ? connectionOf(what, type) : what;
    if (GOES_ON.has(type)) call.endedBy = undefined;
    const first = !call.told;
    call.told = true;
    this.events.push({
      type,
      instance: this.instance,
      key: call.key,
      nativeId: call.key,
      occurredAt: this.at,
      observedAt: this.at,
      tells: TELLS,
      ...(isCallback(call) ? { direction: Direction.OUTBOUND } : {}),
      ...(call.calling ? { calling: call.calling } : {}),
      ...(call.called ? { called: call.called } : {}),
      ...(call.did ? { did: call.did } : {}),
      ...(call.queue ? { queue: call.queue } : {}),
      ...(call.attributes.size > 0 ? { attributes: Object.fromEntries(call.attributes) } : {}),
      ...(connection ? { connection } : {}),
      // A phone may ring before it is said that the server calls it.
      ...((first || type === EventType.SERVICE_INITIATED) && call.originated
        ? { cause: { event: EventCause.MAKE_CALL } }
        : {}),
      ...more,
      ...identityOf(this.instance, call, type, connection, more),
    });
  }
}

/** Originated towards the customer first: nobody of ours placed it, so nothing else says that it went out. */
const isCallback = ({ originated, root }: Call): boolean => originated && root?.role === DeviceRole.CUSTOMER;

// The same fact told again has the same id; a type that repeats on a connection is counted.
function identityOf(
  instance: string,
  call: Call,
  type: EventType,
  connection: Connection | undefined,
  { recording, merge }: Partial<CallEventInit>,
): { eventId: string; ordinal?: number } {
  const name = recording?.file || merge?.otherKey || connection?.id || '';
  const counter = `${type}|${name}`;
  const ordinal = call.counts.get(counter) ?? 0;
  call.counts.set(counter, ordinal + 1);
  const id = eventId({ instance, key: call.key, connection: name, type, ordinal });
  return { eventId: id, ...(ordinal > 0 ? { ordinal } : {}) };
}

function connectionOf(leg: Leg, type: EventType): Connection {
  return {
    id: leg.id,
    role: leg.role,
    party: leg.party,
    state: STATES[type] ?? ConnectionState.NULL,
    device: leg.device,
    ...(leg.trunk ? { trunk: leg.trunk } : {}),
  };
}

/** The dialplan itself as a connection: a menu, an announcement, voicemail, a room. */
export const serviceOf = (id: string, state: ConnectionState): Connection => ({
  id,
  role: DeviceRole.SERVICE,
  state,
});
