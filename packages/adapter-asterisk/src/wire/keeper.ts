import { randomBytes } from 'node:crypto';
import { CallBusError, reasonOf } from '@callbus/runtime';
import type { Action } from './action.ts';
import { CannotConnect, LinkDown, LinkStopped, LoginRefused, SessionLost } from './errors.ts';
import type { LinkChange, LinkOptions, ManagerLink, RefusedAction, Reply, RequestOptions } from './link.ts';
import { type AmiMessage, text } from './message.ts';
import { machineTimers, type Timers, wait, within } from './timers.ts';

/** The first wait after a loss; it doubles each time up to the last. */
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;
/** A server that refuses the secret is asked seldom: it may lock the user or the address out. */
const FIRST_REFUSED_MS = 60_000;
const LAST_REFUSED_MS = 300_000;
/** Up for so long, a link counts as sound, and the waits begin anew. */
const SOUND_MS = 30_000;
const TIMEOUT_MS = 10_000;
const SHUTDOWN = 'Shutdown';

/** One log-in, from the greeting to the end. */
export interface Session {
  /** What the server called itself. */
  readonly banner: string;
  /** What of the set-up was refused. */
  readonly refused: readonly RefusedAction[];
  /** @throws as `ManagerLink.request` does */
  request(action: Action, timeoutMs: number): Promise<Reply>;
  /** Resolves with the reason when the session is over. */
  readonly ended: Promise<CallBusError>;
  /** Logs off and leaves nothing behind. */
  close(): Promise<void>;
}

/** What a session tells while it lives, and what it lives by. */
export interface SessionContext {
  readonly timers: Timers;
  readonly signal: AbortSignal;
  id(): string;
  event(event: AmiMessage): void;
  wanted: ((event: string) => boolean) | undefined;
  dropped(): void;
}

/** Opens a session; the keeper ends it by the signal where it takes too long to be of use. */
export type Open = (context: SessionContext) => Promise<Session>;

/** A link that opens one session after another, with waits between that grow. */
export class Keeper implements ManagerLink {
  readonly #peer: string;
  readonly #options: LinkOptions;
  readonly #open: Open;
  readonly #timers: Timers;
  readonly #id: () => string;
  readonly #events = new Set<(event: AmiMessage) => void>();
  readonly #changes = new Set<(change: LinkChange) => void>();
  #abort: AbortController | undefined;
  #run: Promise<void> | undefined;
  #session: Session | undefined;
  /** Those who wait for the next session. */
  #awaited = Promise.withResolvers<Session>();

  /** @param peer the other side as people know it, for instance `127.0.0.1:5038` */
  constructor(peer: string, options: LinkOptions, open: Open) {
    this.#peer = peer;
    this.#options = options;
    this.#open = open;
    this.#timers = options.timers ?? machineTimers;
    this.#id = options.ids ?? numbered();
  }

  get up(): boolean {
    return this.#session !== undefined;
  }

  start(): void {
    if (this.#abort) return;
    this.#abort = new AbortController();
    this.#run = this.#keep(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort?.abort(new LinkStopped(this.#peer));
    await this.#run;
    this.#abort = undefined;
    this.#run = undefined;
  }

  async request(action: Action, { timeoutMs = TIMEOUT_MS }: RequestOptions = {}): Promise<Reply> {
    const session = this.#session;
    if (!session) throw new LinkDown(this.#peer);
    const before = this.#timers.now();
    try {
      return await session.request(action, timeoutMs);
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      // A server that did not know us did nothing, so it may be asked again.
      const left = timeoutMs - (this.#timers.now() - before);
      const late = (): Error => new LinkDown(this.#peer, error);
      const next = await within(this.#timers, left, this.#following(session), late);
      return await next.request(action, left);
    }
  }

  events(listener: (event: AmiMessage) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  onChange(listener: (change: LinkChange) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  #following(lost: Session): Promise<Session> {
    const now = this.#session;
    return now && now !== lost ? Promise.resolve(now) : this.#awaited.promise;
  }

  async #keep(stop: AbortSignal): Promise<void> {
    const losses = { waits: 0, refusals: 0 };
    while (!stop.aborted) {
      const own = new AbortController();
      const signal = AbortSignal.any([stop, own.signal]);
      let session: Session | undefined;
      let error: CallBusError;
      const before = this.#timers.now();
      try {
        session = await this.#open(this.#context(signal));
        this.#begin(session);
        error = await endOf(session, stop);
        if (this.#timers.now() - before >= SOUND_MS) losses.waits = 0;
        losses.refusals = 0;
      } catch (thrown) {
        error = asCallBusError(this.#peer, thrown);
      }
      this.#session = undefined;
      if (stop.aborted) await session?.close();
      own.abort(error);
      if (stop.aborted) break;
      const retryInMs = waitAfter(error, losses);
      this.#tell({ state: 'down', wasUp: session !== undefined, error, retryInMs });
      await wait(this.#timers, retryInMs, stop);
    }
    this.#awaited.promise.catch(() => {});
    this.#awaited.reject(new LinkStopped(this.#peer));
    this.#awaited = Promise.withResolvers();
  }

  #begin(session: Session): void {
    this.#session = session;
    this.#tell({ state: 'up', banner: session.banner, refused: session.refused });
    this.#awaited.resolve(session);
    this.#awaited = Promise.withResolvers();
  }

  #context(signal: AbortSignal): SessionContext {
    const { wanted } = this.#options;
    return {
      timers: this.#timers,
      signal,
      id: this.#id,
      wanted: wanted && ((event) => event === SHUTDOWN || wanted(event)),
      event: (event) => {
        if (!signal.aborted) this.#event(event);
      },
      dropped: () => this.#options.onDropped?.(),
    };
  }

  #event(event: AmiMessage): void {
    const name = text(event, 'Event');
    if (name === SHUTDOWN) {
      this.#tell({ state: 'shutdown', restart: text(event, 'Restart').toLowerCase() === 'true' });
    }
    const { wanted } = this.#options;
    if (wanted && !wanted(name)) return;
    for (const listener of this.#events) this.#isolated(() => listener(event));
  }

  #tell(change: LinkChange): void {
    for (const listener of this.#changes) this.#isolated(() => listener(change));
  }

  #isolated(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.onFailure?.(error);
    }
  }
}

/** How long to wait before the next try; counts it. */
function waitAfter(error: CallBusError, losses: { waits: number; refusals: number }): number {
  if (error instanceof LoginRefused) {
    return Math.min(FIRST_REFUSED_MS * 2 ** losses.refusals++, LAST_REFUSED_MS);
  }
  // A forgotten log-in costs nobody anything: once it is done again at once.
  if (error instanceof SessionLost && losses.waits === 0) {
    losses.waits = 1;
    return 0;
  }
  return Math.min(FIRST_WAIT_MS * 2 ** losses.waits++, LAST_WAIT_MS);
}

async function endOf(session: Session, stop: AbortSignal): Promise<CallBusError> {
  const stopped = Promise.withResolvers<CallBusError>();
  const onAbort = (): void => stopped.resolve(stop.reason as CallBusError);
  stop.addEventListener('abort', onAbort, { once: true });
  if (stop.aborted) onAbort();
  try {
    return await Promise.race([session.ended, stopped.promise]);
  } finally {
    stop.removeEventListener('abort', onAbort);
  }
}

const asCallBusError = (peer: string, error: unknown): CallBusError =>
  error instanceof CallBusError ? error : new CannotConnect(peer, reasonOf(error), error);

/** ActionIDs that no other run gives: the answers of a predecessor must not be taken for ours. */
function numbered(): () => string {
  const run = randomBytes(6).toString('hex');
  let n = 0;
  return () => `callbus-${run}-${++n}`;
}
