const WORDS = [
  '',
  ' ',
  '.',
  '*',
  '>',
  '%',
  '~',
  '#',
  '100',
  '+7 999',
  'Ж',
  'ё',
  '中',
  '😀',
  '\u0000',
  '\n',
  '\t',
];
const SCRIPTS: readonly [from: number, to: number][] = [
  [0x20, 0x7e],
  [0x0, 0x1f],
  [0x400, 0x4ff],
  [0x4e00, 0x4fff],
  [0x1f600, 0x1f64f],
];

/** Random values that are the same in every run, so that a failure can be repeated from its seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 <= n < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T;
  }

  /** Text of several scripts with what is special to subjects and to the wire in it. */
  text(longest = 24): string {
    let out = '';
    for (let left = this.int(0, longest); left > 0; left--) {
      const [from, to] = this.pick(SCRIPTS);
      out += this.chance(0.3) ? this.pick(WORDS) : String.fromCodePoint(this.int(from, to));
    }
    return out;
  }

  bytes(longest: number): Uint8Array {
    return Uint8Array.from({ length: this.int(0, longest) }, () => this.int(0, 255));
  }
}
