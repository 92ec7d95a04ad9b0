import { spawn } from 'node:child_process';

/**
 * Runs another program in our place: signals go through to it, and with `parent` it is told to stop when who
 * started us is gone. Plain JavaScript, because set-up and old Nodes use it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { parent?: boolean }} [options]
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how it ended
 */
export function standIn(command, args, { parent = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  // Ctrl-C reaches the child by itself and through us: it takes the two for one.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  if (parent) whenOrphaned(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/**
 * Ends this process as another one ended.
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} how
 */
export function endAs({ code, signal }) {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

// Nobody tells a process that its parent died.
/** @param {() => void} stop */
function whenOrphaned(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1_000);
  timer.unref();
}
