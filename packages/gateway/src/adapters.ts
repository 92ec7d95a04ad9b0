import {
  type AdapterAnnouncement,
  type Bus,
  type Capabilities,
  type Config,
  currentLeases,
  type LeaseHolder,
  say,
} from '@callbus/runtime';
import { ApiError } from './errors.ts';
import { messages } from './messages.ts';

/** An adapter as the gateway knows it: from its lease while it runs, from the file otherwise. */
export interface KnownAdapter {
  id: string;
  type: string;
  /** Its process lives and holds its lease. */
  live: boolean;
  /** False where the file switches it off. */
  enabled: boolean;
  /** Verbs it carries out; nothing is known of one that does not run. */
  commands: readonly string[];
  /** Patterns of its extensions; undefined when every extension is its own. */
  extensions: readonly string[] | undefined;
  /** What its type can tell; undefined while it does not run. */
  capabilities: Capabilities | undefined;
}

/** Which adapters there are, running or not, wherever they run. */
export class Adapters {
  readonly #bus: Bus;
  readonly #config: Config;

  constructor(bus: Bus, config: Config) {
    this.#bus = bus;
    this.#config = config;
  }

  /** Those that run, then those of the file that do not. @throws {ApiError} 503 while the bus is away */
  async all(): Promise<KnownAdapter[]> {
    const live = [...(await this.#leases())].flatMap(([id, { about }]): KnownAdapter[] => {
      const a = about as AdapterAnnouncement | undefined;
      if (a?.kind !== 'adapter') return [];
      const { type, commands, extensions, capabilities } = a;
      return [{ id, type, live: true, enabled: true, commands, extensions, capabilities }];
    });
    const known = new Set(live.map((a) => a.id));
    const absent = this.#config.adapters
      .filter((a) => !known.has(a.id))
      .map(
        ({ id, type, enabled, extensions }): KnownAdapter => ({
          id,
          type,
          live: false,
          enabled,
          commands: [],
          extensions: extensions === undefined ? undefined : [extensions].flat(),
          capabilities: undefined,
        }),
      );
    return [...live, ...absent];
  }

  /** One of them. @throws {ApiError} 404 where there is none, 503 while the bus is away */
  async find(id: string): Promise<KnownAdapter> {
    const found = (await this.all()).find((a) => a.id === id);
    if (!found) throw new ApiError(404, 'gateway.adapter', say(messages.noAdapter, { id: id.slice(0, 40) }));
    return found;
  }

  /**
   * The one adapter that owns an extension and can do the verb.
   * @param pbx the adapter the caller named, if any
   * @throws {ApiError} 404 unknown, 409 several, 501 unable, 503 not running
   */
  async owner(user: string, verb: string, pbx?: string): Promise<string> {
    const all = (await this.all()).filter((a) => a.enabled);
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

  /** An adapter that runs and carries out the verb. @throws {ApiError} 404 unknown, 501 unable, 503 not running */
  async able(id: string, verb: string): Promise<void> {
    const { live, commands } = await this.find(id);
    if (!live) throw new ApiError(503, 'gateway.away', say(messages.notRunning, { pbx: id }));
    if (commands.includes(verb)) return;
    const list = commands.join(', ') || say(messages.nothing);
    throw new ApiError(
      501,
      'gateway.unable',
      say(messages.cannotDo, { pbx: id, verb: verb.slice(0, 40), list }),
    );
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
