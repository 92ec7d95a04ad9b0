import { afterEach } from 'vitest';

/** What a test opened is closed after it, the last first. */
export function stopAfterEach(): (stop: () => Promise<void>) => void {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return (stop) => void stops.push(stop);
}

/** What a promise is rejected with. @throws where it is not */
export async function rejection(
  promise: Promise<unknown>,
): Promise<Error & { code?: string; remedy?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was answered');
}
