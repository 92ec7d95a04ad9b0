const DIGITS = /^\d*$/;

/** The digits of a text, in order. */
export const digitsOf = (text: string): string => (DIGITS.test(text) ? text : text.replace(/\D/g, ''));

/**
 * Whether two numbers are the same subscriber by the last-N-digits rule
 * (Простые Звонки, "Поиск номера в 1С"): a number longer than N is compared by
 * its last N digits, a shorter one must be equal as a whole.
 * @param lastDigits 1..20
 */
export function sameByLastDigits(received: string, known: string, lastDigits: number): boolean {
  const a = digitsOf(received);
  const b = digitsOf(known);
  if (a === '' || b === '') return false;
  return a.length > lastDigits ? b.slice(-lastDigits) === a.slice(-lastDigits) : a === b;
}

// A further number in the same text, or the extension behind the first.
const FURTHER = /[,;\n]|\s\/\s|\s*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension)?|x)\.?\s*(?=\d)/iu;

// What most numbers are: nothing to take away.
const BARE = /^\+?\d+$/;

/**
 * A number as the PBX gave it, without channel prefix (`SIP/100`, `sip:…@host`)
 * and punctuation; a leading plus stays. Of several numbers it is the first,
 * and an extension behind it ("доб. 123") is not part of it.
 */
export function bareNumber(raw: string): string {
  if (BARE.test(raw)) return raw;
  const stripped = stripChannel(raw.trim());
  const first = (stripped.split(FURTHER).find((part) => /\d/.test(part)) ?? stripped).trim();
  const plus = first.startsWith('+') ? '+' : '';
  const bare = first.replace(/[^\d*#]/g, '').replace(/^(\d{7,})#.*$/, '$1');
  return bare === '' ? '' : plus + bare;
}

// Technology, the trunk of a dial string (`SIP/trunk/100`), and what names the line.
const CHANNEL = /^(?:PJSIP|SIP|IAX2|DAHDI|SCCP|H323|Local)\/(?:[^/,;\s]+\/)?([^@/,;]*)/i;

/** The text without what names a channel or a SIP address around the number. */
export function stripChannel(raw: string): string {
  const angle = /<([^<>]*)>\s*$/.exec(raw)?.[1];
  const text = scheme(angle ?? raw);
  const channel = CHANNEL.exec(text)?.[1];
  return (channel === undefined ? text : scheme(channel).replace(/-[0-9a-f]{6,}$/i, ''))
    .replace(/@.*$/s, '')
    .trim();
}

const scheme = (text: string): string => text.replace(/^(?:sips?|tel):/i, '');
