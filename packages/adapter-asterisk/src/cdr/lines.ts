/**
 * The fields of one record of a CSV text: `""` inside quotes is a quote.
 * @returns 'open' where the text ends inside quotes, 'broken' where it is none
 */
export function fieldsOf(text: string): string[] | 'open' | 'broken' {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    if (text[at] === '"') {
      const [value, end] = quoted(text, at + 1);
      if (end < 0) return 'open';
      fields.push(value);
      at = end + 1;
      if (at >= text.length) return fields;
      if (text[at] !== ',') return 'broken';
      continue;
    }
    const comma = text.indexOf(',', at);
    const value = comma < 0 ? text.slice(at) : text.slice(at, comma);
    if (value.includes('"')) return 'broken';
    fields.push(value);
    if (comma < 0) return fields;
    at = comma;
  }
}

/** The value of a quoted field that begins at `from`, and where its last quote is; -1 where it has none. */
function quoted(text: string, from: number): [string, number] {
  let value = '';
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return [value, -1];
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [value, quote];
    value += '"';
    at = quote + 2;
  }
}

/** A line of a file, without its end. */
export interface Line {
  text: string;
  /** Where it begins, bytes. */
  offset: number;
  /** Longer than any row; `text` is its beginning. */
  cut: boolean;
}

const LONGEST = 65_536;
const NEWLINE = 0x0a;

/** The lines of a stream of bytes. What has no end yet is left out, unless `complete` says nothing follows. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { offset = 0, complete = false }: { offset?: number; complete?: boolean } = {},
): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = offset;
  let skipped = 0;
  for await (const chunk of chunks) {
    let data =
      rest.length > 0
        ? Buffer.concat([rest, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE)) {
      if (skipped === 0) yield lineOf(data.subarray(0, end), begun);
      begun += skipped + end + 1;
      skipped = 0;
      data = data.subarray(end + 1);
    }
    if (data.length > LONGEST) {
      if (skipped === 0) yield { text: data.subarray(0, LONGEST).toString('utf8'), offset: begun, cut: true };
      skipped += data.length;
      data = data.subarray(data.length);
    }
    rest = Buffer.from(data);
  }
  if (complete && rest.length > 0 && skipped === 0) yield lineOf(rest, begun);
}

const lineOf = (bytes: Buffer, offset: number): Line => ({
  text: bytes.subarray(0, LONGEST).toString('utf8').replace(/\r$/, ''),
  offset,
  cut: bytes.length > LONGEST,
});
