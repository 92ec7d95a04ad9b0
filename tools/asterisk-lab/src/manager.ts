import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** One message of the manager interface: names and values as they came, repeated names kept. */
export class ManagerMessage {
  readonly fields: readonly (readonly [string, string])[];

  constructor(text: string) {
    this.fields = text.split('\r\n').map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? ([line, ''] as const) : ([line.slice(0, at), line.slice(at + 1).trim()] as const);
    });
  }

  /** The first value of that name, empty where there is none. */
  get(name: string): string {
    return this.fields.find(([key]) => key === name)?.[1] ?? '';
  }
}

export interface ManagerAddress {
  port: number;
  user: string;
  secret: string;
  /** Speaks TLS and believes any certificate: the lab signs its own. */
  tls?: boolean;
}

interface Waiter {
  match: (message: ManagerMessage) => boolean;
  give: (message: ManagerMessage) => void;
  fail: (error: Error) => void;
}

/** A small manager client, for the lab's own needs and for looking at what the server says. */
export class Manager {
  readonly #socket: Socket;
  readonly #heard: ManagerMessage[] = [];
  readonly #waiters = new Set<Waiter>();
  #rest = Buffer.alloc(0);
  #greeting = '';
  #actions = 0;
  #closed: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects and logs in. @throws where nobody answers or the secret is refused */
  static async open({ port, user, secret, tls = false }: ManagerAddress): Promise<Manager> {
    const at = { host: '127.0.0.1', port };
    const socket = tls ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at);
    const manager = new Manager(socket);
    socket.on('data', (chunk) => manager.#take(chunk));
    socket.on('error', (error) => manager.#end(error));
    socket.on('close', () => manager.#end(new Error('the manager connection was closed')));
    try {
      await manager.action({ Action: 'Login', Username: user, Secret: secret });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return manager;
  }

  /** The server's first line. */
  get greeting(): string {
    return this.#greeting;
  }

  /** Every event so far, in order. */
  get events(): readonly ManagerMessage[] {
    return this.#heard;
  }

  /** Sends an action and gives its answer. @throws when the answer is an error */
  async action(fields: Readonly<Record<string, string>>): Promise<ManagerMessage> {
    const id = `lab-${++this.#actions}`;
    const answer = this.#wait(
      (m) => m.get('ActionID') === id && m.get('Response') !== '' && m.get('Event') === '',
    );
    const lines = Object.entries({ ...fields, ActionID: id }).map(([key, value]) => `${key}: ${value}\r\n`);
    this.#socket.write(`${lines.join('')}\r\n`);
    const message = await answer;
    if (message.get('Response') === 'Error') throw new Error(`${fields.Action}: ${message.get('Message')}`);
    return message;
  }

  /** The first event that fits, heard before or yet to come. */
  async event(
    name: string,
    fits: (message: ManagerMessage) => boolean = () => true,
  ): Promise<ManagerMessage> {
    const match = (m: ManagerMessage): boolean => m.get('Event') === name && fits(m);
    return this.#heard.find(match) ?? (await this.#wait(match));
  }

  close(): void {
    this.#socket.destroy();
  }

  #wait(match: Waiter['match']): Promise<ManagerMessage> {
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise((give, fail) => this.#waiters.add({ match, give, fail }));
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#greeting === '') {
      const end = this.#rest.indexOf('\r\n');
      if (end < 0) return;
      this.#greeting = this.#rest.toString('utf8', 0, end);
      this.#rest = this.#rest.subarray(end + 2);
    }
    for (let end = this.#rest.indexOf('\r\n\r\n'); end >= 0; end = this.#rest.indexOf('\r\n\r\n')) {
      const message = new ManagerMessage(this.#rest.toString('utf8', 0, end));
      this.#rest = this.#rest.subarray(end + 4);
      this.#tell(message);
    }
  }

  #tell(message: ManagerMessage): void {
    if (message.get('Event') !== '') this.#heard.push(message);
    for (const waiter of this.#waiters) {
      if (!waiter.match(message)) continue;
      this.#waiters.delete(waiter);
      waiter.give(message);
    }
  }

  #end(error: Error): void {
    this.#closed ??= error;
    for (const waiter of this.#waiters) waiter.fail(this.#closed);
    this.#waiters.clear();
  }
}
