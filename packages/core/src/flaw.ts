import { type CallEvent, EventType } from '@callbus/contract';

/** These are about no single call. */
const WITHOUT_KEY = new Set<EventType>([EventType.SOURCE_GAP, EventType.ROUTE_DECIDED]);

/** Why an event cannot be used, or undefined. Without an id or a key it could be anybody's. */
export function flawOf(event: CallEvent): string | undefined {
  if (event.eventId === '') return 'eventId is empty';
  if (event.instance === '') return 'instance is empty';
  if (event.key === '' && !WITHOUT_KEY.has(event.type)) return 'key is empty';
  return undefined;
}
