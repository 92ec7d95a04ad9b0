import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CallBusError, reasonOf, say } from '@callbus/runtime';
import { messages } from './messages.ts';
import type { AsteriskBuild } from './unpacked.ts';

const START_MS = 60_000;

// Waits for our end of the pipe to close. Where nobody said "done" before, we
// died, however it came about: it ends the server's group and takes the folder away.
const KEEPER =
  'read word; [ "$word" = done ] && exit; [ -n "$1" ] && kill -s KILL -- "-$1"; sleep 0.1; rm -rf -- "$2"';

/** Asterisk as our child, in a process group of its own with whatever it starts. */
export class ServerProcess {
  readonly #build: AsteriskBuild;
  readonly #dir: string;
  #child: ChildProcess | undefined;
  #keeper: ChildProcess | undefined;

  constructor(build: AsteriskBuild, dir: string) {
    this.#build = build;
    this.#dir = dir;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it and waits until `ready` does not throw. @throws CallBusError with the end of its log */
  async launch(ready: () => Promise<void>): Promise<void> {
    // A server that was killed left its control socket behind.
    for (const name of ['asterisk.ctl', 'asterisk.pid'])
      rmSync(join(this.#dir, 'run', name), { force: true });
    const out = openSync(join(this.#dir, 'log/console'), 'a');
    const { program, args } = this.#build;
    const child = spawn(program, [...args, '-f', '-n', '-C', join(this.#dir, 'etc/asterisk.conf')], {
      cwd: this.#dir,
      detached: true,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    this.#child = child;
    this.#keep(child.pid);
    let ended: string | undefined;
    child.once('error', (error) => {
      ended = error.message;
    });
    child.once('exit', (code, signal) => {
      ended = signal ?? `code ${code}`;
    });
    let last = '';
    for (const since = Date.now(); ended === undefined && Date.now() - since < START_MS; await delay(50)) {
      try {
        return await ready();
      } catch (error) {
        last = reasonOf(error);
      }
    }
    throw new CallBusError(
      'asterisk-lab.start',
      say(messages.notStarted, { reason: ended ?? last, log: this.#lastWords() }),
    );
  }

  /** Ends it and all it started, and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.pid) return;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (signal === 'SIGTERM') child.kill(signal);
      else killGroup(child.pid);
      await gone;
    }
    killGroup(child.pid);
  }

  /** Says that nothing is left to clear away. */
  release(): void {
    this.#keeper?.stdin?.end('done\n');
    this.#keeper = undefined;
  }

  #keep(pid: number | undefined): void {
    this.release();
    const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', String(pid ?? ''), this.#dir], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keeper.stdin?.on('error', () => {});
    keeper.unref();
    const pipe = keeper.stdin;
    if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
    this.#keeper = keeper;
  }

  #lastWords(): string {
    return ['log/messages', 'log/console']
      .map((name) => join(this.#dir, name))
      .filter((file) => existsSync(file))
      .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10))
      .join('\n');
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
