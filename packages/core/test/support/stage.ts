import {
  type CallEvent,
  CallEventCodec,
  type CallEventInit,
  CallStatus,
  Direction,
  EndedBy,
  EventCause,
  Evidence,
  enumWord,
  type JournalRecord,
  JournalRecordCodec,
} from '@callbus/contract';
import { type Applied, Assembler } from '../../src/assemble/assembler.ts';
import { buildRecord } from '../../src/assemble/record.ts';
import type { CallState } from '../../src/assemble/state.ts';
import { NumberPlan } from '../../src/numberplan/plan.ts';
import { at, BASE, type Line, lines } from './scenario.ts';

export { at, type Line, lines } from './scenario.ts';

export const plan = new NumberPlan({ country: 'RU', cityCode: '495', extension: '^\\d{2,5}$' });

/** The message as it comes from the stream. */
export const decoded = (event: CallEventInit): CallEvent =>
  CallEventCodec.decode(CallEventCodec.encode(event));

export interface StageOptions {
  lookups?: boolean;
}

/** Where a scenario is played: the pure part of core, nothing else. */
export class Stage {
  readonly assembler: Assembler;
  /** Calls that joined another, by key. */
  readonly joined = new Map<string, CallState>();
  readonly applied: Applied['kind'][] = [];
  #sequence = 0;

  constructor({ lookups = false }: StageOptions = {}) {
    this.assembler = new Assembler({ plan, wantsLookup: () => lookups });
  }

  /** Tells a scenario, or lines of it in any order. */
  tell(scenario: string | readonly Line[]): this {
    for (const { event, seenAt } of typeof scenario === 'string' ? lines(scenario) : scenario) {
      const message = decoded(event);
      // An expiry speaks of the newest event unless it says otherwise.
      if (message.expiry && !message.expiry.basedOn)
        message.expiry.basedOn = this.call(message.key, message.instance).lastSequence;
      this.#sequence++;
      const before = message.merge && [...this.assembler.calls()];
      const applied = this.assembler.apply(message, { sequence: this.#sequence, timestamp: seenAt });
      this.applied.push(applied.kind);
      if (applied.kind === 'call' && applied.merged && before)
        this.joined.set(applied.merged.key, applied.merged);
    }
    return this;
  }

  call(key = 'k1', instance = 'pbx'): CallState {
    const call = this.assembler.find({ instance, key });
    if (!call) throw new Error(`no call ${key}`);
    return call;
  }

  /** The record as 1C would get it: encoded and read again. */
  record(key = 'k1', now = at(0)): JournalRecord {
    return recordOf(this.call(key), now);
  }

  /** The record in the words of journal-truth, times in seconds of the scenario. */
  story(key = 'k1', now = at(0)): Story {
    return storyOf(this.record(key, now));
  }
}

export const recordOf = (call: CallState, now = at(0)): JournalRecord =>
  JournalRecordCodec.decode(JournalRecordCodec.encode(buildRecord(call, plan, now)));

const since = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : (ms - BASE) / 1_000;

export type Story = ReturnType<typeof storyOf>;

/** What a record says, in words and seconds. */
export function storyOf(r: JournalRecord) {
  return {
    direction: enumWord(Direction, r.direction),
    status: enumWord(CallStatus, r.status),
    number: r.externalNumber ?? null,
    raw: r.externalNumberRaw,
    did: r.did,
    extension: r.extension || null,
    caller: r.callerExtension || null,
    rang: r.rang,
    answeredBy: r.answeredBy || null,
    queue: r.queue || null,
    group: r.group || null,
    start: since(r.startedAt),
    answer: since(r.answeredAt),
    end: since(r.endedAt),
    ring: r.ringSeconds ?? null,
    wait: r.waitSeconds ?? null,
    talk: r.talkSeconds ?? null,
    hold: r.holdSeconds ?? null,
    parked: r.parkedSeconds ?? null,
    segments: r.segments.map((s) => [
      s.extension || s.number || null,
      since(s.startedAt),
      since(s.endedAt),
      s.talkSeconds ?? null,
    ]),
    transfers: r.transfers.map((t) => [
      t.kind,
      t.fromExtension || null,
      t.toExtension || t.toNumber || null,
      t.answered ?? false,
    ]),
    recordings: r.recordings.map((x) => x.url || x.file),
    cause: enumWord(EventCause, r.cause?.event),
    endedBy: enumWord(EndedBy, r.endedBy),
    evidence: enumWord(Evidence, r.evidence),
    mergedInto: r.mergedInto || null,
    rules: r.decisions.map((d) => d.rule ?? ''),
  };
}

/** Plays one call and gives its story. */
export const play = (scenario: string): Story => new Stage().tell(scenario).story();
