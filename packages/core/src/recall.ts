import { type CallEvent, CallEventCodec, EventType, eventSubject, STREAMS } from '@callbus/contract';
import { type Bus, type Logger, nextOn, type StreamMessage } from '@callbus/runtime';
import type { Assembler } from './assemble/assembler.ts';
import { inherit } from './assemble/inherit.ts';
import type { JournalWriter } from './journal.ts';
import { patiently } from './patience.ts';

export interface RecallOptions {
  bus: Bus;
  assembler: Assembler;
  journal: JournalWriter;
  log: Logger;
}

interface Told {
  event: CallEvent;
  message: StreamMessage;
}

/**
 * Rebuilds a call that closed long ago from the stream, where all there is to
 * know about it still lies, so that late news can be applied to it.
 */
export class Recall {
  readonly #options: RecallOptions;
  readonly #signal: AbortSignal;

  /** @param signal gives up */
  constructor(options: RecallOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  /**
   * Brings back the call that an event may belong to, as it was before the event.
   * @returns why the event must not be applied to it, or undefined
   */
  async rebuild(event: CallEvent, m: StreamMessage): Promise<string | undefined> {
    const { assembler, journal, log } = this.#options;
    for (const { event: earlier, message } of await this.#earlier(m)) assembler.apply(earlier, message);
    const call = assembler.find(event);
    if (!call) return undefined;
    const published = await patiently(() => journal.published(call), this.#signal, log);
    if (!published || inherit(call, published)) return undefined;
    assembler.forget(call);
    return `late news about a call that joined ${published.mergedInto}`;
  }

  /** What the stream has about the call, and about the calls that joined it, before `late`; in stream order. */
  async #earlier(late: StreamMessage): Promise<Told[]> {
    const { bus, assembler, log } = this.#options;
    const subjects = new Set([late.subject]);
    const told: Told[] = [];
    // Grows while it is walked: a merge names another subject.
    for (const subject of subjects) {
      for (let from = 1; ; ) {
        const ask = (): ReturnType<typeof nextOn> => nextOn(bus, STREAMS.CALLS.name, subject, from);
        const message = await patiently(ask, this.#signal, log);
        if (!message || message.sequence >= late.sequence) break;
        from = message.sequence + 1;
        const event = decoded(message);
        if (!event) continue;
        told.push({ event, message });
        const other = joined(event);
        if (other && !assembler.find(other))
          subjects.add(eventSubject(other.instance, other.key, event.orderGroup || other.instance));
      }
    }
    return told.sort((a, b) => a.message.sequence - b.message.sequence);
  }
}

function joined(event: CallEvent): { instance: string; key: string } | undefined {
  if (event.type !== EventType.CALLS_MERGED || !event.merge?.otherKey) return undefined;
  return { instance: event.merge.otherInstance || event.instance, key: event.merge.otherKey };
}

// What cannot be read was set aside when it came.
function decoded(message: StreamMessage): CallEvent | undefined {
  try {
    return CallEventCodec.decode(message.data);
  } catch {
    return undefined;
  }
}
