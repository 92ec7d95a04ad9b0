import { Direction, LookupKind, LookupStatus, ReportOutcome } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import type { SimCall } from '@callbus/sim-3cx';
import { all, CrmEngine, type Element, readTemplate } from '@callbus/sim-3cx';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CrmDoor } from '../src/crm/door.ts';
import { crmTemplate } from '../src/crm/template.ts';
import { CRM_TOKEN, DoorStand } from './door-stand.ts';

const XML = crmTemplate({ publicUrl: 'https://callbus.example.ru/', id: 'pbx' });
const root = readTemplate(XML);
const only = (name: string): Element => {
  const [element, ...more] = all(root, name);
  if (!element || more.length > 0) throw new Error(`not one ${name}`);
  return element;
};
const scenarios = all(root, 'Scenario');
const scenario = (id: string): Element => {
  const found = scenarios.find((s) => s.attributes.Id === id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
};
/** Every text in which 3CX looks for variables. */
const expressions = (element: Element): string[] =>
  [element, ...all(element, 'Request'), ...all(element, 'Value'), ...all(element, 'Output')].flatMap((e) => [
    e.text,
    ...['Url', 'SkipIf', 'If', 'Value', 'Message'].map((name) => e.attributes[name] ?? ''),
  ]);

/** What 3CX fills in by itself, scenario by scenario. */
const BUILT_IN: Record<string, readonly string[]> = {
  '': ['Number', 'CallDirection'],
  LookupByEmail: ['Email'],
  SearchContacts: ['SearchText'],
  CreateContactRecordFromClient: ['FirstName', 'LastName', 'Company', 'Email', 'Number'],
  LookupFromCFD_Contacts_LookupNumber: ['Number'],
  ReportCall: [
    'CallType',
    'CallDirection',
    'Number',
    'Name',
    'EntityId',
    'EntityType',
    'Agent',
    'QueueExtension',
    'Duration',
    'DateTime',
    'CallStartTimeUTC',
    'CallEndTimeUTC',
    'CallStartTimeUTCMillis',
    'CallEstablishedTimeUTCMillis',
    'CallEndTimeUTCMillis',
    'RecordingUrl',
  ],
};

describe('the rules of 3CX for a template', () => {
  test('the head has a name, a whole version, a country, and says whether it supports emojis', () => {
    expect(root.name).toBe('Crm');
    expect(root.attributes).toMatchObject({
      Name: expect.stringMatching(/./),
      Country: expect.stringMatching(/./),
    });
    expect(root.attributes.Version).toMatch(/^\d+$/);
    expect(root.attributes.SupportsEmojis).toMatch(/^(true|false)$/);
    expect(XML.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  });

  test('a comment never has two hyphens in it', () => {
    for (const [, comment = ''] of XML.matchAll(/<!--([\s\S]*?)-->/g)) expect(comment).not.toContain('--');
  });

  test('the number is whole: a short one finds several', () => {
    const { Prefix, MaxLength } = only('Number').attributes;
    expect(['AsIs', 'Off', 'Plus', 'Zeros']).toContain(Prefix);
    expect(MaxLength).toBe('');
    expect(only('Connection').attributes.MaxConcurrentRequests).toMatch(/^\d+$/);
  });

  test('parameters are of known types and editors, with names of their own', () => {
    const names = all(root, 'Parameter').map(({ attributes: a }) => {
      expect(['String', 'Integer', 'Double', 'Boolean', 'DateTime', 'Password', 'OAuth', 'List']).toContain(
        a.Type,
      );
      expect(['String', 'Sql']).toContain(a.Editor);
      expect(a.Title).not.toBe('');
      return a.Name;
    });
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(['BaseUrl', 'ApiKey', 'ReportCallEnabled', 'CreateContactEnabled']);
    expect(['No', 'Basic', 'Scenario']).toContain(only('Authentication').attributes.Type);
  });

  test('the address is this site\u2019s, and the token is not in the file', () => {
    const [address, key] = all(root, 'Parameter');
    expect(address?.attributes.Default).toBe('https://callbus.example.ru/pbx/crm');
    expect(key?.attributes).toMatchObject({ Type: 'Password', Default: '' });
  });

  test('scenarios have reserved ids, each once, and look-up, search, creation and journal are there', () => {
    const ids = scenarios.map((s) => s.attributes.Id ?? '');
    expect(ids.sort()).toEqual(Object.keys(BUILT_IN).sort());
    const reserved =
      /^(|LookupByEmail\w*|SearchContacts\w*|CreateContactRecord(FromClient)?|ReportCall|ReportChat|LookupFromCFD_[A-Za-z]+_Lookup(Number|ID|FreeQuery))$/;
    for (const id of ids) expect(id).toMatch(reserved);
    for (const { attributes } of scenarios)
      expect(['REST', 'SQLDatabase', 'NoSQLDatabase']).toContain(attributes.Type);
  });

  test('requests use words 3CX knows, in its letters, and a message or values, not both', () => {
    for (const { attributes: a, children } of all(root, 'Request')) {
      expect(['Get', 'Post']).toContain(a.RequestType);
      expect(['UrlEncoded', 'Json']).toContain(a.RequestEncoding);
      expect(a.ResponseType).toBe('Json');
      expect(a.RequestContentType).toBe('');
      const values = children.filter((c) => c.name === 'PostValues');
      expect(a.Message === '' || values.length === 0).toBe(true);
      expect(values).toHaveLength(a.RequestType === 'Post' ? 1 : 0);
    }
  });

  test('every request says who it is', () => {
    for (const request of all(root, 'Request')) {
      const [header] = all(request, 'Headers').flatMap((h) => h.children);
      expect(header).toMatchObject({
        text: 'Bearer [ApiKey]',
        attributes: { Key: 'Authorization', Type: 'String' },
      });
    }
  });

  test('rules and filters are of known types, and no filter is empty: over a list it would give nothing', () => {
    for (const rule of all(root, 'Rule')) {
      expect(['Any', 'Number', 'Equals']).toContain(rule.attributes.Type);
      expect(rule.text).toMatch(/^[a-z]+(\.[A-Za-z0-9]+)*$/);
    }
    for (const filter of all(root, 'Filter')) expect(filter.children.length).toBeGreaterThan(0);
  });

  test('paths go from the root, and none has a position in it', () => {
    for (const { attributes: a } of all(root, 'Variable')) expect(a.Path).toMatch(/^contacts\.[a-zA-Z]+\d?$/);
  });

  test.each(['', 'LookupByEmail', 'SearchContacts', 'CreateContactRecordFromClient'])(
    'what %s gives has one link, a name and a phone',
    (id) => {
      const types = all(scenario(id), 'Output').map((o) => o.attributes.Type ?? '');
      expect(types.filter((t) => t === 'ContactUrl')).toHaveLength(1);
      expect(new Set(types).size).toBe(types.length);
      expect(types).toEqual(
        expect.arrayContaining(['FirstName', 'LastName', 'CompanyName', 'PhoneBusiness', 'EntityId']),
      );
      const known =
        /^(ContactUrl|FirstName|LastName|CompanyName|Email|Phone(Business2?|Mobile2?|Home|Other)|FaxBusiness|Entity(Id|Type)|PhotoUrl|ContactID|CustomValue|FullName)$/;
      for (const type of types) expect(type).toMatch(known);
    },
  );

  test('brackets are paired, and every variable is known where it stands', () => {
    const parameters = all(root, 'Parameter').map((p) => p.attributes.Name ?? '');
    for (const s of scenarios) {
      const own = all(s, 'Variable').map((v) => v.attributes.Name ?? '');
      const known = [...parameters, ...own, ...(BUILT_IN[s.attributes.Id ?? ''] ?? [])];
      for (const text of expressions(s)) {
        expect(text.split('[').length, text).toBe(text.split(']').length);
        for (const [, name] of text.matchAll(/\[([A-Za-z]\w*)\]/g)) expect(known, text).toContain(name);
      }
      const used = expressions(s).join(' ');
      for (const name of own.filter((n) => n !== 'ContactId')) expect(used).toContain(`[${name}]`);
    }
  });

  test('the moment of the answer is never formatted: on a missed call it is null', () => {
    for (const text of expressions(scenario('ReportCall'))) {
      expect(text).not.toMatch(/\[\[CallEstablished/);
      expect(text).not.toMatch(/DurationTimespan/);
    }
  });

  test('nothing but the administrator\u2019s own switch keeps a call out of the journal', () => {
    const [request] = all(scenario('ReportCall'), 'Request');
    expect(request?.attributes.SkipIf).toBe('[ReportCallEnabled]!=True');
    for (const value of all(scenario('ReportCall'), 'Value')) {
      expect(value.attributes.If ?? '').toBe('');
      expect(value.attributes.SkipIf ?? '').toBe('');
    }
    expect(
      all(root, 'Parameter').find((p) => p.attributes.Name === 'ReportCallEnabled')?.attributes.Default,
    ).toBe('True');
  });
});

describe('our routes as the expressions of the template drive them', () => {
  const START = Date.parse('2026-03-02T09:00:00Z');
  const PETROVA = {
    name: 'Петрова Анна',
    company: 'ООО «Ромашка»',
    ref: '5b2b1d1e-7c3a-11ee-9a01-0c9d92c3f001',
    phones: ['+7 (495) 123-45-67', '+7 999 000-00-01'],
  };
  let nats: TestNats;
  let stand: DoorStand<CrmDoor>;
  let engine: CrmEngine;

  beforeAll(async () => {
    nats = await TestNats.start();
    stand = await DoorStand.start(
      nats,
      (context, block, teller) => new CrmDoor(context, block, teller),
      {
        crm: {
          token: CRM_TOKEN,
          contactUrlTemplate: 'https://1c.example.org/ut/#e1cib/data/Справочник.Контрагенты?ref={ref}',
        },
      },
      { routing: { deadlineMs: 10_000 } },
    );
    await stand.core();
  });
  afterAll(async () => {
    await stand.stop();
    await nats.stop();
  });
  beforeEach(() => {
    const xml = crmTemplate({ publicUrl: stand.origin, id: 'pbx' });
    engine = new CrmEngine(xml, { ApiKey: CRM_TOKEN });
    stand.answer = () => ({
      status: LookupStatus.FOUND,
      counterparty: { base: 'ut', contacts: [PETROVA] },
    });
    stand.asked.length = 0;
    stand.told.calls.length = 0;
  });

  test.each(['+74951234567', '0074951234567', '84951234567', '4951234567'])(
    'a caller %s is found, and echoed as it came',
    async (number) => {
      expect(await engine.lookup(number)).toEqual([
        {
          ContactUrl:
            'https://1c.example.org/ut/#e1cib/data/Справочник.Контрагенты?ref=9a010c9d92c3f00111ee7c3a5b2b1d1e',
          FirstName: 'Петрова Анна',
          LastName: '',
          CompanyName: 'ООО «Ромашка»',
          Email: '',
          PhoneBusiness: number,
          PhoneBusiness2: '+7 999 000-00-01',
          PhoneOther: '',
          EntityId: PETROVA.ref,
          EntityType: 'Contacts',
        },
      ]);
      expect(stand.asked).toMatchObject([{ kind: LookupKind.NUMBER, text: number.replace(/^00/, '+') }]);
    },
  );

  test('nobody is an empty list', async () => {
    stand.answer = () => ({ status: LookupStatus.NOT_FOUND });
    expect(await engine.lookup('+74951234567')).toEqual([]);
    expect(engine.exchanges.at(-1)).toMatchObject({ status: 200, answer: { contacts: [] } });
  });

  test('of several nobody is shown for the caller, and all are named', async () => {
    const contacts = [PETROVA, { name: 'Сидоров Иван', ref: '43', phones: ['84951234567'] }];
    stand.answer = () => ({ status: LookupStatus.FOUND, counterparty: { base: 'ut', contacts } });
    expect(await engine.lookup('+74951234567')).toMatchObject([
      {
        FirstName: '',
        CompanyName: 'Несколько: Петрова Анна; Сидоров Иван',
        PhoneBusiness: '+74951234567',
        EntityId: '',
        ContactUrl: 'https://1c.example.org/ut/',
      },
    ]);
  });

  test('by e-mail and by text', async () => {
    const contacts = [PETROVA, { company: 'ИП Лютик', ref: '7', phones: ['84950000002'] }];
    stand.answer = () => ({ status: LookupStatus.FOUND, counterparty: { base: 'ut', contacts } });
    expect(await engine.byEmail('anna+1@example.org')).toMatchObject([
      { FirstName: 'Петрова Анна', Email: 'anna+1@example.org' },
      { CompanyName: 'ИП Лютик' },
    ]);
    expect(await engine.search('Ромашка & Ко "100%"')).toMatchObject([
      { FirstName: 'Петрова Анна', PhoneBusiness: '+7 (495) 123-45-67' },
      { CompanyName: 'ИП Лютик', PhoneBusiness: '84950000002' },
    ]);
    expect(stand.asked).toMatchObject([
      { kind: LookupKind.EMAIL, text: 'anna+1@example.org' },
      { kind: LookupKind.SEARCH, text: 'Ромашка & Ко "100%"' },
    ]);
  });

  test('a 1C that looks up by number only: nothing is found, and nothing can be made', async () => {
    stand.answer = () => ({ status: LookupStatus.UNSUPPORTED, reason: 'by number only' });
    expect(await engine.byEmail('anna@example.org')).toEqual([]);
    expect(await engine.search('Ромашка')).toEqual([]);
    for (const { status, answer } of engine.exchanges)
      expect([status, answer]).toEqual([200, { contacts: [] }]);
    const making = new CrmEngine(crmTemplate({ publicUrl: stand.origin, id: 'pbx' }), {
      ApiKey: CRM_TOKEN,
      CreateContactEnabled: 'True',
    });
    expect(
      await making.create({
        FirstName: 'Ольга',
        LastName: 'Мышкина',
        Company: '',
        Email: '',
        Number: '+74950000003',
      }),
    ).toEqual([]);
    expect(making.exchanges).toMatchObject([
      { status: 422, answer: { error: '3cx.unsupported', message: expect.stringContaining('1С') } },
    ]);
    expect(stand.asked.at(-1)).toMatchObject({
      kind: LookupKind.CREATE,
      fields: { firstName: 'Ольга', lastName: 'Мышкина', number: '74950000003' },
    });
  });

  test('a contact is made where 1C can, and only where the administrator switched it on', async () => {
    const contact = {
      FirstName: 'Анна',
      LastName: 'Петрова',
      Company: '',
      Email: '',
      Number: '+74951234567',
    };
    expect(await engine.create(contact)).toEqual([]);
    expect(stand.asked).toEqual([]);
    const making = new CrmEngine(crmTemplate({ publicUrl: stand.origin, id: 'pbx' }), {
      ApiKey: CRM_TOKEN,
      CreateContactEnabled: 'True',
    });
    expect(await making.create(contact)).toMatchObject([
      { FirstName: 'Петрова Анна', PhoneBusiness: '74951234567' },
    ]);
  });

  test('a 1C that does not answer is no empty list', async () => {
    stand.answer = () => ({ status: LookupStatus.UNAVAILABLE });
    expect(await engine.lookup('+74951234567')).toEqual([]);
    expect(engine.exchanges).toMatchObject([{ status: 503, answer: { error: '3cx.unavailable' } }]);
  });

  const call = (more: Partial<SimCall>): SimCall => ({
    callid: 7,
    historyId: '70',
    direction: 'inbound',
    number: '+74951234567',
    name: '',
    trunk: '10007',
    did: '+74950000000',
    caller: '',
    queue: '',
    group: '',
    legs: [{ dn: '101', kind: 'extension', at: START, answeredAt: START + 12_000, endedAt: START + 77_000 }],
    transfers: [],
    forwardedTo: '',
    startedAt: START,
    answeredAt: START + 12_000,
    endedAt: START + 77_000,
    endedBy: 'source',
    outcome: 'answered',
    ...more,
  });
  const unanswered = { answeredAt: undefined, endedAt: START + 20_000, outcome: 'noanswer' as const };
  const rang = { legs: [{ dn: '101', kind: 'extension' as const, at: START }] };

  test.each<[string, Partial<SimCall>, object]>([
    [
      'Inbound',
      {},
      {
        direction: Direction.INBOUND,
        outcome: ReportOutcome.ANSWERED,
        answeredAt: START + 12_000,
        talkSeconds: 65,
      },
    ],
    [
      'Missed',
      { ...unanswered, ...rang },
      { direction: Direction.INBOUND, outcome: ReportOutcome.NOT_ANSWERED, talkSeconds: 0 },
    ],
    [
      'Outbound',
      { direction: 'outbound', caller: '101' },
      { direction: Direction.OUTBOUND, outcome: ReportOutcome.ANSWERED, talkSeconds: 65 },
    ],
    [
      'Notanswered',
      { direction: 'outbound', caller: '101', ...unanswered },
      { direction: Direction.OUTBOUND, outcome: ReportOutcome.NOT_ANSWERED },
    ],
  ])('%s is told, of a caller nobody knows as well', async (word, more, expected) => {
    const { answeredAt, ...rest } = call(more);
    const ended = { ...rest, ...(answeredAt === undefined ? {} : { answeredAt }) };
    expect(await engine.report(ended)).toMatchObject({ status: 200, answer: { result: 'ok' } });
    expect(stand.told.calls).toMatchObject([
      {
        door: 'crm',
        ...expected,
        extension: '101',
        outside: { number: '74951234567' },
        startedAt: START,
        endedAt: ended.endedAt,
        cause: { native: word },
      },
    ]);
    await engine.report(ended, { FirstName: 'Петрова Анна', EntityId: '42' });
    const [first, second] = stand.told.calls;
    expect(second?.record).toBe(first?.record);
  });

  test('the Call Flow Designer gets the responsible manager, or nothing to go by', async () => {
    expect(await engine.fromFlow('+74951234567')).toEqual({ responsible: '', extension: '' });
  });

  test('a journal that is switched off tells nothing', async () => {
    const off = new CrmEngine(crmTemplate({ publicUrl: stand.origin, id: 'pbx' }), {
      ApiKey: CRM_TOKEN,
      ReportCallEnabled: 'False',
    });
    expect(await off.report(call({}))).toBeUndefined();
  });

  test('without the token nobody gets in, and nothing of it is kept', async () => {
    const stranger = new CrmEngine(crmTemplate({ publicUrl: stand.origin, id: 'pbx' }), { ApiKey: 'guess' });
    await stranger.lookup('+74951234567');
    await stranger.report(call({}));
    for (const { status, answer } of stranger.exchanges)
      expect([status, answer]).toMatchObject([401, { error: '3cx.token' }]);
    expect(stand.told.calls).toEqual([]);
    expect((await stand.refused())['3cx.token']).toBeGreaterThanOrEqual(2);
    expect(stand.dead.filter((d) => d.code === '3cx.token')).toEqual([]);
  });

  test('a report that cannot be read is refused by its field, kept aside, and costs the next nothing', async () => {
    const bad = await engine.reportOf({ CallType: 'Parked', Number: '+74951234567' });
    expect(bad).toMatchObject({
      status: 400,
      answer: { error: '3cx.field', message: expect.stringContaining('CallType') },
    });
    expect(await engine.report(call({}))).toMatchObject({ status: 200 });
    expect(stand.told.calls).toHaveLength(1);
    const letter = await until('the letter', () => stand.dead.find((d) => d.code === '3cx.field'));
    expect(Buffer.from(letter.payload).toString()).toContain('Parked');
    expect(JSON.stringify(stand.log)).not.toContain(CRM_TOKEN);
  });
});
