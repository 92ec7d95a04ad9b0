import {
  bareNumber,
  CallStatus,
  Direction,
  digitsOf,
  EventCause,
  enumWord,
  type InteractionEvent,
  InteractionKind,
  type JournalRecord,
  type Party,
  PartyKind,
  type Popup,
  PopupAction,
  PopupPhase,
} from '@callbus/contract';
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';
import type { Config } from './config.ts';

type PhoneFormat = Config['phoneFormat'];
type Fields = Record<string, unknown>;

/** A message of the protocol: the spec's fields, and ours, which follow them and may be ignored. */
export interface Message {
  spec: Fields;
  extra?: Fields;
}

/** A number in the form the base wants; empty when withheld. */
export function phoneOf(
  number: {
    externalNumber?: string | null;
    externalNumberRaw?: string | null;
    externalDigits?: string | null;
  },
  format: PhoneFormat,
): string {
  if (number.externalNumber === null || number.externalNumber === undefined) return '';
  switch (format) {
    case 'raw':
      return bareNumber(number.externalNumberRaw ?? '');
    case 'digits':
      return number.externalDigits || digitsOf(number.externalNumber);
    case 'e164':
      return number.externalNumber;
  }
}

// Zones change their clocks on whole minutes.
const MINUTE_MS = 60_000;
const offsets = new LRUCache<string, number>({ max: 500 });

/**
 * yyyyMMddTHHmmss, 24-hour, in the base's zone (spec, `start` and `end`).
 * @throws {RangeError} for a moment that cannot be written so
 */
export function toldTime(unixMs: number, zone: string): string {
  const key = `${zone} ${Math.floor(unixMs / MINUTE_MS)}`;
  let minutes = offsets.get(key);
  if (minutes === undefined) {
    minutes = DateTime.fromMillis(unixMs, { zone }).offset;
    offsets.set(key, minutes);
  }
  const wall = new Date(unixMs + minutes * MINUTE_MS).toISOString();
  // Years beyond four digits are written longer.
  if (wall.length !== 24) throw new RangeError(`${wall} is no date of a call`);
  return wall.slice(0, 19).replaceAll(/[-:]/g, '');
}

/** A journal record as the spec's `history`. */
export function historyOf(
  record: JournalRecord,
  { phoneFormat }: Pick<Config, 'phoneFormat'>,
  zone: string,
): Message {
  const internal = record.direction === Direction.INTERNAL;
  const endedAt = record.endedAt ?? record.startedAt;
  const spec = {
    cmd: 'history',
    type: record.direction === Direction.OUTBOUND ? 'out' : 'in',
    user: record.extension,
    ext: record.extension,
    phone: internal ? record.callerExtension : phoneOf(record, phoneFormat),
    diversion: record.did,
    start: toldTime(record.startedAt, zone),
    end: toldTime(endedAt, zone),
    duration: Math.floor(endedAt / 1_000) - Math.floor(record.startedAt / 1_000),
    callid: record.callId,
    link: record.recordings.find((r) => r.url)?.url ?? '',
    status: record.status === CallStatus.ANSWERED ? 'success' : 'missed',
  };
  return { spec, extra: extrasOf(record, zone) };
}

function extrasOf(record: JournalRecord, zone: string): Fields {
  return {
    revision: record.revision,
    pbx: record.instance,
    result: enumWord(CallStatus, record.status),
    answeredBy: record.answeredBy || null,
    rang: record.rang,
    queue: record.queue || null,
    group: record.group || null,
    talkSeconds: record.talkSeconds ?? null,
    waitSeconds: record.waitSeconds ?? null,
    holdSeconds: record.holdSeconds ?? null,
    segments: record.segments.map((s) => ({
      extension: s.extension || null,
      number: s.number || null,
      talkSeconds: s.talkSeconds ?? null,
      start: s.startedAt ? toldTime(s.startedAt, zone) : null,
      end: s.endedAt ? toldTime(s.endedAt, zone) : null,
    })),
    cause: {
      event: enumWord(EventCause, record.cause?.event),
      q850: record.cause?.q850 ?? null,
      native: record.cause?.native || null,
    },
    counterparty: refOf(record),
    ...uuidOf(record),
  };
}

/** Whom the source knows by UUID only. */
function uuidOf({ calling, called }: JournalRecord): Fields {
  const party = [calling, called].find((p) => p?.kind === PartyKind.UUID);
  return party?.uuid ? { uuid: party.uuid } : {};
}

function refOf(record: JournalRecord): Fields | null {
  const [only, ...more] = record.counterparty?.contacts ?? [];
  if (!only || more.length > 0) return null;
  return { ref: only.ref || null, name: only.name || null, company: only.company || null };
}

/** The word for a kind of interaction: `remote-session` for REMOTE_SESSION. */
const kindWord = (kind: InteractionKind): string =>
  (enumWord(InteractionKind, kind) ?? 'other').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/**
 * What was told of a message, a session or a treatment. The protocol has nothing
 * for it, so the fields are ours; `event` names this telling, `id` what it is about.
 * @throws {RangeError} for a moment that cannot be written
 */
export function interactionOf(event: InteractionEvent, zone: string): Message {
  const spec = {
    cmd: 'interaction',
    id: event.id,
    kind: kindWord(event.kind),
    login: event.login,
    at: toldTime(event.occurredAt, zone),
  };
  const extra = {
    event: event.eventId,
    pbx: event.instance,
    incoming: event.incoming,
    state: event.state || null,
    author: event.author ? partyOf(event.author) : null,
    parties: event.parties.map(partyOf),
    text: event.text || null,
    treatment: event.parentId || null,
    rating: event.rating ?? null,
    durationSeconds: event.durationSeconds ?? null,
    files: event.files.map(({ name, size, uploaded }) => ({
      name: name ?? '',
      size: size ?? null,
      uploaded: uploaded ?? false,
    })),
    details: event.details,
  };
  return { spec, extra };
}

const partyOf = (party: Party): Fields => ({
  extension: party.extension || null,
  number: party.number || null,
  uuid: party.uuid || null,
  name: party.name || null,
});

/** A popup as the spec's `event`, or undefined where the spec has none for it. */
export function eventOf(
  popup: Popup,
  { phoneFormat, withdraw }: Pick<Config, 'phoneFormat' | 'withdraw'>,
): Message | undefined {
  const type = typeOf(popup, withdraw);
  if (type === undefined) return undefined;
  const internal = popup.direction === Direction.INTERNAL;
  const spec = {
    cmd: 'event',
    type,
    direction: popup.direction === Direction.OUTBOUND ? 'out' : 'in',
    user: popup.extension,
    ext: popup.extension,
    phone: internal ? popup.callerExtension : phoneOf(popup, phoneFormat),
    diversion: popup.did,
    callid: popup.callId,
  };
  const extra = {
    pbx: popup.instance,
    ...(popup.queue ? { queue: popup.queue } : {}),
    ...(type === 'CANCELLED' ? { reason: popup.reason } : {}),
  };
  return { spec, extra };
}

function typeOf(popup: Popup, withdraw: boolean): string | undefined {
  if (popup.action === PopupAction.HIDE) {
    // Who talked until the end gets the history; only the others' screens are cleared.
    return withdraw && popup.reason !== 'callEnded' ? 'CANCELLED' : undefined;
  }
  switch (popup.phase) {
    case PopupPhase.RINGING:
      // Click-to-call rings the employee first; the call goes out all the same.
      return popup.direction === Direction.OUTBOUND ? 'OUTGOING' : 'INCOMING';
    case PopupPhase.ORIGINATED:
      return 'OUTGOING';
    case PopupPhase.ANSWERED:
      return 'ACCEPTED';
    default:
      return undefined;
  }
}

/** The spec's `contact` question. */
export const contactQuestion = (phone: string): Message => ({ spec: { cmd: 'contact', phone } });

/**
 * Ours beside it: who has this UUID. There is no `phone` in it on purpose: a
 * base that knows only numbers must not find whoever has none.
 */
export const uuidQuestion = (uuid: string, others: Record<string, string>): Message => ({
  spec: { cmd: 'contact', uuid },
  extra: others,
});
