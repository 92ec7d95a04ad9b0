import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Telling } from './calls.ts';

export interface PlayerOptions {
  /** Where CallBus listens, `http://127.0.0.1:8080`. */
  origin: string;
  /** Adapter id. */
  adapter: string;
  pbxToken?: string;
  /** How long what was not taken is told again before it is given up, milliseconds. */
  patienceMs?: number;
}

/** What the other side answered. */
export interface Answer {
  status: number;
  body: string;
  /** How many times it was told. */
  times: number;
}

/** Tells calls to the adapter's doors and, as the protocol expects, tells again what was not taken with a 2xx. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #pool: Pool;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#pool = new Pool(options.origin, { connections: 16 });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** Tells until it is taken. @throws when patience ends, with the last answer */
  async tell(telling: Telling): Promise<Answer> {
    const end = Date.now() + (this.#options.patienceMs ?? 60_000);
    let last = '';
    for (let times = 1; Date.now() < end; times++) {
      try {
        const { status, body } = await this.once(telling);
        if (status < 500) return { status, body, times };
        last = `${status} ${body}`;
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      await delay(Math.min(100 * times, 1_000));
    }
    throw new Error(`never taken: ${last}`);
  }

  /** Tells once. */
  async once(telling: Telling): Promise<{ status: number; body: string }> {
    const { adapter, pbxToken } = this.#options;
    const request =
      telling.door === 'pbx'
        ? {
            method: 'GET' as const,
            path: `/${adapter}/pbx/${pbxToken ? `${pbxToken}/` : ''}?${new URLSearchParams(telling.query)}`,
          }
        : {
            method: 'POST' as const,
            path: `/${adapter}/crm`,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(telling.body),
          };
    const answer = await this.#pool.request(request);
    return { status: answer.statusCode, body: await answer.body.text() };
  }
}
