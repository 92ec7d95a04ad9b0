import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type RouteAnswer, RouteAnswerCodec, type RouteAnswerInit } from '@callbus/contract';
import { type ExchangeRecord, Health, type Refusal, type RouteRequest } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AgiServer } from '../../src/agi/server.ts';

const answerOf = (answer: RouteAnswerInit): RouteAnswer =>
  RouteAnswerCodec.decode(RouteAnswerCodec.encode(answer));

/** A server with a core behind it that always says the same. */
async function stand(answer: RouteAnswerInit, port = 0) {
  const asked: RouteRequest[] = [];
  const refused: Refusal[] = [];
  const exchanges: ExchangeRecord[] = [];
  const warnings: string[] = [];
  const link = new Health().link('office', 'agi');
  const server = new AgiServer({
    listen: { host: '127.0.0.1', port },
    link,
    context: {
      route: async (request) => {
        asked.push(request);
        return answerOf(answer);
      },
      refuse: (refusal) => void refused.push(refusal),
      exchange: (record) => void exchanges.push(record),
      log: { warn: (_: unknown, text: string) => void warnings.push(text) } as never,
    },
  });
  await server.start();
  onTestFinished(() => server.stop());
  return { server, asked, refused, exchanges, warnings, link };
}

/** What Asterisk writes when a dialplan says `AGI(agi://127.0.0.1:<port>/<script>[,args])`. */
const request = (more: Record<string, string> = {}): string => {
  const values = {
    network: 'yes',
    network_script: 'route',
    request: 'agi://127.0.0.1/route',
    channel: 'PJSIP/itsp-00000007',
    language: 'en',
    type: 'PJSIP',
    uniqueid: '1700000000.7',
    version: '22.0.0',
    callerid: '79161112233',
    calleridname: 'Пётр Ильин',
    callingpres: '0',
    dnid: 'unknown',
    rdnis: 'unknown',
    context: 'from-trunk',
    extension: '3333337',
    priority: '3',
    enhanced: '0.0',
    accountcode: '',
    threadid: '1',
    ...more,
  };
  return `${Object.entries(values)
    .map(([name, value]) => `agi_${name}: ${value}\n`)
    .join('')}\n`;
};

/** A dialplan that takes every command, and tells which there were. */
async function ask(port: number, bytes: string | Buffer, chunk = 4_096): Promise<string[]> {
  const socket: Socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const commands: string[] = [];
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    rest += text;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
      commands.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
      socket.write('200 result=1\n');
    }
  });
  await once(socket, 'connect');
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += chunk) {
    socket.write(all.subarray(at, at + chunk));
    if (chunk < 100) await new Promise(setImmediate);
  }
  if (!socket.closed) await once(socket, 'close');
  return commands;
}

describe('a dialplan that asks its way', () => {
  test('is told where the customer’s manager sits', async () => {
    const { server, asked, exchanges } = await stand({
      extension: '101',
      decision: { rule: 'route.responsible' },
      counterparty: { contacts: [{ name: 'ООО «Вектор»' }] },
    });
    expect(await ask(server.port, request())).toEqual([
      'SET VARIABLE CALLBUS_ROUTE "101"',
      'SET VARIABLE CALLBUS_NAME "ООО «Вектор»"',
      'SET VARIABLE CALLBUS_RULE "route.responsible"',
    ]);
    expect(asked).toMatchObject([
      {
        key: '1700000000.7',
        nativeId: '1700000000.7',
        calling: { number: '79161112233', name: 'Пётр Ильин' },
        did: '3333337',
      },
    ]);
    await until('the exchange', () => exchanges.length === 1);
    expect(exchanges[0]).toMatchObject({ direction: 'in', method: 'AGI', response: '101' });
  });

  test('keeps its own way where nobody is responsible', async () => {
    const { server } = await stand({ decision: { rule: 'route.no-responsible' } });
    expect(await ask(server.port, request())).toEqual(['SET VARIABLE CALLBUS_RULE "route.no-responsible"']);
  });

  test('may say the line, the call and the queue itself', async () => {
    const { server, asked } = await stand({});
    await ask(server.port, request({ arg_1: '+74950000000', network_script: 'route?queue=sales' }));
    await ask(server.port, request({ network_script: 'route?did=4950000000&linkedid=1700000000.3' }));
    expect(asked.map(({ did, queue, key }) => [did, queue, key])).toEqual([
      ['+74950000000', 'sales', '1700000000.7'],
      ['4950000000', undefined, '1700000000.3'],
    ]);
  });

  test('of a caller who withholds the number has none to tell', async () => {
    const { server, asked } = await stand({});
    await ask(server.port, request({ callerid: 'unknown', calleridname: 'unknown' }));
    await ask(server.port, request({ callerid: 'anonymous' }));
    expect(asked.map(({ calling }) => calling.kind)).toEqual([4, 4]);
  });

  test('may write in pieces of one byte', async () => {
    const { server } = await stand({ extension: '101' });
    expect((await ask(server.port, request(), 1))[0]).toBe('SET VARIABLE CALLBUS_ROUTE "101"');
  });

  test('is not given what it would read as more than an extension', async () => {
    const { server, warnings } = await stand({ extension: '101,1)\nexten' });
    expect(await ask(server.port, request())).toEqual(['SET VARIABLE CALLBUS_RULE ""']);
    expect(warnings).toHaveLength(1);
  });

  test('that lets go in the middle is left alone, and the next is answered', async () => {
    const { server, refused } = await stand({ extension: '101' });
    const gone = connect(server.port, '127.0.0.1');
    gone.write(request().slice(0, 80));
    gone.end();
    await until('the refusal', () => refused.length === 1);
    expect(refused[0]).toMatchObject({ code: 'asterisk.agi', source: 'agi' });
    expect(await ask(server.port, request())).toHaveLength(2);
  });
});

describe('who is no dialplan', () => {
  for (const [what, bytes] of [
    ['lines of another form', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['another script', request({ network_script: 'voicemail' })],
    ['more than a request may be', `agi_network: ${'x'.repeat(20_000)}`],
  ] as const) {
    test(`is refused, counted and kept aside: ${what}`, async () => {
      const { server, refused, asked } = await stand({ extension: '101' });
      expect(await ask(server.port, bytes)).toEqual([]);
      expect(refused.map(({ code }) => code)).toEqual(['asterisk.agi']);
      expect(refused[0]?.payload.length).toBeGreaterThan(0);
      expect(asked).toEqual([]);
    });
  }
});

test('stopping cuts off who waits and frees the port', async () => {
  const { server } = await stand({});
  const waits = connect(server.port, '127.0.0.1');
  waits.on('error', () => {});
  await once(waits, 'connect');
  await server.stop();
  if (!waits.closed) await once(waits, 'close');
  expect(server.port).toBe(0);
});

test('a port that somebody else has is named, and nothing else is disturbed', async () => {
  const first = await stand({});
  const second = await stand({}, first.server.port);
  expect([first.link.state, second.link.state]).toEqual(['ok', 'degraded']);
  expect(await ask(first.server.port, request())).toHaveLength(1);
});
