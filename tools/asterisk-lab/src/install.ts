import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectoryLock, StopService, say } from '@callbus/runtime';
import { osRelease, ownArchive, releaseOf, suitesToTry } from '../../../packages/runtime/src/setup/apt.mjs';
import { atLeast, toolsDir } from '../../../packages/runtime/src/setup/nats-server.mjs';
import { type Archive, PrivateApt, unpack } from './apt.ts';
import { messages } from './messages.ts';
import {
  type AsteriskBuild,
  describeBuild,
  finishUnpacked,
  linkMergedFolders,
  upstreamVersion,
} from './unpacked.ts';

/** 22: the newest that the system's packages have, 20 or later. 16: the oldest that we serve. */
export type AsteriskLine = 22 | 16;

/** Why there is no Asterisk: another system, no apt or dpkg, no source of packages, or none that fits. */
export type WhyNot = 'platform' | 'tools' | 'source' | 'suites';

/** An Asterisk that can be started, or why there is none. */
export type Installed =
  | { kind: 'ready'; build: AsteriskBuild }
  | { kind: 'unavailable'; why: WhyNot; message: string };

export interface InstallOptions {
  line?: AsteriskLine;
  env?: NodeJS.ProcessEnv;
  /** What the machine runs, `/etc/os-release`. */
  os?: Record<string, string>;
  platform?: NodeJS.Platform;
  /** Where apt keeps its settings. */
  aptDir?: string;
  /** Told what takes long. */
  log?: (line: string) => void;
}

const fits = (line: AsteriskLine, version: string): boolean => {
  const major = Number.parseInt(version, 10);
  return line === 16 ? major === 16 : major >= 20;
};

const keptIn = (env: NodeJS.ProcessEnv): string => join(toolsDir(env), 'asterisk');

/** The newest of the line that was fetched before. */
export function findAsterisk(line: AsteriskLine = 22, env = process.env): AsteriskBuild | undefined {
  const kept = keptIn(env);
  if (!existsSync(kept)) return undefined;
  return readdirSync(kept)
    .filter((name) => /^\d+(\.\d+)*$/.test(name) && fits(line, name))
    .sort((a, b) => (atLeast(a, b) ? -1 : 1))
    .map((version) => describeBuild(join(kept, version), version))
    .find((build) => build !== undefined);
}

/**
 * Finds an Asterisk that was fetched before, or fetches one from the system's
 * packages into the user's cache: no root, about ten seconds, 270 MB.
 */
export async function ensureAsterisk(options: InstallOptions = {}): Promise<Installed> {
  const {
    line = 22,
    env = process.env,
    os = osRelease(),
    platform = process.platform,
    log = () => {},
  } = options;
  const found = platform === 'linux' ? findAsterisk(line, env) : undefined;
  if (found) return { kind: 'ready', build: found };
  const release = releaseOf(os);
  if (platform !== 'linux' || !release)
    return unavailable('platform', say(messages.platform, { platform: os.PRETTY_NAME ?? platform }));
  const archive = ownArchive(release.codename, options.aptDir);
  if (!archive) return unavailable('source', say(messages.noSource, { release: release.codename }));

  // Several test files may ask at once; one fetches, the others wait for it.
  const lock = await lockOf(keptIn(env));
  try {
    const meanwhile = findAsterisk(line, env);
    if (meanwhile) return { kind: 'ready', build: meanwhile };
    return await fetchFirst({ archive, family: release.family, line, env }, os, log);
  } finally {
    lock.release();
  }
}

const LOOK_MS = 200;

async function lockOf(dir: string): Promise<DirectoryLock> {
  const lock = new DirectoryLock();
  for (;;) {
    try {
      lock.acquire(dir);
      return lock;
    } catch (error) {
      if (!(error instanceof StopService)) throw error;
      await delay(LOOK_MS);
    }
  }
}

async function fetchFirst(
  fetch: Omit<Fetch, 'suite'>,
  os: Record<string, string>,
  log: (line: string) => void,
): Promise<Installed> {
  const { line, family } = fetch;
  const reasons: string[] = [];
  const suites = suitesOf(line, family, os);
  for (const suite of suites) {
    try {
      log(say(messages.fetching, { version: line, suite }));
      const build = await fetchFrom({ ...fetch, suite });
      log(say(messages.fetched, { version: build.version, path: build.root }));
      return { kind: 'ready', build };
    } catch (error) {
      if (isMissingProgram(error))
        return unavailable('tools', say(messages.noTools, { reason: (error as Error).message }));
      reasons.push(`${suite}: ${reasonIn(error)}`);
    }
  }
  return unavailable('suites', say(messages.nowhere, { version: line, reasons: reasons.join('; ') }));
}

const unavailable = (why: WhyNot, message: string): Installed => ({ kind: 'unavailable', why, message });

function suitesOf(line: AsteriskLine, family: 'debian' | 'ubuntu', os: Record<string, string>): string[] {
  if (line === 22) return suitesToTry(os);
  // The last releases that had it.
  return family === 'debian' ? ['bullseye'] : ['focal'];
}

// These still bring folders beside /usr.
const SPLIT = new Set(['bullseye', 'focal']);

interface Fetch {
  suite: string;
  archive: Archive;
  family: 'debian' | 'ubuntu';
  line: AsteriskLine;
  env: NodeJS.ProcessEnv;
}

async function fetchFrom({ suite, archive, family, line, env }: Fetch): Promise<AsteriskBuild> {
  const work = mkdtempSync(join(tmpdir(), 'callbus-asterisk-'));
  const kept = keptIn(env);
  mkdirSync(kept, { recursive: true });
  // Half of one may be left of a fetch that was killed; the lock says that none is at work.
  for (const name of readdirSync(kept).filter((n) => n.startsWith('.fresh-')))
    rmSync(join(kept, name), { recursive: true, force: true });
  const fresh = mkdtempSync(join(kept, '.fresh-'));
  try {
    const apt = new PrivateApt(work, archive, suite, family === 'debian' ? 'main' : 'main universe', env);
    await apt.update();
    const candidate = await apt.candidate('asterisk');
    const version = candidate && upstreamVersion(candidate);
    if (!version) throw new Error('no asterisk');
    if (!fits(line, version)) throw new Error(`asterisk ${version}`);
    const files = await apt.download('asterisk');
    if (!SPLIT.has(suite)) linkMergedFolders(fresh);
    await unpack(files, fresh, env);
    finishUnpacked(fresh);
    const target = join(kept, version);
    // What is there already is not whole, or it would have been found.
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    const build = describeBuild(target, version);
    if (!build) throw new Error(`asterisk ${version} is not whole`);
    return build;
  } finally {
    for (const dir of [work, fresh]) rmSync(dir, { recursive: true, force: true });
  }
}

const isMissingProgram = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ENOENT' &&
  'syscall' in error &&
  /^spawn/.test(String(error.syscall));

function reasonIn(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n');
  // The mirror is the machine's own affair.
  return (lines.find((line) => line.startsWith('E:')) ?? lines[0] ?? '').replace(/\w+:\/\/\S+/g, '...');
}
