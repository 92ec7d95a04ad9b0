import { setTimeout as delay } from 'node:timers/promises';

/** Waits; cut short by the signal, never rejects. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

/** Waits until `work` has settled or `ms` have passed, whichever is first. `work` must not reject. */
export async function within(ms: number, work: Promise<void>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([work, wait(ms, enough.signal)]);
  enough.abort();
}
