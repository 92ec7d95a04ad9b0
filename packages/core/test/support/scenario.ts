import {
  type CallEventInit,
  type CallReport,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
  EndedBy,
  EventCause,
  EventType,
  ExpiryReason,
  enumValue,
  eventId,
  type Party,
  PartyKind,
  type Recording,
  RecordingState,
  ReportOutcome,
  ReportScope,
  TransferKind,
} from '@callbus/contract';

/**
 * A small language for what a source tells and what the record must say, one
 * event per line, read as a table:
 *
 *     seconds  event  who  key=value ...
 *     0    offered      customer:89990000001  did=3333333
 *     0.5  delivered    100
 *     4    established  100
 *     30   cleared      by=customer
 *
 * `who` is an extension (`100`, or `100@b` for its connection `b`), `customer`,
 * `mobile` (each with `:number`), or a device that is nobody: ivr, voicemail,
 * parking, room, queue. `call=` names the call where there are several.
 */
export const BASE = Date.UTC(2026, 0, 15, 9, 0, 0);

const TYPES: Record<string, EventType> = {
  initiated: EventType.SERVICE_INITIATED,
  originated: EventType.ORIGINATED,
  offered: EventType.OFFERED,
  delivered: EventType.DELIVERED,
  established: EventType.ESTABLISHED,
  queued: EventType.QUEUED,
  diverted: EventType.DIVERTED,
  held: EventType.HELD,
  retrieved: EventType.RETRIEVED,
  transferred: EventType.TRANSFERRED,
  conferenced: EventType.CONFERENCED,
  failed: EventType.FAILED,
  dropped: EventType.CONNECTION_CLEARED,
  cleared: EventType.CALL_CLEARED,
  digits: EventType.DIGITS_GENERATED,
  info: EventType.CALL_INFORMATION,
  recording: EventType.RECORDING_READY,
  merged: EventType.CALLS_MERGED,
  gap: EventType.SOURCE_GAP,
  reported: EventType.CALL_REPORTED,
  expired: EventType.CALL_EXPIRED,
  route: EventType.ROUTE_DECIDED,
};

const ROLES: Record<string, DeviceRole> = {
  customer: DeviceRole.CUSTOMER,
  mobile: DeviceRole.CUSTOMER,
  ivr: DeviceRole.SERVICE,
  voicemail: DeviceRole.VOICEMAIL,
  parking: DeviceRole.PARKING,
  room: DeviceRole.CONFERENCE,
  queue: DeviceRole.QUEUE,
};

const STATES: Partial<Record<EventType, ConnectionState>> = {
  [EventType.DELIVERED]: ConnectionState.ALERTING,
  [EventType.ESTABLISHED]: ConnectionState.CONNECTED,
  [EventType.HELD]: ConnectionState.HOLD,
  [EventType.FAILED]: ConnectionState.FAIL,
};

/** A line of a scenario, ready to be told. */
export interface Line {
  event: CallEventInit;
  /** Broker time. */
  seenAt: number;
}

/** Milliseconds of a moment in a scenario. */
export const at = (seconds: number): number => BASE + Math.round(seconds * 1_000);

/** Reads a scenario. */
export function lines(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(read);
}

function read(line: string): Line {
  const [seconds = '', name = '', ...words] = line.split(/\s+/);
  const type = TYPES[name];
  if (type === undefined) throw new Error(`no event "${name}" in: ${line}`);
  const pairs = new Map(
    words
      .filter((w) => w.includes('='))
      .map((w) => [w.slice(0, w.indexOf('=')), w.slice(w.indexOf('=') + 1)]),
  );
  const who = words.find((w) => !w.includes('='));
  const instance = pairs.get('pbx') ?? 'pbx';
  const key = pairs.get('call') ?? 'k1';
  const connection = who === undefined ? undefined : connectionOf(who, STATES[type]);
  const calling = pairs.has('calling') ? partyOf(pairs.get('calling') ?? '') : undefined;
  const called = pairs.has('called') ? partyOf(pairs.get('called') ?? '') : undefined;
  const cause = pairs.get('cause');
  const ordinal = Number(pairs.get('n') ?? 0);
  const identity =
    pairs.get('id') ?? `${connection?.id ?? ''}${type === EventType.CALL_REPORTED ? line : ''}`;
  const event: CallEventInit = {
    eventId: eventId({ instance, key, connection: identity, type, ordinal }),
    type,
    instance,
    key,
    nativeId: pairs.get('native') ?? '',
    direction: enumValue(Direction, word(pairs.get('dir'), { in: 'inbound', out: 'outbound' })) ?? 0,
    occurredAt: at(Number(seconds)),
    observedAt: at(Number(seconds)),
    ordinal,
    did: pairs.get('did') ?? '',
    queue: pairs.get('queue') ?? '',
    group: pairs.get('group') ?? '',
    trunk: pairs.get('trunk') ?? '',
    endedBy: enumValue(EndedBy, pairs.get('by') ?? 'unknown') ?? 0,
    tells: Number(pairs.get('tells') ?? 0),
    ...(connection ? { connection } : {}),
    ...(calling ? { calling } : name === 'offered' && connection?.party ? { calling: connection.party } : {}),
    ...(called ? { called } : {}),
    ...(cause ? { cause: causeOf(cause) } : {}),
    ...detailOf(type, pairs),
  };
  return { event, seenAt: at(Number(pairs.get('seen') ?? seconds)) };
}

function detailOf(type: EventType, pairs: Map<string, string>): Partial<CallEventInit> {
  const get = (name: string): string => pairs.get(name) ?? '';
  const time = (name: string): number | undefined => (pairs.has(name) ? at(Number(get(name))) : undefined);
  switch (type) {
    case EventType.TRANSFERRED:
      return {
        transfer: {
          kind: get('kind') === 'attended' ? TransferKind.ATTENDED : TransferKind.BLIND,
          fromConnection: get('from'),
          toConnection: get('to'),
          ...(pairs.has('target') ? { target: partyOf(get('target')) } : {}),
        },
      };
    case EventType.DIVERTED:
      if (pairs.has('space')) return { parked: { space: get('space') } };
      return pairs.has('target') ? { transfer: { target: partyOf(get('target')) } } : {};
    case EventType.CALLS_MERGED:
      return { merge: { otherKey: get('with'), otherInstance: get('otherPbx') } };
    // A call that was over when the source could see again.
    case EventType.CALL_CLEARED:
      return pairs.has('from')
        ? { gap: { from: time('from') ?? 0, to: time('to') ?? 0, reason: get('reason') } }
        : {};
    case EventType.SOURCE_GAP:
      return { gap: { from: time('from') ?? 0, to: time('to') ?? 0, reason: get('reason') } };
    case EventType.RECORDING_READY:
      return { recording: recordingOf(pairs) };
    case EventType.CALL_EXPIRED:
      return {
        expiry: {
          reason: enumValue(ExpiryReason, get('reason')) ?? 0,
          ...(pairs.has('basedOn') ? { basedOn: Number(get('basedOn')) } : {}),
        },
      };
    case EventType.CALL_INFORMATION:
      return {
        information: {
          ...(pairs.has('name') ? { counterparty: { base: 'ut', contacts: [{ name: get('name') }] } } : {}),
          responsible: get('responsible'),
          accountCode: get('account'),
          ...(pairs.has('lookup')
            ? { decisions: [{ at: 1, subject: 'lookup', rule: get('lookup'), outcome: 'found' }] }
            : {}),
        },
      };
    case EventType.ROUTE_DECIDED:
      return {
        route: {
          extension: get('extension'),
          number: get('number'),
          decision: { at: 1, subject: 'route', rule: get('rule'), outcome: get('extension') },
        },
      };
    case EventType.CALL_REPORTED: {
      const report: CallReport = {
        scope: enumValue(ReportScope, get('scope')) ?? 0,
        outcome: enumValue(ReportOutcome, get('outcome')) ?? 0,
        clockUncertain: get('clock') === 'uncertain',
        recordings: pairs.has('file') || pairs.has('url') ? [recordingOf(pairs)] : [],
      };
      const start = time('start');
      if (start !== undefined) report.startedAt = start;
      const answer = time('answer');
      if (answer !== undefined) report.answeredAt = answer;
      const end = time('end');
      if (end !== undefined) report.endedAt = end;
      if (pairs.has('duration')) report.durationSeconds = Number(get('duration'));
      if (pairs.has('talk')) report.talkSeconds = Number(get('talk'));
      if (pairs.has('rule'))
        report.decisions = [{ at: 1, subject: 'identity', rule: get('rule'), outcome: '' }];
      return { report, ...(pairs.has('offset') ? { clockOffset: Number(get('offset')) } : {}) };
    }
    default:
      return {};
  }
}

const word = (text: string | undefined, short: Record<string, string>): string =>
  text === undefined ? '' : (short[text] ?? text);

const recordingOf = (pairs: Map<string, string>): Recording => ({
  file: pairs.get('file') ?? '',
  url: pairs.get('url') ?? '',
  state: RecordingState.READY,
});

function causeOf(text: string): NonNullable<CallEventInit['cause']> {
  const [event = '', q850] = text.split('/');
  const known = enumValue(EventCause, event);
  if (known === undefined) throw new Error(`no cause ${event}`);
  return { event: known, ...(q850 ? { q850: Number(q850) } : {}), native: event.toUpperCase() };
}

/** `100`, `ext:100`, `num:8999...`, `withheld:anonymous`, `uuid:...`. */
function partyOf(text: string): Party {
  const [kind = '', value = ''] = text.includes(':') ? text.split(/:(.*)/) : ['ext', text];
  switch (kind) {
    case 'ext':
      return { kind: PartyKind.EXTENSION, number: value, extension: value };
    case 'num':
      return { kind: PartyKind.EXTERNAL, number: value };
    case 'withheld':
      return { kind: PartyKind.WITHHELD, number: value };
    case 'uuid':
      return { kind: PartyKind.UUID, uuid: value };
    default:
      throw new Error(`no party ${text}`);
  }
}

function connectionOf(who: string, state: ConnectionState = ConnectionState.NULL): Connection {
  const [name = '', number] = who.split(/:(.*)/);
  const [bare = '', id = bare] = name.split('@');
  const role = ROLES[bare];
  if (role === undefined) return { id, role: DeviceRole.EMPLOYEE, party: partyOf(`ext:${bare}`), state };
  if (number === undefined) return { id, role, state };
  const party = number === '' ? partyOf('withheld:') : partyOf(`num:${number}`);
  return { id, role, party, state };
}
