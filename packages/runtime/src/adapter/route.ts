import {
  CallEventCodec,
  type CallEventInit,
  type Decision,
  derivedId,
  EventType,
  eventId,
  eventSubject,
  type RouteAnswer,
  RouteAnswerCodec,
  RouteQuestionCodec,
  routeSubject,
} from '@callbus/contract';
import { NoAnswer, reasonOf } from '../errors.ts';
import type { Logger } from '../log/logger.ts';
import type { ServiceContext } from '../service.ts';
import type { RouteRequest } from './define.ts';

/** Kept back of the deadline of a route question, so that the fallback is in time as well. */
const MARGIN_MS = 15;

export interface RouteAskerOptions {
  /** The adapter's id. */
  id: string;
  orderGroup: string | undefined;
  context: Pick<ServiceContext, 'bus' | 'config' | 'metrics' | 'run'>;
  log: Logger;
  /** Gives an event what every event of this adapter carries. */
  complete(event: CallEventInit): CallEventInit;
}

/** Asks core where a call should go, for one adapter. */
export class RouteAsker {
  readonly #options: RouteAskerOptions;

  constructor(options: RouteAskerOptions) {
    this.#options = options;
  }

  /** Always answers within the site's deadline: with the fallback when core or 1C does not. */
  async ask(request: RouteRequest): Promise<RouteAnswer> {
    const { id, orderGroup, log } = this.#options;
    const { bus, config, metrics, run } = this.#options.context;
    const { deadlineMs, fallback } = config.routing;
    const asked = performance.now();
    const at = Math.round(bus.clock.now());
    const questionId = derivedId('route', id, run, at, Math.random());
    const question = RouteQuestionCodec.encode({
      questionId,
      instance: id,
      key: request.key,
      nativeId: request.nativeId,
      calling: request.calling,
      did: request.did,
      queue: request.queue ?? '',
      deadlineMs,
      orderGroup: orderGroup ?? '',
    });
    try {
      const wait = Math.max(1, deadlineMs - MARGIN_MS);
      return RouteAnswerCodec.decode(await bus.request(routeSubject, question, wait));
    } catch (error) {
      const rule = ruleOf(error);
      metrics.routes.inc({ rule });
      log.warn({ rule, error: reasonOf(error) }, 'route question went to the fallback');
      const tookMs = Math.round(performance.now() - asked);
      const decision = { at, subject: 'route', rule, outcome: fallback, tookMs };
      this.#tellFallback(questionId, request, decision);
      return RouteAnswerCodec.decode(RouteAnswerCodec.encode({ questionId, extension: fallback, decision }));
    }
  }

  // Core tells its own decisions; of this one it knows nothing. The PBX does not wait for it.
  #tellFallback(questionId: string, { key, nativeId, calling }: RouteRequest, decision: Decision): void {
    const { id, orderGroup, context, log, complete } = this.#options;
    const name = { instance: id, key: key || `route-${questionId}`, connection: `${questionId}-fallback` };
    const at = decision.at ?? 0;
    const event: CallEventInit = {
      eventId: eventId({ ...name, type: EventType.ROUTE_DECIDED }),
      type: EventType.ROUTE_DECIDED,
      key,
      nativeId,
      occurredAt: at,
      observedAt: at,
      route: { extension: decision.outcome ?? '', decision, number: calling.number ?? '' },
    };
    const subject = eventSubject(id, name.key, orderGroup ?? id);
    context.bus
      .publish(subject, CallEventCodec.encode(complete(event)), { messageId: event.eventId ?? '' })
      .catch((error: unknown) =>
        log.warn({ rule: decision.rule, error: reasonOf(error) }, 'route decision not recorded'),
      );
  }
}

function ruleOf(error: unknown): string {
  if (!(error instanceof NoAnswer)) return 'route.unreadable';
  return error.nobody ? 'route.core-away' : 'route.deadline';
}
