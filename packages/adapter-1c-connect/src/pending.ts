import type { CommandFault } from '@callbus/runtime';
import type { NativeEvent, NativeResult } from './wire/native.ts';

/** What came of a command. */
export interface Answer {
  /** The agent's answer; undefined where only the event it made was told. */
  result: NativeResult | undefined;
  /** The event that followed from it (spec, I.1.1.1). */
  event: NativeEvent | undefined;
}

interface Waiting {
  id: string;
  action: string;
  event: NativeEvent | undefined;
  settle(answer: Answer | CommandFault): void;
}

/** Commands on their way, matched to their answers by id. */
export class Pending {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Waits for the answer to a command.
   * @param late the fault where none comes in time
   */
  async answer(id: string, action: string, timeoutMs: number, late: () => CommandFault): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiting: Waiting = {
      id,
      action,
      event: undefined,
      settle: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
    };
    this.#waiting.set(id, waiting);
    const timer = setTimeout(() => {
      // Its event shows that it was carried out, answer or not.
      const { event } = waiting;
      waiting.settle(event ? { result: undefined, event } : late());
    }, timeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** @returns whether anybody waited for it */
  answered(result: NativeResult): boolean {
    const waiting = this.#waiting.get(result.commandId) ?? this.#nameless(result);
    if (!waiting) return false;
    // At once: the next answer in the same bytes is another command's, or nobody's.
    this.#waiting.delete(waiting.id);
    waiting.settle({ result, event: waiting.event });
    return true;
  }

  /** An event that names the command it follows from. */
  followed(event: NativeEvent): void {
    const waiting = this.#waiting.get(event.commandId);
    if (waiting) waiting.event = event;
  }

  /** Nobody will answer any more. */
  cut(fault: () => CommandFault): void {
    for (const { event, settle } of this.#waiting.values())
      settle(event ? { result: undefined, event } : fault());
    this.#waiting.clear();
  }

  // Of XML it could not parse the agent cannot know the id: the oldest command
  // of that action is the one it speaks of.
  #nameless({ commandId, action }: NativeResult): Waiting | undefined {
    if (commandId !== '') return undefined;
    const all = [...this.#waiting.values()];
    return action === '' ? all[0] : all.find((w) => w.action.toLowerCase() === action.toLowerCase());
  }
}
