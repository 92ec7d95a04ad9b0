import { setTimeout as delay } from 'node:timers/promises';
import {
  type Bus,
  type Logger,
  type Metrics,
  type Scrubber,
  type StreamMessage,
  setAside,
} from '@callbus/runtime';
import type { Config } from './config.ts';
import type { Gate } from './gate.ts';
import type { OneCClient } from './http/client.ts';
import type { Outcome } from './http/outcome.ts';
import type { Message } from './payload.ts';
import type { Standing } from './standing.ts';

export interface SenderOptions {
  bus: Bus;
  client: OneCClient;
  gate: Gate;
  standing: Standing;
  config: Config;
  metrics: Metrics;
  scrubber: Scrubber;
  log: Logger;
}

/** What is set aside, and why. */
export interface Aside {
  message: StreamMessage;
  /** The stream it comes from. */
  stream: string;
  code: string;
  reason: string;
  callId?: string;
  /** Says it in the log. */
  say: (reason: string) => string;
}

/** 500 this often, and a record is set aside. */
const TRIES = 5;
const FIRST_WAIT_MS = 500;
const BUS_LOOK_MS = 100;

/**
 * Sends to a base what must arrive: a base that is away is waited for without
 * limit, and what it will never take is given back with the reason.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** Messages the base took, ever: proof that it works for others. */
  #taken = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /**
   * Sends one message until 1C took it or never will.
   * @param kind its `cmd`
   * @param isItsPage whether a page for people may be about this message, once others passed
   * @returns why it must be set aside, or undefined when 1C has it
   * @throws when `signal` aborts
   */
  async send(
    message: Message,
    kind: string,
    isItsPage: (outcome: Outcome) => boolean,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { client, gate, standing, config, metrics } = this.#options;
    for (let failures = 0, takenBefore = Number.POSITIVE_INFINITY; ; ) {
      const pass = await gate.enter(signal);
      const othersPass = this.#taken > takenBefore;
      const begun = performance.now();
      const outcome = await client.post(message, { signal, doubtOldSession: true });
      metrics.delivery.observe({ base: config.id, kind }, (performance.now() - begun) / 1_000);
      metrics.deliveries.inc({ base: config.id, outcome: outcome.kind });
      switch (outcome.kind) {
        case 'ok':
          this.#taken++;
          gate.up(pass);
          standing.good();
          return undefined;
        case 'refused':
          gate.up(pass);
          standing.good();
          return outcome.reason;
        case 'failed':
          // The base answered, so others may go on; this record waits a little.
          gate.up(pass);
          if (++failures >= TRIES) return outcome.reason;
          await delay(FIRST_WAIT_MS * 2 ** (failures - 1), undefined, { signal });
          break;
        default: {
          if (gate.down(pass) && !signal.aborted) standing.bad(outcome);
          if (outcome.kind !== 'page' || !isItsPage(outcome)) break;
          // A page usually means that the base is down. Where others got
          // through since, it is this record that it stumbles over.
          takenBefore = this.#taken;
          if (!othersPass) break;
          if (++failures >= TRIES) return `${outcome.status} HTML`;
          await delay(FIRST_WAIT_MS * 2 ** (failures - 1), undefined, { signal });
        }
      }
    }
  }

  /** Keeps a message aside. @throws when `signal` aborts before it is kept */
  async aside(what: Aside, signal: AbortSignal): Promise<void> {
    const { message, stream, code, callId = '' } = what;
    const { bus, config, metrics, scrubber, log } = this.#options;
    const reason = scrubber.scrubSecrets(what.reason);
    metrics.deadLetters.inc({ service: config.id, code });
    log.error(what.say(reason));
    const source = `${stream} ${message.sequence}`;
    const letter = { service: config.id, code, reason, source, payload: message.data, callId };
    // Let go of before it is kept, it would be lost to both.
    while (!(await setAside(bus, letter))) await delay(BUS_LOOK_MS, undefined, { signal });
  }
}
