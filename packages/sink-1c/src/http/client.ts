import type { ExchangeNotes } from '@callbus/runtime';
import { Pool } from 'undici';
import type { Config } from '../config.ts';
import type { Message } from '../payload.ts';
import { type Exchange, exchange, TOO_LATE } from './exchange.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { Patience } from './patience.ts';

export interface ClientOptions {
  url: string;
  auth: Config['auth'];
  token: string | undefined;
  /** Requests at once; each has a session of its own in 1C. */
  slots: number;
  connectMs: number;
  readMs: number;
  /** The technical journal. */
  notes?: ExchangeNotes;
}

export interface PostOptions {
  /** Calls it off while its bytes are not out; afterwards its answer is waited for. */
  signal?: AbortSignal;
  /** Milliseconds in which its bytes must go out. */
  withinMs?: number;
  /** Asked when they do: milliseconds the answer is waited for; `readMs` where left out. */
  answerMs?: () => number;
  /** Goes before what waits for its turn: a PBX waits for the answer. */
  urgent?: boolean;
  /** Ask again at once, in a new session, where an old session's request was refused. */
  doubtOldSession?: boolean;
}

/** A session of 1C that one request at a time may use. */
interface Slot {
  cookie: string;
}

/**
 * Speaks to one HTTP service of 1C: keep-alive connections, a session per
 * slot that is used again (each new one costs 1C a tenth of a second and a
 * licence), and an outcome for every end a request can come to. Never throws.
 */
export class OneCClient {
  readonly #options: ClientOptions;
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  readonly #free: Slot[] = [];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #pool: Pool | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
    this.#headers = { 'Content-Type': 'application/json', ...authorization(options.auth) };
    for (let i = 0; i < options.slots; i++) this.#free.push({ cookie: '' });
  }

  start(): void {
    this.#pool = new Pool(this.#url.origin, {
      connections: this.#options.slots,
      pipelining: 1,
      connect: { timeout: this.#options.connectMs },
      // Answers are timed by `exchange`, as a whole.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
    });
  }

  /** Gives up what is on its way. */
  async stop(): Promise<void> {
    await this.#pool?.destroy();
  }

  /** POSTs one message of the protocol; `crm_token` is added here. */
  async post(message: Message, options: PostOptions = {}): Promise<Outcome> {
    const patience = new Patience(options);
    const slot = await this.#slot(patience, options.urgent === true);
    if (!slot) return { kind: 'unsent', reason: TOO_LATE };
    try {
      const aged = slot.cookie !== '';
      const outcome = await this.#send(message, slot, patience, options.answerMs);
      const doubtful = aged && options.doubtOldSession === true && mayBeTheSession(outcome);
      return doubtful ? await this.#send(message, slot, patience, options.answerMs) : outcome;
    } finally {
      this.#release(slot);
    }
  }

  async #send(
    { spec, extra }: Message,
    slot: Slot,
    patience: Patience,
    answerMs: (() => number) | undefined,
  ): Promise<Outcome> {
    if (!this.#pool) return { kind: 'unsent', reason: 'stopped' };
    const { token, readMs } = this.#options;
    const path = this.#url.pathname + this.#url.search;
    const body = JSON.stringify({ ...spec, ...(token === undefined ? {} : { crm_token: token }), ...extra });
    const begun = performance.now();
    const answer = await exchange(this.#pool, {
      path,
      headers: slot.cookie === '' ? this.#headers : { ...this.#headers, Cookie: slot.cookie },
      body,
      patience,
      answerMs: answerMs ?? (() => readMs),
    });
    this.#note(path, body, answer, performance.now() - begun);
    const outcome = outcomeOf(answer);
    // A session that 1C has forgotten must not be asked for again.
    if (outcome.kind === 'ok') keepSession(slot, answer.headers['set-cookie']);
    else slot.cookie = '';
    return outcome;
  }

  #note(route: string, request: string, { status, text, reason }: Exchange, latencyMs: number): void {
    this.#options.notes?.note({
      direction: 'out',
      method: 'POST',
      route,
      latencyMs,
      request,
      ...(status === 0 ? { error: reason } : { status, response: text }),
    });
  }

  #slot(patience: Patience, urgent: boolean): Promise<Slot | undefined> {
    if (patience.over) return Promise.resolve(undefined);
    const free = this.#free.pop();
    if (free) return Promise.resolve(free);
    return new Promise((resolve) => {
      const take = (slot: Slot): void => {
        patience.unwatch();
        resolve(slot);
      };
      patience.watch(() => {
        const at = this.#waiting.indexOf(take);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve(undefined);
      });
      if (urgent) this.#waiting.unshift(take);
      else this.#waiting.push(take);
    });
  }

  #release(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }
}

function keepSession(slot: Slot, header: string | string[] | undefined): void {
  for (const cookie of [header ?? []].flat()) {
    const [, pair, value] = /^\s*(ibsession=([^;]*))/i.exec(cookie) ?? [];
    if (pair !== undefined) slot.cookie = value === '' ? '' : pair;
  }
}

/** Whether an answer may be about the session it was asked in, and not about the message. */
const mayBeTheSession = (outcome: Outcome): boolean =>
  outcome.kind === 'refused' || (outcome.kind === 'page' && outcome.status >= 400 && outcome.status < 500);

function authorization(auth: Config['auth']): Record<string, string> {
  switch (auth.type) {
    case 'basic':
      return {
        Authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`, 'utf8').toString('base64')}`,
      };
    case 'bearer':
      return { Authorization: `Bearer ${auth.token}` };
    case 'none':
      return {};
  }
}
