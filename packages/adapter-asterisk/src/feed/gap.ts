import type { GapInit } from '../translate/reconcile.ts';
import type { ServerView } from '../translate/view.ts';
import { type AmiMessage, text } from '../wire/message.ts';

/** A message that waits to be taken, and when it was heard. */
export interface Heard {
  message: AmiMessage;
  at: number;
}

/** Nothing was heard since. */
export interface BlindSince {
  at: number;
  /** `reconnect`, `restart` of ours, `missed`. */
  reason: string;
}

/** A time without sight that is over. */
export type Gap = GapInit & { from: number; to: number; reason: string };

/**
 * The time without sight that ends now, if there was one.
 * @param first what the first look ever shows: of calls that run already the beginning was not seen
 */
export function gapUntil(
  at: number,
  since: BlindSince | undefined,
  first: ServerView | undefined,
): Gap | undefined {
  if (since) return { from: since.at, to: at, reason: since.reason };
  const begun = (first?.channels ?? []).map((channel) => channel.since ?? at);
  return begun.length === 0 ? undefined : { from: Math.min(...begun), to: at, reason: 'start' };
}

/** Channels whose whole story, or whose end, is in messages that wait. */
export function leftToMessages(waiting: readonly Heard[], { channels }: ServerView): Set<string> {
  const stands = new Set(channels.map(({ uniqueid }) => uniqueid));
  const left = new Set<string>();
  for (const { message } of waiting) {
    const uniqueid = text(message, 'Uniqueid');
    const event = text(message, 'Event');
    // One that ended and still stands in the list is taken from there, and its end from the message.
    if (event === 'Newchannel' || (event === 'Hangup' && !stands.has(uniqueid))) left.add(uniqueid);
  }
  return left;
}
