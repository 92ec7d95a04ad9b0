import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { breakOff, type Fault, misbehave, NO_SESSION } from './fault.ts';
import { Sessions } from './sessions.ts';

/** Somebody the base knows. */
export interface SimContact {
  phones: string[];
  name?: string;
  company?: string;
  ref?: string;
  url?: string;
  /** Extension of the responsible manager. */
  responsible?: string;
}

export type Message = Record<string, unknown> & { cmd?: string };

/** A request as it came. */
export interface SimRequest {
  /** Unix milliseconds. */
  at: number;
  body: Message;
  headers: Record<string, unknown>;
  /** Path and query. */
  path: string;
  /** The body's bytes, as text. */
  raw: string;
}

export interface SimOptions {
  host?: string;
  /** 0 takes a free one. */
  port?: number;
  /** The `crm_token` it wants; left out, any. */
  token?: string;
  contacts?: SimContact[];
  /** How many last digits decide (spec, 1.4.1). */
  lastDigits?: number;
  /** Hands out session cookies and refuses those it no longer knows. */
  sessions?: boolean;
  /** Speaks https with this certificate. */
  tls?: { key: string; cert: string };
}

/**
 * A 1C base with an extension built to the Простые Звонки spec: it journals
 * `history`, keeps `interaction` (ours, not the spec's), shows `event`, answers
 * `contact`, and can be told to misbehave.
 */
export class OneCSim extends EventEmitter<{ request: [SimRequest]; accepted: [Message] }> {
  /** Every request that was read, in order, whatever was answered. */
  readonly requests: SimRequest[] = [];
  /** Journal records the base took, in order; a repeat stands here again. */
  readonly histories: Message[] = [];
  /** What the base was told of messages, sessions and treatments, in order; a repeat stands here again. */
  readonly interactions: Message[] = [];
  /** Popups the base took. */
  readonly popups: SimRequest[] = [];
  readonly sessions = new Sessions();
  contacts: SimContact[];
  /** A fault for this request alone; undefined leaves it to `fault`. */
  faultOf: ((message: Message) => Fault | undefined) | undefined;
  /** Connections that were ever made. */
  connections = 0;
  readonly #options: SimOptions;
  readonly #running = new Map<string, { now: number; peak: number }>();
  #fault: Fault = { kind: 'none' };
  /** Applies the fault to these commands only. */
  #faultFor: readonly string[] | undefined;
  #app: FastifyInstance | undefined;
  #port = 0;

  constructor(options: SimOptions = {}) {
    super();
    this.#options = options;
    this.contacts = options.contacts ?? [];
  }

  get url(): string {
    const scheme = this.#options.tls ? 'https' : 'http';
    return `${scheme}://${this.#options.host ?? '127.0.0.1'}:${this.#port}/hs/`;
  }

  /** The most requests of a command that were ever worked on at the same time. */
  peak(command: string): number {
    return this.#running.get(command)?.peak ?? 0;
  }

  /** Requests of a command that are being worked on. */
  running(command: string): number {
    return this.#running.get(command)?.now ?? 0;
  }

  async start(): Promise<void> {
    this.#port ||= this.#options.port ?? 0;
    await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#close();
  }

  /** Misbehaves from now on, for every command or for some. */
  async fault(fault: Fault, commands?: readonly string[]): Promise<void> {
    const was = this.#fault.kind;
    this.#fault = fault;
    this.#faultFor = commands;
    if (fault.kind === 'down' && was !== 'down') await this.#close();
    if (fault.kind !== 'down' && was === 'down') await this.#listen();
  }

  async #listen(): Promise<void> {
    const { tls, host = '127.0.0.1' } = this.#options;
    const app: FastifyInstance = tls
      ? (fastify({ logger: false, forceCloseConnections: true, https: tls }) as unknown as FastifyInstance)
      : fastify({ logger: false, forceCloseConnections: true });
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
      done(null, text),
    );
    app.server.on(tls ? 'secureConnection' : 'connection', () => this.connections++);
    app.post('/*', (request, reply) => this.#answer(request, reply));
    await app.listen({ host, port: this.#port });
    this.#port = (app.server.address() as AddressInfo).port;
    this.#app = app;
  }

  async #close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const raw = request.body as string;
    const body = JSON.parse(raw) as Message;
    const seen = { at: Date.now(), body, headers: request.headers, path: request.url, raw };
    this.requests.push(seen);
    this.#count(body.cmd ?? '', reply);
    this.emit('request', seen);
    const fault = this.#faultNow(body);
    if (misbehave(fault, reply)) return reply;
    if (this.#options.sessions) {
      const id = this.sessions.enter(request.headers.cookie);
      if (id === undefined) return reply.code(406).type('application/xml').send(NO_SESSION);
      void reply.header('Set-Cookie', `ibsession=${id}; path=/hs; HttpOnly`);
      reply.raw.once('close', () => this.sessions.leave(id));
    }
    if (fault.kind === 'slow') await delay(fault.ms);
    if (this.#options.token !== undefined && body.crm_token !== this.#options.token) {
      return reply.code(401).send({ error: 'crm_token' });
    }
    const answer = this.#take(body, seen);
    if (fault.kind === 'lost') {
      breakOff(reply);
      return reply;
    }
    return reply.send(answer);
  }

  #faultNow(body: Message): Fault {
    const own = this.faultOf?.(body);
    if (own) return own;
    const meant = this.#faultFor === undefined || this.#faultFor.includes(body.cmd ?? '');
    return meant ? this.#fault : { kind: 'none' };
  }

  #count(command: string, reply: FastifyReply): void {
    const running = this.#running.get(command) ?? { now: 0, peak: 0 };
    this.#running.set(command, running);
    running.peak = Math.max(running.peak, ++running.now);
    reply.raw.once('close', () => running.now--);
  }

  #take(body: Message, seen: SimRequest): unknown {
    switch (body.cmd) {
      case 'history':
        this.histories.push(body);
        break;
      case 'interaction':
        this.interactions.push(body);
        break;
      case 'event':
        this.popups.push(seen);
        break;
      case 'contact':
        return this.#contact(String(body.phone ?? ''));
      default:
    }
    this.emit('accepted', body);
    return {};
  }

  // Spec, «Поиск номера в 1С» and «Умный перевод».
  #contact(phone: string): unknown {
    const n = this.#options.lastDigits ?? 10;
    const digits = (text: string): string => text.replace(/\D/g, '');
    const asked = digits(phone);
    const same = (known: string): boolean =>
      asked.length > n ? digits(known).slice(-n) === asked.slice(-n) : digits(known) === asked;
    const found = this.contacts.filter((c) => asked !== '' && c.phones.some(same));
    const [only, ...more] = found;
    if (!only) return { responsible: '' };
    if (more.length > 0) return { responsible: '', contacts: found };
    return { responsible: '', ...only };
  }
}
