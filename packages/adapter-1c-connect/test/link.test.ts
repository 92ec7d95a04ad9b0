import { EventType, Presence } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { CAST, type ScriptedCall, statusEvent, toldBy, uuid } from '@callbus/sim-1c-connect';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Stand, SUBSCRIPTIONS } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => await nats.stop());
afterEach(async () => await stand.stop());

const call = (n: number, parts: Partial<ScriptedCall> = {}): ScriptedCall => ({
  id: uuid(0x9000 + n),
  mode: 'Softphone',
  initiator: 'incoming',
  from: '89990001122',
  to: CAST.employee,
  startedAt: Date.parse('2026-03-02T09:00:00Z') + n * 60_000,
  ringSeconds: 5,
  talkSeconds: 20,
  result: 'Success',
  ...parts,
});

describe('a program', () => {
  test('that starts later is found by itself, and what is missing is named until then', async () => {
    stand = await Stand.create(nats);
    await stand.start();
    const link = await until('the link', () => stand.link()?.state === 'degraded' && stand.link());
    expect(link).toMatchObject({
      reason: expect.stringMatching(/1С-Коннект под логином ivanov не запущена/),
      remedy: expect.stringContaining('запустите 1С-Коннект'),
    });
    await stand.program('ivanov');
    await stand.subscribed();
    await stand.sim().tell(...toldBy(call(1)));
    await stand.called(3);
  });

  test('that restarts is subscribed to again, and its running call is marked', async () => {
    stand = await Stand.begin(nats);
    const [started, accepted, finished] = toldBy(call(2));
    const [other] = toldBy(call(3));
    await stand.sim().tell(started as never, accepted as never, ...toldBy(call(4)));
    await stand.called(5);
    await stand.sim().stop();
    await until('the loss', () => stand.link()?.state === 'degraded');
    await stand.sim().start();
    await stand.subscribed();
    const [, , , , , gap] = await stand.called(6);
    expect(gap).toMatchObject({
      type: EventType.SOURCE_GAP,
      key: uuid(0x9002),
      nativeId: uuid(0x9002),
      gap: { reason: 'agent-gone' },
    });
    await stand.sim().tell(finished as never, other as never);
    const types = (await stand.called(8)).slice(6).map((e) => [e.type, e.key]);
    expect(types).toEqual([
      [EventType.CALL_REPORTED, uuid(0x9002)],
      [EventType.DELIVERED, uuid(0x9003)],
    ]);
  });

  test('that vanishes leaves no status behind', async () => {
    stand = await Stand.begin(nats);
    const status = (): Presence | undefined =>
      stand.agents.all.findLast((a) => a.extension === '101')?.presence;
    await stand
      .sim()
      .tell(statusEvent({ mode: 'Colleagues', initiator: 'self', at: Date.now(), status: 'Online' }));
    await until('online', () => status() === Presence.AVAILABLE);
    await stand.sim().stop();
    await until('offline', () => status() === Presence.OFFLINE);
    expect(stand.agents.all.at(-1)).toMatchObject({ native: '', reason: 'agent-gone' });
  });

  test('that comes and goes in the middle of a document loses that document only', async () => {
    stand = await Stand.begin(nats);
    const [first, second] = toldBy(call(5));
    await stand.sim().tell(first as never);
    await stand.sim().raw((second?.xml ?? '').slice(0, 100));
    await stand.called(1);
    await stand.sim().stop();
    expect(await stand.setAside('1c-connect.truncated')).toMatchObject({ source: 'ivanov' });
    await stand.sim().start();
    await stand.subscribed();
    await stand.sim().tell(...toldBy(call(6)));
    expect((await stand.called(5)).at(-1)?.key).toBe(uuid(0x9006));
  });

  test('that refuses a category is named with it, and the others count', async () => {
    stand = await Stand.create(nats);
    const sim = await stand.program('ivanov');
    sim.fault = ({ attributes }) =>
      attributes.Object === 'Treatment' ? 'Object or Action is not recognized' : undefined;
    await stand.start();
    await until('the others', () => sim.subscriptions.length === SUBSCRIPTIONS - 2);
    const link = await until('the link', () => stand.link()?.state === 'degraded' && stand.link());
    expect(link?.reason).toMatch(/ServicesClients Treatment Self.*Object or Action is not recognized/);
    await sim.tell(...toldBy(call(7)));
    await stand.called(3);
  });

  test('that knows a category by one initiator only is well', async () => {
    stand = await Stand.create(nats);
    const sim = await stand.program('ivanov');
    sim.fault = ({ attributes }) =>
      attributes.Initiator === 'incoming' ? 'Initiator is not recognized' : undefined;
    await stand.start();
    await stand.subscribed('ivanov', SUBSCRIPTIONS / 2);
  });

  test('that is not logged in yet is asked again', async () => {
    stand = await Stand.create(nats);
    const sim = await stand.program('ivanov');
    sim.fault = () => 'Agent not Logged';
    await stand.start();
    await until('the refusals', () => sim.commands.length === SUBSCRIPTIONS);
    await until('the link', () => stand.link()?.reason?.includes('Agent not Logged'));
    sim.fault = undefined;
    await stand.subscribed();
  });
});

describe('the adapter', () => {
  test('killed in the middle of a call marks it when it is back', async () => {
    stand = await Stand.begin(nats);
    const [started, ...rest] = toldBy(call(10));
    await stand.sim().tell(started as never, ...toldBy(call(11)));
    await stand.called(4);
    await stand.end();
    await stand.start();
    await stand.subscribed();
    await stand.sim().tell(...rest);
    expect((await stand.called(7)).slice(4).map((e) => [e.type, e.key, e.gap?.reason])).toEqual([
      [EventType.SOURCE_GAP, uuid(0x900a), 'adapter-restarted'],
      [EventType.ESTABLISHED, uuid(0x900a), undefined],
      [EventType.CALL_REPORTED, uuid(0x900a), undefined],
    ]);
    await stand.end();
    // The call is over: there is nothing left to mark.
    await stand.start();
    await stand.subscribed();
    await stand.sim().tell(...toldBy(call(12)));
    expect((await stand.called(10)).at(-1)?.key).toBe(uuid(0x900c));
    expect(stand.events.all.filter((e) => e.type === EventType.SOURCE_GAP)).toHaveLength(1);
  });

  test('keeps what it reads while the bus is away, in order', async () => {
    stand = await Stand.begin(nats);
    await stand.sim().tell(...toldBy(call(20)));
    await stand.called(3);
    await stand.cutBus();
    await stand
      .sim()
      .tell(
        ...toldBy(call(21)),
        statusEvent({ mode: 'Colleagues', initiator: 'self', at: Date.now(), status: 'Talking' }),
        ...toldBy(call(22)),
      );
    await until('the disk', async () => {
      const { values } = await stand.metrics.outbox.get();
      return (
        (values.find((v) => v.labels.service === stand.id)?.value ?? 0) > 0 && stand.link()?.state === 'ok'
      );
    });
    await stand.end();
    await stand.renewBus();
    await stand.start();
    const events = await stand.called(9);
    expect(events.slice(3).map((e) => e.key)).toEqual([
      ...Array(3).fill(uuid(0x9015)),
      ...Array(3).fill(uuid(0x9016)),
    ]);
    await until('the status', () => stand.agents.all.some((a) => a.native === 'Talking'));
  });

  test('follows 50 logins, and keeps the order of each', async () => {
    const logins = Array.from({ length: 50 }, (_, i) => ({ login: `u${i}`, extension: String(200 + i) }));
    stand = await Stand.begin(nats, { logins }, { chunking: { seed: 5 } });
    const calls = (i: number): ScriptedCall[] =>
      Array.from({ length: 4 }, (_, n) => call(0, { id: uuid(0x10_0000 + i * 16 + n), keys: '123' }));
    await Promise.all(
      logins.map(async ({ login }, i) => await stand.sim(login).tell(...calls(i).flatMap((c) => toldBy(c)))),
    );
    const events = await stand.called(50 * 4 * 6);
    for (const [i, { login }] of logins.entries()) {
      const own = events.filter((e) => e.attributes.login === login);
      expect(own.map((e) => e.key)).toEqual(calls(i).flatMap((c) => Array(6).fill(c.id)));
      expect(own.slice(0, 6).map((e) => [e.type, e.digits?.digits])).toEqual([
        [EventType.DELIVERED, undefined],
        [EventType.ESTABLISHED, undefined],
        [EventType.DIGITS_GENERATED, '1'],
        [EventType.DIGITS_GENERATED, '2'],
        [EventType.DIGITS_GENERATED, '3'],
        [EventType.CALL_REPORTED, undefined],
      ]);
    }
    expect(await stand.refused()).toEqual({});
  });
});
