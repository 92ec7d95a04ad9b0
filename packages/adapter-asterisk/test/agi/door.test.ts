import { RouteAnswerCodec, type RouteAnswerInit } from '@callbus/contract';
import { freePort, Health, HttpServers, Metrics, type RouteRequest } from '@callbus/runtime';
import { quietLog } from '@callbus/runtime/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { routeDoor } from '../../src/agi/door.ts';

async function stand(answer: RouteAnswerInit, token?: string) {
  const port = await freePort();
  const asked: RouteRequest[] = [];
  const http = new HttpServers({
    listen: { host: '127.0.0.1', port },
    health: new Health(),
    metrics: new Metrics(),
    log: quietLog(),
    ready: async () => true,
  });
  const route = async (request: RouteRequest) => {
    asked.push(request);
    return RouteAnswerCodec.decode(RouteAnswerCodec.encode(answer));
  };
  http.mount('office', '/office', (app) => routeDoor(app, { route, log: quietLog() }, token));
  await http.start();
  onTestFinished(() => http.stop());
  const get = async (path: string): Promise<[number, string]> => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`);
    return [reply.status, await reply.text()];
  };
  return { asked, get };
}

test('answers with the extension and nothing else', async () => {
  const { asked, get } = await stand({ extension: '101' });
  expect(await get('/office/route?number=%2B79161112233&did=3333333&linkedid=1700000000.1')).toEqual([
    200,
    '101',
  ]);
  expect(asked).toMatchObject([{ key: '1700000000.1', calling: { number: '+79161112233' }, did: '3333333' }]);
});

test('a plus that nobody encoded is a plus', async () => {
  const { asked, get } = await stand({});
  expect(await get('/office/route?number=+79161112233')).toEqual([200, '']);
  expect(asked[0]?.calling.number).toBe('+79161112233');
});

test('without a number it says what is missing', async () => {
  const { asked, get } = await stand({ extension: '101' });
  expect((await get('/office/route?did=3333333'))[0]).toBe(400);
  expect(asked).toEqual([]);
});

test('behind a token nobody is told anything without it', async () => {
  const { asked, get } = await stand({ extension: '101' }, 'sesame-12345');
  expect((await get('/office/route/guessed?number=79161112233'))[0]).toBe(401);
  expect((await get('/office/route?number=79161112233'))[0]).toBe(404);
  expect(asked).toEqual([]);
  expect(await get('/office/route/sesame-12345?number=79161112233')).toEqual([200, '101']);
});

test('what a dialplan would read as more than an extension is not said', async () => {
  const { get } = await stand({ extension: '101,1' });
  expect(await get('/office/route?number=79161112233')).toEqual([200, '']);
});
