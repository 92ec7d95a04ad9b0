import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { NotAccepted, NotThere, suitesToTry, unpackFromSuite } from './apt.mjs';
import { setupSay } from './messages.mjs';

const run = promisify(execFile);

/** `sync_interval` came with 2.10, and without it an acknowledged event need not be on disk. */
export const MINIMUM = '2.10.0';

const EXE = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';

/**
 * Whether version `a` is at least `b` ("2.10.27-1+b2" counts as 2.10.27).
 * @param {string} a @param {string} b
 */
export function atLeast(a, b) {
  const parts = (/** @type {string} */ v) => (/\d+(?:\.\d+)*/.exec(v)?.[0] ?? '0').split('.').map(Number);
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const d = (x[i] ?? 0) - (y[i] ?? 0);
    if (d !== 0) return d > 0;
  }
  return true;
}

/**
 * Where programs that set-up fetched are kept, for every clone on the machine.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function toolsDir(env = process.env) {
  if (env.CALLBUS_TOOLS_DIR) return env.CALLBUS_TOOLS_DIR;
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'callbus');
  return join(env.XDG_CACHE_HOME || join(homedir() || tmpdir(), '.cache'), 'callbus');
}

/** @param {string} path @returns {Promise<string | undefined>} */
async function versionOf(path) {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
    return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/**
 * A nats-server that is new enough: CALLBUS_NATS_SERVER, the PATH, or one that set-up fetched.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {readonly string[]} [besides] folders that a user's PATH often leaves out
 * @returns {Promise<{ path: string, version: string } | undefined>}
 */
export async function findNatsServer(env = process.env, besides = ['/usr/sbin', '/usr/local/sbin']) {
  const candidates = env.CALLBUS_NATS_SERVER ? [env.CALLBUS_NATS_SERVER] : [];
  for (const dir of (env.PATH ?? '').split(delimiter)) if (dir) candidates.push(join(dir, EXE));
  for (const dir of besides) candidates.push(join(dir, EXE));
  const kept = join(toolsDir(env), 'nats-server');
  if (existsSync(kept))
    candidates.push(
      ...readdirSync(kept)
        .sort((a, b) => (atLeast(a, b) ? -1 : 1))
        .map((v) => join(kept, v, EXE)),
    );
  for (const path of candidates) {
    if (!existsSync(path)) continue;
    const version = await versionOf(path);
    if (version && atLeast(version, MINIMUM)) return { path, version };
  }
  return undefined;
}

/** The one command that installs nats-server where set-up cannot. */
export function natsRemedy(platform = process.platform) {
  if (platform === 'darwin') return 'brew install nats-server';
  if (platform === 'win32') return 'choco install nats-server';
  return setupSay('natsManual');
}

/** There is no nats-server and set-up cannot fetch one; the message has the command that does. */
export class NatsServerMissing extends Error {
  code = 'nats.missing';
  constructor() {
    super(setupSay('natsMissing', { version: MINIMUM, command: natsRemedy() }));
  }
}

/**
 * Finds a nats-server, or on Debian and Ubuntu fetches one from the system's
 * packages: its own suite first, then newer ones.
 * @param {{ env?: NodeJS.ProcessEnv, log?: (line: string) => void }} [options]
 * @returns {Promise<{ path: string, version: string }>}
 * @throws {NatsServerMissing}
 */
export async function ensureNatsServer({ env = process.env, log = () => {} } = {}) {
  const found = await findNatsServer(env);
  if (found) return found;
  const keep = join(toolsDir(env), 'nats-server');
  const suites = suitesToTry();
  for (const [i, suite] of suites.entries()) {
    mkdirSync(keep, { recursive: true });
    const work = mkdtempSync(join(tmpdir(), 'callbus-setup-'));
    try {
      log(setupSay('installing', { what: 'nats-server', suite }, env));
      const root = await unpackFromSuite({
        pkg: 'nats-server',
        suite,
        into: work,
        accept: (v) => atLeast(v, MINIMUM),
      });
      const binary = ['usr/sbin', 'usr/bin'].map((d) => join(root, d, EXE)).find((p) => existsSync(p));
      const version = binary && (await versionOf(binary));
      if (!binary || !version) throw new Error(setupSay('doesNotRun', {}, env));
      const target = join(keep, version, EXE);
      mkdirSync(dirname(target), { recursive: true });
      // Two set-ups may run at once: each writes its own file and the rename decides.
      const fresh = `${target}.${process.pid}`;
      copyFileSync(binary, fresh);
      chmodSync(fresh, 0o755);
      renameSync(fresh, target);
      log(setupSay('installed', { what: 'nats-server', version, path: target }, env));
      return { path: target, version };
    } catch (error) {
      log(whyNot(error, suite, suites[i + 1], env));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  throw new NatsServerMissing();
}

/**
 * Why nothing came of a suite, and which one is tried instead.
 * @param {unknown} error @param {string} suite @param {string | undefined} next @param {NodeJS.ProcessEnv} env
 */
export function whyNot(error, suite, next, env = process.env) {
  const what = 'nats-server';
  const problem =
    error instanceof NotAccepted
      ? setupSay('tooOld', { suite, what, version: error.version, minimum: MINIMUM }, env)
      : error instanceof NotThere
        ? setupSay('absent', { suite, what }, env)
        : setupSay('suiteFailed', { suite, what, reason: firstLine(error) }, env);
  return next === undefined ? problem : setupSay('tryNext', { problem, next }, env);
}

/** @param {unknown} error */
function firstLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  return /** @type {string} */ (text.split('\n').find((l) => l.startsWith('E:')) ?? text.split('\n')[0]);
}
