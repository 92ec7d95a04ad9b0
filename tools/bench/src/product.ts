import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@callbus/runtime';

const BIN = join(dirname(createRequire(import.meta.url).resolve('@callbus/cli')), '../bin/callbus.js');

/** The product as a user starts it: `callbus up`, or `callbus run` of one service. */
export class Product {
  readonly origin: string;
  readonly #child: ChildProcess;
  readonly #dir: string;

  private constructor(origin: string, child: ChildProcess, dir: string) {
    this.origin = origin;
    this.#child = child;
    this.#dir = dir;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @param yaml the file's lines beside `site` and `http` */
  static async start(command: readonly string[], yaml: string): Promise<Product> {
    const dir = mkdtempSync(join(tmpdir(), 'callbus-bench-'));
    const port = await freePort();
    const file = join(dir, 'bench.yaml');
    writeFileSync(
      file,
      `site: bench\nhttp: { listen: "127.0.0.1:${port}" }\nlog: { level: error }\n${yaml}\n`,
    );
    const child = spawn(process.execPath, [BIN, ...command, '--config', file], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const product = new Product(`http://127.0.0.1:${port}`, child, dir);
    while (!(await fetch(`${product.origin}/readyz`).catch(() => undefined))?.ok) {
      if (child.exitCode !== null) throw new Error('callbus ended before it was ready');
      await delay(50);
    }
    return product;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
