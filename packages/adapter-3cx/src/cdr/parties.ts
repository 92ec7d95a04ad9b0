import type { CdrLine } from './line.ts';

/** What stands at one end of a line. */
export interface End {
  kind: 'none' | 'extension' | 'outside' | 'queue' | 'group' | 'service' | 'voicemail';
  /** The number without `Ext.`. */
  number: string;
  dn: string;
  name: string;
}

const EXT = /^Ext\.\s*/i;

// v18 and v20 write the same kinds differently, and one database has both.
const KINDS: readonly [RegExp, End['kind']][] = [
  [/^w?(extension|user)$/, 'extension'],
  [/^w?(line|externalline|provider|bridge|externalnumber|outboundrule)$/, 'outside'],
  [/^w?queue/, 'queue'],
  [/^w?ringgroup|^w?group/, 'group'],
  [/^w?(voicemail|vmail)/, 'voicemail'],
  [
    /^w?(ivr|script|digitalreceptionist|routepoint|conference|parking|fax|specialmenu|inboundrouting)/,
    'service',
  ],
];

/** One end of a line: its type where told, else by how 3CX writes internal numbers. */
export function endOf(line: CdrLine, side: 'from' | 'to' | 'final'): End {
  const [told, dn, type, name] = {
    from: [line['from-no'], line['from-dn'], line['from-type'], line['from-dispname']],
    to: [line['to-no'], line['to-dn'], line['to-type'], line['to-dispname']],
    final: [line['final-number'], line['final-dn'], line['final-type'], line['final-dispname']],
  }[side].map((value) => value ?? '') as [string, string, string, string];
  const number = told.replace(EXT, '');
  const word = type.toLowerCase().replace(/[_\s]/g, '');
  const known = KINDS.find(([pattern]) => pattern.test(word))?.[1];
  const kind = known ?? guessed(told, number, dn);
  return { kind, number: kind === 'outside' ? number : number || dn, dn, name: callerName(name) };
}

function guessed(told: string, number: string, dn: string): End['kind'] {
  if (told === '' && dn === '') return 'none';
  if (EXT.test(told) || (number === dn && number.length <= 5)) return 'extension';
  return 'outside';
}

// Of a caller without a name only the name of the line is told, "Sales:".
const callerName = (name: string): string => (name.endsWith(':') ? '' : name);

/** The stops of a chain, without `Ext.`; outside numbers are left out. */
export const stopsOf = (chain: string): string[] =>
  chain
    .replace(/^chain:\s*/i, '')
    .split(';')
    .map((stop) => stop.trim())
    .filter((stop) => EXT.test(stop))
    .map((stop) => stop.replace(EXT, ''));
