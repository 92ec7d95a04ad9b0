import { enumWord, type InteractionEventInit, InteractionKind, type Party } from '@callbus/contract';

const orNull = (text: string | null | undefined): string | null => text || null;

/** The word for a kind: `remote-session` for REMOTE_SESSION. */
export const kindWord = (kind: InteractionKind | null | undefined): string =>
  (enumWord(InteractionKind, kind) ?? 'other').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Every kind there is. */
export const KINDS: readonly string[] = Object.values(InteractionKind)
  .filter((v): v is InteractionKind => typeof v === 'number' && v !== InteractionKind.UNSPECIFIED)
  .map(kindWord);

/** An interaction as JSON. */
export function interactionView(event: InteractionEventInit, updatedAt: number): Record<string, unknown> {
  return {
    id: event.id ?? '',
    kind: kindWord(event.kind),
    pbx: event.instance ?? '',
    login: orNull(event.login),
    at: time(event.occurredAt),
    updatedAt: time(updatedAt),
    incoming: event.incoming ?? false,
    author: event.author ? partyView(event.author) : null,
    parties: (event.parties ?? []).map(partyView),
    text: orNull(event.text),
    details: {
      ...event.details,
      state: orNull(event.state),
      treatmentId: event.parentId || event.details?.treatmentId || null,
      rating: event.rating ?? null,
      durationSeconds: event.durationSeconds ?? null,
      files: (event.files ?? []).map((f) => f.name ?? ''),
    },
    files: (event.files ?? []).map((f) => ({
      name: f.name ?? '',
      from: orNull(f.sourceDir),
      to: orNull(f.destinationDir),
      size: f.size ?? null,
      uploaded: f.uploaded ?? false,
    })),
  };
}

const partyView = (party: Party): Record<string, unknown> => ({
  extension: orNull(party.extension),
  number: orNull(party.e164) ?? orNull(party.number),
  uuid: orNull(party.uuid),
  name: orNull(party.name),
});

function time(ms: number | null | undefined): string | null {
  const date = new Date(ms || Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
