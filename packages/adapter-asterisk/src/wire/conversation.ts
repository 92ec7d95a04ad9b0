import { type Action, encodeAction } from './action.ts';
import { closesList, isDenied, isEvent, opensList } from './answer.ts';
import { LinkDown, NoReply, RightMissing } from './errors.ts';
import type { SessionContext } from './keeper.ts';
import type { Reply } from './link.ts';
import { type AmiMessage, text } from './message.ts';

/** Lists whose end nobody waits for any more; so many are remembered, to drop their items. */
const MOST_ABANDONED = 1_000;

interface Pending {
  readonly action: string;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly cancel: () => void;
  /** The answer of a list whose items are still coming. */
  list: Reply | undefined;
}

/** Questions and answers over one connection, told apart by their ActionID. */
export class Conversation {
  readonly #peer: string;
  readonly #username: string;
  readonly #context: SessionContext;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #pending = new Map<string, Pending>();
  readonly #abandoned = new Set<string>();
  #over = false;

  constructor(peer: string, username: string, context: SessionContext, send: (bytes: Uint8Array) => void) {
    this.#peer = peer;
    this.#username = username;
    this.#context = context;
    this.#send = send;
  }

  /** Whether anything that comes may be the item of a list. */
  get waiting(): boolean {
    return this.#pending.size > 0 || this.#abandoned.size > 0;
  }

  request(action: Action, timeoutMs: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#over) throw new LinkDown(this.#peer);
      const id = this.#context.id();
      const bytes = encodeAction(action, id);
      const cancel = this.#context.timers.after(timeoutMs, () => {
        this.#abandon(id);
        reject(new NoReply(this.#peer, action.action, timeoutMs));
      });
      this.#pending.set(id, { action: action.action, resolve, reject, cancel, list: undefined });
      this.#send(bytes);
    });
  }

  /** Takes a message: an answer, an item of a list, or an event for everybody. */
  take(message: AmiMessage): void {
    const id = text(message, 'ActionID');
    const pending = id === '' ? undefined : this.#pending.get(id);
    if (!isEvent(message)) {
      if (pending) this.#answer(id, pending, message);
      else if (!opensList(message)) this.#abandoned.delete(id);
      return;
    }
    if (pending?.list) {
      pending.list.events.push(message);
      if (closesList(message)) this.#settle(id, pending, pending.list);
      return;
    }
    if (this.#abandoned.has(id)) {
      if (closesList(message)) this.#abandoned.delete(id);
      return;
    }
    this.#context.event(message);
  }

  /** Rejects whatever still waits; nothing more is sent. */
  end(cause: unknown): void {
    this.#over = true;
    for (const { cancel, reject } of this.#pending.values()) {
      cancel();
      reject(new LinkDown(this.#peer, cause));
    }
    this.#pending.clear();
    this.#abandoned.clear();
  }

  #answer(id: string, pending: Pending, response: AmiMessage): void {
    const reply: Reply = { response, events: [] };
    if (opensList(response)) {
      pending.list = reply;
      return;
    }
    if (!isDenied(response)) {
      this.#settle(id, pending, reply);
      return;
    }
    this.#pending.delete(id);
    pending.cancel();
    pending.reject(new RightMissing(this.#username, pending.action));
  }

  #settle(id: string, { cancel, resolve }: Pending, reply: Reply): void {
    this.#pending.delete(id);
    cancel();
    resolve(reply);
  }

  #abandon(id: string): void {
    this.#pending.delete(id);
    if (this.#abandoned.size >= MOST_ABANDONED) this.#abandoned.clear();
    this.#abandoned.add(id);
  }
}
