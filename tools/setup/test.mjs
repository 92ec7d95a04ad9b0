import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNats, ensurePackages, ROOT, runNode } from './project.mjs';

// `npm test`: set-up, then lint, types, unit and integration tests against a
// real nats-server. The last line is `N passed, N failed`.
ensurePackages();
await ensureNats();

const projects = ['packages', 'tools'].flatMap((d) =>
  readdirSync(join(ROOT, d)).map((p) => join(ROOT, d, p)),
);
const reportOf = (/** @type {string} */ project) => join(project, '.reports', 'vitest.json');
for (const project of projects) rmSync(reportOf(project), { force: true });

const code = await runNode([
  join(
    'node_modules/nx',
    JSON.parse(readFileSync(join(ROOT, 'node_modules/nx/package.json'), 'utf8')).bin.nx,
  ),
  'run-many',
  '-t',
  'lint,typecheck,test',
  '--outputStyle=static',
  ...process.argv.slice(2),
]);

let passed = 0;
let failed = 0;
let notRun = 0;
for (const project of projects) {
  if (!existsSync(reportOf(project))) continue;
  const report = JSON.parse(readFileSync(reportOf(project), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // What needs something this machine cannot have; the suite says what.
  notRun += report.numPendingTests;
}
// Lint, types, or a suite that did not even load.
if (code !== 0 && failed === 0) failed = 1;
if (notRun > 0) process.stdout.write(`${notRun} not run\n`);
const summary = `${passed} passed, ${failed} failed`;
mkdirSync(join(ROOT, '.reports'), { recursive: true });
writeFileSync(join(ROOT, '.reports', 'summary.txt'), `${summary}\n`);
process.stdout.write(`${summary}\n`);
process.exit(code === 0 && failed === 0 ? 0 : 1);
