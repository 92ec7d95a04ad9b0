import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** An Asterisk that stands unpacked in a folder, and how it is run from there. */
export interface AsteriskBuild {
  /** Upstream version: "22.10.1". */
  version: string;
  /** Main version: 22. */
  major: number;
  /** The folder it was unpacked into. */
  root: string;
  /** The program to start: the unpacked loader of shared libraries. */
  program: string;
  /** Arguments before Asterisk's own: where the libraries are, and Asterisk itself. */
  args: readonly string[];
  /** Folder of the loadable modules. */
  modules: string;
  /** Folder of what does not change: sounds, documentation, keys. */
  data: string;
}

/** "1:22.10.1+dfsg+~cs6.17-1" is 22.10.1. */
export const upstreamVersion = (version: string): string | undefined =>
  /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1];

// Nothing of these is read by a running Asterisk.
const USELESS = ['doc', 'man', 'locale', 'perl', 'perl5', 'info', 'lintian', 'bug', 'snmp', 'i18n'];

/**
 * Where today's systems keep `/lib` and the like under `/usr`, packages expect
 * to find the links; older packages still bring such folders of their own.
 */
export function linkMergedFolders(root: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(join('usr', name), join(root, name));
  }
}

/** Does what the packages' scripts, which never run here, would have done; drops what nobody reads. */
export function finishUnpacked(root: string): void {
  const sounds = join(root, 'usr/share/asterisk/sounds');
  const voice = readdirSync(sounds).find((name) => /^en_/.test(name));
  // Without the link a prompt cannot be opened, and transfers by keys fail in silence.
  if (voice && !existsSync(join(sounds, 'en'))) symlinkSync(voice, join(sounds, 'en'));
  for (const name of USELESS) rmSync(join(root, 'usr/share', name), { recursive: true, force: true });
}

/**
 * How the Asterisk in `root` is run, undefined where it is not whole. It runs
 * through its own loader: LD_LIBRARY_PATH would leak into whatever it starts.
 */
export function describeBuild(root: string, version: string): AsteriskBuild | undefined {
  const triplet = readdirSync(join(root, 'usr/lib')).find((name) => /-linux-gnu/.test(name));
  if (!triplet) return undefined;
  // Asterisk's own libraries stand apart where its modules do not stand beside the system's.
  const libraries = [join('lib', triplet), join('usr/lib', triplet), 'usr/lib/asterisk', 'usr/lib']
    .map((dir) => join(root, dir))
    .filter((dir) => existsSync(dir));
  const [program] = libraries.flatMap((dir) => loadersIn(dir));
  const modules = [
    join(root, 'usr/lib', triplet, 'asterisk/modules'),
    join(root, 'usr/lib/asterisk/modules'),
  ].find((dir) => existsSync(dir));
  const binary = join(root, 'usr/sbin/asterisk');
  if (!program || !modules || !existsSync(binary)) return undefined;
  return {
    version,
    major: Number.parseInt(version, 10),
    root,
    program,
    args: ['--library-path', libraries.join(':'), binary],
    modules,
    data: join(root, 'usr/share/asterisk'),
  };
}

const loadersIn = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => /^ld-linux.*\.so\.\d$/.test(name))
        .map((name) => join(dir, name))
    : [];
