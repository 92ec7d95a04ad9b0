import { StorageType } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { BusUnavailable, reasonOf } from '../errors.ts';
import type { Bus } from './bus.ts';

/** Small JSON values that survive a restart, one bucket of the catalogue. */
export class KeyStore {
  readonly #bus: Bus;
  readonly #bucket: string;
  #kv: KV | undefined;

  constructor(bus: Bus, bucket: string) {
    this.#bus = bus;
    this.#bucket = bucket;
  }

  /** The value of a key, or undefined. @throws {BusUnavailable} */
  async get<T>(key: string): Promise<T | undefined> {
    const entry = await this.#use((kv) => kv.get(key));
    return entry?.operation === 'PUT' ? entry.json<T>() : undefined;
  }

  /** Stores a value. @throws {BusUnavailable} */
  async put(key: string, value: unknown): Promise<void> {
    await this.#use((kv) => kv.put(key, JSON.stringify(value)));
  }

  async #use<T>(work: (kv: KV) => Promise<T>): Promise<T> {
    this.#bus.demand();
    try {
      this.#kv ??= await new Kvm(this.#bus.js).create(this.#bucket, {
        history: 1,
        storage: StorageType.File,
        replicas: this.#bus.replicas,
      });
      return await work(this.#kv);
    } catch (error) {
      this.#kv = undefined;
      throw new BusUnavailable(`${this.#bucket}: ${reasonOf(error)}`, error);
    }
  }
}
