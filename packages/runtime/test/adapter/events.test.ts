import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  AgentEventCodec,
  type AgentEventInit,
  AgentEventType,
  agentSubject,
  type CallEvent,
  EventType,
  eventSubject,
  InteractionEventCodec,
  interactionSubject,
  Presence,
  partitionOf,
  STREAMS,
} from '@callbus/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BusUnavailable, lastOn } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { AdapterStand } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

describe('publish', () => {
  test('brings an event to its subject, with the instance and what the source would have told', async () => {
    const stand = await AdapterStand.start(nats, { id: 'one' });
    await stand.adapter.publish([{ ...stand.event('call/1'), instance: 'somebody else' }]);
    const found = await stand.last('call/1');
    expect(found?.subject).toBe(`callbus.v1.event.${partitionOf('one')}.one.call%2F1`);
    // Holds (1) and parking (4) are told, transfers (2) are not; a queue has no bit.
    expect(found?.event).toMatchObject({
      ...stand.event('call/1'),
      instance: 'one',
      orderGroup: '',
      tells: 5,
    });
    expect(await stand.metric('callbus_events_total', { instance: 'one', type: 'delivered' })).toBe(1);
  });

  test('of instances whose calls can join go to one partition', async () => {
    const [a, b] = await Promise.all(
      ['left', 'right'].map((id) => AdapterStand.start(nats, { id, block: ', orderGroup: both' })),
    );
    for (const stand of [a, b] as AdapterStand[]) {
      await stand.adapter.publish([stand.event('c')]);
      const found = await stand.last('c', 'both');
      expect(found?.subject).toContain(`callbus.v1.event.${partitionOf('both')}.`);
      expect(found?.event).toMatchObject({ instance: stand.id, orderGroup: 'both' });
    }
  });

  test('keeps the order of a call and stores a repeated fact once', async () => {
    const stand = await AdapterStand.start(nats, { id: 'order' });
    const facts = [1, 2, 3, 4].map((n) => stand.event('c', EventType.HELD, n));
    await stand.adapter.publish(facts);
    await stand.adapter.publish(facts);
    expect((await stand.events(4)).map((e) => e.ordinal)).toEqual([1, 2, 3, 4]);
  });

  test('resolves only when all is stored: without a bus it says so', async () => {
    const own = await TestNats.start();
    const stand = await AdapterStand.start(own, { id: 'away', repeats: true });
    await own.kill();
    await until('the loss', () => !stand.bus.connected);
    await expect(stand.adapter.publish([stand.event('c')])).rejects.toThrow(BusUnavailable);
    await own.launch();
    await until('the way back', () => stand.bus.connected);
    await stand.adapter.publish([stand.event('c')]);
    expect((await stand.events(1))[0]).toMatchObject({ key: 'c' });
    await stand.service.stop();
    await own.stop();
  });
});

describe('publishOrKeep', () => {
  const ordinals = (events: CallEvent[], key: string): number[] =>
    events.filter((e) => e.key === key).map((e) => e.ordinal);

  test.each([false, true])(
    'keeps on disk what the bus does not take (the source repeats: %s)',
    async (repeats) => {
      const own = await TestNats.start();
      const stand = await AdapterStand.start(own, { id: 'spill', repeats });
      const file = join(stand.dir, 'outbox', 'spill.db');
      await stand.adapter.publishOrKeep([stand.event('a', EventType.HELD, 1)]);
      expect(existsSync(file)).toBe(!repeats);
      await own.kill();
      await until('the loss', () => !stand.bus.connected);
      for (const n of [2, 3]) {
        await stand.adapter.publishOrKeep(['a', 'b'].map((key) => stand.event(key, EventType.HELD, n)));
      }
      expect(await stand.metric('callbus_outbox_bytes', { service: 'spill' })).toBeGreaterThan(0);
      await own.launch();
      await stand.adapter.publishOrKeep([stand.event('a', EventType.HELD, 4)]);
      await until('the way back', () => stand.bus.connected);
      const events = await stand.events(6);
      expect(ordinals(events, 'a')).toEqual([1, 2, 3, 4]);
      expect(ordinals(events, 'b')).toEqual([2, 3]);
      await until(
        'an empty outbox',
        async () => (await stand.metric('callbus_outbox_bytes', { service: 'spill' })) === 0,
      );
      await stand.service.stop();
      await own.stop();
    },
  );

  test('leaves what it kept to the next process of the same adapter', async () => {
    const own = await TestNats.start();
    const first = await AdapterStand.start(own, { id: 'next' });
    await own.kill();
    await until('the loss', () => !first.bus.connected);
    await first.adapter.publishOrKeep([1, 2].map((n) => first.event('a', EventType.HELD, n)));
    await first.service.stop();
    await own.launch();
    const second = await AdapterStand.start(own, { id: 'next', dir: first.dir });
    await second.adapter.publishOrKeep([second.event('a', EventType.HELD, 3)]);
    expect(ordinals(await second.events(3), 'a')).toEqual([1, 2, 3]);
    await second.service.stop();
    await own.stop();
  });

  test('never rejects, not even for what cannot be written down', async () => {
    const stand = await AdapterStand.start(nats, { id: 'odd' });
    const odd = {
      ...stand.event('c'),
      attributes: {
        get broken(): string {
          throw new Error('of no use');
        },
      },
    };
    await stand.adapter.publishOrKeep([odd, stand.event('d')]);
    expect((await stand.events(1)).map((e) => e.key)).toEqual(['d']);
    expect(await stand.metric('callbus_refused_total', { service: 'odd', code: 'adapter.event' })).toBe(1);
  });

  test('tells a gap for what no stream will ever take', async () => {
    const stand = await AdapterStand.start(nats, { id: 'gap' });
    const large = { ...stand.event('c'), attributes: { note: 'x'.repeat(1 << 20) } };
    await stand.adapter.publishOrKeep([large, stand.event('d')]);
    const gap = (await stand.events(2)).find((e) => e.type === EventType.SOURCE_GAP);
    expect(gap).toMatchObject({ instance: 'gap', gap: { reason: 'outbox', lost: 1 } });
    expect(gap?.key).toBe(`gap-${gap?.gap?.from}`);
    expect(eventSubject('gap', String(gap?.key))).toContain('.gap.gap-');
  });
});

describe('what is no call', () => {
  test('an agent’s state lies on its own subject, the newest only', async () => {
    const stand = await AdapterStand.start(nats, { id: 'desk' });
    const state = (presence: Presence, n: number): AgentEventInit => ({
      eventId: `agent-${n}`,
      type: AgentEventType.PRESENCE,
      extension: '1.0 1',
      instance: 'somebody else',
      presence,
    });
    await stand.adapter.tellAgents([state(Presence.AVAILABLE, 1), state(Presence.BUSY, 2)]);
    const found = await lastOn(stand.bus, STREAMS.AGENTS.name, agentSubject('desk', '1.0 1'));
    expect(AgentEventCodec.decode(found?.data ?? new Uint8Array())).toMatchObject({
      instance: 'desk',
      presence: Presence.BUSY,
    });
  });

  test('an interaction waits on disk for the bus, as a call does', async () => {
    const own = await TestNats.start();
    const stand = await AdapterStand.start(own, { id: 'talk', block: ', orderGroup: both' });
    await own.kill();
    await until('the loss', () => !stand.bus.connected);
    await stand.adapter.tellInteractions([{ eventId: 'i-1', id: 'm 1', text: 'Добрый день' }]);
    await own.launch();
    const subject = interactionSubject('talk', 'm 1', 'both');
    const found = await until('the message', () =>
      lastOn(stand.bus, STREAMS.CALLS.name, subject).catch(() => undefined),
    );
    expect(InteractionEventCodec.decode(found.data)).toMatchObject({
      instance: 'talk',
      orderGroup: 'both',
      text: 'Добрый день',
    });
    await stand.service.stop();
    await own.stop();
  });
});
