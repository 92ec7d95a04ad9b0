import { CallBusError, reasonOf } from '@callbus/runtime';
import type { Action } from './action.ts';
import { isDenied, isError, isEvent, opensList } from './answer.ts';
import { BadAnswer, CannotConnect, LinkClosed, LinkDown, RightMissing, SessionLost } from './errors.ts';
import { type HttpAnswer, type HttpOptions, ManagerHttp } from './http.ts';
import { Keeper, type Session, type SessionContext } from './keeper.ts';
import type { ManagerLink, RefusedAction, Reply } from './link.ts';
import { type Credentials, logIn, setUp } from './login.ts';
import { type AmiMessage, text } from './message.ts';
import { wait } from './timers.ts';

/** Where a manager interface is served over HTTP, and who we are there. */
export interface AjamOptions extends Credentials, HttpOptions {}

/** A server waits a second before it refuses a log-in. */
const LOGIN_MS = 15_000;
const GOODBYE_MS = 1_000;
/** How long one WaitEvent waits at most, and how long before the session's end it must be back. */
const WAIT_S = 30;
const SPARE_S = 15;
/**
 * An answer without events that comes sooner than this was not waited for. The server's filters hold back an
 * event, but not the end of the wait that it brings: events have no time of their own, so it is asked again
 * soon, and less often the longer nothing else comes of it.
 */
const AT_ONCE_MS = 500;
const PAUSES_MS = [50, 100];
const LONGEST_PAUSE_MS = 200;

/** A link over HTTP or HTTPS (AJAM). */
export function ajamLink(options: AjamOptions): ManagerLink {
  const peer = new URL(options.url).host;
  return new Keeper(peer, options, async (context) => {
    const session = new AjamSession(peer, options, context);
    try {
      await session.open();
      return session;
    } catch (error) {
      await session.end(asReason(peer, error));
      throw error;
    }
  });
}

/** One log-in, and the loop that waits for events. */
class AjamSession implements Session {
  refused: readonly RefusedAction[] = [];
  readonly #peer: string;
  readonly #options: AjamOptions;
  readonly #context: SessionContext;
  readonly #http: ManagerHttp;
  readonly #ended = Promise.withResolvers<CallBusError>();
  readonly #over = new AbortController();

  constructor(peer: string, options: AjamOptions, context: SessionContext) {
    this.#peer = peer;
    this.#options = options;
    this.#context = context;
    this.#http = new ManagerHttp(peer, options, context.timers);
  }

  get banner(): string {
    return this.#http.server;
  }

  get ended(): Promise<CallBusError> {
    return this.#ended.promise;
  }

  async open(): Promise<void> {
    const { signal } = this.#context;
    const onAbort = (): void => this.#over.abort(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      this.#http.open();
      const ask = (action: Action): Promise<Reply> => this.#ask(action, LOGIN_MS, false);
      // With a digest every request logs in; the first one shows whether it may.
      if (this.#options.auth === 'digest') await ask({ action: 'Ping' });
      else await logIn(this.#peer, this.#options, ask);
      this.refused = await setUp(this.#options, ask);
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    void this.#listen();
  }

  async request(action: Action, timeoutMs: number): Promise<Reply> {
    try {
      return await this.#ask(action, timeoutMs, true);
    } catch (error) {
      throw error instanceof CannotConnect ? new LinkDown(this.#peer, error) : error;
    }
  }

  async close(): Promise<void> {
    this.#over.abort(new LinkClosed(this.#peer));
    // Otherwise the server keeps the session, and a place for it, for a minute.
    await this.#http.post({ action: 'Logoff' }, this.#context.id(), GOODBYE_MS).catch(() => {});
    await this.end(new LinkClosed(this.#peer));
  }

  /** Ends it all; only the first reason counts. */
  async end(reason: CallBusError): Promise<void> {
    this.#over.abort(reason);
    this.#ended.resolve(reason);
    await this.#http.close();
  }

  async #ask(action: Action, timeoutMs: number, loggedIn: boolean): Promise<Reply> {
    const id = this.#context.id();
    const answer = await this.#http.post(action, id, timeoutMs, this.#over.signal);
    const response = this.#responseOf(answer, id);
    if (isDenied(response)) {
      if (loggedIn) await this.#refuseLost(answer);
      throw new RightMissing(this.#options.username, action.action);
    }
    const isItem = (event: AmiMessage): boolean => opensList(response) && text(event, 'ActionID') === id;
    const events = answer.messages.filter(isEvent);
    // A server may put events that waited into any answer.
    for (const event of events) if (!isItem(event)) this.#context.event(event);
    return { response, events: events.filter(isItem) };
  }

  #responseOf({ messages }: HttpAnswer, id: string): AmiMessage {
    const responses = messages.filter((message) => !isEvent(message));
    const response = responses.find((message) => text(message, 'ActionID') === id) ?? responses[0];
    if (!response) throw new BadAnswer(this.#peer, 'Response');
    return response;
  }

  /**
   * «Permission denied» is said of a missing right and of a session the server
   * does not know (any more); it then gives another one, or denies a Ping too,
   * which needs no right.
   * @throws {SessionLost}
   */
  async #refuseLost({ otherSession }: HttpAnswer): Promise<void> {
    if (otherSession === false) return;
    if (otherSession === undefined) {
      const id = this.#context.id();
      const probe = await this.#http.post({ action: 'Ping' }, id, LOGIN_MS, this.#over.signal);
      if (!isDenied(this.#responseOf(probe, id))) return;
    }
    const lost = new SessionLost(this.#peer);
    void this.end(lost);
    throw lost;
  }

  async #listen(): Promise<void> {
    const { timers } = this.#context;
    let inVain = 0;
    try {
      while (!this.#over.signal.aborted) {
        const before = timers.now();
        const count = await this.#waitEvent();
        if (count > 0 || timers.now() - before >= AT_ONCE_MS) {
          inVain = 0;
          continue;
        }
        await wait(timers, PAUSES_MS[inVain] ?? LONGEST_PAUSE_MS, this.#over.signal);
        inVain++;
      }
    } catch (error) {
      // Who ended it closes it, after the log-off.
      if (!this.#over.signal.aborted) await this.end(asReason(this.#peer, error));
    }
  }

  /** Waits for events once and passes them on; how many there were. */
  async #waitEvent(): Promise<number> {
    const seconds = Math.max(1, Math.min(WAIT_S, this.#http.maxAge - SPARE_S));
    const action: Action = { action: 'WaitEvent', params: { Timeout: seconds } };
    const id = this.#context.id();
    const answer = await this.#http.post(action, id, (seconds + SPARE_S) * 1_000, this.#over.signal);
    const response = this.#responseOf(answer, id);
    if (isDenied(response)) await this.#refuseLost(answer);
    if (isError(response))
      throw new BadAnswer(this.#peer, `WaitEvent: ${text(response, 'Message').slice(0, 60)}`);
    const events = answer.messages
      .filter(isEvent)
      .filter((event) => text(event, 'Event') !== 'WaitEventComplete');
    for (const event of events) this.#context.event(event);
    return events.length;
  }
}

const asReason = (peer: string, error: unknown): CallBusError =>
  error instanceof CallBusError ? error : new LinkDown(peer, reasonOf(error));
