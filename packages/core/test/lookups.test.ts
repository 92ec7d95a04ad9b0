import {
  CallEventCodec,
  EventType,
  LookupAnswerCodec,
  LookupKind,
  LookupQuestionCodec,
  LookupStatus,
  lookupSubject,
  PopupPhase,
} from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onSite, Site } from './support/site.ts';

const found = (name: string, responsible = '') => ({
  status: LookupStatus.FOUND,
  counterparty: { base: 'ut', contacts: [{ name }] },
  responsible,
});

const call = (key: string, number = `8999${key.padStart(7, '0')}`): string => `
  0  offered    customer:${number}  call=${key}  native=${key}
  1  delivered  100  call=${key}
  9  cleared    call=${key}
`;

describe('a look-up', () => {
  let site: Site;
  let asked: { text: string }[];
  let answer: (text: string) => Promise<object> | object;
  beforeAll(async () => {
    site = await Site.start();
    asked = site.directory('ut', async ({ text }) => await answer(text));
    await site.core({ bases: ['ut'], routing: { deadlineMs: 300 } });
  });
  afterAll(() => site.stop());

  test('is asked once, is in the record with its rule, and remembered for the next call', async () => {
    answer = () => found('Ромашка', '101');
    await site.tell(call('1'));
    await site.story('1');
    await site.records();
    const [record] = site.revisions('1');
    expect(record).toMatchObject({ responsible: '101', revision: 1 });
    expect(record?.counterparty?.contacts?.[0]?.name).toBe('Ромашка');
    expect(record?.decisions.map((d) => d.rule)).toContain('lookup.found');
    await site.tell(call('2', '8999000-00-01'));
    expect((await site.story('2')).rules).toContain('lookup.found-remembered');
    expect(asked.map((q) => q.text)).toEqual(['89990000001']);
  });

  test('reaches screens that show the call', async () => {
    answer = () => found('Ромашка');
    await site.tell('0 offered customer:89990000021 call=21 native=21\n 1 delivered 121 call=21');
    const update = await until('the update', () =>
      site.popups.values.find((p) => p.extension === '121' && p.counterparty !== null && p.phase === 4),
    );
    expect(update.counterparty?.contacts?.[0]?.name).toBe('Ромашка');
    await site.tell('9 cleared call=21');
    await site.story('21');
  });

  test('that finds nobody, or several, decides nothing', async () => {
    answer = () => ({ status: LookupStatus.NOT_FOUND });
    await site.tell(call('31'));
    const nobody = await site.story('31');
    expect(nobody.rules).toContain('lookup.not-found');
    const shown = site.popups.values.filter((p) => p.callId === nobody.callId);
    expect(shown.map((p) => p.phase)).not.toContain(PopupPhase.INFORMATION);
    answer = () => ({
      ...found('A', '101'),
      counterparty: { base: 'ut', contacts: [{ name: 'A' }, { name: 'B' }] },
    });
    await site.tell(call('32'));
    expect((await site.story('32')).rules).toContain('lookup.ambiguous');
    const [record] = site.revisions('32');
    expect(record).toMatchObject({ responsible: '' });
    expect(record?.counterparty?.contacts).toHaveLength(2);
  });

  test('that no base answers in time is unavailable, and the record goes without', async () => {
    answer = () => new Promise(() => {});
    await site.tell(call('51'));
    const story = await site.story('51');
    expect(story).toMatchObject({ revision: 1, status: 'missed' });
    expect(story.rules).toContain('lookup.deadline');
    expect(site.revisions('51')[0]?.counterparty).toBeNull();
  });

  test('of a withheld number is never asked', async () => {
    const before = asked.length;
    answer = () => found('nobody');
    await site.tell(call('61', 'anonymous'));
    expect((await site.story('61')).rules).toEqual(['direction.first-party-outside', 'status.nobody-talked']);
    expect(asked).toHaveLength(before);
  });

  test('of a party known by UUID only is asked by that', async () => {
    const uuid = '7f6c1f5e-0000-4000-8000-000000000003';
    answer = () => found('Ромашка');
    await site.tell(`0 delivered 100 call=65 native=65 dir=in calling=uuid:${uuid}\n 9 cleared call=65`);
    const story = await site.story('65');
    expect(story).toMatchObject({ number: null, raw: uuid });
    expect(story.rules).toContain('lookup.found');
    expect(site.revisions('65')[0]?.counterparty?.contacts?.[0]?.name).toBe('Ромашка');
    expect(asked.at(-1)).toMatchObject({ text: uuid, kind: LookupKind.UUID });
  });

  test('is answered for others, from memory too, and never mixes what is asked by', async () => {
    answer = (text) => (text.includes('@') ? { status: LookupStatus.UNSUPPORTED } : found(text));
    const ask = async (text: string, kind = LookupKind.NUMBER): Promise<object> => {
      const question = LookupQuestionCodec.encode({ kind, text, deadlineMs: 1_000 });
      const reply = LookupAnswerCodec.decode(await site.bus.request(lookupSubject, question, 2_000));
      const { status, cached } = reply;
      return { status, cached, name: reply.counterparty?.contacts?.[0]?.name };
    };
    const { FOUND, NOT_FOUND, UNSUPPORTED } = LookupStatus;
    expect(await ask('89990000071')).toEqual({ status: FOUND, cached: false, name: '89990000071' });
    expect(await ask('+79990000071')).toEqual({ status: FOUND, cached: true, name: '89990000071' });
    expect(await ask('a@shop.test', LookupKind.EMAIL)).toEqual({ status: UNSUPPORTED, cached: false });
    expect(await ask('Ромашка', LookupKind.SEARCH)).toEqual({
      status: FOUND,
      cached: false,
      name: 'Ромашка',
    });
    expect(await ask('Лютик', LookupKind.SEARCH)).toEqual({ status: FOUND, cached: false, name: 'Лютик' });
    expect(await ask('anonymous')).toEqual({ status: NOT_FOUND, cached: false });
  });
});

test.concurrent('a base that is away at all holds nothing up', () =>
  onSite(async (site) => {
    await site.core({ bases: ['ut'] });
    await site.tell(call('1'));
    const story = await site.story('1');
    expect(story.rules).toContain('lookup.deadline');
    expect(site.revisions('1')[0]?.decisions.find((d) => d.subject === 'lookup')?.outcome).toBe(
      'unavailable',
    );
  }));

test.concurrent('a look-up that is on its way when the call ends is waited for: one record has it all', () =>
  onSite(async (site) => {
    const gate = Promise.withResolvers<void>();
    site.directory('ut', async () => {
      await gate.promise;
      return found('Ромашка');
    });
    await site.core({ bases: ['ut'], routing: { deadlineMs: 10_000 } });
    await site.tell(call('1'));
    await until('the end is known', async () => (await site.live())[0]?.ended);
    expect(await site.records()).toEqual([]);
    gate.resolve();
    expect(await site.story('1')).toMatchObject({
      revision: 1,
      rules: ['lookup.found', expect.any(String), expect.any(String)],
    });
  }));

test.concurrent('of two bases the one that knows the manager is believed', () =>
  onSite(async (site) => {
    site.directory('one', () => found('First'));
    site.directory('two', () => found('Second', '102'));
    await site.core({ bases: ['one', 'two'] });
    await site.tell(call('1'));
    await site.story('1');
    expect(site.revisions('1')[0]).toMatchObject({ responsible: '102' });
  }));

test.concurrent('a look-up that cannot be told to the stream does not hold the record: it amends it later', () =>
  onSite(async (site) => {
    const gate = Promise.withResolvers<void>();
    site.directory('ut', async () => {
      await gate.promise;
      return found('Ромашка');
    });
    await site.core({ bases: ['ut'], routing: { deadlineMs: 10_000 } });
    await site.tell(call('1'));
    expect((await site.story('1')).rules).not.toContain('lookup.found');
    gate.resolve();
    expect((await site.story('1', 2)).rules).toContain('lookup.found');
    await site.records();
    expect(site.revisions('1').map((r) => r.revision)).toEqual([1, 2]);
  }));

test.concurrent('calls that ended while core was away are not looked up: nobody waits for them', () =>
  onSite(async (site) => {
    const asked = site.directory('ut', () => found('Ромашка'));
    await site.tell(call('1'));
    const told = site.bus.clock.now();
    await until('its time is over', () => site.bus.clock.now() > told + 1_300);
    await site.core({ bases: ['ut'] });
    expect(await site.story('1')).toMatchObject({ status: 'missed', revision: 1 });
    await site.tell(call('2'));
    await site.story('2');
    expect(asked.map((q) => q.text)).toEqual(['89990000002']);
  }));

test.concurrent("what a look-up found is the call's for good: it is on the stream", () =>
  onSite(async (site) => {
    const asked = site.directory('ut', () => found('Ромашка', '101'));
    const first = await site.core({ bases: ['ut'] });
    await site.tell('0 offered customer:89990000001 native=n-1\n 1 delivered 100');
    const told = await until('the answer on the stream', async () => {
      const m = await site.bus.jsm.streams.getMessage('CALLS', { last_by_subj: 'callbus.v1.event.>' });
      const event = m && CallEventCodec.decode(m.data);
      return event?.type === EventType.CALL_INFORMATION && event;
    });
    expect(told.information).toMatchObject({ responsible: '101' });
    await first.abandon();
    await site.core({ bases: ['ut'] });
    await site.tell('9 cleared');
    await site.story('n-1');
    expect(site.revisions('n-1')[0]).toMatchObject({ responsible: '101', revision: 1 });
    expect(asked).toHaveLength(1);
  }));
