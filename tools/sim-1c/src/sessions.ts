/**
 * The sessions of a base that reuses them: each costs a licence, and one of
 * them serves one request at a time.
 */
export class Sessions {
  /** How many were ever begun. */
  begun = 0;
  /** How often a session was asked for while it served another request. */
  clashes = 0;
  readonly #known = new Map<string, boolean>();

  /**
   * The session a request runs in.
   * @param cookie the request's Cookie header
   * @returns its id, or undefined when the one asked for is gone
   */
  enter(cookie: string | undefined): string | undefined {
    const asked = /\bibsession=([^;]+)/.exec(cookie ?? '')?.[1];
    if (asked !== undefined && !this.#known.has(asked)) return undefined;
    const id = asked ?? `s-${++this.begun}`;
    if (this.#known.get(id)) this.clashes++;
    this.#known.set(id, true);
    return id;
  }

  leave(id: string): void {
    if (this.#known.has(id)) this.#known.set(id, false);
  }

  /** Ends every session, as 1C does with those that were idle too long. */
  end(): void {
    this.#known.clear();
  }
}
