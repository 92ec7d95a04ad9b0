import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, isAlive, readEmbeddedState } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';

/** The command as npm links it. */
export const BIN = join(dirname(fileURLToPath(import.meta.url)), '../../bin/callbus.js');

/** The API key every test site has. */
export const KEY = 'test-key-0001';

/** One `callbus` process. */
export class Process {
  readonly #child: ChildProcess;
  output = '';

  /** @param node the Node, with its own arguments, that is to run it */
  constructor(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    [node, ...nodeArgs]: readonly [string, ...string[]] = [process.execPath],
  ) {
    this.#child = spawn(node, [...nodeArgs, BIN, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for the end. @returns the exit code, or the signal */
  async ended(): Promise<number | string> {
    if (this.running) await new Promise((resolve) => this.#child.once('exit', resolve));
    return this.#child.exitCode ?? this.#child.signalCode ?? -1;
  }

  /** Sends a signal and waits until the process is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    if (this.running) this.#child.kill(signal);
    return await this.ended();
  }
}

/** A site in a temporary folder: its file, its processes, its HTTP API. */
export class Site {
  readonly dir = mkdtempSync(join(tmpdir(), 'callbus-site-'));
  readonly port: number;
  readonly #processes: Process[] = [];

  private constructor(port: number) {
    this.port = port;
  }

  /** Writes the file. `parts` are YAML blocks that follow `site` and `http`. */
  static async create(parts: string): Promise<Site> {
    const site = new Site(await freePort());
    site.write(parts);
    return site;
  }

  get file(): string {
    return join(this.dir, 'site.yaml');
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get dataDir(): string {
    return join(this.dir, 'data');
  }

  write(parts: string, name = 'site.yaml', port = this.port): string {
    const head = [
      'site: test',
      `dataDir: ${JSON.stringify(this.dataDir)}`,
      `http: { listen: "127.0.0.1:${port}" }`,
      `gateway: { apiKeys: [ { name: test, key: "${KEY}", scopes: [call, read, control] } ] }`,
    ];
    const file = join(this.dir, name);
    writeFileSync(file, `${head.join('\n')}\n${parts}\n`);
    return file;
  }

  /** Starts `callbus` without waiting. */
  spawn(...args: string[]): Process {
    const process = new Process(args);
    this.#processes.push(process);
    return process;
  }

  /** `callbus up`, ready. */
  async up(): Promise<Process> {
    const process = this.spawn('up', '--config', this.file);
    await this.ready(process);
    return process;
  }

  /** Waits until a process answers `/readyz` with 200. */
  async ready(process: Process, port = this.port): Promise<void> {
    await until(
      'readyz',
      async () => {
        if (!process.running) throw new Error(`callbus ended: ${process.output}`);
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        return answer?.status === 200;
      },
      30_000,
    );
  }

  /** GETs JSON from the API. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.origin}${path}`, { headers: { 'X-API-KEY': KEY } });
    return (await answer.json()) as T;
  }

  /** POSTs JSON to the API. */
  async post(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.origin}${path}`, {
      method: 'POST',
      headers: { 'X-API-KEY': KEY, 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** Waits for an event of the stream that `is` holds for. */
  async watch(
    event: string,
    is: (data: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>> {
    const abort = new AbortController();
    const answer = await fetch(`${this.origin}/api/v1/stream`, {
      headers: { 'X-API-KEY': KEY },
      signal: AbortSignal.any([abort.signal, AbortSignal.timeout(30_000)]),
    });
    try {
      let text = '';
      for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          if (!block.includes(`event: ${event}\n`)) continue;
          const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as Record<string, unknown>;
          if (data && is(data)) return data;
        }
      }
    } finally {
      abort.abort();
    }
    throw new Error('the stream ended');
  }

  /** Kills every process of the site, as a power cut would; its nats-server goes with the last. */
  async kill(): Promise<void> {
    await Promise.all(this.#processes.map((p) => p.end('SIGKILL')));
  }

  /** Kills the embedded nats-server, if one runs. */
  killNats(): void {
    const pid = readEmbeddedState(this.dataDir)?.pid;
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  /** Ends everything this site started and takes its folder away. */
  async dispose(): Promise<void> {
    await Promise.all(this.#processes.map((p) => p.end()));
    this.killNats();
    rmSync(this.dir, { recursive: true, force: true });
  }

  log(): string {
    return this.#processes.map((p) => p.output).join('\n');
  }

  read(name: string): string {
    return readFileSync(join(this.dir, name), 'utf8');
  }
}
