import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { AmiParser, text } from '@callbus/adapter-asterisk';

/** A manager interface that says what it is given to say, and knows which channels stand. */
export class SayingServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Headers of the channels that stand, by Uniqueid. */
  readonly #channels = new Map<string, Map<string, string>>();
  #listening = false;

  private constructor() {
    this.#server = createServer((socket) => this.#visit(socket));
  }

  static async start(): Promise<SayingServer> {
    const server = new SayingServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Somebody has asked for events and looked at what stands. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Bytes that were said and are not taken yet. */
  get waiting(): number {
    return [...this.#sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  say(messages: string): void {
    for (const socket of this.#sockets) socket.write(messages);
  }

  /** Notes what a message says of the channel it names. */
  note(message: string): void {
    const event = /^Event: (\w+)/.exec(message)?.[1] ?? '';
    if (!CHANGES.has(event)) return;
    const said = new Map(message.split('\r\n').map((line) => line.split(': ', 2) as [string, string]));
    const id = said.get('Uniqueid') ?? '';
    if (event === 'Hangup') {
      this.#channels.delete(id);
      return;
    }
    const known = this.#channels.get(id) ?? new Map<string, string>();
    for (const name of KEPT) {
      const value = said.get(name);
      if (value !== undefined) known.set(name, value);
    }
    if (event === 'BridgeEnter') known.set('BridgeID', said.get('BridgeUniqueid') ?? '');
    if (event === 'BridgeLeave') known.delete('BridgeID');
    this.#channels.set(id, known);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #visit(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    const parser = new AmiParser({
      onMessage: (action) => {
        const name = text(action, 'Action');
        const id = `ActionID: ${text(action, 'ActionID')}\r\n`;
        if (name === 'Challenge') socket.write(`Response: Success\r\n${id}Challenge: 1\r\n\r\n`);
        else if (LISTS.has(name)) this.#list(socket, name, id);
        else socket.write(`Response: Success\r\n${id}\r\n`);
      },
    });
    socket.on('data', (chunk) => parser.push(chunk));
  }

  #list(socket: Socket, name: string, id: string): void {
    const items = [...this.#channels.values()].map(
      (headers) =>
        `Event: ${LISTS.get(name)}\r\n${id}${[...headers].map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`,
    );
    const end = `Event: ${name}Complete\r\n${id}EventList: Complete\r\nItems: ${items.length}\r\n\r\n`;
    socket.write(`Response: Success\r\n${id}EventList: start\r\n\r\n${items.join('')}${end}`);
    this.#listening = true;
  }
}

const CHANGES = new Set(['Newchannel', 'Newstate', 'BridgeEnter', 'BridgeLeave', 'Hangup']);
const KEPT = [
  'Uniqueid',
  'Linkedid',
  'Channel',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'Exten',
  'Context',
];
const LISTS = new Map([
  ['Status', 'Status'],
  ['CoreShowChannels', 'CoreShowChannel'],
]);
