import type { ManagerLink } from '../wire/link.ts';
import type { AmiMessage } from '../wire/message.ts';
import { machineTimers } from '../wire/timers.ts';
import type { CommandsOptions, EventsListener } from './types.ts';

/** What a command listens to while it waits; every one of them may settle it. */
export interface Ears<T> {
  onTold?(...told: Parameters<EventsListener>): T | undefined;
  onMessage?(message: AmiMessage): T | undefined;
  onDown(): T;
  onAbort(): T;
  onTime(): T;
}

/** A wait that began; nothing of it is left once it is settled or dropped. */
export interface Waiting<T> {
  /** Settles it from outside. */
  settle(outcome: T): void;
  /** Lets time run out `ms` from now, instead of what was said before. */
  until(ms: number): void;
  outcome: Promise<T>;
  drop(): void;
}

type WaitsOn = Pick<CommandsOptions, 'onEvents' | 'timers'> & { link: ManagerLink };

/**
 * Listens from now on, so that nothing is missed of what the command sets off.
 * @param signal ends the wait when the adapter stops
 */
export function listen<T>(options: WaitsOn, signal: AbortSignal, ears: Ears<T>): Waiting<T> {
  const { link, timers = machineTimers } = options;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const ends: (() => void)[] = [];
  let cancel = (): void => {};
  const drop = (): void => {
    cancel();
    for (const end of ends.splice(0)) end();
  };
  const settle = (outcome: T): void => {
    drop();
    resolve(outcome);
  };
  const hear = (say: () => T | undefined): void => {
    try {
      const outcome = say();
      if (outcome !== undefined) settle(outcome);
    } catch (error) {
      drop();
      reject(error);
    }
  };
  const { onTold, onMessage } = ears;
  if (onTold) ends.push(options.onEvents((events) => hear(() => onTold(events))));
  if (onMessage) ends.push(link.events((message) => hear(() => onMessage(message))));
  ends.push(
    link.onChange(({ state }) => {
      if (state === 'down') hear(ears.onDown);
    }),
  );
  const onAbort = (): void => hear(ears.onAbort);
  signal.addEventListener('abort', onAbort, { once: true });
  ends.push(() => signal.removeEventListener('abort', onAbort));
  // Whoever drops a wait does not look at its outcome.
  promise.catch(() => {});
  return {
    settle,
    until(ms) {
      cancel();
      cancel = timers.after(ms, () => hear(ears.onTime));
    },
    outcome: promise,
    drop,
  };
}
