import { messages } from '../messages.ts';
import { badField, type Fields, link, oneOf, required, text } from './fields.ts';
import type { Native, NativeDirection } from './native.ts';

/** yyyyMMddTHHmmss, as the spec's examples print it. */
const TOLD = /^\d{8}T\d{6}$/;

/**
 * Reads a request of the cloud to the CRM (spec, «Примеры запросов», «В 1С
 * будут отправлены следующие данные»).
 * @throws {BadMessage} naming the field
 */
export function readCrm(fields: Fields): Native {
  switch (oneOf(fields, 'cmd', ['event', 'history', 'contact'])) {
    case 'event':
      return readEvent(fields);
    case 'history':
      return readHistory(fields);
    case 'contact':
      return {
        kind: 'contact',
        // Empty is a customer who withheld the number: nobody is responsible for those.
        phone: fields.phone === '' ? '' : required(fields, 'phone', messages.number),
        line: text(fields, 'diversion'),
        callId: text(fields, 'callid'),
      };
  }
}

function readEvent(fields: Fields): Native {
  const type = oneOf(fields, 'type', ['INCOMING', 'OUTGOING', 'ACCEPTED']);
  const extension = text(fields, 'ext') || text(fields, 'user');
  if (extension === '') throw badField('ext', fields.ext, messages.extension);
  return { kind: 'event', type, direction: directionOf(fields, type), extension, ...callOf(fields) };
}

// The type says it for two of three; the field decides where both could be.
function directionOf(fields: Fields, type: 'INCOMING' | 'OUTGOING' | 'ACCEPTED'): NativeDirection {
  if (type === 'ACCEPTED') return oneOf(fields, 'direction', ['in', 'out']);
  if (text(fields, 'direction') !== '') oneOf(fields, 'direction', ['in', 'out']);
  return type === 'INCOMING' ? 'in' : 'out';
}

function readHistory(fields: Fields): Native {
  const status = oneOf(fields, 'status', ['success', 'missed']);
  return {
    kind: 'history',
    direction: oneOf(fields, 'type', ['in', 'out']),
    extension: text(fields, 'ext') || text(fields, 'user'),
    ...callOf(fields),
    times: { clock: 'told', start: told(fields, 'start'), end: told(fields, 'end') },
    duration: seconds(fields, 'duration'),
    link: link(fields, 'link'),
    answered: status === 'success',
    word: status,
  };
}

// One of the spec's examples writes `call_id` where the others write `callid`.
function callOf(fields: Fields): { phone: string; line: string; callId: string } {
  const callId = text(fields, 'callid') || text(fields, 'call_id');
  if (callId === '') throw badField('callid', fields.callid, messages.callId);
  return { phone: text(fields, 'phone'), line: text(fields, 'diversion'), callId };
}

function told(fields: Fields, field: string): string {
  const value = required(fields, field, messages.moment);
  if (!TOLD.test(value)) throw badField(field, value, messages.moment);
  return value;
}

function seconds(fields: Fields, field: string): number | undefined {
  const value = fields[field];
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
    throw badField(field, value, messages.seconds);
  return number;
}
