import type { Scrubber } from '../log/mask.ts';

const MASK = '***';
/** What names a secret wherever it stands in a name. */
const TELLING = 'token|secret|passw|pwd|api[-_]?key|authorization|cookie|signature|credential';
/** What names one only where it is the whole name of a parameter. */
const WHOLE = new Set(['key', 'sig', 'auth', 'pin']);
/** Of a text that is cut this much more is masked, so that a cut leaves no half of a secret. */
const MARGIN = 1_024;
/** Names of parameters that are remembered. */
const MOST_NAMES = 500;
/** Where one field of JSON names what another is the value of: `{"Variable":"SIP_SECRET","Value":"..."}`. */
const VALUE = /("val(?:ue)?(?:-\d{1,9})?"\s{0,8}:\s{0,8})(?:"(?:[^"\\]|\\.)*"?|[\d.eE+-]+)/gi;
const FORM = /^[\w.%[\]-]+=[^<>{}\s]*$/;

/** Takes out of a service's exchanges what must not be read: secrets, and telephone numbers as in the log. */
export class ExchangeMask {
  readonly #scrubber: Scrubber;
  readonly #limit: number;
  readonly #byNames = new Map<string, Names>();

  /** @param limit characters kept of a body */
  constructor(scrubber: Scrubber, limit: number) {
    this.#scrubber = scrubber;
    this.#limit = limit;
  }

  /** A path with its query, readable: what was escaped for the way is not any more. */
  route(route: string, secrets: readonly string[] = []): string {
    const at = route.indexOf('?');
    const path = at < 0 ? route : route.slice(0, at);
    const clean = this.#scrubber.scrub(unescaped(path)).slice(0, 500);
    return at < 0 ? clean : `${clean}?${this.#form(route.slice(at + 1, 4_000), this.#names(secrets))}`;
  }

  /** A line of text, an error for instance. */
  line(text: string): string {
    return this.#scrubber.scrub(text.slice(0, 2_000)).slice(0, 500);
  }

  /** A body as text, cut. */
  body(body: unknown, secrets: readonly string[] = []): string {
    if (body === undefined || body === null || this.#limit === 0) return '';
    const whole = textOf(body);
    const cut = whole.length > this.#limit + MARGIN;
    const text = cut ? whole.slice(0, this.#limit + MARGIN) : whole;
    const clean = this.#clean(text, this.#names(secrets), cut);
    const kept = cut ? Math.min(this.#limit, Math.max(0, clean.length - MARGIN)) : this.#limit;
    if (clean.length <= kept) return clean;
    return `${clean.slice(0, kept).toWellFormed()}… (${whole.length})`;
  }

  #clean(text: string, names: Names, cut: boolean): string {
    if (FORM.test(text)) return this.#form(text, names);
    const named = names.telling.test(text) ? names.mask(text) : text;
    // Only what is whole is read as JSON; of the rest every number is taken for a telephone's.
    if (cut || !looksLikeJson(named)) return this.#scrubber.scrub(named);
    try {
      return this.#scrubber.scrubSecrets(this.#scrubber.scrubJson(named));
    } catch {
      return this.#scrubber.scrub(named);
    }
  }

  #form(text: string, names: Names): string {
    return text
      .split('&')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at < 0) return this.#scrubber.scrub(unescaped(pair));
        const name = unescaped(pair.slice(0, at));
        if (names.isSecret(name)) return `${name}=${MASK}`;
        return `${name}=${this.#scrubber.scrub(unescaped(pair.slice(at + 1).replaceAll('+', ' ')))}`;
      })
      .join('&');
  }

  #names(more: readonly string[]): Names {
    const key = more.join('|');
    let names = this.#byNames.get(key);
    if (!names) {
      names = new Names(more);
      this.#byNames.set(key, names);
    }
    return names;
  }
}

/** The names whose values are secret. */
class Names {
  readonly telling: RegExp;
  readonly #seen = new Map<string, boolean>();
  readonly #json: RegExp;
  readonly #naming: RegExp;
  readonly #attribute: RegExp;
  readonly #element: RegExp;
  readonly #line: RegExp;

  constructor(more: readonly string[]) {
    const own = more.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    // Bounded around the telling part, or a stranger's body could keep us busy for long.
    const name = (characters: string): string =>
      `${characters}{0,64}(?:${[TELLING, ...own].join('|')})${characters}{0,64}`;
    this.telling = new RegExp([TELLING, ...own].join('|'), 'i');
    this.#json = new RegExp(
      `("${name('[^"\\\\]')}"\\s{0,8}:\\s{0,8})(?:"(?:[^"\\\\]|\\\\.)*"?|[\\d.eE+-]+)`,
      'gi',
    );
    this.#naming = new RegExp(
      `"(?:var(?:iable)?(?:-\\d{1,9})?|key|name)"\\s{0,8}:\\s{0,8}"${name('[^"]')}"`,
      'i',
    );
    this.#attribute = new RegExp(
      `((?<![\\w:.-])${name('[\\w:.-]')}\\s{0,8}=\\s{0,8})(?:"[^"]*"?|'[^']*'?|[^\\s"'<>&]+)`,
      'gi',
    );
    this.#element = new RegExp(`(<${name('[\\w:.-]')}(?:\\s[^<>]{0,500})?>)[^<]+`, 'gi');
    this.#line = new RegExp(`^(${name('[\\w-]')}:[ \\t]{0,8})\\S.*$`, 'gim');
  }

  isSecret(name: string): boolean {
    let secret = this.#seen.get(name);
    if (secret === undefined) {
      secret = this.telling.test(name) || WHOLE.has(name.toLowerCase());
      // Strangers may think of any number of names.
      if (this.#seen.size < MOST_NAMES) this.#seen.set(name, secret);
    }
    return secret;
  }

  mask(text: string): string {
    return (this.#naming.test(text) ? text.replace(VALUE, `$1"${MASK}"`) : text)
      .replace(this.#json, `$1"${MASK}"`)
      .replace(this.#element, `$1${MASK}`)
      .replace(this.#attribute, `$1"${MASK}"`)
      .replace(this.#line, `$1${MASK}`);
  }
}

/** Whether a parameter of this name is a secret. */
export const isSecretName = (name: string): boolean => plain.isSecret(name);
const plain = new Names([]);

function looksLikeJson(text: string): boolean {
  const ends = text.trim();
  return /^[{[]/.test(ends) && /[}\]]$/.test(ends.slice(-1));
}

function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    return text.includes('\ufffd') || text.includes('\0') ? `(${body.byteLength} bytes)` : text;
  }
  try {
    return JSON.stringify(body) ?? '';
  } catch {
    return '';
  }
}
