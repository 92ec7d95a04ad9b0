import { type CallEventInit, ReportScope } from '@callbus/contract';
import {
  type AdapterContext,
  BusUnavailable,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  reasonOf,
  StreamFull,
  sameSecret,
  say,
} from '@callbus/runtime';
import { LRUCache } from 'lru-cache';
import { type CallTimes, checkUnix, isMoment, matchTold } from './clock.ts';
import type { Config } from './config.ts';
import { BadMessage, BadToken } from './errors.ts';
import { messages } from './messages.ts';
import { customerOf, keyOf, translate } from './translate.ts';
import { readCrm } from './wire/crm.ts';
import { badField, type Fields, formFields, withPlus } from './wire/fields.ts';
import type { Native, NativeContact, NativeEvent, NativeHistory } from './wire/native.ts';
import { readPbx } from './wire/pbx.ts';

const BODY_KB = 256;
// Takes a byte order mark away, which JSON cannot have.
const utf8 = new TextDecoder();
/** Calls whose first sight is remembered, to tell the hour of their history. */
const REMEMBERED = 20_000;

const SCOPES = {
  auto: ReportScope.UNSPECIFIED,
  call: ReportScope.CALL,
  leg: ReportScope.CONNECTION,
} as const;

/** The HTTP routes of the adapter: the CRM side of the cloud, and the PBX side. */
export class Doors {
  readonly #context: AdapterContext;
  readonly #config: Config;
  readonly #zone: string;
  /** When each call was first seen, and whether its end has been told. */
  readonly #seen = new LRUCache<string, { start: number; ended: boolean }>({ max: REMEMBERED });

  constructor(context: AdapterContext, config: Config, zone: string) {
    this.#context = context;
    this.#config = config;
    this.#zone = zone;
  }

  /** Hangs the routes on the adapter's scope, `/<id>`. */
  routes(app: FastifyInstance): void {
    // Bodies are read as bytes, so that what cannot be parsed can be kept aside.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.setErrorHandler((error, request, reply) => this.#failed(error, request, reply));
    if (this.#config.crmToken !== undefined) app.post('/crm', (request, reply) => this.#crm(request, reply));
    app.get('/pbx', (request, reply) => this.#pbx(request, reply));
    app.get('/pbx/:token', (request, reply) => this.#pbx(request, reply));
  }

  async #crm(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const fields = this.#fieldsOf(request);
    const token = fields.crm_token;
    if (typeof token !== 'string' || !sameSecret(token, this.#config.crmToken ?? ''))
      throw new BadToken(say(messages.token));
    const native = readCrm(fields);
    if (native.kind === 'contact') return await this.#answer(native);
    await this.#publish(native);
    return reply.send({ result: 'ok' });
  }

  async #pbx(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const given = (request.params as { token?: string }).token;
    const { pbxToken } = this.#config;
    if (pbxToken === undefined ? given !== undefined : !sameSecret(given ?? '', pbxToken)) {
      throw new BadToken(say(messages.token));
    }
    const { told, asks } = readPbx(request.query as Fields);
    if (told) await this.#publish(told);
    if (asks?.kind === 'contact') return await this.#answer(asks);
    return reply.send({ result: 'ok' });
  }

  async #publish(native: Native): Promise<void> {
    if (native.kind === 'contact') throw new BadMessage('cmd', 'a question is not an event');
    const key = keyOf(native);
    await this.#context.publish([this.#translated(native, key)]);
    if (native.kind !== 'history') return;
    const seen = this.#seen.get(key);
    if (seen) seen.ended = true;
  }

  #translated(native: NativeEvent | NativeHistory, key: string): CallEventInit {
    const scope = SCOPES[this.#config.reports];
    const moment = { instance: this.#context.id, observedAt: this.#context.now(), scope, key };
    if (native.kind === 'history')
      return translate(native, moment, this.#timesOf(native, key, moment.observedAt));
    this.#see(key, moment.observedAt);
    return translate(native, moment);
  }

  // An id may be used again: what begins after an end was told is another call.
  #see(key: string, at: number): void {
    const known = this.#seen.get(key);
    if (!known || known.ended) this.#seen.set(key, { start: at, ended: false });
  }

  #timesOf(native: NativeHistory, key: string, observedAt: number): CallTimes {
    if (native.times.clock === 'unix') return checkUnix(native.times);
    for (const field of ['start', 'end'] as const) {
      if (!isMoment(native.times[field])) throw badField(field, native.times[field], messages.moment);
    }
    const start = this.#seen.get(key)?.start;
    return matchTold(native.times, this.#zone, {
      end: observedAt,
      ...(start === undefined ? {} : { start }),
    });
  }

  // «Умный перевод»: 1C's answer in the shape the protocol has for it.
  async #answer({ phone, line, callId }: NativeContact): Promise<{ responsible: string }> {
    const key = callId === '' ? '' : keyOf({ callId, direction: 'in', phone });
    const answer = await this.#context.route({
      key,
      nativeId: callId,
      calling: customerOf(phone),
      did: line,
    });
    return { responsible: answer.extension };
  }

  #fieldsOf(request: FastifyRequest): Fields {
    const body = utf8.decode(Buffer.isBuffer(request.body) ? request.body : undefined);
    if (/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
      return withPlus(formFields(body), ['phone']);
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      // The parser's own words quote the text around the fault, the token for instance.
      throw new BadMessage('', say(messages.badJson));
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw badField('cmd', undefined, 'event | history | contact');
    return parsed as Fields;
  }

  async #failed(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (error instanceof BusUnavailable || error instanceof StreamFull) {
      // The sender repeats what was not taken: pressure goes back to the source.
      await reply
        .code(503)
        .header('Retry-After', '5')
        .send({ error: error.code, message: say(messages.again) });
      return;
    }
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { status, code, message } = refusal;
    // A stranger's request is counted, not kept: anybody can send those.
    const keep = status !== 401;
    const payload = keep ? this.#payloadOf(request) : new Uint8Array();
    this.#context.refuse({
      code,
      reason: message,
      source: `${request.method} ${request.routeOptions.url ?? ''}`,
      contentType: request.headers['content-type'] ?? '',
      payload,
      keep,
    });
    await reply.code(status).send({ error: code, message });
  }

  #payloadOf(request: FastifyRequest): Uint8Array {
    if (Buffer.isBuffer(request.body)) return withoutToken(request.body);
    const { url = '' } = request.raw;
    return Buffer.from(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  }
}

// The token goes even where it was cut short and nobody could know it for one:
// quoted up to its quote, in a form up to the next field, else to the line's end.
const TOKEN = /(crm_token["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^&\r\n]*)/g;

const withoutToken = (body: Buffer): Buffer =>
  Buffer.from(body.toString('latin1').replace(TOKEN, '$1"***"'), 'latin1');

function refusalOf(error: unknown): { status: number; code: string; message: string } | undefined {
  if (error instanceof BadMessage || error instanceof BadToken) {
    return { status: error.status, code: error.code, message: error.message };
  }
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { status: 413, code: 'prostiezvonki.too-big', message: say(messages.tooBig, { limit: BODY_KB }) };
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: 'prostiezvonki.message', message: reasonOf(error) };
  }
  return undefined;
}
