import { createServer, type Server, type Socket } from 'node:net';
import { type AdapterContext, codeOf, type Link, reasonOf, say } from '@callbus/runtime';
import { agiMessages as messages } from './messages.ts';
import { type AgiRequest, BadAgiRequest, REQUEST_BYTES, readRequest, setVariable } from './request.ts';
import { askWay, type Way, type WayQuestion } from './way.ts';

export interface AgiServerOptions {
  listen: { host: string; port: number };
  context: Pick<AdapterContext, 'route' | 'refuse' | 'exchange' | 'log'>;
  /** How the door stands: whether its address could be had. */
  link: Link;
}

/** A dialplan sends its request at once; whoever does not is none. */
const REQUEST_MS = 5_000;
/** An answer to `SET VARIABLE` comes at once. */
const REPLY_MS = 2_000;
/** An address that is taken is asked for again. */
const AGAIN_MS = 5_000;
/** More ask at a time only where somebody wants to harm. */
const MOST_CONNECTIONS = 1_000;
const utf8 = new TextDecoder();

/**
 * A FastAGI server: the dialplan asks where a call should go, and finds the
 * answer in channel variables. `CALLBUS_ROUTE` is set only where there is one,
 * so that what the dialplan set before stands when 1C does not know.
 */
export class AgiServer {
  readonly #options: AgiServerOptions;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;
  #stopped = true;
  #again: NodeJS.Timeout | undefined;

  constructor(options: AgiServerOptions) {
    this.#options = options;
  }

  /** The port it really has. */
  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Opens the door; where its address cannot be had the link says so, and it is tried again until `stop`. */
  async start(): Promise<void> {
    const { listen, link, context } = this.#options;
    const { host, port } = listen;
    this.#stopped = false;
    const server = createServer((socket) => void this.#serve(socket));
    server.maxConnections = MOST_CONNECTIONS;
    const failure = await new Promise<Error | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(port, host, () => resolve(undefined));
    });
    if (failure) {
      const address = `${host}:${port}`;
      link.degraded(say(messages.taken, { address, reason: codeOf(failure) }), say(messages.takenRemedy));
      if (!this.#stopped) this.#again = setTimeout(() => void this.start(), AGAIN_MS);
      return;
    }
    server.on('error', (error) => context.log.error({ error: reasonOf(error) }, 'AGI server'));
    this.#server = server;
    link.ok();
  }

  /** Who is being answered is cut off: the dialplan goes on by itself. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#again);
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  // Never rejects.
  async #serve(socket: Socket): Promise<void> {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const conversation = new Lines(socket);
    let text = '';
    try {
      text = await conversation.request();
      const request = readRequest(text);
      if (request.script !== 'route')
        throw new BadAgiRequest(say(messages.script, { script: request.script }));
      const before = performance.now();
      const way = await askWay(this.#options.context, questionOf(request), () => this.#odd());
      await this.#tell(conversation, way);
      this.#options.context.exchange({
        direction: 'in',
        method: 'AGI',
        route: '/route',
        status: 200,
        latencyMs: Math.round(performance.now() - before),
        request: text,
        response: way.extension,
      });
    } catch (error) {
      if (error instanceof BadAgiRequest) this.#refuse(error, text || conversation.rest);
      else
        this.#options.context.log.warn(
          { code: codeOf(error), error: reasonOf(error) },
          'AGI request not answered',
        );
    } finally {
      socket.end();
      socket.unref();
      socket.setTimeout(REPLY_MS, () => socket.destroy());
    }
  }

  async #tell(conversation: Lines, { extension, name, rule }: Way): Promise<void> {
    if (extension !== '') await conversation.command(setVariable('CALLBUS_ROUTE', extension));
    if (name !== '') await conversation.command(setVariable('CALLBUS_NAME', name));
    await conversation.command(setVariable('CALLBUS_RULE', rule));
  }

  #odd(): void {
    this.#options.context.log.warn({ code: 'asterisk.route' }, say(messages.extension));
  }

  #refuse(error: BadAgiRequest, text: string): void {
    this.#options.context.refuse({
      code: error.code,
      reason: error.message,
      source: 'agi',
      contentType: 'text/plain',
      payload: Buffer.from(text),
    });
  }
}

/** The first argument, or `did=` in the address, or what Asterisk says was dialled. */
function questionOf(request: AgiRequest): WayQuestion {
  const { query, args, get } = request;
  const dialled = get('dnid') === 'unknown' ? '' : get('dnid');
  return {
    key: query.get('linkedid') || get('uniqueid'),
    number: query.get('number') || get('callerid'),
    name: get('calleridname'),
    did: args[0] || query.get('did') || dialled || get('extension'),
    queue: query.get('queue') ?? '',
  };
}

/** One connection of a dialplan, line by line. */
class Lines {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #ended: Error | undefined;
  #wake = (): void => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    const end = (error: Error): void => {
      this.#ended ??= error;
      this.#wake();
    };
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      // What does not fit is read no further.
      if (this.#bytes.length > REQUEST_BYTES) socket.pause();
      this.#wake();
    });
    socket.on('error', end);
    socket.once('end', () => end(new BadAgiRequest(say(messages.cut))));
    socket.once('close', () => end(new BadAgiRequest(say(messages.cut))));
  }

  /** What came and was not understood. */
  get rest(): string {
    return utf8.decode(this.#bytes.subarray(0, REQUEST_BYTES));
  }

  /** Everything up to the empty line. @throws {BadAgiRequest} */
  request(): Promise<string> {
    return this.#until(REQUEST_MS, () => {
      const at = this.#bytes.indexOf('\n\n');
      if (at < 0) return undefined;
      const text = utf8.decode(this.#bytes.subarray(0, at));
      this.#bytes = this.#bytes.subarray(at + 2);
      return text;
    });
  }

  /** Sends a command and waits until it is answered. A channel that hung up answers too, or closes. */
  async command(line: string): Promise<void> {
    this.#socket.write(line);
    await this.#until(REPLY_MS, () => {
      for (let at = this.#bytes.indexOf('\n'); at >= 0; at = this.#bytes.indexOf('\n')) {
        const reply = utf8.decode(this.#bytes.subarray(0, at));
        this.#bytes = this.#bytes.subarray(at + 1);
        // `HANGUP` comes in between when the caller lets go.
        if (/^\d{3}[ -]/.test(reply)) return reply;
      }
      return undefined;
    });
  }

  async #until(limitMs: number, look: () => string | undefined): Promise<string> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake();
    }, limitMs);
    try {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (this.#bytes.length > REQUEST_BYTES)
          throw new BadAgiRequest(say(messages.long, { limit: REQUEST_BYTES }));
        if (this.#ended) throw this.#ended;
        if (late) throw new BadAgiRequest(say(messages.silent, { seconds: limitMs / 1_000 }));
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
