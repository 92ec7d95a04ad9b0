import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { CommandFault, codeOf, type ExchangeRecord, type Link, reasonOf, say } from '@callbus/runtime';
import { PipeNotes } from './exchange.ts';
import { faultOf } from './faults.ts';
import { messages } from './messages.ts';
import { type Answer, Pending } from './pending.ts';
import { Subscriptions } from './subscriptions.ts';
import { wait, within } from './wait.ts';
import { Frames } from './wire/frames.ts';
import type { NativeEvent } from './wire/native.ts';
import { Line, openPipe } from './wire/pipe.ts';
import { readNative } from './wire/read.ts';
import { type Category, type NativeCommand, writeCommand } from './wire/write.ts';

/** The first wait after a loss; it doubles each time up to the last. */
const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 15_000;
/** How long the next command waits for the answer to the one before. */
const TURN_MS = 500;
const noop = (): void => {};

export interface AgentOptions {
  /** Adapter id. */
  id: string;
  login: string;
  extension: string;
  path: string;
  encoding: 'utf-8' | 'utf-16le';
  timeoutMs: number;
  categories: readonly Category[];
  link: Link;
  /** Takes an event in; the next one follows when it is done. Must not reject. */
  onEvent(event: NativeEvent, bytes: Buffer): Promise<void>;
  /** Something that is no message, or that cannot be understood. */
  onRefused(code: string, reason: string, bytes: Buffer): void;
  /** One document from the program, or a command with its answer, for the technical journal. */
  onExchange(record: ExchangeRecord): void;
  /** The link is up, again where it was `lostAt`. */
  onUp(lostAt: number | undefined): Promise<void>;
  onGone(): Promise<void>;
  now(): number;
}

/** How a login's program stands. */
export interface AgentState {
  login: string;
  extension: string;
  connected: boolean;
  /** RFC 3339; absent before the first connection. */
  since?: string;
  subscriptions: Category[];
}

/** One employee's program: the pipe to it, what it tells, what it is told. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #pending = new Pending();
  readonly #line = new Line();
  readonly #notes: PipeNotes;
  readonly #subscriptions: Subscriptions;
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #socket: Socket | undefined;
  #since: number | undefined;
  #lostAt: number | undefined;
  /** Why nothing can be sent, for people. */
  #why: { reason: string; remedy: string } | undefined;
  #mute = false;
  /** It does not answer at once: it is not waited for until it does. */
  #hurried = false;
  /** Resolves when the next command may go. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#notes = new PipeNotes(options.login, options.onExchange);
    this.#subscriptions = new Subscriptions(options.categories, {
      send: async (command) => void (await this.send(command)),
      judge: () => this.#judge(),
    });
  }

  get login(): string {
    return this.#options.login;
  }

  get extension(): string {
    return this.#options.extension;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  get subscriptions(): Subscriptions {
    return this.#subscriptions;
  }

  get state(): AgentState {
    const { login, extension } = this;
    const since = this.#since === undefined ? {} : { since: new Date(this.#since).toISOString() };
    const subscriptions = [...this.#subscriptions.wanted];
    return { login, extension, connected: this.connected, ...since, subscriptions };
  }

  /** Follows the program from now on, as often as it comes and goes. */
  start(): void {
    if (this.#running) return;
    this.#stopping = new AbortController();
    this.#running = this.#keep(this.#stopping.signal);
  }

  /** Lets go of the pipe; what was read is taken in first. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopped'));
    this.#socket?.destroy();
    await this.#running;
    await this.#line.idle();
    this.#running = undefined;
  }

  /** Stops following until `start`, because somebody asked for it. */
  async disconnect(): Promise<void> {
    await this.stop();
    this.#down(say(messages.byRequest), say(messages.byRequestRemedy));
  }

  /**
   * Gives a command and waits for its answer.
   * @throws {CommandFault} where it was not sent, was refused, or nobody answers in time
   */
  async send(command: NativeCommand): Promise<Answer & { id: string }> {
    const { login, timeoutMs, encoding } = this.#options;
    const socket = this.#socket;
    if (!socket) throw new CommandFault('1c-connect.away', 503, this.#notSent());
    const id = randomUUID();
    const seconds = timeoutMs / 1_000;
    const late = (): CommandFault => {
      this.#mute = true;
      this.#judge();
      return new CommandFault('1c-connect.mute', 504, say(messages.noAnswer, { login, seconds }));
    };
    const text = writeCommand(command, id);
    const answered = this.#pending.answer(id, command.action, timeoutMs, late);
    this.#write(socket, text, encoding === 'utf-8' ? 'utf8' : 'utf16le', answered);
    const answer = await this.#notes.asked(command.action, text, answered);
    const fault = answer.result && faultOf(answer.result);
    if (fault) throw fault;
    return { ...answer, id };
  }

  /**
   * Writes a command when its turn comes: after the answer to the one before, or
   * a moment later. Nothing in the protocol says where a command ends, and a
   * program may take all it reads at once for one.
   */
  #write(socket: Socket, text: string, encoding: 'utf8' | 'utf16le', answered: Promise<unknown>): void {
    let over = false;
    const settled = answered.then(noop, noop).then(() => {
      over = true;
    });
    this.#turn = this.#turn.then(async () => {
      if (over || this.#socket !== socket) return;
      socket.write(Buffer.from(text, encoding));
      if (this.#hurried) return;
      await within(TURN_MS, settled);
      this.#hurried = !over;
    });
  }

  async #keep(stop: AbortSignal): Promise<void> {
    for (let pause = FIRST_WAIT_MS; !stop.aborted; pause = Math.min(pause * 2, LAST_WAIT_MS)) {
      try {
        const socket = await openPipe(this.#options.path, stop);
        if (await this.#session(socket)) pause = FIRST_WAIT_MS;
      } catch (error) {
        if (!stop.aborted) this.#unopened(error);
      }
      await wait(pause, stop);
    }
  }

  /** @returns whether the program said anything */
  async #session(socket: Socket): Promise<boolean> {
    const { login, now, onUp, onGone } = this.#options;
    const frames = new Frames();
    const closed = Promise.withResolvers<void>();
    let heard = false;
    socket
      .on('data', (chunk) => {
        heard = true;
        this.#take(frames.push(chunk), socket);
      })
      .on('error', () => {})
      .once('close', () => closed.resolve());
    this.#begin(socket);
    const lostAt = this.#lostAt;
    this.#line.add(() => onUp(lostAt), socket);
    const subscribed = this.#subscriptions.renew();
    await closed.promise;
    this.#take(frames.end(), socket);
    this.#socket = undefined;
    this.#since = this.#lostAt = now();
    const { aborted } = this.#stopping.signal;
    if (!aborted) this.#down(say(messages.gone, { login }), this.#absentRemedy());
    this.#pending.cut(() => new CommandFault('1c-connect.cut', 502, say(messages.cut, { login })));
    this.#subscriptions.pause();
    await subscribed;
    // Who lets go by themselves know nothing of the program.
    if (!aborted) this.#line.add(onGone, socket);
    return heard;
  }

  #begin(socket: Socket): void {
    this.#socket = socket;
    this.#since = this.#options.now();
    this.#mute = false;
    this.#hurried = false;
    this.#judge();
  }

  #take(told: ReturnType<Frames['push']>, socket: Socket): void {
    for (const frame of told) {
      const { bytes } = frame;
      if (frame.kind === 'refused') {
        const reason =
          frame.code === 'dtd' ? say(messages.dtd) : say(messages[frame.code], { bytes: bytes.length });
        this.#notes.told('', { error: reason });
        this.#options.onRefused(`1c-connect.${frame.code}`, reason, bytes);
        continue;
      }
      try {
        this.#message(frame.text, bytes, socket);
      } catch (error) {
        // What cannot be read cannot be made fit to be shown.
        this.#notes.told(frame.root, { error: reasonOf(error) });
        this.#options.onRefused(codeOf(error), reasonOf(error), bytes);
      }
    }
  }

  #message(text: string, bytes: Buffer, socket: Socket): void {
    const native = readNative(text);
    if (native.kind !== 'result') {
      this.#notes.told(`Event/${native.kind}`, { request: text });
      if (native.commandId !== '') this.#pending.followed(native);
      this.#line.add(() => this.#options.onEvent(native, bytes), socket);
      return;
    }
    this.#hurried = false;
    if (this.#mute) {
      this.#mute = false;
      this.#judge();
    }
    if (this.#pending.answered(native)) return;
    const unasked = say(messages.unasked, { action: native.action });
    this.#notes.told('CommandResult', { request: text, error: unasked });
    this.#options.onRefused('1c-connect.unasked', unasked, bytes);
  }

  /** Says how the link stands. */
  #judge(): void {
    const { id, login, link } = this.#options;
    if (!this.#socket) return;
    const refused = this.#subscriptions.refused;
    if (this.#mute) link.degraded(say(messages.mute, { login }), say(messages.muteRemedy, { login }));
    else if (refused.length > 0)
      link.degraded(
        say(messages.subscription, { list: refused.join('; ') }),
        say(messages.subscriptionRemedy, { id }),
      );
    else link.ok();
  }

  #notSent(): string {
    const { reason, remedy } = this.#why ?? { reason: say(messages.starting), remedy: this.#absentRemedy() };
    return say(messages.notConnected, { reason, remedy });
  }

  #down(reason: string, remedy: string): void {
    this.#why = { reason, remedy };
    this.#options.link.degraded(reason, remedy);
  }

  #unopened(error: unknown): void {
    const { login, path } = this.#options;
    switch (codeOf(error)) {
      case 'ENOENT':
      case 'ECONNREFUSED':
        this.#down(say(messages.absent, { login, path }), this.#absentRemedy());
        break;
      case 'EACCES':
      case 'EPERM':
        this.#down(say(messages.forbidden, { path }), say(messages.forbiddenRemedy));
        break;
      case 'EBUSY':
        this.#down(say(messages.busy, { path }), say(messages.busyRemedy));
        break;
      default:
        this.#down(say(messages.refusedPipe, { path, reason: codeOf(error) }), this.#absentRemedy());
    }
  }

  #absentRemedy(): string {
    return say(messages.absentRemedy, { login: this.#options.login });
  }
}
