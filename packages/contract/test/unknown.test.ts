import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import {
  CallEventCodec,
  CallStatus,
  type ConnectionState,
  EventCause,
  EventType,
  enumWord,
  JournalRecordCodec,
  RouteQuestionCodec,
} from '../src/index.ts';
import { CODECS, randomMessage, seen, typeOf } from './messages.ts';
import { Random } from './random.ts';

const { Reader, Writer } = protobuf;

// What a newer peer writes: a field of every wire type under numbers we do not have yet.
const extra = (): Uint8Array =>
  Writer.create()
    .uint32((900 << 3) | 0)
    .uint64(Number.MAX_SAFE_INTEGER)
    .uint32((901 << 3) | 1)
    .double(0.1)
    .uint32((902 << 3) | 2)
    .string('из будущего')
    .uint32((903 << 3) | 5)
    .fixed32(7)
    .uint32((902 << 3) | 2)
    .string('повтор')
    .finish();

/** The fields of a message by number, as raw bytes. */
function fields(bytes: Uint8Array): Map<number, string[]> {
  const reader = Reader.create(bytes);
  const found = new Map<number, string[]>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const start = reader.pos;
    reader.skipType(tag & 7);
    const raw = Buffer.from(bytes.subarray(start, reader.pos)).toString('hex');
    found.set(tag >>> 3, [...(found.get(tag >>> 3) ?? []), raw]);
  }
  return found;
}

describe.each(CODECS)('%s of a newer peer', (message, codec) => {
  const type = typeOf(message);

  test('keeps every field it does not know', () => {
    const random = new Random(30);
    for (let i = 0; i < 50; i++) {
      const told = codec.encode(randomMessage(type, random));
      const bytes = Buffer.concat([told, extra()]);
      const again = codec.encode(codec.decode(bytes));
      expect(fields(again)).toEqual(fields(bytes));
    }
  });

  test('reads what it knows, wherever the unknown stands', () => {
    const told = randomMessage(type, new Random(31));
    const bytes = Buffer.concat([extra(), codec.encode(told), extra()]);
    expect(seen(type, codec.decode(bytes))).toEqual(seen(type, told));
    expect(fields(codec.encode(codec.decode(bytes)))).toEqual(fields(bytes));
  });
});

test('unknown fields survive inside of messages, lists and oneofs too', () => {
  const tagged = (number: number, bytes: Uint8Array): Uint8Array =>
    Writer.create()
      .uint32((number << 3) | 2)
      .bytes(bytes)
      .finish();
  // connection.party, and the report of the oneof with one of its recordings.
  const party = Buffer.concat([tagged(2, Buffer.from('100')), extra()]);
  const connection = Buffer.concat([tagged(3, party), extra()]);
  const report = Buffer.concat([tagged(9, extra()), extra()]);
  const bytes = Buffer.concat([tagged(12, connection), tagged(30, report), extra()]);
  const event = CallEventCodec.decode(bytes);
  expect(event.connection?.party?.number).toBe('100');
  const again = fields(CallEventCodec.encode(event));
  const hex = (b: Uint8Array): string => Buffer.from(Writer.create().bytes(b).finish()).toString('hex');
  expect(again.get(30)).toEqual([hex(report)]);
  expect(again.get(12)).toEqual([hex(connection)]);
  expect(again.get(902)).toHaveLength(2);
});

test('a message that was built on and sent on keeps what the peer told', () => {
  const question = RouteQuestionCodec.decode(
    Buffer.concat([RouteQuestionCodec.encode({ questionId: 'q1', did: '3333333' }), extra()]),
  );
  question.queue = 'sales';
  const again = RouteQuestionCodec.decode(RouteQuestionCodec.encode(question));
  expect(again).toMatchObject({ questionId: 'q1', did: '3333333', queue: 'sales' });
  expect(fields(RouteQuestionCodec.encode(again)).get(902)).toHaveLength(2);
});

test('enum values from the future survive, and have a word', () => {
  const bytes = CallEventCodec.encode({
    type: 4_711 as EventType,
    cause: { event: 815 as EventCause },
    connection: { state: 77 as ConnectionState },
  });
  const event = CallEventCodec.decode(bytes);
  expect([event.type, event.cause?.event, event.connection?.state]).toEqual([4_711, 815, 77]);
  expect(CallEventCodec.encode(event)).toEqual(bytes);
  expect(enumWord(EventType, event.type)).toBe('4711');
  expect(enumWord(EventCause, event.cause?.event)).toBe('815');
  const record = JournalRecordCodec.decode(JournalRecordCodec.encode({ status: 99 as CallStatus }));
  expect(enumWord(CallStatus, record.status)).toBe('99');
});
