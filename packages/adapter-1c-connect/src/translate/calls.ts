import {
  type CallEventInit,
  type CallReport,
  type Connection,
  ConnectionState,
  DeviceRole,
  Direction,
  EventCause,
  EventType,
  eventId,
  fingerprint,
  type Party,
  RecordingState,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import { badField } from '../wire/fields.ts';
import type { Initiator, NativeCall } from '../wire/native.ts';
import { idOf } from '../wire/read.ts';
import { type Outcome, outcomeOf, RESULTS, sipCause } from './causes.ts';
import { employeeParty, isUuid, partyOf } from './parties.ts';

/** Who tells, when it was seen, and what is known of the call. */
export interface CallMoment {
  /** Adapter id. */
  instance: string;
  login: string;
  extension: string;
  /** Unix milliseconds. */
  observedAt: number;
  initiator: Initiator;
  /** The connection of the login's own phone; `ownConnection` where left out. */
  own?: string | undefined;
  /** The connection of another login of ours at the other end of the same call. */
  peer?: string | undefined;
  /** Other logins of ours ring or talk in the same call on the same side. */
  others: boolean;
  /** Counts keys that are alike and pressed in the same second. */
  ordinal: number;
}

/** What a call's key is made of. CallIDs are UUIDs: no second call has the same one. */
export const keyOf = (callId: string): string => idOf(callId);

/** The connection that stands for the login's own phone in a call. */
export function ownConnection(
  { mode }: Pick<NativeCall, 'mode'>,
  { initiator, peer, extension }: Pick<CallMoment, 'initiator' | 'peer' | 'extension'>,
): string {
  if (initiator === 'self') return 'from';
  // The one who is called by a colleague; of several whom a customer rings, each is their own.
  return mode === 'Colleagues' || peer !== undefined ? 'to' : extension;
}

/** One event of a call as canonical events. Pure: no I/O, no clock. */
export function translateCall(native: NativeCall, moment: CallMoment): CallEventInit[] {
  const scene = sceneOf(native, moment);
  switch (native.phase) {
    case 'Initialized':
      return [initialized(scene)];
    case 'Started':
      return [started(scene)];
    case 'CallAccepted':
      return [accepted(scene)];
    case 'CallInProgress':
      return native.key === '' ? [] : [pressed(scene)];
    case 'Finished':
      return [finished(scene)];
    case 'MP3RecordReady':
      return [recorded(scene)];
    case 'CallError':
      return failed(scene);
  }
}

/** The parts that every event of the call is made of. */
interface Scene {
  native: NativeCall;
  moment: CallMoment;
  internal: boolean;
  self: boolean;
  own: Connection & { id: string; party: Party };
  other: Connection & { id: string; party: Party };
  base: CallEventInit;
}

function sceneOf(native: NativeCall, moment: CallMoment): Scene {
  const { instance, extension, observedAt, peer, initiator } = moment;
  const internal = native.mode === 'Colleagues' || peer !== undefined;
  const self = initiator === 'self';
  const [ownTold, otherTold] = self ? [native.from, native.to] : [native.to, native.from];
  const own = {
    id: moment.own ?? ownConnection(native, moment),
    role: DeviceRole.EMPLOYEE,
    party: employeeParty(extension, ownTold),
  };
  const other = {
    id: peer ?? (self ? 'to' : 'from'),
    role: internal ? DeviceRole.EMPLOYEE : DeviceRole.CUSTOMER,
    party: partyOf(otherTold, internal),
  };
  // A record or a key may be told without its parties; the other events tell them.
  const told = otherTold !== '' || native.phase === 'Started';
  const [calling, called] = self ? [own.party, other.party] : [other.party, own.party];
  const { commandId } = native;
  const base: CallEventInit = {
    instance,
    key: keyOf(native.callId),
    nativeId: native.callId,
    direction: internal ? Direction.INTERNAL : self ? Direction.OUTBOUND : Direction.INBOUND,
    occurredAt: native.at ?? observedAt,
    observedAt,
    ...(told || self ? { calling } : {}),
    ...(told || !self ? { called } : {}),
    ...(internal || self ? {} : { did: lineOf(native.to, extension) }),
    attributes: {
      login: moment.login,
      ...(native.mode ? { mode: native.mode } : {}),
      ...present({
        clientId: native.clientId,
        userId: native.userId,
        serviceId: native.serviceId,
        commandId,
      }),
    },
  };
  return { native, moment, internal, self, own, other, base };
}

/** The line a customer dialled, where a number is told and it is not the employee's own. */
const lineOf = (to: string, extension: string): string => (isUuid(to) || to === extension ? '' : to);

export const present = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== '')) as Record<
    string,
    string
  >;

/** The same fact told by two logins is two events: each knows its own side. */
function identified(scene: Scene, event: CallEventInit & { type: EventType }, more = ''): CallEventInit {
  const { base, moment } = scene;
  const connection = [event.connection?.id ?? '', moment.login, more].join('@');
  return {
    ...event,
    eventId: eventId({ instance: moment.instance, key: base.key ?? '', connection, type: event.type }),
  };
}

function initialized(scene: Scene): CallEventInit {
  const { self, own, base } = scene;
  if (!self) return identified(scene, { ...base, type: EventType.OFFERED });
  const connection = { ...own, state: ConnectionState.INITIATED };
  return identified(scene, { ...base, type: EventType.SERVICE_INITIATED, connection });
}

function started(scene: Scene): CallEventInit {
  const { self, own, base, native } = scene;
  const occurredAt = native.startedAt ?? base.occurredAt ?? 0;
  if (self) {
    const connection = { ...own, state: ConnectionState.INITIATED };
    return identified(scene, { ...base, occurredAt, type: EventType.ORIGINATED, connection });
  }
  const connection = { ...own, state: ConnectionState.ALERTING };
  return identified(scene, { ...base, occurredAt, type: EventType.DELIVERED, connection });
}

function accepted(scene: Scene): CallEventInit {
  const { self, own, other, base, native } = scene;
  const connection = { ...(self ? other : own), state: ConnectionState.CONNECTED };
  const occurredAt = native.acceptedAt ?? base.occurredAt ?? 0;
  return identified(scene, { ...base, occurredAt, type: EventType.ESTABLISHED, connection });
}

function pressed(scene: Scene): CallEventInit {
  const { own, base, native, moment } = scene;
  const occurredAt = native.keyAt ?? base.occurredAt ?? 0;
  const event = {
    ...base,
    occurredAt,
    type: EventType.DIGITS_GENERATED,
    ordinal: moment.ordinal,
    connection: { id: own.id, role: own.role, party: own.party, state: ConnectionState.CONNECTED },
    digits: { digits: native.key },
  };
  return identified(scene, event, [native.keyAt ?? native.at ?? '', native.key, moment.ordinal].join('|'));
}

function finished(scene: Scene): CallEventInit {
  const { self, own, base, native, internal } = scene;
  const { outcome, cause, endedBy } = resultOf(scene);
  const answered = outcome === ReportOutcome.ANSWERED;
  const { startedAt, acceptedAt, endedAt, duration, billed } = native;
  const report: CallReport = {
    scope: scopeOf(scene),
    outcome,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(acceptedAt === undefined || !answered ? {} : { answeredAt: acceptedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    ...(billed === undefined || !answered ? {} : { talkSeconds: billed }),
  };
  const event = {
    ...base,
    occurredAt: endedAt ?? base.occurredAt ?? 0,
    type: EventType.CALL_REPORTED,
    // An internal call belongs to who was called: the caller's report names nobody.
    ...(self && internal ? {} : { connection: { ...own, state: ConnectionState.NULL } }),
    cause,
    endedBy,
    report,
  };
  return identified(scene, event, native.result);
}

// Who called, and who was called by a colleague, knows how the whole call ended;
// of several whom a customer rings, each may only know its own leg.
const scopeOf = ({ self, internal, moment }: Scene): ReportScope =>
  self || internal || !moment.others ? ReportScope.CALL : ReportScope.UNSPECIFIED;

/** Whoever talked has talked, whatever word it ended with (journal truth, "Status"). */
function resultOf({ native, moment, internal }: Scene): Outcome {
  const talked = native.acceptedAt !== undefined && (native.billed ?? 0) > 0;
  const known = outcomeOf(native.result, moment.initiator, internal);
  const outcome = talked ? ReportOutcome.ANSWERED : ReportOutcome.NOT_ANSWERED;
  if (!known) return { outcome, cause: { event: EventCause.UNSPECIFIED, native: native.result }, endedBy: 0 };
  return talked ? { ...known, outcome } : known;
}

/** Words of the event that the spec does not have: the event counts, and they are told of. */
export function unknownWords(native: NativeCall): string[] {
  if (native.phase !== 'Finished' || outcomeOf(native.result, 'self')) return [];
  return [badField('CallResult', native.result, Object.keys(RESULTS).join(' | ')).message];
}

const LINKED = new Set(['http', 'https', 'ftp', 'ftps', 'sftp', 'file', 'smb']);

/** Whether people may be given a link to click on: one that runs something is no recording. */
export function isRecordingLink(link: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(link)?.[1]?.toLowerCase();
  return scheme === undefined || LINKED.has(scheme);
}

function recorded(scene: Scene): CallEventInit {
  const { base, native } = scene;
  const { link } = native;
  if (link === '' || !isRecordingLink(link))
    throw badField('CallRecordLink', link, 'http | https | file | …');
  const path = link.replace(/^[a-z][a-z0-9+.-]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '');
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const event = {
    ...base,
    type: EventType.RECORDING_READY,
    recording: { file, url: link, state: RecordingState.READY },
  };
  // Two logins may tell of the same file; a second file is another fact.
  const { instance } = scene.moment;
  const connection = `recording-${fingerprint(link)}`;
  return { ...event, eventId: eventId({ instance, key: base.key ?? '', connection, type: event.type }) };
}

// The error is the end where nobody else is in the call. Should the agent still
// tell how it ended, that amends the record.
function failed(scene: Scene): CallEventInit[] {
  const { own, base, native, moment, self, internal } = scene;
  const cause = sipCause(native.sipCause);
  const leg = identified(scene, {
    ...base,
    type: EventType.FAILED,
    connection: { ...own, state: ConnectionState.FAIL },
    cause,
  });
  if (moment.others && !self && !internal) return [leg];
  return [leg, identified(scene, { ...base, type: EventType.CALL_CLEARED, cause })];
}
