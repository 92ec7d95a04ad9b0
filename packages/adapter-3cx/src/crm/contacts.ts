import type { Contact, Counterparty } from '@callbus/contract';
import { say } from '@callbus/runtime';
import { messages } from './messages.ts';

/** A contact as our template reads it; every field is there, an unknown one empty. */
export interface CrmContact {
  id: string;
  contactUrl: string;
  firstName: string;
  lastName: string;
  companyName: string;
  email: string;
  phone: string;
  phone2: string;
  phone3: string;
  entityId: string;
  entityType: string;
}

/** Where a card is opened. */
export interface CardAddress {
  /** `{ref}` in it stands for 1C's reference. */
  template: string | undefined;
  /** What is opened where there is neither a template nor a link of 1C's: 3CX takes no contact without. */
  fallback: string;
}

const GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
/** The entity type under which 3CX gives an id back with the report. */
const ENTITY = 'Contacts';

/**
 * What is answered to a look-up by number. The number is echoed as it came,
 * since 3CX drops a contact without it. Where several have the number no one of
 * them is shown for the caller: all are named, and no card is opened.
 */
export function byNumber(
  counterparty: Counterparty | null | undefined,
  number: string,
  card: CardAddress,
): CrmContact[] {
  const contacts = counterparty?.contacts ?? [];
  const [only] = contacts;
  if (only === undefined) return [];
  if (contacts.length > 1) {
    const list = contacts.map(nameOf).filter((name) => name !== '');
    const several = say(messages.several, { list: [...new Set(list)].join('; ') });
    return [{ ...contactOf({}, card), companyName: several, phone: number, contactUrl: frontPage(card) }];
  }
  const others = (only.phones ?? []).filter((p) => digits(p) !== digits(number));
  return [withPhones(contactOf(only, card), [number, ...others])];
}

/** What is answered to a search: everybody who was found. */
export const searched = (
  counterparty: Counterparty | null | undefined,
  card: CardAddress,
  email = '',
): CrmContact[] =>
  (counterparty?.contacts ?? []).map((c) => ({
    ...withPhones(contactOf(c, card), c.phones ?? []),
    email,
  }));

const digits = (number: string): string => number.replace(/\D/g, '').slice(-10);

function contactOf(contact: Contact, card: CardAddress): CrmContact {
  const [name, company] = [contact.name ?? '', contact.company ?? ''];
  return {
    id: contact.ref || nameOf(contact) || '0',
    contactUrl: cardUrl(contact, card),
    // 1C has the name in one piece, and family names come first in many bases.
    firstName: name,
    lastName: '',
    companyName: company === name ? '' : company,
    email: '',
    phone: '',
    phone2: '',
    phone3: '',
    entityId: contact.ref ?? '',
    entityType: ENTITY,
  };
}

const nameOf = ({ name, company }: Contact): string => name || company || '';

function withPhones(contact: CrmContact, [phone = '', phone2 = '', phone3 = '']: string[]): CrmContact {
  return { ...contact, phone, phone2, phone3 };
}

function cardUrl({ ref, url }: Contact, card: CardAddress): string {
  if (card.template !== undefined && ref) {
    const { template } = card;
    return template.replaceAll('{ref}', encodeURIComponent(refIn(template, ref)));
  }
  return url && /^https?:/i.test(url) ? url : frontPage(card);
}

// A navigation link of 1C has the five parts of a GUID in another order and no hyphens.
function refIn(template: string, ref: string): string {
  const [, low, mid, high, clock, node] = GUID.exec(ref) ?? [];
  if (low === undefined || !template.includes('e1cib')) return ref;
  return `${clock}${node}${high}${mid}${low}`.toLowerCase();
}

/** The web client without a card. */
const frontPage = ({ template, fallback }: CardAddress): string =>
  template === undefined ? fallback : template.replace(/[#?].*$/s, '').replace(/\{ref\}.*$/s, '');
