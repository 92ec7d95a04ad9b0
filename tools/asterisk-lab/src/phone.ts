import { TRUNK_HEADER } from './config/sip.ts';
import { Call } from './sip/call.ts';
import { Dialog } from './sip/dialog.ts';
import { type Credentials, digestAnswer } from './sip/digest.ts';
import type { Leg } from './sip/leg.ts';
import {
  answerTo,
  type Header,
  header,
  methodOf,
  requestUri,
  type SipMessage,
  statusOf,
  tagIn,
  uriIn,
  userIn,
} from './sip/message.ts';
import { fresh, SipWire } from './sip/wire.ts';

/** Which call a script waits for: by the number shown, by the number asked for. */
export interface Wanted {
  from?: string;
  to?: string;
  /** Rings as it comes in; false where the script refuses at once. */
  ring?: boolean;
}

interface Waiter extends Wanted {
  give: (call: Call) => void;
}

/**
 * A SIP phone that does what a script says and remembers what really happened.
 * It holds any number of calls at once; each knows its script by the numbers,
 * so that scenarios run beside each other on the same phones. As `itsp` it is
 * the world outside, behind the trunk.
 */
export class Phone {
  readonly name: string;
  readonly #wire = new SipWire();
  readonly #credentials: Credentials | undefined;
  readonly #calls = new Map<string, Call>();
  readonly #legs: Leg[] = [];
  readonly #waiters = new Set<Waiter>();

  constructor(name: string, credentials?: Credentials) {
    this.name = name;
    this.#credentials = credentials;
  }

  /** Takes a port. */
  async bind(): Promise<void> {
    await this.#wire.bind();
  }

  /** Port of 127.0.0.1 at which the phone stands. */
  get port(): number {
    return this.#wire.port;
  }

  /** Every call it had, in order. */
  get legs(): readonly Leg[] {
    return this.#legs;
  }

  /** Says where the server stands. */
  attach(serverPort: number): void {
    this.#wire.attach(serverPort, (request) => this.#heard(request));
  }

  /** Tells the server where it stands. @throws where it is refused */
  async register(): Promise<void> {
    const uri = `sip:127.0.0.1:${this.#wire.server}`;
    const dialog = this.#dialog({ remote: this.#me, target: uri, local: this.#me });
    const ask = (headers: readonly Header[]): Promise<SipMessage> =>
      new Promise((resolve) => {
        this.#wire.ask(
          dialog.request('REGISTER', { headers: [['Expires', '600'], ...headers] }),
          (answer) => {
            if (statusOf(answer) >= 200) resolve(answer);
          },
        );
      });
    let answer = await ask([]);
    if (statusOf(answer) === 401 && this.#credentials) {
      const challenge = header(answer, 'WWW-Authenticate');
      answer = await ask([['Authorization', digestAnswer(challenge, 'REGISTER', uri, this.#credentials)]]);
    }
    if (statusOf(answer) !== 200) throw new Error(`${this.name}: ${answer.start}`);
  }

  /** Dials a number; from outside, as `caller` with the name he is shown by. */
  async call(number: string, caller: { number?: string; name?: string } = {}): Promise<Call> {
    const outside = caller.number !== undefined;
    const uri = `sip:${caller.number ?? this.name}@127.0.0.1`;
    const local = caller.name ? `"${caller.name}" <${uri}>` : `<${uri}>`;
    const target = `sip:${number}@127.0.0.1:${this.#wire.server}`;
    const dialog = this.#dialog({ local, remote: `<${target}>`, target });
    const call = this.#begin(dialog, 'placed', number);
    await call.place(outside ? [[TRUNK_HEADER.name, TRUNK_HEADER.value]] : []);
    return call;
  }

  /** The next call that fits; ask before it can come in. */
  expect(wanted: Wanted): Promise<Call> {
    return new Promise((give) => this.#waiters.add({ ...wanted, give }));
  }

  /** Lets go of every call and of its port. */
  close(): void {
    for (const call of this.#calls.values()) call.close();
    this.#wire.close();
  }

  get #me(): string {
    return `<sip:${this.name}@127.0.0.1>`;
  }

  #dialog(ends: { local: string; remote: string; target: string; callId?: string }): Dialog {
    return new Dialog(this.#wire, {
      callId: `${fresh()}@127.0.0.1`,
      localTag: fresh(),
      remoteTag: '',
      contact: `sip:${this.name}@127.0.0.1:${this.#wire.port}`,
      ...ends,
    });
  }

  #begin(dialog: Dialog, way: Leg['way'], number: string): Call {
    const call = new Call(this.#wire, dialog, { phone: this.name, way, number }, this.#credentials);
    this.#calls.set(dialog.callId, call);
    this.#legs.push(call.leg);
    return call;
  }

  #heard(request: SipMessage): void {
    const call = this.#calls.get(header(request, 'Call-ID'));
    const method = methodOf(request);
    if (call) call.heard(request);
    else if (method === 'INVITE' && !tagIn(header(request, 'To'))) this.#rung(request);
    else if (method !== 'ACK')
      this.#wire.answer(request, answerTo(request, method === 'OPTIONS' ? 200 : 481, { tag: fresh() }));
  }

  #rung(invite: SipMessage): void {
    const [from, to] = [header(invite, 'From'), header(invite, 'To')];
    const shown = userIn(uriIn(from));
    const asked = userIn(requestUri(invite));
    const dialog = this.#dialog({
      callId: header(invite, 'Call-ID'),
      local: to,
      remote: from.replace(/;tag=.*$/, ''),
      target: uriIn(header(invite, 'Contact')),
    });
    const call = this.#begin(dialog, 'rung', shown);
    const waiter = [...this.#waiters].find(
      (w) => (w.from === undefined || w.from === shown) && (w.to === undefined || w.to === asked),
    );
    call.take(invite, waiter?.ring ?? true);
    if (!waiter) return;
    this.#waiters.delete(waiter);
    waiter.give(call);
  }
}
