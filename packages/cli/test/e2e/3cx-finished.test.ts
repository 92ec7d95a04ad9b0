import { crmTemplate } from '@callbus/adapter-3cx';
import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { CrmEngine, cdrLine, dialCdr, type SimCall, ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Site } from './site.ts';

// One adapter that has the CRM door alone, and one that has the CDR door alone:
// each journals every call by itself.
const START = Date.parse('2026-03-02T09:00:00Z');
const MOSCOW_MS = 3 * 3_600_000;
const FIELDS = [
  'historyid',
  'callid',
  'duration',
  'time-start',
  'time-answered',
  'time-end',
  'reason-terminated',
  'from-no',
  'to-no',
  'from-dn',
  'to-dn',
  'dial-no',
  'reason-changed',
  'final-number',
  'final-dn',
  'chain',
  'from-type',
  'to-type',
  'final-type',
  'from-dispname',
  'missed-queue-calls',
];
const TOKEN = 'test-crm-token-1';
const ANNA = '+74951234567';

interface Row extends Record<string, unknown> {
  callId: string;
  pbx: string;
}

const oneC = new OneCSim({
  contacts: [{ phones: [ANNA], name: 'Петрова Анна', ref: '42', responsible: '101' }],
});
let site: Site;
let engine: CrmEngine;
let cdrPort: number;

beforeAll(async () => {
  await oneC.start();
  cdrPort = await freePort();
  site = await Site.create(`
routing: { deadlineMs: 10000 }
adapters:
  - { id: crm, type: 3cx, crm: { token: ${TOKEN}, contactUrlTemplate: "https://1c.example.org/ut/#e1cib/data/K?ref={ref}" } }
  - { id: cdr, type: 3cx, cdr: { mode: active, listen: "127.0.0.1:${cdrPort}", fields: [${FIELDS.join(', ')}], timeZone: Europe/Moscow } }
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow, lookup: { lastDigits: 10 } }
`);
  await site.up();
  engine = new CrmEngine(crmTemplate({ publicUrl: site.origin, id: 'crm' }), { ApiKey: TOKEN });
});
afterAll(async () => {
  await site.dispose();
  await oneC.stop();
});

/** Seconds of the scenario's own clock. */
interface Script {
  sim: ThreeCxSim;
  at(seconds: number): void;
}

let made = 0;

/** Plays a scenario by a clock of its own and gives the call that came of it. */
function played(script: (s: Script) => void): SimCall {
  // Each an hour after the one before: they are calls apart.
  const begun = START + ++made * 3_600_000;
  let now = begun;
  const sim = new ThreeCxSim({ now: () => now });
  script({
    sim,
    at: (seconds) => {
      now = begun + seconds * 1_000;
    },
  });
  const [call] = sim.history;
  if (call === undefined) throw new Error('no call is over');
  return { ...call, historyId: String(1_000 + made) };
}

async function told(door: 'crm' | 'cdr', call: SimCall): Promise<void> {
  if (door === 'crm') expect(await engine.report(call)).toMatchObject({ status: 200 });
  else await dialCdr(cdrPort, [`${cdrLine(call, FIELDS, MOSCOW_MS)}\r\n`]);
}

const rowsOf = async (door: string, { startedAt }: SimCall): Promise<Row[]> => {
  const [from, to] = [startedAt - 1_800_000, startedAt + 1_800_000].map((at) => new Date(at).toISOString());
  const { items } = await site.get<{ items: Row[] }>(`/api/v1/calls?pbx=${door}&from=${from}&to=${to}`);
  return items;
};

/** What a scenario should say in the journal; `cdr` where that door knows better or less. */
interface Truth extends Record<string, unknown> {
  cdr?: Record<string, unknown>;
}

const SCENARIOS: Record<string, [(s: Script) => void, Truth]> = {
  'answered by the extension that was called': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA, { did: '+74950000000' });
      sim.ring(call, '101');
      at(5);
      sim.answer(call, '101');
      at(65);
      sim.hangUp(call, 'source');
    },
    {
      direction: 'inbound',
      status: 'answered',
      extension: '101',
      answeredBy: '101',
      ringSeconds: 5,
      talkSeconds: 60,
      did: null,
      cdr: { did: '+74950000000', endedBy: 'customer' },
    },
  ],
  'missed: the caller gave up': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.ring(call, '101');
      at(20);
      sim.hangUp(call, 'source', 'cancelled');
    },
    {
      direction: 'inbound',
      status: 'missed',
      extension: '101',
      ringSeconds: 20,
      talkSeconds: 0,
      cdr: { endedBy: 'customer' },
    },
  ],
  'a ring group: one answered, the others are no missed calls': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.group(call, '600');
      for (const dn of ['101', '102', '103']) sim.ring(call, dn);
      at(4);
      sim.answer(call, '102');
      at(34);
      sim.hangUp(call, 'destination');
    },
    {
      direction: 'inbound',
      status: 'answered',
      extension: '102',
      talkSeconds: 30,
      cdr: { endedBy: 'employee', group: '600' },
    },
  ],
  'a queue whose agent answered: the CDR tells the queue\u2019s answer, not the agent\u2019s': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.enqueue(call, '800');
      at(2);
      for (const dn of ['101', '103']) sim.ring(call, dn);
      at(12);
      sim.answer(call, '103');
      at(42);
      sim.hangUp(call, 'source');
    },
    {
      direction: 'inbound',
      status: 'answered',
      extension: '103',
      queue: '800',
      talkSeconds: 30,
      evidence: 'full',
      cdr: { talkSeconds: null, answeredAt: null, evidence: 'partial' },
    },
  ],
  'a queue the caller left': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.enqueue(call, '800');
      at(2);
      sim.ring(call, '101');
      at(30);
      sim.hangUp(call, 'source', 'cancelled');
    },
    { direction: 'inbound', status: 'missed', queue: '800', talkSeconds: 0, waitSeconds: 30 },
  ],
  'a blind transfer: the last who had it is whose call it is': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.ring(call, '101');
      at(5);
      sim.answer(call, '101');
      at(20);
      sim.transfer(call, '101', '102');
      sim.answer(call, '102');
      at(65);
      sim.hangUp(call, 'destination');
    },
    {
      direction: 'inbound',
      status: 'answered',
      extension: '102',
      talkSeconds: 60,
      cdr: { transfers: [{ from: '101', to: '102' }] },
    },
  ],
  'forwarded to a mobile': [
    ({ sim, at }) => {
      const call = sim.inbound(ANNA);
      sim.ring(call, '101');
      at(10);
      sim.leave(call, '101');
      sim.forwardOut(call, '+79990000001');
      at(40);
      sim.hangUp(call, 'source');
    },
    {
      direction: 'inbound',
      status: 'answered',
      talkSeconds: 30,
      extension: '101',
    },
  ],
  'outbound, answered': [
    ({ sim, at }) => {
      const call = sim.outbound('101', ANNA);
      at(8);
      sim.farAnswer(call);
      at(68);
      sim.hangUp(call, 'source');
    },
    {
      direction: 'outbound',
      status: 'answered',
      extension: '101',
      talkSeconds: 60,
      cdr: { endedBy: 'employee' },
    },
  ],
  'outbound, nobody picked up': [
    ({ sim, at }) => {
      const call = sim.outbound('101', ANNA);
      at(30);
      sim.hangUp(call, 'system', 'noanswer');
    },
    { direction: 'outbound', status: 'noanswer', extension: '101', talkSeconds: 0 },
  ],
  'outbound, busy: the CRM door knows no more than that nobody answered': [
    ({ sim, at }) => {
      const call = sim.outbound('101', ANNA);
      at(3);
      sim.hangUp(call, 'destination', 'busy');
    },
    { direction: 'outbound', status: 'noanswer', extension: '101', talkSeconds: 0, cdr: { status: 'busy' } },
  ],
  'a withheld number': [
    ({ sim, at }) => {
      const call = sim.inbound('');
      sim.ring(call, '101');
      at(5);
      sim.answer(call, '101');
      at(10);
      sim.hangUp(call, 'source');
    },
    { direction: 'inbound', status: 'answered', externalNumber: null, counterparty: null, talkSeconds: 5 },
  ],
};

const FROM_ANNA = { externalNumber: '+74951234567', counterparty: { name: 'Петрова Анна' } };

describe.each(['crm', 'cdr'] as const)('the %s door alone', (door) => {
  test.each(Object.entries(SCENARIOS))('%s', async (_, [script, { cdr, ...common }]) => {
    const call = played(script);
    await told(door, call);
    // A repeat, as 3CX may send it, is no second call.
    await told(door, call);
    const [row, ...more] = await until('the record', async () => {
      const rows = await rowsOf(door, call);
      return rows.length > 0 && rows;
    });
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      ...FROM_ANNA,
      startedAt: new Date(call.startedAt).toISOString(),
      endedAt: new Date(call.endedAt ?? 0).toISOString(),
      state: 'final',
      ...common,
      ...(door === 'cdr' ? cdr : {}),
    });
    const sent = await until('the record in 1C', () => {
      const mine = oneC.histories.filter((h) => h.callid === row?.callId);
      return mine.length > 0 && mine;
    });
    expect(new Set(sent.map((h) => h.callid)).size).toBe(1);
  });

  test('two calls of the same people a second apart are two', async () => {
    const script = ({ sim, at }: Script): void => {
      const call = sim.inbound(ANNA);
      sim.ring(call, '101');
      at(1);
      sim.hangUp(call, 'source', 'cancelled');
    };
    const first = played(script);
    const second = {
      ...first,
      historyId: '9999',
      startedAt: first.startedAt + 2_000,
      endedAt: (first.endedAt ?? 0) + 2_000,
    };
    await told(door, first);
    await told(door, second);
    await until('both', async () => (await rowsOf(door, first)).length === 2);
  });
});

describe('what only one door can tell', () => {
  const colleagues = ({ sim, at }: Script): void => {
    const call = sim.internal('101', '102');
    at(3);
    sim.answer(call, '102');
    at(13);
    sim.hangUp(call, 'destination');
  };

  test('an internal call is in the CDR', async () => {
    const call = played(colleagues);
    await told('cdr', call);
    const [row] = await until('the record', async () => {
      const rows = await rowsOf('cdr', call);
      return rows.length > 0 && rows;
    });
    expect(row).toMatchObject({
      direction: 'internal',
      status: 'answered',
      callerExtension: '101',
      extension: '102',
      talkSeconds: 10,
      externalNumber: null,
    });
  });

  test('and never reported to a CRM', async () => {
    expect(await engine.report(played(colleagues))).toBeUndefined();
  });

  test('a caller is shown who it is, with the link to the card', async () => {
    expect(await engine.lookup(ANNA)).toMatchObject([
      {
        FirstName: 'Петрова Анна',
        PhoneBusiness: ANNA,
        ContactUrl: 'https://1c.example.org/ut/#e1cib/data/K?ref=42',
      },
    ]);
    expect(await engine.lookup('+74950000099')).toEqual([]);
    expect(await engine.search('Ромашка')).toEqual([]);
    expect(engine.exchanges.at(-1)).toMatchObject({ status: 200, answer: { contacts: [] } });
  });

  test('a contact cannot be made in a 1C that does not know how', async () => {
    const making = new CrmEngine(crmTemplate({ publicUrl: site.origin, id: 'crm' }), {
      ApiKey: TOKEN,
      CreateContactEnabled: 'True',
    });
    await making.create({ FirstName: 'Ольга', LastName: '', Company: '', Email: '', Number: '+74950000099' });
    expect(making.exchanges).toMatchObject([{ status: 422, answer: { error: '3cx.unsupported' } }]);
  });

  test('a call flow gets the responsible manager', async () => {
    expect(await engine.fromFlow(ANNA)).toEqual({ responsible: '101', extension: '101' });
    expect(await engine.fromFlow('+74950000099')).toEqual({ responsible: '', extension: '' });
  });
});
