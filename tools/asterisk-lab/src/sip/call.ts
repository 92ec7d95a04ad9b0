import type { Dialog } from './dialog.ts';
import { type Credentials, digestAnswer } from './digest.ts';
import { type Leg, newLeg, type Referred } from './leg.ts';
import { Media } from './media.ts';
import { answerTo, type Header, header, methodOf, requestUri, type SipMessage, statusOf } from './message.ts';
import { Moment } from './moment.ts';
import { type Flow, flowAnswering, portInSdp, writeSdp } from './sdp.ts';
import type { SipWire } from './wire.ts';

/** One call as one phone sees it; the phone's script says what to do with it. */
export class Call {
  readonly leg: Leg;
  readonly dialog: Dialog;
  readonly media = new Media();
  readonly #wire: SipWire;
  readonly #credentials: Credentials | undefined;
  readonly #rang = new Moment();
  readonly #answered = new Moment();
  readonly #ended = new Moment();
  /** The INVITE this call began with. */
  #invite: SipMessage | undefined;
  #mediaPort = 0;
  #version = 1;
  #told: string[] = [];
  #referDone: (() => void) | undefined;

  constructor(
    wire: SipWire,
    dialog: Dialog,
    leg: { phone: string; way: Leg['way']; number: string },
    credentials?: Credentials,
  ) {
    this.#wire = wire;
    this.dialog = dialog;
    this.leg = newLeg(leg.phone, leg.way, leg.number);
    this.#credentials = credentials;
  }

  /** Whether it rang before it was answered or ended. */
  get rang(): Promise<boolean> {
    return this.#rang.promise;
  }

  /** Whether it was answered before it ended. */
  get answered(): Promise<boolean> {
    return this.#answered.promise;
  }

  /** The record, once all is over. */
  get ended(): Promise<Leg> {
    return this.#ended.promise.then(() => this.leg);
  }

  /** Dials. */
  async place(headers: readonly Header[]): Promise<void> {
    this.#mediaPort = await this.media.bind();
    const body = writeSdp(this.#mediaPort, 'sendrecv', this.#version);
    this.#sendInvite(this.dialog.request('INVITE', { headers, body }), headers);
  }

  /** Takes the server's INVITE; rings unless told not to. */
  async take(invite: SipMessage, ring: boolean): Promise<void> {
    this.#invite = invite;
    this.dialog.learn(invite);
    if (!ring) return;
    this.leg.ringAt = Date.now();
    this.#wire.answer(invite, this.#answerTo(invite, 180));
    this.#rang.keep(true);
  }

  /** Picks up. */
  async answer(): Promise<void> {
    const invite = this.#ringing();
    this.#mediaPort = await this.media.bind();
    // The caller may have given up meanwhile.
    if (this.leg.endAt !== null) return;
    const body = writeSdp(this.#mediaPort, flowAnswering(invite.body), this.#version);
    this.leg.answerAt = Date.now();
    this.#wire.answer(invite, this.#answerTo(invite, 200, body));
    this.#listenTo(invite.body);
    this.#answered.keep(true);
  }

  /** Refuses: 404 no such number, 486 busy, 603 declined. */
  refuse(status: 404 | 486 | 603): void {
    this.#wire.answer(this.#ringing(), this.#answerTo(this.#ringing(), status));
    this.leg.status = status;
    this.#end('phone', 'refused');
  }

  /** Sends the caller to another number, 302. */
  redirect(number: string): void {
    const contact: Header = ['Contact', `<sip:${number}@127.0.0.1:${this.#wire.server}>`];
    const moved = answerTo(this.#ringing(), 302, { tag: this.dialog.localTag, headers: [contact] });
    this.#wire.answer(this.#ringing(), moved);
    this.leg.status = 302;
    this.#end('phone', 'refused');
  }

  /** Ends the call: BYE when it was answered, CANCEL while it rings. */
  hangup(): void {
    if (this.leg.endAt !== null) return;
    const invite = this.#invite;
    if (this.leg.answerAt !== null) {
      this.#wire.ask(this.dialog.request('BYE'), () => {});
      this.#end('phone', 'bye');
    } else if (invite && this.leg.way === 'placed') {
      this.#wire.ask(this.dialog.companion('CANCEL', invite, true), () => {});
      this.#end('phone', 'cancel');
    } else this.refuse(486);
  }

  /** Puts the other party on hold. */
  async hold(): Promise<void> {
    await this.#reinvite('sendonly');
    this.leg.holds.push({ from: Date.now(), to: null });
  }

  /** Comes back from hold. */
  async unhold(): Promise<void> {
    await this.#reinvite('sendrecv');
    const last = this.leg.holds.at(-1);
    if (last) last.to = Date.now();
  }

  /** Presses keys, as sound packets (RFC 4733). */
  press(keys: string): void {
    for (const key of keys) this.media.press(key);
  }

  /** Presses one key by SIP INFO. */
  pressByInfo(key: string): void {
    this.#wire.ask(this.dialog.request('INFO', { body: `Signal=${key}\r\nDuration=100\r\n` }), () => {});
  }

  /** Hands the other party over to a number, and hangs up when told that it is done. */
  transfer(number: string): Promise<Referred> {
    return this.#refer(`<sip:${number}@127.0.0.1:${this.#wire.server}>`, true);
  }

  /** Joins the other party of this call with the one of a second call of the same phone. */
  transferTo(other: Call): Promise<Referred> {
    const { callId, localTag, remoteTag } = other.dialog;
    const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
    return this.#refer(
      `<sip:${other.leg.number}@127.0.0.1:${this.#wire.server}?Replaces=${replaces}>`,
      false,
    );
  }

  /** A request of the server inside this call. */
  heard(request: SipMessage): void {
    const method = methodOf(request);
    if (method === 'ACK') return;
    if (method === 'INVITE' || (method === 'UPDATE' && request.body)) {
      this.#listenTo(request.body);
      const flow = request.body ? flowAnswering(request.body) : 'sendrecv';
      this.#version += 1;
      this.#wire.answer(
        request,
        this.#answerTo(request, 200, writeSdp(this.#mediaPort, flow, this.#version)),
      );
      return;
    }
    this.#wire.answer(request, this.#answerTo(request, 200));
    if (method === 'BYE') this.#end('server', 'bye');
    if (method === 'CANCEL' && this.#invite && this.leg.answerAt === null) {
      this.#wire.answer(this.#invite, this.#answerTo(this.#invite, 487));
      this.#end('server', 'cancel');
    }
    if (method === 'NOTIFY') this.#notified(request.body);
  }

  /** Lets go of everything, whatever state it is in. */
  close(): void {
    if (this.leg.endAt === null) this.#end('phone', null);
  }

  #ringing(): SipMessage {
    if (!this.#invite || this.leg.way !== 'rung' || this.leg.answerAt !== null || this.leg.endAt !== null)
      throw new Error(`${this.leg.phone}: no call is ringing`);
    return this.#invite;
  }

  #answerTo(request: SipMessage, status: number, body = ''): SipMessage {
    const headers: Header[] = [this.dialog.contact];
    if (body) headers.push(['Content-Type', 'application/sdp']);
    return answerTo(request, status, { tag: this.dialog.localTag, headers, body });
  }

  #sendInvite(invite: SipMessage, headers: readonly Header[]): void {
    this.#invite = invite;
    this.#wire.ask(invite, (answer) => {
      const status = statusOf(answer);
      if (status === 180 || status === 183) {
        this.leg.ringAt ??= Date.now();
        this.#rang.keep(true);
      }
      if (status < 200) return;
      if (status === 401 && this.#mayLogIn(headers)) return this.#logIn(invite, answer, headers);
      if (status >= 300) return this.#refusedBy(invite, answer);
      this.dialog.learn(answer);
      this.#wire.tell(this.dialog.companion('ACK', invite, false));
      if (this.leg.answerAt !== null || this.leg.endAt !== null) return;
      this.leg.answerAt = Date.now();
      this.#listenTo(answer.body);
      this.#answered.keep(true);
    });
  }

  #mayLogIn(headers: readonly Header[]): boolean {
    return this.#credentials !== undefined && !headers.some(([name]) => name === 'Authorization');
  }

  #logIn(invite: SipMessage, answer: SipMessage, headers: readonly Header[]): void {
    this.#acknowledge(invite, answer);
    if (!this.#credentials) return;
    const challenge = header(answer, 'WWW-Authenticate');
    const proof = digestAnswer(challenge, 'INVITE', requestUri(invite), this.#credentials);
    const more: Header[] = [...headers, ['Authorization', proof]];
    this.#sendInvite(this.dialog.request('INVITE', { headers: more, body: invite.body }), more);
  }

  #acknowledge(invite: SipMessage, answer: SipMessage): void {
    const ack = this.dialog.companion('ACK', invite, true);
    const to: Header = ['To', header(answer, 'To')];
    this.#wire.tell({ ...ack, headers: ack.headers.map((h) => (h[0] === 'To' ? to : h)) });
  }

  #refusedBy(invite: SipMessage, answer: SipMessage): void {
    this.#acknowledge(invite, answer);
    if (this.leg.endAt !== null) return;
    this.leg.status = statusOf(answer);
    this.#end('server', 'refused');
  }

  #reinvite(flow: Flow): Promise<void> {
    this.#version += 1;
    const invite = this.dialog.request('INVITE', { body: writeSdp(this.#mediaPort, flow, this.#version) });
    return new Promise((resolve, reject) => {
      this.#wire.ask(invite, (answer) => {
        const status = statusOf(answer);
        if (status < 200) return;
        if (status >= 300) {
          this.#acknowledge(invite, answer);
          return reject(new Error(`${this.leg.phone}: ${answer.start}`));
        }
        this.#wire.tell(this.dialog.companion('ACK', invite, false));
        resolve();
      });
    });
  }

  #refer(target: string, letsGo: boolean): Promise<Referred> {
    const by: Header = ['Referred-By', this.dialog.local];
    const request = this.dialog.request('REFER', { headers: [['Refer-To', target], by] });
    if (letsGo) this.leg.letGoAt = Date.now();
    this.#told = [];
    return new Promise((resolve, reject) => {
      let status = 0;
      this.#referDone = () => {
        this.#referDone = undefined;
        this.hangup();
        resolve({ status, told: this.#told });
      };
      this.#wire.ask(request, (answer) => {
        status = statusOf(answer);
        if (status >= 300) reject(new Error(`${this.leg.phone}: ${answer.start}`));
      });
    });
  }

  #notified(body: string): void {
    const line = body.split('\r\n')[0] ?? '';
    this.#told.push(line);
    if (/^SIP\/2\.0 [2-6]/.test(line)) this.#referDone?.();
  }

  #listenTo(sdp: string): void {
    const port = portInSdp(sdp);
    if (port !== undefined) this.media.send(port);
  }

  #end(by: Leg['endedBy'], how: Leg['how']): void {
    if (this.leg.endAt !== null) return;
    this.leg.endAt = Date.now();
    this.leg.endedBy = by;
    this.leg.how = how;
    const hold = this.leg.holds.at(-1);
    if (hold && hold.to === null) hold.to = this.leg.endAt;
    this.leg.packets = this.media.received;
    if (this.#mediaPort !== 0) this.media.close();
    this.#rang.keep(false);
    this.#answered.keep(false);
    this.#ended.keep(true);
    this.#referDone?.();
  }
}
