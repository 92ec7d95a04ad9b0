import { type Contact, type Counterparty, LookupStatus, sameByLastDigits } from '@callbus/contract';

/** What a base answered to `contact`. */
export interface ContactAnswer {
  status: LookupStatus;
  counterparty: Counterparty | undefined;
  /** Extension of the responsible manager. */
  responsible: string;
  reason: string;
}

/** More than this nobody chooses from. */
const MOST = 50;

/**
 * Reads 1C's answer to `contact`: the spec's `{"responsible":"100"}`, which
 * may also carry name, company, ref, url, phones[], and `contacts[]` where
 * several match. Of several, those whose phones have the number by the
 * last-N-digits rule are kept.
 */
export function readContact(body: string, base: string, phone: string, lastDigits: number): ContactAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return none(LookupStatus.UNAVAILABLE, 'the answer is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return none(LookupStatus.UNAVAILABLE, 'the answer is not an object');
  const fields = parsed as Record<string, unknown>;
  const listed = Array.isArray(fields.contacts) ? fields.contacts.map(contactOf).filter(isListed) : [];
  const own = contactOf(fields);
  const all = listed.length > 0 ? listed : isSomebody(own) ? [own] : [];
  const contacts = narrowed(all, phone, lastDigits).slice(0, MOST);
  const responsible =
    text(fields.responsible) || (contacts.length === 1 ? (contacts[0]?.responsible ?? '') : '');
  if (contacts.length === 0 && responsible === '') return none(LookupStatus.NOT_FOUND, '');
  const counterparty = contacts.length > 0 ? { base, contacts } : undefined;
  return { status: LookupStatus.FOUND, counterparty, responsible, reason: '' };
}

const none = (status: LookupStatus, reason: string): ContactAnswer => ({
  status,
  counterparty: undefined,
  responsible: '',
  reason,
});

function narrowed(contacts: Contact[], phone: string, lastDigits: number): Contact[] {
  if (contacts.length < 2) return contacts;
  const matching = contacts.filter((c) =>
    (c.phones ?? []).some((p) => sameByLastDigits(phone, p, lastDigits)),
  );
  return matching.length > 0 ? matching : contacts;
}

function contactOf(value: unknown): Contact {
  if (typeof value !== 'object' || value === null) return {};
  const f = value as Record<string, unknown>;
  return {
    name: text(f.name),
    company: text(f.company),
    ref: text(f.ref),
    url: text(f.url),
    phones: Array.isArray(f.phones) ? f.phones.map(text).filter((p) => p !== '') : [],
    responsible: text(f.responsible),
  };
}

const isSomebody = (c: Contact): boolean => Boolean(c.name || c.company || c.ref || c.url);

// Whoever stands in a list is somebody, if only by number.
const isListed = (c: Contact): boolean => isSomebody(c) || Boolean(c.phones?.length || c.responsible);

const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
