import { bareNumber, DeviceRole, digitsOf, type Party, PartyKind } from '@callbus/contract';
import type { Participant } from '../call-control/wire/native.ts';

/**
 * What stands behind a type of number. Extension, queue, route point and
 * external line were seen; the other words are inferred from the names of
 * XAPI's peer types. Spelt as 3CX does, without the W and in small letters.
 */
const ROLES: Record<string, DeviceRole> = {
  extension: DeviceRole.EMPLOYEE,
  externalline: DeviceRole.CUSTOMER,
  queue: DeviceRole.QUEUE,
  ringgroup: DeviceRole.GROUP,
  ivr: DeviceRole.SERVICE,
  routepoint: DeviceRole.SERVICE,
  fax: DeviceRole.SERVICE,
  specialmenu: DeviceRole.SERVICE,
  conference: DeviceRole.CONFERENCE,
  parking: DeviceRole.PARKING,
};

/** The role of a number by its native type; one that is not told, or new, is an employee's. */
export const roleOf = (type: string): DeviceRole => ROLES[wordOf(type)] ?? DeviceRole.EMPLOYEE;

/** Whether a type was told at all. */
export const isTold = (type: string): boolean => !['', 'none'].includes(wordOf(type));

const wordOf = (type: string): string => type.replace(/^W/, '').toLowerCase();

/** The other side of a participant is on a trunk. */
export const isOutside = (p: Participant): boolean => roleOf(p.party_dn_type) === DeviceRole.CUSTOMER;

const NUMBER = /^\+?[\d*#() .-]{3,}$/;

/** A customer: number and name may stand in one another's place, and either may be missing. */
export function outsideOf(p: Participant): Party {
  const [id, name] = [p.party_caller_id.trim(), p.party_caller_name.trim()];
  const number = [id, name].find((text) => NUMBER.test(text)) ?? '';
  const words = [name, id].find((text) => text !== '' && text !== number && !NUMBER.test(text)) ?? '';
  const named = words === '' || WITHHELD.test(words) ? {} : { name: words };
  if (number === '') return { kind: PartyKind.WITHHELD, number: '', ...named };
  return { kind: PartyKind.EXTERNAL, number, ...named };
}

const WITHHELD = /^(?:anonymous|unknown|private|restricted|withheld|unavailable)$/i;

/** An employee by extension. */
export const insideOf = (extension: string): Party => ({
  kind: PartyKind.EXTENSION,
  number: extension,
  extension,
});

const SUBSCRIBER_DIGITS = 10;

/** The digits that decide whether two numbers are the same subscriber, 8, 7 and +7 apart. */
export const subscriberOf = (number: string): string =>
  digitsOf(bareNumber(number)).slice(-SUBSCRIBER_DIGITS);

/** The queue or group that sent the call here, by whichever field names one. */
export function distributorOf(p: Participant): { queue: string; group: string } {
  const named = [
    [p.originated_by_type, p.originated_by_dn],
    [p.on_behalf_of_type, p.on_behalf_of_dn],
    [p.referred_by_type, p.referred_by_dn],
    [p.party_dn_type, p.party_dn],
  ] as const;
  const of = (role: DeviceRole): string =>
    named.find(([type, dn]) => dn !== '' && isTold(type) && roleOf(type) === role)?.[1] ?? '';
  return { queue: of(DeviceRole.QUEUE), group: of(DeviceRole.GROUP) };
}
