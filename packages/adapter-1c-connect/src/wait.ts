import { setTimeout as delay } from 'node:timers/promises';

/** Waits; cut short by the signal, never rejects. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}
