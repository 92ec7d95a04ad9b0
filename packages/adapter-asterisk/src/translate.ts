import type { CallEventInit } from '@callbus/contract';
import { type BoardLimits, Switchboard } from './translate/board.ts';
import { HANDLERS } from './translate/handlers.ts';
import { merge } from './translate/meet.ts';
import type { Sides } from './translate/names.ts';
import { Scene } from './translate/scene.ts';
import { type AmiMessage, text } from './wire/message.ts';

/** What a translator must know beside the messages. */
export interface TranslatorOptions {
  /** Adapter id. */
  instance: string;
  /** Patterns of the names of outside lines' channels, `^PJSIP/itsp-`. */
  trunks: readonly string[];
  /** What an extension looks like, `^\d{3}$`. */
  extensions: string;
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
 * told of it is passed over. After a reconnect the snapshot's channels are to
 * be put on the switchboard the way Newchannel does (`Switchboard.add`), with
 * their Linkedid and bridge, before live messages are taken again.
 */
export class Translator {
  readonly #instance: string;
  readonly #sides: Sides;
  readonly #board: Switchboard;

  constructor({ instance, trunks, extensions, recordingName = baseName, limits }: TranslatorOptions) {
    this.#instance = instance;
    this.#sides = {
      trunks: trunks.map((pattern) => new RegExp(pattern)),
      extensions: new RegExp(extensions),
      recordingName,
    };
    this.#board = new Switchboard({ ...LIMITS, ...limits });
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

/** The part of a path after the last slash. */
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
