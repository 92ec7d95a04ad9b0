#!/usr/bin/env node
// Runs from source in a checkout and from dist when published. Plain
// JavaScript, because it may start on a Node that cannot read TypeScript yet.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { endAs, standIn } from './stand-in.js';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../src/main.ts');
const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  // The project brings its own Node; use it where it is installed.
  const own = ownNode();
  if (!own) {
    console.error(`CallBus needs Node.js 24; this is ${process.version}.`);
    process.exit(1);
  }
  endAs(await standIn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]));
} else {
  // Node 20 has no such export; a named import of it would not even load.
  module.enableCompileCache?.();
  quietSqlite();
  // The young generation stays small while modules load; see src/process.ts.
  setFlagsFromString('--semi-space-growth-factor=1');
  await import(existsSync(source) ? '../src/main.ts' : '../index.js').then(({ main }) => main(process.argv));
}

function ownNode() {
  try {
    const root = dirname(module.createRequire(import.meta.url).resolve('node/package.json'));
    const binary = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

// node:sqlite is what we want and still says that it is experimental.
function quietSqlite() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).includes('SQLite')) emit.call(process, warning, ...rest);
  };
}
