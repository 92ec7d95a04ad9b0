import { BadAnswer, PbxRefused } from '../errors.ts';
import { readFrame, readParticipant, readSnapshot } from './read.ts';
import type { ApiAnswer, PbxApi } from './wire/api.ts';
import { type DnState, digitIn, EventKind, type Participant, participantOf } from './wire/native.ts';
import { EventSocket } from './wire/socket.ts';

/** What a session finds out, in the order it happened. Times are our clock, Unix milliseconds. */
export interface SessionListener {
  /** Everything there is now. @param healing whether events should have told it before */
  snapshot(numbers: DnState[], participants: Participant[], at: number, healing: boolean): Promise<boolean>;
  see(participant: Participant, at: number): Promise<void>;
  gone(dn: string, id: number, at: number): Promise<void>;
  digit(dn: string, id: number, digit: string, at: number): Promise<void>;
  /** A frame as it came. */
  frame?(text: string, at: number): void;
  bad(problem: BadAnswer, raw: unknown, source: string): void;
}

export interface SessionOptions {
  api: PbxApi;
  listener: SessionListener;
  now: () => number;
  timeoutMs: number;
  /** How often everything is looked at anew, whether or not events came. */
  lookEveryMs: number;
}

/** After events that seem to be missing, everything is looked at anew; no more often than this. */
const RESYNC_MS = 5_000;

/**
 * One connection to Call Control, from its handshake to its end. Events carry
 * no state, so each is followed by a GET; what happened is told in the order of the events.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #abort = new AbortController();
  readonly #over = Promise.withResolvers<string>();
  #socket: EventSocket | undefined;
  #work: Promise<void> = Promise.resolve();
  #sequence: number | undefined;
  #framesAt = 0;
  #resyncAt = 0;
  /** Looks that are on their way or waiting for their turn. */
  #looks = 0;
  #timer: NodeJS.Timeout | undefined;
  #resync: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /**
   * Opens the socket first and looks at everything then, so that nothing falls between.
   * @throws {PbxAway | CredentialsRefused | PbxRefused}
   */
  async open(): Promise<void> {
    const { api, now, timeoutMs, lookEveryMs } = this.#options;
    const token = await api.token.renew();
    try {
      this.#socket = await EventSocket.open({
        origin: api.origin,
        token,
        dispatcher: api.dispatcher,
        timeoutMs,
        onFrame: (text) => this.#take(text, now()),
        onClose: (reason) => this.end(reason),
      });
    } catch (error) {
      // A refused handshake does not tell why; the same token at the REST side does.
      const { status } = await api.get('/callcontrol', this.#abort.signal);
      throw status === 200 ? error : new PbxRefused(status, `/callcontrol: ${status}`);
    }
    // Frames that come meanwhile wait behind the look.
    this.#looks++;
    const look = this.#work.then(() => this.#look(false));
    this.#work = look.catch(() => {});
    await look;
    this.#timer = setInterval(() => this.#lookAgain(), lookEveryMs);
  }

  /** Resolves with the reason when the connection is over and all of it is told. */
  async closed(): Promise<string> {
    const reason = await this.#over.promise;
    await this.#work;
    return reason;
  }

  /** Ends it. */
  end(reason: string): void {
    clearInterval(this.#timer);
    clearTimeout(this.#resync);
    this.#abort.abort();
    this.#socket?.close();
    this.#over.resolve(reason);
  }

  #take(text: string, at: number): void {
    this.#framesAt = at;
    this.#options.listener.frame?.(text, at);
    let told: ReturnType<typeof readFrame>;
    try {
      told = readFrame(text);
    } catch (error) {
      if (!(error instanceof BadAnswer)) throw error;
      this.#options.listener.bad(error, text, 'ws');
      return;
    }
    this.#count(told.sequence);
    const { event_type: kind, entity } = told.event;
    const named = participantOf(entity);
    // Devices, digits and answers to requests tell nothing about a call.
    if (!named) return;
    if (kind === EventKind.REMOVE) this.#then(() => this.#options.listener.gone(named.dn, named.id, at));
    if (kind === EventKind.UPSERT) this.#fetch(entity, named, at);
    if (kind === EventKind.DTMF) {
      const digit = digitIn(told.event.attached_data);
      this.#then(() => this.#options.listener.digit(named.dn, named.id, digit, at));
    }
  }

  #fetch(entity: string, { dn, id }: { dn: string; id: number }, at: number): void {
    const { api, listener } = this.#options;
    // Asked at once, told in turn; but an answer from before a look must not be told behind it.
    const early = this.#looks === 0 ? api.get(entity, this.#abort.signal) : undefined;
    early?.catch(() => {});
    this.#then(async () => {
      let answer: ApiAnswer;
      try {
        answer = await (early ?? api.get(entity, this.#abort.signal));
      } catch {
        this.#resyncSoon();
        return;
      }
      // Gone before we could look; its removal may have been told before it was told of.
      if (answer.status === 404) return await listener.gone(dn, id, at);
      if (answer.status !== 200) {
        this.#resyncSoon();
        return;
      }
      try {
        await listener.see(readParticipant(answer.body, entity), at);
      } catch (error) {
        if (!(error instanceof BadAnswer)) throw error;
        listener.bad(error, answer.body, entity);
      }
    });
  }

  // What is missing in between may have been for somebody else; looking costs little.
  #count(sequence: number | undefined): void {
    if (sequence === undefined) return;
    const before = this.#sequence;
    this.#sequence = sequence;
    if (before !== undefined && sequence !== before + 1) this.#resyncSoon();
  }

  #resyncSoon(): void {
    if (this.#resync || this.#abort.signal.aborted) return;
    const wait = Math.max(0, this.#resyncAt + RESYNC_MS - performance.now());
    this.#resync = setTimeout(() => {
      this.#resync = undefined;
      this.#lookAgain();
    }, wait);
  }

  #lookAgain(): void {
    this.#looks++;
    this.#then(async () => {
      try {
        await this.#look(true);
      } catch (error) {
        this.end(error instanceof Error ? error.message : String(error));
      }
    });
  }

  async #look(again: boolean): Promise<void> {
    const { api, listener, now } = this.#options;
    this.#resyncAt = performance.now();
    const asked = now();
    const { status, body } = await api.get('/callcontrol', this.#abort.signal).finally(() => this.#looks--);
    if (status !== 200) throw new PbxRefused(status, `/callcontrol: ${status}`);
    const { numbers, participants } = readSnapshot(body, (problem, raw) =>
      listener.bad(problem, raw, '/callcontrol'),
    );
    // What is newer than the answer must not be undone by it: its event comes behind.
    const silent = again && this.#framesAt < asked - this.#options.lookEveryMs;
    const news = await listener.snapshot(numbers, participants, now(), again);
    if (silent && news) this.end('silent');
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.end(error instanceof Error ? error.message : String(error));
    });
  }
}
