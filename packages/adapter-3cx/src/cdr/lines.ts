/** A line, or what was left of one when it could not be. */
export interface Cut {
  text: string;
  /** `cut` had no end, `long` never came to one. */
  state: 'whole' | 'cut' | 'long';
}

const NEWLINE = 10;

/** Cuts what comes over a socket into lines, wherever its chunks break. */
export class LineCutter {
  readonly #most: number;
  #parts: Buffer[] = [];
  #size = 0;
  /** A line that grew past every measure is skipped to its end. */
  #skipping = false;

  /** @param mostBytes a line longer than this is none */
  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** Takes a chunk in. @returns the lines it completed */
  push(chunk: Buffer): Cut[] {
    const lines: Cut[] = [];
    let rest = chunk;
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
      const line = this.#take(rest.subarray(0, at), 'whole');
      if (line) lines.push(line);
      rest = rest.subarray(at + 1);
    }
    if (rest.length === 0 || this.#skipping) return lines;
    this.#parts.push(rest);
    this.#size += rest.length;
    if (this.#size <= this.#most) return lines;
    const long = this.#take(Buffer.alloc(0), 'long');
    this.#skipping = true;
    return long ? [...lines, long] : lines;
  }

  /** The connection is over. @returns what stood there without an end */
  end(): Cut | undefined {
    return this.#take(Buffer.alloc(0), 'cut');
  }

  #take(last: Buffer, state: Cut['state']): Cut | undefined {
    const bytes = Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.#size = 0;
    const skipped = this.#skipping;
    this.#skipping = false;
    const long = bytes.length > this.#most;
    const text = decode(long ? bytes.subarray(0, this.#most) : bytes).trim();
    return text === '' || skipped ? undefined : { text, state: long ? 'long' : state };
  }
}

// A PBX on Windows may write names in its own code page.
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}
