import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Bus } from '@callbus/runtime';
import { quietLog, until } from '@callbus/runtime/testkit';
import { OneCSink } from '../src/index.ts';
import { type Block, contextOf } from './stand.ts';

interface Job {
  port: number;
  dataDir: string;
  sink: Block;
}

/** A sink in a process of its own, so that it can be killed. */
export class SinkProcess {
  readonly #child: ChildProcess;
  #output = '';

  private constructor(job: Job) {
    this.#child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  /** Starts one; resolves when it works, or at once where it is to stand by. */
  static async start(job: Job, { standby = false } = {}): Promise<SinkProcess> {
    const process = new SinkProcess(job);
    if (!standby) await process.working();
    return process;
  }

  get works(): boolean {
    return this.#output.includes('working');
  }

  async working(): Promise<void> {
    await until('the sink process', () => {
      if (this.#child.exitCode !== null) throw new Error(this.#output);
      return this.works;
    });
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await gone;
  }
}

async function run({ port, dataDir, sink }: Job): Promise<void> {
  const bus = new Bus({ servers: `127.0.0.1:${port}`, name: 'sink process', log: quietLog() });
  await bus.open();
  const { context, block } = contextOf(bus, dataDir, sink);
  const service = new OneCSink(block, context);
  const abort = new AbortController();
  process.once('SIGTERM', () => {
    abort.abort();
    void service
      .stop()
      .then(() => bus.close())
      .then(() => process.exit());
  });
  await service.start(abort.signal);
  process.stdout.write('working\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(JSON.parse(process.argv[2] ?? '') as Job);
