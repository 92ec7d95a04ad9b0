import { CommandCodec, type CommandInit, CommandResultCodec, commandSubject } from '@callbus/contract';
import {
  type AdapterAnnouncement,
  type Bus,
  type Config,
  currentLeases,
  type LeaseHolder,
  NoAnswer,
  say,
} from '@callbus/runtime';
import { ApiError } from './errors.ts';
import { messages } from './messages.ts';

/** An adapter as the gateway knows it. */
interface KnownAdapter {
  id: string;
  live: boolean;
  commands: readonly string[];
  extensions: readonly string[] | undefined;
}

/** How long who asks waits for a command's result, and how late it may begin. */
const ANSWER_MS = 30_000;
const BEGIN_MS = 5_000;

/** Sends commands to the adapter that owns an extension, wherever it runs. */
export class Commands {
  readonly #bus: Bus;
  readonly #config: Config;

  constructor(bus: Bus, config: Config) {
    this.#bus = bus;
    this.#config = config;
  }

  /**
   * The one adapter that owns an extension and can do the verb.
   * @param pbx the adapter the caller named, if any
   * @throws {ApiError} 404 unknown, 409 several, 501 unable, 503 not running
   */
  async owner(user: string, verb: string, pbx?: string): Promise<string> {
    const all = await this.#adapters();
    const named = pbx === undefined ? all : all.filter((a) => a.id === pbx);
    if (pbx !== undefined && named.length === 0)
      throw new ApiError(404, 'gateway.pbx', say(messages.noPbx, { pbx }));
    const owners = named.filter((a) => owns(a, user));
    if (owners.length === 0) {
      throw pbx === undefined
        ? new ApiError(404, 'gateway.extension', say(messages.noExtension, { user }))
        : new ApiError(404, 'gateway.extension', say(messages.notOwner, { user, pbx }));
    }
    // One that does not run now may be able; one that is known not to be does not compete.
    const candidates = owners.filter((a) => !a.live || a.commands.includes(verb));
    const [one, ...more] = candidates;
    if (!one)
      throw new ApiError(501, 'gateway.unable', say(messages.cannotCall, { pbx: owners[0]?.id ?? '' }));
    if (more.length > 0) {
      const list = candidates.map((a) => a.id).join(', ');
      throw new ApiError(409, 'gateway.several', say(messages.several, { user, list }));
    }
    if (!one.live) throw new ApiError(503, 'gateway.away', say(messages.notRunning, { pbx: one.id }));
    return one.id;
  }

  /**
   * Sends a command and waits until it is carried out.
   * @throws {ApiError} with the adapter's fault, or 503/504 when it does not answer
   */
  async send(command: CommandInit & { instance: string; verb: string; commandId: string }): Promise<void> {
    const { instance, verb } = command;
    const issuedAt = Math.round(this.#bus.clock.now());
    const data = CommandCodec.encode({ ...command, issuedAt, notAfter: issuedAt + BEGIN_MS });
    let reply: Uint8Array;
    try {
      reply = await this.#bus.request(commandSubject(instance, verb), data, ANSWER_MS);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (error.nobody) throw new ApiError(503, 'gateway.away', say(messages.notRunning, { pbx: instance }));
      throw new ApiError(504, 'gateway.noanswer', say(messages.noAnswer, { pbx: instance }));
    }
    const result = CommandResultCodec.decode(reply);
    if (result.ok) return;
    const { code, message, status } = result.fault ?? {};
    throw new ApiError(status || 500, code || 'command.failed', message || '');
  }

  /** Adapters that run, and those of the file that do not. */
  async #adapters(): Promise<KnownAdapter[]> {
    const live = [...(await this.#leases())].flatMap(([id, { about }]): KnownAdapter[] => {
      const a = about as AdapterAnnouncement | undefined;
      return a?.kind === 'adapter'
        ? [{ id, live: true, commands: a.commands, extensions: a.extensions }]
        : [];
    });
    const known = new Set(live.map((a) => a.id));
    const absent = this.#config.adapters
      .filter((a) => a.enabled && !known.has(a.id))
      .map(
        (a): KnownAdapter => ({
          id: a.id,
          live: false,
          commands: [],
          extensions: a.extensions === undefined ? undefined : [a.extensions].flat(),
        }),
      );
    return [...live, ...absent];
  }

  async #leases(): Promise<Map<string, LeaseHolder>> {
    const away = (): ApiError => new ApiError(503, 'gateway.bus', say(messages.busAway));
    if (!this.#bus.connected) throw away();
    return await currentLeases(this.#bus).catch(() => {
      throw away();
    });
  }
}

const owns = ({ extensions }: KnownAdapter, user: string): boolean =>
  extensions === undefined || extensions.some((pattern) => new RegExp(pattern).test(user));
