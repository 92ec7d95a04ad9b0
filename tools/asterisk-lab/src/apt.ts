import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ownArchive } from '../../../packages/runtime/src/setup/apt.mjs';

const run = promisify(execFile);

/** A package archive of this machine's family, as its own sources name it. */
export type Archive = NonNullable<ReturnType<typeof ownArchive>>;

/**
 * An apt of our own for one suite: its own lists, status and cache in one
 * folder, so that it needs no root and the system's own is not touched. Its
 * status is empty, so that a package comes with all it depends on.
 */
export class PrivateApt {
  readonly #dir: string;
  readonly #archive: Archive;
  readonly #suite: string;
  readonly #components: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(dir: string, archive: Archive, suite: string, components: string, env: NodeJS.ProcessEnv) {
    this.#dir = dir;
    this.#archive = archive;
    this.#suite = suite;
    this.#components = components;
    this.#env = env;
  }

  /** Fetches the suite's lists. */
  async update(): Promise<void> {
    for (const folder of ['state/lists/partial', 'cache/archives/partial', 'etc/empty'])
      mkdirSync(join(this.#dir, folder), { recursive: true });
    writeFileSync(join(this.#dir, 'state/status'), '');
    const { uri, signedBy } = this.#archive;
    const signed = signedBy ? `[signed-by=${signedBy}] ` : '';
    writeFileSync(this.#sources, `deb ${signed}${uri} ${this.#suite} ${this.#components}\n`);
    await this.#apt('apt-get', ['-q', 'update', '-o', 'APT::Update::Error-Mode=any']);
  }

  /** The version that the suite would install, undefined where it has none. */
  async candidate(name: string): Promise<string | undefined> {
    const policy = await this.#apt('apt-cache', ['policy', name]);
    const version = /Candidate: (\S+)/.exec(policy)?.[1];
    return version === '(none)' ? undefined : version;
  }

  /** Downloads a package and all it depends on. @returns the files */
  async download(name: string): Promise<string[]> {
    await this.#apt('apt-get', ['-q', '-y', '--download-only', 'install', name]);
    const archives = join(this.#dir, 'cache/archives');
    return readdirSync(archives)
      .filter((file) => file.endsWith('.deb'))
      .map((file) => join(archives, file));
  }

  get #sources(): string {
    return join(this.#dir, 'etc/sources.list');
  }

  async #apt(program: string, args: readonly string[]): Promise<string> {
    const options = [
      ['Dir::State', join(this.#dir, 'state')],
      ['Dir::State::status', join(this.#dir, 'state/status')],
      ['Dir::Cache', join(this.#dir, 'cache')],
      ['Dir::Etc::sourcelist', this.#sources],
      ['Dir::Etc::sourceparts', join(this.#dir, 'etc/empty')],
      ['Dir::Etc::preferencesparts', join(this.#dir, 'etc/empty')],
      ['Acquire::Languages', 'none'],
      ['Acquire::Retries', '3'],
      // A mirror's snapshot may be older than its own Valid-Until; signatures are still checked.
      ['Acquire::Check-Valid-Until', 'false'],
      ['APT::Install-Recommends', 'false'],
      ['APT::Sandbox::User', ''],
    ].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    const { stdout } = await run(program, [...options, ...args], {
      cwd: this.#dir,
      maxBuffer: 1 << 26,
      env: { ...this.#env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    return stdout;
  }
}

/** Unpacks packages into one folder, a few at a time; runs none of their scripts. */
export async function unpack(files: readonly string[], into: string, env: NodeJS.ProcessEnv): Promise<void> {
  const left = [...files];
  const worker = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop())
      await run('dpkg-deb', ['--extract', file, into], { env: { ...env, LC_ALL: 'C' } });
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
}
