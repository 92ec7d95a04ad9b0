import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrderedReader } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

const bytes = (n: number): Uint8Array => Buffer.from(String(n));

test('reads every message once and in order while the server is killed and started again', async () => {
  const bus = await nats.bus();
  const seen: number[] = [];
  const reader = new OrderedReader(bus, {
    stream: 'CALLS',
    filters: ['callbus.v1.event.3.>'],
    from: 1,
    onMessage: (m) => {
      seen.push(Number(Buffer.from(m.data).toString()));
    },
  });
  reader.start();
  let published = 0;
  const publishTo = async (end: number): Promise<void> => {
    while (published < end) {
      try {
        await bus.publish(`callbus.v1.event.3.pz.k${published}`, bytes(published), {
          messageId: `m${published}`,
          timeoutMs: 500,
        });
        published++;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  await publishTo(200);
  const writing = publishTo(600);
  await until('half of it', () => seen.length > 300);
  await nats.kill();
  await nats.launch();
  await writing;
  await until('all messages', () => seen.length >= 600, 20_000);
  await reader.stop();
  expect(seen).toEqual([...Array(600).keys()]);
});

test('says when it has caught up, and goes on from a sequence', async () => {
  const bus = await nats.bus();
  let caughtUp = 0;
  const seen: number[] = [];
  const reader = new OrderedReader(bus, {
    stream: 'CALLS',
    filters: ['callbus.v1.event.3.>'],
    from: 598,
    onMessage: (m) => {
      seen.push(m.sequence);
    },
    onCaughtUp: () => {
      caughtUp = seen.length;
    },
  });
  reader.start();
  await until('catching up', () => caughtUp > 0);
  await bus.publish('callbus.v1.event.3.pz.late', bytes(1));
  await until('the late one', () => seen.length === 4);
  await reader.stop();
  expect(caughtUp).toBe(3);
  expect(seen).toEqual([598, 599, 600, 601]);
});
