import { codeOf, type ExchangeRecord, reasonOf } from '@callbus/runtime';
import { type Dispatcher, Pool } from 'undici';
import { PbxAway } from '../../errors.ts';
import { PbxClock } from './clock.ts';
import { jsonOf, Token } from './token.ts';

/** An answer of 3CX; `body` is its JSON, undefined where it had none. */
export interface ApiAnswer {
  status: number;
  body: unknown;
}

export interface ApiOptions {
  url: string;
  clientId: string;
  clientSecret: string;
  timeoutMs: number;
  /** Our clock, Unix milliseconds. */
  now: () => number;
  /** Notes every request in the technical journal. */
  exchange?: (record: ExchangeRecord) => void;
}

/** The REST side of 3CX: Call Control and the configuration API, with the one token of both. */
export class PbxApi {
  /** What its clock shows. */
  readonly clock = new PbxClock();
  readonly token: Token;
  readonly origin: string;
  readonly #options: ApiOptions;
  #pool: Pool | undefined;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.origin = new URL(options.url).origin;
    this.token = new Token({
      pool: () => this.dispatcher,
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      timeoutMs: options.timeoutMs,
      now: () => performance.now(),
      ...(options.exchange ? { exchange: options.exchange } : {}),
    });
  }

  /** The connections; made when they are first needed. */
  get dispatcher(): Dispatcher {
    this.#pool ??= new Pool(this.origin, { connections: 8, pipelining: 1 });
    return this.#pool;
  }

  async stop(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }

  /** GETs a path. @throws {PbxAway | CredentialsRefused} when there is no answer to give */
  async get(path: string, signal?: AbortSignal): Promise<ApiAnswer> {
    return await this.request('GET', path, undefined, signal);
  }

  /** POSTs JSON. @throws {PbxAway | CredentialsRefused} when there is no answer to give */
  async post(path: string, body: unknown, signal?: AbortSignal): Promise<ApiAnswer> {
    return await this.request('POST', path, body, signal);
  }

  /**
   * One request; a token that is refused is renewed once, because nothing was done under it.
   * @throws {PbxAway | CredentialsRefused}
   */
  async request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<ApiAnswer> {
    const token = await this.token.get();
    const first = await this.#once(method, path, token, body, signal);
    if (first.status !== 401) return first;
    this.token.refused(token);
    return await this.#once(method, path, await this.token.get(), body, signal);
  }

  async #once(
    method: Dispatcher.HttpMethod,
    path: string,
    token: string,
    body: unknown,
    stop: AbortSignal | undefined,
  ): Promise<ApiAnswer> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs);
    const sent = this.#options.now();
    const begun = performance.now();
    const note = (how: Partial<ExchangeRecord>): void =>
      this.#options.exchange?.({
        direction: 'out',
        method,
        route: path,
        latencyMs: performance.now() - begun,
        request: body,
        ...how,
      });
    try {
      const response = await this.dispatcher.request({
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: stop ? AbortSignal.any([limit, stop]) : limit,
      });
      const date = response.headers.date;
      this.clock.saw(typeof date === 'string' ? date : undefined, sent, this.#options.now());
      const text = await response.body.text();
      note({ status: response.statusCode, response: text });
      return { status: response.statusCode, body: jsonOf(text) };
    } catch (error) {
      note({ error: reasonOf(error) });
      const slow = limit.aborted || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';
      throw new PbxAway(reasonOf(error), { slow, cause: error });
    }
  }
}
