import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const HERE = dirname(fileURLToPath(import.meta.url));

/** One of these programs as a process of its own; killed when the test is over. */
export class Program {
  readonly child: ChildProcess;
  output = '';
  readonly #ended: Promise<unknown>;

  constructor(name: string, ...args: string[]) {
    this.child = spawn(process.execPath, [join(HERE, name), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.#ended = once(this.child, 'exit');
    onTestFinished(() => this.kill());
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.running) this.child.kill('SIGKILL');
    await this.#ended;
  }
}
