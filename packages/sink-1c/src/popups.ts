import { setTimeout as delay } from 'node:timers/promises';
import { Direction, type Popup, PopupCodec } from '@callbus/contract';
import type { Bus, Logger, Metrics, StreamMessage } from '@callbus/runtime';
import type { Config } from './config.ts';
import type { OneCClient } from './http/client.ts';
import type { Memory } from './memory.ts';
import { eventOf, type Message } from './payload.ts';

export interface PopupOptions {
  bus: Bus;
  client: OneCClient;
  memory: Memory;
  config: Config;
  metrics: Metrics;
  log: Logger;
}

/** Before the limit by this much, so that the bytes are there in time. */
const MARGIN_MS = 50;
const RETRY_MS = 200;

/**
 * Brings popups to a base: once the bytes are out a popup is not tried again,
 * and after its limit by the broker's clock it is not tried at all.
 */
export class PopupDelivery {
  readonly #options: PopupOptions;
  /** Decoded once: it is asked for its key first and then delivered. */
  readonly #known = new WeakMap<StreamMessage, Popup>();

  constructor(options: PopupOptions) {
    this.#options = options;
  }

  /** What keeps its order: popups of one call on one screen; what cannot be read has an order of its own. */
  keyOf(message: StreamMessage): string {
    return `${this.#read(message)?.callId ?? ''}|${message.subject}`;
  }

  /** @param acknowledge called before the first byte: a popup may be lost, not doubled */
  async deliver(message: StreamMessage, acknowledge: () => void, signal: AbortSignal): Promise<void> {
    const { config, memory, metrics, log } = this.#options;
    const popup = this.#read(message);
    if (!popup) {
      log.warn({ sequence: message.sequence }, 'popup not readable');
      return;
    }
    if (popup.direction === Direction.INTERNAL && !config.internal) return;
    const event = eventOf(popup, config);
    // One attempt per call, extension and phase.
    if (!event || !memory.firstTime(`${popup.callId}|${popup.extension}|${event.spec.type}`)) return;
    await memory.kept();
    acknowledge();
    metrics.popups.inc({ service: config.id, outcome: await this.#send(event, popup, signal) });
  }

  #read(message: StreamMessage): Popup | undefined {
    let popup = this.#known.get(message);
    if (popup) return popup;
    try {
      popup = PopupCodec.decode(message.data);
    } catch {
      return undefined;
    }
    this.#known.set(message, popup);
    return popup;
  }

  async #send(event: Message, popup: Popup, signal: AbortSignal): Promise<string> {
    const { bus, client, config, metrics } = this.#options;
    for (;;) {
      const withinMs = popup.expiresAt - MARGIN_MS - bus.clock.now();
      if (withinMs <= 0 || signal.aborted) return 'late';
      const begun = performance.now();
      const outcome = await client.post(event, { signal, withinMs, answerMs: () => config.timeouts.popupMs });
      if (outcome.kind !== 'unsent') {
        metrics.delivery.observe({ base: config.id, kind: 'event' }, (performance.now() - begun) / 1_000);
        return outcome.kind;
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
