import { crmTemplate } from '@callbus/adapter-3cx';
import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { answerXapi, CrmEngine, cdrLine, dialCdr, type SimCall, ThreeCxSim } from '@callbus/sim-3cx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

// Two adapters in front of one PBX: one has Call Control alone, the other every door.
const TOKEN = 'test-crm-token-3';
const FIELDS =
  'historyid,callid,duration,time-start,time-answered,time-end,reason-terminated,from-no,to-no,from-dn,to-dn,dial-no,reason-changed,final-number,final-dn,chain,from-type,to-type,final-type'.split(
    ',',
  );

interface Row {
  pbx: string;
  callId: string;
  number: string;
  status: string;
  direction: string;
  extension: string;
  rang: string[];
  endedBy: string;
  evidence: string;
}

const oneC = new OneCSim();
const sim: ThreeCxSim = new ThreeCxSim({ xapi: (path) => answerXapi(path, sim.history) });
let other: ThreeCxSim;
let site: Site;
let up: Process;
let cdrPort: number;

beforeAll(async () => {
  await oneC.start();
  await sim.start();
  other = new ThreeCxSim();
  await other.start();
  cdrPort = await freePort();
  site = await Site.create(`
adapters:
  - id: live
    type: 3cx
    callControl: { url: "${other.url}", clientId: "900", clientSecret: sim-client-secret }
  - id: all
    type: 3cx
    crm: { token: ${TOKEN} }
    callControl: { url: "${sim.url}", clientId: "900", clientSecret: sim-client-secret, extensions: ["101", "102", "103"] }
    cdr: { mode: active, listen: "127.0.0.1:${cdrPort}", fields: [${FIELDS.join(', ')}], timeZone: UTC }
    xapi: {}
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow }
`);
  up = await site.up();
  await listening();
});

afterAll(async () => {
  await site.dispose();
  await sim.stop();
  await other.stop();
  await oneC.stop();
});

async function listening(): Promise<void> {
  await until('both to listen', () => sim.server.listeners > 0 && other.server.listeners > 0, 30_000);
}

const rows = async (number: string): Promise<Row[]> => {
  const { items } = await site.get<{ items: Row[] }>(`/api/v1/calls?number=${encodeURIComponent(number)}`);
  return items;
};

/** Waits for the one row of a number. */
async function row(number: string, is: (row: Row) => boolean = () => true): Promise<Row> {
  const found = await until(`the row of ${number}`, async () => (await rows(number)).filter(is)[0], 30_000);
  expect(await rows(number)).toHaveLength(1);
  return found;
}

/** Waits until the running call of a number has a connection in that state. */
const running = async (number: string, state: string): Promise<void> => {
  await until(
    `${state} of ${number}`,
    async () => {
      const live = JSON.stringify(await site.get('/api/v1/live'));
      return live.includes(number.replace('+', '')) && live.includes(`"${state}"`);
    },
    30_000,
  );
};

const crm = async (call: SimCall): Promise<void> => {
  const engine = new CrmEngine(crmTemplate({ publicUrl: site.origin, id: 'all' }), { ApiKey: TOKEN });
  expect(await engine.report(call)).toMatchObject({ status: 200 });
};

test('an answered call through Call Control alone is a row of the journal, in 1C too', async () => {
  const number = '+74955000001';
  const call = other.inbound(number);
  other.ring(call, '101');
  await running(number, 'alerting');
  other.answer(call, '101');
  await running(number, 'connected');
  other.hangUp(call);
  expect(await row(number)).toMatchObject({
    pbx: 'live',
    direction: 'inbound',
    status: 'answered',
    extension: '101',
    rang: ['101'],
    endedBy: 'unknown',
  });
  await until('1C to be told', () =>
    oneC.requests.some(({ body }) => {
      const text = JSON.stringify(body);
      return text.includes('"history"') && text.includes(number.slice(-10));
    }),
  );
});

test('through every door it is still one row, and knows who hung up', async () => {
  const number = '+74955000002';
  const call = sim.inbound(number);
  sim.ring(call, '101');
  sim.ring(call, '102');
  await running(number, 'alerting');
  sim.answer(call, '102');
  await running(number, 'connected');
  sim.hangUp(call, 'source');
  await crm(call);
  await dialCdr(cdrPort, [`${cdrLine(call, FIELDS)}\r\n`]);
  expect(await row(number, (r) => r.endedBy === 'customer')).toMatchObject({
    pbx: 'all',
    status: 'answered',
    extension: '102',
    rang: ['101', '102'],
  });
});

interface Exchange {
  direction: string;
  method: string;
  route: string;
  status: number | null;
  latencyMs: number | null;
  request: string | null;
  response: string | null;
}

test('the technical journal has every door, and no secret or number in it can be read', async () => {
  const number = '+74955000005';
  const call = sim.inbound(number);
  sim.ring(call, '101');
  await running(number, 'alerting');
  sim.hangUp(call, 'source');
  await crm(call);
  await dialCdr(cdrPort, [`${cdrLine(call, FIELDS)}\r\n`]);
  await row(number, (r) => r.endedBy === 'customer');
  const wanted: [string, (e: Exchange) => boolean][] = [
    ['token', (e) => e.route === '/connect/token' && e.status === 200],
    [
      'REST',
      (e) => e.method === 'GET' && /^\/callcontrol\/101\/participants\//.test(e.route) && e.status === 200,
    ],
    ['WebSocket', (e) => e.method === 'WS' && (e.request ?? '').includes('/callcontrol/101/participants/')],
    ['CDR', (e) => e.method === 'CDR' && (e.request ?? '').includes('Call ')],
    ['CRM', (e) => e.method === 'POST' && e.route === '/all/crm/calls' && e.status === 200],
  ];
  const items = await until(
    'an exchange of every door',
    async () => {
      const { items } = await site.get<{ items: Exchange[] }>('/api/v1/exchanges?service=all&limit=1000');
      return wanted.every(([, is]) => items.some(is)) && items;
    },
    30_000,
  );
  for (const [name, is] of wanted) {
    const found = items.find(is) as Exchange;
    const told = name === 'WebSocket' || name === 'CDR';
    expect(found.direction, name).toBe(name === 'token' || name === 'REST' ? 'out' : 'in');
    expect(typeof found.latencyMs, name).toBe(told ? 'object' : 'number');
  }
  const all = JSON.stringify(items);
  expect(all).not.toContain(number.slice(-10));
  expect(all).not.toContain('sim-client-secret');
  expect(all).not.toContain(TOKEN);
});

test('the journal as a table, by the command too', async () => {
  const csv = site.spawn('calls', '--csv', '--number', '4955000002', '--sort', 'type', '--config', site.file);
  expect(await csv.ended()).toBe(0);
  const lines = csv.output.split('\r\n');
  expect(lines[0]).toMatch(/^\ufeff/);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(";'+74955000002;102;");
});

test('commands of Call Control go through the HTTP door', async () => {
  const number = '+74955000006';
  const call = other.inbound(number);
  other.ring(call, '101');
  await running(number, 'alerting');
  const order = (verb: string, body: object) => site.post(`/api/v1/adapters/live/commands/${verb}`, body);
  expect((await order('divert', { extension: '101', destination: '102' })).status).toBe(200);
  expect((await order('divert', { extension: '103', destination: '102' })).status).toBe(404);
  expect((await order('drop', {})).status).toBe(400);
  expect((await order('hold', { extension: '101' })).status).toBe(501);
  other.hangUp(call);
  expect(await row(number)).toMatchObject({ status: 'missed' });
});

test('a process that is killed in mid-call goes on with it, and history tells what it missed', async () => {
  const [goesOn, missed] = ['+74955000003', '+74955000004'];
  const call = sim.inbound(goesOn);
  sim.ring(call, '101');
  await running(goesOn, 'alerting');
  sim.answer(call, '101');
  await running(goesOn, 'connected');
  await up.end('SIGKILL');
  const short = sim.inbound(missed);
  sim.ring(short, '103');
  sim.hangUp(short);
  up = await site.up();
  await listening();
  expect(await row(missed)).toMatchObject({ status: 'missed', extension: '103' });
  sim.hangUp(call, 'source');
  await crm(call);
  expect(await row(goesOn)).toMatchObject({
    status: 'answered',
    extension: '101',
    evidence: 'partial',
  });
});
