import {
  type LookupAnswer,
  LookupAnswerCodec,
  LookupQuestionCodec,
  LookupStatus,
  lookupSubject,
} from '@callbus/contract';
import { NoAnswer, reasonOf } from '../errors.ts';
import type { Logger } from '../log/logger.ts';
import type { ServiceContext } from '../service.ts';
import type { LookupRequest } from './define.ts';

/** Kept back of the site's deadline, so that "unavailable" is in time as well. */
const OURS_MS = 15;
/** What core needs of it for the way home. */
const CORES_MS = 25;

/**
 * Asks core who somebody is. Answers within the site's deadline for route
 * questions, and never rejects: who does not answer in time is unavailable.
 */
export async function askLookup(
  { kind, text, fields = {} }: LookupRequest,
  { bus, config }: Pick<ServiceContext, 'bus' | 'config'>,
  log: Logger,
): Promise<LookupAnswer> {
  const asked = performance.now();
  const { deadlineMs } = config.routing;
  try {
    const wait = Math.max(1, deadlineMs - OURS_MS);
    const left = Math.max(1, wait - CORES_MS);
    const question = LookupQuestionCodec.encode({ kind, text, fields, deadlineMs: left });
    return LookupAnswerCodec.decode(await bus.request(lookupSubject, question, wait));
  } catch (error) {
    const reason = error instanceof NoAnswer ? (error.nobody ? 'core-away' : 'deadline') : reasonOf(error);
    log.warn({ error: reason }, 'look-up without an answer');
    const tookMs = Math.round(performance.now() - asked);
    return LookupAnswerCodec.decode(
      LookupAnswerCodec.encode({ status: LookupStatus.UNAVAILABLE, reason, tookMs }),
    );
  }
}
