import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { House } from '@callbus/runtime';

/** One Ctrl-C may come several times: from the terminal, and from each wrapper that passes it on. */
const SAME_SIGNAL_MS = 1_000;
/** Room for new objects; the space holds two halves of half as much each. */
const YOUNG_BYTES = 32 << 20;

/** Calls `stop` on SIGINT, SIGTERM or SIGHUP. A second signal, a second or more later, does not wait. */
export function onStopSignal(stop: () => void): void {
  let first: number | undefined;
  const heard = (): void => {
    if (first === undefined) {
      first = performance.now();
      stop();
    } else if (performance.now() - first >= SAME_SIGNAL_MS) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
}

/**
 * Runs a house until SIGTERM or Ctrl-C, then lets it finish what it began. A
 * second signal does not wait.
 */
export async function untilStopped(house: House): Promise<void> {
  let stopping: Promise<void> | undefined;
  const ended = new Promise<void>((resolve) => {
    onStopSignal(() => {
      stopping = house.stop().finally(resolve);
    });
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
  // Marking takes every core for a tenth of a second otherwise, and nats-server waits for one;
  // after a quiet time V8 would grow the heap by so little that it marks once a second.
  setFlagsFromString('--concurrent-marking-max-worker-num=1');
  setFlagsFromString('--heap-growing-percent=150');
  boundYoungGeneration();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

/**
 * Lets the young generation grow up to a bound of ours. V8's own is so large
 * that it begins to collect the old generation that much too early.
 */
function boundYoungGeneration(): void {
  const set = (): void => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    const grows = (young?.space_size ?? 0) < YOUNG_BYTES;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  };
  set();
  new PerformanceObserver(set).observe({ entryTypes: ['gc'] });
}
