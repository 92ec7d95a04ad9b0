import { join } from 'node:path';
import { generate } from './generate.ts';
import { report, write } from './output.ts';

// `npm run generate` writes everything that is made from sources; with --check
// nothing is written, and files that are not what their sources say are named.
const repo = join(import.meta.dirname, '../../..');
const files = generate(repo);

if (process.argv.includes('--check')) {
  process.exitCode = report(repo, files, (line) => process.stderr.write(`${line}\n`));
} else write(repo, files);
