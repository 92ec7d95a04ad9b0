import { bareNumber, DeviceRole, type Party, PartyKind } from '@callbus/contract';
import type { Leg } from './model.ts';

/** How to tell lines from phones, as configured. */
export interface Sides {
  /** Patterns of the names of outside lines' channels, `^PJSIP/itsp-`. */
  trunks: readonly RegExp[];
  /** What an extension looks like, `^\d{3}$`. */
  extensions: RegExp;
  /** The name under which a recording is known, from the path the PBX tells. */
  recordingName: (path: string) => string;
  /** Channel variables to be told with a call. */
  variables?: ReadonlySet<string> | undefined;
}

/** Words the server and trunks use for a number or a name that is not there. */
const ABSENT = /^(?:<unknown>|unknown|anonymous|restricted|private|withheld|unavailable)?$/i;

/** Channels with a device behind them; all others (Local, announcers, AsyncGoto...) are the PBX's own. */
const DEVICES =
  /^(?:PJSIP|SIP|IAX2|DAHDI|Zap|SCCP|Skinny|MGCP|Unistim|OOH323|H323|Motif|Console|Khomp|Dongle|Quectel|mISDN|WebSocket)\//i;

const OUTSIDE_NUMBER = /^\+?\d{6,}$/;
/** Channel names end in a number that makes them unique. */
const SERIAL = /-[0-9a-f]+(?:<[A-Z]+>)?$/i;

/** `PJSIP/100-0000001a` is the device `PJSIP/100`. */
export const deviceOf = (channel: string): string => channel.replace(SERIAL, '');

const endpointOf = (device: string): string => device.slice(device.indexOf('/') + 1);

/** The other half of a Local channel; empty where it is none. */
export function otherHalf(channel: string): string {
  if (channel.endsWith(';1')) return `${channel.slice(0, -1)}2`;
  return channel.endsWith(';2') ? `${channel.slice(0, -1)}1` : '';
}

/** A value that the server may have written as a word for nothing. */
export const present = (value: string): string => (ABSENT.test(value) ? '' : value);

/** An employee's side. */
export const insideParty = (extension: string, name = ''): Party => ({
  kind: PartyKind.EXTENSION,
  number: extension,
  extension,
  ...(name === '' ? {} : { name }),
});

/** A number outside, or somebody who withholds it. */
export const outsideParty = (number: string, name = ''): Party => ({
  kind: present(number) === '' ? PartyKind.WITHHELD : PartyKind.EXTERNAL,
  number,
  ...(present(name) === '' ? {} : { name }),
});

/** What somebody dialled: short numbers are the PBX's own (extensions, queues, features). */
export const dialledParty = (number: string, sides: Sides): Party =>
  OUTSIDE_NUMBER.test(number) && !sides.extensions.test(number) ? outsideParty(number) : insideParty(number);

export interface ChannelFacts {
  uniqueid: string;
  name: string;
  callerNumber: string;
  callerName: string;
}

/** The leg behind a new channel; none for the PBX's own channels. */
export function legOf(
  { uniqueid, name, callerNumber, callerName }: ChannelFacts,
  sides: Sides,
): Leg | undefined {
  const line = sides.trunks.some((pattern) => pattern.test(name));
  if (!line && !DEVICES.test(name)) return undefined;
  const device = deviceOf(name);
  const endpoint = endpointOf(device);
  const extension = line ? '' : ([endpoint, callerNumber].find((n) => sides.extensions.test(n)) ?? '');
  const inside = extension !== '';
  return {
    uniqueid,
    id: uniqueid,
    comebacks: 0,
    role: inside ? DeviceRole.EMPLOYEE : DeviceRole.CUSTOMER,
    party: inside
      ? insideParty(extension, callerNumber === extension ? present(callerName) : '')
      : { kind: PartyKind.EXTERNAL },
    device,
    trunk: inside ? '' : endpoint,
    caller: false,
    placed: false,
    alerted: false,
    up: false,
    established: false,
    talking: false,
    letGo: false,
    held: false,
    heldAt: 0,
    retrievedAt: 0,
    pickedUp: false,
    hungUp: false,
    done: false,
    dialStatus: '',
  };
}

/** The number in a dial string (`7916...@itsp`, `itsp/7916...`, `PJSIP/7916...@itsp`); empty where it has none. */
export function dialledNumber(dialString: string): string {
  const beforeAt = dialString.replace(/^(.*\/)?sips?:/i, '').split('@')[0] ?? '';
  return /\d/.test(beforeAt) ? bareNumber(beforeAt.slice(beforeAt.lastIndexOf('/') + 1)) : '';
}

/** `102@internal` and `Local/102@internal` without the context. */
export const stripContext = (target: string): string => (target.split('@')[0] ?? '').replace(/^.*\//, '');
