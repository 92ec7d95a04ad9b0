import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CallBusError, reasonOf } from '../errors.ts';
import type { Logger } from '../log/logger.ts';
import { defineMessages, say } from '../messages.ts';
import { Pause } from '../pause.ts';
import { commandOf, freePort, isAlive, natsGreeting } from './probe.ts';

const messages = defineMessages('nats', {
  died: {
    ru: 'nats-server остановился ({reason}); запускаю снова',
    en: 'nats-server stopped ({reason}); starting it again',
  },
  orphan: {
    ru: 'Найден nats-server прошлого запуска (процесс {pid}); останавливаю его',
    en: 'Found the nats-server of an earlier run (process {pid}); stopping it',
  },
  stays: {
    ru: 'nats-server прошлого запуска (процесс {pid}) не завершается; завершите его и повторите',
    en: 'The nats-server of an earlier run (process {pid}) does not end; end it and try again',
  },
  ended: {
    ru: 'nats-server сразу завершился ({reason}). Его журнал: {file}',
    en: 'nats-server ended at once ({reason}). Its log: {file}',
  },
  notReady: {
    ru: 'nats-server не запустился за {seconds} с. Его журнал: {file}',
    en: 'nats-server did not start within {seconds} s. Its log: {file}',
  },
});

/** How to reach the embedded server; kept in `dataDir/nats/server.json` for the CLI. */
export interface EmbeddedState {
  pid: number;
  host: string;
  port: number;
  user: string;
  password: string;
  serverName: string;
  /** Disk promised to the streams, MB. */
  quotaMb: number;
}

export interface EmbeddedOptions {
  /** The site's data directory; the server keeps to `nats/` in it. */
  dataDir: string;
  /** The nats-server binary. */
  binary: string;
  /** Disk the streams may use, MB. */
  maxDiskMb: number;
  log: Logger;
  /** `always`: an acknowledged publish is on disk. Tests that measure something else may relax it. */
  syncInterval?: string;
}

const HOST = '127.0.0.1';
const MB = 1 << 20;
const START_S = 30;
/** A server that does not end by itself is ended. */
const END_MS = 10_000;
const GIVE_UP_MS = 15_000;

/** Where the state of a data directory's server is kept. */
export const stateFile = (dataDir: string): string => join(dataDir, 'nats', 'server.json');

/** The state of the server that runs, or last ran, under `dataDir`. */
export function readEmbeddedState(dataDir: string): EmbeddedState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(dataDir), 'utf8')) as EmbeddedState;
  } catch {
    return undefined;
  }
}

/**
 * A nats-server with JetStream as our child, for one office. It stands in its
 * own process group, so that Ctrl-C reaches us first; it is started again on
 * the same port when it dies, and an orphan of a killed run is ended.
 */
export class EmbeddedNats {
  readonly #options: EmbeddedOptions;
  readonly #dir: string;
  #child: ChildProcess | undefined;
  /** Why the child ended, once it has; also where it never began. */
  #exited: Promise<string> = Promise.resolve('');
  #state: EmbeddedState | undefined;
  #stopping = false;
  #restarting: Promise<void> | undefined;
  readonly #pause = new Pause();

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#dir = join(options.dataDir, 'nats');
  }

  /** How to reach the server. @throws before `start` */
  get state(): EmbeddedState {
    if (!this.#state) throw new Error('the embedded server has not been started');
    return this.#state;
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<EmbeddedState> {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    const last = readEmbeddedState(this.#options.dataDir);
    if (last) await this.#endOrphan(last);
    const port = await freePort(HOST, last?.port ?? 0);
    if (this.#stopping) throw new CallBusError('nats.stopped', 'stopped before it was started');
    await this.#launch({
      pid: 0,
      host: HOST,
      port,
      user: 'callbus',
      password: last?.password ?? randomBytes(24).toString('base64url'),
      serverName: `callbus-${randomBytes(6).toString('hex')}`,
      quotaMb: this.#quotaMb(last?.quotaMb ?? 0),
    });
    return this.state;
  }

  /** Ends the server and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#pause.end();
    this.#child?.kill('SIGTERM');
    await this.#restarting;
    // A restart may have brought another one meanwhile.
    const child = this.#child;
    if (!child) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  async #endOrphan(last: EmbeddedState): Promise<void> {
    const pid = last.pid || this.#pidInFile();
    if (!pid || !isAlive(pid) || !(await this.#isOurs(pid, last))) return;
    this.#options.log.warn(say(messages.orphan, { pid }));
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; isAlive(pid); waited += 50) {
      if (waited === END_MS) process.kill(pid, 'SIGKILL');
      if (waited > GIVE_UP_MS) throw new CallBusError('nats.orphan', say(messages.stays, { pid }));
      await delay(50);
    }
  }

  // The pid may be somebody else's by now: the configuration on its command
  // line proves it is ours, and where none can be read the name in its greeting.
  async #isOurs(pid: number, last: EmbeddedState): Promise<boolean> {
    const command = commandOf(pid);
    if (command !== '') return command.includes(this.#configFile);
    return (await natsGreeting(last.host, last.port))?.server_name === last.serverName;
  }

  // We may have been killed before we could write down the pid; the server writes its own.
  #pidInFile(): number {
    try {
      return Number(readFileSync(join(this.#dir, 'nats.pid'), 'utf8')) || 0;
    } catch {
      return 0;
    }
  }

  get #configFile(): string {
    return join(this.#dir, 'nats.conf');
  }

  async #launch(state: EmbeddedState): Promise<void> {
    this.#write({ ...state, pid: 0 });
    writePrivate(this.#configFile, this.#configuration(state));
    const child = spawn(this.#options.binary, ['-c', this.#configFile], {
      detached: true,
      windowsHide: true,
      stdio: 'ignore',
      // A small heap ceiling keeps the loaded server near 40 MB instead of 60.
      env: { ...process.env, GOGC: '50', GOMEMLIMIT: '128MiB' },
    });
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    this.#child = child;
    this.#exited = exited;
    this.#write({ ...state, pid: child.pid ?? 0 });
    await this.#ready(state, exited);
    void exited.then((reason) => {
      if (this.#stopping || this.#child !== child) return;
      this.#options.log.error(say(messages.died, { reason }));
      this.#restarting = this.#restart(state).finally(() => {
        this.#restarting = undefined;
      });
    });
  }

  // On the same port, however long it takes to get it: it is the one clients know.
  async #restart(state: EmbeddedState): Promise<void> {
    for (let pause = 100; !this.#stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#launch(state);
        return;
      } catch (error) {
        if (this.#stopping) return;
        this.#options.log.error(reasonOf(error));
        await this.#pause.for(pause);
      }
    }
  }

  async #ready(state: EmbeddedState, exited: Promise<string>): Promise<void> {
    let gone: string | undefined;
    void exited.then((reason) => {
      gone = reason;
    });
    for (const end = Date.now() + START_S * 1_000; Date.now() < end && gone === undefined; ) {
      const greeting = await natsGreeting(state.host, state.port, 500);
      if (greeting?.server_name === state.serverName) return;
      await delay(20);
    }
    this.#child?.kill('SIGKILL');
    const file = join(this.#dir, 'nats.log');
    const message =
      gone === undefined
        ? say(messages.notReady, { seconds: START_S, file })
        : say(messages.ended, { reason: gone, file });
    throw new CallBusError('nats.start', message);
  }

  #configuration(state: EmbeddedState): string {
    const quoted = (text: string): string => JSON.stringify(text.replaceAll('\\', '/'));
    return [
      `server_name: ${quoted(state.serverName)}`,
      `listen: ${quoted(`${state.host}:${state.port}`)}`,
      `log_file: ${quoted(join(this.#dir, 'nats.log'))}`,
      'logfile_size_limit: 16MB',
      `pid_file: ${quoted(join(this.#dir, 'nats.pid'))}`,
      'max_payload: 1MB',
      `authorization { user: ${quoted(state.user)}, password: ${quoted(state.password)} }`,
      'jetstream {',
      `  store_dir: ${quoted(join(this.#dir, 'jetstream'))}`,
      `  sync_interval: ${this.#options.syncInterval ?? 'always'}`,
      '  max_memory_store: 64MB',
      `  max_file_store: ${state.quotaMb}MB`,
      '}',
      '',
    ].join('\n');
  }

  #write(state: EmbeddedState): void {
    this.#state = state;
    writePrivate(stateFile(this.#options.dataDir), `${JSON.stringify(state, null, 2)}\n`);
  }

  // nats-server switches JetStream off when the disk is full, so the promise
  // must fit what is free. Streams hold on to what they were once promised.
  #quotaMb(promised: number): number {
    const { bavail, bsize } = statfsSync(this.#dir);
    const free = (bavail * bsize) / MB;
    return Math.max(promised, 64, Math.floor(Math.min(this.#options.maxDiskMb, free * 0.8)));
  }
}

function writePrivate(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  // A power cut must not leave it empty: the quota in it may not shrink.
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  renameSync(fresh, path);
}
