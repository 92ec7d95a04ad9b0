import type { Channel } from '../translate/model.ts';
import type { ServerView } from '../translate/view.ts';

/** What is younger may still be on its way to us. */
const SETTLED_MS = 5_000;

/** Channels that do not agree although the link stood. */
export interface Disagreement {
  /** A phone or line stands of which nothing was told. */
  unknown: boolean;
  /** One is gone whose end was not told. */
  gone: boolean;
}

/**
 * Holds what was known before a look at the server, and is known after it,
 * against what it shows.
 * @param at when the look began
 */
export function disagreement(
  view: ServerView,
  before: ReadonlySet<string>,
  after: Iterable<Channel>,
  { at, isOurs }: { at: number; isOurs: (name: string) => boolean },
): Disagreement {
  const known = new Map([...after].map((channel) => [channel.uniqueid, channel]));
  const stands = new Set(view.channels.map(({ uniqueid }) => uniqueid));
  const isOld = (since: number | undefined): boolean => since !== undefined && since < at - SETTLED_MS;
  return {
    unknown: view.channels.some(
      ({ uniqueid, name, since }) =>
        isOld(since) && isOurs(name) && !before.has(uniqueid) && !known.has(uniqueid),
    ),
    gone: [...before].some((uniqueid) => {
      const channel = known.get(uniqueid);
      return channel?.leg !== undefined && !stands.has(uniqueid) && isOld(channel.seenAt);
    }),
  };
}
