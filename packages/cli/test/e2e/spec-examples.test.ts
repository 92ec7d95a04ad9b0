import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { BODIES, CURLS, type Example, Player } from '@callbus/sim-prostiezvonki';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Site } from './site.ts';

// Every curl line and JSON body of the spec goes in as written, each example
// through an adapter of its own, because the spec uses one call id for all.
const EXAMPLES = Object.keys(CURLS) as Example[];
const DOORS = ['pbx', 'crm'] as const;
const adapterOf = (example: Example, door: string): string => `${door}-${example.toLowerCase()}`;

const oneC = new OneCSim({
  token: 'token123',
  contacts: [{ phones: ['89991234567'], responsible: '100' }],
});
let site: Site;
let cloud: Server;
const made: { path: string; key: string; body: unknown }[] = [];
let cloudAnswer: { status: number; text: string } = { status: 200, text: '' };

beforeAll(async () => {
  await oneC.start();
  cloud = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      made.push({
        path: request.url ?? '',
        key: String(request.headers['x-api-key']),
        body: JSON.parse(text),
      });
      response.writeHead(cloudAnswer.status).end(cloudAnswer.text);
    });
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  const cloudUrl = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}/httpapiinteg/crmapi/v1/makecall`;
  const adapters = EXAMPLES.flatMap((example) =>
    DOORS.map(
      (door) =>
        `{ id: ${adapterOf(example, door)}, type: prostiezvonki, crmToken: token123, timeZone: Europe/Moscow, extensions: [none] }`,
    ),
  );
  site = await Site.create(`
adapters:
  - { id: pz, type: prostiezvonki, extensions: ["^1\\\\d\\\\d$"], makecall: { url: "${cloudUrl}", apiKey: "pz-key-0001" } }
${adapters.map((a) => `  - ${a}`).join('\n')}
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", token: token123, timeZone: Europe/Moscow }
`);
  await site.up();
});

afterAll(async () => {
  await site.dispose();
  await oneC.stop();
  cloud.close();
});

type Body = Record<string, unknown>;

/** The request without what the spec does not fix: the call id is ours, and so is the hour. */
function comparable(body: Body, leave: readonly string[]): Body {
  const { callid, call_id, ...rest } = body;
  for (const field of ['start', 'end']) {
    const value = rest[field];
    if (typeof value === 'string') rest[field] = value.replace(/T\d\d/, 'Thh');
  }
  for (const field of leave) delete rest[field];
  return rest;
}

/** The fields of `wanted`, from what was sent; more may follow. */
const shared = (sent: Body, wanted: Body): Body =>
  Object.fromEntries(Object.keys(wanted).map((k) => [k, sent[k]]));

const callExamples = EXAMPLES.filter((e) => e !== 'smartTransfer');

describe.each(DOORS)('told at the %s door', (door) => {
  test.each(callExamples)('%s reaches 1C as the spec shows', async (example) => {
    const adapter = adapterOf(example, door);
    const player = new Player({ origin: site.origin, adapter });
    const lines = CURLS[example].length;
    for (let i = 0; i < lines; i++) {
      const answer = await player.tell(
        door === 'pbx'
          ? { door, query: Object.fromEntries(new URLSearchParams(CURLS[example][i])) }
          : { door, body: JSON.parse(BODIES[example][i] as string) as Body },
      );
      expect(answer).toMatchObject({ status: 200, times: 1 });
    }
    await player.close();
    const sent = await until(`${lines} requests`, () => {
      const mine = oneC.requests.map((r) => r.body as Body).filter((b) => b.pbx === adapter);
      return mine.length >= lines && mine;
    });
    // The example of an outgoing missed call contradicts its own timestamps.
    const leave = example === 'outgoingMissed' && door === 'pbx' ? ['end', 'duration'] : [];
    const wanted = BODIES[example].map((text) => comparable(JSON.parse(text) as Body, leave));
    expect(sent.map((body, i) => shared(comparable(body, leave), wanted[i] ?? {}))).toEqual(wanted);
    expect(new Set(sent.map((b) => b.callid)).size).toBe(1);
  });

  test('smartTransfer asks 1C and answers with the responsible manager', async () => {
    const adapter = adapterOf('smartTransfer', door);
    const player = new Player({ origin: site.origin, adapter });
    const before = oneC.requests.length;
    const answer = await player.tell(
      door === 'pbx'
        ? { door, query: Object.fromEntries(new URLSearchParams(CURLS.smartTransfer[0])) }
        : { door, body: JSON.parse(BODIES.smartTransfer[0]) as Body },
    );
    expect(answer).toMatchObject({ status: 200, body: '{"responsible":"100"}' });
    expect(oneC.requests.slice(before).map((r) => r.body)).toEqual([JSON.parse(BODIES.smartTransfer[0])]);
    oneC.contacts = [];
    const nobody = await player.once(
      door === 'pbx'
        ? { door, query: Object.fromEntries(new URLSearchParams(CURLS.smartTransfer[0])) }
        : { door, body: JSON.parse(BODIES.smartTransfer[0]) as Body },
    );
    expect(nobody.body).toBe('{"responsible":""}');
    oneC.contacts = [{ phones: ['89991234567'], responsible: '100' }];
    await player.close();
  });
});

describe('click-to-call', () => {
  const order = { user: '100', phone: '89991234567' };

  test.each(['/httpapiinteg/crmapi/v1/makecall', '/api/v1/makecall'])(
    '%s passes it on as the spec shows',
    async (path) => {
      cloudAnswer = { status: 200, text: '' };
      made.length = 0;
      const answer = await site.post(path, order);
      expect(answer).toEqual({ status: 200, body: { result: 'ok', pbx: 'pz' } });
      expect(made).toEqual([{ path: '/httpapiinteg/crmapi/v1/makecall', key: 'pz-key-0001', body: order }]);
    },
  );

  test.each([
    [400, '400 Bad Request'],
    [500, '500 Internal Server Error'],
  ])('%i comes back with the words of the spec', async (status, text) => {
    cloudAnswer = { status, text: '' };
    const answer = await site.post('/api/v1/makecall', order);
    expect(answer).toEqual({
      status,
      body: {
        error: 'prostiezvonki.rejected',
        message: `При выполнении запроса к Простым звонкам произошла ошибка: ${text}.\nПожалуйста, обратитесь в поддержку Простых звонков.`,
      },
    });
  });
});
