import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

/** A process of its own, so that one side's memory and event loop do not touch the other's. */
export class Child {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Starts `file` of this folder and waits for its first line, which it returns beside it. */
  static async start(
    file: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ child: Child; said: string }> {
    const path = file.startsWith('/') ? file : join(HERE, file);
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [said] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(() => {
        throw new Error(`${file} ended before it was ready`);
      }),
    ])) as [string];
    return { child: new Child(child), said };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
