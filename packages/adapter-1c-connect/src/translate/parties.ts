import { type Party, PartyKind } from '@callbus/contract';

/** With and without dashes: the spec writes both. */
const UUID = /^\{?(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})\}?$/i;
/** What can only be an internal number. */
const SHORT = /^\d{1,5}$/;
const WITHHELD = /^(?:anonymous|unknown|private|restricted|withheld|unavailable)?$/i;

export const isUuid = (told: string): boolean => UUID.test(told);

const bareUuid = (told: string): string => told.replace(/^\{|\}$/g, '');

/** A person or an organisation by its UUID. */
export const uuidParty = (told: string): Party => ({ kind: PartyKind.UUID, uuid: bareUuid(told) });

/** Whoever `CallFrom` or `CallTo` names: both may hold a UUID or a number. */
export function partyOf(told: string, internal: boolean): Party {
  if (isUuid(told)) return uuidParty(told);
  if (WITHHELD.test(told)) return { kind: PartyKind.WITHHELD, number: told };
  if (internal && SHORT.test(told)) return { kind: PartyKind.EXTENSION, number: told, extension: told };
  return { kind: PartyKind.EXTERNAL, number: told };
}

/** An employee of ours, with the UUID the source knows them by where it told one. */
export const employeeParty = (extension: string, told = ''): Party => ({
  kind: PartyKind.EXTENSION,
  number: extension,
  extension,
  ...(isUuid(told) ? { uuid: bareUuid(told) } : {}),
});
