import type { CallState } from './state.ts';

/** How times that we observed map to the source's clock. */
export interface Clock {
  toSource(observed: number): number;
  /** Both clocks are known to speak of the same moments. */
  aligned: boolean;
}

/**
 * A source that only states its times at the end gives no offset of its own:
 * the start it states and the first event we saw are the same moment.
 */
export function clockOf(call: CallState): Clock {
  const told = call.report?.startedAt;
  if (told === undefined || told === null || call.report?.matched)
    return { toSource: (t) => t, aligned: true };
  if (!call.startSeen) return { toSource: (t) => t, aligned: !call.report?.clockUncertain };
  const shift = told - call.startedAt;
  return { toSource: (t) => t + shift, aligned: true };
}
