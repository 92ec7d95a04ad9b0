import { setTimeout as delay } from 'node:timers/promises';
import { Direction, type JournalRecord, JournalRecordCodec, RecordState } from '@callbus/contract';
import {
  type Bus,
  type Logger,
  type Metrics,
  reasonOf,
  type Scrubber,
  type StreamMessage,
  say,
  setAside,
} from '@callbus/runtime';
import type { Config } from './config.ts';
import type { Gate } from './gate.ts';
import type { OneCClient } from './http/client.ts';
import type { Memory } from './memory.ts';
import { messages } from './messages.ts';
import { historyOf, type Message } from './payload.ts';
import type { Standing } from './standing.ts';

export interface JournalOptions {
  bus: Bus;
  client: OneCClient;
  gate: Gate;
  standing: Standing;
  memory: Memory;
  config: Config;
  zone: string;
  metrics: Metrics;
  scrubber: Scrubber;
  log: Logger;
}

/** 500 this often, and a record is set aside. */
const TRIES = 5;
const FIRST_WAIT_MS = 500;
const BUS_LOOK_MS = 100;

/**
 * Brings journal records to a base: one `history` per call, amendments where
 * the base takes them. A base that is away is waited for without limit; a
 * record it will never take is set aside with the reason.
 */
export class JournalDelivery {
  readonly #options: JournalOptions;
  /** Records the base took, ever: proof that it works for others. */
  #taken = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Delivers one record; resolves when it is done with for good. @throws when `signal` aborts */
  async deliver(message: StreamMessage, signal: AbortSignal): Promise<void> {
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
      told = historyOf(record, this.#options.config, this.#options.zone);
    } catch (error) {
      // Times no call can have: it would come again and again, and hold up the others.
      await this.#aside(message, 'sink.record', reasonOf(error), record.callId, signal);
      return;
    }
    const reason = await this.#send(told, signal);
    if (reason !== undefined) await this.#aside(message, 'sink.refused', reason, record.callId, signal);
    this.#options.memory.finish(record.callId, record.revision);
    await this.#options.memory.kept();
  }

  #wanted({ callId, revision, state, direction }: JournalRecord): boolean {
    const { config, memory } = this.#options;
    if (state !== RecordState.FINAL && state !== RecordState.AMENDED) return false;
    if (state === RecordState.AMENDED && !config.upsert) return false;
    if (direction === Direction.INTERNAL && !config.internal) return false;
    return memory.finished(callId) < revision;
  }

  /** @returns why the record must be set aside, or undefined when 1C has it */
  async #send(message: Message, signal: AbortSignal): Promise<string | undefined> {
    const { client, gate, standing, config, metrics } = this.#options;
    for (let failures = 0, takenBefore = Number.POSITIVE_INFINITY; ; ) {
      const pass = await gate.enter(signal);
      const othersPass = this.#taken > takenBefore;
      const begun = performance.now();
      const outcome = await client.post(message, { signal, doubtOldSession: true });
      metrics.delivery.observe({ base: config.id, kind: 'history' }, (performance.now() - begun) / 1_000);
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
          if (outcome.kind !== 'page' || outcome.status !== 500) break;
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

  async #aside(
    message: StreamMessage,
    code: string,
    told: string,
    callId: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { bus, config, metrics, scrubber, log } = this.#options;
    const reason = scrubber.scrubSecrets(told);
    metrics.deadLetters.inc({ service: config.id, code });
    log.error(say(messages.setAside, { callId, id: config.id, reason }));
    const source = `JOURNAL ${message.sequence}`;
    const letter = { service: config.id, code, reason, source, payload: message.data, callId };
    // Let go of before it is kept, it would be lost to both.
    while (!(await setAside(bus, letter))) await delay(BUS_LOOK_MS, undefined, { signal });
  }
}
