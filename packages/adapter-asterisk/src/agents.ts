import { type AgentEventInit, AgentEventType, derivedId, PartyKind, Presence } from '@callbus/contract';
import { type AmiMessage, text } from './wire/message.ts';

/** What is known of one extension. */
interface Desk {
  /** What its hint says, `InUse&Ringing`. */
  hint: string;
  /** What its devices say, by device. */
  devices: Map<string, string>;
  /** Do-not-disturb, by what says so. */
  dnd: Map<string, boolean>;
  name: string;
  queues: Map<string, Member>;
}

interface Member {
  paused: boolean;
  reason: string;
}

/** The server's words for the state of a device and of a hint, without blanks and in lower case. */
const PRESENCE: Readonly<Record<string, Presence>> = {
  not_inuse: Presence.AVAILABLE,
  idle: Presence.AVAILABLE,
  inuse: Presence.TALKING,
  onhold: Presence.TALKING,
  hold: Presence.TALKING,
  ringinuse: Presence.TALKING,
  'inuse&ringing': Presence.TALKING,
  'inuse&hold': Presence.TALKING,
  ringing: Presence.RINGING,
  busy: Presence.BUSY,
  unavailable: Presence.OFFLINE,
  invalid: Presence.OFFLINE,
};

/** Of several devices of one extension the busiest speaks for it. */
const ORDER: readonly Presence[] = [
  Presence.TALKING,
  Presence.RINGING,
  Presence.BUSY,
  Presence.AVAILABLE,
  Presence.OFFLINE,
];

const DEVICE = /^[A-Za-z0-9]+\/([^/@]+)/;
/** Device states that dialplans set by themselves: FreePBX writes `Custom:DND100`. */
const CUSTOM_DND = /^Custom:DND[/_-]?(.+)$/i;
const CUSTOM_PRESENCE = /^CustomPresence:(.+)$/i;
const ON = new Set(['INUSE', 'BUSY', 'ONHOLD']);

/**
 * Turns what the server tells of devices, hints, presence and queues into events
 * of extensions. Pure but for what it remembers: each event carries all that is
 * known of its extension, and what is known already is not told again.
 */
export class Agents {
  readonly #instance: string;
  readonly #extensions: RegExp;
  readonly #desks = new Map<string, Desk>();
  /** What was last told of an extension. */
  readonly #told = new Map<string, string>();

  constructor({ instance, extensions }: { instance: string; extensions: string }) {
    this.#instance = instance;
    this.#extensions = new RegExp(extensions);
  }

  /** Takes one message in. @param at when it was received, Unix milliseconds */
  take(message: AmiMessage, at: number): AgentEventInit[] {
    const change = HANDLERS[text(message, 'Event')];
    if (!change) return [];
    const found = change(message);
    const extension = found && this.#extensionOf(found);
    if (extension === undefined) return [];
    const { type, apply } = found as Change;
    const desk = this.#desk(extension);
    apply(desk);
    return this.#tell(extension, desk, type, at);
  }

  /** Takes in how everything stands: what is not in it is not so any more. */
  snapshot(items: readonly AmiMessage[], at: number): AgentEventInit[] {
    const before = [...this.#desks.keys()];
    this.#desks.clear();
    const events = new Map<string, AgentEventType>();
    for (const item of items) {
      const found = HANDLERS[text(item, 'Event')]?.(item);
      const extension = found && this.#extensionOf(found);
      if (!found || extension === undefined) continue;
      found.apply(this.#desk(extension));
      if (events.get(extension) !== AgentEventType.DEVICE) events.set(extension, found.type);
    }
    for (const extension of before) if (!events.has(extension)) events.set(extension, AgentEventType.DEVICE);
    return [...events].flatMap(([extension, type]) => this.#tell(extension, this.#desk(extension), type, at));
  }

  #extensionOf({ names }: Change): string | undefined {
    return names.find((name) => this.#extensions.test(name));
  }

  #desk(extension: string): Desk {
    let desk = this.#desks.get(extension);
    if (!desk) {
      desk = { hint: '', devices: new Map(), dnd: new Map(), name: '', queues: new Map() };
      this.#desks.set(extension, desk);
    }
    return desk;
  }

  #tell(extension: string, desk: Desk, type: AgentEventType, at: number): AgentEventInit[] {
    const state = stateOf(desk);
    const written = JSON.stringify(state);
    if (this.#told.get(extension) === written) return [];
    this.#told.set(extension, written);
    const { name } = desk;
    return [
      {
        eventId: derivedId('agent', this.#instance, extension, at, written),
        type,
        instance: this.#instance,
        extension,
        party: {
          kind: PartyKind.EXTENSION,
          number: extension,
          extension,
          ...(name === '' ? {} : { name }),
        },
        ...state,
        occurredAt: at,
        observedAt: at,
      },
    ];
  }
}

type State = Pick<
  AgentEventInit,
  'presence' | 'native' | 'queue' | 'loggedIn' | 'paused' | 'reason' | 'attributes'
>;

function stateOf({ hint, devices, dnd, queues }: Desk): State {
  const words = hint !== '' ? [hint] : [...devices.values()];
  const [native = '', presence] = speaker(words);
  const disturbed = [...dnd.values()].includes(true);
  // Who talks or rings is seen to; do-not-disturb tells whether it is worth calling.
  const busy = presence === Presence.TALKING || presence === Presence.RINGING;
  const members = [...queues].sort(([a], [b]) => (a < b ? -1 : 1));
  const reason = members.find(([, { reason }]) => reason !== '')?.[1].reason ?? '';
  return {
    presence: disturbed && !busy ? Presence.DO_NOT_DISTURB : presence,
    native,
    ...(members.length === 0
      ? {}
      : {
          queue: members.map(([name]) => name).join(','),
          loggedIn: true,
          paused: members.every(([, { paused }]) => paused),
          reason,
        }),
    attributes: {
      ...(dnd.size === 0 ? {} : { dnd: disturbed ? 'on' : 'off' }),
      ...Object.fromEntries(
        members.map(([name, { paused }]) => [`queue.${name}`, paused ? 'paused' : 'ready']),
      ),
    },
  };
}

function speaker(words: readonly string[]): [native: string, presence: Presence] {
  const told = words.map((word): [string, Presence] => [word, presenceOf(word)]);
  const rank = (presence: Presence): number => {
    const at = ORDER.indexOf(presence);
    return at < 0 ? ORDER.length : at;
  };
  return told.sort(([, a], [, b]) => rank(a) - rank(b))[0] ?? ['', Presence.UNSPECIFIED];
}

const presenceOf = (word: string): Presence =>
  PRESENCE[word.toLowerCase().replace(/\s/g, '')] ?? Presence.UNSPECIFIED;

interface Change {
  /** What it may be known by; the first that looks like an extension is one. */
  names: readonly string[];
  type: AgentEventType;
  apply(desk: Desk): void;
}

type Handler = (message: AmiMessage) => Change | undefined;

const HANDLERS: Readonly<Record<string, Handler>> = {
  DeviceStateChange(message) {
    const [device, state] = [text(message, 'Device'), text(message, 'State')];
    const custom = CUSTOM_DND.exec(device)?.[1];
    if (custom !== undefined) return dnd(custom, 'device', ON.has(state));
    // Lines, queues and conferences have states of their own; they are no employee's.
    const name = DEVICE.exec(device)?.[1];
    if (name === undefined || /^(?:Local|Queue)\//i.test(device)) return undefined;
    return {
      names: [name],
      type: AgentEventType.DEVICE,
      apply: (desk) => desk.devices.set(device, state),
    };
  },
  ExtensionStatus(message) {
    return {
      names: [text(message, 'Exten')],
      type: AgentEventType.PRESENCE,
      apply: (desk) => {
        // A hint that was taken away says so.
        const told = text(message, 'StatusText');
        desk.hint = /^(?:removed|deactivated|unknown)$/i.test(told) ? '' : told;
      },
    };
  },
  PresenceStateChange(message) {
    const extension = CUSTOM_PRESENCE.exec(text(message, 'Presentity'))?.[1];
    return extension === undefined
      ? undefined
      : dnd(extension, 'presence', /^(?:dnd|do not disturb)$/i.test(text(message, 'Status')));
  },
  QueueMember: member,
  QueueMemberAdded: member,
  QueueMemberStatus: member,
  QueueMemberPause: member,
  QueueMemberRemoved(message) {
    return {
      names: namesOf(message),
      type: AgentEventType.QUEUE_LOGIN,
      apply: (desk) => desk.queues.delete(text(message, 'Queue')),
    };
  },
};

const dnd = (extension: string, says: string, on: boolean): Change => ({
  names: [extension],
  type: AgentEventType.PRESENCE,
  apply: (desk) => desk.dnd.set(says, on),
});

function member(message: AmiMessage): Change {
  const event = text(message, 'Event');
  return {
    names: namesOf(message),
    type: event === 'QueueMemberPause' ? AgentEventType.PAUSE : AgentEventType.QUEUE_LOGIN,
    apply: (desk) => {
      desk.name = text(message, 'MemberName') || text(message, 'Name') || desk.name;
      desk.queues.set(text(message, 'Queue'), {
        paused: text(message, 'Paused') === '1',
        reason: text(message, 'PausedReason'),
      });
    },
  };
}

/** `PJSIP/100`, `Local/100@from-queue/n` and `hint:100@ext-local` are members called 100. */
const namesOf = (message: AmiMessage): string[] =>
  ['StateInterface', 'Interface', 'Location'].flatMap(
    (name) => /(?:^|[/:])([^/:@]+)(?:@|\/n?$|$)/.exec(text(message, name))?.[1] ?? [],
  );
