import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Bus } from '../bus/bus.ts';
import { ensureStreams, measureClock } from '../bus/streams.ts';
import { createLogger, type Logger } from '../log/logger.ts';
import { Scrubber } from '../log/mask.ts';
import { freePort, natsGreeting } from '../nats/probe.ts';
import { ensureNatsServer } from '../setup/nats-server.mjs';

/** A logger that writes nothing, for tests. */
export const quietLog = (): Logger => createLogger({ level: 'silent', scrubber: new Scrubber() });

export interface TestNatsOptions {
  user?: string;
  password?: string;
  /** Lines for the server's configuration. */
  extra?: string;
  /** `always` where a test kills the server; the default is quicker. */
  syncInterval?: string;
}

// A suite that is cut short must not leave its servers behind.
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A real nats-server for one suite: free port, temporary folder, gone afterwards. */
export class TestNats {
  readonly port: number;
  readonly dir: string;
  readonly #binary: string;
  readonly #options: TestNatsOptions;
  readonly #buses: Bus[] = [];
  #child: ChildProcess | undefined;

  private constructor(binary: string, port: number, options: TestNatsOptions) {
    this.#binary = binary;
    this.port = port;
    this.#options = options;
    this.dir = mkdtempSync(join(tmpdir(), 'callbus-nats-'));
  }

  /** Starts one, in one line. */
  static async start(options: TestNatsOptions = {}): Promise<TestNats> {
    const { path } = await ensureNatsServer();
    // Another suite may take a free port before the server does.
    for (let tries = 1; ; tries++) {
      const nats = new TestNats(path, await freePort(), options);
      try {
        await nats.launch();
        return nats;
      } catch (error) {
        await nats.stop();
        if (tries === 5) throw error;
      }
    }
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the server again after `kill`, on the same port and store. */
  async launch(): Promise<void> {
    const { user, password, extra = '', syncInterval = 'always' } = this.#options;
    const config = join(this.dir, 'nats.conf');
    const auth = user ? `authorization { user: "${user}", password: "${password}" }\n` : '';
    writeFileSync(
      config,
      `server_name: "test-${this.port}"\nlisten: "127.0.0.1:${this.port}"\n${auth}jetstream { store_dir: "${join(this.dir, 'js').replaceAll('\\', '/')}", sync_interval: ${syncInterval}, max_memory_store: 64MB, max_file_store: 256MB }\n${extra}`,
    );
    const child = spawn(this.#binary, ['-c', config], { stdio: 'ignore', windowsHide: true });
    this.#child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    for (let waited = 0; child.exitCode === null && waited < 20_000; waited += 20) {
      if ((await natsGreeting('127.0.0.1', this.port, 500))?.server_name === `test-${this.port}`) return;
      await delay(20);
    }
    throw new Error('the test nats-server did not start');
  }

  /** kill -9, as a power cut of the process would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** A connected bus with the streams of the house, closed by `stop`. */
  async bus(name = 'test'): Promise<Bus> {
    const { user, password } = this.#options;
    const bus = new Bus({
      servers: `127.0.0.1:${this.port}`,
      ...(user ? { credentials: { user, password: password ?? '' } } : {}),
      name,
      log: quietLog(),
    });
    await bus.open();
    await ensureStreams(bus, { diskMb: 200, replicas: 1 });
    await measureClock(bus);
    this.#buses.push(bus);
    return bus;
  }

  /** Ends the server and takes its folder away. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#buses.map((b) => b.close()));
    await this.#end('SIGTERM');
    rmSync(this.dir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}
