import type { AgentEventInit, CallEventInit } from '@callbus/contract';
import { gapEvent, reasonOf } from '@callbus/runtime';
import type { Blindness, LiveChannel } from './cdr/mend.ts';
import { SnapshotFailed } from './errors.ts';
import type { Disagreement } from './feed/audit.ts';
import { PbxClock } from './feed/clock.ts';
import { type BlindSince, gapUntil, type Heard, leftToMessages } from './feed/gap.ts';
import { CallMemory } from './feed/memory.ts';
import type { FeedOptions, FeedTiming } from './feed/options.ts';
import { type Snapshot, takeSnapshot } from './feed/snapshot.ts';
import { type EventsListener, Teller } from './feed/teller.ts';
import { audit, beat } from './feed/watch.ts';
import type { LinkChange } from './wire/link.ts';
import { type AmiMessage, text } from './wire/message.ts';
import { machineTimers, type Timers, wait } from './wire/timers.ts';

const TIMING: FeedTiming = { heartbeatMs: 10_000, auditMs: 60_000, snapshotMs: 10_000, againMs: 2_000 };
const SNAPSHOT_TRIES = 3;
/** While a snapshot is taken so many messages wait; more, and it begins anew. */
const MOST_WAITING = 50_000;

type GapListener = (blindness: Blindness) => void;

/**
 * From the link to the bus: every message through the translator, every event
 * on its way in the order it was told; after each time without sight a snapshot
 * of the server, held against what was known.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #timing: FeedTiming;
  readonly #timers: Timers;
  readonly #memory: CallMemory;
  readonly #teller: Teller;
  readonly #clock = new PbxClock();
  readonly #gaps = new Set<GapListener>();
  #phase: 'down' | 'looking' | 'live' = 'down';
  /** Of the log-in; what an earlier one began is of no account. */
  #login = new AbortController();
  #waiting: Heard[] = [];
  #overflow = false;
  /** When the server was last heard; undefined where it never was. */
  #heardAt: number | undefined;
  /** Nothing was heard since; its end has still to be told. */
  #blindSince: BlindSince | undefined;
  #newChannels = 0;
  #deaf = false;
  /** The last look showed nothing; another is due as soon as the server shows its channels. */
  #unshown = false;
  #stops: (() => void)[] = [];

  constructor(options: FeedOptions) {
    const { context, translator, prepare = (events): CallEventInit[] => [...events] } = options;
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#timers = options.timers ?? machineTimers;
    this.#memory = new CallMemory(context.dataDir, context.log);
    this.#teller = new Teller({
      context,
      memory: this.#memory,
      prepare,
      keep: (key) => translator.keep(key),
      heardAt: () => this.#heardAt ?? context.now(),
    });
  }

  /** Recalls what an earlier run told, and listens to the link; the link is started by its owner. */
  start(): void {
    const { link, translator, context } = this.#options;
    const { calls, heardAt } = this.#memory.open();
    const unread = translator.recall(calls);
    if (unread > 0) context.log.warn({ unread }, 'remembered calls that cannot be read');
    if (heardAt !== undefined) {
      this.#heardAt = heardAt;
      this.#blindSince = { at: heardAt, reason: 'restart' };
    }
    this.#stops = [
      link.onChange((change) => this.#onChange(change)),
      link.events((message) => this.#onEvent(message)),
    ];
  }

  /** Ends after the link has; resolves when all that was told is published or kept. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#login.abort();
    await this.#teller.settled();
    this.#memory.close();
  }

  /** Calls the listener with every batch of events as it is told. @returns what ends it */
  onEvents(listener: EventsListener): () => void {
    return this.#teller.onEvents(listener);
  }

  /** Calls the listener after each time without sight, when its end has been told. @returns what ends it */
  onGap(listener: GapListener): () => void {
    this.#gaps.add(listener);
    return () => this.#gaps.delete(listener);
  }

  /** Channels that stand now, as far as was told. */
  live(): Iterable<LiveChannel> {
    return this.#options.translator.channels();
  }

  #onChange(change: LinkChange): void {
    this.#options.reports.changed(change);
    if (change.state === 'up') {
      this.#login = new AbortController();
      this.#newChannels = 0;
      void this.#begin(this.#login.signal);
    }
    if (change.state === 'down') this.#onDown(change.wasUp);
  }

  #onDown(wasUp: boolean): void {
    this.#login.abort();
    this.#waiting = [];
    this.#overflow = false;
    this.#phase = 'down';
    if (wasUp && this.#heardAt !== undefined) this.#blindSince ??= { at: this.#heardAt, reason: 'reconnect' };
  }

  #onEvent(message: AmiMessage): void {
    const at = this.#options.context.now();
    if (this.#phase === 'live') {
      this.#heardAt = at;
      this.#take(message, at);
      return;
    }
    // Those that come before the log-in is told of are the new session's as well.
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ message, at });
    else this.#overflow = true;
  }

  #take(message: AmiMessage, observedAt: number): void {
    const { translator, agents, context } = this.#options;
    const event = text(message, 'Event');
    if (event === 'Newchannel') this.#heardNew();
    try {
      const at = this.#clock.moment(message, observedAt);
      this.#teller.tell(translator.take(message, at));
      this.#tellAgents(agents.take(message, at));
    } catch (error) {
      context.log.error({ event, error: reasonOf(error) }, 'message not understood');
    }
  }

  #heardNew(): void {
    this.#newChannels++;
    if (!this.#deaf) return;
    this.#deaf = false;
    this.#options.reports.well();
  }

  // Never rejects.
  async #begin(login: AbortSignal): Promise<void> {
    try {
      await this.#look(login);
      if (!login.aborted) this.#watch(login);
    } catch (error) {
      this.#options.context.log.error({ error: reasonOf(error) }, 'snapshot failed');
    }
  }

  /** Looks how the server stands and tells what came of it; then takes what waited. */
  async #look(login: AbortSignal): Promise<void> {
    this.#phase = 'looking';
    const taken = await this.#shown(login);
    if (login.aborted) return;
    if (taken) await this.#reconcile(taken);
    else await this.#tellGapAlone();
    if (login.aborted) return;
    this.#unshown = taken === undefined;
    const waiting = this.#waiting;
    const lost = this.#overflow;
    this.#waiting = [];
    this.#overflow = false;
    this.#heardAt = this.#options.context.now();
    this.#phase = 'live';
    for (const { message, at } of waiting) this.#take(message, at);
    const last = waiting.at(-1);
    if (!taken || !lost || !last) return;
    // More came while it was told than may wait: what followed the last of them was not seen.
    this.#blindSince = { at: last.at, reason: 'missed' };
    await this.#look(login);
  }

  /** A snapshot; undefined where the server shows none. */
  async #shown(login: AbortSignal): Promise<Snapshot | undefined> {
    for (let tries = 1; !login.aborted && tries <= SNAPSHOT_TRIES; tries++) {
      try {
        const taken = await this.#snapshot(tries === SNAPSHOT_TRIES);
        if (!this.#overflow) return taken;
        this.#overflow = false;
        this.#waiting = [];
      } catch (error) {
        if (login.aborted) return undefined;
        if (error instanceof SnapshotFailed || tries === SNAPSHOT_TRIES) {
          this.#options.reports.blind(error as Error);
          return undefined;
        }
        this.#options.context.log.warn({ error: reasonOf(error) }, 'snapshot failed');
        await wait(this.#timers, this.#timing.againMs, login);
      }
    }
    return undefined;
  }

  /** @param lenient as far as the channels are shown, what else is not shown is done without */
  #snapshot(lenient: boolean): Promise<Snapshot> {
    const { link, variables, context } = this.#options;
    const timeoutMs = this.#timing.snapshotMs;
    return takeSnapshot(link, { variables, now: () => context.now(), timeoutMs, lenient });
  }

  /** Holds what is known against what stands, and tells the time without sight between them. */
  async #reconcile({ view, agents: items }: Snapshot): Promise<void> {
    const { translator, agents, context, reports } = this.#options;
    const at = context.now();
    const gap = gapUntil(at, this.#blindSince, this.#heardAt === undefined ? view : undefined);
    const leave = leftToMessages(this.#waiting, view);
    const { opened, changed, closings, closed } = translator.reconcile(view, at, { gap, leave });
    this.#blindSince = undefined;
    this.#heardAt = at;
    const rows = new Map(translator.keys().map((key) => [key, translator.keep(key)]));
    this.#tellAgents(agents.snapshot(items, at));
    // Calls that were not known are told first, so that the gap marks them as well.
    await this.#teller.tellNow(opened);
    if (gap) await this.#teller.tellNow([gapEvent(context.id, gap, gap.reason ?? '')]);
    await this.#teller.tellNow([...changed, ...closings]);
    this.#teller.replace(rows);
    if (gap) this.#tellBlindness({ from: gap.from, to: gap.to, closed });
    if (!this.#deaf) reports.well();
  }

  // The calls there were are still known: they are marked, and closed by what comes or by their silence.
  async #tellGapAlone(): Promise<void> {
    const since = this.#blindSince;
    if (!since) return;
    this.#blindSince = undefined;
    const { context } = this.#options;
    const gap = { from: since.at, to: context.now() };
    await this.#teller.tellNow([gapEvent(context.id, gap, since.reason)]);
    this.#tellBlindness({ ...gap, closed: [] });
  }

  #tellBlindness(blindness: Blindness): void {
    for (const listener of this.#gaps) {
      try {
        listener(blindness);
      } catch (error) {
        this.#options.context.log.error({ error: reasonOf(error) }, 'listener to gaps failed');
      }
    }
  }

  #tellAgents(events: readonly AgentEventInit[]): void {
    if (events.length > 0) void this.#options.context.tellAgents(events);
  }

  /** Watches the silence, and that nothing goes missing. */
  #watch(login: AbortSignal): void {
    const { link, translator, context } = this.#options;
    const timers = this.#timers;
    const now = (): number => context.now();
    const { heartbeatMs, auditMs } = this.#timing;
    void beat(
      {
        link,
        timers,
        now,
        everyMs: heartbeatMs,
        heardAt: () => this.#heardAt ?? 0,
        after: (answeredAt) => {
          this.#heardAt = Math.max(answeredAt ?? 0, this.#heardAt ?? 0);
          this.#memory.save(new Map(), this.#heardAt);
        },
      },
      login,
    );
    void audit(
      {
        translator,
        timers,
        now,
        everyMs: auditMs,
        snapshot: () => this.#snapshot(true),
        missed: (found, since) => this.#missed(found, since, login),
        agreed: async () => {
          if (this.#unshown) await this.#look(login);
        },
      },
      login,
    );
  }

  async #missed(found: Disagreement, since: number, login: AbortSignal): Promise<void> {
    const { context, reports } = this.#options;
    context.log.warn({ ...found }, 'messages of the server went missing');
    this.#deaf ||= found.unknown && this.#newChannels === 0;
    if (this.#deaf) reports.deaf();
    this.#blindSince = { at: since, reason: 'missed' };
    await this.#look(login);
  }
}
