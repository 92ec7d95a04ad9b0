import { TestNats, until } from '@callbus/runtime/testkit';
import type { Fault } from '@callbus/sim-1c';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Block, newCall, Stand, TOKEN } from './stand.ts';

let nats: TestNats;
let stand: Stand;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(() => stand.stop());

const begin = async (sink: Block = {}): Promise<void> => {
  stand = await Stand.start(nats, { sink });
};

describe('what 1C will never take', () => {
  test.each([
    [400, '{"error":"поле callid: не указано"}', 'application/json'],
    [404, '{"error":"нет такого метода"}', 'application/json'],
    [409, 'уже есть', 'text/plain'],
    [413, 'too large', 'text/plain'],
    [422, '', undefined],
  ])('%i with %j is set aside with its reason while others go on', async (status, body, type) => {
    await begin();
    const bad = newCall();
    const fault = { kind: 'answer', status, body, ...(type ? { type } : {}) } as const;
    stand.sim.faultOf = (m) => (m.callid === bad ? fault : undefined);
    await stand.record({ callId: bad });
    const others = await stand.records(5);
    await stand.taking(others);
    await stand.idle();
    expect(stand.tries.get(bad)).toBe(1);
    const reason = `${status} ${body}`.trim();
    expect(await stand.dead()).toMatchObject([
      { service: stand.id, code: 'sink.refused', callId: bad, reason },
    ]);
    expect(stand.log.join('')).toContain(`Запись звонка ${bad} отложена`);
    expect(stand.link?.state).toBe('ok');
  });

  test.each([9e15, -9e15, 253_402_300_799_000])(
    'a record whose times cannot be written (%d) is set aside, and a hundred of them hold up nobody',
    async (startedAt) => {
      await begin();
      const bad = Array.from({ length: 100 }, newCall);
      for (const callId of bad) await stand.record({ callId, startedAt, endedAt: startedAt });
      const others = await stand.records(5);
      await stand.taking(others);
      await stand.idle();
      const dead = await stand.dead();
      expect(dead.map((d) => d.callId).sort()).toEqual([...bad].sort());
      expect(new Set(dead.map((d) => d.code))).toEqual(new Set(['sink.record']));
    },
  );

  test('a record set aside does not keep a later revision from going', async () => {
    await begin({ upsert: true });
    const callId = newCall();
    stand.sim.faultOf = (m) => (m.revision === 1 ? { kind: 'refuse' } : undefined);
    await stand.record({ callId });
    await stand.record({ callId, revision: 2 });
    await stand.idle();
    expect(stand.sim.histories.map((h) => h.revision)).toEqual([2]);
  });

  test('the reason is cut short and carries no secret, though 1C says it back', async () => {
    await begin();
    const body = `{"crm_token":"${TOKEN}"} ${'длинно '.repeat(200)}`;
    stand.sim.faultOf = () => ({ kind: 'answer', status: 400, body, type: 'text/plain' });
    await stand.record();
    await stand.idle();
    const [letter] = await stand.dead();
    expect(letter?.reason).toMatch(/^400 \{"crm_token":"\*\*\*"\} длинно/);
    expect(letter?.reason.length).toBeLessThan(320);
    expect(stand.log.join('')).not.toContain(TOKEN);
  });
});

describe('what 1C stumbles over', () => {
  test('fewer than five, and it goes', async () => {
    await begin();
    let failures = 1;
    stand.sim.faultOf = () => (failures-- > 0 ? { kind: 'error' } : undefined);
    const id = await stand.record();
    await stand.taking([id]);
    await stand.idle();
    expect(stand.tries.get(id)).toBe(2);
    expect(await stand.dead()).toEqual([]);
  });

  test('500 five times is set aside with its text, an HTML 500 after five proofs that others pass', async () => {
    await begin();
    const [json, html] = [newCall(), newCall()];
    stand.sim.faultOf = (m) => {
      if (m.callid === html) return { kind: 'page', status: 500 };
      return m.callid === json ? { kind: 'error' } : undefined;
    };
    await stand.record({ callId: json });
    await stand.record({ callId: html });
    let others = 0;
    await until('both to be set aside', async () => {
      await stand.taking([await stand.record()]);
      others++;
      return (await stand.dead()).length === 2;
    });
    await stand.idle();
    const reasons = new Map((await stand.dead()).map((d) => [d.callId, d.reason]));
    expect(reasons.get(json)).toBe('500 {"error":"Ошибка при вызове метода контекста (Записать)"}');
    expect(reasons.get(html)).toBe('500 HTML');
    expect(stand.tries.get(json)).toBe(5);
    // Its first attempt proves nothing yet, nor does one before which nobody else passed.
    expect(stand.tries.get(html)).toBeGreaterThanOrEqual(6);
    expect(stand.taken.size).toBe(others);
    expect(stand.repeats).toEqual([]);
  });

  test('an HTML 500 proves nothing while nobody else passes', async () => {
    await begin();
    const waiting = newCall();
    stand.sim.faultOf = (m) => (m.callid === waiting ? { kind: 'page', status: 500 } : { kind: 'refuse' });
    await stand.record({ callId: waiting });
    await until('many attempts', async () => {
      // Refused, these say that somebody answers, and not that 1C takes records.
      const id = await stand.record();
      await until('its refusal', () => stand.tries.has(id));
      return (stand.tries.get(waiting) ?? 0) >= 8;
    });
    stand.sim.faultOf = undefined;
    await stand.taking([waiting]);
    expect((await stand.dead()).map((d) => d.callId)).not.toContain(waiting);
  });

  test('an HTML page of another status is never a record’s fault', async () => {
    await begin();
    const unlucky = newCall();
    let pages = 6;
    stand.sim.faultOf = (m) =>
      m.callid === unlucky && pages-- > 0 ? { kind: 'page', status: 502 } : undefined;
    await stand.record({ callId: unlucky });
    await until('it', async () => {
      await stand.taking([await stand.record()]);
      return stand.taken.has(unlucky);
    });
    expect(await stand.dead()).toEqual([]);
  });
});

describe('an extension that answers carelessly is believed', () => {
  test.each([
    ['nothing', { kind: 'answer', status: 200 }],
    ['204', { kind: 'answer', status: 204 }],
    ['JSON called HTML', { kind: 'answer', status: 200, body: '{"result":"ok"}', type: 'text/html' }],
    ['a word called HTML', { kind: 'answer', status: 200, body: 'Успешно', type: 'text/html' }],
    ['a word', { kind: 'answer', status: 201, body: 'OK', type: 'text/plain' }],
    ['a flood', { kind: 'answer', status: 200, body: 'x'.repeat(3 << 20), type: 'text/plain' }],
  ] as [string, Fault][])('%s', async (_what, fault) => {
    await begin();
    await stand.sim.fault(fault);
    await stand.records(3);
    await stand.idle();
    expect([...stand.tries.values()]).toEqual([1, 1, 1]);
    expect(await stand.dead()).toEqual([]);
    expect(stand.link?.state).toBe('ok');
  });
});
