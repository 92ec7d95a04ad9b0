import { describe, expect, test } from 'vitest';
import {
  CallEventCodec,
  EventCause,
  EventType,
  type JournalRecord,
  JournalRecordCodec,
  SUBJECTS,
  type SubjectSpec,
} from '../src/index.ts';
import { CODECS, randomMessage, seen, typeOf } from './messages.ts';
import { Random } from './random.ts';

describe.each(CODECS)('%s', (message, codec) => {
  const type = typeOf(message);

  test('comes back from the wire as it was, random message by random message', () => {
    const random = new Random(20);
    for (let i = 0; i < 300; i++) {
      const told = randomMessage(type, random);
      const bytes = codec.encode(told);
      expect(seen(type, codec.decode(bytes))).toEqual(seen(type, told));
      expect(codec.encode(codec.decode(bytes))).toEqual(bytes);
    }
  });

  test('is written as the .proto says', () => {
    const random = new Random(21);
    for (let i = 0; i < 100; i++) {
      const told = randomMessage(type, random);
      const bytes = Buffer.from(type.encode(told).finish());
      expect(Buffer.from(codec.encode(told))).toEqual(bytes);
      expect(seen(type, codec.decode(bytes))).toEqual(seen(type, told));
    }
  });

  test('says nothing in no bytes, and reads with every default', () => {
    expect(codec.encode({})).toHaveLength(0);
    expect(seen(type, codec.decode(new Uint8Array()))).toEqual(seen(type, {}));
  });
});

test('there is a codec for every message that has a subject', () => {
  const specs: SubjectSpec[] = Object.values(SUBJECTS);
  const travelling = specs.flatMap((s) => [s.message, s.answer ?? '']).filter((m) => /^[A-Z][a-z]/.test(m));
  expect([...new Set(travelling)].sort()).toEqual(CODECS.map(([name]) => name).sort());
});

test('a call event reads as it was told', () => {
  const bytes = CallEventCodec.encode({
    eventId: 'SS84X3T33WC1ZRNR7FK6864N8N',
    type: EventType.CALL_REPORTED,
    instance: 'pz',
    key: '32323-in',
    occurredAt: 1_694_181_400_000,
    clockOffset: -90_000,
    cause: { event: EventCause.BUSY, q850: 17, native: 'BUSY' },
    report: { startedAt: 1_694_181_400_000, durationSeconds: 50 },
    attributes: { Имя: 'Иван' },
  });
  expect(CallEventCodec.decode(bytes)).toMatchObject({
    type: EventType.CALL_REPORTED,
    key: '32323-in',
    occurredAt: 1_694_181_400_000,
    observedAt: 0,
    clockOffset: -90_000,
    connection: null,
    cause: { event: EventCause.BUSY, q850: 17, native: 'BUSY' },
    report: { startedAt: 1_694_181_400_000, durationSeconds: 50 },
    attributes: { Имя: 'Иван' },
  });
});

test('what was never told is null, and zero is zero', () => {
  const record = (init: Parameters<typeof JournalRecordCodec.encode>[0]): JournalRecord =>
    JournalRecordCodec.decode(JournalRecordCodec.encode(init));
  const optional = [
    'externalNumber',
    'answeredAt',
    'endedAt',
    'ringSeconds',
    'waitSeconds',
    'talkSeconds',
    'holdSeconds',
    'parkedSeconds',
  ] as const;
  const silent = record({ callId: 'x' });
  for (const field of optional) expect(silent[field]).toBeNull();
  const nulled = record({ callId: 'x', talkSeconds: null, externalNumber: null });
  for (const field of optional) expect(nulled[field]).toBeNull();
  const zero = record({ callId: 'x', talkSeconds: 0, holdSeconds: 0, answeredAt: 0, externalNumber: '' });
  expect(zero).toMatchObject({ talkSeconds: 0, holdSeconds: 0, answeredAt: 0, externalNumber: '' });
  expect(record({ segments: [{ extension: '100', talkSeconds: 0 }, {}] }).segments).toEqual([
    expect.objectContaining({ extension: '100', talkSeconds: 0, startedAt: null }),
    expect.objectContaining({ extension: '', talkSeconds: null }),
  ]);
});

test('64-bit fields are numbers, up to the largest that a number holds', () => {
  for (const at of [0, 1, 2 ** 31, 2 ** 32, 1_694_181_400_123, Number.MAX_SAFE_INTEGER, -1, -(2 ** 40)]) {
    const event = CallEventCodec.decode(
      CallEventCodec.encode({ occurredAt: at, clockOffset: at, gap: { from: at, to: at } }),
    );
    for (const value of [event.occurredAt, event.clockOffset, event.gap?.from, event.gap?.to]) {
      expect(typeof value).toBe('number');
      expect(value).toBe(at);
    }
  }
  const expiry = CallEventCodec.decode(
    CallEventCodec.encode({ expiry: { basedOn: Number.MAX_SAFE_INTEGER } }),
  ).expiry;
  expect(expiry?.basedOn).toBe(Number.MAX_SAFE_INTEGER);
});

test('the keys of a map are data: none reaches a prototype', () => {
  const attributes = JSON.parse('{"__proto__":"x","constructor":"y","toString":"z"}') as Record<
    string,
    string
  >;
  const event = CallEventCodec.decode(CallEventCodec.encode({ attributes }));
  expect(Object.entries(event.attributes)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
    ['toString', 'z'],
  ]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});
