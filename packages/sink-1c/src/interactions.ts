import { derivedId, type InteractionEvent, InteractionEventCodec, STREAMS } from '@callbus/contract';
import { reasonOf, type StreamMessage, say } from '@callbus/runtime';
import type { Config } from './config.ts';
import type { Outcome } from './http/outcome.ts';
import type { Memory } from './memory.ts';
import { messages } from './messages.ts';
import { interactionOf, type Message } from './payload.ts';
import type { Sender } from './sender.ts';

export interface InteractionOptions {
  sender: Sender;
  memory: Memory;
  config: Config;
  zone: string;
}

// A base built to the protocol of Простые Звонки has never heard of `interaction`, and
// may say so with any page; calls that pass meanwhile show that it works.
const isItsPage = (outcome: Outcome): boolean => outcome.kind === 'page';

/**
 * Brings interactions to a base: one `interaction` for each thing that was told
 * of a message, a session or a treatment, in order, each once. A base that is
 * away is waited for; what it will never take is set aside with the reason.
 */
export class InteractionDelivery {
  readonly #options: InteractionOptions;
  /** Decoded once: it is asked for its key first and then delivered. */
  readonly #known = new WeakMap<StreamMessage, InteractionEvent>();

  constructor(options: InteractionOptions) {
    this.#options = options;
  }

  /** What keeps its order: everything about one message, session or treatment, the rating of it included. */
  keyOf(message: StreamMessage): string {
    try {
      const { instance, id, parentId } = this.#read(message);
      return `${instance} ${parentId || id}`;
    } catch {
      return message.subject;
    }
  }

  /** Delivers one event; resolves when it is done with for good. @throws when `signal` aborts */
  async deliver(message: StreamMessage, signal: AbortSignal): Promise<void> {
    const { sender, memory, zone } = this.#options;
    let event: InteractionEvent;
    let told: Message;
    try {
      event = this.#read(message);
      told = interactionOf(event, zone);
    } catch (error) {
      await this.#aside(message, 'sink.interaction', reasonOf(error), '', signal);
      return;
    }
    const name = event.eventId || derivedId('interaction', Buffer.from(message.data).toString('base64'));
    if (memory.told(name)) return;
    const reason = await sender.send(told, 'interaction', isItsPage, signal);
    if (reason !== undefined) await this.#aside(message, 'sink.refused', reason, event.id, signal);
    memory.tell(name);
    await memory.kept();
  }

  #read(message: StreamMessage): InteractionEvent {
    let event = this.#known.get(message);
    if (!event) {
      event = InteractionEventCodec.decode(message.data);
      this.#known.set(message, event);
    }
    return event;
  }

  async #aside(
    message: StreamMessage,
    code: string,
    reason: string,
    interaction: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { id } = this.#options.config;
    const aside = {
      message,
      stream: STREAMS.CALLS.name,
      code,
      reason,
      say: (clean: string) => say(messages.interactionAside, { interaction, id, reason: clean }),
    };
    await this.#options.sender.aside(aside, signal);
  }
}
