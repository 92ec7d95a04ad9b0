import { directorySubject, LookupKind, LookupStatus } from '@callbus/contract';
import { NoAnswer } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import type { Fault } from '@callbus/sim-1c';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Block, Stand, type StandOptions, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}, options: StandOptions = {}): Promise<void> => {
  stand = await Stand.start(nats, { ...options, sink });
};

const answers = (body: unknown): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  stand.sim.faultOf = () => ({ kind: 'answer', status: 200, body: text, type: 'application/json' });
};

test('the question is the spec’s, and nothing else', async () => {
  await begin();
  await stand.ask('89991234567', '+79991234567');
  expect(stand.sim.requests.map((r) => r.raw)).toEqual([
    JSON.stringify({ cmd: 'contact', phone: '89991234567', crm_token: TOKEN }),
  ]);
});

test.each([
  ['raw', 'SIP/8 (999) 123-45-67', '+79991234567', '89991234567'],
  ['raw', '+7 999 123-45-67', '', '+79991234567'],
  ['digits', '8 (999) 123-45-67', '+79991234567', '79991234567'],
  ['digits', '+380 44 1234567', '', '380441234567'],
  ['digits', '229-30-42', '', '2293042'],
  ['e164', '8 (999) 123-45-67', '+79991234567', '+79991234567'],
  ['e164', '229-30-42', '', '2293042'],
])('as %s, %s (%s) is asked for as %s', async (phoneFormat, text, e164, phone) => {
  await begin({ phoneFormat });
  await stand.ask(text, e164);
  expect(stand.sim.requests[0]?.body.phone).toBe(phone);
});

describe('the answer', () => {
  const anna = {
    phones: ['8 (999) 123-45-67'],
    name: 'Иванова Анна',
    company: 'ООО «Ромашка»',
    ref: 'p-1',
    url: 'e1cib/data/Справочник.Партнеры?ref=1',
  };
  const boris = { phones: ['84951234567'], name: 'Борис', responsible: '101' };

  test('of a base that knows one', async () => {
    await begin({}, { sim: { contacts: [{ ...anna, responsible: '100' }, boris] } });
    expect(await stand.ask('89991234567')).toMatchObject({
      status: LookupStatus.FOUND,
      responsible: '100',
      counterparty: { base: stand.id, contacts: [anna] },
    });
  });

  test('of a base that knows nobody', async () => {
    await begin();
    const answer = await stand.ask('89991234567');
    expect(answer).toMatchObject({ status: LookupStatus.NOT_FOUND, responsible: '' });
    expect(answer.counterparty ?? null).toBeNull();
  });

  test.each([
    ['{"responsible":"100"}', LookupStatus.FOUND, '100'],
    ['{"responsible": ""}', LookupStatus.NOT_FOUND, ''],
    ['OK', LookupStatus.UNAVAILABLE, ''],
    ['', LookupStatus.UNAVAILABLE, ''],
    ['<html><body>Вход</body></html>', LookupStatus.UNAVAILABLE, ''],
  ])('%j', async (body, status, responsible) => {
    await begin();
    answers(body);
    const answer = await stand.ask('89991234567');
    expect(answer).toMatchObject({ status, responsible });
    expect(answer.counterparty ?? null).toBeNull();
  });

  test.each([
    [5, ['Анна', 'Борис']],
    [10, ['Анна']],
  ])('of several, by the last %i digits', async (lastDigits, names) => {
    await begin({ lookup: { lastDigits } });
    const contacts = [
      { name: 'Анна', phones: ['+79991234567'], responsible: '100' },
      { name: 'Борис', phones: ['84951234567'], responsible: '101' },
      { name: 'Вера', phones: ['84957654321'] },
    ];
    answers({ responsible: '', contacts });
    const answer = await stand.ask('89991234567');
    expect(answer.counterparty?.contacts?.map((c) => c.name)).toEqual(names);
    expect(answer.responsible).toBe(names.length === 1 ? '100' : '');
  });

  test('is read whole, however long', async () => {
    await begin();
    answers({
      responsible: '',
      contacts: Array.from({ length: 9_000 }, (_, i) => ({ name: `Клиент ${i}` })),
    });
    const answer = await stand.ask('89991234567');
    expect(answer.counterparty?.contacts?.map((c) => c.name)?.slice(-1)).toEqual(['Клиент 49']);
  });

  test('five digits are the default, and the log warns of strangers', async () => {
    await begin();
    answers({
      contacts: [
        { name: 'A', phones: ['34567'] },
        { name: 'B', phones: ['00000034567'] },
      ],
    });
    const answer = await stand.ask('89991234567');
    expect(answer.counterparty?.contacts?.map((c) => c.name)).toEqual(['A', 'B']);
    expect(stand.log.join('')).toContain('lookup.lastDigits = 5');
  });
});

describe('a base that cannot answer', () => {
  test.each([
    ['down', { kind: 'down' }, 'unsent'],
    ['locked', { kind: 'locked' }, 'page'],
    ['an error', { kind: 'error' }, 'failed'],
    ['breaking off', { kind: 'cut' }, 'lost'],
    ['not letting us in', { kind: 'denied' }, 'denied'],
    ['too slow', { kind: 'slow', ms: 600 }, 'lost'],
    ['hanging', { kind: 'hang' }, 'lost'],
  ] as [string, Fault, string][])('%s', async (_what, fault, reason) => {
    await begin();
    await stand.sim.fault(fault);
    const answer = await stand.ask('89991234567', '', { deadlineMs: 300 });
    expect(answer).toMatchObject({ status: LookupStatus.UNAVAILABLE, reason, responsible: '' });
    await stand.sim.fault({ kind: 'none' });
    expect(await stand.ask('89991234567')).toMatchObject({ status: LookupStatus.NOT_FOUND });
  });

  test('has as many questions as it was to have, and the rest end at their deadline', async () => {
    await begin({ popupConcurrency: 2 });
    await stand.sim.fault({ kind: 'hang' });
    const asked = Array.from({ length: 10 }, () => stand.ask('89991234567', '', { deadlineMs: 250 }));
    const reasons = (await Promise.all(asked)).map((a) => a.reason).toSorted();
    expect(reasons).toEqual([...Array(2).fill('lost'), ...Array(8).fill('unsent')]);
    expect(stand.sim.requests).toHaveLength(2);
  });

  test('is asked before the popups that wait', async () => {
    await begin({ popupConcurrency: 1 });
    await stand.sim.fault({ kind: 'slow', ms: 50 });
    for (let i = 0; i < 6; i++) await stand.popup({ extension: `${i}` });
    await until('the first popup', () => stand.sim.running('event') === 1);
    await stand.ask('89991234567');
    await stand.popupsEnded(6);
    const commands = stand.sim.requests.map((r) => r.body.cmd);
    expect(commands.indexOf('contact')).toBeLessThan(commands.indexOf('event', 3));
  });

  test('our own hurry does not make it look ill', async () => {
    await begin();
    await stand.taking([await stand.record()]);
    await stand.sim.fault({ kind: 'slow', ms: 400 });
    await stand.ask('89991234567', '', { deadlineMs: 100 });
    expect(stand.links.map((l) => l.state)).toEqual(['ok']);
  });
});

test.each([LookupKind.EMAIL, LookupKind.SEARCH, LookupKind.CREATE, LookupKind.UNSPECIFIED])(
  'a question of kind %i is not for it',
  async (kind) => {
    await begin();
    const answer = await stand.ask('somebody@example.ru', '', { kind });
    expect(answer).toMatchObject({ status: LookupStatus.UNSUPPORTED, responsible: '' });
    expect(stand.sim.requests).toEqual([]);
  },
);

describe('a person known by UUID only', () => {
  const uuid = '0a1b2c3d-0000-4000-8000-000000000202';
  const byUuid = { kind: LookupKind.UUID, fields: { clientId: 'c-1' } };

  test('is asked for without a number, and found', async () => {
    await begin();
    answers({ name: 'Иванова Анна', company: 'ООО «Ромашка»', responsible: '101' });
    expect(await stand.ask(uuid, '', byUuid)).toMatchObject({
      status: LookupStatus.FOUND,
      responsible: '101',
      counterparty: { contacts: [{ name: 'Иванова Анна', company: 'ООО «Ромашка»' }] },
    });
    expect(stand.sim.requests.map((r) => r.body)).toEqual([
      { cmd: 'contact', uuid, clientId: 'c-1', crm_token: TOKEN },
    ]);
  });

  test('is not asked for again where the base stumbled over it, and the base counts as well', async () => {
    await begin();
    stand.sim.faultOf = ({ uuid: asked }) =>
      asked
        ? { kind: 'answer', status: 500, body: '{"error":"phone"}', type: 'application/json' }
        : undefined;
    for (let i = 0; i < 3; i++)
      expect(await stand.ask(uuid, '', byUuid)).toMatchObject({ status: LookupStatus.UNSUPPORTED });
    expect(stand.sim.requests).toHaveLength(1);
    expect(stand.links.filter((l) => l.state === 'degraded')).toEqual([]);
    expect(await stand.ask('89991234567')).toMatchObject({ status: LookupStatus.NOT_FOUND });
  });

  test('is not asked for where the file says so', async () => {
    await begin({ lookup: { uuids: false } });
    expect(await stand.ask(uuid, '', byUuid)).toMatchObject({ status: LookupStatus.UNSUPPORTED });
    expect(stand.sim.requests).toEqual([]);
  });
});

test('what is no question gets no answer, and the next one does', async () => {
  await begin();
  const subject = directorySubject(stand.id);
  await expect(stand.bus.request(subject, Buffer.from([0xff, 0xff]), 200)).rejects.toThrow(NoAnswer);
  expect(await stand.ask('89991234567')).toMatchObject({ status: LookupStatus.NOT_FOUND });
});

test('a sink that has stopped answers nobody', async () => {
  await begin();
  await stand.sink.stop();
  await expect(stand.ask('89991234567')).rejects.toThrow('nobody listens');
  expect(stand.sim.requests).toEqual([]);
});
