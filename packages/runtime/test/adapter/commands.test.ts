import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandFault, setLanguage } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { AdapterStand } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  setLanguage('en');
  nats = await TestNats.start();
});
afterAll(async () => {
  setLanguage('ru');
  await nats.stop();
});

const HOUR = 3_600_000;

test('a command is carried out with its parameters, and its result comes back', async () => {
  const given: unknown[] = [];
  const stand = await AdapterStand.start(nats, {
    id: 'doing',
    commands: {
      makeCall: async (parameters) => {
        given.push(parameters);
        return { nativeId: '32323' };
      },
      park: async (parameters) => void given.push(parameters),
    },
  });
  expect(
    await stand.command('makeCall', {
      commandId: 'c1',
      makeCall: { extension: '100', number: '89990001122' },
    }),
  ).toMatchObject({ commandId: 'c1', ok: true, result: '{"nativeId":"32323"}', fault: null });
  expect(await stand.command('park', { parameters: '{"slot":"701"}' })).toMatchObject({
    ok: true,
    result: '{}',
  });
  expect(await stand.command('park')).toMatchObject({ ok: true });
  expect(given).toEqual([{ extension: '100', number: '89990001122' }, { slot: '701' }, {}]);
  expect(await stand.metric('callbus_commands_total', { verb: 'park', outcome: 'ok' })).toBe(2);
});

test.each(['answer', 'toString', '__proto__', 'constructor'])(
  'the verb %s, which it does not know, is 501',
  async (verb) => {
    const stand = await AdapterStand.start(nats, {
      id: 'ignorant',
      commands: { makeCall: async () => ({}) },
    });
    expect(await stand.command(verb)).toMatchObject({
      ok: false,
      fault: { code: 'command.unsupported', status: 501, message: `PBX ignorant cannot do ${verb}` },
    });
    expect(await stand.metric('callbus_commands_total', { verb: 'unknown', outcome: 'unsupported' })).toBe(1);
  },
);

test('results are remembered as far as they fit: long ones do not gather', async () => {
  let done = 0;
  const stand = await AdapterStand.start(nats, {
    id: 'talkative',
    commands: { action: async () => ({ done: ++done, list: 'x'.repeat(900_000) }) },
  });
  for (let n = 0; n < 20; n++) await stand.command('action', { commandId: `long-${n}` });
  const doneOf = async (commandId: string): Promise<string | undefined> =>
    (await stand.command('action', { commandId })).result.slice(0, 10);
  expect(await doneOf('long-19')).toBe('{"done":20');
  expect(await doneOf('long-0')).toBe('{"done":21');
});

test('an adapter without commands answers all the same', async () => {
  const stand = await AdapterStand.start(nats, { id: 'without' });
  expect(await stand.command('makeCall')).toMatchObject({ ok: false, fault: { status: 501 } });
});

describe('a command that comes too late', () => {
  test('is refused by the broker’s clock, whatever ours says', async () => {
    let done = 0;
    const stand = await AdapterStand.start(nats, {
      id: 'late',
      commands: { makeCall: async () => void done++ },
    });
    const now = Date.now();
    // The broker is an hour ahead of us.
    stand.bus.clock.measured(now, now + HOUR, now);
    expect(await stand.command('makeCall', { notAfter: now + HOUR / 2 })).toMatchObject({
      ok: false,
      fault: { code: 'command.late', status: 504 },
    });
    expect(done).toBe(0);
    expect(await stand.command('makeCall', { notAfter: now + 2 * HOUR })).toMatchObject({ ok: true });
    expect(await stand.command('makeCall')).toMatchObject({ ok: true });
    expect(done).toBe(2);
  });

  test('by our clock alone is not late', async () => {
    const stand = await AdapterStand.start(nats, { id: 'early', commands: { makeCall: async () => ({}) } });
    const now = Date.now();
    stand.bus.clock.measured(now, now - HOUR, now);
    expect(await stand.command('makeCall', { notAfter: now - HOUR / 2 })).toMatchObject({ ok: true });
  });
});

describe('the same command id', () => {
  test('is done once, whether it is told again meanwhile or afterwards', async () => {
    let done = 0;
    const gate = Promise.withResolvers<void>();
    const stand = await AdapterStand.start(nats, {
      id: 'once',
      commands: {
        makeCall: async () => {
          await gate.promise;
          return { n: ++done };
        },
      },
    });
    const told = [1, 2].map(() => stand.command('makeCall', { commandId: 'same' }));
    gate.resolve();
    for (const result of await Promise.all(told)) expect(result.result).toBe('{"n":1}');
    expect((await stand.command('makeCall', { commandId: 'same' })).result).toBe('{"n":1}');
    expect((await stand.command('makeCall', { commandId: 'other' })).result).toBe('{"n":2}');
  });

  test('that failed is not tried again under the same id', async () => {
    let tries = 0;
    const stand = await AdapterStand.start(nats, {
      id: 'failed-once',
      commands: {
        makeCall: async () => {
          tries++;
          throw new CommandFault('pz.rejected', 409, 'busy');
        },
      },
    });
    for (let i = 0; i < 2; i++) {
      expect(await stand.command('makeCall', { commandId: 'same' })).toMatchObject({
        fault: { status: 409 },
      });
    }
    expect(tries).toBe(1);
  });

  test('that is none makes commands no repeats of each other', async () => {
    let done = 0;
    const stand = await AdapterStand.start(nats, {
      id: 'nameless',
      commands: { makeCall: async () => ({ n: ++done }) },
    });
    for (const n of [1, 2])
      expect((await stand.command('makeCall', { commandId: '' })).result).toBe(`{"n":${n}}`);
  });
});

describe('a command that fails', () => {
  const failing = async (error: unknown): Promise<AdapterStand> =>
    await AdapterStand.start(nats, {
      id: 'failing',
      secrets: ['test-api-key-1'],
      commands: {
        makeCall: async () => {
          throw error;
        },
      },
    });

  test('with a fault of the adapter passes it on', async () => {
    const stand = await failing(new CommandFault('pz.rejected', 400, 'Неверный номер'));
    expect(await stand.command('makeCall')).toMatchObject({
      ok: false,
      fault: { code: 'pz.rejected', status: 400, message: 'Неверный номер' },
    });
    expect(stand.log.lines().filter((l) => l.level === 'error')).toEqual([]);
  });

  test('in any other way is 500, logged, and shows no secret', async () => {
    const stand = await failing(new Error('refused: X-API-KEY test-api-key-1'));
    const { ok, fault } = await stand.command('makeCall');
    expect(ok).toBe(false);
    expect(fault).toMatchObject({ code: 'command.failed', status: 500 });
    expect(fault?.message).toContain('refused: X-API-KEY ***');
    expect(stand.log.text()).not.toContain('test-api-key-1');
    expect(stand.log.lines()).toContainEqual(expect.objectContaining({ level: 'error', verb: 'makeCall' }));
  });

  test.each(['not JSON', '[1]', '"text"', 'null', '5'])(
    'because its parameters are %s is 400',
    async (parameters) => {
      const stand = await AdapterStand.start(nats, { id: 'parameters', commands: { park: async (p) => p } });
      expect(await stand.command('park', { parameters })).toMatchObject({
        ok: false,
        fault: { code: 'command.parameters', status: 400 },
      });
    },
  );

  test('because it cannot be read at all is logged and answered by nobody', async () => {
    const stand = await AdapterStand.start(nats, { id: 'unreadable', commands: { park: async () => ({}) } });
    const asking = stand.bus.request('callbus.v1.command.unreadable.park', Buffer.from([0xff, 0xff]), 200);
    await expect(asking).rejects.toMatchObject({ nobody: false });
    expect(await stand.command('park')).toMatchObject({ ok: true });
  });
});

test('while it stops a running command is let finish and told that it should', async () => {
  const begun = Promise.withResolvers<void>();
  const stand = await AdapterStand.start(nats, {
    id: 'ending',
    commands: {
      makeCall: async (_, signal) => {
        begun.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return { finished: true };
      },
    },
  });
  const asker = await nats.bus();
  const result = stand.command('makeCall', {}, asker);
  await begun.promise;
  await stand.service.stop();
  expect(await result).toMatchObject({ ok: true, result: '{"finished":true}' });
  await until('nobody to answer', () =>
    stand.command('makeCall', {}, asker).then(
      () => false,
      () => true,
    ),
  );
});
