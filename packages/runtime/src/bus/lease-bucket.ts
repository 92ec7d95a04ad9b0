import { BUCKETS } from '@callbus/contract';
import { StorageType } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { Bus } from './bus.ts';

/** A lease that is not renewed for so long is over. */
export const LEASE_MS = 10_000;

const buckets = new WeakMap<Bus, { kv: Promise<KV>; forget: () => void }>();

/**
 * Does something with the bucket of leases. It is in memory: a restarted broker
 * has no leases, and living holders write theirs again. After anything that
 * failed it is looked for anew, since it may be gone.
 * @throws {BusUnavailable} at once while the bus is away
 */
export async function withLeases<T>(bus: Bus, work: (kv: KV) => Promise<T>): Promise<T> {
  bus.demand();
  const bucket = buckets.get(bus) ?? open(bus);
  try {
    return await work(await bucket.kv);
  } catch (error) {
    bucket.forget();
    throw error;
  }
}

function open(bus: Bus): { kv: Promise<KV>; forget: () => void } {
  const forget = (): void => {
    off();
    if (buckets.get(bus) === bucket) buckets.delete(bus);
  };
  const off = bus.onChange(forget);
  const bucket = { kv: create(bus), forget };
  buckets.set(bus, bucket);
  return bucket;
}

const create = async (bus: Bus): Promise<KV> =>
  await new Kvm(bus.js).create(BUCKETS.leases, {
    ttl: LEASE_MS,
    history: 1,
    storage: StorageType.Memory,
    replicas: bus.replicas,
  });
