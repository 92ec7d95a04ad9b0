import {
  CallEventCodec,
  type Decision,
  EventType,
  eventId,
  eventSubject,
  RouteAnswerCodec,
  type RouteQuestion,
  RouteQuestionCodec,
} from '@callbus/contract';
import { type Bus, type HouseConfig, type Logger, type Metrics, reasonOf } from '@callbus/runtime';
import type { Directory, DirectoryAnswer } from './lookup/directory.ts';
import type { NumberPlan } from './numberplan/plan.ts';

export interface RouterOptions {
  bus: Bus;
  plan: NumberPlan;
  directory: Directory;
  routing: HouseConfig['routing'];
  metrics: Metrics;
  log: Logger;
}

/** What core keeps back of the asker's deadline for the way home. */
const MARGIN_MS = 40;

/**
 * Smart transfer: a call goes to the manager who is responsible for its
 * customer (Простые Звонки, "Умный перевод"). A PBX never waits past its
 * deadline, and every decision is told to the stream with the rule that made it.
 */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Answers one route question, encoded. */
  async answer(data: Uint8Array): Promise<Uint8Array> {
    const question = RouteQuestionCodec.decode(data);
    const { extension, decision, counterparty } = await this.#decide(question);
    this.#options.metrics.routes.inc({ rule: decision.rule ?? '' });
    void this.#tell(question, extension, decision);
    return RouteAnswerCodec.encode({
      questionId: question.questionId,
      extension,
      decision,
      ...(counterparty ? { counterparty } : {}),
    });
  }

  async #decide(
    question: RouteQuestion,
  ): Promise<{ extension: string; decision: Decision; counterparty?: DirectoryAnswer['counterparty'] }> {
    const { bus, plan, directory, routing } = this.#options;
    const at = Math.round(bus.clock.now());
    const decide = (
      rule: string,
      extension: string,
      more: Partial<Decision> = {},
    ): { extension: string; decision: Decision } => ({
      extension,
      decision: { at, subject: 'route', rule, outcome: extension, ...more },
    });
    if (!routing.smartTransfer) return decide('route.off', '');
    const number = plan.read(question.calling?.number ?? '');
    if (number.digits === '') return decide('route.no-number', '');
    const deadlineMs = Math.max(1, (question.deadlineMs || routing.deadlineMs) - MARGIN_MS);
    const found = await directory.ask({
      number: question.calling?.number ?? '',
      e164: number.e164 ?? '',
      digits: number.digits,
      deadlineMs,
      fresh: true,
    });
    const details = { base: found.base, lookup: found.rule };
    const more = { tookMs: found.tookMs, details };
    if (found.status === 'unavailable') return decide('route.fallback', routing.fallback, more);
    if (found.responsible === '') {
      const rule = found.status === 'ambiguous' ? 'route.ambiguous' : 'route.no-responsible';
      return { ...decide(rule, '', more), counterparty: found.counterparty };
    }
    return { ...decide('route.responsible', found.responsible, more), counterparty: found.counterparty };
  }

  // The answer does not wait for this: a decision that cannot be told is logged.
  async #tell(question: RouteQuestion, extension: string, decision: Decision): Promise<void> {
    const { bus, log } = this.#options;
    const key = question.key || `route-${question.questionId}`;
    const now = Math.round(bus.clock.now());
    const event = {
      eventId: eventId({
        instance: question.instance,
        key,
        connection: question.questionId,
        type: EventType.ROUTE_DECIDED,
      }),
      type: EventType.ROUTE_DECIDED,
      instance: question.instance,
      key: question.key,
      orderGroup: question.orderGroup,
      nativeId: question.nativeId,
      occurredAt: now,
      observedAt: now,
      route: { extension, decision, number: question.calling?.number ?? '' },
    };
    const subject = eventSubject(question.instance, key, question.orderGroup || question.instance);
    try {
      await bus.publish(subject, CallEventCodec.encode(event), { messageId: event.eventId });
    } catch (error) {
      log.warn({ rule: decision.rule ?? '', error: reasonOf(error) }, 'route decision not recorded');
    }
  }
}
