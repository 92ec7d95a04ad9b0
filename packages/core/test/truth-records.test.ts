import {
  type CallEventInit,
  type CallReport,
  Direction,
  EventType,
  eventId,
  PartyKind,
  ReportOutcome,
  ReportScope,
} from '@callbus/contract';
import { expect, test } from 'vitest';
import { at, type Line, lines, Stage, type Story } from './support/stage.ts';

/** A call as the PBX's own records tell it, afterwards. */
function recorded(report: CallReport, more: Partial<CallEventInit> = {}): Line {
  const type = EventType.CALL_REPORTED;
  const event: CallEventInit = {
    eventId: eventId({ instance: 'pbx', key: 'k1', connection: JSON.stringify(report), type }),
    type,
    instance: 'pbx',
    key: 'k1',
    nativeId: 'k1',
    direction: Direction.INBOUND,
    occurredAt: report.endedAt ?? 0,
    observedAt: at(1_000),
    calling: { kind: PartyKind.EXTERNAL, number: '89990000001' },
    report: { scope: ReportScope.CALL, outcome: ReportOutcome.ANSWERED, ...report },
    ...more,
  };
  return { event, seenAt: at(1_000) };
}

/** The same call's end, told because nobody saw it. */
const closedBlind = (seconds: number, key = 'k1'): Line => {
  const [line] = lines(`${seconds} cleared call=${key}`) as [Line];
  return { ...line, event: { ...line.event, gap: { from: at(30), to: at(seconds) } } };
};

const story = (...told: readonly Line[]): Story => new Stage().tell(told).story();

test('who talked when is told afterwards, and a time that nobody told stays open', () => {
  expect(
    story(
      recorded({
        startedAt: at(0),
        answeredAt: at(5),
        endedAt: at(90),
        talks: [
          { extension: '100', startedAt: at(5), endedAt: at(40) },
          { extension: '101', endedAt: at(90) },
        ],
        rang: ['100', '101'],
        fromRecords: true,
      }),
    ),
  ).toMatchObject({
    status: 'answered',
    answeredBy: '100',
    extension: '101',
    rang: ['100', '101'],
    start: 0,
    answer: 5,
    end: 90,
    ring: 5,
    talk: null,
    segments: [
      ['100', 5, 40, 35],
      ['101', null, 90, null],
    ],
    evidence: 'partial',
    rules: expect.arrayContaining(['evidence.from-records', 'evidence.time-not-told']),
  });
});

test('a call nobody answered belongs to the last that rang', () => {
  expect(
    story(
      recorded({
        outcome: ReportOutcome.NOT_ANSWERED,
        startedAt: at(0),
        endedAt: at(20),
        rang: ['101', '100'],
        fromRecords: true,
      }),
    ),
  ).toMatchObject({
    status: 'missed',
    extension: '100',
    rang: ['101', '100'],
    answeredBy: null,
    talk: 0,
    evidence: 'partial',
  });
});

test('a feature that connected has talk and nobody', () => {
  expect(
    story(
      recorded(
        {
          startedAt: at(0),
          answeredAt: at(0),
          endedAt: at(12),
          talks: [{ startedAt: at(0), endedAt: at(12) }],
          fromRecords: true,
        },
        {
          direction: Direction.INTERNAL,
          calling: { kind: PartyKind.EXTENSION, extension: '102' },
          called: { kind: PartyKind.EXTENSION, extension: '600' },
        },
      ),
    ),
  ).toMatchObject({ direction: 'internal', status: 'answered', answeredBy: null, talk: 12, caller: '102' });
});

test('a call that was closed without sight gets its end, and keeps what was seen of it', () => {
  const seen = lines(`
    0   offered     customer:89990000001
    0.5 delivered   100
    4.2 established 100`);
  const [gap] = lines('200 gap') as [Line];
  const report = recorded({
    endedAt: at(66),
    talks: [{ extension: '100', startedAt: at(4), endedAt: at(66) }],
    rang: ['100'],
  });
  expect(story(...seen, gap, closedBlind(200))).toMatchObject({ talk: null, evidence: 'partial' });
  expect(story(...seen, gap, closedBlind(200), report)).toMatchObject({
    status: 'answered',
    answeredBy: '100',
    start: 0,
    answer: 4.2,
    end: 66,
    ring: 3.7,
    talk: 61.8,
    segments: [['100', 4.2, 66, 61.8]],
    rang: ['100'],
    evidence: 'partial',
  });
});

test('who answered without sight is told, too', () => {
  const seen = lines(`
    0   offered   customer:89990000001
    0.5 delivered 100`);
  const [gap] = lines('200 gap') as [Line];
  const report = recorded({
    answeredAt: at(35),
    endedAt: at(66),
    talks: [{ extension: '101', startedAt: at(35), endedAt: at(66) }],
    rang: ['100', '101'],
  });
  expect(story(...seen, gap, closedBlind(200), report)).toMatchObject({
    status: 'answered',
    answeredBy: '101',
    extension: '101',
    rang: ['100', '101'],
    start: 0,
    answer: 35,
    talk: 31,
    evidence: 'partial',
  });
});

test('calls that joined without sight become one', () => {
  const seen = lines(`
    0  offered     customer:89990000001
    1  delivered   100
    4  established 100
    20 originated  100@b  call=k2
    20 delivered   101@c  call=k2
    23 established 101@c  call=k2`);
  const [gap, merged] = lines(`
    200 gap
    90 merged with=k2`) as [Line, Line];
  const report = recorded({
    endedAt: at(90),
    talks: [
      { extension: '100', startedAt: at(4), endedAt: at(60) },
      { extension: '101', startedAt: at(60), endedAt: at(90) },
    ],
    rang: ['100', '101'],
  });
  const stage = new Stage().tell([...seen, gap, closedBlind(200), closedBlind(200, 'k2'), merged, report]);
  expect(stage.story()).toMatchObject({
    status: 'answered',
    answeredBy: '100',
    extension: '101',
    end: 90,
    talk: 86,
    segments: [
      ['100', 4, 60, 56],
      ['101', 60, 90, 30],
    ],
    evidence: 'partial',
  });
  expect(stage.joined.get('k2')?.mergedInto).toBe(stage.call().callId);
});

test('the same records told again change nothing', () => {
  const report = recorded({
    startedAt: at(0),
    answeredAt: at(5),
    endedAt: at(40),
    talks: [{ extension: '100', startedAt: at(5), endedAt: at(40) }],
  });
  const stage = new Stage().tell([report]);
  const before = stage.record();
  stage.tell([report]);
  expect(stage.applied).toEqual(['call', 'duplicate']);
  expect(stage.record()).toEqual(before);
});
