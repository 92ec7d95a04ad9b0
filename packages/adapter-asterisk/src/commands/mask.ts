import type { Reply } from '../wire/link.ts';
import type { AmiMessage } from '../wire/message.ts';

const HIDDEN = '***';
const WORDS = '(?:secret|passw(?:or)?d|passphrase|password_?digest|md5_?cred|token|api_?key)';
/** Headers, variables and keys whose value is a secret; `SecretExist: Y` tells nothing. */
const NAME = new RegExp(`${WORDS}(?!\\w{0,64}exists?$)`, 'i');
/**
 * `secret=...`, ` password : ...` in a line of text; whatever follows belongs to the value. Bounded around
 * the telling word, here and below: a value may be a megabyte, and is looked at in the time of its length.
 */
const PAIR = new RegExp(`(${WORDS}[\\w.-]{0,64}\\s{0,64}(?:=>?|:)\\s{0,64})(\\S.*)$`, 'gim');
/** The same in JSON, where more follows. */
const JSON_PAIR = new RegExp(
  `("[^"]{0,64}${WORDS}[^"]{0,64}"\\s{0,64}:\\s{0,64})"(?:[^"\\\\]|\\\\.)*"`,
  'gi',
);
/** A mailbox of voicemail.conf begins with its PIN. */
const MAILBOX = /^(\d+\s*=>?\s*)-?\d+(?=,|$)/;
/** Headers that give the value of what another header names. */
const VALUES: Readonly<Record<string, readonly string[]>> = { Variable: ['Value'], Key: ['Val', 'Value'] };
/** The column of secrets in a table that old commands print (`sip show users`). */
const COLUMN = /(?<=^|\s{2})Secret\s+(?=\S)/;

/** An answer in which secrets are hidden, wherever the server shows them. */
export const masked = ({ response, events }: Reply): Reply => ({
  response: maskedMessage(response),
  events: events.map(maskedMessage),
});

function maskedMessage(message: AmiMessage): AmiMessage {
  const named = new Set<string>();
  for (const [name, values] of Object.entries(VALUES)) {
    if ([message[name] ?? []].flat().some((value) => NAME.test(value))) for (const v of values) named.add(v);
  }
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => {
      const hide = NAME.test(name) || named.has(name);
      if (typeof value === 'string') return [name, hide ? hidden(value) : maskedText(name, value)];
      if (hide) return [name, value.map(hidden)];
      const lines = value.map((line) => maskedText(name, line));
      return [name, name === 'Output' ? maskedColumn(lines) : lines];
    }),
  );
}

const hidden = (value: string): string => (value === '' ? '' : HIDDEN);

function maskedText(header: string, value: string): string {
  const json = value.replace(JSON_PAIR, `$1"${HIDDEN}"`);
  const text = json === value ? value.replace(PAIR, `$1${HIDDEN}`) : json;
  return header.startsWith('Line-') ? text.replace(MAILBOX, `$1${HIDDEN}`) : text;
}

function maskedColumn(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => COLUMN.test(line));
  const found = COLUMN.exec(lines[at] ?? '');
  if (!found) return [...lines];
  const [from, to] = [found.index, found.index + found[0].length];
  return lines.map((line, i) => {
    if (i <= at || line.slice(from, to).trim() === '') return line;
    return line.slice(0, from) + HIDDEN.padEnd(to - from) + line.slice(to);
  });
}
