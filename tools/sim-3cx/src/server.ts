import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SimCall } from './model.ts';
import type { SimParticipant } from './participant.ts';
import type { SimAction } from './sim.ts';
import { ServerSocket } from './websocket.ts';

export interface SimServerOptions {
  port: number;
  clientId: string;
  clientSecret: string;
  /** What `expires_in` says. */
  expiresIn?: number;
  numbers: () => { dn: string; type: string }[];
  participants: () => SimParticipant[];
  /** Does what a program asks: the participant, or why not. */
  act: (action: SimAction) => SimParticipant | string;
  history: () => readonly SimCall[];
  /** Answers `/xapi/v1/...`. */
  xapi?: (path: string) => { status: number; body: unknown } | undefined;
}

/** A request that came, for tests. */
export interface SimRequest {
  method: string;
  path: string;
  body: string;
}

/** The HTTP and WebSocket side of the simulated 3CX. Only the newest token is good. */
export class SimServer {
  readonly options: SimServerOptions;
  /** Every request, in order; the token's secret is not among them. */
  readonly requests: SimRequest[] = [];
  /** Paths of the API that the licence does not have. */
  forbidden = false;
  /** Frames are lost, and their numbers are missing. */
  deaf = false;
  /** The clock that the Date header shows is ahead by so much. */
  skewMs = 0;
  readonly #server: Server;
  readonly #sockets = new Set<ServerSocket>();
  readonly #connections = new Set<Socket>();
  #token = '';
  #issued = 0;
  #sequence = 0;
  #held: (() => void)[] | undefined;
  #port = 0;

  constructor(options: SimServerOptions) {
    this.options = options;
    this.#server = createServer(
      { keepAliveTimeout: 60_000 },
      (request, response) => void this.#answer(request, response),
    );
    this.#server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('upgrade', (request, stream, _head) => {
      if (!this.#admits(request) || this.forbidden) {
        stream.end(`HTTP/1.1 ${this.forbidden ? '403 Forbidden' : '401 Unauthorized'}\r\n\r\n`);
        return;
      }
      const socket = new ServerSocket(request, stream, () => this.#sockets.delete(socket));
      this.#sockets.add(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Connections that listen to events. */
  get listeners(): number {
    return this.#sockets.size;
  }

  /** How many tokens were given out. */
  get tokens(): number {
    return this.#issued;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) =>
      this.#server.listen(this.#port || this.options.port, '127.0.0.1', resolve),
    );
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends it; `start` opens the same port again. */
  async stop(): Promise<void> {
    this.resume();
    for (const socket of this.#connections) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.cut();
    for (const socket of this.#connections) socket.destroy();
  }

  /** The token is good no more, whatever was said of its life. */
  expire(): void {
    this.#token = '';
  }

  /** Holds REST answers back until `resume`. */
  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  /** Tells an event on every WebSocket. */
  event(kind: number, entity: string, data: unknown = null): void {
    const sequence = ++this.#sequence;
    if (this.deaf) return;
    const text = JSON.stringify({ sequence, event: { event_type: kind, entity, attached_data: data } });
    for (const socket of this.#sockets) socket.send(text);
  }

  /** Sends any text on every WebSocket. */
  raw(text: string): void {
    for (const socket of this.#sockets) socket.send(text);
  }

  #admits(request: IncomingMessage): boolean {
    return this.#token !== '' && request.headers.authorization === `Bearer ${this.#token}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method = '', url = '' } = request;
    const send = (status: number, answer: unknown): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        date: new Date(Date.now() + this.skewMs).toUTCString(),
      });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    if (url === '/connect/token') return this.#logIn(body, send);
    this.requests.push({ method, path: url, body });
    if (this.#held) await new Promise<void>((go) => this.#held?.push(go));
    if (!this.#admits(request)) return send(401, undefined);
    if (this.forbidden) return send(403, undefined);
    if (url.startsWith('/xapi/')) {
      const { status, body: answer } = this.options.xapi?.(url) ?? { status: 404, body: undefined };
      return send(status, answer);
    }
    const { status, answer } = method === 'GET' ? this.#read(url) : this.#do(url, body);
    send(status, answer);
  }

  #logIn(body: string, send: (status: number, answer: unknown) => void): void {
    const form = new URLSearchParams(body);
    const { clientId, clientSecret, expiresIn = 3_600 } = this.options;
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      send(400, { error: 'invalid_client', error_description: 'client credentials are invalid' });
      return;
    }
    this.#token = `sim-token-${++this.#issued}`;
    send(200, {
      token_type: 'Bearer',
      expires_in: expiresIn,
      access_token: this.#token,
      refresh_token: `sim-refresh-${this.#issued}`,
    });
  }

  #read(url: string): { status: number; answer?: unknown } {
    const [, , dn, part, id] = url.split('/').map(decodeURIComponent);
    const all = this.options.participants();
    const stateOf = (number: { dn: string; type: string }): unknown => ({
      ...number,
      devices: devicesOf(number),
      participants: all.filter((p) => p.dn === number.dn),
    });
    const numbers = this.options.numbers();
    if (dn === undefined) return { status: 200, answer: numbers.map(stateOf) };
    const number = numbers.find((n) => n.dn === dn);
    if (!number) return { status: 404 };
    if (part === undefined) return { status: 200, answer: stateOf(number) };
    if (part === 'devices') return { status: 200, answer: devicesOf(number) };
    const mine = all.filter((p) => p.dn === dn);
    if (id === undefined) return { status: 200, answer: mine };
    const one = mine.find((p) => String(p.id) === id);
    return one ? { status: 200, answer: one } : { status: 404 };
  }

  #do(url: string, body: string): { status: number; answer?: unknown } {
    const parts = url.split('/').map(decodeURIComponent);
    const { destination = '' } = JSON.parse(body || '{}') as { destination?: string };
    const [, , dn = '', part, id = ''] = parts;
    const verb = parts.at(-1) ?? '';
    if (!this.options.numbers().some((n) => n.dn === dn)) return { status: 404 };
    const action = { dn, verb, destination, ...(part === 'participants' ? { id: Number(id) } : {}) };
    const done = this.options.act(action);
    if (done === 'gone') return { status: 404 };
    if (done === 'state')
      return { status: 422, answer: { finalstatus: 'Failed', reason: 'None', reasontext: 'wrong state' } };
    if (typeof done === 'string')
      return { status: 200, answer: { finalstatus: 'Failed', reason: 'None', reasontext: done } };
    return {
      status: 200,
      answer: { finalstatus: 'Success', reason: 'None', reasontext: '', result: done },
    };
  }
}

const devicesOf = ({ dn, type }: { dn: string; type: string }): unknown[] =>
  type === 'Wextension' ? [{ dn, device_id: `sip:${dn}@127.0.0.1:5063`, user_agent: '3CX Desk Phone' }] : [];
