import type { Switchboard } from './board.ts';
import { type Call, type Channel, type Leg, newCall, type PendingTransfer } from './model.ts';

/** A call as it is kept over a restart; legs are named by their place in the list. */
interface Kept {
  version: 1;
  key: string;
  order: number;
  facts: Partial<Call>;
  linkedids: string[];
  sets: Record<(typeof SETS)[number], string[]>;
  attributes: [string, string][];
  counts: [string, number][];
  legs: Leg[];
  root: number;
  pending: (Omit<PendingTransfer, 'from'> & { from: number }) | undefined;
  channels: KeptChannel[];
}

interface KeptChannel {
  uniqueid: string;
  name: string;
  linkedid: string;
  leg: number;
  bridge: { id: string; holding: boolean } | undefined;
  dialler: { uniqueid: string; exten: string } | undefined;
  seenAt: number;
}

/** What of a call is written as it is. */
const FACTS = [
  'originated',
  'calling',
  'called',
  'dialled',
  'did',
  'shown',
  'queue',
  'told',
  'ended',
  'answered',
  'service',
  'conference',
  'endedBy',
  'lastFailure',
  'left',
] as const satisfies readonly (keyof Call)[];

const SETS = ['handedOn', 'forwarders', 'recordings'] as const;

/** A call as text, with all that its next events need: who stands in it and how often what was told. */
export function keep(call: Call): string {
  const legs: Leg[] = [];
  const place = (leg: Leg | undefined): number => {
    if (!leg) return -1;
    const at = legs.indexOf(leg);
    return at >= 0 ? at : legs.push(leg) - 1;
  };
  const channels = [...call.channels].map(
    ({ uniqueid, name, linkedid, leg, bridge, dialler, seenAt }): KeptChannel => ({
      uniqueid,
      name,
      linkedid,
      leg: place(leg),
      bridge: bridge && { id: bridge.id, holding: bridge.holding },
      dialler: dialler && { uniqueid: dialler.channel.uniqueid, exten: dialler.exten },
      seenAt,
    }),
  );
  const kept: Kept = {
    version: 1,
    key: call.key,
    order: call.order,
    facts: Object.fromEntries(FACTS.map((name) => [name, call[name]])),
    linkedids: [...call.linkedids],
    sets: Object.fromEntries(SETS.map((name) => [name, [...call[name]]])) as Kept['sets'],
    attributes: [...call.attributes],
    counts: [...call.counts],
    root: place(call.root),
    pending: call.pending && { ...call.pending, from: place(call.pending.from) },
    channels,
    legs,
  };
  return JSON.stringify(kept);
}

/**
 * Puts calls back on a switchboard that is empty.
 * @returns how many of the texts could not be read
 */
export function recall(board: Switchboard, texts: Iterable<string>): number {
  const diallers: { channel: Channel; uniqueid: string; exten: string }[] = [];
  let unread = 0;
  for (const text of texts) {
    try {
      diallers.push(...restore(board, JSON.parse(text) as Kept));
    } catch {
      unread++;
    }
  }
  for (const { channel, uniqueid, exten } of diallers) {
    const by = board.channel(uniqueid);
    if (by) channel.dialler = { channel: by, exten };
  }
  return unread;
}

function restore(board: Switchboard, kept: Kept): { channel: Channel; uniqueid: string; exten: string }[] {
  if (kept.version !== 1) throw new Error('another version');
  const legAt = (place: number): Leg | undefined => kept.legs[place];
  const from = kept.pending && legAt(kept.pending.from);
  const call: Call = {
    ...newCall(kept.key, kept.order),
    ...kept.facts,
    linkedids: new Set(kept.linkedids),
    root: legAt(kept.root),
    pending: kept.pending && from && { ...kept.pending, from },
    handedOn: new Set(kept.sets.handedOn),
    forwarders: new Set(kept.sets.forwarders),
    recordings: new Set(kept.sets.recordings),
    attributes: new Map(kept.attributes),
    counts: new Map(kept.counts),
  };
  const channels = kept.channels.map(
    ({ uniqueid, name, linkedid, leg, seenAt }): Channel => ({
      uniqueid,
      name,
      linkedid,
      call,
      leg: legAt(leg),
      bridge: undefined,
      dialler: undefined,
      seenAt,
    }),
  );
  board.restore(call, channels);
  return kept.channels.flatMap(({ bridge, dialler }, i) => {
    const channel = channels[i] as Channel;
    if (bridge) board.enter(channel, bridge.id, bridge.holding);
    return dialler ? [{ channel, ...dialler }] : [];
  });
}
