import {
  type CallEventInit,
  type Connection,
  DeviceRole,
  Direction,
  EndedBy,
  EventCause,
  EventType,
  enumWord,
  type Party,
  PartyKind,
  RecordingState,
  TransferKind,
} from '@callbus/contract';
import { Translator, type TranslatorOptions } from '../../src/translate.ts';
import type { AmiMessage } from '../../src/wire/message.ts';

/**
 * What a server sends, one message per line:
 *
 *     seconds  Event  channel:uniqueid/linkedid  >destination:uniqueid/linkedid  Header=value ...
 *
 * The channel fills `Channel`, `Uniqueid` and `Linkedid`, the destination the
 * same with `Dest` before them; without a Linkedid it is the first channel's own.
 * A few headers have short names; `~` in a value is a blank.
 */
export const BASE = Date.UTC(2026, 0, 15, 9, 0, 0);

const SHORT: Record<string, string> = {
  st: 'ChannelStateDesc',
  from: 'CallerIDNum',
  name: 'CallerIDName',
  exten: 'Exten',
  dial: 'DialString',
  status: 'DialStatus',
  bridge: 'BridgeUniqueid',
  cause: 'Cause',
};

export interface Told {
  message: AmiMessage;
  at: number;
}

export const messages = (text: string): Told[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(read);

function read(line: string): Told {
  const [seconds = '', event = '', ...words] = line.split(/\s+/);
  const message: AmiMessage = { Event: event };
  for (const word of words) {
    const pair = /^([A-Za-z-]+)=(.*)$/.exec(word);
    if (pair)
      message[SHORT[pair[1] as string] ?? (pair[1] as string)] = (pair[2] as string).replaceAll('~', ' ');
    else Object.assign(message, channelOf(word));
  }
  return { message, at: BASE + Math.round(Number(seconds) * 1_000) };
}

function channelOf(word: string): AmiMessage {
  const prefix = word.startsWith('>') ? 'Dest' : '';
  const [name = '', ids = ''] = word.replace('>', '').split(/:(?=[^:]*$)/);
  const [uniqueid = '', linkedid = '1'] = ids.split('/');
  return { [`${prefix}Channel`]: name, [`${prefix}Uniqueid`]: uniqueid, [`${prefix}Linkedid`]: linkedid };
}

export const translator = (options: Partial<TranslatorOptions> = {}): Translator =>
  new Translator({
    instance: 'office',
    trunks: ['^PJSIP/itsp-', '^SIP/itsp-'],
    extensions: '^\\d{3}$',
    ...options,
  });

export const tell = (text: string, to = translator()): CallEventInit[] =>
  messages(text).flatMap(({ message, at }) => to.take(message, at));

/**
 * The events a scenario gives, one line each: seconds, type, connection, and all
 * that is new about the call since the line before.
 */
export function play(text: string, to = translator()): string[] {
  const known = new Map<string, string>();
  return tell(text, to).map((event) => lineOf(event, known));
}

/** Lines to compare with, read from a block of text. */
export const told = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');

/** One event as a line; `known` holds what was said of the calls before. */
export function lineOf(event: CallEventInit, known: Map<string, string>): string {
  const { connection, transfer, cause } = event;
  const key = event.key ?? '';
  const words = [
    String(((event.occurredAt ?? 0) - BASE) / 1_000),
    enumWord(EventType, event.type) ?? '?',
    connection ? who(connection) : '',
    key === '1' ? '' : `call=${key}`,
    event.ordinal ? `n=${event.ordinal}` : '',
    event.cause?.event || cause?.q850 ? `cause=${causeWords(event)}` : '',
    event.endedBy ? `by=${enumWord(EndedBy, event.endedBy)}` : '',
    transfer
      ? `${enumWord(TransferKind, transfer.kind)}=${transfer.fromConnection ?? ''}>${transfer.toConnection ?? ''}`
      : '',
    transfer?.target ? `target=${partyWords(transfer.target)}` : '',
    event.parked ? `space=${event.parked.space}` : '',
    event.merge ? `with=${event.merge.otherKey}` : '',
    event.recording ? `${enumWord(RecordingState, event.recording.state)}=${event.recording.file}` : '',
  ];
  const news = {
    dir: enumWord(Direction, event.direction) ?? '',
    calling: partyWords(event.calling),
    called: partyWords(event.called),
    did: event.did ?? '',
    queue: event.queue ?? '',
  };
  for (const [name, value] of Object.entries(news)) {
    if (value === (known.get(`${key} ${name}`) ?? '')) continue;
    known.set(`${key} ${name}`, value);
    words.push(`${name}=${value}`);
  }
  return words.filter((word) => word !== '').join(' ');
}

const ROLES: Partial<Record<DeviceRole, string>> = {
  [DeviceRole.EMPLOYEE]: '',
  [DeviceRole.CUSTOMER]: 'outside:',
  [DeviceRole.SERVICE]: 'service:',
  [DeviceRole.PARKING]: 'parking:',
};

const who = ({ role, party, id }: Connection): string =>
  `${ROLES[role ?? 0] ?? '?'}${party?.extension || party?.number || ''}@${id}`;

function causeWords({ cause }: CallEventInit): string {
  const word = enumWord(EventCause, cause?.event) || 'unspecified';
  const native = cause?.native ? `(${cause.native.replaceAll(' ', '~')})` : '';
  return `${word}${cause?.q850 ? `/${cause.q850}` : ''}${native}`;
}

function partyWords(party: Party | null | undefined): string {
  if (!party) return '';
  const name = party.name ? `(${party.name.replaceAll(' ', '~')})` : '';
  if (party.kind === PartyKind.EXTENSION) return `ext:${party.extension}${name}`;
  return party.kind === PartyKind.WITHHELD ? `withheld:${party.number}${name}` : `num:${party.number}${name}`;
}
