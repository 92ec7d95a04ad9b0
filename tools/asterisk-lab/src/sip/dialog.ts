import { type Header, header, methodOf, type SipMessage, tagIn, uriIn } from './message.ts';
import type { SipWire } from './wire.ts';

/** The two ends of a call and the count of what our end asked. */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  remoteTag: string;
  /** From and To as we write them, without tags. */
  readonly local: string;
  readonly remote: string;
  /** Where the other side wants to be asked. */
  target: string;
  readonly #wire: SipWire;
  readonly #contact: string;
  #count = 0;

  constructor(
    wire: SipWire,
    ends: {
      callId: string;
      localTag: string;
      remoteTag: string;
      local: string;
      remote: string;
      target: string;
      contact: string;
    },
  ) {
    this.#wire = wire;
    this.callId = ends.callId;
    this.localTag = ends.localTag;
    this.remoteTag = ends.remoteTag;
    this.local = ends.local;
    this.remote = ends.remote;
    this.target = ends.target;
    this.#contact = ends.contact;
  }

  /** The header by which the other side finds us. */
  get contact(): Header {
    return ['Contact', `<${this.#contact}>`];
  }

  /** Takes the other side's tag and address from what it sent. */
  learn(message: SipMessage): void {
    const theirs = methodOf(message) === '' ? 'To' : 'From';
    this.remoteTag = tagIn(header(message, theirs)) || this.remoteTag;
    const contact = header(message, 'Contact');
    if (contact) this.target = uriIn(contact);
  }

  /** A new request of ours. */
  request(
    method: string,
    { headers = [], body = '' }: { headers?: readonly Header[]; body?: string } = {},
  ): SipMessage {
    this.#count += 1;
    return this.#write(method, this.#count, this.#wire.via(), headers, body);
  }

  /** What must go with an INVITE of ours: ACK to its answer; or CANCEL, by the same branch. */
  companion(method: 'ACK' | 'CANCEL', invite: SipMessage, sameBranch: boolean): SipMessage {
    const count = Number.parseInt(header(invite, 'CSeq'), 10);
    const via = sameBranch ? header(invite, 'Via') : this.#wire.via();
    const message = this.#write(method, count, via, [], '');
    if (!sameBranch) return message;
    // By the branch of the INVITE it goes to where the INVITE went.
    const start = invite.start.replace('INVITE', method);
    const to: Header = ['To', method === 'CANCEL' ? header(invite, 'To') : this.#to];
    return { ...message, start, headers: message.headers.map((h) => (h[0] === 'To' ? to : h)) };
  }

  get #to(): string {
    return this.remoteTag ? `${this.remote};tag=${this.remoteTag}` : this.remote;
  }

  #write(method: string, count: number, via: string, headers: readonly Header[], body: string): SipMessage {
    return {
      start: `${method} ${this.target} SIP/2.0`,
      headers: [
        ['Via', via],
        ['Max-Forwards', '70'],
        ['From', `${this.local};tag=${this.localTag}`],
        ['To', this.#to],
        ['Call-ID', this.callId],
        ['CSeq', `${count} ${method}`],
        this.contact,
        ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, UPDATE'],
        ['Supported', 'replaces'],
        ...(body
          ? ([['Content-Type', method === 'INFO' ? 'application/dtmf-relay' : 'application/sdp']] as const)
          : []),
        ...headers,
      ],
      body,
    };
  }
}
