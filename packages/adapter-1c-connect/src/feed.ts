import { type CallEventInit, EventType, eventId, type InteractionEventInit } from '@callbus/contract';
import { type AdapterContext, codeOf, reasonOf } from '@callbus/runtime';
import { LRUCache } from 'lru-cache';
import type { CallNote, Memory } from './memory.ts';
import { messages } from './messages.ts';
import { Names } from './names.ts';
import {
  gone,
  type NativeInteraction,
  ownConnection,
  STATUSES,
  statusWord,
  translateCall,
  translateInteraction,
  translateStatus,
  unknownWords,
} from './translate.ts';
import { badField } from './wire/fields.ts';
import type { Initiator, NativeCall, NativeEvent, NativeStatus } from './wire/native.ts';
import { idOf } from './wire/read.ts';

/** Whose program tells. */
export interface Teller {
  login: string;
  extension: string;
}

const SESSIONS = 1_000;

/** Turns what programs tell into events on the bus; what the bus does not take waits on disk. */
export class Feed {
  readonly #context: AdapterContext;
  readonly #memory: Memory;
  readonly #names: Names;
  /** How remote sessions began, for the event that ends them. */
  readonly #sessions = new LRUCache<string, InteractionEventInit>({ max: SESSIONS });
  /** The last status each login told of itself. */
  readonly #statuses = new Map<string, string>();
  readonly #connected = new Set<string>();
  #ordinal = 0;

  constructor(context: AdapterContext, memory: Memory) {
    this.#context = context;
    this.#memory = memory;
    this.#names = new Names({
      lookup: (question) => context.lookup(question),
      tell: (event) => context.tellInteractions([event]),
      now: () => context.now(),
    });
  }

  /** The calls of an earlier run went on unseen. */
  async start(): Promise<void> {
    this.#names.start();
    this.#memory.load();
    const at = this.#context.now();
    await this.#gap(this.#memory.running(), at, at, 'adapter-restarted');
  }

  async stop(): Promise<void> {
    await this.#names.stop();
  }

  /** The status a login told of itself; empty where it did not. */
  status(login: string): string {
    return this.#statuses.get(login) ?? '';
  }

  /** Takes one event in. Never rejects: what cannot be used is set aside. */
  async take(teller: Teller, native: NativeEvent, bytes: Buffer): Promise<void> {
    const refuse = (code: string, reason: string): void =>
      this.#context.refuse({
        code,
        reason,
        source: teller.login,
        contentType: 'application/xml',
        payload: bytes,
      });
    for (const flaw of native.flaws) refuse('1c-connect.field', flaw);
    try {
      if (native.kind === 'call') await this.#call(teller, native, refuse);
      else if (native.kind === 'status') await this.#status(teller, native, refuse);
      else await this.#interaction(teller, native);
    } catch (error) {
      refuse(codeOf(error), reasonOf(error));
    }
  }

  /** A program is there, again where it was lost. */
  async up({ login }: Teller, lostAt: number | undefined): Promise<void> {
    this.#connected.add(login);
    if (lostAt === undefined) return;
    const blind = this.#memory.running(login).filter((note) => !this.#heardBy(note, login));
    await this.#gap(blind, lostAt, this.#context.now(), 'agent-gone');
  }

  /** A program is gone. */
  async gone(teller: Teller): Promise<void> {
    this.#connected.delete(teller.login);
    this.#statuses.delete(teller.login);
    await this.#context.tellAgents([gone(this.#moment(teller))]);
  }

  /** Whether another login that is connected tells of the same call. */
  #heardBy({ legs }: CallNote, but: string): boolean {
    return Object.entries(legs).some(
      ([login, leg]) => login !== but && leg.open && this.#connected.has(login),
    );
  }

  #moment({ login, extension }: Teller) {
    const { id: instance, now } = this.#context;
    return { instance, login, extension, observedAt: now(), ordinal: this.#ordinal++ };
  }

  async #call(
    teller: Teller,
    told: NativeCall,
    refuse: (code: string, reason: string) => void,
  ): Promise<void> {
    const { login, extension } = teller;
    const key = idOf(told.callId);
    const note = this.#memory.find(key);
    const native = told.mode || !note?.mode ? told : { ...told, mode: note.mode };
    const known = note?.legs[login];
    const initiator = native.initiator ?? known?.initiator ?? implied(native);
    const others = Object.entries(note?.legs ?? {}).filter(([other]) => other !== login);
    const peer = others.find(([, leg]) => leg.initiator !== initiator)?.[1].connection;
    const own = known?.connection ?? ownConnection(native, { initiator, peer, extension });
    for (const word of unknownWords(native)) refuse('1c-connect.field', word);
    const ordinal =
      native.phase === 'CallInProgress'
        ? this.#memory.pressed([key, login, native.key, native.keyAt ?? native.at].join('|'))
        : 0;
    const moment = {
      ...this.#moment(teller),
      initiator,
      own,
      peer,
      others: others.some(([, leg]) => leg.open),
      ordinal,
    };
    const events = translateCall(native, moment);
    const over = native.phase === 'Finished' || native.phase === 'CallError';
    const open = over ? false : native.phase === 'MP3RecordReady' ? (known?.open ?? false) : true;
    // Noted first: killed in between, a call is marked that needs no mark, and none is forgotten.
    const { callId, mode } = native;
    if (open)
      this.#memory.note({ key, callId, ...(mode ? { mode } : {}) }, login, {
        initiator,
        connection: own,
        open,
      });
    await this.#context.publishOrKeep(events);
    if (!open)
      this.#memory.note({ key, callId, ...(mode ? { mode } : {}) }, login, {
        initiator,
        connection: own,
        open,
      });
  }

  async #status(
    teller: Teller,
    native: NativeStatus,
    refuse: (code: string, reason: string) => void,
  ): Promise<void> {
    if (statusWord(native.status) === undefined)
      refuse(
        '1c-connect.field',
        badField('Status', native.status, Object.keys(STATUSES).join(' | ')).message,
      );
    const event = translateStatus(native, this.#moment(teller));
    if (event.extension === teller.extension) this.#statuses.set(teller.login, native.status);
    await this.#context.tellAgents([event]);
  }

  async #interaction(teller: Teller, native: NativeInteraction): Promise<void> {
    const events = translateInteraction(native, this.#moment(teller)).map((event) =>
      native.kind === 'session' ? this.#session(event) : event,
    );
    await this.#context.tellInteractions(events.map((event) => this.#names.take(event)));
  }

  /** The end of a session with what was told at its beginning: whoever reads it needs no other event. */
  #session(event: InteractionEventInit): InteractionEventInit {
    const id = event.id ?? '';
    const before = this.#sessions.get(id);
    const whole: InteractionEventInit = before
      ? {
          ...event,
          author: event.author ?? before.author ?? null,
          occurredAt: before.occurredAt ?? event.occurredAt ?? 0,
          details: { ...before.details, ...event.details },
        }
      : event;
    this.#sessions.set(id, whole);
    return whole;
  }

  /** Marks calls of which something may have been missed. */
  async #gap(calls: readonly CallNote[], from: number, to: number, reason: string): Promise<void> {
    const { id: instance, publishOrKeep } = this.#context;
    const events = calls.map(({ key, callId }): CallEventInit => {
      const type = EventType.SOURCE_GAP;
      return {
        eventId: eventId({ instance, key, connection: `${reason}-${from}`, type }),
        type,
        instance,
        key,
        // A gap that names a call is that call's alone.
        nativeId: callId,
        occurredAt: to,
        observedAt: to,
        gap: { from, to, reason },
      };
    });
    if (events.length > 0) await publishOrKeep(events);
  }
}

/** A recording says nothing of who called, and needs not; everything else does. */
function implied({ phase }: NativeCall): Initiator {
  if (phase === 'MP3RecordReady') return 'incoming';
  throw badField('Initiator', '', messages.initiatorNeeded);
}
