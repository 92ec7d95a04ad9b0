import { type CallBusError, say } from '@callbus/runtime';
import { type Dispatcher, Pool } from 'undici';
import { type Action, encodeForm } from './action.ts';
import { answerChallenge, type DigestChallenge, readChallenge } from './digest.ts';
import { BadAnswer, connectError, LinkDown, LoginRefused, NoReply, NotAsterisk } from './errors.ts';
import type { LinkTls } from './link.ts';
import type { AmiMessage } from './message.ts';
import { wireMessages as messages } from './messages.ts';
import { readMxml } from './mxml.ts';
import { AmiParser } from './parser.ts';
import type { Timers } from './timers.ts';

/** What the HTTP side of a manager interface is asked with. */
export interface HttpOptions {
  /** Where it is: `http://127.0.0.1:8088`, with the prefix of http.conf where there is one. */
  url: string;
  username: string;
  secret: string;
  /** How answers are written; `rawman` is as a connection writes them and costs the server least. */
  format?: 'rawman' | 'mxml';
  /** A log-in kept by a cookie, or HTTP's own digest with every request. */
  auth?: 'cookie' | 'digest';
  tls?: LinkTls;
}

/** One answer, its messages in order. */
export interface HttpAnswer {
  messages: AmiMessage[];
  /** The server gave another session than the one we named. */
  otherSession: boolean | undefined;
}

/** The session a server gave; Asterisk forgets it after so many seconds without a request. */
interface Cookie {
  id: string;
  maxAge: number;
}

const CONNECTIONS = 8;
const CONNECT_MS = 10_000;
const ANSWER_BYTES = 32 * 1_048_576;
/** A nonce lives for a minute and is given anew; requests that cross may need more than one try. */
const DIGEST_TRIES = 5;

/** Asks over HTTP and keeps the session: the cookie, or the nonce and its count. */
export class ManagerHttp {
  readonly #peer: string;
  readonly #options: HttpOptions;
  readonly #timers: Timers;
  readonly #url: URL;
  #pool: Pool | undefined;
  #cookie: Cookie | undefined;
  #challenge: DigestChallenge | undefined;
  #count = 0;
  /** What the server calls itself. */
  server = '';

  constructor(peer: string, options: HttpOptions, timers: Timers) {
    const page = (options.auth === 'digest' ? 'a' : '') + (options.format ?? 'rawman');
    this.#peer = peer;
    this.#options = options;
    this.#timers = timers;
    this.#url = new URL(`${options.url.replace(/\/+$/, '')}/${page}`);
  }

  open(): void {
    // A server that ends each connection after its answer must not be given the next request on it.
    this.#pool = new Pool(this.#url.origin, {
      connections: CONNECTIONS,
      pipelining: 0,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { ...this.#options.tls, timeout: CONNECT_MS },
    });
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }

  /** Seconds a session lives without a request, as far as the server told. */
  get maxAge(): number {
    return this.#cookie?.maxAge ?? 60;
  }

  /**
   * Posts an action: neither its secret nor anything else stands in a URL.
   * @throws {LinkDown} where `signal` ended it, {NoReply} where it took too long
   */
  async post(action: Action, id: string, timeoutMs: number, signal?: AbortSignal): Promise<HttpAnswer> {
    const body = encodeForm(action, id);
    const deadline = new AbortController();
    const cancel = this.#timers.after(timeoutMs, () => deadline.abort());
    const both = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    try {
      const sent = this.#cookie?.id;
      const { statusCode, headers, body: stream } = await this.#authorized(body, both);
      if (statusCode !== 200) {
        await stream.dump();
        throw this.#failed(statusCode);
      }
      this.server ||= String(headers.server ?? 'Asterisk');
      const given = cookieOf(headers['set-cookie']);
      if (given) this.#cookie = given;
      const bytes = await this.#read(stream);
      return {
        messages: this.#messages(bytes),
        otherSession: sent === undefined ? false : given && given.id !== sent,
      };
    } catch (error) {
      if (signal?.aborted) throw new LinkDown(this.#peer, signal.reason);
      if (deadline.signal.aborted) throw new NoReply(this.#peer, action.action, timeoutMs);
      throw connectError(this.#peer, error);
    } finally {
      cancel();
    }
  }

  async #authorized(body: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    for (let tries = 0, fresh = false; tries < DIGEST_TRIES; tries++) {
      const used = this.#challenge;
      const answer = await this.#send(body, signal);
      if (answer.statusCode !== 401) return answer;
      await answer.body.dump();
      const challenge = readChallenge([answer.headers['www-authenticate'] ?? ''].flat().join(', '));
      if (this.#options.auth !== 'digest' || !challenge) throw new NotAsterisk(this.#peer, 'HTTP 401');
      // A nonce of this minute, and still no: it is the secret.
      if (used && fresh && !challenge.stale) break;
      fresh = true;
      if (challenge.nonce === this.#challenge?.nonce) continue;
      this.#challenge = challenge;
      this.#count = 0;
    }
    throw this.#failed(401);
  }

  async #send(body: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    if (!this.#pool) throw new LinkDown(this.#peer);
    const { username, secret } = this.#options;
    const path = this.#url.pathname;
    const challenge = this.#challenge;
    const authorization =
      challenge &&
      answerChallenge(challenge, { method: 'POST', uri: path, username, secret, count: ++this.#count });
    return await this.#pool.request({
      method: 'POST',
      path,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(this.#cookie && { Cookie: `mansession_id="${this.#cookie.id}"` }),
        ...(authorization && { Authorization: authorization }),
      },
      body,
      signal,
    });
  }

  async #read(stream: Dispatcher.ResponseData['body']): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > ANSWER_BYTES) throw new BadAnswer(this.#peer, `> ${ANSWER_BYTES} B`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #failed(status: number): CallBusError {
    const found = `HTTP ${status}`;
    if (status === 401 || status === 403) return new LoginRefused(this.#peer, this.#options.username, found);
    if (status < 500) return new NotAsterisk(this.#peer, found);
    return new BadAnswer(this.#peer, found);
  }

  #messages(bytes: Uint8Array): AmiMessage[] {
    const found: AmiMessage[] = [];
    try {
      if (this.#options.format === 'mxml') found.push(...readMxml(bytes));
      else found.push(...readRawman(bytes));
    } catch {
      // The reader's own words quote the answer; what it is not is enough to know.
      throw new NotAsterisk(this.#peer, this.#options.format ?? 'rawman');
    }
    if (found.some((message) => 'Response' in message || 'Event' in message)) return found;
    throw new NotAsterisk(this.#peer, say(messages.nothing));
  }
}

function readRawman(bytes: Uint8Array): AmiMessage[] {
  const found: AmiMessage[] = [];
  const parser = new AmiParser({ onMessage: (message) => found.push(message) });
  parser.push(bytes);
  // The last message may lack its blank line; one too many is none.
  parser.push(Buffer.from('\r\n\r\n'));
  return found;
}

/** Reads `mansession_id="ec3f7fdd"; Version=1; Max-Age=60`. */
function cookieOf(header: string | string[] | undefined): Cookie | undefined {
  for (const cookie of [header ?? []].flat()) {
    const id = /^\s*mansession_id="?([^";\s]+)"?/i.exec(cookie)?.[1];
    if (id === undefined) continue;
    const maxAge = Number(/;\s*max-age="?(\d+)/i.exec(cookie)?.[1] ?? 60);
    return { id, maxAge };
  }
  return undefined;
}
