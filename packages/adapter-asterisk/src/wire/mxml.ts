import { XMLParser } from 'fast-xml-parser';
import type { AmiMessage } from './message.ts';
import { spell } from './spelling.ts';

/** Keeps the names of attributes apart from what objects have of their own. */
const AT = '@';

// Entities are put back here: the library counts them and gives up on a long list of channels.
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: AT,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  isArray: (name) => name === 'response' || name === 'generic',
});

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/**
 * The messages of an `mxml` answer: one `generic` element each, its attributes
 * the headers. A header that came more than once is `state`, `state-2`, `state-3`.
 * @throws where it is no XML, or other XML
 */
export function readMxml(body: Uint8Array): AmiMessage[] {
  const document: unknown = xml.parse(Buffer.from(body).toString('utf8'));
  const root = field(document, 'ajax-response');
  if (root === undefined) throw new Error('no ajax-response');
  return list(field(root, 'response')).flatMap((response) => list(field(response, 'generic')).map(message));
}

function message(element: unknown): AmiMessage {
  const attributes: [string, string][] = Object.entries(element as object).flatMap(([name, value]) =>
    name.startsWith(AT) && typeof value === 'string' ? [[name.slice(AT.length), plain(value)]] : [],
  );
  const event = attributes.find(([name]) => name === 'event')?.[1] ?? '';
  const headers = new Map<string, string | string[]>();
  for (const [attribute, value] of attributes) {
    const name = spell(attribute.replace(/-\d+$/, ''), event);
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(headers);
}

const plain = (value: string): string =>
  value.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
