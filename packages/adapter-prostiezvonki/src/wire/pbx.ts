import { messages } from '../messages.ts';
import { badField, type Fields, link, oneOf, required, text, withPlus } from './fields.ts';
import type { Native, NativeDirection, NativeEvent, UnixTimes } from './native.ts';

const KNOWN = [
  'call_record_link',
  'call_start_timestamp',
  'call_answer_timestamp',
  'timestamp',
  'status',
  'call_id',
  'line',
  'dst_num',
  'src_num',
  'src_type',
] as const;

/** The spec's two, and Asterisk's words that PBXs behind it pass on. */
const STATUSES = [
  'ANSWER',
  'ANSWERED',
  'NOANSWER',
  'NO ANSWER',
  'BUSY',
  'CANCEL',
  'CONGESTION',
  'CHANUNAVAIL',
  'FAILED',
] as const;

/**
 * Reads a request of a PBX to the cloud (spec, «Примеры запросов», the curl
 * lines): what it tells, and whether it asks where the call should go.
 * @throws {BadMessage} naming the field
 */
export function readPbx(query: Fields): { told: Native | undefined; asks: Native | undefined } {
  const fields = withPlus(separate(query), ['src_num', 'dst_num']);
  const event = oneOf(fields, 'event', ['1', '2', '3']);
  if (event === '1' && text(fields, 'smart_transfer_is_required') === '1') {
    const asks: Native = {
      kind: 'contact',
      phone: text(fields, 'src_num'),
      line: text(fields, 'line'),
      callId: required(fields, 'call_id', messages.callId),
    };
    // With a phone that already rings it is a call and a question in one.
    return { told: text(fields, 'dst_num') === '' ? undefined : readEvent(fields, event), asks };
  }
  return { told: event === '2' ? readHistory(fields) : readEvent(fields, event), asks: undefined };
}

// One of the spec's examples runs two parameters together:
// `call_record_link=call_start_timestamp=1694181400`.
function separate(query: Fields): Fields {
  const joined = KNOWN.filter((name) => {
    const value = query[name];
    return typeof value === 'string' && value.includes('=');
  });
  if (joined.length === 0) return query;
  const fields: Record<string, unknown> = { ...query };
  for (const name of joined) {
    const value = query[name] as string;
    const inner = KNOWN.find((known) => value.startsWith(`${known}=`));
    if (!inner) continue;
    fields[name] = '';
    if (inner === name || text(query, inner) === '') fields[inner] = value.slice(inner.length + 1);
  }
  return fields;
}

function readEvent(fields: Fields, event: '1' | '3'): NativeEvent {
  const call = callOf(fields);
  if (call.extension === '') {
    const field = call.direction === 'in' ? 'dst_num' : 'src_num';
    throw badField(field, fields[field], messages.extension);
  }
  const type = event === '3' ? 'ACCEPTED' : call.direction === 'in' ? 'INCOMING' : 'OUTGOING';
  return { kind: 'event', type, ...call };
}

function readHistory(fields: Fields): Native {
  const word = text(fields, 'status');
  // A word that nobody knows must not be read as a missed call.
  const status = STATUSES.find((known) => known === word.toUpperCase());
  if (status === undefined) throw badField('status', fields.status, 'ANSWER | NOANSWER');
  const start = unix(fields, 'call_start_timestamp');
  const answer = unix(fields, 'call_answer_timestamp');
  const end = unix(fields, 'timestamp');
  const times: UnixTimes = {
    clock: 'unix',
    ...(start === undefined ? {} : { start }),
    ...(answer === undefined ? {} : { answer }),
    ...(end === undefined ? {} : { end }),
  };
  return {
    kind: 'history',
    ...callOf(fields),
    times,
    duration: undefined,
    link: link(fields, 'call_record_link'),
    answered: status === 'ANSWER' || status === 'ANSWERED',
    word,
  };
}

/** src_type=1: the customer called an employee; 2: an employee called a customer. */
function callOf(fields: Fields): Omit<NativeEvent, 'kind' | 'type'> {
  const direction: NativeDirection = oneOf(fields, 'src_type', ['1', '2']) === '1' ? 'in' : 'out';
  const [source, destination] = [text(fields, 'src_num'), text(fields, 'dst_num')];
  return {
    direction,
    extension: direction === 'in' ? destination : source,
    phone: direction === 'in' ? source : destination,
    line: text(fields, 'line'),
    callId: required(fields, 'call_id', messages.callId),
  };
}

function unix(fields: Fields, field: string): number | undefined {
  const value = text(fields, field);
  if (value === '') return undefined;
  if (!/^\d{9,13}(?:\.\d+)?$/.test(value)) throw badField(field, value, messages.unixTime);
  const number = Number(value);
  return Math.round(number >= 1e11 ? number : number * 1_000);
}
