import {
  createInbox,
  errors,
  headers,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from '@nats-io/transport-node';
import { BusUnavailable, reasonOf, SetAside, StreamFull, WrongLastSequence } from '../errors.ts';
import type { Turn } from './turn.ts';

export interface PublishOptions {
  /** Absorbs a repeat inside the stream's duplicate window. */
  messageId?: string;
  /** Refuse unless the subject's last message has this stream sequence; 0 means there is none. */
  lastSubjectSequence?: number;
  timeoutMs?: number;
}

/** What the stream said when it stored a message. */
export interface Stored {
  sequence: number;
  /** The message id was already there. */
  duplicate: boolean;
}

interface Waiting {
  subject: string;
  deadline: number;
  resolve: (stored: Stored) => void;
  reject: (error: unknown) => void;
}

/** What JetStream answers (NATS ADR-22). */
interface Answer {
  seq?: number;
  duplicate?: boolean;
  error?: { err_code?: number; description?: string };
}

// JetStream's own numbers for what we tell apart.
const WRONG_LAST_SEQUENCE = new Set([10_071, 10_164]);
const NO_ROOM = new Set([10_023, 10_047, 10_052, 10_077]);
const TOO_LARGE = 10_054;
const NO_RESPONDERS = 503;
/** How often we look whose time is over: one timer for all, where the client library has one each. */
const LOOK_EVERY_MS = 50;

/**
 * Publishes into streams and hands out the acknowledgements: one subscription
 * and one timer for all, and nothing per message but its entry in a map. It is
 * the hottest road of the house, every event takes it several times.
 */
export class Publisher {
  readonly #nc: NatsConnection;
  readonly #turn: Turn;
  readonly #inbox: string;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #idle: PromiseWithResolvers<void> | undefined;

  /** @param inboxPrefix where answers may come, if not everywhere */
  constructor(nc: NatsConnection, turn: Turn, inboxPrefix?: string) {
    this.#nc = nc;
    this.#turn = turn;
    this.#inbox = createInbox(inboxPrefix);
    nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, msg) => {
        if (error) this.failAll(error);
        else this.#answered(msg);
      },
    });
  }

  /** @throws as `Bus.publish` */
  publish(subject: string, data: Uint8Array, options: PublishOptions, timeoutMs: number): Promise<Stored> {
    const token = (++this.#count).toString(36);
    return new Promise((resolve, reject) => {
      this.#waiting.set(token, { subject, deadline: performance.now() + timeoutMs, resolve, reject });
      this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS);
      this.#turn.add(() => this.#send(token, subject, data, options));
    });
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers<void>();
    return this.#idle.promise;
  }

  /** Nobody will answer any more: the connection is over, or may not hear. */
  failAll(error: unknown): void {
    for (const token of [...this.#waiting.keys()]) this.#fail(token, error);
  }

  /** The server does not let us publish there. */
  denied(subject: string, error: unknown): void {
    for (const [token, waiting] of [...this.#waiting])
      if (waiting.subject === subject) this.#fail(token, error);
  }

  #send(token: string, subject: string, data: Uint8Array, options: PublishOptions): void {
    // Its time may have ended before its turn came.
    if (!this.#waiting.has(token)) return;
    try {
      const sent = { reply: `${this.#inbox}.${token}`, ...headersOf(options) };
      this.#nc.publish(subject, data, sent);
    } catch (error) {
      // The client knows what no server will take (a payload that is too large); all else may pass.
      const never = error instanceof errors.InvalidArgumentError;
      this.#settle(token)?.reject(never ? refused(subject, error) : unanswered(subject, error));
    }
  }

  #answered(msg: Msg): void {
    const waiting = this.#settle(msg.subject.slice(this.#inbox.length + 1));
    if (!waiting) return;
    const { subject, resolve, reject } = waiting;
    if (msg.data.length === 0) {
      const nobody = msg.headers?.code === NO_RESPONDERS;
      reject(unanswered(subject, nobody ? 'no stream takes it' : 'an empty answer'));
      return;
    }
    try {
      const { seq, duplicate, error } = msg.json<Answer>();
      if (error) reject(errorOf(subject, error));
      else if (typeof seq !== 'number') reject(unanswered(subject, 'somebody else than a stream answered'));
      else resolve({ sequence: seq, duplicate: duplicate === true });
    } catch (error) {
      reject(unanswered(subject, error));
    }
  }

  #look(): void {
    const now = performance.now();
    for (const [token, { deadline }] of this.#waiting) if (deadline <= now) this.#fail(token, 'timeout');
  }

  #fail(token: string, error: unknown): void {
    const waiting = this.#settle(token);
    waiting?.reject(unanswered(waiting.subject, error));
  }

  #settle(token: string): Waiting | undefined {
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    if (this.#waiting.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#idle?.resolve();
      this.#idle = undefined;
    }
    return waiting;
  }
}

function headersOf({ messageId, lastSubjectSequence }: PublishOptions): { headers?: MsgHdrs } {
  if (!messageId && lastSubjectSequence === undefined) return {};
  const told = headers();
  if (messageId) told.set('Nats-Msg-Id', messageId);
  if (lastSubjectSequence !== undefined)
    told.set('Nats-Expected-Last-Subject-Sequence', String(lastSubjectSequence));
  return { headers: told };
}

function errorOf(
  subject: string,
  { err_code: code = 0, description = '' }: NonNullable<Answer['error']>,
): Error {
  if (WRONG_LAST_SEQUENCE.has(code)) return new WrongLastSequence(subject, description);
  if (NO_ROOM.has(code)) return new StreamFull(description);
  if (code === TOO_LARGE) return refused(subject, description);
  return unanswered(subject, description);
}

const refused = (subject: string, error: unknown): SetAside =>
  new SetAside('bus.refused', `${subject}: ${reasonOf(error)}`, { cause: error });

const unanswered = (subject: string, error: unknown): BusUnavailable =>
  new BusUnavailable(`no acknowledgement for ${subject}: ${reasonOf(error)}`, error);
