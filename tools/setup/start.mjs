import { resolve } from 'node:path';
import { setupSay } from '../../packages/runtime/src/setup/messages.mjs';
import { read } from './arguments.mjs';
import { ensureNats, ensurePackages, runNode, tell } from './project.mjs';

// `npm start` sets everything up and shows the demo; with --config it runs a
// real site and nothing simulated.
const wanted = read(process.argv.slice(2));
if ('error' in wanted) {
  tell(wanted.error);
  process.exit(2);
}
if ('help' in wanted) {
  process.stdout.write(`${setupSay('startOptions')}\n`);
  process.exit(0);
}
ensurePackages();
await ensureNats();

if ('demo' in wanted) process.exit(await runNode(['tools/demo/src/main.ts', ...wanted.demo]));

// The file is named from where npm was called, not from the root we run in.
const file = resolve(process.env.INIT_CWD ?? process.cwd(), wanted.config);
process.exit(await runNode(['packages/cli/bin/callbus.js', 'up', '--config', file, ...wanted.rest]));
