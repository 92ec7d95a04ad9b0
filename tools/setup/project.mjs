import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standIn } from '../../packages/cli/bin/stand-in.js';
import { setupSay } from '../../packages/runtime/src/setup/messages.mjs';
import { ensureNatsServer } from '../../packages/runtime/src/setup/nats-server.mjs';

/** The root of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

const MODULES = join(ROOT, 'node_modules');
const MARK = join(MODULES, '.callbus-lock');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @param {string} line */
export const tell = (line) => void process.stderr.write(`${line}\n`);

/** Installs what the lock file says, unless it is there already. */
export function ensurePackages() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    tell(setupSay('nodeTooOld', { version: process.version }));
    process.exit(1);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(NODE) && existsSync(MARK) && readFileSync(MARK, 'utf8') === lock) return;
  tell(setupSay('npm'));
  // npm says where it is, so that the same npm is used and no shell is needed on Windows.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: ROOT, stdio: /** @type {const} */ ('inherit') };
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(MARK, lock);
}

/** Finds or fetches nats-server; ends the process with the one command to run where it cannot. */
export async function ensureNats() {
  try {
    return await ensureNatsServer({ log: tell });
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

/** The environment in which the project's own Node and tools come first. */
export const environment = () => ({
  ...process.env,
  PATH: [join(MODULES, '.bin'), dirname(NODE), process.env.PATH ?? ''].join(delimiter),
});

/**
 * Runs the project's own Node until it ends; signals go through to it. npm may
 * be killed without a word to us: then who runs here is told to stop.
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runNode(args) {
  const parent = process.env.npm_lifecycle_event !== undefined;
  const { code } = await standIn(NODE, args, { cwd: ROOT, env: environment(), parent });
  return code ?? 1;
}
