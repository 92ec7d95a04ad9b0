import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the package it is run in to `dist/`: ESM, types, and a package.json
 * that points there. `npm publish dist` publishes it. In the repository the
 * sources themselves are what everybody imports, so nothing here is needed to
 * run or test.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const here = process.cwd();
const dist = join(here, 'dist');
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

/** @param {string} name */
const sister = (name) => join(ROOT, 'packages', name.replace('@callbus/', ''), 'dist');
const sisters = Object.keys(manifest.dependencies ?? {}).filter((d) => d.startsWith('@callbus/'));

compile();
copyGenerated();
writeReadme();
writeManifest();

function compile() {
  rmSync(dist, { recursive: true, force: true });
  const tmp = mkdtempSync(join(tmpdir(), 'callbus-build-'));
  const config = join(tmp, 'tsconfig.json');
  const options = {
    noEmit: false,
    declaration: true,
    sourceMap: true,
    rootDir: join(here, 'src'),
    outDir: dist,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    // Sisters are seen as what they publish, not as their sources.
    paths: Object.fromEntries(sisters.map((d) => [d, [join(sister(d), 'index.d.ts')]])),
  };
  const text = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: options,
    include: [join(here, 'src')],
    exclude: [join(here, 'src/generated')],
  };
  writeFileSync(config, JSON.stringify(text));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit', cwd: here });
  rmSync(tmp, { recursive: true, force: true });
  if (status !== 0) process.exit(status ?? 1);
}

// Generated code is JavaScript with types beside it; the compiler reads only the types.
function copyGenerated() {
  const generated = join(here, 'src/generated');
  if (existsSync(generated)) cpSync(generated, join(dist, 'generated'), { recursive: true });
  for (const name of ['bin', 'proto']) {
    if (existsSync(join(here, name))) cpSync(join(here, name), join(dist, name), { recursive: true });
  }
  cpSync(join(ROOT, 'LICENSE'), join(dist, 'LICENSE'));
}

// The project's README speaks of the whole, and its links end at the repository.
function writeReadme() {
  const { name, description, license, bin } = manifest;
  const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const home = root.homepage ?? root.repository?.url?.replace(/^git\+|\.git$/g, '');
  const command = Object.keys(bin ?? {})[0];
  const lines = [
    `# ${name}`,
    `${description}.`,
    `Part of CallBus, the open telephony bus for 1C:Enterprise${home ? ` (${home})` : ''}.`,
    ...(command ? [`    npx ${command} --help`] : []),
    'Needs Node.js 24 or newer. Configuration, operations and the HTTP API are described in the documentation of the project'.concat(
      home ? `: ${home}` : '.',
    ),
    `${license}, see LICENSE beside this file.`,
  ];
  writeFileSync(join(dist, 'README.md'), `${lines.join('\n\n')}\n`);
}

function writeManifest() {
  const { name, version, description, license, type, engines, bin, dependencies } = manifest;
  const doors = Object.entries(/** @type {Record<string, string>} */ (manifest.exports)).map(
    ([door, source]) => {
      const base = `./${source.replace('./src/', '').replace(/\.ts$/, '')}`;
      return [door, { types: `${base}.d.ts`, default: `${base}.js` }];
    },
  );
  const published = {
    name,
    version,
    description,
    license,
    type,
    engines,
    exports: Object.fromEntries(doors),
    bin,
    dependencies,
  };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}
