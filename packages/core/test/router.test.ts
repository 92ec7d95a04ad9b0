import {
  CallEventCodec,
  type LookupAnswerInit,
  LookupStatus,
  type Party,
  PartyKind,
  type RouteAnswer,
  RouteAnswerCodec,
  RouteQuestionCodec,
  routeSubject,
} from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onSite, Site } from './support/site.ts';

const external = (number: string): Party => ({ kind: PartyKind.EXTERNAL, number });

let asking = 0;
/** Asks where a call should go, as an adapter does. */
async function ask(site: Site, calling: Party, { key = '', deadlineMs = 800 } = {}): Promise<RouteAnswer> {
  const questionId = `question-${++asking}`;
  const question = RouteQuestionCodec.encode({ questionId, instance: 'pbx', key, calling, deadlineMs });
  const answer = RouteAnswerCodec.decode(await site.bus.request(routeSubject, question, 20_000));
  expect(answer.questionId).toBe(questionId);
  return answer;
}

const responsible = (extension: string, names = ['Ромашка']): LookupAnswerInit => ({
  status: LookupStatus.FOUND,
  counterparty: { base: 'ut', contacts: names.map((name) => ({ name })) },
  responsible: extension,
});

describe('where a call should go', () => {
  let site: Site;
  let answer: () => LookupAnswerInit | Promise<LookupAnswerInit>;
  let asked: unknown[];
  beforeAll(async () => {
    site = await Site.start();
    asked = site.directory('ut', () => answer());
    await site.core({ bases: ['ut'], routing: { fallback: '900' } });
  });
  afterAll(() => site.stop());

  test('is to the responsible manager', async () => {
    answer = () => responsible('101');
    const { extension, decision, counterparty } = await ask(site, external('89990000001'));
    expect(extension).toBe('101');
    expect(decision).toMatchObject({
      subject: 'route',
      rule: 'route.responsible',
      outcome: '101',
      details: { base: 'ut', lookup: 'lookup.found' },
    });
    expect(counterparty?.contacts?.[0]?.name).toBe('Ромашка');
  });

  test('is asked afresh each time: the manager may have changed', async () => {
    answer = () => responsible('102');
    expect((await ask(site, external('89990000001'))).extension).toBe('102');
    answer = () => responsible('103');
    expect((await ask(site, external('89990000001'))).extension).toBe('103');
  });

  test.each([
    ['nobody is known', { status: LookupStatus.NOT_FOUND }, 'route.no-responsible'],
    ['nobody is responsible', responsible(''), 'route.no-responsible'],
    ['several are known', responsible('101', ['A', 'B']), 'route.ambiguous'],
  ])('is left to the PBX where %s', async (_name, reply, rule) => {
    answer = () => reply;
    const { extension, decision } = await ask(site, external('89990000002'));
    expect([extension, decision?.rule]).toEqual(['', rule]);
  });

  test('is the declared fallback where the base does not answer in time, or says it cannot', async () => {
    answer = () => new Promise(() => {});
    const late = await ask(site, external('89990000003'), { deadlineMs: 200 });
    expect(late.extension).toBe('900');
    expect(late.decision).toMatchObject({
      rule: 'route.fallback',
      outcome: '900',
      details: { lookup: 'lookup.deadline' },
    });
    answer = () => ({ status: LookupStatus.UNAVAILABLE });
    const away = await ask(site, external('89990000003'));
    expect(away.decision).toMatchObject({
      rule: 'route.fallback',
      details: { lookup: 'lookup.unavailable' },
    });
  });

  test.each([
    ['withheld', { kind: PartyKind.WITHHELD, number: 'anonymous' }],
    ['a word for nobody', external('anonymous')],
    ['empty', {}],
  ])('is left to the PBX, unasked, where the number is %s', async (_name, party) => {
    const before = asked.length;
    answer = () => responsible('101');
    const { extension, decision } = await ask(site, party);
    expect([extension, decision?.rule]).toEqual(['', 'route.no-number']);
    expect(asked).toHaveLength(before);
  });

  test('is told to the stream, and is in the record of its call', async () => {
    answer = () => responsible('101');
    await ask(site, external('89990000004'));
    await site.tell('0 offered customer:89990000004 call=a native=a\n 9 cleared call=a');
    expect((await site.story('a')).rules).toContain('route.responsible');
    await ask(site, external('89990000005'), { key: 'b' });
    await site.tell('0 offered customer:89990000005 call=b native=b\n 9 cleared call=b');
    await site.story('b');
    const decision = site.revisions('b')[0]?.decisions.find((d) => d.subject === 'route');
    expect(decision).toMatchObject({ rule: 'route.responsible', outcome: '101' });
  });

  test('is not asked for by what is no question', async () => {
    await site.bus.publish('callbus.v1.event.0.pbx.x', Buffer.from([1])).catch(() => {});
    await expect(site.bus.request(routeSubject, Buffer.from('not a question'), 300)).rejects.toThrow(
      'no answer',
    );
    answer = () => responsible('101');
    expect((await ask(site, external('89990000006'))).extension).toBe('101');
  });
});

test('smart transfer that is switched off leaves every call to the PBX, and says so', () =>
  onSite(async (site) => {
    const asked = site.directory('ut', () => responsible('101'));
    await site.core({ bases: ['ut'], routing: { smartTransfer: false, fallback: '900' } });
    const { extension, decision } = await ask(site, external('89990000001'), { key: 'k1' });
    expect([extension, decision?.rule]).toEqual(['', 'route.off']);
    expect(asked).toEqual([]);
    const told = await until('the decision on the stream', async () => {
      const m = await site.bus.jsm.streams.getMessage('CALLS', { last_by_subj: 'callbus.v1.event.>' });
      return m && CallEventCodec.decode(m.data);
    });
    expect(told.route).toMatchObject({ extension: '', number: '89990000001' });
  }));

test('without any base a question goes to the fallback', () =>
  onSite(async (site) => {
    await site.core({ routing: { fallback: '900' } });
    const { extension, decision } = await ask(site, external('89990000001'));
    expect(extension).toBe('900');
    expect(decision).toMatchObject({ rule: 'route.fallback', details: { lookup: 'lookup.no-base' } });
  }));
