import { ExpiryReason } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { common, total, union } from '../src/assemble/spans.ts';
import { flawOf } from '../src/flaw.ts';
import { InFlight } from '../src/in-flight.ts';
import { replayFrom } from '../src/progress.ts';
import { SETTLE_MS, Silence } from '../src/silence.ts';
import { at, decoded, lines, Stage } from './support/stage.ts';

describe('in flight', () => {
  test('is done up to the first that is not', () => {
    const flight = new InFlight(10, 4);
    expect(flight.done).toBe(4);
    for (const sequence of [5, 6, 9]) flight.begin(sequence);
    expect(flight.done).toBe(4);
    flight.end(6);
    expect(flight.done).toBe(4);
    flight.end(5);
    expect(flight.done).toBe(8);
    flight.end(9);
    expect(flight.done).toBe(9);
  });

  test('an event that two need is done when both are', () => {
    const flight = new InFlight(10);
    flight.begin(1);
    flight.begin(1);
    flight.begin(2);
    flight.end(1);
    flight.end(2);
    expect(flight.done).toBe(0);
    flight.end(1);
    expect(flight.done).toBe(2);
  });

  test('a stream that was made anew counts from its own beginning', () => {
    const flight = new InFlight(10, 900);
    flight.begin(1);
    flight.end(1);
    expect(flight.done).toBe(1);
  });

  test('waits for room, until there is some or we stop', async () => {
    const flight = new InFlight(2);
    const stopping = new AbortController();
    flight.begin(1);
    await flight.room(stopping.signal);
    flight.begin(2);
    let waiting = true;
    const room = flight.room(stopping.signal).then(() => {
      waiting = false;
    });
    await Promise.resolve();
    expect(waiting).toBe(true);
    flight.end(1);
    await room;
    flight.begin(3);
    const never = flight.room(stopping.signal);
    stopping.abort();
    await never;
  });

  test('leaves no listener behind, however often it waits', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    const flight = new InFlight(1);
    for (let i = 1; i <= 20; i++) {
      flight.begin(i);
      const room = flight.room(signal);
      flight.end(i);
      await room;
    }
    expect(listeners).toBe(0);
  });
});

describe('silence', () => {
  const silence = (): Silence => new Silence({ maxCallMinutes: 240, maxRingingMinutes: 3 });
  const call = (scenario: string): ReturnType<Stage['call']> => new Stage().tell(scenario).call();
  const { SILENT_RINGING, SILENT, SETTLED } = ExpiryReason;
  const hours = 3_600;

  test.each([
    ['only rings', '0 offered customer:1\n 0 delivered 100', 180, SILENT_RINGING],
    ['was only placed', '0 originated 100', 180, SILENT_RINGING],
    ['was answered', '0 offered customer:1\n 0 established 100', 4 * hours, SILENT],
    ['hears an IVR', '0 offered customer:1\n 0 established ivr', 4 * hours, SILENT],
    ['waits in a queue', '0 queued customer:1 queue=q', 4 * hours, SILENT],
    ['is on hold', '0 offered customer:1\n 0 established 100\n 0 held 100', 4 * hours, SILENT],
  ])('of a call that %s', (_name, scenario, seconds, reason) => {
    expect(silence().expired(call(scenario), at(seconds) - 1)).toBeUndefined();
    expect(silence().expired(call(scenario), at(seconds))).toBe(reason);
  });

  test('of legs that are reported over is short', () => {
    const settling = call('0 delivered 100 dir=in\n 0 delivered 101\n 0 reported 100 outcome=notAnswered');
    expect(silence().expired(settling, at(0) + SETTLE_MS - 1)).toBeUndefined();
    expect(silence().expired(settling, at(0) + SETTLE_MS)).toBe(SETTLED);
  });

  test('counts from when we could hear', () => {
    const heard = silence();
    heard.listening(at(1_000));
    const ringing = call('0 offered customer:1\n 0 delivered 100');
    expect(heard.expired(ringing, at(1_179))).toBeUndefined();
    expect(heard.expired(ringing, at(1_180))).toBe(SILENT_RINGING);
  });

  test('counts from the newest news', () => {
    const ringing = call('0 offered customer:1\n 100 delivered 100');
    expect(silence().expired(ringing, at(279))).toBeUndefined();
    expect(silence().expired(ringing, at(280))).toBe(SILENT_RINGING);
  });
});

test('a replay begins at the first event that is still needed', () => {
  expect(replayFrom({ processed: 0, retained: [] })).toBe(1);
  expect(replayFrom({ processed: 10, retained: [] })).toBe(11);
  expect(replayFrom({ processed: 10, retained: [4, 7] })).toBe(4);
  expect(replayFrom({ processed: 10, retained: [12] })).toBe(11);
});

test('an event needs an id, an instance and a key, where it is about a call', () => {
  const [line] = lines('0 delivered 100');
  if (!line) throw new Error('no line');
  const flaw = (more: object): string | undefined => flawOf(decoded({ ...line.event, ...more }));
  expect(flaw({})).toBeUndefined();
  expect(flaw({ eventId: '' })).toBe('eventId is empty');
  expect(flaw({ instance: '' })).toBe('instance is empty');
  expect(flaw({ key: '' })).toBe('key is empty');
  expect(flaw({ key: '', type: 22 })).toBeUndefined();
  expect(flaw({ key: '', type: 19 })).toBeUndefined();
});

test('a time or a length that no call can have is named', () => {
  const [line] = lines('0 delivered 100');
  if (!line) throw new Error('no line');
  const flaw = (more: object): string | undefined => flawOf(decoded({ ...line.event, ...more }));
  const now = 1_790_000_000_000;
  expect(flaw({ occurredAt: 9e15 })).toBe('occurredAt is 9000000000000000');
  for (const field of ['startedAt', 'answeredAt', 'endedAt']) {
    expect(flaw({ report: { [field]: now } })).toBeUndefined();
    expect(flaw({ report: { [field]: -1 } })).toBe(`report.${field} is -1`);
    expect(flaw({ report: { [field]: 9e15 } })).toBe(`report.${field} is 9000000000000000`);
  }
  expect(flaw({ report: { durationSeconds: 86_400 } })).toBeUndefined();
  for (const durationSeconds of [-1, 1e300, Number.NaN, Number.POSITIVE_INFINITY])
    expect(flaw({ report: { durationSeconds } })).toBe(`report.durationSeconds is ${durationSeconds}`);
});

test('time that spans share is counted once', () => {
  const spans = [{ from: 0, to: 10 }, { from: 20 }, { from: 5, to: 12 }, { from: 22, to: 23 }];
  expect(union(spans, 30)).toEqual([
    { from: 0, to: 12 },
    { from: 20, to: 30 },
  ]);
  expect(total(union(spans, 30))).toBe(22);
  expect(common([{ from: 0, to: 12 }], [{ from: 10, to: 30 }])).toEqual([{ from: 10, to: 12 }]);
  expect(common([{ from: 0, to: 5 }], [{ from: 5, to: 9 }])).toEqual([]);
});
