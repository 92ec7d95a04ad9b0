import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { osRelease, ownArchive, releaseOf, suitesToTry } from '../../src/setup/apt.mjs';
import { tempDir, tempFile } from '../support.ts';

/** A folder like /etc/apt with these files. */
function etcApt(files: Record<string, string>): string {
  const etc = tempDir();
  mkdirSync(join(etc, 'sources.list.d'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), text);
  return etc;
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEBIAN_SOURCES = `# The release, and its updates
Types: deb deb-src
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: ${KEYRING}

Types: deb
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main
Signed-By: ${KEYRING}
`;

describe('the archive of the own release', () => {
  test.each<[string, Record<string, string>, { uri: string; signedBy: string | undefined } | undefined]>([
    [
      'in a .sources file',
      { 'sources.list.d/debian.sources': DEBIAN_SOURCES },
      { uri: 'http://mirror.test/debian', signedBy: KEYRING },
    ],
    [
      'in sources.list',
      {
        'sources.list':
          'deb-src http://mirror.test/debian bookworm main\ndeb http://mirror.test/debian/ bookworm main # here\n',
      },
      { uri: 'http://mirror.test/debian/', signedBy: undefined },
    ],
    [
      'with options',
      {
        'sources.list': `deb [ arch=amd64 signed-by=${KEYRING} ] https://mirror.test/debian bookworm main contrib\n`,
      },
      { uri: 'https://mirror.test/debian', signedBy: KEYRING },
    ],
    [
      'as a list of mirrors',
      {
        'sources.list.d/debian.sources':
          'Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: bookworm\nComponents: main\n',
      },
      { uri: 'mirror+file:/etc/apt/mirrors/debian.list', signedBy: undefined },
    ],
    [
      'with its fields on lines of their own, and its key in the file',
      {
        'sources.list.d/debian.sources':
          'Types: deb\nURIs:\n http://one.test/debian\n http://two.test/debian\nSuites:\n bookworm\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEY\n',
      },
      { uri: 'http://one.test/debian', signedBy: undefined },
    ],
    ['of another release', { 'sources.list': 'deb http://mirror.test/debian trixie main\n' }, undefined],
    [
      'that is switched off',
      { 'sources.list.d/debian.sources': `Enabled: no\n${DEBIAN_SOURCES.split('\n\n')[0]}` },
      undefined,
    ],
    ['in a remark', { 'sources.list': '# deb http://mirror.test/debian bookworm main\n' }, undefined],
    ['with sources only', { 'sources.list': 'deb-src http://mirror.test/debian bookworm main\n' }, undefined],
    ['nowhere', {}, undefined],
  ])('%s', (_, files, expected) => {
    expect(ownArchive('bookworm', etcApt(files))).toEqual(expected);
  });

  test('is told from other archives for the same release, whichever apt reads first', () => {
    const etc = etcApt({
      'sources.list': '',
      'sources.list.d/a-cli.list': 'deb [arch=amd64] https://packages.test/repos/a-cli bookworm main\n',
      'sources.list.d/b-engine.list': 'deb https://download.test/linux/debian bookworm stable\n',
      'sources.list.d/debian.sources': DEBIAN_SOURCES,
    });
    expect(ownArchive('bookworm', etc)?.uri).toBe('http://mirror.test/debian');
  });

  test('is not read from what apt itself does not read', () => {
    const etc = etcApt({
      'sources.list.d/debian.list.save': 'deb http://old.test/debian bookworm main\n',
      'sources.list.d/debian.sources.bak': DEBIAN_SOURCES,
    });
    expect(ownArchive('bookworm', etc)).toBeUndefined();
    expect(ownArchive('bookworm', join(etc, 'nowhere'))).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('suites to try', () => {
  const DEBIAN = { ID: 'debian', VERSION_CODENAME: 'bookworm' };
  test.each<[string, Record<string, string>, string[]]>([
    ['Debian 12', DEBIAN, ['bookworm', 'trixie', 'forky', 'sid']],
    ['Debian 13', { ...DEBIAN, VERSION_CODENAME: 'trixie' }, ['trixie', 'forky', 'sid']],
    ['Debian unstable', { ...DEBIAN, VERSION_CODENAME: 'sid' }, ['sid']],
    [
      'Ubuntu 22.04',
      { ID: 'ubuntu', ID_LIKE: 'debian', UBUNTU_CODENAME: 'jammy', VERSION_CODENAME: 'jammy' },
      ['jammy', 'noble', 'plucky', 'questing', 'devel'],
    ],
    ['Ubuntu 24.04', { ID: 'ubuntu', VERSION_CODENAME: 'noble' }, ['noble', 'plucky', 'questing', 'devel']],
    [
      'Linux Mint',
      { ID: 'linuxmint', ID_LIKE: 'ubuntu debian', UBUNTU_CODENAME: 'noble', VERSION_CODENAME: 'wilma' },
      ['noble', 'plucky', 'questing', 'devel'],
    ],
    [
      'Linux Mint of Debian',
      { ID: 'linuxmint', ID_LIKE: 'debian', DEBIAN_CODENAME: 'bookworm', VERSION_CODENAME: 'faye' },
      ['bookworm', 'trixie', 'forky', 'sid'],
    ],
    [
      'Raspberry Pi OS',
      { ID: 'raspbian', ID_LIKE: 'debian', VERSION_CODENAME: 'bookworm' },
      ['bookworm', 'trixie', 'forky', 'sid'],
    ],
    ['Fedora', { ID: 'fedora', VERSION_CODENAME: 'x' }, []],
    ['Alpine', { ID: 'alpine' }, []],
    ['RED OS', { ID: 'redos', ID_LIKE: 'rhel centos fedora' }, []],
    ['a Debian without a release', { ID: 'debian' }, []],
    ['nothing known', {}, []],
  ])('of %s', (_, os, suites) => {
    expect(suitesToTry(os)).toEqual(suites);
    expect(releaseOf(os)?.codename).toBe(suites[0]);
  });
});

test('os-release is read with and without quotes, and may be missing', () => {
  const file = tempFile(
    'os-release',
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_CODENAME=bookworm\n# remark\nx=y\n',
  );
  expect(osRelease(file)).toEqual({
    PRETTY_NAME: 'Debian GNU/Linux 12 (bookworm)',
    ID: 'debian',
    VERSION_CODENAME: 'bookworm',
  });
  expect(osRelease('/nowhere/os-release')).toEqual({});
});

test('set-up names no package mirror: it is the system’s own', () => {
  const folder = join(import.meta.dirname, '../../src/setup');
  for (const file of readdirSync(folder)) {
    expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(
      /(?:https?|ftp):\/\/|\b(?:debian|ubuntu)\.(?:org|com|net)\b/,
    );
  }
});
