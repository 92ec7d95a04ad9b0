import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CallBusError } from '@callbus/runtime';
import type { Action } from './action.ts';
import { Conversation } from './conversation.ts';
import { CannotConnect, connectError, LinkClosed, LinkDown, LinkSilent, NotAsterisk } from './errors.ts';
import { Keeper, type Session, type SessionContext } from './keeper.ts';
import type { LinkTls, ManagerLink, RefusedAction, Reply } from './link.ts';
import { type Credentials, logIn, setUp } from './login.ts';
import { AmiParser } from './parser.ts';
import { within } from './timers.ts';

/** Where a manager interface is, and who we are there. */
export interface AmiOptions extends Credentials {
  host: string;
  port: number;
  /** TLS where given. */
  tls?: LinkTls;
  /** A Ping is sent after so long a silence; 30 s where left out. */
  silenceMs?: number;
  /** The longest message, in bytes; 1 MiB where left out. */
  limit?: number;
}

const CONNECT_MS = 10_000;
const GREETING_MS = 10_000;
/** A server waits a second before it refuses a log-in. */
const LOGIN_MS = 15_000;
const PING_MS = 10_000;
const GOODBYE_MS = 1_000;

/** A link over TCP or TLS. */
export function amiLink(options: AmiOptions): ManagerLink {
  const { host, port } = options;
  const peer = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  return new Keeper(peer, options, async (context) => {
    const session = new AmiSession(peer, options, context);
    try {
      await session.open();
      return session;
    } catch (error) {
      session.end(connectError(peer, error));
      throw error;
    }
  });
}

/** One connection: greeting, log-in, set-up, and the watch over its silence. */
class AmiSession implements Session {
  banner = '';
  refused: readonly RefusedAction[] = [];
  readonly #peer: string;
  readonly #options: AmiOptions;
  readonly #context: SessionContext;
  readonly #conversation: Conversation;
  readonly #greeting = Promise.withResolvers<string>();
  readonly #ended = Promise.withResolvers<CallBusError>();
  #socket: Socket | undefined;
  #failure: Error | undefined;
  #heard = 0;
  #cancelWatch = (): void => {};

  constructor(peer: string, options: AmiOptions, context: SessionContext) {
    this.#peer = peer;
    this.#options = options;
    this.#context = context;
    this.#conversation = new Conversation(peer, options.username, context, (bytes) =>
      this.#socket?.write(bytes),
    );
  }

  get ended(): Promise<CallBusError> {
    return this.#ended.promise;
  }

  async open(): Promise<void> {
    const { signal } = this.#context;
    const onAbort = (): void => this.end(signal.reason as CallBusError);
    signal.throwIfAborted();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#greeted();
      const ask = (action: Action): Promise<Reply> => this.#ask(action);
      await logIn(this.#peer, this.#options, ask);
      this.refused = await setUp(this.#options, ask);
      this.#watch();
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #greeted(): Promise<void> {
    const { timers } = this.#context;
    this.#greeting.promise.catch(() => {});
    const late = (): Error => new CannotConnect(this.#peer, 'ETIMEDOUT');
    await within(timers, CONNECT_MS, this.#connected(), late);
    const silent = (): Error => new NotAsterisk(this.#peer, '');
    this.banner = await within(timers, GREETING_MS, this.#greeting.promise, silent);
    if (this.banner.startsWith('Asterisk Call Manager')) return;
    throw new NotAsterisk(this.#peer, printable(this.banner));
  }

  request(action: Action, timeoutMs: number): Promise<Reply> {
    return this.#conversation.request(action, timeoutMs);
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    if (socket && !socket.destroyed) {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      // The answer is Goodbye and the end of the connection.
      await within(
        this.#context.timers,
        GOODBYE_MS,
        Promise.race([this.#farewell(), closed]),
        () => new Error(),
      ).catch(() => {});
    }
    this.end(new LinkClosed(this.#peer));
  }

  /** Ends it all; only the first reason counts. */
  end(reason: CallBusError): void {
    this.#cancelWatch();
    this.#socket?.destroy();
    this.#greeting.reject(reason);
    this.#conversation.end(reason);
    this.#ended.resolve(reason);
  }

  async #farewell(): Promise<void> {
    await this.#conversation.request({ action: 'Logoff' }, GOODBYE_MS);
  }

  // While a log-in is on, the reason of a loss is of more use than that there was one.
  async #ask(action: Action): Promise<Reply> {
    try {
      return await this.#conversation.request(action, LOGIN_MS);
    } catch (error) {
      throw error instanceof LinkDown ? await this.#ended.promise : error;
    }
  }

  #connected(): Promise<void> {
    const { host, port, tls } = this.#options;
    const socket = tls ? connectTls({ host, port, ...tlsOptions(host, tls) }) : connect({ host, port });
    this.#socket = socket;
    const { limit } = this.#options;
    const { wanted } = this.#context;
    const parser = new AmiParser({
      onGreeting: (line) => this.#greeting.resolve(line),
      onMessage: (message) => this.#conversation.take(message),
      onDropped: () => this.#context.dropped(),
      // An event nobody wants may still be an item of a list.
      ...(wanted && { wanted: (event) => this.#conversation.waiting || wanted(event) }),
      ...(limit !== undefined && { limit }),
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('data', (chunk: Buffer) => {
      this.#heard = this.#context.timers.now();
      parser.push(chunk);
    });
    return new Promise((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve());
      socket.on('error', (error) => {
        this.#failure = error;
      });
      socket.once('close', () => {
        const reason = this.#failure ? connectError(this.#peer, this.#failure) : new LinkClosed(this.#peer);
        this.end(reason);
        reject(reason);
      });
    });
  }

  #watch(): void {
    const { timers } = this.#context;
    const { silenceMs = 30_000 } = this.#options;
    const left = silenceMs - (timers.now() - this.#heard);
    this.#cancelWatch = timers.after(Math.max(left, 1), () => {
      if (timers.now() - this.#heard < silenceMs) this.#watch();
      else void this.#ping(silenceMs);
    });
  }

  async #ping(silenceMs: number): Promise<void> {
    const before = this.#heard;
    try {
      await this.#conversation.request({ action: 'Ping' }, PING_MS);
    } catch {
      // Refused or late: whoever says anything is alive.
      if (this.#heard === before) {
        this.end(new LinkSilent(this.#peer, Math.round((silenceMs + PING_MS) / 1_000)));
        return;
      }
    }
    if (!this.#socket?.destroyed) this.#watch();
  }
}

function tlsOptions(host: string, { ca, rejectUnauthorized, servername }: LinkTls): LinkTls {
  return {
    ...(ca !== undefined && { ca }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
    // A name is asked for by name only; an address is no name (RFC 6066).
    ...(servername !== undefined ? { servername } : isIP(host) === 0 && { servername: host }),
  };
}

/** What a stranger said, fit for a message. */
const printable = (line: string): string => JSON.stringify(line.replace(/[^\x20-\x7e]/g, '?').slice(0, 60));
