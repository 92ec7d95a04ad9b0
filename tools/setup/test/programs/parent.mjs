import { spawn } from 'node:child_process';

// Stands for npm: starts a program, says its id, and knows nothing of signals.
const child = spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
process.stdout.write(`child ${child.pid}\n`);
