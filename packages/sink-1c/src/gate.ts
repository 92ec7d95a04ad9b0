/** What a worker was let in by. */
export interface Pass {
  /** It is the one that finds out whether the base is back. */
  readonly probe: boolean;
  /** How often the base had come back then. */
  readonly era: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Who may speak to a base. While it works, so many at once; while it is down,
 * one worker at a time, after a pause that doubles up to ten seconds. Whoever
 * probed in vain goes to the end of the line, so that one bad record cannot
 * keep a base that works from being found.
 */
export class Gate {
  readonly #width: number;
  #inside = 0;
  #down = false;
  #era = 0;
  #pause = FIRST_PAUSE_MS;
  #probing = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #line: ((pass: Pass) => void)[] = [];

  /** @param width how many may be inside at once */
  constructor(width: number) {
    this.#width = width;
  }

  get isDown(): boolean {
    return this.#down;
  }

  /** Waits for a pass; whoever has one gives it back by `up` or `down`. @throws when `signal` aborts */
  enter(signal: AbortSignal): Promise<Pass> {
    signal.throwIfAborted();
    if (!this.#down && this.#inside < this.#width && this.#line.length === 0) {
      this.#inside++;
      return Promise.resolve({ probe: false, era: this.#era });
    }
    return new Promise((resolve, reject) => {
      const pass = (p: Pass): void => {
        signal.removeEventListener('abort', leave);
        resolve(p);
      };
      const leave = (): void => {
        const at = this.#line.indexOf(pass);
        if (at >= 0) this.#line.splice(at, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.push(pass);
      this.#admit();
    });
  }

  /** The base works. */
  up(pass: Pass): void {
    this.#leave(pass);
    this.#pause = FIRST_PAUSE_MS;
    if (this.#down) {
      this.#down = false;
      this.#era++;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#admit();
  }

  /**
   * The base does not work. A probe makes the pause longer; whoever was let in
   * before the base last came back has old news.
   * @returns whether it is news
   */
  down(pass: Pass): boolean {
    this.#leave(pass);
    const news = pass.era === this.#era;
    if (news && pass.probe) this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    if (news) this.#down = true;
    this.#admit();
    return news;
  }

  /** Something speaks for the base: probes now instead of waiting out the pause. */
  hope(): void {
    if (!this.#down) return;
    this.#pause = FIRST_PAUSE_MS;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#probe();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #leave(pass: Pass): void {
    this.#inside--;
    if (pass.probe) this.#probing = false;
  }

  #admit(): void {
    if (this.#down) {
      if (this.#probing || this.#line.length === 0) return;
      this.#timer ??= setTimeout(() => this.#probe(), this.#pause);
      return;
    }
    while (this.#inside < this.#width && this.#line.length > 0) this.#let(false);
  }

  #probe(): void {
    this.#timer = undefined;
    if (this.#probing || this.#inside >= this.#width || this.#line.length === 0) return;
    this.#probing = true;
    this.#let(true);
  }

  #let(probe: boolean): void {
    this.#inside++;
    this.#line.shift()?.({ probe, era: this.#era });
  }
}
