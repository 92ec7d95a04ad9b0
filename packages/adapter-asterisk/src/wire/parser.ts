import { EventNames } from './event-names.ts';
import type { AmiMessage } from './message.ts';
import { CR, fits, LF, lineEnd, type Step, set, stepFor } from './shape.ts';

/** What stands between two messages. */
const BOUNDARY = Buffer.from('\r\n\r\n');
/** A greeting is one short line; what is longer is none. */
const LONGEST_GREETING = 1_024;
/** What the known header sequences may hold together; a peer that makes names up cannot grow them. */
const SHAPE_CHARS = 1_000_000;
/** Up to here a slice is a string of its own and does not hold the message it was cut from. */
const LONGEST_REPEATED = 12;

export interface ParserOptions {
  /** Takes a message; called inside `push`, in order. */
  onMessage(message: AmiMessage): void;
  /** Takes the line a server says before anything else, `Asterisk Call Manager/11.0.0`. */
  onGreeting?(line: string): void;
  /** Told of a message that was dropped because it passed `limit`, when it passed it. */
  onDropped?(): void;
  /**
   * Whether events of this name are wanted at all; asked before anything else of
   * an event is decoded, so that a flood of the others costs next to nothing.
   */
  wanted?(event: string): boolean;
  /** The longest message, in bytes without its blank line; 1 MiB where left out. */
  limit?: number;
}

/**
 * Makes messages of the bytes of a manager connection, however they are cut.
 *
 * Bytes are cut into messages first and decoded after, so a letter cut across
 * chunks is whole. Servers send the same headers in the same order again and
 * again, so the parser remembers which header followed which and only checks
 * that it is so again.
 */
export class AmiParser {
  readonly #options: ParserOptions;
  readonly #limit: number;
  /** What came after the last boundary. */
  #kept: Buffer = Buffer.alloc(0);
  #keptLength = 0;
  #dropping = false;
  #begun = false;
  readonly #names = new EventNames();
  #shapes = new Map<string, Step>();
  #shapeChars = 0;

  constructor(options: ParserOptions) {
    this.#options = options;
    this.#limit = options.limit ?? 1_048_576;
  }

  /** Takes the next bytes, any number; they are not kept. */
  push(bytes: Uint8Array): void {
    const chunk = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    if (!this.#begun) {
      from = this.#begin(chunk);
      if (from < 0) return;
    }
    if (this.#keptLength > 0) {
      from = this.#finish(chunk, from);
      if (from < 0) return;
    }
    for (;;) {
      const end = chunk.indexOf(BOUNDARY, from);
      if (end < 0) break;
      this.#message(chunk, from, end);
      from = end + BOUNDARY.length;
    }
    if (from < chunk.length) this.#keep(chunk, from, chunk.length);
  }

  // The greeting ends with one line end and no blank line. A header has a colon, a greeting has none.
  #begin(chunk: Buffer): number {
    const before = this.#keptLength;
    this.#append(chunk, 0, Math.min(chunk.length, LONGEST_GREETING));
    const end = this.#kept.subarray(0, this.#keptLength).indexOf('\r\n');
    if (end < 0 && this.#keptLength < LONGEST_GREETING) return -1;
    this.#begun = true;
    const line = end < 0 ? ':' : this.#kept.toString('utf8', 0, end);
    if (line.includes(':') || line === '') {
      // What came before this chunk stays kept; the chunk is read as any other.
      this.#keptLength = before;
      return 0;
    }
    this.#keptLength = 0;
    this.#options.onGreeting?.(line);
    return end + 2 - before;
  }

  /** Brings the kept message to its end; the place in `chunk` after it, or -1. */
  #finish(chunk: Buffer, from: number): number {
    const cut = this.#cutBoundary(chunk, from);
    const within = cut > 0 ? 0 : chunk.indexOf(BOUNDARY, from);
    if (within < 0) {
      this.#keep(chunk, from, chunk.length);
      return -1;
    }
    // Where the boundary began in what was kept, the message ends before this chunk.
    const end = cut > 0 ? from - cut : within;
    if (end > from) this.#append(chunk, from, end);
    else this.#keptLength -= from - end;
    const length = this.#keptLength;
    const dropped = this.#dropping;
    this.#dropping = false;
    this.#keptLength = 0;
    if (!dropped) this.#message(this.#kept, 0, length);
    // One long message must not hold its memory for ever.
    if (this.#kept.length > 65_536) this.#kept = Buffer.alloc(0);
    return end + BOUNDARY.length;
  }

  /** How many bytes of a boundary that the chunks' border cuts lie in what is kept; 0 where it cuts none. */
  #cutBoundary(chunk: Buffer, from: number): number {
    for (let own = Math.min(BOUNDARY.length - 1, this.#keptLength); own > 0; own--) {
      const start = this.#keptLength - own;
      let at = 0;
      while (
        at < BOUNDARY.length &&
        (at < own ? this.#kept[start + at] : chunk[from + at - own]) === BOUNDARY[at]
      )
        at++;
      if (at === BOUNDARY.length) return own;
    }
    return 0;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    // Up to three bytes of what is kept may belong to the boundary.
    if (!this.#dropping && this.#keptLength + to - from > this.#limit + 3) {
      this.#dropping = true;
      this.#options.onDropped?.();
    }
    if (!this.#dropping) {
      this.#append(chunk, from, to);
      return;
    }
    // Of a message that is dropped only what may be half a boundary is of use.
    const before = this.#kept.subarray(Math.max(0, this.#keptLength - 3), this.#keptLength);
    this.#kept = Buffer.concat([before, chunk.subarray(Math.max(from, to - 3), to)]).subarray(-3);
    this.#keptLength = this.#kept.length;
  }

  #append(chunk: Buffer, from: number, to: number): void {
    const length = this.#keptLength + to - from;
    if (length > this.#kept.length) {
      const grown = Buffer.allocUnsafeSlow(
        Math.max(length, Math.min(this.#kept.length * 2, this.#limit + 4), 4_096),
      );
      this.#kept.copy(grown, 0, 0, this.#keptLength);
      this.#kept = grown;
    }
    chunk.copy(this.#kept, this.#keptLength, from, to);
    this.#keptLength = length;
  }

  #message(bytes: Buffer, from: number, end: number): void {
    let start = from;
    // A blank line too many is no message.
    while (start < end && bytes[start] === CR && bytes[start + 1] === LF) start += 2;
    if (start >= end) return;
    if (end - start > this.#limit) {
      this.#options.onDropped?.();
      return;
    }
    if (this.#options.wanted !== undefined) {
      const event = this.#names.at(bytes, start, end);
      if (event !== undefined && !this.#options.wanted(event)) return;
    }
    this.#options.onMessage(this.#decode(bytes.toString('utf8', start, end)));
  }

  #decode(text: string): AmiMessage {
    const { length } = text;
    let end = lineEnd(text, 0);
    const first = text.slice(0, end);
    let step = this.#shapes.get(first) ?? this.#shape(first);
    const message: AmiMessage = {};
    set(message, step, text.slice(step.skip, end));
    for (let at = end + 2; at < length; at = end + 2) {
      let next = step.next;
      if (next === undefined || !text.startsWith(next.prefix, at))
        next = this.#other(step, text, at, message);
      step = next;
      const from = at + step.skip;
      // What this header said the last time it often says again: no search for its end, no new string.
      const { last } = step;
      end = from + last.length;
      let value = last;
      if (text.charCodeAt(end) !== CR || text.charCodeAt(end + 1) !== LF || !text.startsWith(last, from)) {
        end = lineEnd(text, from);
        value = text.slice(from, end);
        if (value.length <= LONGEST_REPEATED) step.last = value;
      }
      // The common case by hand: this line runs for every field of every message.
      if (step.plain) message[step.name] = value;
      else set(message, step, value);
    }
    return message;
  }

  /** The first step of messages that begin with this line. */
  #shape(line: string): Step {
    if (this.#shapeChars > SHAPE_CHARS) {
      this.#shapes = new Map();
      this.#shapeChars = 0;
    }
    const step = stepFor(line, 0, {});
    this.#shapeChars += line.length + step.cost;
    // A copy: a piece of a message as a key would hold all of the message.
    this.#shapes.set(Buffer.from(line).toString(), step);
    return step;
  }

  /** The step for a line that was not the expected one. */
  #other(step: Step, text: string, at: number, message: AmiMessage): Step {
    for (const known of step.others) {
      if (!fits(known, text, at)) continue;
      if (known.certain) step.next = known;
      return known;
    }
    const made = stepFor(text, at, message);
    this.#shapeChars += made.cost;
    if (this.#shapeChars > SHAPE_CHARS) this.#shapes = new Map();
    else step.others.push(made);
    return made;
  }
}
