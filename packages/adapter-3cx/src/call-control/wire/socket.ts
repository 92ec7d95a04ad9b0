import { type Dispatcher, WebSocket } from 'undici';
import { PbxAway } from '../../errors.ts';

export interface SocketOptions {
  /** `https://host:port` of 3CX. */
  origin: string;
  token: string;
  dispatcher: Dispatcher;
  timeoutMs: number;
  onFrame(text: string): void;
  /** The connection is over; told once, and only after it stood. */
  onClose(reason: string): void;
}

/** One WebSocket of Call Control. */
export class EventSocket {
  readonly #socket: WebSocket;
  #closed = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Opens it; resolves when 3CX took the token. @throws {PbxAway} */
  static open(options: SocketOptions): Promise<EventSocket> {
    const { origin, token, dispatcher, timeoutMs } = options;
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/callcontrol/ws`, {
      headers: { authorization: `Bearer ${token}` },
      dispatcher,
    });
    const events = new EventSocket(socket);
    return new Promise((resolve, reject) => {
      let open = false;
      const over = (reason: string): void => {
        clearTimeout(timer);
        if (events.#closed) return;
        events.#closed = true;
        if (open) options.onClose(reason);
        else reject(new PbxAway(reason));
      };
      const timer = setTimeout(() => {
        over('handshake timed out');
        socket.close();
      }, timeoutMs);
      socket.addEventListener('open', () => {
        clearTimeout(timer);
        if (events.#closed) return;
        open = true;
        resolve(events);
      });
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && !events.#closed) options.onFrame(data);
      });
      socket.addEventListener('error', ({ message }) => over(message || 'error'));
      socket.addEventListener('close', ({ code, reason }) => over(reason || `code ${code}`));
    });
  }

  /** Ends it; `onClose` is not told. */
  close(): void {
    this.#closed = true;
    this.#socket.close();
  }
}
