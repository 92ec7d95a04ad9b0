import type { AmiMessage } from '../../../src/wire/message.ts';

const CHANNEL = [
  'Channel',
  'ChannelState',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'Uniqueid',
  'Linkedid',
];
const EVENTS: Record<string, readonly string[]> = {
  Newchannel: ['Privilege', ...CHANNEL, 'Exten', 'Context', 'Priority'],
  VarSet: ['Privilege', ...CHANNEL, 'Variable', 'Value'],
  DialBegin: ['Privilege', ...CHANNEL, ...CHANNEL.map((name) => `Dest${name}`), 'DialString'],
  BridgeEnter: ['Privilege', 'BridgeUniqueid', 'BridgeType', ...CHANNEL, 'SwapUniqueid'],
  TestEvent: ['Type', 'State', 'AppFile', 'State'],
  Hangup: ['Privilege', ...CHANNEL, 'Cause', 'Cause-txt', 'TechCause'],
  OriginateResponse: ['Privilege', 'ActionID', 'Response', 'Channel', 'Reason', 'Uniqueid'],
};
const VALUES = [
  '',
  '100',
  'Ring',
  '<unknown>',
  'PJSIP/itsp-00000001',
  '1795210789.9918',
  'Мария Фёдорова',
  'sip:100@127.0.0.1:5060;x-a="b: c"',
  'QUEUE: Отдел продаж, линия 2',
  '日本 😀',
  '  spaces  ',
  'a\nb',
  'x'.repeat(3_000),
];

/** A message with what its bytes are. */
export interface Sent {
  message: AmiMessage;
  bytes: Buffer;
}

/** Messages as a server sends them: the same events again and again, sometimes a header less, answers between. */
export function traffic(count: number, next: () => number): Sent[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return Array.from({ length: count }, (_, n) => {
    if (next() < 0.1) {
      const output = Array.from({ length: Math.floor(next() * 4) }, () => ['Output', pick(VALUES)] as const);
      return sent([['Response', 'Success'], ['ActionID', `a-${n}`], ...output]);
    }
    const event = pick(Object.keys(EVENTS));
    const names = (EVENTS[event] ?? []).filter(() => next() > 0.02);
    return sent([['Event', event], ...names.map((name) => [name, pick(VALUES)] as const)]);
  });
}

/** The message of these headers, and its bytes. */
export function sent(headers: readonly (readonly [string, string])[]): Sent {
  const message: AmiMessage = {};
  for (const [name, value] of headers) {
    const before = message[name];
    message[name] = before === undefined ? value : [before, value].flat();
  }
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return { message, bytes: Buffer.from(`${lines}\r\n`) };
}
