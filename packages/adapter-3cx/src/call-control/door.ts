import { setTimeout as delay } from 'node:timers/promises';
import type { CallEventInit } from '@callbus/contract';
import { type AdapterContext, gapEvent, type Link, reasonOf, say } from '@callbus/runtime';
import type { Config } from '../config.ts';
import type { Backfill, Door } from '../doors.ts';
import { CredentialsRefused, PbxRefused } from '../errors.ts';
import type { CallStore } from '../join/store.ts';
import type { Join } from '../join.ts';
import { messages } from '../messages.ts';
import { Board } from '../translate/board.ts';
import { RoutePoints } from './route.ts';
import { Session, type SessionListener } from './session.ts';
import type { PbxApi } from './wire/api.ts';
import type { DnState } from './wire/native.ts';

/** Waits between two tries to connect. */
export interface Patience {
  firstMs: number;
  longestMs: number;
  /** After refused credentials: more tries could lock the account. */
  refusedMs: number;
  /** Waits; this machine's timer where left out. */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

const PATIENCE: Patience = { firstMs: 1_000, longestMs: 30_000, refusedMs: 60_000 };
/** A connection that stood so long was a good one. */
const STOOD_MS = 30_000;
const LOOK_EVERY_MS = 30_000;
const TICK_MS = 10_000;

export interface CallControlOptions {
  context: AdapterContext;
  block: Config;
  api: PbxApi;
  join: Join;
  store: CallStore;
  /** Asked for what was missed, where there is one. */
  backfill?: Backfill;
  patience?: Patience;
}

/** The Call Control door: calls while they run. */
export class CallControlDoor implements Door {
  readonly name = 'callControl';
  readonly board: Board;
  readonly #options: CallControlOptions;
  readonly #link: Link;
  readonly #abort = new AbortController();
  readonly #patience: Patience;
  readonly #router: RoutePoints;
  #numbers: DnState[] = [];
  /** Events come, and everything was looked at once. */
  #standing = false;
  #session: Session | undefined;
  #running: Promise<void> | undefined;
  #settling: NodeJS.Timeout | undefined;
  #ticking: NodeJS.Timeout | undefined;

  constructor(options: CallControlOptions) {
    const { context, join } = options;
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
    this.#link = context.link('callControl');
    this.#router = new RoutePoints(context, options.api);
    this.board = new Board({ instance: context.id, keyOf: (call) => join.keyOf(call) });
  }

  /** The numbers the API application sees, as they were last told. */
  get numbers(): readonly DnState[] {
    return this.#numbers;
  }

  async start(): Promise<void> {
    this.board.restore(this.#options.store.live());
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    clearInterval(this.#ticking);
    clearTimeout(this.#settling);
    this.#session?.end('stopped');
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    let wait = this.#patience.firstMs;
    while (!signal.aborted) {
      const begun = performance.now();
      let refused = false;
      try {
        await this.#connect();
      } catch (error) {
        if (signal.aborted) return;
        refused = error instanceof CredentialsRefused;
        this.#tell(error);
      }
      this.#options.join.stands(false);
      this.#standing = false;
      if (performance.now() - begun > STOOD_MS) wait = this.#patience.firstMs;
      // Not all at once after an outage.
      const pause = (refused ? this.#patience.refusedMs : wait) * (0.75 + Math.random() / 2);
      const timer = this.#patience.pause ?? ((ms: number) => delay(ms, undefined, { signal }));
      await timer(pause, signal).catch(() => {});
      wait = Math.min(wait * 2, this.#patience.longestMs);
    }
  }

  /** One connection, until it ends. */
  async #connect(): Promise<void> {
    const { api, block, context } = this.#options;
    const session = new Session({
      api,
      listener: this.#listener(),
      now: context.now,
      timeoutMs: block.callControl?.timeoutMs ?? 10_000,
      lookEveryMs: LOOK_EVERY_MS,
    });
    this.#session = session;
    try {
      await session.open();
      const reason = await session.closed();
      if (this.#abort.signal.aborted) return;
      this.#link.degraded(
        reason === 'silent' ? say(messages.deaf) : say(messages.cut, { reason }),
        say(messages.awayRemedy, { id: context.id }),
      );
    } finally {
      session.end('over');
    }
  }

  #listener(): SessionListener {
    const { context, join, store } = this.#options;
    let first = true;
    return {
      snapshot: async (numbers, participants, at) => {
        const since = store.mark('alive');
        this.#numbers = numbers;
        if (first) {
          this.board.connected(at);
          this.board.blind();
        }
        const { seen, gone } = this.board.snapshot(numbers, participants, at);
        if (!first) {
          await this.#publish([...seen, ...gone], at);
          return seen.length + gone.length > 0;
        }
        first = false;
        // What runs now, and what has ended meanwhile, was not seen in full.
        this.board.blind();
        const running = this.board.open.length > 0 || gone.length > 0;
        const gap = gapEvent(context.id, { from: since ?? at, to: at }, 'call-control');
        await this.#publish([...seen, ...(running ? [gap] : []), ...gone], at);
        join.stands(true);
        this.#standing = true;
        this.#stands(numbers);
        this.#fill(since, at);
        return true;
      },
      see: async (participant, at) => {
        await this.#publish(this.board.see(participant, at), at);
        this.#router.see(participant, this.board.callOf(participant.dn, participant.id), this.#numbers);
      },
      digit: (dn, id, digit, at) => this.#publish(this.board.digit(dn, id, digit, at), at),
      gone: (dn, id, at) => this.#publish(this.board.gone(dn, id, at), at),
      frame: (text, at) =>
        context.exchange({ direction: 'in', method: 'WS', route: '/callcontrol/ws', at, request: text }),
      bad: (problem, raw, source) =>
        context.refuse({
          code: problem.code,
          reason: problem.message,
          source,
          contentType: 'application/json',
          payload: Buffer.from(typeof raw === 'string' ? raw : JSON.stringify(raw ?? null)),
        }),
    };
  }

  async #publish(events: CallEventInit[], at: number): Promise<void> {
    const { join, store } = this.#options;
    store.setMark('alive', at);
    await join.tellLive(events, this.board.takeTouched(), this.board.open);
    this.#settleLater();
  }

  // What nobody comes back to ends when its time is over.
  #settleLater(): void {
    clearTimeout(this.#settling);
    const due = this.board.nextDue;
    if (due === undefined || this.#abort.signal.aborted) return;
    const { now } = this.#options.context;
    this.#settling = setTimeout(
      () => {
        const at = now();
        void this.#publish(this.board.settle(at), at).catch((error: unknown) => this.#failed(error));
      },
      Math.max(0, due - now()) + 1,
    );
  }

  #fill(since: number | undefined, at: number): void {
    const { backfill } = this.#options;
    if (!backfill || since === undefined) return;
    void backfill.fill(since, at).catch((error: unknown) => this.#failed(error));
  }

  #tick(): void {
    const { context, join, store } = this.#options;
    try {
      if (this.#standing) store.setMark('alive', context.now());
    } catch (error) {
      // A disk that takes nothing now may take it the next time.
      this.#failed(error);
    }
    join.tick().catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#options.context.log.error({ error: reasonOf(error) }, 'call control');
  }

  #stands(numbers: readonly DnState[]): void {
    const { block, context } = this.#options;
    const seen = new Set(numbers.map((n) => n.dn));
    const hidden = (block.callControl?.extensions ?? []).filter((dn) => !seen.has(dn));
    if (hidden.length === 0) this.#link.ok();
    else
      this.#link.degraded(
        say(messages.hidden, { list: hidden.join(', ') }),
        say(messages.hiddenRemedy, { id: context.id }),
      );
  }

  #tell(error: unknown): void {
    const { id } = this.#options.context;
    const closed = error instanceof PbxRefused && (error.status === 401 || error.status === 403);
    if (error instanceof CredentialsRefused)
      this.#link.degraded(error.message, say(messages.tokenRemedy, { id }));
    else if (closed)
      this.#link.degraded(say(messages.forbidden, { status: error.status }), say(messages.forbiddenRemedy));
    else
      this.#link.degraded(say(messages.away, { reason: reasonOf(error) }), say(messages.awayRemedy, { id }));
  }
}
