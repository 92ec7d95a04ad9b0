import { STATUS_CODES } from 'node:http';
import {
  type AdapterContext,
  CommandFault,
  codeOf,
  type ExchangeRecord,
  type Link,
  reasonOf,
  say,
} from '@callbus/runtime';
import { type Dispatcher, Pool } from 'undici';
import type { Config } from './config.ts';
import { messages } from './messages.ts';

/** What is read of an answer; an error text is shorter. */
const ANSWER_BYTES = 16 * 1_024;
/** What a user is shown of it. */
const SHOWN = 200;

/**
 * Click-to-call (spec, «Звонок по клику из 1С»): POST {"user","phone"} with
 * X-API-KEY. It is tried once: a second try would ring the employee again.
 */
export class MakeCall {
  readonly #id: string;
  readonly #settings: NonNullable<Config['makecall']>;
  readonly #link: Link;
  readonly #context: Pick<AdapterContext, 'exchange'>;
  readonly #url: URL;
  #pool: Pool | undefined;

  constructor(
    context: Pick<AdapterContext, 'id' | 'link' | 'exchange'>,
    settings: NonNullable<Config['makecall']>,
  ) {
    this.#id = context.id;
    this.#settings = settings;
    this.#link = context.link('makecall');
    this.#context = context;
    this.#url = new URL(settings.url);
  }

  start(): void {
    this.#pool = new Pool(this.#url.origin, { connections: 4, connect: { timeout: this.#connectMs } });
  }

  async stop(): Promise<void> {
    await this.#pool?.close();
  }

  /** @throws {CommandFault} for the user of 1C: in the spec's words what the cloud refused, in ours that it is out of reach */
  async call(extension: string, number: string): Promise<{ status: number }> {
    if (!this.#pool) throw new Error('not started');
    // One limit for all of it: a server that sends a byte now and then must not hold us.
    const signal = AbortSignal.timeout(this.#settings.timeoutMs);
    const begun = performance.now();
    const order = { user: extension, phone: number };
    const note = (how: Partial<ExchangeRecord>): void =>
      this.#context.exchange({
        direction: 'out',
        method: 'POST',
        route: this.#url.pathname + this.#url.search,
        latencyMs: performance.now() - begun,
        request: order,
        ...how,
      });
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.#pool.request({
        method: 'POST',
        path: this.#url.pathname + this.#url.search,
        headers: { 'X-API-KEY': this.#settings.apiKey, 'Content-Type': 'application/json' },
        body: JSON.stringify(order),
        signal,
      });
    } catch (error) {
      note({ error: reasonOf(error) });
      throw this.#away(error, signal);
    }
    const { statusCode: status } = answer;
    const body = await read(answer.body);
    note({ status, response: body });
    const keyRemedy = say(messages.makecallKeyRemedy, { id: this.#id });
    const keyRefused = status === 401 || status === 403;
    if (keyRefused) this.#link.degraded(say(messages.makecallKey), keyRemedy);
    else this.#link.ok();
    if (status >= 200 && status < 300) return { status };
    const text = errorText(status, body.replaceAll(this.#settings.apiKey, '***'));
    // 400 and 500 are the spec's own errors and come back as they are, in its own words.
    if (status === 400 || status === 500)
      throw new CommandFault('prostiezvonki.rejected', status, say(messages.makecallFailed, { text }));
    const what = say(messages.makecallOdd, { host: this.#url.host, text });
    const remedy = keyRefused ? keyRemedy : this.#remedy();
    throw new CommandFault('prostiezvonki.rejected', 502, say(messages.makecallToUser, { what, remedy }));
  }

  #away(error: unknown, signal: AbortSignal): CommandFault {
    const slow = signal.aborted || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';
    const seconds = (signal.aborted ? this.#settings.timeoutMs : this.#connectMs) / 1_000;
    const reason = slow ? say(messages.makecallSlow, { seconds }) : wordsFor(codeOf(error));
    const what = say(messages.makecallAway, { host: this.#url.host, reason });
    const remedy = this.#remedy();
    this.#link.degraded(what, remedy);
    const text = say(messages.makecallToUser, { what, remedy });
    return new CommandFault('prostiezvonki.away', slow ? 504 : 502, text, error);
  }

  #remedy(): string {
    return say(messages.makecallRemedy, { id: this.#id });
  }

  get #connectMs(): number {
    return Math.min(this.#settings.timeoutMs, 5_000);
  }
}

/** Why there was no connection, for people who do not read the names of system calls. */
function wordsFor(code: string): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(messages.makecallUnknownHost, { code });
    case 'ECONNREFUSED':
      return say(messages.makecallRefused, { code });
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return say(messages.makecallCut, { code });
    default:
      return say(messages.makecallNetwork, { code });
  }
}

/** As much of an answer as is worth reading; the status counts even where the rest never comes. */
async function read(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= ANSWER_BYTES) break;
    }
  } catch {
    // It broke off: what came of it is all there is.
  }
  return Buffer.concat(chunks).toString('utf8', 0, ANSWER_BYTES);
}

/** The text of the error that was received, or its status line where it has none that can be read. */
function errorText(status: number, body: string): string {
  const line = [status, STATUS_CODES[status]].filter((part) => part !== undefined).join(' ');
  const said = wordsOf(body).replace(/\s+/g, ' ').trim().slice(0, SHOWN).replace(/\.$/, '');
  return said === '' ? line : `${line}, ${said}`;
}

function wordsOf(body: string): string {
  const trimmed = body.trim();
  if (trimmed.startsWith('<')) return '';
  try {
    return wordsIn(JSON.parse(trimmed));
  } catch {
    // Plain text is as good, a JSON text that was cut is not.
    return /^[{[]/.test(trimmed) ? '' : trimmed;
  }
}

/** The words of a JSON answer, under the names that are in use for them. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const { message, error, description } = value as Record<string, unknown>;
  return [message, error, description].map(wordsIn).find((words) => words !== '') ?? '';
}
