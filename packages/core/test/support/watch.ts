import type { Codec } from '@callbus/contract';
import { type Bus, OrderedReader } from '@callbus/runtime';

/** Everything on one stream, as it comes. */
export class Watch<T> {
  readonly seen: { value: T; subject: string; sequence: number; timestamp: number }[] = [];
  readonly #reader: OrderedReader;

  constructor(bus: Bus, stream: string, filter: string, codec: Codec<never, T>) {
    this.#reader = new OrderedReader(bus, {
      stream,
      filters: [filter],
      from: 1,
      onMessage: ({ data, subject, sequence, timestamp }) => {
        this.seen.push({ value: codec.decode(data), subject, sequence, timestamp });
      },
    });
    this.#reader.start();
  }

  get values(): T[] {
    return this.seen.map((m) => m.value);
  }

  stop(): Promise<void> {
    return this.#reader.stop();
  }
}
