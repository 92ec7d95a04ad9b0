import {
  bareNumber,
  digitsOf,
  LookupAnswerCodec,
  LookupKind,
  type LookupQuestion,
  LookupQuestionCodec,
  LookupStatus,
} from '@callbus/contract';
import type { Metrics } from '@callbus/runtime';
import type { Config } from './config.ts';
import { readContact } from './contact.ts';
import type { OneCClient } from './http/client.ts';
import { gaveUp } from './http/outcome.ts';
import { contactQuestion, uuidQuestion } from './payload.ts';
import type { Standing } from './standing.ts';

export interface LookupOptions {
  client: OneCClient;
  standing: Standing;
  config: Config;
  metrics: Metrics;
}

/** What is kept back of the asker's deadline for the way home. */
const ROUTE_MARGIN_MS = 20;
/** How long a base that stumbled over a UUID is not asked for one. */
const NO_UUIDS_MS = 10 * 60_000;

/** Answers who a number is, by asking the base. */
export class Lookup {
  readonly #options: LookupOptions;
  /** By `performance.now`. */
  #noUuidsUntil = 0;

  constructor(options: LookupOptions) {
    this.#options = options;
  }

  /** Answers one look-up question, encoded, before its deadline. */
  async answer(data: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const { client, standing, config, metrics } = this.#options;
    const question = LookupQuestionCodec.decode(data);
    if (question.kind === LookupKind.UUID) return await this.#byUuid(question, signal);
    if (question.kind !== LookupKind.NUMBER) return unsupported('this base looks up by number and UUID only');
    const begun = performance.now();
    const left = (): number => question.deadlineMs - ROUTE_MARGIN_MS - (performance.now() - begun);
    const asked = contactQuestion(askedNumber(question, config.phoneFormat));
    const outcome = await client.post(asked, { signal, withinMs: left(), answerMs: left, urgent: true });
    const tookMs = Math.round(performance.now() - begun);
    metrics.delivery.observe({ base: config.id, kind: 'contact' }, tookMs / 1_000);
    if (outcome.kind !== 'ok') {
      // Our own hurry says nothing about the base.
      if (!gaveUp(outcome)) standing.bad(outcome);
      return LookupAnswerCodec.encode({ status: LookupStatus.UNAVAILABLE, reason: outcome.kind, tookMs });
    }
    standing.good();
    const { lastDigits } = config.lookup;
    const read = readContact(outcome.body, config.id, bareNumber(question.text), lastDigits);
    return LookupAnswerCodec.encode({ ...read, counterparty: read.counterparty ?? null, tookMs });
  }

  // Most bases know numbers only. That one stumbles over the question says
  // nothing about its health, and it is left alone with it for a while.
  async #byUuid({ text, fields, deadlineMs }: LookupQuestion, signal: AbortSignal): Promise<Uint8Array> {
    const { client, config, metrics } = this.#options;
    const begun = performance.now();
    if (!config.lookup.uuids || text === '' || begun < this.#noUuidsUntil)
      return unsupported('this base is not asked for UUIDs');
    const left = (): number => deadlineMs - ROUTE_MARGIN_MS - (performance.now() - begun);
    const asked = uuidQuestion(text, fields);
    const outcome = await client.post(asked, { signal, withinMs: left(), answerMs: left, urgent: true });
    const tookMs = Math.round(performance.now() - begun);
    metrics.delivery.observe({ base: config.id, kind: 'contact' }, tookMs / 1_000);
    if (outcome.kind === 'refused' || outcome.kind === 'failed') {
      this.#noUuidsUntil = performance.now() + NO_UUIDS_MS;
      return unsupported(outcome.reason);
    }
    if (outcome.kind !== 'ok')
      return LookupAnswerCodec.encode({ status: LookupStatus.UNAVAILABLE, reason: outcome.kind, tookMs });
    const read = readContact(outcome.body, config.id, '', config.lookup.lastDigits);
    return LookupAnswerCodec.encode({ ...read, counterparty: read.counterparty ?? null, tookMs });
  }
}

const unsupported = (reason: string): Uint8Array =>
  LookupAnswerCodec.encode({ status: LookupStatus.UNSUPPORTED, reason });

function askedNumber({ text, e164 }: LookupQuestion, format: Config['phoneFormat']): string {
  const bare = bareNumber(text);
  switch (format) {
    case 'raw':
      return bare;
    case 'digits':
      return digitsOf(e164 || bare);
    case 'e164':
      return e164 || bare;
  }
}
