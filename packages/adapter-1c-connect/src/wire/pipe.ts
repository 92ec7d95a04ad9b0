import { connect, type Socket } from 'node:net';

const CONNECT_MS = 5_000;
/** So much waits to be taken in before the agent has to wait. */
const HIGH = 1_000;
const LOW = 100;

/**
 * Opens a pipe: on Windows a named one, elsewhere a Unix socket.
 * @throws the system's error, or the signal's reason
 */
export async function openPipe(path: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ path });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (): void => reject(signal.reason);
  const timer = setTimeout(
    () => reject(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
    CONNECT_MS,
  );
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  socket.once('connect', resolve).once('error', reject);
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** Work done one after another; the pipe is held back while too much of it waits. */
export class Line {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #held: Socket | undefined;

  /** Adds work; it must not reject. */
  add(work: () => Promise<void>, from: Socket): void {
    if (++this.#waiting > HIGH && !this.#held) this.#held = from.pause();
    this.#tail = this.#tail.then(work).then(() => {
      if (--this.#waiting > LOW) return;
      this.#held?.resume();
      this.#held = undefined;
    });
  }

  /** Resolves when all that was added is done. */
  async idle(): Promise<void> {
    await this.#tail;
  }
}
