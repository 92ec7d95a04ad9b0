import { TestNats, until } from '@callbus/runtime/testkit';
import { messageEvent, type SimCommand, uuid } from '@callbus/sim-1c-connect';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CONSTANTS } from '../src/faults.ts';
import { type Block, Stand, SUBSCRIPTIONS } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => await nats.stop());

const begin = async (block: Block = {}, options = {}): Promise<void> => {
  stand = await Stand.begin(nats, block, options);
};
afterEach(async () => await stand.stop());

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const given = (action: string): SimCommand => {
  const command = stand.sim().commands.findLast((c) => c.action === action);
  if (!command) throw new Error(`no ${action} was given`);
  return command;
};
const resultOf = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;

const CUSTOMER = {
  login: 'ivanov',
  mode: 'ServicesClients',
  clientId: '0a1b2c3d-0000-4000-8000-000000000201',
  userId: '0a1b2c3d-0000-4000-8000-000000000202',
  serviceId: '0a1b2c3d-0000-4000-8000-000000000301',
  body: 'pipe test user chat',
};

describe('a command reaches the program as the spec writes it', () => {
  beforeEach(async () => await begin());

  test('a message to a customer', async () => {
    const answer = await stand.command('sendMessage', CUSTOMER);
    const command = given('SendMessage');
    expect(command.id).toMatch(UUID);
    expect(command.raw).toBe(
      `<Command Action="SendMessage" ID="${command.id}" Mode="ServicesClients">` +
        `<ClientID>${CUSTOMER.clientId}</ClientID><UserID>${CUSTOMER.userId}</UserID>` +
        `<ServiceID>${CUSTOMER.serviceId}</ServiceID><MessageBody>pipe test user chat</MessageBody></Command>`,
    );
    expect(answer).toMatchObject({ ok: true });
    expect(resultOf(answer.result)).toEqual({ login: 'ivanov', id: command.id, result: 'OK' });
  });

  test('a message to a colleague, with every sign there is', async () => {
    const body = 'Рога & «Копыта» <b>"1"</b>\nвторая строка \u0007';
    const answer = await stand.command('sendMessage', {
      mode: 'colleagues',
      ColleagueID: uuid(7),
      body,
    });
    expect(answer.ok).toBe(true);
    expect(given('SendMessage')).toMatchObject({
      attributes: { Mode: 'Colleagues' },
      tags: { ColleagueID: uuid(7), MessageBody: body.replace('\u0007', '') },
    });
  });

  test.each(['Online', 'Away', 'DoNotDisturb', 'BusyForNewRequests'])('status %s', async (status) => {
    const answer = await stand.command('changeStatus', { login: 'ivanov', status: status.toLowerCase() });
    const { id, raw } = given('ChangeMyOnlineStatus');
    expect(raw).toBe(
      `<Command Action="ChangeMyOnlineStatus" ID="${id}"><Status>${status}</Status></Command>`,
    );
    expect(resultOf(answer.result)).toMatchObject({ login: 'ivanov', status });
  });

  test('subscriptions of one kind, and back', async () => {
    const one = { login: 'ivanov', mode: 'Colleagues', object: 'AgentOnlineStatus', initiator: 'self' };
    expect(await stand.command('unsubscribe', one)).toMatchObject({ ok: true });
    const off = given('EventUnSubscribe');
    expect(off.raw).toBe(
      `<Command Action="EventUnSubscribe" ID="${off.id}" Mode="Colleagues" Object="AgentOnlineStatus" Initiator="Self"></Command>`,
    );
    expect(stand.sim().subscriptions).not.toContain('colleagues agentonlinestatus self');
    expect(await stand.command('subscribe', one)).toMatchObject({ ok: true });
    expect(stand.sim().subscriptions).toContain('colleagues agentonlinestatus self');
  });

  test.each([
    ['onlineStatus', ['colleagues agentonlinestatus self', 'servicesclients agentonlinestatus self']],
    ['softphone', ['softphone call incoming', 'softphone call self']],
    ['colleaguesCall', ['colleagues call incoming', 'colleagues call self']],
    ['clientsCall', ['servicesclients call incoming', 'servicesclients call self']],
    [
      'allCall',
      ['colleagues', 'servicesclients', 'softphone'].flatMap((m) => [`${m} call incoming`, `${m} call self`]),
    ],
  ])("the driver's family %s", async (events, names) => {
    const before = stand.sim().subscriptions;
    expect(await stand.command('unsubscribe', { login: 'ivanov', events })).toMatchObject({ ok: true });
    expect(before.filter((s) => !stand.sim().subscriptions.includes(s))).toEqual(names);
    expect(await stand.command('subscribe', { login: 'ivanov', events })).toMatchObject({ ok: true });
    expect(stand.sim().subscriptions).toEqual(before);
  });

  test('a call from the softphone, in the form that is not verified', async () => {
    expect(await stand.command('makeCall', { extension: '101', number: '89990001122' })).toMatchObject({
      ok: true,
    });
    const { id, raw } = given('MakeCall');
    expect(raw).toBe(
      `<Command Action="MakeCall" ID="${id}" Mode="Softphone" Object="Call"><CallTo>89990001122</CallTo></Command>`,
    );
  });

  test('what is subscribed to and not is kept when the program comes again', async () => {
    await stand.command('unsubscribe', { login: 'ivanov', events: 'allCall' });
    await stand.sim().stop();
    await stand.sim().start();
    await stand.subscribed('ivanov', 14);
    expect(stand.sim().subscriptions.some((s) => s.includes(' call '))).toBe(false);
  });

  test('an event that names the command gives its message id', async () => {
    stand.sim().follow = ({ action, id }) =>
      action === 'SendMessage'
        ? messageEvent({
            mode: 'ServicesClients',
            initiator: 'self',
            at: 0,
            message: uuid(9),
            author: 'a',
            body: 'x',
            id,
          })
        : undefined;
    const answer = await stand.command('sendMessage', CUSTOMER);
    expect(resultOf(answer.result)).toMatchObject({ messageId: uuid(9) });
    const [message] = await stand.interacted(1);
    expect(message?.details.commandId).toBe(resultOf(answer.result).id);
  });

  test('connections are let go of and taken up, and told of', async () => {
    expect(resultOf((await stand.command('login', {})).result)).toEqual({ logins: ['ivanov'] });
    expect(await stand.command('disconnect', { login: 'Ivanov' })).toMatchObject({ ok: true });
    expect(stand.link()).toMatchObject({ state: 'degraded', reason: 'отключено командой disconnect' });
    expect(resultOf((await stand.command('login', {})).result)).toEqual({ logins: [] });
    expect(await stand.command('changeStatus', { login: 'ivanov', status: 'Away' })).toMatchObject({
      fault: { code: '1c-connect.away', status: 503 },
    });
    await stand.command('connect', { login: 'ivanov' });
    await stand.subscribed();
    const { logins } = resultOf((await stand.command('status', {})).result) as { logins: unknown[] };
    expect(logins).toMatchObject([{ login: 'ivanov', extension: '101', connected: true }]);
    expect(resultOf((await stand.command('status', { login: 'ivanov' })).result)).toMatchObject({
      subscriptions: expect.arrayContaining([{ mode: 'Softphone', object: 'Call', initiator: 'incoming' }]),
    });
  });
});

describe('what the program refuses', () => {
  test.each(CONSTANTS.map((c) => [c.text, c] as const))(
    '"%s" is an error of its own',
    async (text, constant) => {
      await begin();
      stand.sim().fault = () => text;
      const answer = await stand.command('changeStatus', { login: 'ivanov', status: 'Online' });
      expect(answer).toMatchObject({
        ok: false,
        fault: { code: `1c-connect.${constant.code}`, status: constant.status },
      });
      expect(answer.fault?.message).toContain(text);
    },
  );

  test('every constant has a code of its own', () => {
    expect(new Set(CONSTANTS.map((c) => c.code)).size).toBe(12);
  });

  test.each([
    ['an unknown service', { ...CUSTOMER, serviceId: 'nobody' }, '1c-connect.service-not-found'],
    ['an unknown user', { ...CUSTOMER, userId: 'nobody' }, '1c-connect.user-not-found'],
    [
      'an unknown colleague',
      { login: 'ivanov', mode: 'Colleagues', colleagueId: 'x', body: 'y' },
      '1c-connect.colleague-not-found',
    ],
  ])('%s', async (_what, parameters, code) => {
    await begin({}, { services: [CUSTOMER.serviceId], users: [CUSTOMER.userId], colleagues: [] });
    expect(await stand.command('sendMessage', parameters)).toMatchObject({ fault: { code } });
  });

  test('what only the program can know is left to it', async () => {
    await begin();
    const status = async (word: string): Promise<string | null | undefined> =>
      (await stand.command('changeStatus', { login: 'ivanov', status: word })).fault?.code;
    expect(await status('Talking')).toBe('1c-connect.status-not-possible');
    expect(await status('Sleeping')).toBe('1c-connect.status');
    stand.sim().logged = false;
    expect(await status('Online')).toBe('1c-connect.agent-not-logged');
    stand.sim().online = false;
    expect(await stand.command('sendMessage', CUSTOMER)).toMatchObject({
      fault: { code: '1c-connect.agent-offline' },
    });
  });

  test('an error nobody documented is passed on in its words', async () => {
    await begin();
    stand.sim().fault = () => 'Licence &amp; more has expired';
    expect((await stand.command('changeStatus', { login: 'ivanov', status: 'Away' })).fault).toMatchObject({
      code: '1c-connect.rejected',
      status: 502,
      message: '1С-Коннект отказал: Licence & more has expired',
    });
  });

  test('an answer without an id is that of the oldest command of its kind', async () => {
    await begin();
    stand.sim().mute = true;
    const asked = stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    await until('the command', () => stand.sim().commands.some((c) => c.action === 'ChangeMyOnlineStatus'));
    await stand
      .sim()
      .raw('<CommandResult Action="" ID=""><Result/><Error>XML parsing error</Error></CommandResult>');
    expect((await asked).fault?.code).toBe('1c-connect.xml-parsing');
  });

  test('ids come back in any case, with braces and blanks', async () => {
    await begin();
    stand.sim().mute = true;
    const asked = stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    await until('the command', () => stand.sim().commands.some((c) => c.action === 'ChangeMyOnlineStatus'));
    const { id } = given('ChangeMyOnlineStatus');
    await stand
      .sim()
      .raw(
        `<CommandResult Action="ChangeMyOnlineStatus" ID=" {${id.toUpperCase()}} "><Result></Result></CommandResult>`,
      );
    expect((await asked).ok).toBe(true);
  });
});

describe('what cannot be asked', () => {
  beforeEach(
    async () => await begin({ logins: [{ login: 'ivanov', extension: '101' }, { login: 'petrov' }] }),
  );

  test.each([
    ['sendMessage', { ...CUSTOMER, mode: 'Softphone' }, /mode/],
    ['sendMessage', { ...CUSTOMER, userId: '' }, /userId/],
    ['sendMessage', { login: 'ivanov', mode: 'Colleagues', body: 'x' }, /colleagueId/],
    ['sendMessage', { ...CUSTOMER, body: ' ' }, /body/],
    ['changeStatus', { login: 'ivanov' }, /status/],
    ['changeStatus', { status: 'Away' }, /login/],
    ['subscribe', { login: 'ivanov', mode: 'x', object: 'Call' }, /mode/],
    ['subscribe', { login: 'ivanov', mode: 'Softphone', object: 'Fax' }, /object.*Treatment/],
    ['subscribe', { login: 'ivanov', mode: 'Softphone', object: 'Call', initiator: 'x' }, /initiator/],
    ['unsubscribe', { login: 'ivanov', events: 'fax' }, /events.*allCall/],
    ['makeCall', { extension: '101', number: '' }, /number/],
  ])('%s names the field', async (verb, parameters, reason) => {
    const { fault } = await stand.command(verb, parameters);
    expect(fault).toMatchObject({ code: 'command.parameters', status: 400 });
    expect(fault?.message).toMatch(reason);
  });

  test('a login or an extension that is not followed', async () => {
    expect(await stand.command('changeStatus', { login: 'sidorov', status: 'Away' })).toMatchObject({
      fault: { code: '1c-connect.login', status: 404 },
    });
    expect(await stand.command('makeCall', { extension: '999', number: '1' })).toMatchObject({
      fault: { code: '1c-connect.login', status: 404 },
    });
    expect(await stand.command('makeCall', { extension: 'petrov', number: '1' })).toMatchObject({ ok: true });
  });
});

describe('a program that does not answer', () => {
  test('fails the command at its deadline, and is named until it speaks again', async () => {
    await begin({ commandTimeoutMs: 4_000 });
    stand.sim().mute = true;
    const answer = await stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    expect(answer.fault).toMatchObject({ code: '1c-connect.mute', status: 504 });
    expect(answer.fault?.message).toContain('ivanov');
    expect(stand.link()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('не отвечает') });
    stand.sim().mute = false;
    expect((await stand.command('changeStatus', { login: 'ivanov', status: 'Away' })).ok).toBe(true);
    expect(stand.link()?.state).toBe('ok');
  });

  test('has done what its event shows, answer or not', async () => {
    await begin({ commandTimeoutMs: 4_000 });
    stand.sim().mute = true;
    const asked = stand.command('sendMessage', CUSTOMER);
    await until('the command', () => stand.sim().commands.some((c) => c.action === 'SendMessage'));
    const { id } = given('SendMessage');
    await stand.sim().tell(
      messageEvent({
        mode: 'ServicesClients',
        initiator: 'self',
        at: 0,
        message: uuid(8),
        author: 'a',
        body: 'x',
        id,
      }),
    );
    expect(resultOf((await asked).result)).toMatchObject({ messageId: uuid(8) });
  });

  test('and closes its pipe fails the command at once', async () => {
    await begin();
    stand.sim().mute = true;
    const asked = stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    await until('the command', () => stand.sim().commands.some((c) => c.action === 'ChangeMyOnlineStatus'));
    await stand.sim().stop();
    expect((await asked).fault).toMatchObject({ code: '1c-connect.cut', status: 502 });
  });

  test('is waited for less than 15 seconds, by default and at most', async () => {
    await begin();
    const { config } = await import('../src/config.ts');
    const read = (commandTimeoutMs?: number) =>
      config.safeParse({ id: 'c', type: '1c-connect', logins: [{ login: 'a' }], commandTimeoutMs });
    expect(read().data?.commandTimeoutMs).toBeLessThan(15_000);
    expect(read(15_000).success).toBe(false);
  });
});

test('commands are written in the encoding that is asked for', async () => {
  await begin({ encoding: 'utf-16le' }, { encoding: 'utf16le', chunking: 3 });
  expect((await stand.command('sendMessage', { ...CUSTOMER, body: 'привет' })).ok).toBe(true);
  expect(given('SendMessage').tags.MessageBody).toBe('привет');
});

test('of several commands each gets its own answer, in whatever order they come', async () => {
  await begin();
  const { commands } = stand.sim();
  stand.sim().mute = true;
  const before = commands.length;
  const asked = ['one', 'two', 'three'].map((body) => stand.command('sendMessage', { ...CUSTOMER, body }));
  await until('all of them', () => commands.length === before + 3);
  for (const { id, tags } of commands.slice(before).toReversed())
    await stand
      .sim()
      .raw(
        `<CommandResult Action="SendMessage" ID="${id}"><Result>${tags.MessageBody}</Result></CommandResult>`,
      );
  const results = (await Promise.all(asked)).map((a) => resultOf(a.result).result);
  expect(results).toEqual(['one', 'two', 'three']);
});

test('a program that answers no subscription tells what it tells all the same', async () => {
  stand = await Stand.create(nats, { commandTimeoutMs: 4_000 });
  const sim = await stand.program('ivanov', { talkative: true });
  sim.mute = true;
  await stand.start();
  await until('every category', () => sim.commands.length >= SUBSCRIPTIONS);
  await sim.tell(
    messageEvent({
      mode: 'Colleagues',
      initiator: 'incoming',
      at: 0,
      message: uuid(5),
      author: 'a',
      body: 'x',
    }),
  );
  await stand.interacted(1);
});
