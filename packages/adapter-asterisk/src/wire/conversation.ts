import { type Action, encodeAction } from './action.ts';
import { closesList, isDenied, isEvent, opensList } from './answer.ts';
import { BadAnswer, LinkDown, NoReply, RightMissing } from './errors.ts';
import type { SessionContext } from './keeper.ts';
import type { Reply } from './link.ts';
import { type AmiMessage, text, texts } from './message.ts';

/** Lists whose end nobody waits for any more; so many are remembered, to drop their items. */
const MOST_ABANDONED = 1_000;
/** Headers of a list's items that are kept; the largest server's channels with all they have take less. */
const MOST_HEADERS = 2_000_000;

interface Pending {
  readonly action: string;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly cancel: () => void;
  /** The answer of a list whose items are still coming. */
  list: Reply | undefined;
  /** Headers of its items so far. */
  headers: number;
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
      this.#pending.set(id, { action: action.action, resolve, reject, cancel, list: undefined, headers: 0 });
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
      this.#item(id, pending, pending.list, message);
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

  #item(id: string, pending: Pending, list: Reply, item: AmiMessage): void {
    list.events.push(item);
    if (closesList(item)) {
      this.#settle(id, pending, list);
      return;
    }
    for (const name in item) pending.headers += texts(item, name).length;
    if (pending.headers <= MOST_HEADERS) return;
    // A list without an end would take all the memory there is before its time is up.
    this.#abandon(id);
    pending.cancel();
    pending.reject(new BadAnswer(this.#peer, `${pending.action}: > ${list.events.length - 1}`));
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
