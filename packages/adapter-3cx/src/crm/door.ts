import { type Counterparty, LookupKind, LookupStatus } from '@callbus/contract';
import {
  type AdapterContext,
  BusUnavailable,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type Link,
  reasonOf,
  StreamFull,
  sameSecret,
  say,
  timeZoneOfCountry,
} from '@callbus/runtime';
import { LRUCache } from 'lru-cache';
import type { Config } from '../config.ts';
import type { Door, Teller } from '../doors.ts';
import { byNumber, type CardAddress, type CrmContact, searched } from './contacts.ts';
import { BadMessage, BadToken, NoAnswerNow, NotPossible } from './errors.ts';
import { messages } from './messages.ts';
import { customer, readReport, withPlus } from './report.ts';
import { badField, phone, readBody, type Told, text } from './told.ts';

const BODY_KB = 256;
/** A report without any time that says the same within this is the same. */
const REPEAT_MS = 120_000;

/**
 * What the CRM template of 3CX calls: look-ups while a call arrives, a report
 * when it is over. It knows finished calls only, and outside ones only.
 */
export class CrmDoor implements Door {
  readonly name = 'crm';
  readonly #context: AdapterContext;
  readonly #teller: Teller;
  readonly #token: string;
  readonly #card: CardAddress;
  readonly #zone: string;
  readonly #link: Link;
  /** Reports that told no time, and the moment each is known under. */
  readonly #timeless = new LRUCache<string, number>({ max: 10_000 });

  constructor(context: AdapterContext, block: Config, teller: Teller) {
    this.#context = context;
    this.#teller = teller;
    this.#token = block.crm?.token ?? '';
    this.#card = {
      template: block.crm?.contactUrlTemplate,
      fallback: context.house.http.publicUrl ?? 'about:blank',
    };
    this.#zone = block.cdr?.timeZone ?? timeZoneOfCountry(context.house.numberPlan.country);
    this.#link = context.link('crm');
  }

  /** Hangs `/crm/*` on the adapter's scope. */
  routes(app: FastifyInstance): void {
    void app.register(
      async (scope) => {
        // Bodies are read as bytes, so that what cannot be parsed can be kept aside.
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
        scope.setErrorHandler((error, request, reply) => this.#failed(error, request, reply));
        scope.addHook('onRequest', async (request) => this.#admit(request));
        for (const method of ['GET', 'POST'] as const) {
          scope.route({ method, url: '/lookup', handler: (request) => this.#lookup(toldBy(request)) });
          scope.route({ method, url: '/search', handler: (request) => this.#search(toldBy(request)) });
        }
        scope.post('/contact', (request) => this.#create(toldBy(request)));
        scope.post('/calls', (request) => this.#report(toldBy(request)));
        scope.get('/route', (request) => this.#route(toldBy(request)));
      },
      { prefix: '/crm' },
    );
  }

  #admit(request: FastifyRequest): void {
    const given = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (this.#token === '' || !sameSecret(given.trim(), this.#token)) throw new BadToken(say(messages.token));
    // Unknown until 3CX spoke for the first time; what strangers try says nothing about it.
    this.#link.ok();
  }

  async #lookup(told: Told): Promise<{ contacts: CrmContact[] }> {
    const number = phone(raw(told, 'number'));
    const email = text(told, 'email');
    if (number.trim() === '' && email === '')
      throw badField('number', told.number, say(messages.numberOrMail));
    if (number.trim() === '') return await this.#searchBy(LookupKind.EMAIL, email, email);
    // Whoever withholds the number is nobody that 1C could know.
    if (!/\d/.test(number)) return { contacts: [] };
    const counterparty = await this.#ask(LookupKind.NUMBER, withPlus(number.trim()));
    return { contacts: byNumber(counterparty, number, this.#card) };
  }

  async #search(told: Told): Promise<{ contacts: CrmContact[] }> {
    const searchText = text(told, 'text', 'SearchText');
    if (searchText === '') throw badField('text', told.text, say(messages.searched));
    return await this.#searchBy(LookupKind.SEARCH, searchText);
  }

  async #searchBy(kind: LookupKind, what: string, email = ''): Promise<{ contacts: CrmContact[] }> {
    return { contacts: searched(await this.#ask(kind, what), this.#card, email) };
  }

  /** @throws {NoAnswerNow} when 1C did not answer in time: "nobody" would be a lie */
  async #ask(kind: LookupKind, what: string): Promise<Counterparty | undefined> {
    const answer = await this.#context.lookup({ kind, text: what });
    if (answer.status === LookupStatus.UNAVAILABLE) throw new NoAnswerNow(say(messages.unavailable));
    return answer.status === LookupStatus.FOUND ? (answer.counterparty ?? undefined) : undefined;
  }

  async #create(told: Told): Promise<{ contacts: CrmContact[] }> {
    const number = phone(raw(told, 'Number')).trim();
    const fields = {
      firstName: text(told, 'FirstName'),
      lastName: text(told, 'LastName'),
      company: text(told, 'Company', 'CompanyName'),
      email: text(told, 'Email'),
      number: withPlus(number),
    };
    if (Object.values(fields).every((value) => value === ''))
      throw badField('FirstName', undefined, say(messages.anybody));
    const { status, counterparty } = await this.#context.lookup({
      kind: LookupKind.CREATE,
      text: fields.number,
      fields,
    });
    if (status === LookupStatus.UNAVAILABLE) throw new NoAnswerNow(say(messages.unavailable));
    if (status !== LookupStatus.FOUND) throw new NotPossible(say(messages.noCreate));
    return { contacts: byNumber(counterparty, number, this.#card) };
  }

  async #report(told: Told): Promise<{ result: string }> {
    const call = readReport(told, {
      observedAt: this.#context.now(),
      zone: this.#zone,
      untold: (content, observedAt) => this.#momentOf(content, observedAt),
    });
    await this.#teller.tell(call);
    return { result: 'ok' };
  }

  // The Call Flow Designer asks before it sends the call on; the JSON goes to it as it is.
  async #route(told: Told): Promise<{ responsible: string; extension: string }> {
    const number = phone(raw(told, 'number')).trim();
    if (number === '') throw badField('number', told.number, say(messages.number));
    const { extension } = await this.#context.route({
      key: '',
      nativeId: '',
      calling: customer(number),
      did: text(told, 'did'),
      queue: text(told, 'queue'),
    });
    return { responsible: extension, extension };
  }

  #momentOf(content: string, observedAt: number): number {
    const known = this.#timeless.get(content);
    if (known !== undefined && observedAt - known < REPEAT_MS) return known;
    this.#timeless.set(content, observedAt);
    return observedAt;
  }

  async #failed(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (error instanceof BusUnavailable || error instanceof StreamFull) {
      await reply
        .code(503)
        .header('Retry-After', '5')
        .send({ error: error.code, message: say(messages.again) });
      return;
    }
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { status, code, message } = refusal;
    // What 1C cannot do or has no time for is no fault of the message.
    if (status !== 503 && status !== 422) this.#refuse(request, refusal);
    if (status === 503) reply.header('Retry-After', '5');
    await reply.code(status).send({ error: code, message });
  }

  #refuse(request: FastifyRequest, { status, code, message }: Refused): void {
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    const query = request.raw.url?.split('?')[1] ?? '';
    // A stranger's request is counted, not kept: anybody can send those.
    const keep = status !== 401;
    this.#context.refuse({
      code,
      reason: message,
      source: `${request.method} ${request.routeOptions.url ?? ''}`,
      contentType: request.headers['content-type'] ?? '',
      payload: keep ? (body ?? Buffer.from(query)) : new Uint8Array(),
      keep,
    });
  }
}

const raw = (told: Told, field: string): string => {
  const value = told[field];
  // The number is echoed as it came, spaces and all.
  return typeof value === 'string' && text(told, field) !== '' ? value : text(told, field);
};

function toldBy(request: FastifyRequest): Told {
  const query = request.query as Told;
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) return query;
  return { ...query, ...readBody(request.body, request.headers['content-type'] ?? '') };
}

interface Refused {
  status: number;
  code: string;
  message: string;
}

function refusalOf(error: unknown): Refused | undefined {
  if (
    error instanceof BadMessage ||
    error instanceof BadToken ||
    error instanceof NotPossible ||
    error instanceof NoAnswerNow
  ) {
    return { status: error.status, code: error.code, message: error.message };
  }
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return { status: 413, code: '3cx.too-big', message: say(messages.tooBig, { limit: BODY_KB }) };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: '3cx.message', message: reasonOf(error) };
  return undefined;
}
