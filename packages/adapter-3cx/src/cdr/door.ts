import { connect, createServer, type Server, type Socket } from 'node:net';
import { type AdapterContext, gapEvent, type Link, reasonOf, say, timeZoneOfCountry } from '@callbus/runtime';
import type { Config } from '../config.ts';
import type { Door, Teller } from '../doors.ts';
import { BadLine } from './errors.ts';
import { readLine } from './line.ts';
import { type Cut, LineCutter } from './lines.ts';
import { messages } from './messages.ts';
import { readRecord } from './record.ts';

/** How often a socket that is away is tried again, milliseconds; it doubles in between. */
export interface Retry {
  firstMs: number;
  mostMs: number;
}

const RETRY: Retry = { firstMs: 1_000, mostMs: 60_000 };
/** A line longer than this is none. */
const MOST_BYTES = 16 << 10;
/** 3CX opens a connection for each record; scanners open as many as they are let. */
const MOST_CONNECTIONS = 64;
/** Who connected and told nothing that is a record for so long is a scanner. */
const IDLE_MS = 60_000;
const KEEP_ALIVE_MS = 30_000;

type Cdr = NonNullable<Config['cdr']>;

/**
 * The CDR socket: finished calls of any edition. In active mode 3CX connects
 * to us for each record, in passive mode we connect to it and stay.
 */
export class CdrDoor implements Door {
  readonly name = 'cdr';
  readonly #context: AdapterContext;
  readonly #config: Cdr | undefined;
  readonly #teller: Teller;
  readonly #zone: string;
  readonly #link: Link;
  readonly #retry: Retry;
  /** Nothing else tells of calls while they run. */
  readonly #alone: boolean;
  readonly #sockets = new Set<Socket>();
  /** Connections that are read, to the last piece of them. */
  readonly #reading = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #server: Server | undefined;
  /** Listening or dialling again and again, until it stops. */
  #trying: Promise<void> | undefined;
  /** Records are told one after the other, in the order they came. */
  #told: Promise<unknown> = Promise.resolve();

  constructor(context: AdapterContext, block: Config, teller: Teller, retry = RETRY) {
    this.#context = context;
    this.#config = block.cdr;
    this.#teller = teller;
    this.#zone = block.cdr?.timeZone ?? timeZoneOfCountry(context.house.numberPlan.country);
    this.#link = context.link('cdr');
    this.#retry = retry;
    this.#alone = block.callControl === undefined;
  }

  /** Where it listens in active mode. */
  get port(): number {
    const address = this.#server?.address();
    return address && typeof address === 'object' ? address.port : 0;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { mode } = this.#config ?? {};
    // The other doors do not wait for an address that somebody else has.
    if (mode === 'active' && !(await this.#opened())) this.#trying = this.#listen(signal);
    if (mode === 'passive') this.#trying = this.#dial(signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const socket of this.#sockets) socket.destroy();
    await this.#trying;
    const server = this.#server;
    const closed = server && new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await Promise.all(this.#reading);
    await this.#told;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    for (let wait = this.#retry.firstMs; !this.#over(signal); wait = this.#next(wait)) {
      await this.#pause(wait, signal);
      if (this.#over(signal) || (await this.#opened())) return;
    }
  }

  /** Takes the address. @returns whether it could be had; if not, the link says so */
  async #opened(): Promise<boolean> {
    const { host, port } = this.#config?.listen ?? { host: '127.0.0.1', port: 0 };
    const server = createServer((socket) => this.#accept(socket));
    server.maxConnections = MOST_CONNECTIONS;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
    } catch (error) {
      this.#link.degraded(
        say(messages.noListen, { address: `${host}:${port}`, reason: reasonOf(error) }),
        say(messages.noListenRemedy, { id: this.#context.id }),
      );
      return false;
    }
    server.on('error', (error) => this.#context.log.warn({ error: reasonOf(error) }, 'cdr socket'));
    this.#server = server;
    this.#link.ok();
    return true;
  }

  #accept(socket: Socket): void {
    const { allow = [] } = this.#config ?? {};
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    // Gone before we looked at it.
    if (address === '' && allow.length > 0) return void socket.destroy();
    if (allow.length > 0 && !allow.includes(address)) {
      socket.on('error', () => {});
      socket.destroy();
      this.#refuse('3cx.cdr-stranger', say(messages.stranger, { address }), '', false);
      return;
    }
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    void this.#read(socket);
  }

  #read(socket: Socket): Promise<void> {
    const reading = this.#readAll(socket).finally(() => this.#reading.delete(reading));
    this.#reading.add(reading);
    return reading;
  }

  // Told and awaited line by line: what a socket brings faster than it can be
  // written down waits in its window.
  async #readAll(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    const cutter = new LineCutter(MOST_BYTES);
    try {
      for await (const chunk of socket) {
        for (const line of cutter.push(chunk as Buffer)) {
          // Who told a record may stay as long as it likes, for the next one.
          if (await this.#take(line)) socket.setTimeout(0).setKeepAlive(true, KEEP_ALIVE_MS);
        }
      }
    } catch (error) {
      this.#context.log.debug({ error: reasonOf(error) }, 'cdr connection broken');
    } finally {
      this.#sockets.delete(socket);
      socket.destroy();
    }
    const rest = cutter.end();
    if (rest) await this.#take(rest);
  }

  #take(line: Cut): Promise<boolean> {
    const told = this.#told.then(() => this.#tell(line));
    this.#told = told;
    return told;
  }

  /** @returns whether it was a record */
  async #tell({ text, state }: Cut): Promise<boolean> {
    const at = this.#context.now();
    const note = (error?: string): void =>
      this.#context.exchange({
        direction: 'in',
        method: 'CDR',
        route: this.#config?.mode ?? 'cdr',
        at,
        request: text,
        ...(error === undefined ? {} : { error }),
      });
    try {
      if (state === 'long') throw new BadLine(say(messages.long, { limit: MOST_BYTES }));
      const line = readLine(text, this.#config?.fields ?? [], state === 'whole');
      const call = readRecord(line, { zone: this.#zone, observedAt: this.#context.now() });
      await this.#teller.tell(call);
      note();
      return true;
    } catch (error) {
      note(reasonOf(error));
      // What does not even look like a record is a stranger's: counted, not kept.
      const looks = /^\s*Call\s/i.test(text) || text.split(',').length > 3;
      const known = error instanceof BadLine;
      if (!known) this.#context.log.error({ error: reasonOf(error) }, 'cdr record not told');
      this.#refuse(known ? error.code : '3cx.cdr', reasonOf(error), text, looks);
      return false;
    }
  }

  #refuse(code: string, reason: string, text: string, keep: boolean): void {
    const payload = keep ? Buffer.from(text) : new Uint8Array();
    this.#context.refuse({ code, reason, source: 'cdr socket', contentType: 'text/plain', payload, keep });
  }

  async #dial(signal: AbortSignal): Promise<void> {
    const { host, port } = this.#config?.connect ?? { host: '127.0.0.1', port: 0 };
    let wait = this.#retry.firstMs;
    let lostAt: number | undefined;
    while (!this.#over(signal)) {
      let connectedAt = Number.POSITIVE_INFINITY;
      const reason = await this.#visit(host, port, () => {
        connectedAt = performance.now();
        this.#link.ok();
        if (lostAt !== undefined) this.#blind(lostAt, this.#context.now());
        lostAt = undefined;
      });
      if (this.#over(signal)) return;
      lostAt ??= this.#context.now();
      // One that lets us in and throws us out again is not tried faster for it.
      if (performance.now() - connectedAt > wait) wait = this.#retry.firstMs;
      this.#link.degraded(
        say(messages.away, { address: `${host}:${port}`, reason }),
        say(messages.awayRemedy, { id: this.#context.id }),
      );
      await this.#pause(wait, signal);
      wait = this.#next(wait);
    }
  }

  /** One connection from its beginning to its end. @returns why it ended */
  async #visit(host: string, port: number, connected: () => void): Promise<string> {
    const socket = connect({ host, port, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    this.#sockets.add(socket);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
        socket.once('close', () => reject(new Error('closed')));
      });
    } catch (error) {
      this.#sockets.delete(socket);
      socket.destroy();
      return reasonOf(error);
    }
    connected();
    await this.#read(socket);
    return 'ECONNRESET';
  }

  // 3CX keeps no record for who is not there. Where Call Control saw the calls
  // themselves, what was missed is no hole in what is known of them.
  #blind(from: number, to: number): void {
    if (!this.#alone) return;
    void this.#context.publishOrKeep([gapEvent(this.#context.id, { from, to }, 'cdr')]);
  }

  #over(signal: AbortSignal): boolean {
    return signal.aborted || this.#stopping.signal.aborted;
  }

  // Not at the same moment as everybody else whom the PBX has left.
  #next(wait: number): number {
    return Math.min(this.#retry.mostMs, wait * 2) * (0.8 + Math.random() * 0.2);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    if (either.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        either.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      either.addEventListener('abort', done, { once: true });
    });
  }
}
