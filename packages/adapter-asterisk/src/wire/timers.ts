/** The time a link lives by; tests give their own. */
export interface Timers {
  /** Milliseconds of a clock that only runs forwards. */
  now(): number;
  /** Calls `run` once, `ms` from now. @returns what takes it back */
  after(ms: number, run: () => void): () => void;
}

/** The machine's own. */
export const machineTimers: Timers = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Waits; cut short by the signal, never rejects. */
export function wait(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * `work`, or the error of `late` where it takes longer than `ms`. `work` goes on;
 * what comes of it later is of no account.
 */
export function within<T>(timers: Timers, ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = timers.after(ms, () => reject(late()));
    work.then(resolve, reject).finally(cancel);
  });
}
