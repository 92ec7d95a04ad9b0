// What may stand between two digits of a number that people wrote.
const GAP = '[ \\u00a0().-]{0,2}';
const TIME = '\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?';
const DAY = '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';

/** What looks like a number and is none. */
const LEFT_ALONE = [
  '[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}',
  `\\d{4}-\\d{2}-\\d{2}(?:[T ]${TIME})?`,
  `\\d{2}\\.\\d{2}\\.\\d{4}(?: ${TIME})?`,
  `${DAY}(?:[T_-]?\\d{6})?`,
  '\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.\\d)',
];

/** A telephone number, bare or written the Russian way. */
const NUMBERS = [
  `\\+\\d(?:${GAP}\\d){6,14}`,
  `[78](?:${GAP}\\d){10}`,
  `810(?:${GAP}\\d){8,12}`,
  '\\(\\d{3,5}\\)(?:[ \\u00a0-]?\\d){5,7}',
  '\\d{3}[ \\u00a0-]\\d{3}[ \\u00a0-]\\d{2}[ \\u00a0-]?\\d{2}',
  '\\d{3}-\\d{2}-\\d{2}',
  '\\d{7,15}(?!\\.\\d)',
];

// Not part of a longer word (an id, a hash) or of a clock time; whatever else
// stands around it (`sip:`, `/`, `_`, a colon) does not hide it.
const TEXT = new RegExp(
  `(?<![0-9A-Za-z]|\\d\\.)(?:(?<other>${LEFT_ALONE.join('|')})|(?:${NUMBERS.join('|')}))(?![0-9A-Za-z]|:\\d)`,
  'g',
);

/** A number in a field of its own: sequences, sizes and times are longer, shorter or begin otherwise. */
const NUMERIC = /^(?:[78]\d{10}|9\d{9})$/;

/** A number with its middle hidden: `+79991234567` reads `+799…67`. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 7) return number;
  const shown = digits.length < 10 ? 1 : 3;
  return `${number.startsWith('+') ? '+' : ''}${digits.slice(0, shown)}…${digits.slice(-2)}`;
}

/** Text with every telephone number in it masked. */
export const maskNumbers = (text: string): string =>
  text.replace(TEXT, (found, ...rest) => {
    const { other } = rest.at(-1) as { other?: string };
    return other === undefined ? maskNumber(found) : found;
  });

/**
 * Takes secrets and telephone numbers out of text. Secrets are the values the
 * configuration marked as such, so they are found wherever they turn up.
 */
export class Scrubber {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;
  readonly #phones: boolean;

  /** @param options.phones false leaves telephone numbers readable */
  constructor(options: { phones?: boolean } = {}) {
    this.#phones = options.phones ?? true;
  }

  /** Remembers a value that must never be written. Values under four characters are too common to scrub. */
  addSecret(value: string): void {
    if (value.length < 4 || this.#secrets.has(value)) return;
    this.#secrets.add(value);
    const forms = [...new Set([...this.#secrets].flatMap(formsOf))];
    forms.sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(forms.map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  }

  /** The text with secrets as `***` and, unless told otherwise, numbers masked. */
  scrub(text: string): string {
    const clean = this.scrubSecrets(text);
    return this.#phones ? maskNumbers(clean) : clean;
  }

  /** The text with secrets as `***`, numbers left alone: for what is kept aside, not logged. */
  scrubSecrets(text: string): string {
    return this.#pattern ? text.replace(this.#pattern, '***') : text;
  }

  /**
   * The same for a line of JSON, which stays JSON: strings are read as what
   * they stand for, so that an escape cannot hide what follows it.
   */
  scrubJson(line: string): string {
    return line.replace(JSON_VALUE, (token) => {
      if (token.startsWith('"')) return this.#scrubString(token);
      const masked = this.#phones && NUMERIC.test(token) ? maskNumber(token) : this.scrubSecrets(token);
      return masked === token ? token : JSON.stringify(masked);
    });
  }

  #scrubString(token: string): string {
    const text = JSON.parse(token) as string;
    const clean = this.scrub(text);
    return clean === text ? token : JSON.stringify(clean);
  }
}

const JSON_VALUE = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** How a secret reads where it is quoted in JSON, in a URL or in a form. */
function formsOf(secret: string): string[] {
  const form = new URLSearchParams({ v: secret }).toString().slice(2);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed()), form];
}
