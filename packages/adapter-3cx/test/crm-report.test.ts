import { Direction, EventCause, PartyKind, RecordingState, ReportOutcome } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { readReport } from '../src/crm/report.ts';
import { spanSeconds } from '../src/crm/times.ts';
import { readBody, type Told } from '../src/crm/told.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const observedAt = START + 80_000;
const read = (told: Told, more: { observedAt?: number; zone?: string } = {}) =>
  readReport(told, { observedAt, zone: 'Europe/Moscow', untold: (_, at) => at, ...more });

const INBOUND = {
  CallType: 'Inbound',
  CallDirection: 'Inbound',
  Number: '0074951234567',
  Name: 'Анна Петрова',
  EntityId: '42',
  EntityType: 'Contacts',
  Agent: '101',
  AgentFirstName: 'Иван',
  AgentLastName: 'Сидоров',
  AgentEmail: 'i@example.org',
  QueueExtension: '800',
  Duration: '00:01:05',
  DateTime: '02.03.2026 12:00:00',
  CallStartTimeUTC: '2026-03-02T09:00:00Z',
  CallEstablishedTimeUTC: '2026-03-02T09:00:12Z',
  CallEndTimeUTC: '2026-03-02T09:01:17Z',
  CallStartTimeUTCMillis: '1772442000000',
  RecordingUrl: 'https://pbx.example.org/rec/101/a.wav?x=1',
  Transcription: '',
  Summary: '',
  Sentiment: '',
};

describe('the four types', () => {
  test('answered, inbound', () => {
    expect(read(INBOUND)).toEqual({
      door: 'crm',
      record: expect.stringMatching(/^[0-9A-Z]{10}-[0-9A-Z]{10}$/),
      direction: Direction.INBOUND,
      outside: { kind: PartyKind.EXTERNAL, number: '+74951234567', name: 'Анна Петрова' },
      extension: '101',
      extensions: ['101'],
      queue: '800',
      outcome: ReportOutcome.ANSWERED,
      startedAt: START,
      answeredAt: START + 12_000,
      endedAt: START + 77_000,
      talkSeconds: 65,
      cause: { event: EventCause.NORMAL_CLEARING, native: 'Inbound' },
      recordings: [
        { file: 'a.wav', url: 'https://pbx.example.org/rec/101/a.wav?x=1', state: RecordingState.READY },
      ],
      attributes: { 'crm.entity': '42' },
    });
  });

  test('missed: the moment of the answer is null and no harm', () => {
    const told = read({
      CallType: 'Missed',
      CallDirection: 'Inbound',
      Number: '0074951234567',
      Name: '',
      EntityId: '',
      EntityType: '',
      Agent: '101',
      QueueExtension: '',
      Duration: '00:00:00',
      CallEstablishedTimeUTC: null,
      CallStartTimeUTCMillis: START,
      CallEndTimeUTCMillis: START + 20_000,
    });
    expect(told).toMatchObject({
      direction: Direction.INBOUND,
      outcome: ReportOutcome.NOT_ANSWERED,
      startedAt: START,
      endedAt: START + 20_000,
      talkSeconds: 0,
    });
    expect(told).not.toHaveProperty('answeredAt');
    expect(told).not.toHaveProperty('queue');
  });

  test.each([
    ['Outbound', ReportOutcome.ANSWERED],
    ['Notanswered', ReportOutcome.NOT_ANSWERED],
    ['Unanswered', ReportOutcome.NOT_ANSWERED],
    ['not answered', ReportOutcome.NOT_ANSWERED],
  ])('outbound: %s', (CallType, outcome) => {
    const told = { ...INBOUND, CallType, CallDirection: 'Outbound', Number: '0074957654321' };
    expect(read(told)).toMatchObject({ direction: Direction.OUTBOUND, outcome, extension: '101' });
  });

  test('a type nobody knows is no missed call', () => {
    expect(() => read({ ...INBOUND, CallType: 'Parked' })).toThrow('CallType');
    expect(() => read({ ...INBOUND, CallType: '[CallType]' })).toThrow('CallType');
  });
});

describe('identity', () => {
  const id = (more: Told): string => read({ ...INBOUND, RecordingUrl: '', ...more }).record;

  test('a repeat is the same, however its number is written and whatever else is new', () => {
    expect(id({})).toBe(id({ Number: '+74951234567', Name: '', Sentiment: '5', DateTime: 'x' }));
    expect(id({ Number: '84951234567' })).toBe(id({}));
  });

  test.each([
    ['another agent', { Agent: '102' }],
    ['another number', { Number: '0074951234568' }],
    ['a millisecond later', { CallStartTimeUTCMillis: '1772442000001' }],
    ['another end', { CallEndTimeUTC: '2026-03-02T09:01:18Z' }],
    ['another type', { CallType: 'Missed' }],
  ])('%s is another call', (_, more) => {
    expect(id(more)).not.toBe(id({}));
  });

  test('the link that a repeat brings is news of the same call', () => {
    const [without, link] = [id({}), id({ RecordingUrl: INBOUND.RecordingUrl })];
    expect(link).not.toBe(without);
    expect(link.startsWith(without)).toBe(true);
  });

  test('no number can be read from it', () => {
    expect(read(INBOUND).record).not.toMatch(/4951234567|1234567/);
  });
});

describe('times', () => {
  const times = (more: Told, moment = {}) => {
    const blank = {
      CallStartTimeUTC: '',
      CallEstablishedTimeUTC: '',
      CallEndTimeUTC: '',
      CallStartTimeUTCMillis: '',
      DateTime: '',
    };
    const { startedAt, answeredAt, endedAt, talkSeconds, attributes } = read(
      { ...INBOUND, ...blank, ...more },
      moment,
    );
    return { startedAt, answeredAt, endedAt, talkSeconds, guessed: attributes?.['crm.time'] === 'guessed' };
  };

  test('the answer follows from the end and the length', () => {
    expect(times({ CallStartTimeUTCMillis: START, CallEndTimeUTCMillis: START + 77_400 })).toEqual({
      startedAt: START,
      answeredAt: START + 12_400,
      endedAt: START + 77_400,
      talkSeconds: 65,
      guessed: false,
    });
  });

  test('of two answers the later is the agent\u2019s', () => {
    const queue = { CallStartTimeUTCMillis: START, CallEstablishedTimeUTCMillis: START + 1_000 };
    expect(times({ ...queue, CallEndTimeUTCMillis: START + 95_000 })).toMatchObject({
      answeredAt: START + 30_000,
    });
  });

  test('an answer that lies outside the call is left out', () => {
    const call = { CallStartTimeUTCMillis: START, CallEndTimeUTCMillis: START + 20_000 };
    expect(times({ ...call, Duration: '01:00:00' }).answeredAt).toBeUndefined();
    expect(
      times({ ...call, CallEstablishedTimeUTCMillis: START + 90_000, Duration: '' }).answeredAt,
    ).toBeUndefined();
  });

  test.each([
    ['the local time of a Russian server', '02.03.2026 12:00:00', false],
    ['ISO without a zone', '2026-03-02T12:00:00', false],
    ['an American server', '3/2/2026 12:00:00 PM', true],
    ['a British server', '02/03/2026 12:00:00', true],
  ])('%s', (_, DateTime, guessed) => {
    expect(times({ DateTime })).toMatchObject({ startedAt: START, guessed });
  });

  test('milliseconds with a fraction, and a variable this version does not know', () => {
    const told = {
      CallStartTimeUTCMillis: '1772442000000,0',
      CallEndTimeUTCMillis: '[CallEndTimeUTCMillis]',
    };
    expect(times({ ...told, CallEndTimeUTC: '[[CallEndTimeUTC].ToString("yyyy")]' })).toMatchObject({
      startedAt: START,
    });
  });

  test('a report without any time is known by when it came', () => {
    expect(times({}, { observedAt: 1_772_442_077_000 })).toMatchObject({
      startedAt: undefined,
      endedAt: 1_772_442_077_000,
      guessed: true,
    });
  });

  test.each([
    ['CallStartTimeUTCMillis', 'soon'],
    ['CallStartTimeUTC', 'the day before'],
    ['DateTime', '31.02.2026 12:00:00'],
    ['Duration', 'long'],
  ])('%s that cannot be read is named', (field, value) => {
    expect(() => times({ [field]: value })).toThrow(field);
  });

  test.each([
    ['00:01:05', 65],
    ['1.02:03:04', 93_784],
    ['00:00:40.5430000', 40],
    ['65', 65],
    ['65,4', 65],
    ['PT1M5S', 65],
    ['PT12S', 12],
    ['P1DT1S', 86_401],
    ['P', undefined],
    ['', undefined],
    ['an hour', undefined],
    ['99999999999999999999', undefined],
    ['9'.repeat(400), undefined],
  ])('a length of %s', (text, seconds) => {
    expect(spanSeconds(text)).toBe(seconds);
  });
});

describe('what is dirty', () => {
  test.each([
    ['0074951234567', '+74951234567'],
    ['00493012345678', '+493012345678'],
    ['+74951234567', '+74951234567'],
    ['84951234567', '84951234567'],
    ['0012', '0012'],
  ])('two noughts in %s are the plus sign', (told, number) => {
    expect(read({ ...INBOUND, Number: told }).outside).toMatchObject({ number });
  });

  test.each([['Anonymous'], ['anonymous'], [''], ['Unknown'], ['[Number]']])(
    'the number %s is withheld',
    (number) => {
      expect(read({ ...INBOUND, Number: number }).outside).toMatchObject({ kind: PartyKind.WITHHELD });
    },
  );

  test('a variable the PBX does not know is nothing', () => {
    const told = read({
      ...INBOUND,
      RecordingUrl: '[RecordingUrl]',
      QueueExtension: '[QueueExtension]',
      Name: '[Contact::Name]',
    });
    expect(told.recordings).toEqual([]);
    expect(told).not.toHaveProperty('queue');
    expect(told.outside).not.toHaveProperty('name');
  });

  test('a link that runs something is no recording', () => {
    expect(read({ ...INBOUND, RecordingUrl: 'javascript:alert(1)' }).recordings).toEqual([]);
  });

  test('names in other letters, numbers for text, an extension with its prefix', () => {
    const { Agent: _, ...rest } = INBOUND;
    const told = read({ ...rest, agent: 101, QueueExtension: 'Ext.800' });
    expect(told).toMatchObject({ extension: '101', queue: '800' });
  });
});

describe('bodies', () => {
  const text = JSON.stringify({ Name: 'Ольга' });
  const cp1251 = Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xce, 0xeb, 0xff, 0x22, 0x7d]);

  test.each<[string, Uint8Array, string, Told]>([
    ['JSON', Buffer.from(text), 'application/json', { Name: 'Ольга' }],
    ['JSON under any type, with a byte order mark', Buffer.from(`\ufeff${text}`), '', { Name: 'Ольга' }],
    ['Windows-1251 that says so', cp1251, 'application/json; charset=windows-1251', { n: 'Оля' }],
    ['Windows-1251 that does not', cp1251, 'application/json', { n: 'Оля' }],
    ['a charset nobody knows', Buffer.from(text), 'application/json; charset=klingon', { Name: 'Ольга' }],
    [
      'a form',
      Buffer.from('Number=%2B7495&Name=a+b'),
      'application/x-www-form-urlencoded',
      { Number: '+7495', Name: 'a b' },
    ],
  ])('%s', (_, body, type, told) => {
    expect(readBody(body, type)).toEqual(told);
  });

  test.each(['', 'x', '[]', '"x"', 'null', '{"a":'])('%s is none', (body) => {
    expect(() => readBody(Buffer.from(body), 'application/json')).toThrow('JSON');
  });
});
