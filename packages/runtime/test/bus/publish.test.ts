import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Publisher } from '../../src/bus/publisher.ts';
import { Turn } from '../../src/bus/turn.ts';
import {
  Bus,
  BusUnavailable,
  lastOn,
  nextOn,
  SetAside,
  StreamFull,
  WrongLastSequence,
} from '../../src/index.ts';
import { quietLog, TestNats, until } from '../../src/testkit/index.ts';

let nats: TestNats;
let bus: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(() => nats.stop());

const bytes = (text: string): Uint8Array => Buffer.from(text);
const event = (key: string): string => `callbus.v1.event.3.pz.${key}`;
const text = (m: { data: Uint8Array } | undefined): string | undefined => m && Buffer.from(m.data).toString();

test('says where a message was stored, and that a repeat was there already', async () => {
  const first = await bus.publish(event('a'), bytes('one'), { messageId: 'm1' });
  expect(first).toEqual({ sequence: expect.any(Number), duplicate: false });
  expect(await bus.publish(event('a'), bytes('one'), { messageId: 'm1' })).toEqual({
    sequence: first.sequence,
    duplicate: true,
  });
  const next = await bus.publish(event('a'), bytes('two'), { messageId: 'm2' });
  expect(next).toEqual({ sequence: first.sequence + 1, duplicate: false });
  expect(text(await lastOn(bus, 'CALLS', event('a')))).toBe('two');
});

test('without a message id every publish counts', async () => {
  for (const messageId of [undefined, '']) {
    const options = messageId === undefined ? {} : { messageId };
    const [one, two] = [
      await bus.publish(event('b'), bytes('x'), options),
      await bus.publish(event('b'), bytes('x'), options),
    ];
    expect(two).toEqual({ sequence: one.sequence + 1, duplicate: false });
  }
});

test('refuses to write over what somebody else wrote meanwhile', async () => {
  const journal = 'callbus.v1.journal.3.call-1';
  const first = await bus.publish(journal, bytes('1'), { lastSubjectSequence: 0 });
  await expect(bus.publish(journal, bytes('1'), { lastSubjectSequence: 0 })).rejects.toThrow(
    WrongLastSequence,
  );
  const second = await bus.publish(journal, bytes('2'), { lastSubjectSequence: first.sequence });
  await expect(bus.publish(journal, bytes('2'), { lastSubjectSequence: first.sequence })).rejects.toThrow(
    WrongLastSequence,
  );
  expect(await lastOn(bus, 'JOURNAL', journal)).toMatchObject({
    sequence: second.sequence,
    subject: journal,
  });
});

test('one message too large for any server is refused for good', async () => {
  const large = new Uint8Array((1 << 20) + 1);
  await expect(bus.publish(event('large'), large)).rejects.toThrow(SetAside);
  await bus.jsm.streams.add({ name: 'SMALL', subjects: ['small'], max_msg_size: 10 });
  await expect(bus.publish('small', bytes('more than ten bytes'))).rejects.toMatchObject({
    name: 'SetAside',
    code: 'bus.refused',
  });
  await bus.jsm.streams.delete('SMALL');
});

test('a full stream that discards nothing says so, and takes more when there is room again', async () => {
  await bus.jsm.streams.add({
    name: 'FULL',
    subjects: ['full'],
    discard: 'new',
    max_bytes: 1_000,
  } as Parameters<typeof bus.jsm.streams.add>[0]);
  const publish = () => bus.publish('full', new Uint8Array(300));
  const filled = (async () => {
    for (;;) await publish();
  })();
  await expect(filled).rejects.toThrow(StreamFull);
  await expect(publish()).rejects.toMatchObject({ code: 'bus.full' });
  await bus.jsm.streams.purge('FULL');
  expect((await publish()).duplicate).toBe(false);
  await bus.jsm.streams.delete('FULL');
});

test('nobody to take a subject is a bus that is not there', async () => {
  await expect(bus.publish('nobody.takes.this', bytes('x'), { timeoutMs: 500 })).rejects.toThrow(
    BusUnavailable,
  );
});

test('what somebody else than a stream answers is no acknowledgement', async () => {
  const other = await nats.bus();
  for (const answer of ['', 'hello', '{}', '{"stream":"CALLS"}']) {
    const sub = other.respond('not.a.stream', async () => bytes(answer));
    await other.alive();
    await expect(bus.publish('not.a.stream', bytes('x'))).rejects.toThrow(BusUnavailable);
    sub.unsubscribe();
    await other.alive();
  }
});

test('publishes of one moment are stored in the order they were made', async () => {
  const stored = await Promise.all(
    Array.from({ length: 300 }, (_, i) => bus.publish(event('order'), bytes(`${i}`))),
  );
  const sequences = stored.map((s) => s.sequence);
  expect(sequences).toEqual(sequences.map((_, i) => (sequences[0] as number) + i));
});

test('a subject the server does not let us publish on is refused as soon as the server says so', async () => {
  const strict = await TestNats.start({
    extra:
      'authorization { users = [ { user: "a", password: "a", permissions: { publish: { deny: "secret.>" } } } ] }',
  });
  const credentials = { user: 'a', password: 'a' };
  const own = new Bus({ servers: strict.url, name: 'strict', log: quietLog(), credentials });
  await own.open();
  const refused = own.publish('secret.one', bytes('x'), { timeoutMs: 600_000 });
  await expect(refused).rejects.toThrow(/[Pp]ermission/);
  await expect(refused).rejects.toThrow(BusUnavailable);
  await own.close();
  await strict.stop();
});

describe('looking into a stream', () => {
  test('finds the last on a subject, and the next at or after a sequence', async () => {
    const [one, two] = [
      await bus.publish(event('look'), bytes('1')),
      await bus.publish(event('look'), bytes('2')),
    ];
    expect(await lastOn(bus, 'CALLS', event('look'))).toMatchObject({ sequence: two.sequence });
    expect(text(await nextOn(bus, 'CALLS', event('look'), 1))).toBe('1');
    expect(text(await nextOn(bus, 'CALLS', event('look'), one.sequence + 1))).toBe('2');
    expect(await nextOn(bus, 'CALLS', event('look'), two.sequence + 1)).toBeUndefined();
    expect(await lastOn(bus, 'CALLS', event('never'))).toBeUndefined();
  });

  test('a stream that cannot be read is not taken for an empty one', async () => {
    await expect(lastOn(bus, 'NOWHERE', event('look'))).rejects.toThrow(BusUnavailable);
    await expect(nextOn(bus, 'NOWHERE', event('look'), 1)).rejects.toThrow(BusUnavailable);
  });
});

test('while the server is dead publishing fails at once, and works after it is back', async () => {
  const told: string[] = [];
  const off = bus.onChange((e) => told.push(e));
  await nats.kill();
  await until('the loss to be noticed', () => !bus.connected);
  await expect(bus.publish(event('dead'), bytes('x'))).rejects.toThrow(BusUnavailable);
  expect(() => bus.announce(event('dead'), bytes('x'))).not.toThrow();
  expect(await bus.alive()).toBe(false);
  await nats.launch();
  await until('the way back', () => bus.connected);
  expect((await bus.publish(event('dead'), bytes('x'))).duplicate).toBe(false);
  expect(await bus.alive()).toBe(true);
  expect(told).toEqual(['disconnected', 'connected']);
  off();
});

test('a publish that was under way when the server died is not known to be stored', async () => {
  const other = await nats.bus();
  const attempts = Promise.allSettled(
    Array.from({ length: 500 }, (_, i) =>
      other.publish(event('flight'), bytes(`${i}`), { messageId: `f${i}` }),
    ),
  );
  await nats.kill();
  const failed = (await attempts).filter((r) => r.status === 'rejected');
  expect(failed.length).toBeGreaterThan(0);
  for (const { reason } of failed) expect(reason).toBeInstanceOf(BusUnavailable);
  await nats.launch();
  await until('the way back', () => other.connected);
});

test('a publish under way fails when the connection breaks, not when its time is over', async () => {
  const other = await nats.bus();
  process.kill(nats.pid as number, 'SIGSTOP');
  const attempt = other.publish(event('silent'), bytes('x'), { timeoutMs: 600_000 });
  const seen = expect(attempt).rejects.toThrow(BusUnavailable);
  await nats.kill();
  await seen;
  await nats.launch();
  await until('the way back', () => other.connected);
});

test('a connection that closes before the turn ends is a bus that is away, not a message nobody takes', async () => {
  const { nc } = await nats.bus();
  const publisher = new Publisher(nc, new Turn());
  await nc.close();
  await expect(publisher.publish(event('closing'), bytes('x'), {}, 2_000)).rejects.toThrow(BusUnavailable);
});

test('a publish that nobody acknowledges fails when its time is over, and others go on', async () => {
  const other = await nats.bus();
  const sub = other.listen('test.deaf', () => {});
  await other.alive();
  // The server was away a moment ago.
  await until('the way back', () => bus.connected);
  const deaf = bus.publish('test.deaf', bytes('x'), { timeoutMs: 100 });
  const seen = expect(deaf).rejects.toThrow(/no acknowledgement for test\.deaf: timeout/);
  expect((await bus.publish(event('beside'), bytes('x'))).duplicate).toBe(false);
  await seen;
  sub.unsubscribe();
});

test('before it is opened and after it is closed there is no bus, and nothing throws by surprise', async () => {
  const early = new Bus({ servers: `127.0.0.1:${nats.port}`, name: 'early', log: quietLog() });
  expect(() => early.nc).toThrow(BusUnavailable);
  expect(() => early.js).toThrow(BusUnavailable);
  expect(() => early.jsm).toThrow(BusUnavailable);
  await expect(early.publish(event('x'), bytes('x'))).rejects.toThrow(BusUnavailable);
  await early.close();
  await expect(early.open()).rejects.toThrow(BusUnavailable);

  const late = await nats.bus();
  const told: string[] = [];
  late.onChange((e) => told.push(e));
  await late.close();
  await late.close();
  expect(late.connected).toBe(false);
  expect(await late.alive()).toBe(false);
  late.announce(event('x'), bytes('x'));
  await expect(late.publish(event('x'), bytes('x'))).rejects.toThrow(BusUnavailable);
  expect(told).toEqual([]);
});

test('a listener that throws does not keep the others from hearing', async () => {
  const other = await nats.bus();
  let heard = 0;
  other.onChange(() => {
    throw new Error('a listener of no use');
  });
  const off = other.onChange(() => heard++);
  await nats.kill();
  await until('the loss to be heard', () => heard === 1);
  off();
  await nats.launch();
  await until('the way back', () => other.connected);
  expect(heard).toBe(1);
});
