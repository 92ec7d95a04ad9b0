import { type CallEventInit, EventType, eventId } from '@callbus/contract';

/** The event that tells that a source was blind, or that what it told could not be kept. */
export function gapEvent(
  instance: string,
  gap: { from: number; to: number; count?: number },
  reason: string,
): CallEventInit {
  const key = `gap-${gap.from}`;
  return {
    eventId: eventId({ instance, key, connection: reason, type: EventType.SOURCE_GAP }),
    type: EventType.SOURCE_GAP,
    instance,
    key,
    occurredAt: gap.to,
    observedAt: gap.to,
    gap: { from: gap.from, to: gap.to, reason, lost: gap.count ?? 0 },
  };
}
