import { resolve } from 'node:path';
import { ensureNats, ensurePackages, runNode } from './project.mjs';

// `npm start` sets everything up and shows the demo; with --config it runs a
// real site and nothing simulated.
const args = process.argv.slice(2);
ensurePackages();
await ensureNats();

const at = args.findIndex((a) => a === '--config' || a === '-c' || a.startsWith('--config='));
if (at < 0) process.exit(await runNode(['tools/demo/src/main.ts', ...args]));

// The file is named from where npm was called, not from the root we run in.
const from = process.env.INIT_CWD ?? process.cwd();
const own = args[at]?.startsWith('--config=');
const file = resolve(from, (own ? args[at]?.slice('--config='.length) : args[at + 1]) ?? '');
const rest = args.filter((_, i) => i !== at && (own || i !== at + 1));
process.exit(await runNode(['packages/cli/bin/callbus.js', 'up', '--config', file, ...rest]));
