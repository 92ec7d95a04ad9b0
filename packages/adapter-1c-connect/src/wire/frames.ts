/** The two documents of the protocol (spec, I.1 and I.2.2). */
export type Root = 'Event' | 'CommandResult';

/** A whole document, or bytes that are none. */
export type Frame =
  | { kind: 'document'; root: Root; text: string; bytes: Buffer }
  | { kind: 'refused'; code: 'junk' | 'truncated' | 'oversize' | 'dtd'; bytes: Buffer };

export interface FrameOptions {
  /** The longest document, bytes. */
  maxBytes?: number;
}

const MAX_BYTES = 1 << 20;
/** Junk is told of in pieces of this size. */
const JUNK_BYTES = 32 << 10;

type Encoding = 'utf8' | 'utf16le';
const ENCODINGS: readonly Encoding[] = ['utf8', 'utf16le'];
const ROOTS: readonly Root[] = ['Event', 'CommandResult'];
const LT = 0x3c;

interface Mark {
  bytes: Buffer;
  root: Root;
  encoding: Encoding;
}
const STARTS: readonly Mark[] = ENCODINGS.flatMap((encoding) =>
  ROOTS.map((root) => ({ bytes: Buffer.from(`<${root}`, encoding), root, encoding })),
);
const wide = (text: string): Record<Encoding, Buffer> => ({
  utf8: Buffer.from(text, 'utf8'),
  utf16le: Buffer.from(text, 'utf16le'),
});
const ENDS: Record<Root, Record<Encoding, Buffer>> = {
  Event: wide('</Event'),
  CommandResult: wide('</CommandResult'),
};
const CDATA = wide('<![CDATA[');
const CDATA_END = wide(']]>');
const GT = wide('>');
/** More bytes than any mark and what must follow it. */
const LONGEST_MARK = 64;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** What follows the name of a root. */
const DELIMITERS = new Set([...BLANKS, 0x3e, 0x2f]);

/**
 * Cuts the bytes of a pipe into documents. Nothing in the protocol says where
 * one ends, so roots are looked for in the bytes themselves, each document in
 * its own encoding (UTF-8 or UTF-16LE, with or without a byte order mark): a
 * broken one never costs its neighbour.
 */
export class Frames {
  readonly #max: number;
  #buffer = Buffer.alloc(4_096);
  #length = 0;
  /** How far the bytes are looked through. */
  #at = 0;
  /** How far the section that has begun holds neither its end nor another document. */
  #searched = 0;
  /** The document that has begun; its bytes start at 0. */
  #open: Mark | undefined;
  /** The rest of a document that was too long goes with it. */
  #skipping = false;
  /** A DTD stood before what comes next. */
  #dtd = false;

  constructor({ maxBytes = MAX_BYTES }: FrameOptions = {}) {
    this.#max = maxBytes;
  }

  /** Takes a chunk. @returns what it completes, in order */
  push(chunk: Uint8Array): Frame[] {
    this.#append(chunk);
    const out: Frame[] = [];
    while (this.#open ? this.#inside(this.#open, out) : this.#outside(out));
    return out;
  }

  /** The pipe is closed. @returns what was left of it */
  end(): Frame[] {
    const out: Frame[] = [];
    if (this.#open) this.#refuse('truncated', this.#take(this.#length), out);
    else this.#junk(this.#take(this.#length), out);
    this.#open = undefined;
    this.#skipping = false;
    this.#dtd = false;
    return out;
  }

  #append(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(this.#buffer.length * 2, this.#length + chunk.length));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  /** Takes bytes from the front. */
  #take(count: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, count));
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#at = 0;
    this.#searched = 0;
    return taken;
  }

  get #bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Looks for the next root. @returns whether there is more to do */
  #outside(out: Frame[]): boolean {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(LT, this.#at); at >= 0; at = bytes.indexOf(LT, at + 1)) {
      const start = startAt(bytes, at);
      if (start === 'partial') return this.#waitAt(at, out);
      if (!start) continue;
      this.#junk(this.#take(at), out);
      this.#skipping = false;
      this.#open = start;
      this.#at = start.bytes.length;
      return true;
    }
    return this.#waitAt(bytes.length, out);
  }

  #waitAt(at: number, out: Frame[]): false {
    this.#at = at;
    if (at >= JUNK_BYTES) this.#junk(this.#take(at), out);
    return false;
  }

  /** Looks for the end of the document. @returns whether there is more to do */
  #inside(open: Mark, out: Frame[]): boolean {
    const bytes = this.#bytes;
    const { encoding } = open;
    const closed = selfClosed(bytes, open);
    if (closed !== undefined) return this.#finish(closed, open, out);
    for (let at = bytes.indexOf(LT, this.#at); at >= 0; at = bytes.indexOf(LT, at + 1)) {
      const start = startAt(bytes, at);
      if (start === 'partial') return this.#await(at, out);
      if (start) return this.#cut(at, out);
      const end = endAt(bytes, at, open);
      if (end === 'partial') return this.#await(at, out);
      if (end !== undefined) return this.#finish(end, open, out);
      const cdata = matches(bytes, at, CDATA[encoding]);
      if (cdata === 'partial') return this.#await(at, out);
      if (cdata === 'no') continue;
      // What was looked through when less had come is not looked through again.
      const from = Math.max(at + 1, this.#searched);
      const over = bytes.indexOf(CDATA_END[encoding], from);
      const next = nextStart(bytes, from, over < 0 ? bytes.length : over);
      // A section that does not end before the next document was not one.
      if (next !== undefined) return this.#cut(next, out);
      if (over < 0) {
        this.#searched = Math.max(from, bytes.length - LONGEST_MARK);
        return this.#await(at, out);
      }
      at = over;
    }
    return this.#await(bytes.length, out);
  }

  /** The document needs more bytes than there are. */
  #await(at: number, out: Frame[]): boolean {
    this.#at = at;
    if (this.#length <= this.#max) return false;
    this.#refuse('oversize', this.#take(at), out);
    this.#open = undefined;
    this.#skipping = true;
    return true;
  }

  #finish(end: number, { root, encoding }: Mark, out: Frame[]): true {
    const bytes = this.#take(end);
    this.#open = undefined;
    if (this.#dtd) this.#refuse('dtd', bytes, out);
    else if (end > this.#max) this.#refuse('oversize', bytes, out);
    else out.push({ kind: 'document', root, text: bytes.toString(encoding), bytes });
    return true;
  }

  /** The next document begins before this one ended. */
  #cut(at: number, out: Frame[]): true {
    this.#refuse('truncated', this.#take(at), out);
    this.#open = undefined;
    return true;
  }

  #refuse(code: 'junk' | 'truncated' | 'oversize' | 'dtd', bytes: Buffer, out: Frame[]): void {
    this.#dtd = false;
    out.push({ kind: 'refused', code, bytes });
  }

  // What may stand between documents is not worth a word: blanks, zeros, byte
  // order marks, the XML declaration.
  #junk(bytes: Buffer, out: Frame[]): void {
    const text = bytes.toString('latin1').replaceAll('\0', '');
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) this.#dtd = true;
    const rest = text.replace(/<\?xml[^<>]*\?>/g, '').replace(/\u00ef\u00bb\u00bf|\u00ff\u00fe|\s/g, '');
    // The DTD is told of with the document behind it.
    if (rest === '' || this.#skipping || this.#dtd) return;
    out.push({ kind: 'refused', code: 'junk', bytes });
  }
}

/** The root that begins at a `<`. */
function startAt(bytes: Buffer, at: number): Mark | 'partial' | undefined {
  let partial = false;
  for (const mark of STARTS) {
    const found = matches(bytes, at, mark.bytes);
    if (found === 'no') continue;
    const next = at + mark.bytes.length;
    const width = mark.encoding === 'utf8' ? 1 : 2;
    if (found === 'partial' || next + width > bytes.length) {
      partial = true;
      continue;
    }
    if (DELIMITERS.has(bytes[next] as number) && (width === 1 || bytes[next + 1] === 0)) return mark;
  }
  return partial ? 'partial' : undefined;
}

function nextStart(bytes: Buffer, from: number, to: number): number | undefined {
  for (let at = bytes.indexOf(LT, from); at >= 0 && at < to; at = bytes.indexOf(LT, at + 1))
    if (typeof startAt(bytes, at) === 'object') return at;
  return undefined;
}

function matches(bytes: Buffer, at: number, wanted: Buffer): 'yes' | 'no' | 'partial' {
  const there = Math.min(wanted.length, bytes.length - at);
  if (bytes.compare(wanted, 0, there, at, at + there) !== 0) return 'no';
  return there === wanted.length ? 'yes' : 'partial';
}

/** Where the end tag that begins at a `<` ends; undefined where it is none. */
function endAt(bytes: Buffer, at: number, { root, encoding }: Mark): number | 'partial' | undefined {
  const name = ENDS[root][encoding];
  const found = matches(bytes, at, name);
  if (found !== 'yes') return found === 'partial' ? 'partial' : undefined;
  const width = GT[encoding].length;
  for (let next = at + name.length; next + width <= bytes.length; next += width) {
    const code = width === 1 ? bytes[next] : bytes.readUInt16LE(next);
    if (code === 0x3e) return next + width;
    if (!BLANKS.has(code as number)) return undefined;
  }
  return 'partial';
}

/** The end of a root that has no content: `<CommandResult ... />`. */
function selfClosed(bytes: Buffer, { bytes: start, encoding }: Mark): number | undefined {
  const gt = bytes.indexOf(GT[encoding], start.length);
  const lt = bytes.indexOf(LT, start.length);
  if (gt < 0 || (lt >= 0 && lt < gt)) return undefined;
  const width = GT[encoding].length;
  return bytes[gt - width] === 0x2f ? gt + width : undefined;
}
