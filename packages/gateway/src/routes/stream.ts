import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from '@callbus/runtime';
import type { Keys } from '../auth.ts';
import type { Live, LiveEvent } from '../live.ts';

const HEARTBEAT_MS = 15_000;
/** A watcher that lags this far behind is let go; it comes back and gets the state anew. */
const MAX_BUFFER = 1 << 20;
/** How long a watcher may take for what it was sent when the stream ends. */
const LAST_WORDS_MS = 1_000;

const frame = ({ event, data }: LiveEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** `GET /api/v1/stream`: server-sent events `call`, `popup` and `agent`, how things stand and then every change. */
export class EventStream {
  readonly #live: Live;
  readonly #keys: Keys;
  readonly #open = new Set<Watcher>();
  #off: (() => void) | undefined;

  constructor(live: Live, keys: Keys) {
    this.#live = live;
    this.#keys = keys;
  }

  routes(app: FastifyInstance): void {
    app.get('/api/v1/stream', { exposeHeadRoute: false }, (request, reply) => {
      this.#keys.require(request, 'read');
      reply.hijack();
      this.#serve(reply.raw);
    });
    app.addHook('preClose', (done) => {
      this.close();
      done();
    });
  }

  /** Ends every stream. */
  close(): void {
    for (const watcher of [...this.#open]) watcher.end();
  }

  #serve(response: ServerResponse): void {
    const state = this.#live.state().map(frame).join('');
    const watcher = new Watcher(response, `retry: 2000\n\n${state}`);
    this.#open.add(watcher);
    this.#off ??= this.#live.onChange((event) => {
      const text = frame(event);
      for (const each of this.#open) each.write(text);
    });
    response.once('close', () => {
      this.#open.delete(watcher);
      if (this.#open.size > 0) return;
      this.#off?.();
      this.#off = undefined;
    });
  }
}

/** One who watches. */
class Watcher {
  readonly #response: ServerResponse;
  readonly #limit: number;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: ServerResponse, begin: string) {
    this.#response = response;
    // A connection that breaks under a write ends in 'close', which is all we need to know.
    response.on('error', () => {});
    response.shouldKeepAlive = false;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(begin);
    // How things stand is as much as it is; only falling behind is limited.
    this.#limit = response.writableLength + MAX_BUFFER;
    this.#heartbeat = setInterval(() => this.write(': still here\n\n'), HEARTBEAT_MS);
    response.once('close', () => clearInterval(this.#heartbeat));
  }

  write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#response.write(text);
    if (this.#response.writableLength > this.#limit) this.#response.destroy();
  }

  /** Ends the stream; a watcher that does not take the rest is cut off. */
  end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
    const cut = setTimeout(() => this.#response.destroy(), LAST_WORDS_MS);
    this.#response.once('close', () => clearTimeout(cut));
  }
}
