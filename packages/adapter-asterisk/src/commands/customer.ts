import {
  type CallEventInit,
  type Cause,
  DeviceRole,
  EndedBy,
  EventCause,
  EventType,
  enumWord,
} from '@callbus/contract';

/** What became of the customer's leg, or how far it has come. */
export type CustomerState =
  /** The employee has not picked up yet. */
  | 'waiting'
  /** The employee has; nothing was heard of the customer's line yet. */
  | 'calling'
  | 'ringing'
  | 'answered'
  | 'busy'
  | 'declined'
  | 'noanswer'
  /** Given up by our side before an answer. */
  | 'cancelled'
  | 'failed';

/** A cause as an answer in JSON has it; what is not known is left out. */
export interface CauseSaid {
  event?: string;
  q850?: number;
  native?: string;
}

/** How a call that we placed stands. */
export interface Placed {
  customer: CustomerState;
  cause?: CauseSaid;
}

const VERDICTS: Partial<Record<EventCause, CustomerState>> = {
  [EventCause.BUSY]: 'busy',
  [EventCause.REJECTED]: 'declined',
  [EventCause.DO_NOT_DISTURB]: 'declined',
  [EventCause.CALL_NOT_ANSWERED]: 'noanswer',
  [EventCause.ALERT_TIME_EXPIRED]: 'noanswer',
  [EventCause.CALL_CANCELLED]: 'cancelled',
};

/** The customer's own word; whatever else failed, the dialplan may try another line. */
const FINAL: ReadonlySet<CustomerState> = new Set(['busy', 'declined', 'noanswer', 'cancelled']);

/** What a cause says of the one who was called. */
export const verdictOf = (cause: Cause | null | undefined): CustomerState =>
  VERDICTS[cause?.event ?? EventCause.UNSPECIFIED] ?? 'failed';

/** A cause for people and programs. */
export function causeSaid(cause: Cause | null | undefined): CauseSaid | undefined {
  if (!cause) return undefined;
  const event = enumWord(EventCause, cause.event);
  const { q850, native } = cause;
  const said = { ...(event && { event }), ...(q850 && { q850 }), ...(native && { native }) };
  return Object.keys(said).length === 0 ? undefined : said;
}

/**
 * Follows one click-to-call by the events that are told of it. Until the
 * employee picks up, every leg is one of his phones; afterwards, the customer's.
 */
export class CustomerWatch {
  readonly #extension: string;
  readonly #keys: Set<string>;
  readonly #agents = new Set<string>();
  readonly #alive = new Set<string>();
  #agentUp = false;
  #agentFault: Cause | undefined;
  #agentLeft = false;
  #last: Cause | undefined;
  #state: Placed = { customer: 'waiting' };
  #over = false;

  /** @param key the call's native id */
  constructor(key: string, extension: string) {
    this.#keys = new Set([key]);
    this.#extension = extension;
  }

  /** The call has another name than we gave it. */
  alsoKnownAs(key: string): void {
    this.#keys.add(key);
  }

  /** How it stands. */
  get placed(): Placed {
    return this.#state;
  }

  /** Nothing more will come of it. */
  get over(): boolean {
    return this.#over;
  }

  /** Why the employee was not reached; undefined while that may still be. */
  get agentFault(): { cause: Cause | undefined } | undefined {
    return this.#over && !this.#agentUp ? { cause: this.#agentFault } : undefined;
  }

  /** Something was told of the call at all. */
  get known(): boolean {
    return this.#agents.size > 0;
  }

  /** The employee picked up. */
  agentAnswered(): void {
    if (this.#agentUp || this.#over) return;
    this.#agentUp = true;
    this.#state = { customer: 'calling' };
  }

  take(event: CallEventInit): void {
    const { type, merge, connection } = event;
    const key = event.key ?? '';
    if (type === EventType.CALLS_MERGED && this.#keys.has(merge?.otherKey ?? '')) this.#keys.add(key);
    if (this.#over || !this.#keys.has(key)) return;
    if (type === EventType.CALL_CLEARED) this.#cleared(event);
    else if (!connection?.id) return;
    else if (this.#isAgent(event)) this.#agent(event, connection.id);
    else this.#customer(event, connection.id);
  }

  #isAgent({ connection }: CallEventInit): boolean {
    const own = connection?.role === DeviceRole.EMPLOYEE && connection.party?.extension === this.#extension;
    return own || !this.#agentUp || this.#agents.has(connection?.id ?? '');
  }

  #agent({ type, cause, endedBy }: CallEventInit, id: string): void {
    this.#agents.add(id);
    if (type === EventType.ESTABLISHED) this.agentAnswered();
    if (type === EventType.FAILED) this.#agentFault = cause ?? undefined;
    if (type === EventType.CONNECTION_CLEARED && endedBy === EndedBy.EMPLOYEE) this.#agentLeft = true;
  }

  #customer({ type, cause, connection }: CallEventInit, id: string): void {
    if (connection?.role !== DeviceRole.CUSTOMER && connection?.role !== DeviceRole.EMPLOYEE) return;
    if (type === EventType.DELIVERED) {
      this.#alive.add(id);
      this.#state = { customer: 'ringing' };
    }
    if (type === EventType.ESTABLISHED) this.#end({ customer: 'answered' });
    const withdrawn = type === EventType.CONNECTION_CLEARED && cause?.event === EventCause.CALL_CANCELLED;
    if (type !== EventType.FAILED && !withdrawn) return;
    this.#alive.delete(id);
    this.#last = cause ?? undefined;
    // A group of colleagues may go on ringing; of a customer there is one.
    const others = this.#alive.size > 0 || connection.role !== DeviceRole.CUSTOMER;
    if (!others && FINAL.has(verdictOf(cause))) this.#end(this.#verdict(cause));
  }

  #cleared({ cause, endedBy }: CallEventInit): void {
    if (!this.#agentUp) {
      this.#agentFault ??= cause ?? undefined;
      this.#over = true;
      return;
    }
    const gaveUp = this.#last === undefined && (this.#agentLeft || endedBy === EndedBy.EMPLOYEE);
    this.#end(gaveUp ? { customer: 'cancelled' } : this.#verdict(this.#last ?? cause));
  }

  #verdict(cause: Cause | null | undefined): Placed {
    const said = causeSaid(cause);
    return { customer: verdictOf(cause), ...(said && { cause: said }) };
  }

  #end(placed: Placed): void {
    this.#state = placed;
    this.#over = true;
  }
}
