import { say } from '@callbus/runtime';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { BadMessage } from '../errors.ts';
import { messages } from '../messages.ts';

/** An element as it was told. */
export interface Element {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly Element[];
  text: string;
}

const AT = '@';
const TEXT = '#text';
/** The spec's deepest document has four. */
const MAX_DEPTH = 16;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: AT,
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are put back below, and only XML's own: nothing is ever expanded or fetched.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Reads one document, with the freedoms the agent and people who paste examples
 * take: `<State="Finished">`, typographic quotes, a bare ampersand.
 * @throws {BadMessage} for what is no XML, has a DTD, or is nested too deep
 */
export function readXml(text: string): Element {
  const tidied = tidy(text);
  try {
    const valid = XMLValidator.validate(tidied);
    if (valid !== true) throw new Error(valid.err.msg);
    const [name, roots] = Object.entries(parser.parse(tidied) as Record<string, unknown>)[0] ?? [];
    if (name === undefined || !Array.isArray(roots)) throw new Error('no root');
    return elementOf(name, roots[0]);
  } catch (error) {
    throw new BadMessage('xml', say(messages.xml, { reason: brief(error) }));
  }
}

// The parser quotes what it found, and that may be anybody's words, quotes among them.
const brief = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/'.*'/s, "'…'").slice(0, 120);

function elementOf(name: string, value: unknown): Element {
  if (typeof value !== 'object' || value === null)
    return { name, attributes: new Map(), children: [], text: plain(String(value ?? '')) };
  const attributes = new Map<string, string>();
  const children: Element[] = [];
  let text = '';
  for (const [key, held] of Object.entries(value)) {
    if (key === TEXT) text = plain([held].flat().join(''));
    else if (key.startsWith(AT)) attributes.set(key.slice(AT.length), plain(String(held)));
    else for (const child of [held].flat()) children.push(elementOf(key, child));
  }
  return { name, attributes, children, text };
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const plain = (text: string): string =>
  text.replace(/&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, ten, sixteen) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = ten === undefined ? Number.parseInt(String(sixteen), 16) : Number(ten);
    const allowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff);
    return allowed ? String.fromCodePoint(code) : '\ufffd';
  });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The document as XML: CDATA as text, comments gone, the known liberties mended. */
const tidy = (text: string): string => closed([...sections(text.replace(/^\ufeff/, ''))].join(''));

const SPECIAL = [
  { open: '<![CDATA[', close: ']]>', read: escaped },
  { open: '<!--', close: '-->', read: () => '' },
];

/** Markup, and between it what is not to be read as such. What does not end is markup, and refused as that. */
function* sections(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('<!', at);
    const special = SPECIAL.find(({ open }) => next >= 0 && text.startsWith(open, next));
    const from = next + (special?.open.length ?? 0);
    const end = special ? text.indexOf(special.close, from) : -1;
    if (!special || end < 0) {
      yield markup(text.slice(at));
      return;
    }
    yield markup(text.slice(at, next));
    yield special.read(text.slice(from, end));
    at = end + special.close.length;
  }
}

const OPENING = '“”„‟″«»';
const TYPOGRAPHIC = new RegExp(`=\\s*[${OPENING}]([^${OPENING}"<>]*)[${OPENING}"]`, 'g');
const TYPOGRAPHIC_SINGLE = /=\s*[‘’‚]([^‘’‚'"<>]*)[‘’‚']/g;
/** `<State="Finished">`, as the spec writes it. */
const VALUED = /<([A-Za-z][\w.-]*)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')\s*\/?>/g;

function markup(text: string): string {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new BadMessage('dtd', say(messages.dtd));
  return text
    .replace(/<[^<>]*>/g, (tag) => tag.replace(TYPOGRAPHIC, '="$1"').replace(TYPOGRAPHIC_SINGLE, '="$1"'))
    .replace(/&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/gi, '&amp;')
    .replace(
      VALUED,
      (_whole, name: string, double = '', single = '') => `<${name} value="${double || single}"/>`,
    );
}

/** `<State="Finished">` may have an end tag of its own, near or far; the start has none to go with it any more. */
function closed(text: string): string {
  const valued = new Set(
    [...text.matchAll(/<([A-Za-z][\w.-]*) value="[^"]*"\/>/g)].map((m) => m[1] as string),
  );
  let out = text;
  for (const name of [...valued].slice(0, 8)) {
    const opened = [...out.matchAll(new RegExp(`<${name}(?:\\s[^<>]*)?>`, 'g'))].filter(
      (m) => !m[0].endsWith('/>'),
    );
    let left = opened.length;
    out = out.replace(new RegExp(`</${name}\\s*>`, 'g'), (tag) => (left-- > 0 ? tag : ''));
  }
  return out;
}
