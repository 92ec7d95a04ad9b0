import { type CallEvent, EventType } from '@callbus/contract';

/** These are about no single call. */
const WITHOUT_KEY = new Set<EventType>([EventType.SOURCE_GAP, EventType.ROUTE_DECIDED]);

/** The last second of the year 9999: what is later, or before 1970, is no time of a call. */
const LATEST = 253_402_300_799_000;
/** A month, seconds. */
const LONGEST = 2_678_400;

/**
 * Why an event cannot be used, or undefined. Without an id or a key it could be
 * anybody's; with times that cannot be, so would its record.
 */
export function flawOf(event: CallEvent): string | undefined {
  if (event.eventId === '') return 'eventId is empty';
  if (event.instance === '') return 'instance is empty';
  if (event.key === '' && !WITHOUT_KEY.has(event.type)) return 'key is empty';
  const { occurredAt, report } = event;
  const { startedAt, answeredAt, endedAt, durationSeconds } = report ?? {};
  const times = {
    occurredAt,
    'report.startedAt': startedAt,
    'report.answeredAt': answeredAt,
    'report.endedAt': endedAt,
  };
  for (const [field, time] of Object.entries(times))
    if (!isWithin(time, LATEST)) return `${field} is ${time}`;
  if (!isWithin(durationSeconds, LONGEST)) return `report.durationSeconds is ${durationSeconds}`;
  return undefined;
}

const isWithin = (value: number | null | undefined, most: number): boolean =>
  value === null || value === undefined || (value >= 0 && value <= most);
