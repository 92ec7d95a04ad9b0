import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Refusal } from '../../src/index.ts';
import { TestNats } from '../../src/testkit/index.ts';
import { AdapterStand } from './stand.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());

const refusal = (more: Partial<Refusal> = {}): Refusal => ({
  code: 'toy.field',
  reason: 'field cmd: found nothing',
  source: 'POST /toy/crm',
  contentType: 'application/json',
  payload: Buffer.from('{"crm_token":"test-token-1"}'),
  ...more,
});

test('what is refused is counted, logged, and kept aside with its reason', async () => {
  const stand = await AdapterStand.start(nats, { id: 'refusing' });
  stand.adapter.refuse(refusal({ payload: Buffer.from('{"phone":"89990001122"}') }));
  const [letter] = await stand.dead(1);
  expect(letter).toMatchObject({
    service: 'refusing',
    code: 'toy.field',
    reason: 'field cmd: found nothing',
    source: 'POST /toy/crm',
    contentType: 'application/json',
  });
  // Kept aside, a number can be read: it is there to be mended.
  expect(Buffer.from(letter?.payload ?? []).toString()).toBe('{"phone":"89990001122"}');
  expect(letter?.id).toMatch(/^[0-9A-Z]{26}$/);
  expect(letter?.at).toBeGreaterThan(1.7e12);
  expect(await stand.metric('callbus_refused_total', { service: 'refusing', code: 'toy.field' })).toBe(1);
  expect(await stand.metric('callbus_set_aside_total', { service: 'refusing', code: 'toy.field' })).toBe(1);
  expect(stand.log.lines()).toContainEqual(
    expect.objectContaining({ level: 'warn', code: 'toy.field', msg: 'field cmd: found nothing' }),
  );
});

test('no secret goes along, wherever it stands', async () => {
  const secret = 'test-token-1';
  const stand = await AdapterStand.start(nats, { id: 'discreet', secrets: [secret] });
  const at = 65_536 - 5;
  stand.adapter.refuse(
    refusal({
      reason: `the token ${secret} was refused`,
      source: `GET /toy/pbx/${secret}/`,
      // One of them lies across the place where the payload is cut.
      payload: Buffer.from(`${secret}${'x'.repeat(at - secret.length)}${secret}${'x'.repeat(100)}`),
    }),
  );
  const [letter] = await stand.dead(1);
  const payload = Buffer.from(letter?.payload ?? []).toString();
  expect(letter).toMatchObject({ reason: 'the token *** was refused', source: 'GET /toy/pbx/***/' });
  expect(payload.startsWith('***xxx')).toBe(true);
  expect(payload.length).toBeLessThanOrEqual(65_536);
  expect(`${payload}${stand.log.text()}`).not.toMatch(/test-t/);
});

test('what cannot be read as text is kept as it came', async () => {
  const stand = await AdapterStand.start(nats, { id: 'binary' });
  const payload = Buffer.from([0, 0xff, 0xfe, 0x80, 0xc3]);
  stand.adapter.refuse(refusal({ payload, contentType: 'application/octet-stream' }));
  expect(Buffer.from((await stand.dead(1))[0]?.payload ?? [])).toEqual(payload);
});

test('the same twice is kept once; something else beside it', async () => {
  const stand = await AdapterStand.start(nats, { id: 'twice' });
  for (const code of ['toy.field', 'toy.field', 'toy.type']) stand.adapter.refuse(refusal({ code }));
  expect((await stand.dead(2)).map((l) => l.code).sort()).toEqual(['toy.field', 'toy.type']);
  expect(await stand.metric('callbus_refused_total', { code: 'toy.field' })).toBe(2);
});

test('what is not worth keeping is only counted', async () => {
  const stand = await AdapterStand.start(nats, { id: 'counting' });
  stand.adapter.refuse(refusal({ code: 'toy.stranger', keep: false }));
  stand.adapter.refuse(refusal({ code: 'toy.last' }));
  expect((await stand.dead(1)).map((l) => l.code)).toEqual(['toy.last']);
  expect(await stand.metric('callbus_refused_total', { code: 'toy.stranger' })).toBe(1);
  expect(await stand.metric('callbus_set_aside_total', { code: 'toy.stranger' })).toBe(0);
});

test('without a bus what could not be kept is at least said', async () => {
  const own = await TestNats.start();
  const stand = await AdapterStand.start(own, { id: 'silent' });
  await own.kill();
  await expect.poll(() => stand.bus.connected).toBe(false);
  stand.adapter.refuse(refusal());
  await expect.poll(() => stand.log.lines().filter((l) => l.msg?.startsWith('field cmd')).length).toBe(1);
  await own.launch();
  await stand.service.stop();
  await own.stop();
});
