import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bus, NoAnswer } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';

let nats: TestNats;
let bus: Bus;
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(() => nats.stop());

const bytes = (text: string): Uint8Array => Buffer.from(text);
const ask = async (subject: string, timeoutMs = 2_000): Promise<string> =>
  Buffer.from(await bus.request(subject, bytes('question'), timeoutMs)).toString();

test('an answer comes back, with the subject it was asked on', async () => {
  const sub = bus.respond('test.echo.*', async (data, subject) =>
    bytes(`${Buffer.from(data)} on ${subject}`),
  );
  expect(await ask('test.echo.a')).toBe('question on test.echo.a');
  sub.unsubscribe();
});

test('nobody who listens is told apart from nobody who answers in time', async () => {
  await expect(ask('test.nobody')).rejects.toMatchObject({ code: 'bus.noanswer', nobody: true });
  const sub = bus.respond('test.slow', () => new Promise(() => {}));
  const late = ask('test.slow', 50);
  await expect(late).rejects.toThrow(NoAnswer);
  await expect(late).rejects.toMatchObject({ nobody: false });
  sub.unsubscribe();
});

test('who answers in this process is asked without the server, until it stops answering', async () => {
  const sub = bus.respond('test.here', async (data, subject) => bytes(`${Buffer.from(data)} on ${subject}`));
  await bus.alive();
  const before = bus.nc.stats().outMsgs;
  expect(await ask('test.here')).toBe('question on test.here');
  expect(bus.nc.stats().outMsgs).toBe(before);
  sub.unsubscribe();
  await expect(ask('test.here')).rejects.toMatchObject({ nobody: true });
});

test('a handler that throws answers nothing, and answers the next question', async () => {
  let calls = 0;
  const sub = bus.respond('test.flaky', () => {
    if (++calls === 1) throw new Error('thrown at once');
    return calls === 2 ? Promise.reject(new Error('thrown later')) : Promise.resolve(bytes('well'));
  });
  await expect(ask('test.flaky', 100)).rejects.toMatchObject({ nobody: false });
  await expect(ask('test.flaky', 100)).rejects.toMatchObject({ nobody: false });
  expect(await ask('test.flaky')).toBe('well');
  sub.unsubscribe();
});

test('a queue shares the questions: each is answered once', async () => {
  const other = await nats.bus();
  let answered = 0;
  const handler = async (): Promise<Uint8Array> => bytes(`${++answered}`);
  const subs = [bus.respond('test.shared', handler, 'q'), other.respond('test.shared', handler, 'q')];
  await other.alive();
  for (let i = 0; i < 20; i++) await ask('test.shared');
  expect(answered).toBe(20);
  for (const sub of subs) sub.unsubscribe();
});

test('a listener hears every message, also after one it threw at', async () => {
  const heard: string[] = [];
  const sub = bus.listen('test.news.*', (data) => {
    heard.push(Buffer.from(data).toString());
    if (heard.length === 1) throw new Error('one that cannot be read');
  });
  for (const n of ['1', '2', '3']) bus.announce(`test.news.${n}`, bytes(n));
  await until('the news', () => heard.length === 3);
  expect(heard).toEqual(['1', '2', '3']);
  sub.unsubscribe();
});

test('who answers goes on answering after the server was killed and started again', async () => {
  bus.respond('test.again', async () => bytes('here'));
  await nats.kill();
  await until('the loss to be noticed', () => !bus.connected);
  await expect(ask('test.again')).rejects.toMatchObject({ nobody: true });
  await nats.launch();
  await until('the way back', () => bus.connected);
  expect(await ask('test.again')).toBe('here');
});
