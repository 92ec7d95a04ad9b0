import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until `look` gives something, asking every few milliseconds.
 * @throws when it did not within `timeoutMs`; the message says what was waited for
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  timeoutMs = 10_000,
): Promise<T> {
  for (const end = Date.now() + timeoutMs; ; ) {
    const value = await look();
    if (value !== undefined && value !== false && value !== null) return value;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await delay(10);
  }
}
