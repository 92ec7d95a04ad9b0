import {
  Lease,
  type Link,
  type Logger,
  reasonOf,
  type Service,
  type ServiceContext,
  type ServiceState,
  say,
  timeZoneOfCountry,
} from '@callbus/runtime';
import { Base } from './base.ts';
import type { Config } from './config.ts';
import { messages } from './messages.ts';

const FEW_DIGITS = 7;

/**
 * One 1C base: its journal, its popups, and its answers to who is calling. One
 * process at a time holds a base; another one for it stands by.
 */
export class OneCSink implements Service {
  readonly kind = 'sink';
  readonly id: string;
  readonly #context: ServiceContext;
  readonly #config: Config;
  readonly #log: Logger;
  readonly #link: Link;
  readonly #lease: Lease;
  readonly #abort = new AbortController();
  readonly #zone: string;
  #base: Base | undefined;
  /** Letting go of the base and standing by again, once the lease was lost. */
  #yielding: Promise<void> | undefined;

  constructor(config: Config, context: ServiceContext) {
    this.id = config.id;
    this.#context = context;
    this.#config = config;
    this.#log = context.log.child({ service: config.id });
    this.#link = context.health.link(this.id, '1c');
    this.#zone = config.timeZone ?? timeZoneOfCountry(context.config.numberPlan.country);
    this.#lease = new Lease(context.bus, {
      key: this.id,
      run: context.run,
      about: { kind: 'sink', type: config.type },
      onLost: (holder) => {
        this.#log.error(say(messages.leaseLost, { id: this.id, holder }));
        this.#yielding = this.#yield();
      },
    });
  }

  async start(signal: AbortSignal): Promise<void> {
    const { id } = this;
    if (!this.#config.timeZone) this.#log.warn(say(messages.zoneGuessed, { id, zone: this.#zone }));
    const n = this.#config.lookup.lastDigits;
    if (n < FEW_DIGITS) this.#log.warn(say(messages.fewDigits, { id, n }));
    await this.#serve(AbortSignal.any([signal, this.#abort.signal]));
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error('stopping'));
    await this.#yielding;
    await this.#base?.stop();
    this.#base = undefined;
    await this.#lease.release();
  }

  /** Waits until the base is ours, then works for it. */
  async #serve(signal: AbortSignal): Promise<void> {
    await this.#lease.acquire(signal, { standby: () => this.#is('standby') });
    const base = new Base(this.#config, this.#context, this.#link, this.#zone);
    this.#base = base;
    base.start();
  }

  async #yield(): Promise<void> {
    try {
      await this.#base?.stop();
      this.#base = undefined;
      await this.#serve(this.#abort.signal);
      this.#is('running');
    } catch (error) {
      // Stopped while standing by.
      if (this.#abort.signal.aborted) return;
      this.#is('failed');
      this.#log.error({ error: reasonOf(error) }, 'base not taken up again');
    }
  }

  #is(state: ServiceState): void {
    this.#context.health.service(this.id, this.kind, state);
  }
}
