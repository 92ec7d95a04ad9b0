import { CallStatus, Direction, EventType, RecordState } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stand } from './support/stand.ts';

let nats: TestNats;
let sim: ThreeCxSim;
let stand: Stand;
let numbers = 0;
const customer = (): string => `+7495${String(4_000_000 + ++numbers)}`;

beforeAll(async () => {
  nats = await TestNats.start();
  sim = new ThreeCxSim({ routePoints: ['900'] });
  await sim.start();
  stand = await Stand.start(
    nats,
    { callControl: { url: sim.url, clientId: '900', clientSecret: 'sim-client-secret' } },
    { routing: { deadlineMs: 2_000, fallback: '103' } },
  );
  await stand.listening();
});

afterAll(async () => {
  await stand?.stop();
  await sim?.stop();
  await nats?.stop();
});

beforeEach(() => {
  sim.server.forbidden = false;
  sim.server.requests.length = 0;
});

/** What was POSTed. */
const posted = (): { path: string; body: unknown }[] =>
  sim.server.requests
    .filter((r) => r.method === 'POST')
    .map(({ path, body }) => ({ path, body: JSON.parse(body) }));

const seen = (number: string, type: EventType): Promise<unknown> =>
  until(`${EventType[type]}`, () =>
    stand.events.some((e) => e.type === type && [e.calling?.number, e.called?.number].includes(number)),
  );

test('makeCall rings the device, and the record says that it was a click', async () => {
  const number = customer();
  const result = await stand.command('makeCall', { extension: '101', number });
  expect(result).toMatchObject({ ok: true });
  expect(JSON.parse(result.result)).toMatchObject({ status: 200, callid: expect.any(Number) });
  expect(posted()).toEqual([
    {
      path: '/callcontrol/101/devices/sip%3A101%40127.0.0.1%3A5063/makecall',
      body: { reason: 'None', destination: number, timeout: 45, attacheddata: {} },
    },
  ]);
  await seen(number, EventType.ORIGINATED);
  await stand.command('drop', { extension: '101' });
  expect(await stand.record(number, (r) => r.state >= RecordState.FINAL)).toMatchObject({
    direction: Direction.OUTBOUND,
    extension: '101',
    decisions: expect.arrayContaining([expect.objectContaining({ rule: 'direction.stated' })]),
  });
});

test('divert, transferTo, routeTo, answer and attached data reach the participant', async () => {
  const number = customer();
  const call = sim.inbound(number);
  sim.ring(call, '101');
  await seen(number, EventType.DELIVERED);
  expect(await stand.command('divert', { extension: '101', destination: '102', timeout: 20 })).toMatchObject({
    ok: true,
  });
  sim.control(call, '102');
  const data = { order: '42' };
  for (const [verb, more] of [
    ['attachData', { data }],
    ['answer', {}],
    ['routeTo', { destination: '101' }],
    ['transferTo', { destination: '103' }],
  ] as const)
    expect(await stand.command(verb, { extension: '102', ...more })).toMatchObject({ ok: true });
  expect(posted().map(({ path, body }) => [path.replace(/\d+(?=\/\w+$)/, 'N'), body])).toEqual([
    ['/callcontrol/101/participants/N/divert', { reason: 'None', destination: '102', timeout: 20 }],
    ['/callcontrol/102/participants/N/attach_participant_data', { attacheddata: data }],
    ['/callcontrol/102/participants/N/answer', { reason: 'None' }],
    ['/callcontrol/102/participants/N/routeto', { reason: 'None', destination: '101', timeout: 45 }],
    ['/callcontrol/102/participants/N/transferto', { reason: 'None', destination: '103', timeout: 45 }],
  ]);
  sim.hangUp(call);
  expect(await stand.record(number, (r) => r.state >= RecordState.FINAL)).toMatchObject({
    status: CallStatus.ANSWERED,
    answeredBy: '102',
  });
});

describe('what cannot be done says why', () => {
  const refused = async (verb: string, parameters: Record<string, unknown>): Promise<unknown[]> => {
    const { ok, fault } = await stand.command(verb, parameters);
    return [ok, fault?.status, fault?.code, fault?.message];
  };

  test('parameters that are missing or no numbers', async () => {
    expect(await refused('drop', {})).toEqual([
      false,
      400,
      'command.parameters',
      expect.stringContaining('extension'),
    ]);
    expect(await refused('divert', { extension: '101', destination: 'x' })).toEqual([
      false,
      400,
      'command.parameters',
      expect.stringContaining('destination'),
    ]);
    expect((await refused('attachData', { extension: '101', data: { a: 1 } }))[1]).toBe(400);
  });

  test('a number 3CX does not show, and one without a call', async () => {
    expect((await refused('drop', { extension: '199' })).slice(0, 3)).toEqual([false, 404, '3cx.extension']);
    expect((await refused('makeCall', { extension: '199', number: '102' })).slice(1, 3)).toEqual([
      404,
      '3cx.extension',
    ]);
    expect((await refused('drop', { extension: '103' })).slice(0, 3)).toEqual([false, 404, '3cx.no-call']);
  });

  test('a call in the wrong state, a phone that cannot be answered for, several calls', async () => {
    const number = customer();
    const call = sim.inbound(number);
    sim.ring(call, '101');
    expect((await refused('transferTo', { extension: '101', destination: '102' })).slice(1, 3)).toEqual([
      409,
      '3cx.state',
    ]);
    expect((await refused('answer', { extension: '101' })).slice(1, 3)).toEqual([409, '3cx.state']);
    const other = sim.inbound(customer());
    sim.ring(other, '101');
    expect((await refused('drop', { extension: '101' })).slice(1, 3)).toEqual([409, '3cx.several']);
    expect(await stand.command('drop', { extension: '101', callid: other.callid })).toMatchObject({
      ok: true,
    });
    sim.hangUp(call);
  });

  test('a licence that does not have it, and a PBX that is away', async () => {
    sim.server.forbidden = true;
    expect((await refused('drop', { extension: '101' })).slice(1, 3)).toEqual([403, '3cx.forbidden']);
    sim.server.forbidden = false;
    await sim.server.stop();
    expect((await refused('drop', { extension: '101' })).slice(1, 3)).toEqual([502, '3cx.away']);
    await sim.server.start();
    await until('the link to break', () => stand.link('callControl')?.state === 'degraded' || undefined);
    await stand.listening();
  });
});

test('a call at a route point goes to whom core names', async () => {
  const number = customer();
  const call = sim.inbound(number);
  sim.ring(call, '900');
  await until('the divert', () =>
    posted().find((p) => /^\/callcontrol\/900\/participants\/\d+\/divert$/.test(p.path)),
  );
  expect(posted()[0]?.body).toEqual({ reason: 'None', destination: '103' });
  sim.answer(call, '103');
  await seen(number, EventType.ESTABLISHED);
  sim.hangUp(call);
  const record = await stand.record(number, (r) => r.state >= RecordState.FINAL);
  expect(record).toMatchObject({ status: CallStatus.ANSWERED, extension: '103', rang: ['103'] });
  expect(record.decisions.some((d) => d.subject === 'route')).toBe(true);
});
