import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { House } from '@callbus/runtime';

/**
 * Runs a house until SIGTERM or Ctrl-C, then lets it finish what it began. A
 * second signal does not wait.
 */
export async function untilStopped(house: House): Promise<void> {
  let stopping: Promise<void> | undefined;
  const ended = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (stopping) process.exit(1);
      stopping = house.stop().finally(resolve);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
  try {
    await house.start();
    releaseStartUpMemory();
  } catch (error) {
    // Stopped before it had started is not an error.
    if (!stopping) throw error;
  }
  await ended;
}

/**
 * Starting up fills a young generation that the idle product never needs
 * again. `callbus.js` keeps it from growing until here; from now on it may grow
 * with the load.
 */
function releaseStartUpMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}
