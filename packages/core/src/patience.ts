import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, reasonOf } from '@callbus/runtime';

/** Asks until there is an answer; for reading what cannot be done without. @throws when `signal` aborts */
export async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal, log: Logger): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      log.debug({ error: reasonOf(error) }, 'stream not readable yet');
      await delay(pause, undefined, { signal });
    }
  }
}
