import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import { CallBusError, reasonOf } from '../errors.ts';
import type { Link } from '../health.ts';
import { defineMessages, say } from '../messages.ts';
import type { Bus } from './bus.ts';
import { ensureStreams, measureClock } from './streams.ts';

const messages = defineMessages('standing', {
  down: { ru: 'NATS не отвечает', en: 'NATS does not answer' },
  downRemedy: {
    ru: 'проверьте, что nats-server по адресу {url} запущен и доступен с этой машины',
    en: 'check that the nats-server at {url} runs and can be reached from this machine',
  },
  streams: { ru: 'потоки NATS не созданы: {reason}', en: 'NATS streams were not made: {reason}' },
  streamsRemedy: {
    ru: 'проверьте место на диске, bus.maxDiskMb и то, что в nats-server включён JetStream',
    en: 'check disk space, bus.maxDiskMb, and that JetStream is switched on in nats-server',
  },
});

export interface StandingOptions {
  link: Link;
  diskMb: number;
  replicas: number;
}

const CLOCK_EVERY_MS = 30_000;
const EARLY_MS = 3_000;
/** JetStream's own number for "not now". */
const NOT_NOW = 10_008;

/**
 * Keeps a bus fit for work: its streams are there, also after a restart that
 * forgot those in memory, its clock is known, and its link says how it stands.
 */
export class Standing {
  readonly #bus: Bus;
  readonly #options: StandingOptions;
  readonly #abort = new AbortController();
  #preparing: Promise<void> | undefined;
  #again = false;
  #off: () => void = () => {};
  #clock: NodeJS.Timeout | undefined;

  constructor(bus: Bus, options: StandingOptions) {
    this.#bus = bus;
    this.#options = options;
  }

  /**
   * Opens the bus; resolves when its streams are there. Waits as long as nobody answers.
   * @throws {StopService} when the server refuses us
   * @throws {CallBusError} when it will not have the streams
   */
  async start(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#abort.signal]);
    const early = setTimeout(() => this.#down(), EARLY_MS);
    try {
      await this.#bus.open(either);
    } finally {
      clearTimeout(early);
    }
    this.#off = this.#bus.onChange((event) => {
      if (event === 'disconnected') this.#down();
      else this.#prepareSoon();
    });
    await this.#prepare(either, true);
    this.#clock = setInterval(() => void measureClock(this.#bus), CLOCK_EVERY_MS);
    this.#clock.unref();
  }

  stop(): void {
    this.#abort.abort();
    this.#off();
    clearInterval(this.#clock);
  }

  #down(): void {
    this.#options.link.degraded(say(messages.down), say(messages.downRemedy, { url: this.#bus.url }));
  }

  // A restarted server has forgotten its memory streams.
  #prepareSoon(): void {
    if (this.#preparing) {
      this.#again = true;
      return;
    }
    this.#preparing = this.#prepare(this.#abort.signal, false)
      .catch(() => {})
      .finally(() => {
        this.#preparing = undefined;
        if (this.#again && !this.#abort.signal.aborted) this.#prepareSoon();
        this.#again = false;
      });
  }

  async #prepare(signal: AbortSignal, first: boolean): Promise<void> {
    const { link, diskMb, replicas } = this.#options;
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      signal.throwIfAborted();
      try {
        if (this.#bus.connected) {
          await ensureStreams(this.#bus, { diskMb, replicas });
          await measureClock(this.#bus);
          link.ok();
          return;
        }
      } catch (error) {
        const reason = say(messages.streams, { reason: reasonOf(error) });
        const remedy = say(messages.streamsRemedy);
        if (first && isFinal(error)) throw new CallBusError('bus.streams', reason, { remedy, cause: error });
        if (this.#bus.connected) link.degraded(reason, remedy);
      }
      await delay(pause, undefined, { signal });
    }
  }
}

/** Whether the server said no, rather than nothing. */
function isFinal(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.code !== NOT_NOW;
  // The library does not export this class.
  return error instanceof Error && error.name === 'JetStreamNotEnabled';
}
