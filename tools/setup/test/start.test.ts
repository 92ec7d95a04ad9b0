import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asteriskIsThere } from '@callbus/asterisk-lab';
import { isAlive, readEmbeddedState } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { afterEach, expect, test } from 'vitest';

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));
const WITH_ASTERISK = [program('run-node'), 'tools/demo/src/main.ts', '--speed=20'];
const DEMO = [...WITH_ASTERISK, '--without-asterisk'];
// Fetched before a test counts its time.
const asterisk = await asteriskIsThere();

const started: Demo[] = [];

/** The demo as `npm start` runs it, and what has to be gone when it has stopped. */
class Demo {
  readonly child: ChildProcess;
  output = '';
  readonly exit: Promise<number | NodeJS.Signals | null>;
  nats = 0;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, args, {
      // `npm test` is a lifecycle of npm too.
      env: { ...process.env, npm_lifecycle_event: undefined, CALLBUS_LANG: 'ru', TZ: 'Asia/Tokyo', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    this.exit = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(code ?? signal)));
    started.push(this);
  }

  async says(text: string | RegExp): Promise<string> {
    return await until(`«${text}» in the output`, () => this.output.match(text)?.[0], 30_000);
  }

  /** Waits until the play is on. */
  async plays(): Promise<this> {
    await this.says('\n1. ');
    const file = await this.says(/\S+demo\.yaml/);
    this.nats = readEmbeddedState(join(file, '../data'))?.pid ?? 0;
    expect(isAlive(this.nats)).toBe(true);
    return this;
  }

  async gone(): Promise<void> {
    await until('nats-server to be gone', () => !isAlive(this.nats));
  }
}

afterEach(async () => {
  for (const demo of started.splice(0)) {
    demo.child.kill('SIGTERM');
    await demo.exit;
  }
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s to the wrapper alone stops it all',
  async (signal) => {
    const demo = await new Demo(DEMO).plays();
    demo.child.kill(signal);
    expect(await demo.exit).toBe(0);
    await demo.gone();
  },
);

test('a signal that comes twice, as from a terminal, is taken for one', async () => {
  const demo = await new Demo(DEMO).plays();
  demo.child.kill('SIGINT');
  demo.child.kill('SIGTERM');
  expect(await demo.exit).toBe(0);
  await demo.gone();
});

test('when npm is killed, all it started stops', async () => {
  const demo = await new Demo([program('parent'), ...DEMO], { npm_lifecycle_event: 'start' }).plays();
  const wrapper = Number((await demo.says(/child \d+/)).slice('child '.length));
  demo.child.kill('SIGKILL');
  expect(await demo.exit).toBe('SIGKILL');
  await until('the wrapper to be gone', () => !isAlive(wrapper));
  await demo.gone();
});

test('when nobody reads on, it stops', async () => {
  const demo = await new Demo(DEMO).plays();
  demo.child.stdout?.destroy();
  expect(await demo.exit).toBe(0);
  await demo.gone();
});

test('the demo shows what happens, and plays what one tries', async () => {
  const demo = await new Demo(DEMO).plays();
  const origin = await demo.says(/http:\/\/127\.0\.0\.1:\d+/);
  const curl = await demo.says(/curl .*\/api\/v1\/makecall/);
  for (const told of ['event=1&', 'event=2&', 'event=3&', '/api/v1/stream', 'doctor', 'calls --follow'])
    await demo.says(told);
  // 1C locked, and back.
  await demo.says(/✗ ответ 503[^\n]*запись ждёт[\s\S]*✓ база снова отвечает[\s\S]*▤/);
  // One clock: the row and the line it stands on.
  const [, line = '', row = ''] =
    /(\d\d:\d\d):\d\d {2}1С +▤ запись в журнале: (\d\d:\d\d):\d\d {2}входящий {2}разговор/.exec(
      demo.output,
    ) ?? [];
  expect(row.slice(0, 2)).toBe(line.slice(0, 2));

  const before = demo.output.length;
  const [, key = ''] = /X-API-KEY: (\S+)'/.exec(curl) ?? [];
  const order = await fetch(`${origin}/api/v1/makecall`, {
    method: 'POST',
    headers: { 'X-API-KEY': key, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: '101', phone: '89990000303' }),
  });
  expect(order.status).toBe(200);
  const said = (pattern: RegExp): Promise<boolean> =>
    until(String(pattern), () => pattern.test(demo.output.slice(before)), 20_000);
  await said(/☎ [^\n]*101 → 89990000303[\s\S]*▣ окно у 101: исходящий[\s\S]*▤ [^\n]*исходящий {2}разговор/);

  await fetch(`${origin}/pz/pbx/?event=1&src_type=1&call_id=hidden-1&line=74950000000&dst_num=100&src_num=`);
  await said(/▣ окно у 100: входящий номер скрыт/);
});

test.skipIf(!asterisk)('a real call on a real Asterisk is part of it', async () => {
  const demo = await new Demo([...WITH_ASTERISK, '--once']).plays();
  await demo.says(/7\. Настоящий Asterisk[\s\S]*▣ окно у 100: входящий[\s\S]*▤ [^\n]*входящий {2}разговор/);
  expect(await demo.exit).toBe(0);
  await demo.gone();
});
