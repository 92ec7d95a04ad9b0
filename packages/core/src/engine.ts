import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CallEvent,
  CallEventCodec,
  EventType,
  ExpiryReason,
  filters,
  MalformedMessage,
  STREAMS,
} from '@callbus/contract';
import { OrderedReader, reasonOf, type StreamMessage, setAside } from '@callbus/runtime';
import { type Applied, Assembler } from './assemble/assembler.ts';
import { popupsOf } from './assemble/popups.ts';
import type { CallState } from './assemble/state.ts';
import { Effects, type EffectsOptions } from './effects.ts';
import { flawOf } from './flaw.ts';
import { InFlight } from './in-flight.ts';
import { Past } from './past.ts';
import { patiently } from './patience.ts';
import { NOTHING, type Progress, type ProgressStore, replayFrom } from './progress.ts';
import { Recall } from './recall.ts';
import { Silence } from './silence.ts';

export interface EngineOptions extends EffectsOptions {
  /** Whether there is any base to look numbers up in. */
  hasBases: () => boolean;
  progress: ProgressStore;
  /** How long closed calls are remembered; ten minutes where left out. */
  rememberMs?: number;
}

/** Events whose records are being stored; reading waits beyond that. */
const WINDOW = 512;
const SAVE_EVERY_MS = 2_000;
/** Of the process's time, at most. */
const SAVE_SHARE = 0.005;
const TICK_MS = 100;
const SWEEP_EVERY_MS = 10_000;
/** While the past is read, calls that are long over are let go of every so many events. */
const SWEEP_EVERY = 1_000;
/** Where the past cannot be stored for so long, the rest of the house starts without waiting. */
const STUCK_MS = 3_000;

/**
 * Reads CALLS in order, assembles calls, and has the consequences carried out.
 * What it knows is a function of the stream, so it may die at any moment; what
 * it had done is done again harmlessly.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #assembler: Assembler;
  readonly #effects: Effects;
  readonly #silence: Silence;
  readonly #recall: Recall;
  /** Ends the reading; the work in hand goes on. */
  readonly #reading = new AbortController();
  /** Ends the work in hand. */
  readonly #work = new AbortController();
  readonly #expiring = new WeakMap<CallState, number>();
  #inFlight = new InFlight(WINDOW);
  #past: Past;
  #reader: OrderedReader | undefined;
  #live = false;
  #begun: () => void = () => {};
  #resumed: Progress = NOTHING;
  #retained = new Set<number>();
  #read = 0;
  /** Broker time of the newest event read: what is late is measured in the stream's own time. */
  #newest = 0;
  #sweptAt = 0;
  #timers: NodeJS.Timeout[] = [];
  #off: () => void = () => {};
  #saving = Promise.resolve();
  #saveAfter = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { plan, hasBases, rememberMs } = options;
    this.#assembler = new Assembler({ plan, wantsLookup: hasBases, rememberMs });
    this.#effects = new Effects(options, this.#work.signal);
    this.#past = new Past(this.#effects, this.#inFlight);
    this.#silence = new Silence(options.config.core);
    const { bus, journal, log } = options;
    this.#recall = new Recall({ bus, journal, log, assembler: this.#assembler }, this.#reading.signal);
    // Every record that waits for room listens to it.
    setMaxListeners(0, this.#work.signal);
  }

  /** Rebuilds the state; resolves when the past has been caught up with, or cannot be stored now. */
  async start(): Promise<void> {
    const { bus, progress, log } = this.#options;
    this.#resumed = await patiently(() => progress.load(), this.#reading.signal, log);
    this.#retained = new Set(this.#resumed.retained);
    this.#inFlight = new InFlight(WINDOW, this.#resumed.processed);
    this.#past = new Past(this.#effects, this.#inFlight);
    const begun = Promise.withResolvers<void>();
    this.#begun = begun.resolve;
    this.#reader = new OrderedReader(bus, {
      stream: STREAMS.CALLS.name,
      filters: [filters.events],
      from: replayFrom(this.#resumed),
      onMessage: (m) => this.#take(m),
      onCaughtUp: () => this.#goLive(),
    });
    this.#reader.start();
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS),
      setInterval(() => {
        this.#saving = this.#save();
      }, SAVE_EVERY_MS),
    ];
    this.#off = bus.onChange((event) => {
      if (event !== 'connected') return;
      this.#silence.listening(bus.clock.now());
      // A restarted broker has lost its memory streams.
      setTimeout(() => this.#announceOpen(), 500).unref();
    });
    await begun.promise;
  }

  /**
   * Stops reading, finishes what is in hand, and writes down how far it came.
   * @param graceMs how long what is in hand may take
   */
  async stop(graceMs = 5_000): Promise<void> {
    this.#off();
    for (const timer of this.#timers) clearInterval(timer);
    this.#reading.abort();
    await this.#reader?.stop();
    const grace = this.#options.bus.connected ? graceMs : 0;
    await Promise.race([this.#effects.idle(), delay(grace, undefined, { ref: false })]);
    this.#work.abort();
    await this.#effects.idle();
    await this.#saving;
    await this.#save();
    this.#begun();
  }

  // Takes an event at once where nothing has to be read or waited for first.
  #take(m: StreamMessage): Promise<void> | undefined {
    const fresh = m.sequence > this.#resumed.processed;
    if (fresh) this.#inFlight.begin(m.sequence);
    const work = this.#handle(m, fresh);
    return work instanceof Promise
      ? work.then((done) => this.#taken(m, fresh, done))
      : this.#taken(m, fresh, work);
  }

  #taken(m: StreamMessage, fresh: boolean, work: Promise<unknown>[]): Promise<void> | undefined {
    this.#newest = m.timestamp;
    if (fresh) {
      // What failed because we are stopping is never done.
      const done = (): void => this.#inFlight.end(m.sequence);
      if (work.length === 0) done();
      else Promise.all(work).then(done, () => {});
    }
    if (this.#live) return this.#inFlight.full ? this.#inFlight.room(this.#reading.signal) : undefined;
    return ++this.#read % SWEEP_EVERY === 0 ? this.#storePast() : undefined;
  }

  /** @returns what must be done before the event is done with */
  #handle(m: StreamMessage, fresh: boolean): Promise<unknown>[] | Promise<Promise<unknown>[]> {
    try {
      const event = CallEventCodec.decode(m.data);
      const flaw = flawOf(event);
      if (flaw !== undefined) return this.#aside('core.incomplete', flaw, m, fresh);
      // Of what was done before the restart, only the calls that are still needed come back.
      if (!fresh && !this.#retained.has(m.sequence) && !this.#assembler.concerns(event)) return [];
      if (this.#assembler.needsRecall(event)) return this.#recalled(event, m, fresh);
      return this.#carryOut(this.#assembler.apply(event, m), event, m, fresh);
    } catch (error) {
      return this.#failed(error, m, fresh);
    }
  }

  async #recalled(event: CallEvent, m: StreamMessage, fresh: boolean): Promise<Promise<unknown>[]> {
    try {
      const reason = await this.#recall.rebuild(event, m);
      if (reason !== undefined) return this.#aside('core.merged', reason, m, fresh);
      return this.#carryOut(this.#assembler.apply(event, m), event, m, fresh);
    } catch (error) {
      return this.#failed(error, m, fresh);
    }
  }

  #failed(error: unknown, m: StreamMessage, fresh: boolean): Promise<unknown>[] {
    this.#reading.signal.throwIfAborted();
    const code = error instanceof MalformedMessage ? error.code : 'core.event';
    return this.#aside(code, reasonOf(error), m, fresh);
  }

  #carryOut(applied: Applied, event: CallEvent, m: StreamMessage, fresh: boolean): Promise<unknown>[] {
    if (applied.kind === 'orphan') {
      const type = EventType[event.type] ?? String(event.type);
      return this.#aside('core.orphan', `${type} of ${event.instance} about an unknown call`, m, fresh);
    }
    if (applied.kind === 'gap' && this.#live) {
      for (const call of applied.calls) this.#effects.announce(call, this.#effects.record(call));
    }
    if (applied.kind !== 'call') return [];
    const { call, opened, merged } = applied;
    const record = this.#effects.record(call, this.#live ? undefined : m.timestamp);
    const { maxAgeMs } = this.#options.config.popups;
    const popups = popupsOf(call, event, record, { brokerTime: m.timestamp, maxAgeMs }, merged);
    if (!fresh) return [];
    const work = merged ? [this.#tellMerge(event)] : [];
    if (!this.#live) {
      this.#past.add(m.sequence, merged ? [call, merged] : [call], popups);
      return work;
    }
    if (opened) this.#effects.isNew(call);
    this.#effects.announce(call, record);
    work.push(...popups.map((p) => this.#effects.popup(p)), this.#effects.settle(call, record));
    if (merged) {
      const younger = this.#effects.record(merged);
      this.#effects.announce(merged, younger);
      work.push(this.#effects.store(merged, younger));
    }
    this.#effects.lookUp(call);
    return work;
  }

  // The stream tells of a merge under one of the two keys; late news may come under the other.
  #tellMerge({ instance, key, orderGroup, merge }: CallEvent): Promise<void> {
    const other = {
      callId: '',
      instance: merge?.otherInstance || instance,
      key: merge?.otherKey ?? '',
      orderGroup: orderGroup || instance,
    };
    const detail = { merge: { otherKey: key, otherInstance: instance } };
    return this.#effects.tell(other, EventType.CALLS_MERGED, `merged-${instance}-${key}`, detail);
  }

  #goLive(): void {
    if (this.#live) return;
    this.#live = true;
    // From here on every event is new, also where the stream is made anew and counts from one.
    this.#resumed = NOTHING;
    this.#retained.clear();
    this.#silence.listening(this.#options.bus.clock.now());
    this.#announceOpen();
    for (const call of [...this.#assembler.open, ...this.#past.calls]) this.#effects.lookUp(call);
    this.#past.finish().catch(() => {});
    this.#begun();
  }

  // A long past must not pile up in memory: what is over is stored and let go of.
  async #storePast(): Promise<void> {
    const brokerTime = this.#newest;
    const stuck = setTimeout(this.#begun, STUCK_MS);
    const stopping = Promise.withResolvers<unknown>();
    const { signal } = this.#reading;
    signal.addEventListener('abort', stopping.resolve);
    const stored = this.#past.store((call) => this.#assembler.isOver(call, brokerTime), brokerTime);
    await Promise.race([stored.catch(() => {}), stopping.promise]);
    signal.removeEventListener('abort', stopping.resolve);
    clearTimeout(stuck);
    this.#sweep();
  }

  #announceOpen(): void {
    for (const call of this.#assembler.open) this.#effects.announce(call, this.#effects.record(call));
  }

  #tick(): void {
    const { bus, metrics } = this.#options;
    if (!bus.connected || !this.#live) return;
    const now = bus.clock.now();
    for (const call of this.#assembler.open) {
      const reason = this.#silence.expired(call, now);
      const basedOn = call.lastSequence;
      if (reason === undefined || this.#expiring.get(call) === basedOn) continue;
      this.#expiring.set(call, basedOn);
      const what = `${ExpiryReason[reason]}-${basedOn}`;
      const expiry = { reason, basedOn };
      this.#effects.tell(call, EventType.CALL_EXPIRED, what, { expiry }).catch(() => {});
    }
    metrics.openCalls.set(this.#assembler.open.size);
    if (Math.abs(now - this.#sweptAt) < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    this.#sweep();
  }

  #sweep(): void {
    this.#assembler.sweep(this.#newest, (call) => this.#effects.busy(call) || this.#past.owes(call));
  }

  // With many calls to remember it takes its time; it only makes a restart quicker.
  async #save(): Promise<void> {
    if (!this.#live) return;
    const begun = performance.now();
    if (begun < this.#saveAfter && !this.#reading.signal.aborted) return;
    const { done } = this.#inFlight;
    const saved = this.#options.progress.save({ processed: done, retained: this.#assembler.retained() });
    const now = performance.now();
    this.#saveAfter = now + (now - begun) / SAVE_SHARE;
    await saved;
  }

  #aside(code: string, reason: string, m: StreamMessage, fresh: boolean): Promise<unknown>[] {
    if (!fresh) return [];
    this.#options.metrics.deadLetters.inc({ service: 'core', code });
    const source = `${STREAMS.CALLS.name} ${m.sequence}`;
    return [setAside(this.#options.bus, { service: 'core', code, reason, source, payload: m.data })];
  }
}
