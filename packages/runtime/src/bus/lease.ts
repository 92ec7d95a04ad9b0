import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { KV } from '@nats-io/kv';
import { CallBusError, reasonOf, StopService } from '../errors.ts';
import { defineMessages, say } from '../messages.ts';
import { isAlive, machineId } from '../nats/probe.ts';
import type { Bus } from './bus.ts';
import { LEASE_MS, withLeases } from './lease-bucket.ts';

const messages = defineMessages('lease', {
  waits: {
    ru: 'Служба {id} уже работает: {holder}. Жду, не освободится ли место',
    en: 'Service {id} already runs: {holder}. Waiting in case it goes away',
  },
  held: {
    ru: 'Служба {id} уже работает: {holder}. Остановите её или дайте этой службе другой id',
    en: 'Service {id} already runs: {holder}. Stop it or give this service another id',
  },
});

/** What a lease says of its holder. */
export interface LeaseHolder {
  host: string;
  /** Host names are not unique; only on the same machine does a pid mean the same. */
  machine: string;
  pid: number;
  /** Distinguishes two runs with the same pid. */
  run: string;
  since: string;
  /** What the holder wants others to know (an adapter's extensions and verbs). */
  about?: unknown;
}

const RENEW_MS = 3_000;
const LOOK_EVERY_MS = 250;
/** How long whoever waits leaves to a living holder to write its lease into a bucket made anew. */
const YIELD_MS = 2 * RENEW_MS;

export interface LeaseOptions {
  key: string;
  run: string;
  about?: unknown;
  /** Called when the lease was lost to another holder. */
  onLost: (holder: string) => void;
}

/**
 * The right to be the only one who does something. It is renewed while we
 * live; a dead holder's lease ends after ten seconds, or at once where its
 * process ran on this machine and is gone. Taken and given back once.
 */
export class Lease {
  readonly #bus: Bus;
  readonly #options: LeaseOptions;
  readonly #self: LeaseHolder;
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  #off: () => void = () => {};
  #held = false;
  #released = false;
  /** Who was in the way when we last looked. */
  #seen: LeaseHolder | undefined;
  /** One look or write at a time, or a renewal and a release could cross. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bus: Bus, options: LeaseOptions) {
    this.#bus = bus;
    this.#options = options;
    this.#self = {
      host: hostname(),
      machine: machineId(),
      pid: process.pid,
      run: options.run,
      since: new Date().toISOString(),
      about: options.about,
    };
  }

  get held(): boolean {
    return this.#held;
  }

  /** Tries once. @returns the holder that is in the way, or undefined when the lease is ours now */
  tryAcquire(): Promise<LeaseHolder | undefined> {
    return this.#inTurn(() => this.#take());
  }

  /**
   * Waits for the lease for a little longer than a dead holder's would last,
   * or as long as it takes where the service is meant to stand by: `standby` is
   * called when it begins to.
   * @throws {StopService} naming a holder that lives
   * @throws the signal's reason when it aborts first; the lease is not held then
   */
  async acquire(signal: AbortSignal, { standby }: { standby?: () => void } = {}): Promise<void> {
    const end = performance.now() + LEASE_MS + 3_000;
    for (let told = false; ; ) {
      signal.throwIfAborted();
      const holder = await this.#look();
      if (this.#held && !signal.aborted) return;
      if (this.#held) await this.release();
      signal.throwIfAborted();
      this.#refuseReleased();
      if (holder) {
        const values = { id: this.#options.key, holder: describe(holder) };
        if (performance.now() > end && !standby)
          throw new StopService('lease.held', say(messages.held, values));
        if (!told) this.#bus.log.warn(say(messages.waits, values));
        if (!told) standby?.();
        told = true;
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Gives the lease back; it is not taken again. */
  async release(): Promise<void> {
    this.#released = true;
    this.#letGo();
    await this.#inTurn(async () => {
      const revision = this.#revision;
      this.#revision = 0;
      if (revision === 0 || !this.#bus.connected) return;
      try {
        await withLeases(this.#bus, (kv) => kv.delete(this.#options.key, { previousSeq: revision }));
      } catch (error) {
        this.#bus.log.debug({ key: this.#options.key, error: reasonOf(error) }, 'lease left to expire');
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #look(): Promise<LeaseHolder | undefined> {
    try {
      return await this.tryAcquire();
    } catch (error) {
      this.#refuseReleased();
      this.#bus.log.debug({ key: this.#options.key, error: reasonOf(error) }, 'lease not taken yet');
      return undefined;
    }
  }

  async #take(): Promise<LeaseHolder | undefined> {
    this.#refuseReleased();
    const holder = await withLeases(this.#bus, (kv) => this.#takeFrom(kv));
    if (!holder) this.#keep();
    return holder;
  }

  #refuseReleased(): void {
    if (!this.#released) return;
    throw new CallBusError('lease.released', `the lease ${this.#options.key} was given back`);
  }

  /** @returns who is in the way */
  async #takeFrom(kv: KV): Promise<LeaseHolder | undefined> {
    const { key } = this.#options;
    const entry = await kv.get(key);
    if (entry && entry.operation === 'PUT') {
      const holder = entry.json<LeaseHolder>();
      if (holder.run !== this.#self.run && !this.#isDead(holder)) {
        this.#seen = holder;
        return holder;
      }
      this.#revision = await kv.update(key, this.#value(), entry.revision);
    } else if (!entry && this.#seen && (await this.#isNew(kv))) {
      return this.#seen;
    } else {
      this.#revision = await kv.create(key, this.#value());
    }
    return undefined;
  }

  #isDead({ machine, pid }: LeaseHolder): boolean {
    return machine === this.#self.machine && !isAlive(pid);
  }

  async #isNew(kv: KV): Promise<boolean> {
    const { created } = (await kv.status()).streamInfo;
    return this.#bus.clock.now() - Date.parse(created) < YIELD_MS;
  }

  #keep(): void {
    // Given back while the write was on its way: the release behind us takes it away.
    if (this.#held || this.#released) return;
    this.#held = true;
    this.#seen = undefined;
    this.#timer = setInterval(() => this.#renewSoon(), RENEW_MS);
    this.#off = this.#bus.onChange((event) => {
      if (event === 'connected') this.#renewSoon();
    });
  }

  #letGo(): void {
    clearInterval(this.#timer);
    this.#off();
    this.#held = false;
  }

  #renewSoon(): void {
    void this.#inTurn(() => this.#renew());
  }

  async #renew(): Promise<void> {
    if (!this.#bus.connected || !this.#held) return;
    try {
      const { key } = this.#options;
      this.#revision = await withLeases(this.#bus, (kv) => kv.update(key, this.#value(), this.#revision));
    } catch (error) {
      await this.#recover(error);
    }
  }

  // The update was refused: the broker restarted and forgot, or somebody took over.
  async #recover(error: unknown): Promise<void> {
    if (!this.#bus.connected || !this.#held) return;
    try {
      const holder = await this.#take();
      if (!holder) return;
      this.#letGo();
      this.#revision = 0;
      this.#options.onLost(describe(holder));
    } catch {
      this.#bus.log.debug({ key: this.#options.key, error: reasonOf(error) }, 'lease not renewed; trying on');
    }
  }

  #value(): string {
    return JSON.stringify(this.#self);
  }
}

/** Every lease that is held now, by key. */
export const currentLeases = (bus: Bus): Promise<Map<string, LeaseHolder>> =>
  withLeases(bus, async (kv) => {
    const out = new Map<string, LeaseHolder>();
    for await (const key of await kv.keys()) {
      const entry = await kv.get(key);
      if (entry?.operation === 'PUT') out.set(key, entry.json<LeaseHolder>());
    }
    return out;
  });

const describe = (h: LeaseHolder): string => `${h.host}, pid ${h.pid}, ${h.since}`;
