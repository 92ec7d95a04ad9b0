import { EventType, fingerprint } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CRM_TOKEN, Stand } from './stand.ts';

const START = Date.UTC(2026, 0, 15, 10, 0, 0);
const ADAPTER = { id: 'pz', crmToken: CRM_TOKEN, timeZone: 'Europe/Moscow' };

let nats: TestNats;
let stand: Stand;
let call = '';
let calls = 0;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  nats = await TestNats.start();
  stand = await Stand.start(nats, [ADAPTER]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
  vi.useRealTimers();
});
beforeEach(() => {
  vi.setSystemTime(START);
  call = `i${++calls}`;
});

type Over = Record<string, unknown>;
const after = (seconds: number): void => void vi.setSystemTime(START + seconds * 1_000);

async function tell(body: Over): Promise<void> {
  const common = { ext: '100', phone: '89990000001', diversion: '3333333', callid: call };
  expect(await stand.crm('pz', { ...common, ...body })).toMatchObject({ status: 200 });
}
const rings = (over: Over = {}): Promise<void> =>
  tell({ cmd: 'event', type: 'INCOMING', direction: 'in', ...over });
const answers = (over: Over = {}): Promise<void> =>
  tell({ cmd: 'event', type: 'ACCEPTED', direction: 'in', ...over });
/** The end of a call that began at 13:00:00 Moscow time and took 50 seconds. */
const ends = (over: Over = {}): Promise<void> =>
  tell({
    cmd: 'history',
    type: 'in',
    status: 'success',
    start: '20260115T010000',
    end: '20260115T010050',
    duration: 50,
    link: '',
    ...over,
  });

/** Type and connection of every event that some work makes. */
const made = async (work: () => Promise<void>): Promise<string[]> =>
  (await stand.during(work)).map((e) => `${e.type} ${e.connection?.id ?? ''}`);

const RINGS = `${EventType.DELIVERED} 100`;
const ANSWERS = `${EventType.ESTABLISHED} 100`;
const ENDS = `${EventType.CALL_REPORTED} 100`;

describe('told more than once', () => {
  test('every message that repeats is the same event', async () => {
    const once = async (): Promise<void> => {
      await rings();
      await answers();
      await ends();
    };
    expect(await made(once)).toEqual([RINGS, ANSWERS, ENDS]);
    expect(await made(once)).toEqual([]);
  });

  test('an end told again hours later, when its hour fits nothing any more, is still the same', async () => {
    after(50);
    expect(await made(ends)).toEqual([ENDS]);
    after(5 * 3_600);
    expect(await made(ends)).toEqual([]);
  });

  test('a process that was started anew gives the same ids', async () => {
    expect(await made(rings)).toEqual([RINGS]);
    await stand.stop();
    stand = await Stand.start(nats, [ADAPTER]);
    expect(await made(rings)).toEqual([]);
  });

  test('an end that comes again with a recording is news', async () => {
    const link = 'https://rec.example/late.mp3';
    expect(await made(ends)).toEqual([ENDS]);
    const [late, ...rest] = await stand.during(() => ends({ link }));
    expect(late?.report?.recordings).toMatchObject([{ url: link, file: 'late.mp3' }]);
    expect(rest).toEqual([]);
    expect(await made(() => ends({ link }))).toEqual([]);
  });

  test('fields that change from one telling to the next do not make another event', async () => {
    await rings();
    expect(await made(() => rings({ diversion: '3333334', user: 'other', x: 1 }))).toEqual([]);
  });
});

describe('told out of order', () => {
  test('an end before the answer loses neither', async () => {
    await rings();
    after(50);
    expect(await made(ends)).toEqual([ENDS]);
    expect(await made(() => answers())).toEqual([ANSWERS]);
  });

  test('an end before everything is matched by itself, and what follows is told', async () => {
    after(51);
    const [end] = await stand.during(ends);
    expect(end?.report).toMatchObject({ startedAt: START, endedAt: START + 50_000, clockUncertain: false });
    expect(await made(() => rings())).toEqual([RINGS]);
    expect(await made(() => answers())).toEqual([ANSWERS]);
  });

  test('each phone of a group is a connection of one call', async () => {
    const all = await stand.during(async () => {
      await Promise.all(['100', '101', '102'].map((ext) => rings({ ext })));
      await answers({ ext: '101' });
      await answers({ ext: '101' });
      await answers({ ext: '102' });
    });
    expect(new Set(all.map((e) => e.key))).toEqual(new Set([`${call}-in-${fingerprint('9990000001')}`]));
    expect(all.map((e) => `${e.type} ${e.connection?.id}`).sort()).toEqual([
      `${EventType.DELIVERED} 100`,
      `${EventType.DELIVERED} 101`,
      `${EventType.DELIVERED} 102`,
      `${EventType.ESTABLISHED} 101`,
      `${EventType.ESTABLISHED} 102`,
    ]);
  });

  test('each leg that ends has a report of its own', async () => {
    const legs = ['100', '101'].map((ext) => () => ends({ ext, status: 'missed' }));
    expect(await made(async () => void (await Promise.all(legs.map((end) => end()))))).toHaveLength(2);
  });
});

describe('a call id that is used again', () => {
  /** The keys and event ids of what some work makes. */
  const named = async (work: () => Promise<void>): Promise<{ keys: Set<string>; ids: string[] }> => {
    const events = await stand.during(work);
    return { keys: new Set(events.map((e) => e.key)), ids: events.map((e) => e.eventId) };
  };
  const shared = (a: { keys: Set<string> }, b: { keys: Set<string> }): string[] =>
    [...a.keys].filter((key) => b.keys.has(key));
  const inbound = async (): Promise<void> => {
    await rings();
    await ends();
  };

  test('in the other direction is another call', async () => {
    const first = await named(inbound);
    const second = await named(async () => {
      await tell({ cmd: 'event', type: 'OUTGOING', direction: 'out' });
      await tell({ cmd: 'event', type: 'ACCEPTED', direction: 'out' });
      await ends({ type: 'out' });
    });
    expect([first.keys.size, first.ids.length, second.keys.size, second.ids.length]).toEqual([1, 2, 1, 3]);
    expect(shared(first, second)).toEqual([]);
    expect(new Set([...first.ids, ...second.ids]).size).toBe(5);
  });

  test.each(['89990000002', '9990000002', '', 'anonymous', '100'])(
    'with another customer (%s) is another call',
    async (phone) => {
      const first = await named(inbound);
      const second = await named(() => rings({ phone }));
      expect(second.ids).toHaveLength(1);
      expect(shared(first, second)).toEqual([]);
    },
  );

  test.each(['+79990000001', '79990000001', '9990000001', '8 (999) 000-00-01', 'SIP/89990000001-0000a1b2'])(
    'with the same customer in other clothes (%s) is the same call',
    async (phone) => {
      const first = await named(inbound);
      const { keys } = await named(() => answers({ phone }));
      expect(keys).toEqual(first.keys);
    },
  );

  test('for the same customer later: its end is its own, and is measured by its own beginning', async () => {
    await inbound();
    // Four hours later the report comes late: only the second beginning fits.
    after(4 * 3_600);
    await rings();
    after(4 * 3_600 + 1_800);
    const events = await stand.during(() => ends({ start: '20260115T050000', end: '20260115T050030' }));
    expect(events.map((e) => e.report)).toMatchObject([
      { startedAt: START + 4 * 3_600_000, endedAt: START + (4 * 3_600 + 30) * 1_000, clockUncertain: false },
    ]);
  });

  test('a beginning that repeats while its call runs does not move what was seen', async () => {
    await rings();
    after(40 * 60);
    await rings();
    after(80 * 60);
    // The end is told late: neither 13:00 nor 13:00:50 is near now or near the repeat.
    const [end] = await stand.during(ends);
    expect(end?.report).toMatchObject({ startedAt: START, clockUncertain: false });
  });
});

test('figures that fit nothing are kept as told, and marked', async () => {
  await rings();
  after(60);
  const [end] = await stand.during(() => ends({ start: '20200101T080000', end: '20200101T080050' }));
  expect(end?.report).toMatchObject({
    startedAt: Date.UTC(2020, 0, 1, 5, 0, 0),
    endedAt: Date.UTC(2020, 0, 1, 5, 0, 50),
    durationSeconds: 50,
    clockUncertain: true,
  });
});

test('ids of any shape are kept as they are, and do not run into each other', async () => {
  const odd = [
    'a.b',
    'a b',
    'a>b*',
    'a%20b',
    '%',
    '1694181400.1-in',
    'ид-7',
    '__proto__',
    'constructor',
    '☎️',
  ];
  const long = ['x', 'ы', '😀'].map((c) => c.repeat(400));
  const ids = [...odd, ...long, `${long[0]}1`].map((id) => `${call}${id}`);
  const events = await stand.during(async () => {
    for (const callid of ids) await rings({ callid });
  });
  expect(events.map((e) => e.nativeId)).toEqual(ids);
  expect(new Set((await stand.kept()).map((k) => k.subject)).size).toBe(ids.length);
});
