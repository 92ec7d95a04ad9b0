import { setTimeout as delay } from 'node:timers/promises';

/** One recorded piece of native traffic. */
export interface Frame<T> {
  /** Milliseconds since the recording began. */
  at: number;
  data: T;
}

export interface PlayOptions {
  /** 1 plays in real time, 0 as fast as the receiver takes it. */
  speed?: number;
  signal?: AbortSignal;
}

/** Plays recorded traffic in order, each frame after the one before was taken. */
export async function play<T>(
  frames: Iterable<Frame<T>>,
  send: (data: T) => unknown,
  { speed = 0, signal }: PlayOptions = {},
): Promise<void> {
  const begun = performance.now();
  for (const frame of frames) {
    signal?.throwIfAborted();
    const due = speed > 0 ? begun + frame.at / speed - performance.now() : 0;
    if (due > 1) await delay(due, undefined, signal ? { signal } : {});
    await send(frame.data);
  }
}
