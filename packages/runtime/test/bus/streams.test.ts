import { STREAMS } from '@callbus/contract';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Bus, ensureStreams, measureClock } from '../../src/index.ts';
import { quietLog, TestNats, until } from '../../src/testkit/index.ts';
import { watchedLog } from '../support.ts';

const MB = 1 << 20;
const NAMES = Object.keys(STREAMS).sort();
const OPTIONS = { diskMb: 200, replicas: 1 };

let nats: TestNats;
let bus: Bus;
const open: Bus[] = [];

/** A bus on the server, without any streams yet. */
async function bare(): Promise<Bus> {
  const made = new Bus({ servers: `127.0.0.1:${nats.port}`, name: 'test', log: quietLog() });
  open.push(made);
  await made.open();
  return made;
}

beforeEach(async () => {
  nats = await TestNats.start();
  bus = await bare();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((b) => b.close()));
  await nats.stop();
});

const names = async (on = bus): Promise<string[]> => {
  const found: string[] = [];
  for await (const info of on.jsm.streams.list()) found.push(info.config.name);
  return found.sort();
};
const infoOf = async (name: string) => await bus.jsm.streams.info(name);

describe('the streams of the house', () => {
  test('are made as the contract says', async () => {
    await ensureStreams(bus, OPTIONS);
    expect(await names()).toEqual(NAMES);
    for (const spec of Object.values(STREAMS)) {
      const { config } = await infoOf(spec.name);
      expect(config).toMatchObject({
        subjects: [...spec.subjects],
        storage: spec.storage,
        discard: spec.discard,
        max_age: 'trimmed' in spec ? 0 : spec.maxAge * 1e9,
        duplicate_window: spec.duplicateWindow * 1e9,
        max_msgs_per_subject: 'maxPerSubject' in spec ? spec.maxPerSubject : -1,
        max_bytes: Math.floor((spec.storage === 'file' ? 200 : 64) * MB * spec.share),
        num_replicas: 1,
      });
    }
  });

  test('are left as they are the second time, with what lies in them', async () => {
    await ensureStreams(bus, OPTIONS);
    await bus.publish('callbus.v1.event.3.pz.a', Buffer.from('x'));
    const before = await infoOf('CALLS');
    await ensureStreams(bus, { diskMb: 150, replicas: 1 });
    const after = await infoOf('CALLS');
    expect(after.config).toEqual(before.config);
    expect(after.created).toBe(before.created);
    expect(after.state.messages).toBe(1);
  });

  test('are made once where several processes begin together, though they differ in size', async () => {
    const others = await Promise.all([bare(), bare()]);
    await Promise.all(
      [bus, ...others].map((b, i) => ensureStreams(b, { diskMb: 100 + i * 10, replicas: 1 })),
    );
    expect(await names()).toEqual(NAMES);
  });

  test('are mended where they differ from the contract, and keep what lies in them', async () => {
    await ensureStreams(bus, OPTIONS);
    await bus.publish('callbus.v1.event.3.pz.a', Buffer.from('x'));
    await bus.jsm.streams.update('CALLS', { subjects: ['callbus.v1.event.>'], max_age: 3_600e9 });
    await bus.jsm.streams.update('AGENTS', { max_msgs_per_subject: 5 });
    await ensureStreams(bus, OPTIONS);
    expect((await infoOf('CALLS')).config).toMatchObject({
      subjects: [...STREAMS.CALLS.subjects],
      max_age: 0,
    });
    expect((await infoOf('CALLS')).state.messages).toBe(1);
    expect((await infoOf('AGENTS')).config.max_msgs_per_subject).toBe(1);
  });

  test('in memory are made again after the server was killed; those on disk are still there', async () => {
    await ensureStreams(bus, OPTIONS);
    await bus.publish('callbus.v1.event.3.pz.a', Buffer.from('x'));
    await nats.kill();
    await nats.launch();
    await until('the way back', () => bus.connected);
    expect(await names()).toEqual(NAMES.filter((n) => STREAMS[n as keyof typeof STREAMS].storage === 'file'));
    await ensureStreams(bus, OPTIONS);
    expect(await names()).toEqual(NAMES);
    expect((await infoOf('CALLS')).state.messages).toBe(1);
  });
});

/** A server whose one account may use so much, MB. */
async function stingy(
  disk: number,
  memory: number,
): Promise<{ bus: Bus; lines: ReturnType<typeof watchedLog>['lines'] }> {
  const server = await TestNats.start({
    extra: `no_auth_user: u
accounts { A { jetstream { max_file: ${disk}MB, max_mem: ${memory}MB }, users [ { user: u, password: p } ] } }`,
  });
  const { log, lines } = watchedLog();
  const made = new Bus({ servers: `127.0.0.1:${server.port}`, name: 'test', log });
  onTestFinished(async () => {
    await made.close();
    await server.stop();
  });
  await made.open();
  return { bus: made, lines };
}

describe('a server that promises less', () => {
  test.each([
    ['disk', 100, 64, 1_000],
    ['memory', 240, 20, 200],
    ['either', 100, 20, 1_000],
  ])('than we ask for of %s gets smaller streams, and that is said', async (_, disk, memory, diskMb) => {
    const { bus: small, lines } = await stingy(disk, memory);
    await ensureStreams(small, { diskMb, replicas: 1 });
    expect(await names(small)).toEqual(NAMES);
    const sizes = { file: 0, memory: 0 };
    for await (const { config } of small.jsm.streams.list()) sizes[config.storage] += config.max_bytes;
    expect(sizes.file).toBeLessThanOrEqual(disk * MB);
    expect(sizes.memory).toBeLessThanOrEqual(memory * MB);
    expect(lines().filter((l) => l.level === 'warn').length).toBeGreaterThan(0);
  });

  test('than anybody could work with is refused', async () => {
    const { bus: small } = await stingy(10, 64);
    await expect(ensureStreams(small, { diskMb: 1_000, replicas: 1 })).rejects.toThrow(/resource|storage/);
  });
});

test('measuring the clock of a broker that is away does nothing', async () => {
  const away = new Bus({ servers: '127.0.0.1:1', name: 'test', log: quietLog() });
  await measureClock(away);
  expect(away.clock.offset).toBe(0);
});

test('the clock of the broker is read from its answer', async () => {
  await ensureStreams(bus, OPTIONS);
  const measured = vi.spyOn(bus.clock, 'measured');
  await measureClock(bus);
  expect(measured).toHaveBeenCalledOnce();
  const [sent, broker, received] = measured.mock.calls[0] as [number, number, number];
  expect(broker).toBeGreaterThanOrEqual(sent);
  expect(broker).toBeLessThanOrEqual(received);
});
