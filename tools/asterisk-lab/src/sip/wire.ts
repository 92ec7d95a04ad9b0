import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { branchOf, cseqMethod, methodOf, parseSip, type SipMessage, statusOf, writeSip } from './message.ts';

/** Makes a word nobody else has: tags, branches, call ids. */
export const fresh = (): string => randomBytes(8).toString('hex');

const RESEND_MS = 500;
const RESENDS = 10;

interface Asked {
  resend: NodeJS.Timeout;
  hear: (answer: SipMessage) => void;
}

/**
 * SIP over one UDP socket of 127.0.0.1: asks again until it hears an answer,
 * answers the same to a request that comes again.
 */
export class SipWire {
  readonly #socket: Socket;
  readonly #asked = new Map<string, Asked>();
  readonly #answered = new Map<string, Buffer>();
  #port = 0;
  #server = 0;
  #request: (message: SipMessage) => void = () => {};

  constructor() {
    this.#socket = createSocket('udp4');
  }

  /** Takes a port. */
  async bind(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(0, '127.0.0.1', () => {
        this.#socket.off('error', reject);
        resolve();
      });
    });
    this.#port = this.#socket.address().port;
    // A server that is gone answers with an ICMP error; whoever waits finds out by itself.
    this.#socket.on('error', () => {});
    this.#socket.on('message', (bytes) => this.#take(bytes));
  }

  /** Our port, of 127.0.0.1. */
  get port(): number {
    return this.#port;
  }

  /** The server's port: where everything is sent. */
  get server(): number {
    return this.#server;
  }

  /** Says where the server stands and who hears its requests. */
  attach(server: number, request: (message: SipMessage) => void): void {
    this.#server = server;
    this.#request = request;
  }

  /** A Via for a new transaction. */
  via(branch = `z9hG4bK${fresh()}`): string {
    return `SIP/2.0/UDP 127.0.0.1:${this.#port};branch=${branch};rport`;
  }

  /** Sends a request, and again until something is heard; `hear` gets every answer. */
  ask(request: SipMessage, hear: (answer: SipMessage) => void): void {
    const bytes = writeSip(request);
    const key = `${branchOf(request)} ${methodOf(request)}`;
    let sent = 0;
    const resend = setInterval(() => {
      if (++sent > RESENDS) this.#forget(key);
      else this.#send(bytes);
    }, RESEND_MS).unref();
    this.#asked.set(key, { resend, hear });
    this.#send(bytes);
  }

  /** Sends what gets no answer: ACK. */
  tell(request: SipMessage): void {
    this.#send(writeSip(request));
  }

  /** Answers a request. */
  answer(request: SipMessage, answer: SipMessage): void {
    const bytes = writeSip(answer);
    this.#answered.set(`${branchOf(request)} ${methodOf(request)}`, bytes);
    this.#send(bytes);
  }

  close(): void {
    for (const key of this.#asked.keys()) this.#forget(key);
    this.#socket.close();
  }

  #take(bytes: Buffer): void {
    const message = parseSip(bytes);
    if (!message) return;
    const method = methodOf(message);
    const before = this.#answered.get(`${branchOf(message)} ${method}`);
    if (method === '') this.#heard(message);
    else if (before) this.#send(before);
    else this.#request(message);
  }

  #heard(answer: SipMessage): void {
    const key = `${branchOf(answer)} ${cseqMethod(answer)}`;
    const asked = this.#asked.get(key);
    if (!asked) return;
    clearInterval(asked.resend);
    // Answers to an INVITE may come again, and are acknowledged again.
    if (statusOf(answer) >= 200 && cseqMethod(answer) !== 'INVITE') this.#asked.delete(key);
    asked.hear(answer);
  }

  #forget(key: string): void {
    clearInterval(this.#asked.get(key)?.resend);
    this.#asked.delete(key);
  }

  #send(bytes: Buffer): void {
    this.#socket.send(bytes, this.#server, '127.0.0.1', () => {});
  }
}
