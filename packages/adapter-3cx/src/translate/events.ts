import {
  type CallEventInit,
  type Cause,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
  EventCause,
  EventType,
  eventId,
  type Party,
} from '@callbus/contract';
import type { Leg, LiveCall } from './model.ts';
import { insideOf } from './parties.ts';

/** The connection of whoever is outside. */
export const CUSTOMER = 'customer';

/** Builds the events of one call at one moment; pure. */
export class Telling {
  readonly #instance: string;
  readonly #observedAt: number;

  /** @param observedAt when the adapter saw what it tells now, Unix milliseconds */
  constructor(instance: string, observedAt: number) {
    this.#instance = instance;
    this.#observedAt = observedAt;
  }

  /**
   * An event of the call; `at` where it happened before it was seen, `about`
   * what makes it one fact where that is not its connection.
   */
  event(
    call: LiveCall,
    type: EventType,
    { connection, at, about, ...rest }: CallEventInit & { at?: number; about?: string } = {},
  ): CallEventInit {
    const { key, callid, did, queue, group, trunk, direction } = call;
    const identity = {
      instance: this.#instance,
      key,
      connection: about ?? connection?.id ?? '',
      type,
      ordinal: rest.ordinal ?? 0,
    };
    return {
      eventId: eventId(identity),
      type,
      instance: this.#instance,
      key,
      nativeId: String(callid),
      direction,
      occurredAt: at ?? this.#observedAt,
      observedAt: this.#observedAt,
      ...partiesOf(call),
      ...(did ? { did } : {}),
      ...(queue ? { queue } : {}),
      ...(group ? { group } : {}),
      ...(trunk ? { trunk } : {}),
      ...(connection ? { connection } : {}),
      ...rest,
    };
  }

  /** The customer's call reached the PBX. */
  offered(call: LiveCall): CallEventInit {
    return this.event(call, EventType.OFFERED, {
      connection: customerOf(call, ConnectionState.INITIATED),
      cause: { event: EventCause.NEW_CALL },
    });
  }

  /** Somebody of ours placed it. */
  originated(call: LiveCall, dn: string, device = ''): CallEventInit {
    const connection = employeeOf(dn, ConnectionState.INITIATED, device);
    const cause = call.ours ? EventCause.MAKE_CALL : EventCause.NEW_CALL;
    return this.event(call, EventType.ORIGINATED, { connection, cause: { event: cause } });
  }

  delivered(call: LiveCall, leg: Leg): CallEventInit {
    return this.event(call, EventType.DELIVERED, { connection: connectionOf(leg, ConnectionState.ALERTING) });
  }

  queued(call: LiveCall, leg: Leg): CallEventInit {
    return this.event(call, EventType.QUEUED, { connection: connectionOf(leg, ConnectionState.QUEUED) });
  }

  established(call: LiveCall, connection: Connection): CallEventInit {
    return this.event(call, EventType.ESTABLISHED, {
      connection: { ...connection, state: ConnectionState.CONNECTED },
    });
  }

  cleared(call: LiveCall, connection: Connection, cause?: Cause, at?: number): CallEventInit {
    return this.event(call, EventType.CONNECTION_CLEARED, {
      connection: { ...connection, state: ConnectionState.NULL },
      ...(cause ? { cause } : {}),
      ...(at === undefined ? {} : { at }),
    });
  }

  callCleared(call: LiveCall, at: number): CallEventInit {
    return this.event(call, EventType.CALL_CLEARED, { at });
  }
}

// Who is outside decides the direction; between extensions core sees for itself.
function partiesOf(call: LiveCall): { calling?: Party; called?: Party } {
  const { direction, outside } = call;
  const caller = call.legs.find((leg) => leg.caller)?.dn;
  const rung = call.legs.find((leg) => leg.role === DeviceRole.EMPLOYEE && !leg.caller)?.dn;
  if (direction === Direction.INBOUND && outside)
    return { calling: outside, ...(rung && !call.queue && !call.group ? { called: insideOf(rung) } : {}) };
  if (direction === Direction.OUTBOUND && outside)
    return { ...(caller ? { calling: insideOf(caller) } : {}), called: outside };
  const [from, to] = [caller ?? (rung ? call.inside : ''), rung ?? call.inside];
  return { ...(from ? { calling: insideOf(from) } : {}), ...(to ? { called: insideOf(to) } : {}) };
}

/** The customer as a connection of the call. */
export const customerOf = (call: LiveCall, state: ConnectionState): Connection => ({
  id: CUSTOMER,
  role: DeviceRole.CUSTOMER,
  state,
  ...(call.outside ? { party: call.outside } : {}),
  ...(call.trunk ? { trunk: call.trunk } : {}),
});

/** An extension as a connection of the call. */
export const employeeOf = (
  dn: string,
  state: ConnectionState,
  device = '',
  id = dn,
): Connection & { id: string } => ({
  id,
  role: DeviceRole.EMPLOYEE,
  party: insideOf(dn),
  state,
  ...(device ? { device } : {}),
});

/** A leg as a connection of the call. */
export function connectionOf(leg: Leg, state: ConnectionState): Connection & { id: string } {
  if (leg.role === DeviceRole.EMPLOYEE) return employeeOf(leg.dn, state, leg.device, leg.id);
  return { id: leg.id, role: leg.role, state, party: { number: leg.dn } };
}
