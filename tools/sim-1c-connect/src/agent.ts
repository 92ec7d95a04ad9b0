import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as turn } from 'node:timers/promises';
import type { EventText } from './events.ts';

/** A command as it came. */
export interface SimCommand {
  action: string;
  id: string;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  raw: string;
}

/** How bytes leave: each text whole, or in chunks of odd sizes. */
export type Chunking = 'whole' | number | { seed: number };

export interface AgentSimOptions {
  /** Path of the pipe or socket. */
  path: string;
  encoding?: 'utf8' | 'utf16le';
  /** A byte order mark before each document. */
  bom?: boolean;
  chunking?: Chunking;
  /** Events are told to everybody, not only to who subscribed. */
  talkative?: boolean;
  /** UUIDs it knows; it knows all where left out. */
  services?: readonly string[];
  users?: readonly string[];
  colleagues?: readonly string[];
}

const MODES = ['servicesclients', 'serviceclients', 'colleagues', 'softphone'];
const OBJECTS = ['agentonlinestatus', 'message', 'call', 'remoteaccesssession', 'treatment'];
const STATUSES = ['online', 'away', 'donotdisturb', 'busyfornewrequests'];

/**
 * The program of one employee behind its pipe. Emits `command` for each that
 * it was given and `connection` for each that came.
 */
export class AgentSim extends EventEmitter<{ command: [SimCommand]; connection: [] }> {
  readonly commands: SimCommand[] = [];
  /** Reads commands and answers none. */
  mute = false;
  /** Logged in, and connected to the cloud. */
  logged = true;
  online = true;
  /** Answers with this error whatever it is asked, or some of it. */
  fault: ((command: SimCommand) => string | undefined) | undefined;
  /** Called before an answer: what it gives is told first, as what followed from the command. */
  follow: ((command: SimCommand) => EventText | undefined) | undefined;
  readonly #options: AgentSimOptions;
  readonly #sockets = new Map<Socket, Set<string>>();
  #server: Server | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: AgentSimOptions) {
    super();
    this.#options = options;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Who is subscribed to what, as `mode object initiator` in lower case. */
  get subscriptions(): string[] {
    return [...this.#sockets.values()].flatMap((set) => [...set]).sort();
  }

  async start(): Promise<void> {
    const { path } = this.#options;
    const server = createServer((socket) => this.#serve(socket));
    if (process.platform !== 'win32') rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    this.#server = server;
  }

  /** Ends as a killed program does: every connection is cut in the middle of whatever it does. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets.keys()) socket.destroy();
    this.#sockets.clear();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Tells events in order, to those who subscribed. */
  async tell(...events: readonly EventText[]): Promise<void> {
    for (const event of events) {
      const names = [event.mode, event.object, event.initiator].join(' ').toLowerCase();
      const named = names.replace('serviceclients', 'servicesclients');
      await this.#send(event.xml, (set) => this.#options.talkative === true || set.has(named));
    }
  }

  /** Sends bytes as they are. */
  async raw(bytes: string | Buffer): Promise<void> {
    await this.#send(bytes, () => true);
  }

  #serve(socket: Socket): void {
    this.#sockets.set(socket, new Set());
    let text = '';
    let decoder: StringDecoder | undefined;
    socket.on('data', (chunk: Buffer) => {
      // Commands come in whatever the other side writes.
      decoder ??= new StringDecoder(chunk[1] === 0 ? 'utf16le' : 'utf8');
      text += decoder.write(chunk);
      for (let at = nextCommand(text); at; at = nextCommand(text)) {
        text = text.slice(at.end);
        this.#take(parse(at.raw), socket);
      }
    });
    socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
    this.emit('connection');
  }

  #take(command: SimCommand, socket: Socket): void {
    this.commands.push(command);
    this.emit('command', command);
    if (this.mute) return;
    const error = this.fault?.(command) ?? this.#fault(command, socket);
    const followed = error === undefined ? this.follow?.(command) : undefined;
    const answer =
      `<CommandResult Action="${command.action}" ID="${command.id}">` +
      (error === undefined ? '<Result>OK</Result>' : `<Result>Error</Result><Error>${error}</Error>`) +
      '</CommandResult>';
    void this.#send((followed?.xml ?? '') + answer, (_set, to) => to === socket);
  }

  /** What the real one is documented to refuse (spec, I.2.2.1). */
  #fault(command: SimCommand, socket: Socket): string | undefined {
    const { attributes, tags, raw } = command;
    const { services, users, colleagues } = this.#options;
    if (!raw.endsWith('</Command>')) return 'XML parsing error';
    const low = (name: string): string => (attributes[name] ?? '').toLowerCase();
    const unknown = (id: string | undefined, known: readonly string[] | undefined): boolean =>
      known !== undefined && !known.includes(id ?? '');
    switch (command.action) {
      case 'EventSubscribe':
      case 'EventUnSubscribe': {
        if (!MODES.includes(low('Mode'))) return 'Mode is not recognized';
        if (!OBJECTS.includes(low('Object'))) return 'Object or Action is not recognized';
        if (!['self', 'incoming'].includes(low('Initiator'))) return 'Initiator is not recognized';
        const name = [
          low('Mode').replace('serviceclients', 'servicesclients'),
          low('Object'),
          low('Initiator'),
        ].join(' ');
        if (command.action === 'EventSubscribe') this.#sockets.get(socket)?.add(name);
        else this.#sockets.get(socket)?.delete(name);
        return undefined;
      }
      case 'ChangeMyOnlineStatus': {
        const status = (tags.Status ?? '').toLowerCase();
        if (!this.logged) return 'Agent not Logged';
        if (['connecting', 'talking'].includes(status)) return 'Not possible to establish this status';
        return STATUSES.includes(status) ? undefined : 'Status is not recognized';
      }
      case 'SendMessage':
        if (!this.online) return 'agent is offline';
        if (low('Mode') === 'colleagues')
          return unknown(tags.ColleagueID, colleagues) ? 'Unable to find Colleague' : undefined;
        if (!MODES.includes(low('Mode')) || low('Mode') === 'softphone') return 'Mode is not recognized';
        if (unknown(tags.ServiceID, services)) return 'ServiceID not found';
        return unknown(tags.UserID, users) ? 'Unable to find user for service' : undefined;
      case 'MakeCall':
        return undefined;
      default:
        return 'Action is not recognized';
    }
  }

  // One after another, so that chunks of two texts never mix.
  #send(text: string | Buffer, to: (set: ReadonlySet<string>, socket: Socket) => boolean): Promise<void> {
    const { encoding = 'utf8', bom = false } = this.#options;
    const bytes = typeof text === 'string' ? Buffer.from(bom ? `\ufeff${text}` : text, encoding) : text;
    this.#sending = this.#sending.then(async () => {
      const sockets = [...this.#sockets].filter(([socket, set]) => to(set, socket)).map(([socket]) => socket);
      for (const chunk of this.#chunks(bytes)) {
        for (const socket of sockets) if (!socket.destroyed) socket.write(chunk);
        await turn();
      }
    });
    return this.#sending;
  }

  *#chunks(bytes: Buffer): Generator<Buffer> {
    const { chunking = 'whole' } = this.#options;
    let state = typeof chunking === 'object' ? chunking.seed : 0;
    for (let at = 0; at < bytes.length; ) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const size =
        chunking === 'whole'
          ? bytes.length
          : typeof chunking === 'number'
            ? chunking
            : 1 + ((state >>> 16) % 97);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
}

const COMMAND = /<Command\b[^>]*?(?:\/>|>[\s\S]*?<\/Command>)/;

function nextCommand(text: string): { raw: string; end: number } | undefined {
  const found = COMMAND.exec(text);
  return found ? { raw: found[0], end: found.index + found[0].length } : undefined;
}

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

function parse(raw: string): SimCommand {
  const head = raw.slice(0, raw.indexOf('>') + 1);
  const attributes = Object.fromEntries(
    [...head.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );
  const tags = Object.fromEntries(
    [...raw.slice(head.length).matchAll(/<(\w+)>([\s\S]*?)<\/\1>/g)].map(([, name = '', value = '']) => [
      name,
      plain(value),
    ]),
  );
  return { action: attributes.Action ?? '', id: attributes.ID ?? '', attributes, tags, raw };
}
