/** How one link to the outside stands. */
export type LinkState = 'ok' | 'degraded' | 'unknown';

export interface LinkReport {
  /** `<service>.<link>`, for instance `ut.1c`. */
  link: string;
  state: LinkState;
  /** RFC 3339; since when it is in this state. */
  since: string;
  /** What is wrong, for people. */
  reason?: string;
  /** What to do about it, for people. */
  remedy?: string;
}

/** One link, reported on by the service that uses it. */
export interface Link {
  ok(): void;
  degraded(reason: string, remedy?: string): void;
  readonly state: LinkState;
}

export interface HealthReport {
  status: 'ok' | 'degraded';
  since: string;
  services: { id: string; kind: string; state: string }[];
  links: LinkReport[];
}

/** `standby`: another process does this service's work, and this one waits to take over. */
export type ServiceState = 'starting' | 'running' | 'standby' | 'stopping' | 'stopped' | 'failed';

/** What this process knows of its services and their links. */
export class Health {
  readonly #now: () => number;
  readonly #onFailure: (error: unknown) => void;
  readonly #links = new Map<string, LinkReport>();
  readonly #services = new Map<string, { kind: string; state: ServiceState }>();
  readonly #listeners = new Set<(report: LinkReport, before: LinkState) => void>();
  readonly #standingBy = new Map<string, PromiseWithResolvers<void>>();
  #status: 'ok' | 'degraded' = 'ok';
  #since: number;

  /** @param onFailure told of a listener that throws; the others and the service go on */
  constructor(now: () => number = Date.now, onFailure: (error: unknown) => void = () => {}) {
    this.#now = now;
    this.#onFailure = onFailure;
    this.#since = now();
  }

  /** The link `<service>.<name>`; unknown until its service says something. */
  link(service: string, name: string): Link {
    const key = `${service}.${name}`;
    this.#links.set(key, { link: key, state: 'unknown', since: this.#stamp() });
    const health = this;
    return {
      ok: () => health.#set(key, 'ok'),
      degraded: (reason, remedy) => health.#set(key, 'degraded', reason, remedy),
      get state() {
        return health.#links.get(key)?.state ?? 'unknown';
      },
    };
  }

  /** Takes the links and the state of a service out of the report. */
  forget(service: string): void {
    this.#services.delete(service);
    for (const key of this.#links.keys()) if (key.startsWith(`${service}.`)) this.#links.delete(key);
    this.#judge();
  }

  service(id: string, kind: string, state: ServiceState): void {
    this.#services.set(id, { kind, state });
    this.#judge();
    if (state !== 'standby') return;
    this.#standingBy.get(id)?.resolve();
    this.#standingBy.delete(id);
  }

  /** Resolves when a service stands by for the first time; never where it does not. */
  standsBy(id: string): Promise<void> {
    const known = this.#standingBy.get(id) ?? Promise.withResolvers<void>();
    this.#standingBy.set(id, known);
    return known.promise;
  }

  /** Calls `listener` at every change of a link's state. @returns what ends it */
  onLink(listener: (report: LinkReport, before: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  report(): HealthReport {
    return {
      status: this.#status,
      since: new Date(this.#since).toISOString(),
      services: [...this.#services].map(([id, s]) => ({ id, ...s })),
      links: [...this.#links.values()],
    };
  }

  /** Whether every service of this process runs, or stands by for another process that does its work. */
  get started(): boolean {
    return [...this.#services.values()].every((s) => s.state === 'running' || s.state === 'standby');
  }

  #set(key: string, state: LinkState, reason?: string, remedy?: string): void {
    const before = this.#links.get(key);
    if (before?.state === state && before.reason === reason) return;
    const since = before?.state === state ? before.since : this.#stamp();
    const report: LinkReport = {
      link: key,
      state,
      since,
      ...(reason === undefined ? {} : { reason }),
      ...(remedy === undefined ? {} : { remedy }),
    };
    this.#links.set(key, report);
    this.#judge();
    if (before?.state === state) return;
    for (const listener of this.#listeners) {
      try {
        listener(report, before?.state ?? 'unknown');
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }

  #judge(): void {
    const bad =
      [...this.#links.values()].some((l) => l.state === 'degraded') ||
      [...this.#services.values()].some((s) => s.state === 'failed');
    const status = bad ? 'degraded' : 'ok';
    if (status === this.#status) return;
    this.#status = status;
    this.#since = this.#now();
  }

  #stamp(): string {
    return new Date(this.#now()).toISOString();
  }
}
