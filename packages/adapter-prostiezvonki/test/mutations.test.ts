import { TestNats } from '@callbus/runtime/testkit';
import { BODIES, CURLS, seeded } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, CRM_TOKEN, plain, Stand } from './stand.ts';

// Nothing that comes in may crash the adapter, make it answer 5xx while the bus
// is there, or change what becomes of the request beside it.

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
  stand = await Stand.start(nats, [{ id: 'pz', crmToken: CRM_TOKEN, timeZone: 'Europe/Moscow' }], {
    routing: { deadlineMs: 50 },
  });
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
});

const ROUNDS = 120;
const AT_ONCE = 12;

type Fields = Record<string, unknown>;

const bodies = Object.values(BODIES)
  .flat()
  .map((text): Fields => ({ ...(JSON.parse(text) as Fields), crm_token: CRM_TOKEN }));
const queries = Object.values(CURLS).flat();

class Dice {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = seeded(seed);
  }
  below(n: number): number {
    return Math.floor(this.#next() * n);
  }
  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const JUNK: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  true,
  [],
  ['100'],
  {},
  { toString: 'x', valueOf: 7 },
  [[[[[{ a: [] }]]]]],
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '\u0000',
  'a\u001fb',
  '\ud800',
  '😀'.repeat(50),
  'x'.repeat(2_000),
  '../../etc/passwd',
  '*.>',
  '%',
  '%00%ff',
  '${jndi:ldap://x}',
  "'; DROP TABLE calls; --",
  '20260115T250000',
  '00000000T000000',
  '99991231T235959',
  '9'.repeat(300),
  'Infinity',
  'NaN',
  '1e400',
];
const NAMES = [
  'cmd',
  'type',
  'ext',
  'callid',
  'start',
  'end',
  'duration',
  'status',
  'link',
  'phone',
  '__proto__',
  'constructor',
  'x',
];

function mutatedBody(dice: Dice, id: string): string | Buffer {
  const fields: Fields = { ...dice.one(bodies), callid: id };
  for (let n = 1 + dice.below(3); n > 0; n--) {
    const name = dice.one([...Object.keys(fields), ...NAMES]);
    const own = { value: dice.one(JUNK), writable: true, enumerable: true, configurable: true };
    if (dice.below(3) === 0) delete fields[name];
    else Object.defineProperty(fields, name, own);
  }
  let text = JSON.stringify(fields);
  // A key told twice: the last one counts in JSON, whichever it is.
  if (dice.below(4) === 0) {
    const twice = JSON.stringify({ [dice.one(NAMES)]: dice.one(JUNK) }).slice(1, -1);
    if (twice) text = `${text.slice(0, -1)},${twice}}`;
  }
  if (dice.below(5) > 0) return text;
  const bytes = Buffer.from(text);
  for (let n = 1 + dice.below(4); n > 0; n--) bytes[dice.below(bytes.length)] = dice.below(256);
  return dice.below(2) ? bytes : bytes.subarray(0, dice.below(bytes.length));
}

function mutatedQuery(dice: Dice, id: string): string {
  const parts = dice.one(queries).replace('call_id=32323', `call_id=${id}`).split('&');
  for (let n = 1 + dice.below(3); n > 0; n--) {
    const at = dice.below(parts.length);
    const [name = ''] = (parts[at] ?? '').split('=');
    const drawn = dice.one(JUNK);
    const junk = (typeof drawn === 'string' ? drawn : String(JSON.stringify(drawn))).toWellFormed();
    const value = dice.below(3) ? encodeURIComponent(junk) : junk.replace(/[^!-~]|[#&]/g, '+');
    const mutations = [
      () => void parts.splice(at, 1),
      () => void parts.splice(at, 1, `${name}=${value}`),
      () => void parts.push(`${name}=${value}`),
      () =>
        void parts.push(
          `${dice.one(['__proto__', 'constructor', name.toUpperCase(), `${name}[]`])}=${value}`,
        ),
      () => void parts.splice(at, 1, name),
      () => void parts.splice(at, 2, parts.slice(at, at + 2).join('=')),
      () => void parts.reverse(),
    ];
    dice.one(mutations)();
  }
  return parts.join('&');
}

/** The neighbour: a good request, and the event it must make. */
const neighbour = (id: string): Fields => ({
  cmd: 'event',
  type: 'INCOMING',
  direction: 'in',
  user: '100',
  ext: '100',
  phone: '89990000001',
  diversion: '3333333',
  callid: id,
});
const translated = async (): Promise<Map<unknown, string>> =>
  new Map(
    (await stand.events())
      .map(plain)
      .map(({ nativeId, eventId, key, occurredAt, observedAt, ...rest }) => [nativeId, JSON.stringify(rest)]),
  );

type Sent = { what: string; answer: Answer };

async function round(seed: number, send: (dice: Dice, id: string) => Promise<Sent>): Promise<number> {
  const dice = new Dice(seed);
  await stand.mark();
  const ids = Array.from({ length: AT_ONCE }, (_, i) => `m${seed}-${i}`);
  const [mutants, good] = await Promise.all([
    Promise.all(ids.map((id) => send(dice, id))),
    Promise.all(ids.map((id) => stand.crm('pz', neighbour(`good-${id}`)))),
  ]);
  for (const { what, answer } of mutants) {
    expect({ seed, what, fits: [200, 400, 401, 415].includes(answer.status), answer }).toMatchObject({
      fits: true,
    });
    if (answer.status !== 200)
      expect(answer.body).toMatchObject({ error: expect.stringMatching(/^prostiezvonki\./) });
  }
  expect(good.map((a) => a.status)).toEqual(ids.map(() => 200));
  const events = await translated();
  const told = ids.map((id) => events.get(`good-${id}`));
  expect(told).toEqual(ids.map(() => expected));
  const taken = mutants.filter(({ answer }) => answer.status === 200).length;
  // What was refused made nothing.
  expect(events.size - ids.length).toBeLessThanOrEqual(taken);
  return taken;
}

let expected: string | undefined;
beforeAll(async () => {
  await stand.mark();
  await stand.crm('pz', neighbour('alone'));
  expected = (await translated()).get('alone');
  expect(expected).toContain('"extension":"100"');
});

test('bodies that went wrong are taken or refused, and their neighbours never notice', async () => {
  let taken = 0;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    taken += await round(seed, async (dice, id) => {
      const body = mutatedBody(dice, id);
      const type = dice.one([
        'application/json',
        'application/json',
        '',
        'text/plain',
        'x/y; z',
        'application/x-www-form-urlencoded',
      ]);
      return { what: `${type} ${body}`, answer: await stand.crm('pz', body, type) };
    });
  }
  // Both happen, or the mutations would prove nothing.
  expect(taken).toBeGreaterThan(ROUNDS);
  expect(taken).toBeLessThan(ROUNDS * AT_ONCE - ROUNDS);
});

test('queries that went wrong are taken or refused, and their neighbours never notice', async () => {
  let taken = 0;
  for (let seed = 100_001; seed <= 100_000 + ROUNDS; seed++) {
    taken += await round(seed, async (dice, id) => {
      const query = mutatedQuery(dice, id);
      return { what: query, answer: await stand.pbx('pz', query) };
    });
  }
  expect(taken).toBeGreaterThan(ROUNDS);
  expect(taken).toBeLessThan(ROUNDS * AT_ONCE - ROUNDS);
});
