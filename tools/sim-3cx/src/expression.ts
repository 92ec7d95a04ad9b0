/** A value a template's variable can have: .NET knows moments and spans beside text. */
export type Value = string | null | Moment | Span;

/** A .NET DateTime. */
export interface Moment {
  kind: 'moment';
  /** Unix milliseconds. */
  at: number;
}

/** A .NET TimeSpan. */
export interface Span {
  kind: 'span';
  seconds: number;
}

/** A number that a method gave back. */
interface Figure {
  kind: 'figure';
  value: number;
}

export type Variables = Readonly<Record<string, Value>>;

/** What 3CX throws a request away with, and says only in its own log. */
export class ExpressionError extends Error {}

/** Evaluates the text of a template as 3CX does: `[Var]`, `[[Var].Method("x")]`, `[IIf(a==b,x,y)]`. */
export function evaluate(text: string, variables: Variables): string {
  const reader = new Reader(unescapeQuotes(text), variables);
  let out = '';
  while (!reader.done) out += reader.at('[') ? shown(reader.bracket()) : reader.plain();
  return out.replaceAll('{{', '[').replaceAll('}}', ']');
}

/** Whether a condition such as `[A]!=True` holds; nothing at all does not. */
export function holds(condition: string, variables: Variables): boolean {
  if (condition.trim() === '') return false;
  return condition.split('||').some((any) =>
    any.split('&&').every((one) => {
      const [, left = '', sign = '', right = ''] = /^(.*?)(==|!=)(.*)$/s.exec(one) ?? [];
      if (sign === '') throw new ExpressionError(`no comparison: ${one}`);
      const [a, b] = [left, right].map((side) => evaluate(side, variables).trim().replace(/^"|"$/g, ''));
      return (a === b) === (sign === '==');
    }),
  );
}

const unescapeQuotes = (text: string): string => text.replaceAll('^^', '"');

const pad = (figure: number, length = 2): string => String(figure).padStart(length, '0');

/** How .NET writes a value that nobody formatted. */
function shown(value: Value | Figure): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value.kind === 'figure') return String(value.value);
  if (value.kind === 'span') return spanText(value.seconds);
  return formatMoment(value.at, 'dd.MM.yyyy HH:mm:ss');
}

const spanText = (seconds: number): string =>
  [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
    .map((f) => pad(f))
    .join(':');

function formatMoment(at: number, format: string): string {
  const date = new Date(at);
  const parts: Record<string, string> = {
    yyyy: pad(date.getUTCFullYear(), 4),
    MM: pad(date.getUTCMonth() + 1),
    dd: pad(date.getUTCDate()),
    HH: pad(date.getUTCHours()),
    mm: pad(date.getUTCMinutes()),
    ss: pad(date.getUTCSeconds()),
  };
  return format.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part);
}

class Reader {
  readonly #text: string;
  readonly #variables: Variables;
  #at = 0;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#variables = variables;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  at(sign: string): boolean {
    return this.#text.startsWith(sign, this.#at);
  }

  plain(): string {
    const end = this.#text.indexOf('[', this.#at);
    const out = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at += out.length;
    return out;
  }

  /** `[Name]`, `[value.Method(...)]` or `[IIf(...)]`, at its bracket. */
  bracket(): Value | Figure {
    this.#take('[');
    if (this.at('[')) {
      const inner = this.bracket();
      const value = this.at('.') ? this.#method(inner) : inner;
      this.#take(']');
      return value;
    }
    const name = /^[A-Za-z_][\w:]*/.exec(this.#text.slice(this.#at))?.[0];
    if (name === undefined) throw new ExpressionError(`no name at ${this.#at} of ${this.#text}`);
    this.#at += name.length;
    this.#take(']');
    // A variable it does not know stands there as it was written.
    return Object.hasOwn(this.#variables, name) ? (this.#variables[name] ?? null) : `[${name}]`;
  }

  #method(value: Value | Figure): Value | Figure {
    const [call = '', name = '', told = ''] = /^\.(\w+)\(([^()]*)\)/.exec(this.#text.slice(this.#at)) ?? [];
    if (call === '') throw new ExpressionError(`no method at ${this.#at} of ${this.#text}`);
    this.#at += call.length;
    const args = [...told.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
    if (value === null) throw new ExpressionError(`${name} of nothing`);
    if (name === 'Replace' && typeof value === 'string')
      return value.replaceAll(args[0] ?? '', args[1] ?? '');
    if (name === 'get_TotalSeconds' && typeof value === 'object' && value.kind === 'span')
      return { kind: 'figure', value: value.seconds };
    if (name === 'ToString') {
      if (typeof value === 'string') return value;
      if (value.kind === 'moment') return formatMoment(value.at, args[0] ?? '');
      if (value.kind === 'figure') return value.value.toFixed(Number((args[0] ?? 'F0').slice(1)));
      return spanText(value.seconds);
    }
    throw new ExpressionError(`no method ${name}`);
  }

  #take(sign: string): void {
    if (!this.at(sign)) throw new ExpressionError(`no ${sign} at ${this.#at} of ${this.#text}`);
    this.#at += sign.length;
  }
}
