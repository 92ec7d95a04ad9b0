import { TestNats, until } from '@callbus/runtime/testkit';
import { CAST, messageEvent, type ScriptedCall, toldBy, uuid } from '@callbus/sim-1c-connect';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../src/config.ts';
import { readXml } from '../src/wire/xml.ts';
import { Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => await nats.stop());

const BODY = 'Тайна следствия, звоните 8 999 000-11-22';
const call = (n: number): ScriptedCall => ({
  id: uuid(0xa000 + n),
  mode: 'Softphone',
  initiator: 'incoming',
  from: '89990001122',
  to: CAST.employee,
  startedAt: Date.parse('2026-03-02T09:00:00Z') + n * 60_000,
  ringSeconds: 5,
  talkSeconds: 20,
  result: 'Success',
});
const chat = messageEvent({
  mode: 'Colleagues',
  initiator: 'incoming',
  at: 0,
  message: uuid(1),
  author: CAST.colleague,
  body: BODY,
  colleague: CAST.colleague,
});
/** Documents with the words in places where they break something. */
const BROKEN = [
  `<Event Object="Message"><MessageBody>${BODY}</MessageBody>`,
  `<Event Object="Message"><MessageBody><'${BODY}'></MessageBody></Event>`,
  `<Event Object="Message"><MessageBody></${BODY}></MessageBody></Event>`,
  `<Event Object="Message" State='"${BODY}'><MessageBody x="${BODY}" x='></MessageBody></Event>`,
  `<Event Object="Message"><MessageBody>${BODY}</MessageBody></Event>`,
  `<Event Object="Call" State="Finished"><CallID>1</CallID><StartTime>89990001122</StartTime><CallResult>89990001122</CallResult></Event>`,
  `<CommandResult Action="89990001122" ID="1"><Result>89990001122</Result></CommandResult>`,
  `${BODY}<Event Object="8 999 000-11-22"></Event>`,
];

describe('what people say and whom they call', () => {
  afterEach(async () => await stand.stop());

  test('reaches neither the log nor the technical journal', async () => {
    stand = await Stand.begin(nats);
    const exchanges = await stand.exchanges();
    await stand.sim().tell(chat, ...toldBy(call(1)));
    await stand.sim().raw(BROKEN.join(''));
    await stand.sim().tell(...toldBy(call(2)));
    await stand.called(6);
    const message = { mode: 'Colleagues', colleagueId: CAST.colleague, body: BODY };
    expect(await stand.command('sendMessage', message)).toMatchObject({ ok: true });
    expect(await stand.command('makeCall', { extension: '101', number: '89990001122' })).toMatchObject({
      ok: true,
    });
    await stand.sim().stop();
    await until('the loss', () => stand.link()?.state === 'degraded');
    expect(await stand.command('sendMessage', message)).toMatchObject({ ok: false });
    await until('the last of them', () => exchanges.some((e) => e.route === 'ivanov/MakeCall'));
    await stand.end();
    const log = stand.log.join('\n');
    expect(log).toContain('1c-connect.xml');
    const written = log + JSON.stringify(exchanges);
    expect(written).not.toMatch(/Тайна|следствия/);
    expect(written.replace(/[^0-9]/g, '')).not.toContain('9990001122');
  });

  test('each document and each command is in the technical journal', async () => {
    stand = await Stand.begin(nats);
    const exchanges = await stand.exchanges();
    stand.sim().fault = ({ action }) => (action === 'MakeCall' ? 'agent is offline' : undefined);
    await stand.sim().tell(chat);
    await stand.interacted(1);
    await stand.sim().raw('<Event Object="Fax"></Event>');
    await stand.command('sendMessage', { mode: 'Colleagues', colleagueId: uuid(7), body: 'привет' });
    await stand.command('makeCall', { extension: '101', number: '89990001122' });
    const noted = await until('the call', () => exchanges.find((e) => e.route === 'ivanov/MakeCall'));
    expect(noted).toMatchObject({
      method: 'PIPE',
      request: expect.stringMatching(/^<Command Action="MakeCall" .*<CallTo>899…22<\/CallTo><\/Command>$/),
      response: '{"result":"Error","error":"agent is offline"}',
    });
    expect(noted.latencyMs).toBeGreaterThanOrEqual(0);
    expect(exchanges.find((e) => e.route === 'ivanov/Event/message')?.request).toContain(
      '<MessageBody>***</MessageBody>',
    );
    expect(exchanges.find((e) => e.route === 'ivanov/SendMessage')?.request).toContain(
      `<ColleagueID>${uuid(7)}</ColleagueID><MessageBody>***</MessageBody>`,
    );
    expect(exchanges.find((e) => e.route === 'ivanov/Event')?.error).toContain('Object');
  });
});

test("the parser's words about a broken document hold none of its own", () => {
  for (const text of [
    "<Event><'89990001122></Event>",
    "<Event><a'Тайна'b></Event>",
    "<Event a='1' 'Тайна'></Event>",
    "<Event></'Тайна'></Event>",
  ])
    expect(() => readXml(text)).not.toThrow(/89990001122|Тайна/);
});

describe('logins', () => {
  test.each(['$&', "$'", '$$', 'Иванов П.С.', 'a b', "o'neil", '{login}', 'a?b#c%d'])(
    'a login %s is the name of its pipe as it is',
    (login) => {
      expect(pathOf('\\\\.\\pipe\\P_{login}', login)).toBe(`\\\\.\\pipe\\P_${login}`);
    },
  );

  test('with odd signs are followed like any other', async () => {
    const logins = ['Иванов П.С.', "o'neil $& co", 'a?b#c%d'].map((login, i) => ({
      login,
      extension: `10${i}`,
    }));
    stand = await Stand.begin(nats, { logins });
    for (const [i, { login }] of logins.entries()) await stand.sim(login).tell(...toldBy(call(i)));
    const events = await stand.called(9);
    expect(new Set(events.map((e) => e.attributes.login))).toEqual(new Set(logins.map((l) => l.login)));
    await stand.stop();
  });
});

describe('a program that misbehaves', () => {
  afterEach(async () => await stand.stop());

  test('with answers to nobody, twice and with the ids of others, disturbs no command', async () => {
    stand = await Stand.begin(nats);
    const sim = stand.sim();
    sim.mute = true;
    const change = () => stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    const asked = change();
    const command = await until('it', () => sim.commands.find((c) => c.action === 'ChangeMyOnlineStatus'));
    const answer = (id: string, error: string): string =>
      `<CommandResult Action="ChangeMyOnlineStatus" ID="${id}"><Result/>${error && `<Error>${error}</Error>`}</CommandResult>`;
    const nonsense = Array.from({ length: 500 }, (_, n) => answer(uuid(n), 'agent is offline')).join('');
    await sim.raw(nonsense + answer(command.id, '') + answer(command.id, 'agent is offline'));
    expect(await asked).toMatchObject({ ok: true });
    await sim.tell(...toldBy(call(20)));
    await stand.called(3);
    expect(await stand.refused()).toEqual({ '1c-connect.unasked': 501 });
    sim.mute = false;
    expect(await change()).toMatchObject({ ok: true });
  });

  test('with two answers without an id in one go, answers two commands', async () => {
    stand = await Stand.begin(nats);
    const sim = stand.sim();
    sim.mute = true;
    const change = () => stand.command('changeStatus', { login: 'ivanov', status: 'Away' });
    const asked = [change(), change()];
    await until('both', () => sim.commands.filter((c) => c.action === 'ChangeMyOnlineStatus').length === 2);
    const nameless = '<CommandResult><Error>XML parsing error</Error></CommandResult>';
    await sim.raw(nameless + nameless);
    expect((await Promise.all(asked)).map((a) => a.fault?.code)).toEqual(
      Array(2).fill('1c-connect.xml-parsing'),
    );
  });

  test('with more than it may say, and halves of signs, loses that only', async () => {
    stand = await Stand.begin(nats);
    const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
    const events = [21, 22, 23].map((n) => toldBy(call(n))[0]?.xml ?? '');
    const huge = `<Event Object="Message"><MessageID>1</MessageID><MessageBody>${'щ'.repeat(600_000)}</MessageBody></Event>`;
    await stand
      .sim()
      .raw(
        Buffer.concat([
          wide(events[0] ?? ''),
          Buffer.from([0x41]),
          wide(events[1] ?? ''),
          Buffer.from(huge),
          wide(events[2] ?? '').subarray(0, 99),
          wide(events[2] ?? ''),
        ]),
      );
    expect((await stand.called(3)).map((e) => e.key)).toEqual([21, 22, 23].map((n) => uuid(0xa000 + n)));
    expect(await stand.refused()).toMatchObject({ '1c-connect.oversize': 1, '1c-connect.truncated': 1 });
  });

  test('with a flood keeps its order, and everything of it', async () => {
    stand = await Stand.begin(nats);
    const calls = Array.from({ length: 700 }, (_, n) => call(100 + n));
    await stand.sim().raw(calls.flatMap((c) => toldBy(c).map((e) => e.xml)).join(''));
    const events = await until('all', () => stand.events.all.length >= 2_100 && stand.events.all, 60_000);
    expect(events.map((e) => e.key)).toEqual(calls.flatMap((c) => [c.id, c.id, c.id]));
  });
});
