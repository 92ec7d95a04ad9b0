import type { CallBusError } from '@callbus/runtime';
import type { Action } from './action.ts';
import type { AmiMessage } from './message.ts';
import type { Timers } from './timers.ts';

/** What an action brought. */
export interface Reply {
  /** The answer itself; its `Response` may be `Error`. */
  response: AmiMessage;
  /** The items of a list, its last event (`EventList: Complete`) included; empty where it is no list. */
  events: AmiMessage[];
}

export interface RequestOptions {
  /** How long the whole answer may take, a list's last item included; 10 s where left out. */
  timeoutMs?: number;
}

/** An action of the set-up that was refused; the link works without it. */
export interface RefusedAction {
  action: Action;
  /** The user has no right to it; otherwise the server did not like it. */
  right: boolean;
  /** The server's own words. */
  message: string;
}

/** What happens to a link. */
export type LinkChange =
  /** Logged in and set up; what happened before is not known. */
  | { state: 'up'; banner: string; refused: readonly RefusedAction[] }
  /** Lost, or could not be made; the next try is `retryInMs` from now. */
  | { state: 'down'; wasUp: boolean; error: CallBusError; retryInMs: number }
  /** The server says that it goes down, and whether to come back; `down` follows. */
  | { state: 'shutdown'; restart: boolean };

/** A link to a manager interface, whatever carries it. It mends itself until it is stopped. */
export interface ManagerLink {
  /** Begins to connect; what comes of it is told to `onChange`. */
  start(): void;
  /** Logs off and leaves nothing behind; what waits for an answer is rejected. */
  stop(): Promise<void>;
  /** Logged in and set up. */
  readonly up: boolean;
  /**
   * Does an action. A reply with `Response: Error` resolves like any other.
   * @throws {BadAction} nothing was sent
   * @throws {RightMissing} the user may not
   * @throws {LinkDown | NoReply | BadAnswer} whether it was done is not known
   */
  request(action: Action, options?: RequestOptions): Promise<Reply>;
  /** Calls `listener` with every event that is no item of a list somebody asked for. @returns what ends it */
  events(listener: (event: AmiMessage) => void): () => void;
  /** Calls `listener` at every change. @returns what ends it */
  onChange(listener: (change: LinkChange) => void): () => void;
}

/** What every kind of link needs. */
export interface LinkOptions {
  username: string;
  secret: string;
  /**
   * Done after every log-in, in order: `Filter` actions, then `Events`. Where an
   * `Events` is among them, the log-in itself asks for none, so that nothing comes
   * before the filters stand.
   */
  setup?: readonly Action[];
  /** Events that are wanted; all where left out. Items of lists come in any case. */
  wanted?(event: string): boolean;
  /** Told of each message that was longer than a message may be and was dropped. */
  onDropped?(): void;
  /** Told of a listener that throws; the others and the link go on. */
  onFailure?(error: unknown): void;
  timers?: Timers;
  /** Gives ActionIDs, each once. */
  ids?(): string;
}

/** A certificate authority of one's own, and how strict to be; as `node:tls` has them. */
export interface LinkTls {
  ca?: string | Buffer | (string | Buffer)[];
  /** False takes any certificate; true where left out. */
  rejectUnauthorized?: boolean;
  /** The name the certificate must carry, where it is not the host's. */
  servername?: string;
}
