import { setTimeout as delay } from 'node:timers/promises';
import {
  CallEventCodec,
  type CallEventInit,
  CallSnapshotCodec,
  callSubject,
  type Decision,
  EventType,
  eventId,
  eventSubject,
  type JournalRecordInit,
  LookupKind,
  PartyKind,
  PopupAction,
  PopupCodec,
  type PopupInit,
  popupSubject,
} from '@callbus/contract';
import { type Bus, type HouseConfig, type Logger, type Metrics, reasonOf, setAside } from '@callbus/runtime';
import { buildRecord, unknownParty } from './assemble/record.ts';
import { snapshotOf } from './assemble/snapshot.ts';
import type { CallState } from './assemble/state.ts';
import { directionOf } from './assemble/status.ts';
import type { JournalWriter } from './journal.ts';
import type { Directory } from './lookup/directory.ts';
import type { NumberPlan } from './numberplan/plan.ts';

export interface EffectsOptions {
  bus: Bus;
  plan: NumberPlan;
  directory: Directory;
  journal: JournalWriter;
  config: HouseConfig;
  metrics: Metrics;
  log: Logger;
}

/**
 * How long a finished call waits for a look-up that is on its way: a record is
 * due two seconds after the end was told, and what comes later amends it.
 */
const LOOKUP_PATIENCE_MS = 1_200;

/** What follows from a call's state: snapshots, popups, look-ups, and its journal record. */
export class Effects {
  readonly #options: EffectsOptions;
  readonly #abort: AbortSignal;
  /** The last work of each call: records of one call are stored in order. */
  readonly #chains = new Map<CallState, Promise<void>>();
  readonly #asked = new WeakSet<CallState>();
  /** Finished calls that wait for their look-up. */
  readonly #waiting = new Map<CallState, PromiseWithResolvers<void>>();

  constructor(options: EffectsOptions, abort: AbortSignal) {
    this.#options = options;
    this.#abort = abort;
  }

  /** The record of a call as it stands. */
  record(call: CallState, now = this.#options.bus.clock.now()): JournalRecordInit {
    return buildRecord(call, this.#options.plan, now);
  }

  /** Resolves when every record that was being stored is, or never will be. */
  async idle(): Promise<void> {
    while (this.#chains.size + this.#waiting.size > 0) {
      await Promise.allSettled([...this.#waiting.values()].map((w) => w.promise));
      await Promise.allSettled(this.#chains.values());
    }
  }

  /** Whether a record of the call is on its way. */
  busy(call: CallState): boolean {
    return this.#chains.has(call) || this.#waiting.has(call);
  }

  /** The first record of a call nobody has published. */
  isNew(call: CallState): void {
    this.#options.journal.isNew(call);
  }

  /** Publishes the running state; only the newest counts, so that a lost one is no loss. */
  announce(call: CallState, record: JournalRecordInit): void {
    const { bus, log } = this.#options;
    try {
      bus.announce(callSubject(call.callId), CallSnapshotCodec.encode(snapshotOf(call, record)));
    } catch (error) {
      log.debug({ callId: call.callId, error: reasonOf(error) }, 'call not announced');
    }
  }

  /**
   * Stores the record of a call that is over, with its look-up where one is on
   * its way. Rejects only when we are stopping.
   */
  async settle(call: CallState, record: JournalRecordInit = this.record(call)): Promise<void> {
    if (call.endedAt === undefined) return;
    if (call.lookup !== 'pending' || this.#patience(call) <= 0) {
      this.#waiting.get(call)?.resolve();
      return await this.store(call, record);
    }
    await this.#lookedUp(call);
    // It may have been opened again, and it knows more now.
    if (call.endedAt !== undefined) await this.store(call, this.record(call));
  }

  /** Stores the record behind whatever of this call is being stored. Rejects only when we are stopping. */
  store(call: CallState, record: JournalRecordInit): Promise<void> {
    const before = this.#chains.get(call) ?? Promise.resolve();
    const work = before.then(() => this.#write(call, record));
    this.#chains.set(call, work);
    const forget = (): void => {
      if (this.#chains.get(call) === work) this.#chains.delete(call);
    };
    work.then(forget, forget);
    return work;
  }

  /** Publishes one popup, unless it is late already. */
  async popup(popup: PopupInit): Promise<void> {
    const { bus, metrics, log } = this.#options;
    const outcome = (word: string): void => metrics.popups.inc({ service: 'core', outcome: word });
    if (bus.clock.now() > (popup.expiresAt ?? 0)) return outcome('late');
    try {
      // A phone that rings again in the same call is shown again: the moment tells the two apart.
      const messageId = `${popup.popupId}-${popup.issuedAt}`;
      await bus.publish(popupSubject(popup.extension ?? ''), PopupCodec.encode(popup), {
        messageId,
        timeoutMs: 2_000,
      });
      outcome(popup.action === PopupAction.HIDE ? 'hidden' : 'published');
    } catch (error) {
      outcome('lost');
      log.warn({ callId: popup.callId, error: reasonOf(error) }, 'popup lost');
    }
  }

  /** Asks the bases who the other party is, and tells the stream. Once per call. */
  lookUp(call: CallState): void {
    if (call.lookup !== 'pending' || this.#asked.has(call) || this.#patience(call) <= 0) return;
    this.#asked.add(call);
    this.#askWho(call).catch(() => {});
  }

  /**
   * Tells the stream something core found out about a call, so that it is part
   * of the call's state for good. Tries until it is stored; rejects only when
   * we are stopping.
   */
  async tell(
    call: Pick<CallState, 'callId' | 'instance' | 'key' | 'orderGroup'>,
    type: EventType,
    what: string,
    detail: Partial<CallEventInit>,
  ): Promise<void> {
    const { bus, log } = this.#options;
    const at = Math.round(bus.clock.now());
    const { instance, key, orderGroup } = call;
    const id = eventId({ instance, key, connection: `${what}-${call.callId}`, type });
    const group = orderGroup === instance ? '' : orderGroup;
    const event = {
      eventId: id,
      type,
      instance,
      key,
      orderGroup: group,
      occurredAt: at,
      observedAt: at,
      ...detail,
    };
    const data = CallEventCodec.encode(event);
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      this.#abort.throwIfAborted();
      try {
        await bus.publish(eventSubject(instance, key, orderGroup), data, { messageId: id });
        return;
      } catch (error) {
        log.debug({ callId: call.callId, error: reasonOf(error) }, `${what} not recorded yet`);
        await delay(pause, undefined, { ref: false });
      }
    }
  }

  async #write(call: CallState, record: JournalRecordInit): Promise<void> {
    try {
      await this.#options.journal.write(call, record, this.#abort);
    } catch (error) {
      if (this.#abort.aborted) throw error;
      // A record that cannot be made must not hold up the others.
      this.#options.log.error({ callId: call.callId, error: reasonOf(error) }, 'record not stored');
      const reason = `record of ${call.callId}: ${reasonOf(error)}`;
      await setAside(this.#options.bus, {
        service: 'core',
        code: 'core.record',
        reason,
        callId: call.callId,
      });
    }
  }

  async #askWho(call: CallState): Promise<void> {
    const { bus, plan, directory, config } = this.#options;
    const party = unknownParty(call, directionOf(call).direction);
    const number = plan.read(party?.number ?? '');
    const { deadlineMs } = config.routing;
    const answer = await directory.ask(
      party?.kind === PartyKind.UUID
        ? {
            kind: LookupKind.UUID,
            number: party.uuid ?? '',
            e164: '',
            digits: '',
            deadlineMs,
            fields: uuidsOf(call),
          }
        : { number: party?.number ?? '', e164: number.e164 ?? '', digits: number.digits, deadlineMs },
    );
    const decision: Decision = {
      at: Math.round(bus.clock.now()),
      subject: 'lookup',
      rule: answer.cached ? `${answer.rule}-remembered` : answer.rule,
      outcome: answer.status,
      details: { call: call.lookupFor, ...(answer.base ? { base: answer.base } : {}) },
      tookMs: answer.tookMs,
    };
    const { counterparty = null, responsible } = answer;
    const information = { decisions: [decision], counterparty, responsible };
    await this.tell(call, EventType.CALL_INFORMATION, 'lookup', { information });
  }

  /** How long the call's record may still wait for a look-up; nobody waits for calls of the past. */
  #patience({ closedAt }: CallState): number {
    if (closedAt === undefined) return LOOKUP_PATIENCE_MS;
    return closedAt + LOOKUP_PATIENCE_MS - this.#options.bus.clock.now();
  }

  // Told, the answer comes back on the stream. Not told in time (the stream is
  // full, the bus away), the record does not wait: 1C gets the call without it.
  async #lookedUp(call: CallState): Promise<void> {
    let waiting = this.#waiting.get(call);
    if (!waiting) {
      waiting = Promise.withResolvers<void>();
      this.#waiting.set(call, waiting);
      const { resolve } = waiting;
      setTimeout(resolve, this.#patience(call)).unref();
      void waiting.promise.then(() => this.#waiting.delete(call));
    }
    await waiting.promise;
  }
}

/** Whom else the source named with the party: a base may know the organisation and not the person. */
function uuidsOf({ attributes }: CallState): Record<string, string> {
  return Object.fromEntries(
    ['clientId', 'userId', 'serviceId'].flatMap((name) =>
      attributes[name] ? [[name, attributes[name] as string]] : [],
    ),
  );
}
