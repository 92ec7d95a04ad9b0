import { bareNumber, digitsOf, stripChannel } from '@callbus/contract';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { LRUCache } from 'lru-cache';

export interface NumberPlanSettings {
  /** Country whose rules read a number without a plus sign, ISO 3166 (RU). */
  country: string;
  /** Put before local numbers of 5 to 7 digits. */
  cityCode?: string | undefined;
  /** What an internal number looks like, a regular expression. */
  extension: string;
}

export type NumberKind = 'external' | 'extension' | 'withheld' | 'unknown';

/** What the number plan makes of a text that should be a telephone number. */
export interface PlannedNumber {
  kind: NumberKind;
  /** As received. */
  raw: string;
  /** With the plus sign, where the plan allows. */
  e164: string | null;
  /** The extension behind an outside number ("доб. 123"). */
  suffix: string | null;
  /** The internal number. */
  extension: string | null;
  /** The digits to search by: of the E.164 form where there is one. */
  digits: string;
  /** Further numbers that stood in the same text. */
  others: PlannedNumber[];
}

const WITHHELD =
  /^(?:<?unknown>?|anonymous|anonym|private|restricted|withheld|unavailable|blocked|no ?number|аноним\S*|скрыт\S*|не ?определ\S*|неизвест\S*)$/i;
const SUFFIX_WORDS = /\s*(?:доб(?:авочный)?\.?|вн(?:утренний)?\.?)\s*(?=\d)/iu;
const REMEMBERED = 2_000;

/**
 * Reads numbers the way the site's country writes them. Order matters
 * (facts/1c, 6): channel prefix, several numbers, internal numbers, anonymous
 * words, city code, then E.164.
 */
export class NumberPlan {
  readonly #country: CountryCode;
  readonly #cityCode: string;
  readonly #extension: RegExp;
  readonly #known = new LRUCache<string, PlannedNumber>({ max: REMEMBERED });

  constructor({ country, cityCode = '', extension }: NumberPlanSettings) {
    this.#country = country as CountryCode;
    this.#cityCode = cityCode;
    this.#extension = new RegExp(extension);
  }

  /** What the text is. The same text is parsed once. */
  read(raw: string): PlannedNumber {
    const known = this.#known.get(raw);
    if (known) return known;
    const planned = this.#parse(raw);
    this.#known.set(raw, planned);
    return planned;
  }

  #parse(raw: string): PlannedNumber {
    const [first = '', ...rest] = separate(raw);
    const planned = this.#one(first, raw);
    return { ...planned, others: rest.map((text) => this.#one(text, text)) };
  }

  #one(text: string, raw: string): PlannedNumber {
    const stripped = stripChannel(text.trim());
    const bare = bareNumber(stripped);
    const result: PlannedNumber = {
      kind: 'unknown',
      raw,
      e164: null,
      suffix: null,
      extension: null,
      digits: digitsOf(bare),
      others: [],
    };
    if (WITHHELD.test(stripped)) return { ...result, kind: 'withheld', digits: '' };
    if (bare === '') return result;
    if (/^\d+$/.test(bare) && this.#extension.test(bare))
      return { ...result, kind: 'extension', extension: bare };
    const local = /^\d{5,7}$/.test(bare) && this.#cityCode.length + bare.length === 10;
    const phone = this.#e164(local ? this.#cityCode + bare : stripped);
    if (!phone) return result;
    return {
      ...result,
      kind: 'external',
      e164: phone.e164,
      suffix: phone.suffix,
      digits: digitsOf(phone.e164),
    };
  }

  #e164(text: string): { e164: string; suffix: string | null } | undefined {
    const parsed = parsePhoneNumberFromString(text.replace(SUFFIX_WORDS, ' ext. '), this.#country);
    if (!parsed?.isValid()) return undefined;
    return { e164: parsed.number, suffix: parsed.ext || null };
  }
}

/** The numbers in a text; a short tail behind a comma is an extension, not a number. */
function separate(raw: string): string[] {
  const parts = raw.split(/\s*[,;\n]\s*|\s+\/\s+/).filter((p) => p !== '');
  const numbers: string[] = [];
  for (const part of parts) {
    const previous = numbers.at(-1);
    if (previous === undefined || digitsOf(part).length >= 7) numbers.push(part);
    else numbers[numbers.length - 1] = `${previous} ext. ${part.replace(/^ext=?/i, '')}`;
  }
  return numbers.length > 0 ? numbers : [''];
}
