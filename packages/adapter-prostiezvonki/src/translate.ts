import {
  bareNumber,
  type CallEventInit,
  type CallReport,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
  digitsOf,
  EventCause,
  EventType,
  eventId,
  fingerprint,
  type Party,
  PartyKind,
  RecordingState,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import type { CallTimes } from './clock.ts';
import type { Native, NativeDirection, NativeEvent, NativeHistory } from './wire/native.ts';

/** What a translation needs beside the message: who tells, and when it was seen. */
export interface Moment {
  /** Adapter id. */
  instance: string;
  /** When the adapter saw the message, Unix milliseconds. */
  observedAt: number;
  /** The call's key (`keyOf`), where it is known already. */
  key?: string;
  /** What this sender's histories speak of; core judges where it is not known. */
  scope?: ReportScope;
}

/** Words senders use for a number that is not there. */
const WITHHELD = /^(?:anonymous|unknown|<unknown>|private|restricted|withheld|unavailable)?$/i;

/** 8, 7 and +7 before them are the same subscriber. */
const SUBSCRIBER_DIGITS = 10;

/**
 * The native key of a call: call id, direction and customer. PBXs reuse call
 * ids, and one id can mean an inbound and an outbound call at the same time.
 * The number itself stays out of the key, because keys are seen in subjects.
 */
export const keyOf = (call: { callId: string; direction: NativeDirection; phone: string }): string => {
  const subscriber = digitsOf(bareNumber(call.phone)).slice(-SUBSCRIBER_DIGITS);
  return `${call.callId}-${call.direction}-${fingerprint(subscriber)}`;
};

/**
 * Native messages to canonical events. Pure: no I/O, no clock.
 * @param times for a history, its times as matched with what was seen
 */
export function translate(native: NativeEvent, moment: Moment): CallEventInit;
export function translate(native: NativeHistory, moment: Moment, times: CallTimes): CallEventInit;
export function translate(
  native: Exclude<Native, { kind: 'contact' }>,
  moment: Moment,
  times: CallTimes = { uncertain: false },
): CallEventInit {
  return native.kind === 'event' ? fromEvent(native, moment) : fromHistory(native, moment, times);
}

function fromEvent(native: NativeEvent, moment: Moment): CallEventInit {
  const employee = employeeOf(native.extension);
  const customer: Connection = { id: 'customer', role: DeviceRole.CUSTOMER, party: customerOf(native.phone) };
  const base = baseOf(native, moment);
  switch (native.type) {
    case 'INCOMING':
      return identified({
        ...base,
        type: EventType.DELIVERED,
        connection: { ...employee, state: ConnectionState.ALERTING },
      });
    case 'OUTGOING':
      return identified({
        ...base,
        type: EventType.ORIGINATED,
        connection: { ...employee, state: ConnectionState.INITIATED },
      });
    case 'ACCEPTED':
      // Outbound it is the customer who picked up, whoever's number is told.
      return identified({
        ...base,
        type: EventType.ESTABLISHED,
        connection: {
          ...(native.direction === 'in' ? employee : customer),
          state: ConnectionState.CONNECTED,
        },
      });
  }
}

function fromHistory(native: NativeHistory, moment: Moment, times: CallTimes): CallEventInit {
  const duration = native.duration ?? lengthOf(times);
  const report: CallReport = {
    scope: moment.scope ?? ReportScope.UNSPECIFIED,
    outcome: native.answered ? ReportOutcome.ANSWERED : outcomeOf(native.word),
    ...(times.start === undefined ? {} : { startedAt: times.start }),
    ...(times.answer === undefined || !native.answered ? {} : { answeredAt: times.answer }),
    ...(times.end === undefined ? {} : { endedAt: times.end }),
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    clockUncertain: times.uncertain,
    recordings: native.link === '' ? [] : [recordingOf(native.link)],
  };
  const event: CallEventInit = {
    ...baseOf(native, moment),
    type: EventType.CALL_REPORTED,
    ...(native.extension === ''
      ? {}
      : { connection: { ...employeeOf(native.extension), state: ConnectionState.NULL } }),
    cause: {
      event: native.answered ? EventCause.NORMAL_CLEARING : causeOf(native.word),
      native: native.word,
    },
    report,
  };
  // A report is the same fact when it says the same: a repeat has the same id,
  // and what another leg or a later call of a reused id reports has its own, and
  // so has a repeat that brings the recording the first one did not have yet.
  const { start, end } = native.times;
  return identified(event, [native.extension, native.word, told(start), told(end), native.link].join('|'));
}

const lengthOf = ({ start, end }: CallTimes): number | undefined =>
  start === undefined || end === undefined ? undefined : (end - start) / 1_000;

const told = (value: string | number | undefined): string => String(value ?? '');

function baseOf(
  native: NativeEvent | NativeHistory,
  { instance, observedAt, key = keyOf(native) }: Moment,
): CallEventInit {
  const inbound = native.direction === 'in';
  const customer = customerOf(native.phone);
  const employee = native.extension === '' ? undefined : employeeOf(native.extension).party;
  const [calling, called] = inbound ? [customer, employee] : [employee, customer];
  return {
    instance,
    key,
    nativeId: native.callId,
    direction: inbound ? Direction.INBOUND : Direction.OUTBOUND,
    occurredAt: observedAt,
    observedAt,
    did: native.line,
    ...(calling ? { calling } : {}),
    ...(called ? { called } : {}),
  };
}

function identified(event: CallEventInit, connection = event.connection?.id ?? ''): CallEventInit {
  const { instance = '', key = '', type = 0 } = event;
  return {
    ...event,
    eventId: eventId({ instance: instance ?? '', key: key ?? '', connection, type: type ?? 0 }),
  };
}

/** An employee's phone as a connection of the call. */
const employeeOf = (extension: string): Connection & { party: Party } => ({
  id: extension,
  role: DeviceRole.EMPLOYEE,
  party: { kind: PartyKind.EXTENSION, number: extension, extension },
});

/** The customer as a party. */
export const customerOf = (phone: string): Party =>
  WITHHELD.test(phone) || bareNumber(phone) === ''
    ? { kind: PartyKind.WITHHELD, number: phone }
    : { kind: PartyKind.EXTERNAL, number: phone };

function recordingOf(link: string): { file: string; url: string; state: RecordingState } {
  const path = link.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '');
  return { file: path.slice(path.lastIndexOf('/') + 1), url: link, state: RecordingState.READY };
}

// The spec knows ANSWER and NOANSWER; PBXs that follow it pass on Asterisk's other words.
const OUTCOMES: Record<string, ReportOutcome> = {
  BUSY: ReportOutcome.BUSY,
  CANCEL: ReportOutcome.CANCELLED,
  CONGESTION: ReportOutcome.FAILED,
  CHANUNAVAIL: ReportOutcome.FAILED,
  FAILED: ReportOutcome.FAILED,
};

const CAUSES: Record<string, EventCause> = {
  BUSY: EventCause.BUSY,
  CANCEL: EventCause.CALL_CANCELLED,
  CONGESTION: EventCause.NETWORK_CONGESTION,
  CHANUNAVAIL: EventCause.DEST_NOT_OBTAINABLE,
  FAILED: EventCause.DEST_NOT_OBTAINABLE,
};

const outcomeOf = (word: string): ReportOutcome => OUTCOMES[word.toUpperCase()] ?? ReportOutcome.NOT_ANSWERED;
const causeOf = (word: string): EventCause => CAUSES[word.toUpperCase()] ?? EventCause.CALL_NOT_ANSWERED;
