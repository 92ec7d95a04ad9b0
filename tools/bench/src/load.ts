import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from './stats.ts';

const now = (): number => performance.timeOrigin + performance.now();

/** Events told and not yet at 1C, at most, when all goes as fast as it can. */
const UNDER_WAY = 256;

/** What a run of calls cost, from the webhook's first byte to the request at 1C. */
export interface Run {
  eventsPerSecond: number;
  p50: number;
  p99: number;
}

interface Moment {
  key: string;
  query: string;
}

/** The three moments of a call, each of which is one request at 1C. */
function momentsOf(phone: string): Moment[] {
  const common = `src_type=1&call_id=${phone}&line=3333333&dst_num=100&src_num=${phone}`;
  return [
    { key: `${phone}|INCOMING`, query: `event=1&${common}` },
    { key: `${phone}|ACCEPTED`, query: `event=3&${common}` },
    {
      key: `${phone}|history`,
      query: `event=2&call_record_link=&call_start_timestamp=1694181400&call_answer_timestamp=1694181405&timestamp=1694181450&status=ANSWER&${common}`,
    },
  ];
}

/** Tells calls to one side and reads at the 1C server when they arrived. */
export class Load {
  readonly #target: Pool;
  readonly #oneC: Pool;
  readonly #path: string;
  #sent = new Map<string, number>();
  #arrived = new Map<string, number>();
  #looking: Promise<void> | undefined;
  #calls = 0;

  constructor(target: string, path: string, oneC: string) {
    this.#target = new Pool(target, { connections: 64 });
    this.#oneC = new Pool(oneC, { connections: 1 });
    this.#path = path;
  }

  async close(): Promise<void> {
    await Promise.all([this.#target.destroy(), this.#oneC.destroy()]);
  }

  /**
   * As many calls as the other side brings to 1C, `workers` beside each other.
   * Nobody runs ahead of 1C by more than `UNDER_WAY` events: a popup that waited
   * in a queue of seconds would rightly never be shown.
   */
  async flatOut(calls: number, workers: number): Promise<Run> {
    this.#begin();
    const begun = now();
    let left = calls;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        for (const moment of momentsOf(this.#phone())) {
          while (this.#sent.size - this.#arrived.size > UNDER_WAY) await this.#look();
          await this.#tell(moment);
        }
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
    return await this.#end(begun);
  }

  /** `rate` events a second for `seconds`, whatever the other side does. */
  async paced(rate: number, seconds: number): Promise<Run> {
    this.#begin();
    const begun = now();
    const due: { at: number; moment: Moment }[] = [];
    const gap = 3_000 / rate;
    for (let i = 0; i < (rate * seconds) / 3; i++) {
      momentsOf(this.#phone()).forEach((moment, k) => {
        due.push({ at: begun + i * gap + k * 300, moment });
      });
    }
    due.sort((a, b) => a.at - b.at);
    const running: Promise<void>[] = [];
    for (const { at, moment } of due) {
      const early = at - now();
      if (early > 0.5) await delay(early);
      running.push(this.#tell(moment));
    }
    await Promise.all(running);
    return await this.#end(begun);
  }

  #begin(): void {
    this.#sent = new Map();
    this.#arrived = new Map();
  }

  /** Asks the 1C server what arrived; one question at a time, every 20 ms. */
  #look(): Promise<void> {
    this.#looking ??= (async () => {
      const answer = await this.#oneC.request({ method: 'GET', path: '/report' });
      for (const [key, at] of (await answer.body.json()) as [string, number][]) this.#arrived.set(key, at);
      await delay(20);
      this.#looking = undefined;
    })();
    return this.#looking;
  }

  #phone(): string {
    return `8900${String(1_000_000 + this.#calls++)}`;
  }

  async #tell({ key, query }: Moment): Promise<void> {
    this.#sent.set(key, now());
    for (;;) {
      const answer = await this.#target.request({ method: 'GET', path: `${this.#path}?${query}` });
      await answer.body.dump();
      if (answer.statusCode === 200) return;
      await delay(50);
    }
  }

  async #end(begun: number): Promise<Run> {
    const arrived = this.#arrived;
    for (const patience = now() + 60_000; arrived.size < this.#sent.size && now() < patience; )
      await this.#look();
    if (arrived.size < this.#sent.size)
      throw new Error(`${this.#sent.size - arrived.size} of ${this.#sent.size} never arrived`);
    const took = [...arrived].map(([key, at]) => at - (this.#sent.get(key) ?? at));
    const last = Math.max(...arrived.values());
    return {
      eventsPerSecond: (arrived.size / (last - begun)) * 1_000,
      p50: quantile(took, 0.5),
      p99: quantile(took, 0.99),
    };
  }
}
