import { Direction, type JournalRecord, JournalRecordCodec, RecordState, STREAMS } from '@callbus/contract';
import { reasonOf, type StreamMessage, say } from '@callbus/runtime';
import type { Config } from './config.ts';
import type { Outcome } from './http/outcome.ts';
import type { Memory } from './memory.ts';
import { messages } from './messages.ts';
import { historyOf, type Message } from './payload.ts';
import type { Sender } from './sender.ts';

export interface JournalOptions {
  sender: Sender;
  memory: Memory;
  config: Config;
  zone: string;
}

// Every base knows `history`: another page than that of a fault inside is about the base.
const isItsPage = (outcome: Outcome): boolean => outcome.kind === 'page' && outcome.status === 500;

/**
 * Brings journal records to a base: one `history` per call, amendments where
 * the base takes them. A base that is away is waited for without limit; a
 * record it will never take is set aside with the reason.
 */
export class JournalDelivery {
  readonly #options: JournalOptions;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Delivers one record; resolves when it is done with for good. @throws when `signal` aborts */
  async deliver(message: StreamMessage, signal: AbortSignal): Promise<void> {
    const { sender, memory, config, zone } = this.#options;
    let record: JournalRecord;
    try {
      record = JournalRecordCodec.decode(message.data);
    } catch (error) {
      await this.#aside(message, 'sink.record', reasonOf(error), '', signal);
      return;
    }
    if (!this.#wanted(record)) return;
    let told: Message;
    try {
      told = historyOf(record, config, zone);
    } catch (error) {
      // Times no call can have: it would come again and again, and hold up the others.
      await this.#aside(message, 'sink.record', reasonOf(error), record.callId, signal);
      return;
    }
    const reason = await sender.send(told, 'history', isItsPage, signal);
    if (reason !== undefined) await this.#aside(message, 'sink.refused', reason, record.callId, signal);
    memory.finish(record.callId, record.revision);
    await memory.kept();
  }

  #wanted({ callId, revision, state, direction }: JournalRecord): boolean {
    const { config, memory } = this.#options;
    if (state !== RecordState.FINAL && state !== RecordState.AMENDED) return false;
    if (state === RecordState.AMENDED && !config.upsert) return false;
    if (direction === Direction.INTERNAL && !config.internal) return false;
    return memory.finished(callId) < revision;
  }

  async #aside(
    message: StreamMessage,
    code: string,
    reason: string,
    callId: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { id } = this.#options.config;
    const aside = {
      message,
      stream: STREAMS.JOURNAL.name,
      code,
      reason,
      callId,
      say: (clean: string) => say(messages.setAside, { callId, id, reason: clean }),
    };
    await this.#options.sender.aside(aside, signal);
  }
}
