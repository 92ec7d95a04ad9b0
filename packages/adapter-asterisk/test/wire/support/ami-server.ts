import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type AmiMessage, text } from '../../../src/wire/message.ts';
import { AmiParser } from '../../../src/wire/parser.ts';

export const USERNAME = 'integration';
export const SECRET = 'fictional-secret-1';

const pem = (name: string): Buffer => readFileSync(new URL(`../certificates/${name}.pem`, import.meta.url));
/** The authority that signed the test server's certificate, which names `pbx.example.test`. */
export const authority = pem('ca');
/** What a TLS test server needs. */
export const serverCertificate = { key: pem('server-key'), cert: pem('server') };

/** The lines of messages, as they go over the wire. */
export const lines = (...messages: string[][]): string =>
  messages.map((message) => `${message.join('\r\n')}\r\n\r\n`).join('');

/** One connection of a client. */
export class Visitor {
  readonly socket: Socket;
  /** Every action it sent. */
  readonly actions: AmiMessage[] = [];
  challenge = '';

  constructor(socket: Socket) {
    this.socket = socket;
  }

  say(...messages: string[][]): void {
    this.socket.write(lines(...messages));
  }

  /** The answer to an action, its id added. */
  reply(action: AmiMessage, response: string, ...rest: string[]): void {
    this.say([`Response: ${response}`, `ActionID: ${text(action, 'ActionID')}`, ...rest]);
  }

  get asked(): string[] {
    return this.actions.map((action) => text(action, 'Action'));
  }
}

/** Does something with an action; what it leaves alone gets the usual answer. */
export type Script = (visitor: Visitor, action: AmiMessage) => boolean | undefined;

export interface AmiServerOptions {
  script?: Script;
  /** What is said first; nothing where empty. */
  greeting?: string;
  tls?: boolean;
}

/** A server on a free port of this machine that says what an Asterisk says. */
export class AmiServer {
  readonly visitors: Visitor[] = [];
  readonly #server: Server;
  readonly #greeting: string;
  script: Script;

  private constructor({ script = () => false, greeting, tls }: AmiServerOptions) {
    this.script = script;
    this.#greeting = greeting ?? 'Asterisk Call Manager/11.0.0\r\n';
    const visit = (socket: Socket): void => this.#visit(socket);
    this.#server = tls ? createTlsServer(serverCertificate, visit) : createServer(visit);
  }

  static async start(options: AmiServerOptions = {}): Promise<AmiServer> {
    const server = new AmiServer(options);
    await server.listen(0);
    return server;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The one who came last. */
  get visitor(): Visitor {
    const last = this.visitors.at(-1);
    if (!last) throw new Error('nobody came');
    return last;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.visitors) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #visit(socket: Socket): void {
    const visitor = new Visitor(socket);
    this.visitors.push(visitor);
    socket.on('error', () => {});
    socket.write(this.#greeting);
    const parser = new AmiParser({
      onMessage: (action) => {
        visitor.actions.push(action);
        if (!this.script(visitor, action)) usual(visitor, action);
      },
    });
    socket.on('data', (chunk: Buffer) => parser.push(chunk));
  }
}

function usual(visitor: Visitor, action: AmiMessage): void {
  switch (text(action, 'Action')) {
    case 'Challenge':
      visitor.challenge = '840415273';
      visitor.reply(action, 'Success', `Challenge: ${visitor.challenge}`);
      break;
    case 'Login':
      if (rightful(visitor, action)) {
        visitor.reply(action, 'Success', 'Message: Authentication accepted');
        break;
      }
      visitor.reply(action, 'Error', 'Message: Authentication failed');
      visitor.socket.end();
      break;
    case 'Logoff':
      visitor.reply(action, 'Goodbye', 'Message: Thanks for all the fish.');
      visitor.socket.end();
      break;
    case 'Ping':
      visitor.reply(action, 'Success', 'Ping: Pong', 'Timestamp: 1795210398.828001');
      break;
    default:
      visitor.reply(action, 'Success');
  }
}

function rightful({ challenge }: Visitor, action: AmiMessage): boolean {
  if (text(action, 'Username') !== USERNAME) return false;
  if (text(action, 'Secret') === SECRET) return true;
  const key = createHash('md5').update(`${challenge}${SECRET}`).digest('hex');
  return text(action, 'AuthType') === 'MD5' && challenge !== '' && text(action, 'Key') === key;
}
