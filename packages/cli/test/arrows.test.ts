import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** What the linter says of a file in a package's sources. */
function lint(pkg: string, text: string): string {
  const dir = join(ROOT, 'packages', pkg, 'src', `arrow-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  made.push(dir);
  const file = join(dir, 'probe.ts');
  writeFileSync(file, text);
  try {
    return execFileSync(process.execPath, [BIOME, 'lint', file], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `refused ${stdout}${stderr}`;
  }
}

const importing = (name: string): string => `export * from '${name}';\n`;

test.each([
  ['contract', '@callbus/runtime'],
  ['runtime', '@callbus/core'],
  ['runtime', '@callbus/adapter-prostiezvonki'],
  ['core', '@callbus/sink-1c'],
  ['core', '@callbus/gateway'],
  ['sink-1c', '@callbus/core'],
  ['gateway', '@callbus/cli'],
  ['adapter-prostiezvonki', '@callbus/core'],
  ['adapter-1c-connect', '@callbus/core'],
  ['adapter-asterisk', '@callbus/core'],
  ['adapter-3cx', '@callbus/core'],
  ['adapter-asterisk', '@callbus/adapter-prostiezvonki'],
  ['adapter-prostiezvonki', '@callbus/runtime/testkit'],
  ['core', '../../../runtime/src/index.ts'],
])('%s may not import %s', (pkg, name) => {
  expect(lint(pkg, importing(name))).toMatch(/refused[\s\S]*noRestrictedImports/);
});

test.each([
  ['runtime', '@callbus/contract'],
  ['core', '@callbus/runtime'],
  ['sink-1c', '@callbus/contract'],
  ['cli', '@callbus/gateway'],
])('%s may import %s', (pkg, name) => {
  expect(lint(pkg, importing(name))).not.toContain('noRestrictedImports');
});
