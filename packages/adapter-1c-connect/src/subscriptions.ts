import { Refused } from './faults.ts';
import { wait } from './wait.ts';
import { type Category, type NativeCommand, subscribe, unsubscribe } from './wire/write.ts';

const FIRST_WAIT_MS = 2_000;
const LAST_WAIT_MS = 60_000;

export interface SubscriptionsOptions {
  /** @throws {CommandFault} */
  send(command: NativeCommand): Promise<void>;
  /** What is refused has changed. */
  judge(): void;
}

const nameOf = ({ mode, object, initiator }: Category): string => `${mode} ${object} ${initiator}`;

/** The categories of events that a program is asked to tell, asked again each time it comes back. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #wanted: Map<string, Category>;
  /** What the program refused, with its reason. */
  readonly #refused = new Map<string, Refused>();
  #session = new AbortController();

  constructor(categories: readonly Category[], options: SubscriptionsOptions) {
    this.#options = options;
    this.#wanted = new Map(categories.map((c) => [nameOf(c), c]));
  }

  get wanted(): Iterable<Category> {
    return this.#wanted.values();
  }

  /** One line for each refusal, for people. */
  get refused(): string[] {
    return [...this.#refused].map(([name, { message }]) => `${name}: ${message}`);
  }

  /** Subscribes, and is asked to keep it so. @throws {CommandFault} */
  async add(category: Category): Promise<void> {
    await this.#options.send(subscribe(category));
    this.#wanted.set(nameOf(category), category);
    this.#refused.delete(nameOf(category));
    this.#options.judge();
  }

  /** Unsubscribes for good. @throws {CommandFault} */
  async remove(category: Category): Promise<void> {
    await this.#options.send(unsubscribe(category));
    this.#wanted.delete(nameOf(category));
    this.#refused.delete(nameOf(category));
    this.#options.judge();
  }

  /**
   * Asks for everything anew. What is refused for now, or not answered, is
   * asked again with growing waits until `pause`. Never rejects.
   */
  async renew(): Promise<void> {
    this.#session = new AbortController();
    const { signal } = this.#session;
    this.#refused.clear();
    let left: readonly Category[] = [...this.#wanted.values()];
    for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LAST_WAIT_MS)) {
      const again = await Promise.all(left.map(async (c) => ((await this.#ask(c)) ? [c] : [])));
      if (signal.aborted) return;
      this.#forgive();
      this.#options.judge();
      left = again.flat().filter((c) => this.#wanted.has(nameOf(c)));
      if (left.length === 0) return;
      await wait(pause, signal);
      if (signal.aborted) return;
    }
  }

  /** The program is gone. */
  pause(): void {
    this.#session.abort();
  }

  /** @returns whether it should be asked again later */
  async #ask(category: Category): Promise<boolean> {
    const name = nameOf(category);
    try {
      await this.#options.send(subscribe(category));
      this.#refused.delete(name);
      return false;
    } catch (error) {
      if (!(error instanceof Refused)) return true;
      this.#refused.set(name, error);
      return error.passing;
    }
  }

  // A program may know a category by one initiator only; the other then means nothing to it.
  #forgive(): void {
    for (const [name, { mode, object, initiator }] of this.#wanted) {
      const other = nameOf({ mode, object, initiator: initiator === 'Self' ? 'incoming' : 'Self' });
      const { code } = this.#refused.get(name) ?? {};
      if (code === '1c-connect.initiator' && this.#wanted.has(other) && !this.#refused.has(other))
        this.#refused.delete(name);
    }
  }
}
