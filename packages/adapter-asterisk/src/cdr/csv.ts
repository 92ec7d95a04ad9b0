import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { derivedId } from '@callbus/contract';
import { type AdapterContext, codeOf, say } from '@callbus/runtime';
import { fieldsOf, type Line, linesOf } from './lines.ts';
import { messages } from './messages.ts';
import { type CdrPage, type CdrRow, type CdrSource, CdrUnavailable, MARGIN_MS, type Window } from './port.ts';
import { type Flaw, type Reading, rowOf } from './row.ts';
import { WallClock } from './zone.ts';

export interface CsvOptions {
  /** `Master.csv`. Its rotated siblings (`.1`, `-20260115`, `.gz`) are read too. */
  file: string;
  /** IANA zone of its times. */
  timeZone: string;
  refuse: AdapterContext['refuse'];
}

interface Sibling {
  path: string;
  size: number;
  modifiedAt: number;
  /** Nothing is added to it any more. */
  rotated: boolean;
}

/** Bytes that a look into the middle of a file reads. */
const LOOK = 65_536;
/** Lines that a broken one may have been cut into. */
const MOST_PIECES = 8;
const REFUSALS_REMEMBERED = 10_000;

/** Asterisk's own CDR file, Master.csv of cdr_csv. Its columns and their order are the server's. */
export class CsvCdr implements CdrSource {
  readonly #options: CsvOptions;
  readonly #clock: WallClock;
  /** Names of lines that were refused. */
  readonly #refused = new Set<string>();

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#clock = new WallClock(options.timeZone);
  }

  async read(window: Window, signal?: AbortSignal): Promise<CdrPage> {
    const page: CdrPage = { rows: [], refused: [], writtenUntil: undefined };
    try {
      const files = await this.#files();
      const newest = files.at(-1);
      for (const file of files) {
        // What was last written to before the window has no row of it.
        if (file !== newest && file.modifiedAt < window.from - MARGIN_MS) continue;
        await this.#readFile(file, window, page, signal);
      }
      if (newest) await this.#noteNewest(newest, page);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CdrUnavailable) throw error;
      throw this.#unavailable(error);
    }
    return page;
  }

  #unavailable(error: unknown): CdrUnavailable {
    const reason = codeOf(error);
    const { file } = this.#options;
    return new CdrUnavailable(reason, say(messages.unreadable, { file, reason }), error);
  }

  /** The file and its rotated siblings, the oldest first. */
  async #files(): Promise<Sibling[]> {
    const { file } = this.#options;
    const [folder, name] = [dirname(file), basename(file)];
    const siblings: Sibling[] = [];
    for (const entry of await readdir(folder)) {
      if (entry !== name && !isRotated(entry, name)) continue;
      // Rotated away in this moment: its rows stand under another name.
      const found = await stat(join(folder, entry)).catch(() => undefined);
      if (!found?.isFile()) continue;
      const path = join(folder, entry);
      siblings.push({ path, size: found.size, modifiedAt: found.mtimeMs, rotated: entry !== name });
    }
    if (!siblings.some((s) => !s.rotated)) await stat(file);
    return siblings.sort((a, b) => Number(b.rotated) - Number(a.rotated) || a.modifiedAt - b.modifiedAt);
  }

  async #readFile(
    file: Sibling,
    window: Window,
    page: CdrPage,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const zipped = file.path.endsWith('.gz');
    const start = zipped ? 0 : await this.#startOf(file, window.from - MARGIN_MS);
    const stream = createReadStream(file.path, { start, highWaterMark: LOOK });
    const bytes = zipped ? stream.pipe(createGunzip()) : stream;
    // A pipe does not hand on what its source suffers, and nobody else would hear of it.
    if (bytes !== stream) stream.on('error', (error) => bytes.destroy(error));
    const lines = linesOf(bytes, { offset: start, complete: file.rotated });
    try {
      for await (const read of this.#rows(lines)) {
        signal?.throwIfAborted();
        if ('refused' in read) page.refused.push(read.refused);
        else if (read.row.end > window.to + 2 * MARGIN_MS) break;
        else if (read.row.end >= window.from - MARGIN_MS && read.row.end <= window.to + MARGIN_MS)
          page.rows.push(read.row);
        if ('row' in read) page.writtenUntil = Math.max(page.writtenUntil ?? 0, read.row.end);
      }
    } catch (error) {
      // One archive that is broken, or still being made, must not hide the rows of the others.
      if (!codeOf(error).startsWith('Z_')) throw error;
      page.refused.push(this.#refuseArchive(file, codeOf(error)));
    } finally {
      stream.destroy();
    }
  }

  // Reading stops soon after the window; whether the file has gone past it shows at its end.
  async #noteNewest({ path, size }: Sibling, page: CdrPage): Promise<void> {
    const handle = await open(path);
    try {
      const ends = await this.#endsFrom(handle, Math.max(0, size - LOOK));
      if (ends.length > 0) page.writtenUntil = Math.max(page.writtenUntil ?? 0, ...ends);
    } finally {
      await handle.close();
    }
  }

  /** Where to begin: rows are written as calls end, so the place can be looked for. */
  async #startOf({ path, size }: Sibling, from: number): Promise<number> {
    const handle = await open(path);
    try {
      let [low, high] = [0, size];
      while (high - low > LOOK) {
        const middle = Math.floor((low + high) / 2);
        const ends = await this.#endsFrom(handle, middle);
        // A long call's first legs ended long before they were written: the newest of many tells the place.
        if (ends.length === 0 || Math.max(...ends) >= from) high = middle;
        else low = middle;
      }
      return low === 0 ? 0 : await lineAfter(handle, low);
    } finally {
      await handle.close();
    }
  }

  /** Ends of the rows that begin within a look at this place. */
  async #endsFrom(handle: FileHandle, offset: number): Promise<number[]> {
    const bytes = await look(handle, offset);
    const lines = bytes.toString('utf8').split('\n');
    // The first is cut, unless it is the file's first; the last may be.
    const whole = lines.slice(offset === 0 ? 0 : 1, -1);
    return whole.flatMap((text) => {
      const row = this.#parse(text, undefined);
      return row && !('field' in row) ? [row.end] : [];
    });
  }

  #parse(text: string, after: number | undefined): CdrRow | Flaw | undefined {
    const fields = fieldsOf(text.replace(/\r$/, ''));
    const reading: Reading = { clock: this.#clock, after };
    return typeof fields === 'string' ? undefined : rowOf(fields, reading);
  }

  async *#rows(lines: AsyncIterable<Line>): AsyncGenerator<{ row: CdrRow } | { refused: string }> {
    let after: number | undefined;
    /** Lines that ended inside quotes: a value may contain a line's end. */
    let pieces: string[] = [];
    for await (const { text, cut } of lines) {
      if (text === '' && pieces.length === 0) continue;
      const alone = cut ? undefined : this.#parse(text, after);
      const joined =
        pieces.length > 0 && !isRow(alone) ? this.#parse([...pieces, text].join('\n'), after) : undefined;
      const read = joined ?? alone;
      if (isRow(read)) {
        // A whole row proves that the lines before it were broken.
        if (read === alone) for (const piece of pieces) yield { refused: this.#refuse(piece, undefined) };
        pieces = [];
        after = read.end;
        yield { row: read };
        continue;
      }
      if (!cut && pieces.length < MOST_PIECES && fieldsOf([...pieces, text].join('\n')) === 'open') {
        pieces.push(text);
        continue;
      }
      for (const piece of pieces) yield { refused: this.#refuse(piece, undefined) };
      pieces = [];
      yield { refused: this.#refuse(text, read) };
    }
    for (const piece of pieces) yield { refused: this.#refuse(piece, undefined) };
  }

  /** @returns the archive's name */
  #refuseArchive({ path, modifiedAt }: Sibling, reason: string): string {
    const file = basename(path);
    const name = derivedId('cdr-archive', `${file}|${modifiedAt}`);
    if (!this.#isNew(name)) return name;
    this.#options.refuse({
      code: 'asterisk.cdr-archive',
      reason: say(messages.archive, { file, reason }),
      source: file,
      contentType: 'application/gzip',
      payload: new Uint8Array(),
      keep: false,
    });
    return name;
  }

  #isNew(name: string): boolean {
    if (this.#refused.has(name)) return false;
    if (this.#refused.size >= REFUSALS_REMEMBERED) this.#refused.clear();
    this.#refused.add(name);
    return true;
  }

  /** @returns the line's name */
  #refuse(text: string, flaw: Flaw | undefined): string {
    const name = derivedId('cdr-line', text);
    if (!this.#isNew(name)) return name;
    this.#options.refuse({
      code: 'asterisk.cdr-line',
      reason: flaw ? say(messages.field, { ...flaw }) : say(messages.line),
      source: basename(this.#options.file),
      contentType: 'text/csv',
      payload: Buffer.from(text),
    });
    return name;
  }
}

const isRow = (read: CdrRow | Flaw | undefined): read is CdrRow => read !== undefined && !('field' in read);

/** `Master.csv.1`, `Master.csv-20260115`, both zipped or not. */
const isRotated = (entry: string, name: string): boolean =>
  entry.startsWith(name) && /^[.-]\d+(?:\.gz)?$/.test(entry.slice(name.length));

async function look(handle: FileHandle, offset: number): Promise<Buffer> {
  const buffer = Buffer.alloc(LOOK);
  const { bytesRead } = await handle.read(buffer, 0, LOOK, offset);
  return buffer.subarray(0, bytesRead);
}

/** Where the next line begins. */
async function lineAfter(handle: FileHandle, offset: number): Promise<number> {
  const end = (await look(handle, offset)).indexOf(0x0a);
  return end < 0 ? offset : offset + end + 1;
}
