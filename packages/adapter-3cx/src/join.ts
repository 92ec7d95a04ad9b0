import { type CallEventInit, type Decision, EventType, fingerprint } from '@callbus/contract';
import { BusUnavailable } from '@callbus/runtime';
import type { FinishedCall, Teller } from './doors.ts';
import { amendment } from './join/amend.ts';
import { type CallFacts, extensionsOf, factsOfLive, factsOfReport, onOurClock } from './join/facts.ts';
import { findCall, type Match } from './join/match.ts';
import type { CallStore, HeldReport } from './join/store.ts';
import { reportEvents } from './translate/finished.ts';
import type { LiveCall } from './translate/model.ts';
import { subscriberOf } from './translate/parties.ts';

export interface JoinOptions {
  /** Adapter id. */
  instance: string;
  store: CallStore;
  /** Stores events, or keeps them on disk; never rejects. */
  publish: (events: readonly CallEventInit[]) => Promise<void>;
  /** Our clock, Unix milliseconds. */
  now: () => number;
  /** How far apart two doors may put the same moment. */
  toleranceMs: number;
  /** Milliseconds that the clock of 3CX is ahead of ours; undefined where nobody measures. */
  offset: () => number | undefined;
}

/** Live news may come so long after a record of the same call. */
const LATE_MS = 10_000;
/** The longest call whose record may be looked for without its start. */
const LONGEST_MS = 12 * 3_600_000;
/** After so long without Call Control a record no longer waits for the end of its call. */
const PATIENCE_MS = 60_000;
/** Records older than this are told no more. */
const REMEMBER_MS = 7 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Brings together what several doors tell of one call: whoever comes second
 * gets the key of the first, so that there is one record in the journal. What
 * it knows is on disk before anything is published.
 */
export class Join implements Teller {
  readonly #options: JoinOptions;
  /** Since when Call Control does not tell; undefined while it does. */
  #blindSince: number | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #forgotAt = 0;

  constructor(options: JoinOptions) {
    this.#options = options;
  }

  /** Publishes what an earlier run had taken and not told; what waits for a running call goes on waiting. */
  async start(): Promise<void> {
    this.#blindSince = this.#options.now();
    await this.#inTurn(async () => {
      for (const { events, done } of this.#options.store.outgoing()) await this.#publishLive(events, done);
      await this.#release((facts) => !isRunning(facts));
    });
  }

  /** Resolves when all that was told is stored. */
  async idle(): Promise<void> {
    await this.#work;
  }

  /** The key for a call that Call Control shows for the first time. */
  keyOf(call: LiveCall): string {
    const { store, now, toleranceMs } = this.#options;
    const at = now();
    const subscriber = subscriberOf(call.outside?.number ?? '');
    const people = [...call.legs.map((leg) => leg.dn), call.inside];
    const told = store
      .near(subscriber, at - LONGEST_MS, at + toleranceMs)
      .filter((facts) => !facts.live && (facts.endedAt ?? at) >= at - LATE_MS)
      .filter((facts) => people.some((dn) => dn !== '' && facts.extensions.includes(dn)));
    return told.at(-1)?.key ?? call.key;
  }

  /**
   * Publishes what Call Control shows.
   * @param touched the calls it is about, as they stand now
   * @param open every call that runs, for the next start
   */
  async tellLive(
    events: readonly CallEventInit[],
    touched: readonly LiveCall[],
    open: readonly LiveCall[],
  ): Promise<void> {
    const { store } = this.#options;
    const done = store.together(() => {
      for (const call of touched) store.put(factsOfLive(call, store.get(call.key)));
      store.putLive(open);
      return events.length === 0 ? undefined : store.putOutgoing(events);
    });
    if (done) await this.#inTurn(() => this.#publishLive(events, done));
  }

  // Records that waited for the end of a call say more about it than the end itself.
  async #publishLive(events: readonly CallEventInit[], done: () => void): Promise<void> {
    const { store, publish } = this.#options;
    const waited: string[] = [];
    const all = events.flatMap((event) => {
      if (event.type !== EventType.CALL_CLEARED) return [event];
      const held = store.held(event.key ?? '');
      waited.push(...held.map((h) => h.id));
      return [...held.flatMap((h) => this.#eventsOf(h.key, h.report)), event];
    });
    await publish(all);
    for (const id of waited) store.release(id);
    done();
  }

  /** Call Control tells everything again, or no longer does. */
  stands(up: boolean): void {
    this.#blindSince = up ? undefined : (this.#blindSince ?? this.#options.now());
  }

  /** Lets go of what has waited, or been remembered, long enough. */
  async tick(): Promise<void> {
    const { now, store } = this.#options;
    const at = now();
    if (at - this.#forgotAt > FORGET_EVERY_MS) {
      this.#forgotAt = at;
      store.forget(at - REMEMBER_MS);
    }
    if (this.#blindSince === undefined || at - this.#blindSince < PATIENCE_MS) return;
    if (store.held().length > 0) await this.#inTurn(() => this.#release(() => true));
  }

  /** @throws {BusUnavailable} while the adapter does not run: whoever tells must tell again */
  async tell(told: FinishedCall): Promise<void> {
    if (!this.#options.store.opened) throw new BusUnavailable('the adapter does not run yet');
    await this.#inTurn(() => this.#take(told));
  }

  async #take(told: FinishedCall): Promise<void> {
    const { store, publish, now, offset } = this.#options;
    const id = `${told.door}|${told.record}`;
    if (store.keyOfRecord(id) !== undefined) return;
    const at = now();
    const call = onOurClock(told, offset());
    const match = this.#find(call, at);
    const before = match?.facts ?? factsOfReport(call, `r-${fingerprint(id)}`, at);
    const { key } = before;
    const report: HeldReport = { call, rule: match?.rule ?? '', apartMs: match?.apartMs ?? 0 };
    const events = match ? this.#eventsOf(key, report, before) : this.#eventsOf(key, report);
    store.together(() => {
      store.put(withRecord(before, call));
      store.putRecord(id, key, at, report);
      if (call.nativeId) store.putNative(nativeOf(call), key, at);
    });
    if (match && isRunning(before) && this.#listens) return;
    await publish(events);
    store.release(id);
  }

  // While Call Control says that the call runs, a record of it can only be of a leg, or early.
  get #listens(): boolean {
    const since = this.#blindSince;
    return since === undefined || this.#options.now() - since < PATIENCE_MS;
  }

  #find(call: FinishedCall, at: number): Match | undefined {
    const { store, toleranceMs } = this.#options;
    const known = call.nativeId ? store.keyOfNative(nativeOf(call)) : undefined;
    const facts = known === undefined ? undefined : store.get(known);
    if (facts) return { facts, rule: 'identity.native-id', apartMs: 0 };
    const end = call.endedAt ?? at;
    const start = call.startedAt ?? end - LONGEST_MS;
    const subscriber = subscriberOf(call.outside?.number ?? '');
    const near = store.near(subscriber, start - toleranceMs, Math.max(start, end) + toleranceMs);
    return findCall(call, near, toleranceMs);
  }

  #eventsOf(key: string, { call, rule, apartMs }: HeldReport, before = this.#known(key)): CallEventInit[] {
    const { instance, now, offset } = this.#options;
    if (before?.aside) return [];
    const said = rule === '' || !before ? call : amendment(call, withoutRecord(before, call));
    if (!said) return [];
    const observedAt = now();
    const decision: Decision = {
      at: observedAt,
      subject: 'identity',
      rule,
      outcome: key,
      details: { door: call.door, apartMs: String(apartMs) },
    };
    const shifted = offset();
    return reportEvents(said, {
      instance,
      key: before?.joinedTo ?? key,
      observedAt,
      // The times are on our clock already.
      ...(shifted === undefined ? {} : { clockOffset: -shifted }),
      ...(rule === '' ? {} : { decision }),
    });
  }

  #known(key: string): CallFacts | undefined {
    return this.#options.store.get(key);
  }

  async #release(which: (facts: CallFacts | undefined) => boolean): Promise<void> {
    const { store, publish } = this.#options;
    for (const { id, key, report } of store.held()) {
      if (!which(store.get(key))) continue;
      await publish(this.#eventsOf(key, report));
      store.release(id);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }
}

const isRunning = (facts: CallFacts | undefined): boolean =>
  facts?.live === true && facts.endedAt === undefined;

// The CDR socket and XAPI name a call by the same id; what they call it differs.
const nativeOf = (call: FinishedCall): string => `${call.door}|${call.nativeId}`;

const withoutRecord = (facts: CallFacts, call: FinishedCall): CallFacts => ({
  ...facts,
  told: facts.told.filter(
    (t) => t.door !== call.door || t.extension !== call.extension || t.startedAt !== call.startedAt,
  ),
});

const withRecord = (facts: CallFacts, call: FinishedCall): CallFacts => ({
  ...facts,
  // What Call Control saw is who was in it; a record may name somebody else.
  extensions: facts.live ? facts.extensions : [...new Set([...facts.extensions, ...extensionsOf(call)])],
  told: [
    ...facts.told,
    {
      door: call.door,
      extension: call.extension,
      ...(call.startedAt === undefined ? {} : { startedAt: call.startedAt }),
      ...(call.endedAt === undefined ? {} : { endedAt: call.endedAt }),
    },
  ],
});
