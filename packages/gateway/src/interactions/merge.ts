import type { InteractionEvent, InteractionEventInit, Party } from '@callbus/contract';

/** What is known of one message, session or treatment. */
export interface Known {
  event: InteractionEventInit;
  /** When the newest of it happened; an older telling that comes late adds, and overwrites nothing. */
  newest: number;
}

/**
 * Adds what a further event tells of the same interaction. It stays the
 * interaction of the login that told it first, from when it began.
 */
export function merged(known: Known | undefined, event: InteractionEvent): Known {
  if (!known) return { event, newest: event.occurredAt };
  const old = known.event;
  const [first, second] = event.occurredAt >= known.newest ? [old, event] : [event, old];
  return {
    newest: Math.max(known.newest, event.occurredAt),
    event: {
      ...old,
      occurredAt: Math.min(old.occurredAt ?? event.occurredAt, event.occurredAt),
      state: second.state || first.state || '',
      text: second.text || first.text || '',
      author: second.author ?? first.author ?? null,
      parentId: second.parentId || first.parentId || '',
      rating: second.rating ?? first.rating ?? null,
      durationSeconds: second.durationSeconds ?? first.durationSeconds ?? null,
      parties: distinct([...(old.parties ?? []), ...event.parties], partyKey),
      files: distinct([...(old.files ?? []), ...event.files], (f) =>
        JSON.stringify([f.name, f.sourceDir, f.destinationDir, f.uploaded ?? false]),
      ),
      details: { ...first.details, ...second.details },
    },
  };
}

const partyKey = ({ kind, number, extension, uuid }: Party): string =>
  JSON.stringify([kind, number || '', extension || '', uuid || '']);

const distinct = <T>(all: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(all.map((item) => [keyOf(item), item])).values(),
];
