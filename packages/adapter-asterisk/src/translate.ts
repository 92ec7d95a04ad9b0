import type { CallEventInit } from '@callbus/contract';
import { type BoardLimits, Switchboard } from './translate/board.ts';
import { HANDLERS } from './translate/handlers.ts';
import { merge } from './translate/meet.ts';
import { keep, recall } from './translate/memory.ts';
import type { Channel } from './translate/model.ts';
import { legOf, type Sides } from './translate/names.ts';
import { type Reconciled, type ReconcileOptions, reconcile } from './translate/reconcile.ts';
import { Scene } from './translate/scene.ts';
import type { ServerView } from './translate/view.ts';
import { type AmiMessage, text } from './wire/message.ts';

/** What a translator must know beside the messages. */
export interface TranslatorOptions {
  /** Adapter id. */
  instance: string;
  /** Patterns of the names of outside lines' channels, `^PJSIP/itsp-`. */
  trunks: readonly string[];
  /** What an extension looks like, `^\d{3}$`. */
  extensions: string;
  /** Channel variables to be told with a call. */
  variables?: readonly string[] | undefined;
  /** The name under which a recording is known, from the path the PBX tells; the last part of it by default. */
  recordingName?: ((path: string) => string) | undefined;
  /** Bounds of what is kept; a channel is let go after twelve hours of silence, or when there are 20,000. */
  limits?: Partial<BoardLimits> | undefined;
}

const LIMITS: BoardLimits = { forgetAfterMs: 12 * 3_600_000, maxChannels: 20_000 };

/** Messages that name a channel by these words before `Uniqueid` and `Linkedid`. */
const NAMED = ['', 'Dest'] as const;

/**
 * Turns the manager's messages about channels into events of calls. It keeps
 * who is on the line and nothing else: no I/O, no clock; the same messages give
 * the same events with the same ids.
 *
 * A channel that was not seen from its Newchannel on is not known, and what is
 * told of it is passed over. After a time without sight `reconcile` is to be
 * given how the server stands before live messages are taken again.
 */
export class Translator {
  readonly #instance: string;
  readonly #sides: Sides;
  readonly #board: Switchboard;

  constructor({ instance, limits, ...sides }: TranslatorOptions) {
    this.#instance = instance;
    this.#sides = sidesOf(sides);
    this.#board = new Switchboard({ ...LIMITS, ...limits });
  }

  /** Channels that stand now, as far as was told. */
  channels(): Iterable<Channel> {
    return this.#board.channels();
  }

  /** Whether a channel of this name is a phone or a line; all others are the PBX's own. */
  concerns(name: string): boolean {
    return legOf({ uniqueid: '', name, callerNumber: '', callerName: '' }, this.#sides) !== undefined;
  }

  /** How many channels, bridges and calls are kept. */
  get size(): { channels: number; bridges: number; calls: number } {
    return this.#board.size;
  }

  /**
   * Takes one message in.
   * @param observedAt when it was received, Unix milliseconds
   * @returns the events it tells, in order
   */
  take(message: AmiMessage, observedAt: number): CallEventInit[] {
    const name = text(message, 'Event');
    if (name === '') return [];
    const scene = new Scene(this.#board, this.#sides, this.#instance, observedAt);
    this.#board.sweep(observedAt);
    this.#relink(scene, message);
    HANDLERS[name]?.(scene, message);
    return scene.events;
  }

  /**
   * Takes in how the server stands after a time without sight. What it shows and
   * was told before is not told again; calls that are gone are let go.
   */
  reconcile(view: ServerView, at: number, options: ReconcileOptions): Reconciled {
    const scene = new Scene(this.#board, this.#sides, this.#instance, at);
    const result = reconcile(scene, view, options);
    for (const { channels } of result.closed)
      for (const { uniqueid } of channels) {
        const channel = this.#board.channel(uniqueid);
        if (channel) this.#board.remove(channel);
      }
    return result;
  }

  /** The call that is told under a key, as text for `recall`; undefined where it is over. */
  keep(key: string): string | undefined {
    const call = this.#board.call(key);
    return call?.key === key && call.channels.size > 0 ? keep(call) : undefined;
  }

  /** Keys of the calls there are. */
  keys(): string[] {
    return [...this.#board.calls()].map(({ key }) => key);
  }

  /** Puts calls back that `keep` gave, before anything else is taken. @returns how many could not be read */
  recall(texts: Iterable<string>): number {
    return recall(this.#board, texts);
  }

  // A Linkedid changes silently: any message may be the first to carry the new one.
  #relink(scene: Scene, message: AmiMessage): void {
    for (const prefix of NAMED) {
      const channel = this.#board.channel(text(message, `${prefix}Uniqueid`));
      if (!channel) continue;
      channel.seenAt = scene.at;
      const other = this.#board.relink(channel, text(message, `${prefix}Linkedid`));
      if (other) merge(scene, channel.call, other);
    }
  }
}

/** How to tell lines from phones, as configured. */
export const sidesOf = ({
  trunks,
  extensions,
  recordingName = baseName,
  variables = [],
}: Omit<TranslatorOptions, 'instance' | 'limits'>): Sides => ({
  trunks: trunks.map((pattern) => new RegExp(pattern)),
  extensions: new RegExp(extensions),
  recordingName,
  variables: new Set(variables),
});

/** The part of a path after the last slash. */
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
