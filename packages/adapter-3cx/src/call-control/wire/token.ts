import { type ExchangeRecord, reasonOf, say } from '@callbus/runtime';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { CredentialsRefused, PbxAway } from '../../errors.ts';
import { messages } from '../../messages.ts';

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() });
const refusal = z.object({ error: z.string().optional(), error_description: z.string().optional() });

const HOUR_MS = 3_600_000;
/** A token is renewed this long before its end, a tenth of its life at most. */
const EARLY_MS = 60_000;
/** A life this short is told in minutes: 3CX's own code reads seconds, a site has seen 60. */
const MINUTES_BELOW = 300;

/** How long a token lives. Inferred from two sources that disagree; corrected here. */
export function lifetimeMs(expiresIn: number | undefined): number {
  if (expiresIn === undefined || !(expiresIn > 0)) return HOUR_MS;
  return expiresIn < MINUTES_BELOW ? expiresIn * 60_000 : expiresIn * 1_000;
}

export interface TokenOptions {
  pool: () => Dispatcher;
  clientId: string;
  clientSecret: string;
  timeoutMs: number;
  /** A clock that is never set back, milliseconds. */
  now: () => number;
  exchange?: (record: ExchangeRecord) => void;
}

/**
 * The one owner of the access token: 3CX keeps only one alive for an API
 * application, so that two who fetched their own would lock each other out.
 */
export class Token {
  readonly #options: TokenOptions;
  #held: { value: string; until: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /**
   * A token that is good for a while; fetched where there is none.
   * @throws {PbxAway | CredentialsRefused}
   */
  async get(): Promise<string> {
    if (this.#held && this.#options.now() < this.#held.until) return this.#held.value;
    return await this.renew();
  }

  /** A new token; everyone who asks meanwhile gets the same. @throws {PbxAway | CredentialsRefused} */
  renew(): Promise<string> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** 3CX did not take this token: the next one who asks gets a new one. */
  refused(value: string): void {
    if (this.#held?.value === value) this.#held = undefined;
  }

  async #fetch(): Promise<string> {
    const { pool, clientId, clientSecret, timeoutMs, now } = this.#options;
    const asked = now();
    let status: number;
    let body: unknown;
    const begun = performance.now();
    // Neither the secret nor the token is anybody's to read: of the bodies only a refusal is kept.
    const note = (how: Partial<ExchangeRecord>): void =>
      this.#options.exchange?.({
        direction: 'out',
        method: 'POST',
        route: '/connect/token',
        latencyMs: performance.now() - begun,
        ...how,
      });
    try {
      const response = await pool().request({
        method: 'POST',
        path: '/connect/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          grant_type: 'client_credentials',
        }).toString(),
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.statusCode;
      const text = await response.body.text();
      body = jsonOf(text);
      const kept = status < 300 ? undefined : text.replaceAll(clientSecret, '***');
      note({ status, response: kept });
    } catch (error) {
      note({ error: reasonOf(error) });
      throw new PbxAway(reasonOf(error), { cause: error });
    }
    const told = answer.safeParse(body);
    if (status >= 200 && status < 300 && told.success) {
      const life = lifetimeMs(told.data.expires_in);
      const until = asked + life - Math.min(EARLY_MS, life / 10);
      this.#held = { value: told.data.access_token, until };
      return told.data.access_token;
    }
    this.#held = undefined;
    if (status >= 500 || status === 429) throw new PbxAway(say(messages.tokenStatus, { status }));
    const { error = '', error_description: words = '' } = refusal.safeParse(body).data ?? {};
    const reason = [error, words].filter((part) => part !== '').join(': ') || String(status);
    // Its words may quote what was sent.
    throw new CredentialsRefused(say(messages.token, { reason: reason.replaceAll(clientSecret, '***') }));
  }
}

/** The JSON in a text; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
