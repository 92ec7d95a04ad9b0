import type { CallEventInit } from '@callbus/contract';
import { type AdapterContext, reasonOf } from '@callbus/runtime';
import type { CallMemory, Rows } from './memory.ts';

export type EventsListener = (events: readonly CallEventInit[]) => void;

export interface TellerOptions {
  context: Pick<AdapterContext, 'log' | 'publishOrKeep'>;
  memory: CallMemory;
  /** Changes events before anybody sees them. */
  prepare(events: readonly CallEventInit[]): CallEventInit[];
  /** How the call under a key stands; undefined where it is over. */
  keep(key: string): string | undefined;
  /** When the server was last heard. */
  heardAt(): number;
}

/**
 * Puts events on their way in the order they were told, those of one turn of
 * the event loop together, and remembers behind them how their calls stand.
 */
export class Teller {
  readonly #options: TellerOptions;
  readonly #listeners = new Set<EventsListener>();
  #batch: CallEventInit[] = [];
  #flush: NodeJS.Immediate | undefined;
  /** All that was told so far is published or kept, and remembered. */
  #written: Promise<unknown> = Promise.resolve();

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** Calls the listener with every batch of events as it is told. @returns what ends it */
  onEvents(listener: EventsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(events: readonly CallEventInit[]): void {
    if (events.length === 0) return;
    this.#batch.push(...this.#prepared(events));
    this.#flush ??= setImmediate(() => this.#send());
  }

  /** Tells events behind all others. @returns when they are in the stream or on disk */
  async tellNow(events: readonly CallEventInit[]): Promise<void> {
    await this.settled();
    if (events.length > 0) await this.#options.context.publishOrKeep(this.#prepared(events));
  }

  /** Remembers that these are all the calls there are. */
  replace(rows: Rows): void {
    const heardAt = this.#options.heardAt();
    this.#written = this.#written.then(() => this.#options.memory.replace(rows, heardAt));
  }

  /** Resolves when all that was told is published or kept. */
  async settled(): Promise<void> {
    this.#send();
    await this.#written;
  }

  #prepared(events: readonly CallEventInit[]): CallEventInit[] {
    const prepared = this.#options.prepare(events);
    for (const listener of this.#listeners) {
      try {
        listener(prepared);
      } catch (error) {
        this.#options.context.log.error({ error: reasonOf(error) }, 'listener to events failed');
      }
    }
    return prepared;
  }

  #send(): void {
    clearImmediate(this.#flush);
    this.#flush = undefined;
    const events = this.#batch;
    if (events.length === 0) return;
    this.#batch = [];
    const { context, memory, heardAt } = this.#options;
    const rows = this.#rowsOf(events);
    const at = heardAt();
    const published = context.publishOrKeep(events);
    // Batches are remembered in their order, whichever of them is published first.
    this.#written = Promise.all([this.#written, published]).then(() => memory.save(rows, at));
  }

  #rowsOf(events: readonly CallEventInit[]): Rows {
    const keys = new Set(events.flatMap(({ key, merge }) => [key ?? '', merge?.otherKey ?? '']));
    keys.delete('');
    return new Map([...keys].map((key) => [key, this.#options.keep(key)]));
  }
}
