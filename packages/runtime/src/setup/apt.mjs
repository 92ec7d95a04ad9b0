import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { setupSay } from './messages.mjs';

/**
 * Debian and Ubuntu packages without root: a private apt that reads the
 * machine's own mirrors, downloads into a folder, and unpacks beside it.
 * Nothing here names a mirror; it is taken from the system's sources.
 */

const run = promisify(execFile);

// Suites to try after the machine's own, oldest first.
const NEWER = /** @type {const} */ ({
  debian: ['trixie', 'forky', 'sid'],
  ubuntu: ['noble', 'plucky', 'questing', 'devel'],
});

/** @param {string} [path] */
export function osRelease(path = '/etc/os-release') {
  /** @type {Record<string, string>} */
  const out = {};
  if (!existsSync(path)) return out;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const m = /^([A-Z_]+)=(.*)$/.exec(line);
    if (m) out[/** @type {string} */ (m[1])] = /** @type {string} */ (m[2]).replace(/^"|"$/g, '');
  }
  return out;
}

/**
 * What this machine's packages descend from, and the release they fit.
 * @param {Record<string, string>} os
 * @returns {{ family: 'debian' | 'ubuntu', codename: string } | undefined}
 */
export function releaseOf(os) {
  const family = [os.ID, ...(os.ID_LIKE ?? '').split(/\s+/)].find((id) => id === 'debian' || id === 'ubuntu');
  if (family !== 'debian' && family !== 'ubuntu') return undefined;
  const codename = (family === 'ubuntu' ? os.UBUNTU_CODENAME : os.DEBIAN_CODENAME) ?? os.VERSION_CODENAME;
  return codename ? { family, codename } : undefined;
}

/**
 * @typedef {{ uri: string, suites: string[], main: boolean, signedBy: string | undefined }} Source
 */

/**
 * The archive of the machine's own release, read from its package sources.
 * Other archives name the same release; the release's own has its updates too.
 * @param {string} codename
 * @param {string} [etc]
 * @returns {{ uri: string, signedBy: string | undefined } | undefined}
 */
export function ownArchive(codename, etc = '/etc/apt') {
  const sources = sourceFiles(etc).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return file.endsWith('.sources') ? fromStanzas(text) : fromLines(text);
  });
  const updates = new Set(
    sources.filter((s) => s.suites.includes(`${codename}-updates`)).map((s) => bare(s.uri)),
  );
  const fitting = sources.filter((s) => s.main && s.suites.includes(codename));
  const own = fitting.find((s) => updates.has(bare(s.uri))) ?? fitting[0];
  return own && { uri: own.uri, signedBy: own.signedBy };
}

/** @param {string} uri */
const bare = (uri) => uri.replace(/\/+$/, '');

/** @param {string} etc */
function sourceFiles(etc) {
  const parts = join(etc, 'sources.list.d');
  // apt reads no others: editors and upgrades leave copies behind.
  const more = existsSync(parts) ? readdirSync(parts).filter((f) => /\.(?:list|sources)$/.test(f)) : [];
  return [join(etc, 'sources.list'), ...more.sort().map((f) => join(parts, f))].filter((f) => existsSync(f));
}

/** @param {string} text @returns {Source[]} */
function fromStanzas(text) {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = fieldsOf(stanza);
    const words = (/** @type {string} */ name) => (fields[name] ?? '').split(/\s+/).filter(Boolean);
    if (!words('types').includes('deb') || fields.enabled?.trim() === 'no') return [];
    const key = words('signed-by')[0];
    return words('uris').map((uri) => ({
      uri,
      suites: words('suites'),
      main: words('components').includes('main'),
      signedBy: key?.startsWith('/') ? key : undefined,
    }));
  });
}

/** @param {string} stanza @returns {Record<string, string>} */
function fieldsOf(stanza) {
  /** @type {Record<string, string>} */
  const fields = {};
  let last = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const m = /^([A-Za-z-]+):(.*)$/.exec(line);
    if (m) {
      last = /** @type {string} */ (m[1]).toLowerCase();
      fields[last] = /** @type {string} */ (m[2]);
    } else if (/^\s/.test(line)) fields[last] = `${fields[last] ?? ''}\n${line}`;
  }
  return fields;
}

/** @param {string} text @returns {Source[]} */
function fromLines(text) {
  return text.split('\n').flatMap((line) => {
    const m = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line.trim());
    if (!m) return [];
    const [, options = '', uri = '', suite = '', components = ''] = m;
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1];
    return [{ uri, suites: [suite], main: components.split(/\s+/).includes('main'), signedBy }];
  });
}

/**
 * Suites that may hold a newer package, the machine's own first; empty where
 * this is neither Debian nor Ubuntu nor a child of one.
 * @param {Record<string, string>} [os]
 */
export function suitesToTry(os = osRelease()) {
  const release = releaseOf(os);
  if (!release || process.platform !== 'linux') return [];
  /** @type {readonly string[]} */
  const list = NEWER[release.family];
  return [release.codename, ...list.slice(list.indexOf(release.codename) + 1)];
}

/** A suite has the package, and the version there was not accepted. */
export class NotAccepted extends Error {
  /** @param {string} version */
  constructor(version) {
    super(version);
    this.version = version;
  }
}

/** A suite does not have the package. */
export class NotThere extends Error {}

/**
 * Downloads a package from one suite and unpacks it.
 * @param {{ pkg: string, suite: string, into: string, accept?: (version: string) => boolean, os?: Record<string, string> }} options
 *   `accept` judges the candidate's version before it is downloaded
 * @returns {Promise<string>} the folder the package was unpacked into
 * @throws {NotAccepted | NotThere}
 */
export async function unpackFromSuite({ pkg, suite, into, accept = () => true, os = osRelease() }) {
  const release = releaseOf(os);
  const archive = release && ownArchive(release.codename);
  if (!archive) throw new Error(setupSay('noSource', { suite: release?.codename ?? os.ID ?? '' }));
  const apt = resolve(into, `apt-${suite}`);
  for (const d of ['state/lists/partial', 'cache/archives/partial', 'etc/empty'])
    mkdirSync(join(apt, d), { recursive: true });
  writeFileSync(join(apt, 'state/status'), '');
  const signed = archive.signedBy ? `[signed-by=${archive.signedBy}] ` : '';
  const components = release.family === 'debian' ? 'main' : 'main universe';
  writeFileSync(join(apt, 'etc/sources.list'), `deb ${signed}${archive.uri} ${suite} ${components}\n`);
  const options = [
    ['Dir::State', join(apt, 'state')],
    ['Dir::State::status', join(apt, 'state/status')],
    ['Dir::Cache', join(apt, 'cache')],
    ['Dir::Etc::sourcelist', join(apt, 'etc/sources.list')],
    ['Dir::Etc::sourceparts', join(apt, 'etc/empty')],
    ['Dir::Etc::preferencesparts', join(apt, 'etc/empty')],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '3'],
    // A mirror's snapshot may be older than its own Valid-Until; signatures are still checked.
    ['Acquire::Check-Valid-Until', 'false'],
    ['APT::Sandbox::User', ''],
  ].flatMap(([k, v]) => ['-o', `${k}=${v}`]);
  const quiet = { cwd: apt, maxBuffer: 1 << 26, env: { ...process.env, LC_ALL: 'C' } };
  await run('apt-get', [...options, '-q', 'update', '-o', 'APT::Update::Error-Mode=any'], quiet);
  const policy = (await run('apt-cache', [...options, 'policy', pkg], quiet)).stdout;
  const version = /Candidate: (\S+)/.exec(policy)?.[1];
  if (!version || version === '(none)') throw new NotThere(pkg);
  if (!accept(version)) throw new NotAccepted(version);
  await run('apt-get', [...options, '-q', 'download', `${pkg}=${version}`], quiet);
  const deb = readdirSync(apt).find((f) => f.startsWith(`${pkg}_`) && f.endsWith('.deb'));
  if (!deb) throw new Error(`${pkg} was not downloaded`);
  const root = join(into, `${pkg}-${suite}`);
  mkdirSync(root, { recursive: true });
  await run('dpkg-deb', ['-x', join(apt, deb), root], quiet);
  return root;
}
