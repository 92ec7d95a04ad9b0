import { DeadLetterCodec, type DeadLetterInit, deadSubject, derivedId } from '@callbus/contract';
import { reasonOf } from '../errors.ts';
import type { Bus } from './bus.ts';

const LIMIT = 64 * 1_024;

export type DeadLetterDraft = Omit<DeadLetterInit, 'id' | 'at'> & {
  service: string;
  code: string;
  reason: string;
};

/**
 * Keeps something aside with its reason (stream DEAD, 90 days). Told twice it
 * is kept once. While the bus is away the loss is logged: what is set aside
 * was refused already, so nobody waits for it. Never rejects.
 * @returns whether it is kept, for who must not let go of it otherwise
 */
export async function setAside(bus: Bus, draft: DeadLetterDraft): Promise<boolean> {
  const at = Math.round(bus.clock.now());
  const payload = draft.payload?.subarray(0, LIMIT) ?? new Uint8Array();
  const id = derivedId(
    'dead',
    draft.service,
    draft.code,
    draft.source ?? '',
    Buffer.from(payload).toString('base64'),
    Math.floor(at / 60_000),
  );
  try {
    await bus.publish(deadSubject(draft.service), DeadLetterCodec.encode({ ...draft, payload, id, at }), {
      messageId: id,
    });
    return true;
  } catch (error) {
    bus.log.error(
      { service: draft.service, code: draft.code, error: reasonOf(error) },
      `not kept aside: ${draft.reason}`,
    );
    return false;
  }
}
