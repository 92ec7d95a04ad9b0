import { type Exchange, ExchangeBatchCodec, ExchangeDirection, exchangeSubject } from '@callbus/contract';
import type { Bus } from '../bus/bus.ts';
import type { HouseConfig } from '../config/schema.ts';
import type { Scrubber } from '../log/mask.ts';
import { ExchangeMask } from './mask.ts';
import type { ExchangeRecord } from './record.ts';

/** What comes within this time goes out together. */
const GATHER_MS = 250;
/** Masked in one go; the event loop has a turn between two. */
const SLICE = 16;
/** More than these are not kept waiting: the oldest matter least when there are so many. */
const MOST_WAITING = 1_000;
/** Of those that wait, so many may bring their bodies, which cost most; the others are noted without. */
const MOST_BODIES = 64;
/** A batch ends behind this many characters of bodies: a server takes messages of 1 MB. */
const BATCH_CHARACTERS = 128 * 1_024;

export interface ExchangeNotesOptions {
  /** Whose exchanges they are. */
  service: string;
  bus: Bus;
  scrubber: Scrubber;
  config: HouseConfig['exchanges'];
  /** Unix milliseconds. */
  now?: () => number;
}

/**
 * The exchanges of one service, on their way to the technical journal. Who
 * notes one pays for a place in a list; masking and sending come later, a few
 * at a time. Nothing waits for them, and what is too much is counted only.
 */
export class ExchangeNotes {
  readonly #service: string;
  readonly #bus: Bus;
  readonly #mask: ExchangeMask;
  readonly #now: () => number;
  readonly #on: boolean;
  #waiting: ExchangeRecord[] = [];
  #bodies = 0;
  #dropped = 0;
  #batch: Exchange[] = [];
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor({ service, bus, scrubber, config, now = Date.now }: ExchangeNotesOptions) {
    this.#service = service;
    this.#bus = bus;
    this.#mask = new ExchangeMask(scrubber, config.bodyLength);
    this.#now = now;
    this.#on = config.enabled;
  }

  /** Whether anything is noted at all. */
  get on(): boolean {
    return this.#on;
  }

  /** Notes one exchange. Never throws. */
  note(record: ExchangeRecord): void {
    if (!this.#on || this.#stopped) return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped++;
      return;
    }
    const { request, response, ...line } = record;
    line.at ??= this.#now() - (record.latencyMs ?? 0);
    const hasBody = request !== undefined || response !== undefined;
    if (hasBody && this.#bodies < MOST_BODIES) {
      this.#bodies++;
      this.#waiting.push({ ...line, request, response });
    } else this.#waiting.push(line);
    this.#timer ??= setTimeout(() => this.#work(), GATHER_MS);
  }

  /** Sends what waits, and notes no more. */
  stop(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#take(this.#waiting.length);
    this.#send();
  }

  #work(): void {
    if (this.#stopped) return;
    this.#timer = undefined;
    // Nobody would hear it; as much as may wait does.
    if (!this.#bus.connected) {
      this.#timer = setTimeout(() => this.#work(), GATHER_MS);
      return;
    }
    this.#take(SLICE);
    if (this.#waiting.length > 0) setImmediate(() => this.#work());
    else this.#send();
  }

  #take(count: number): void {
    for (const record of this.#waiting.splice(0, count)) {
      const exchange = this.#written(record);
      if (!exchange) continue;
      this.#batch.push(exchange);
      this.#characters += 200 + (exchange.request?.length ?? 0) + (exchange.response?.length ?? 0);
      if (this.#characters >= BATCH_CHARACTERS) this.#send();
    }
  }

  #send(): void {
    const [exchanges, dropped] = [this.#batch, this.#dropped];
    this.#batch = [];
    this.#characters = 0;
    this.#dropped = 0;
    if (this.#waiting.length === 0) this.#bodies = 0;
    if (exchanges.length === 0 && dropped === 0) return;
    const batch = { service: this.#service, exchanges, dropped };
    this.#bus.announce(exchangeSubject(this.#service), ExchangeBatchCodec.encode(batch));
  }

  // A record an adapter made badly must not end the process.
  #written(record: ExchangeRecord): Exchange | undefined {
    try {
      return this.#exchangeOf(record);
    } catch {
      this.#dropped++;
      return undefined;
    }
  }

  #exchangeOf({ direction, method, route, secrets, ...r }: ExchangeRecord): Exchange {
    const mask = this.#mask;
    return {
      at: Math.round(r.at ?? 0),
      direction: direction === 'in' ? ExchangeDirection.IN : ExchangeDirection.OUT,
      method: method.slice(0, 40),
      route: mask.route(route, secrets),
      ...(r.status === undefined ? {} : { status: r.status }),
      ...(r.latencyMs === undefined ? {} : { latencyMs: Math.round(r.latencyMs * 10) / 10 }),
      request: mask.body(r.request, secrets),
      response: mask.body(r.response, secrets),
      error: r.error === undefined ? '' : mask.line(r.error),
    };
  }
}
