import { createServer, type Server } from 'node:http';
import { Direction, EventCause, ReportOutcome } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { answerXapi, type SimCall } from '@callbus/sim-3cx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PbxApi } from '../src/call-control/wire/api.ts';
import { causeOf } from '../src/causes.ts';
import { XapiDoor } from '../src/xapi/door.ts';
import { byCall, fromView, historyCall } from '../src/xapi/history.ts';
import { readLogRow, readPage, readViewRow } from '../src/xapi/rows.ts';
import { DoorStand } from './door-stand.ts';

const START = Date.parse('2026-03-02T09:00:00Z');

/** A row of the call log with everything it can have. */
const LOG_ROW = {
  CdrId: '00000000-01dc-0001',
  CallHistoryId: '00000000-01dc-0000',
  MainCallHistoryId: '00000000-01dc-0000',
  CallId: 1264,
  SegmentId: 5001,
  Indent: 0,
  SubrowDescNumber: 0,
  StartTime: '2026-03-02T09:00:00Z',
  RingingDuration: 'PT12S',
  TalkingDuration: 'PT1M5S',
  Answered: true,
  Status: '',
  Reason: 'src_participant_terminated',
  Direction: '',
  CallType: '',
  SourceType: 1,
  SourceDn: '10007',
  SourceCallerId: '+74951234567',
  SourceDisplayName: 'Анна Петрова',
  DestinationType: 0,
  DestinationDn: '101',
  DestinationCallerId: '101',
  DestinationDisplayName: 'Сидоров, Иван',
  ActionType: 0,
  actionDnDn: '',
  CallCost: 0,
  QualityReport: false,
  SrcRecId: null,
  DstRecId: 77,
  RecordingUrl: '101/2026-03-02.wav',
  Recordings: [{ Id: 77, Transcription: '', Summary: '', SentimentScore: 0 }],
  SentimentScore: null,
  Summary: null,
  Transcription: null,
};

const VIEW_ROW = {
  SegmentId: 5001,
  SegmentStartTime: '2026-03-02T09:00:00Z',
  SegmentEndTime: '2026-03-02T09:01:17Z',
  SegmentType: 1,
  SegmentActionId: 1,
  CallTime: 'PT1M5S',
  CallAnswered: true,
  SrcId: 1,
  SrcDn: '10007',
  SrcDnType: 1,
  SrcCallerNumber: '+74951234567',
  SrcDisplayName: '',
  SrcExternal: true,
  SrcInternal: false,
  DstId: 2,
  DstDn: '101',
  DstDnType: 0,
  DstCallerNumber: '101',
  DstDisplayName: 'Сидоров, Иван',
  DstExternal: false,
  DstInternal: true,
  DstRecId: 77,
};

describe('rows', () => {
  const log = (...rows: object[]) =>
    byCall(rows.map((row) => readLogRow({ ...LOG_ROW, ...row }))).map(historyCall);

  test('a call of one stretch', () => {
    expect(log({})).toEqual([
      {
        door: 'xapi',
        record: '00000000-01dc-0000',
        nativeId: '00000000-01dc-0000',
        callid: 1264,
        direction: Direction.INBOUND,
        outside: { kind: 2, number: '+74951234567', name: 'Анна Петрова' },
        trunk: '10007',
        extension: '101',
        extensions: ['101'],
        outcome: ReportOutcome.ANSWERED,
        startedAt: START,
        answeredAt: START + 12_000,
        endedAt: START + 77_000,
        talkSeconds: 65,
        cause: { event: EventCause.NORMAL_CLEARING, native: 'src_participant_terminated' },
        endedBy: 1,
        transfers: [],
        recordings: [{ file: '2026-03-02.wav', url: '', state: 2 }],
      },
    ]);
  });

  test('a queue, two agents polled, one answered, a transfer: one call', () => {
    const [call, ...more] = log(
      {
        SegmentId: 1,
        DestinationType: 4,
        DestinationDn: '800',
        DestinationCallerId: '800',
        RingingDuration: 'PT0S',
        TalkingDuration: 'PT6S',
      },
      {
        SegmentId: 2,
        Answered: false,
        DestinationDn: '102',
        DestinationCallerId: '102',
        RingingDuration: 'PT6S',
        TalkingDuration: 'PT0S',
      },
      { SegmentId: 3, RingingDuration: 'PT6S', TalkingDuration: 'PT30S' },
      {
        SegmentId: 4,
        StartTime: '2026-03-02T09:00:36Z',
        RingingDuration: 'PT4S',
        TalkingDuration: 'PT20S',
        DestinationDn: '103',
        DestinationCallerId: '103',
      },
    );
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      queue: '800',
      extension: '103',
      extensions: ['102', '101', '103'],
      answeredAt: START + 6_000,
      endedAt: START + 60_000,
      talkSeconds: 50,
      transfers: [{ fromExtension: '101', toExtension: '103', at: START + 36_000 }],
    });
  });

  test('a queue that was left is missed, though it took the call itself', () => {
    expect(log({ DestinationType: 4, DestinationDn: '800', DestinationCallerId: '800' })).toMatchObject([
      { outcome: ReportOutcome.NOT_ANSWERED, queue: '800', extension: '', extensions: [] },
    ]);
  });

  test('outbound and internal', () => {
    const from = { SourceType: 0, SourceDn: '101', SourceCallerId: '101' };
    expect(
      log(
        {
          ...from,
          MainCallHistoryId: 'a',
          DestinationType: 1,
          DestinationDn: '10007',
          DestinationCallerId: '+74950000001',
          Answered: false,
          Reason: 'busy',
        },
        { ...from, MainCallHistoryId: 'b', DestinationDn: '102', DestinationCallerId: '102' },
      ),
    ).toMatchObject([
      {
        direction: Direction.OUTBOUND,
        extension: '101',
        outside: { number: '+74950000001' },
        outcome: ReportOutcome.BUSY,
      },
      { direction: Direction.INTERNAL, callerExtension: '101', extension: '102' },
    ]);
  });

  test('rows of the older view: what follows at once is the same call', () => {
    const rows = [
      VIEW_ROW,
      {
        ...VIEW_ROW,
        SegmentId: 5002,
        SegmentStartTime: '2026-03-02T09:01:17Z',
        SegmentEndTime: '2026-03-02T09:01:40Z',
        CallTime: 'PT20S',
        DstDn: '102',
        DstCallerNumber: '102',
      },
      {
        ...VIEW_ROW,
        SegmentId: 5009,
        SegmentStartTime: '2026-03-02T10:00:00Z',
        SegmentEndTime: '2026-03-02T10:00:20Z',
        CallAnswered: false,
      },
    ];
    const calls = byCall(fromView(rows.map(readViewRow))).map(historyCall);
    expect(calls).toMatchObject([
      {
        record: 'segment-5001',
        extension: '102',
        answeredAt: START + 12_000,
        talkSeconds: 85,
        direction: Direction.INBOUND,
      },
      { record: 'segment-5009', extension: '101', outcome: ReportOutcome.NOT_ANSWERED },
    ]);
    expect(calls[0]).not.toHaveProperty('nativeId');
  });

  test.each([
    ['continued_in', undefined],
    ['redirected', undefined],
    ['cancelled', EventCause.CALL_CANCELLED],
    ['completed_elsewhere', EventCause.ANSWERED_ELSEWHERE],
    ['rejected', EventCause.REJECTED],
    ['busy', EventCause.BUSY],
    ['no_destinations', EventCause.DEST_NOT_OBTAINABLE],
    ['dst_participant_terminated', undefined],
  ])('the word %s of the v20 tables', (word, cause) => {
    expect(causeOf(word)).toBe(cause);
  });

  test('a row of a version that has fewer columns, or empty ones', () => {
    const bare = {
      StartTime: '2026-03-02T09:00:00Z',
      CallHistoryId: 'x',
      DestinationDn: '101',
      Answered: null,
    };
    expect(historyCall([readLogRow(bare)])).toMatchObject({
      record: 'x',
      extension: '101',
      outcome: ReportOutcome.NOT_ANSWERED,
      startedAt: START,
    });
  });

  test('a field that cannot be read is named', () => {
    expect(() => readLogRow({ ...LOG_ROW, StartTime: 'x' })).toThrow('StartTime');
    expect(() => readLogRow(undefined)).toThrow();
    expect(() => readPage({ error: {} })).toThrow('value');
  });
});

describe('after an outage', () => {
  const call = (n: number, more: Partial<SimCall> = {}): SimCall => {
    const startedAt = START + n * 60_000;
    return {
      callid: n,
      historyId: String(n),
      direction: 'inbound',
      number: `+7495000000${n}`,
      name: '',
      trunk: '10007',
      did: '',
      caller: '',
      queue: '',
      group: '',
      legs: [
        {
          dn: '101',
          kind: 'extension',
          at: startedAt,
          answeredAt: startedAt + 5_000,
          endedAt: startedAt + 30_000,
        },
      ],
      transfers: [],
      forwardedTo: '',
      startedAt,
      answeredAt: startedAt + 5_000,
      endedAt: startedAt + 30_000,
      endedBy: 'source',
      outcome: 'answered',
      ...more,
    };
  };

  let nats: TestNats;
  let stand: DoorStand<XapiDoor>;
  let server: Server;
  let api: PbxApi;
  let history: SimCall[] = [];
  let paths: string[] = [];
  /** Whether the server begins from the front whatever it is asked to leave out. */
  let deaf = false;
  /** Statuses that are answered before anything else, by what the path contains. */
  let faults: { when: string; status: number }[] = [];

  beforeAll(async () => {
    nats = await TestNats.start();
    server = createServer((request, response) => {
      const path = request.url ?? '';
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      request.resume();
      if (path === '/connect/token')
        return answer(200, {
          token_type: 'Bearer',
          expires_in: 3_600,
          access_token: 'test-token',
          refresh_token: 'r',
        });
      paths.push(decodeURIComponent(path));
      const at = faults.findIndex((fault) => path.includes(fault.when));
      const [fault] = at < 0 ? [] : faults.splice(at, 1);
      if (fault) return answer(fault.status, { error: { message: 'no' } });
      const told = answerXapi(deaf ? path.replace(/%24skip=\d+|\$skip=\d+/, '$skip=0') : path, history);
      return answer(told?.status ?? 404, told?.body ?? {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await nats.stop();
  });
  beforeEach(async () => {
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}`;
    const account = { url, clientId: '900', clientSecret: 'test-secret' };
    api = new PbxApi({ ...account, timeoutMs: 20_000, now: Date.now });
    stand = await DoorStand.start(
      nats,
      (context, block, teller) =>
        new XapiDoor(context, block, teller, api, { page: 2, firstMs: 5, mostMs: 20 }),
      { callControl: account, xapi: { historyBackfill: true } },
    );
    [history, paths, faults, deaf] = [[], [], [], false];
  });
  afterEach(async () => {
    await stand.stop();
    await api.stop();
  });
  const told = (): string[] => stand.told.calls.map((c) => c.outside?.number ?? '');
  const linkOf = () => stand.health.report().links.find((l) => l.link === 'pbx.xapi');

  test('every call that ended meanwhile is told, page by page, and no other', async () => {
    history = [0, 5, 6, 7, 8, 20].map((n) => call(n));
    await stand.door.fill(START + 5 * 60_000, START + 9 * 60_000);
    expect(told()).toEqual(['+74950000005', '+74950000006', '+74950000007', '+74950000008']);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths[0]).toContain(
      'Pbx.GetCallLogData(periodFrom=2026-03-02T05:05:00Z,periodTo=2026-03-02T09:10:00Z,',
    );
    expect(paths[0]).toContain('$orderby=StartTime asc&$top=2&$skip=0');
    expect(linkOf()?.state).toBe('ok');
  });

  test('a server that begins from the front again is not read for ever', async () => {
    history = [5, 6, 7].map((n) => call(n));
    deaf = true;
    await stand.door.fill(START + 5 * 60_000, START + 9 * 60_000);
    expect(paths).toHaveLength(2);
    expect(told()).toEqual(['+74950000005', '+74950000006']);
  });

  test('a server that is not well is asked again', async () => {
    history = [call(5)];
    faults = [
      { when: 'skip=0', status: 503 },
      { when: 'skip=0', status: 429 },
    ];
    await stand.door.fill(START + 300_000, START + 360_000);
    expect(told()).toEqual(['+74950000005']);
    expect(paths).toHaveLength(3);
  });

  test('where the call log is not given, the older view is read', async () => {
    history = [call(5)];
    faults = [{ when: 'ReportCallLogData', status: 403 }];
    await stand.door.fill(START + 300_000, START + 360_000);
    expect(stand.told.calls).toMatchObject([{ extension: '101', talkSeconds: 25, record: 'segment-50' }]);
  });

  test('where neither is given it says what to do, once', async () => {
    faults = [
      { when: 'ReportCallLogData', status: 403 },
      { when: 'CallHistoryView', status: 403 },
    ];
    await stand.door.fill(START, START + 60_000);
    expect(paths).toHaveLength(2);
    expect(linkOf()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('403'),
      remedy: expect.stringContaining('System Owner'),
    });
  });

  test('it stops in the middle of trying', async () => {
    faults = Array.from({ length: 1_000 }, () => ({ when: 'skip=0', status: 500 }));
    const filling = stand.door.fill(START, START + 60_000);
    await until('the complaint', () => linkOf()?.state === 'degraded');
    await stand.door.stop();
    await filling;
    expect(told()).toEqual([]);
  });

  test('a gap that is none asks nothing', async () => {
    await stand.door.fill(START, START);
    expect(paths).toEqual([]);
  });
});
