import type { CallEventInit } from '@callbus/contract';
import type { Sides } from '../translate/names.ts';
import type { ManagerLink } from '../wire/link.ts';
import type { Timers } from '../wire/timers.ts';

/** The part of the adapter's block that commands live by. */
export interface CommandsConfig {
  /** Absent where this site places no calls from outside the PBX. */
  originate?:
    | {
        /** Dial string of the employee's phone; `{extension}` and `{number}` stand for what was asked for. */
        channel: string;
        /** Context of the dialplan in which numbers are dialled. */
        context: string;
        /** How long the employee's phone rings, milliseconds. */
        timeoutMs: number;
        /** What the employee's phone shows, with the same marks; the number where left out. */
        callerId?: string | undefined;
        /** Channel variables, with the same marks. */
        variables?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
}

/** A phone or a line that is on the switchboard now. */
export interface ChannelNow {
  /** As the server names it, `PJSIP/100-0000001a`. */
  name: string;
  uniqueid: string;
  /** As the server has it now. */
  linkedid: string;
  /** The employee behind it; empty for a line and for the PBX's own channels. */
  extension: string;
  /** A line to the outside. */
  outside: boolean;
  /** Its device has answered, or placed the call. */
  up: boolean;
  /** The bridge it is in; empty where it hears nobody. */
  bridge: string;
}

export type EventsListener = (events: readonly CallEventInit[]) => void;

/** What commands need; all of it is given by the adapter. */
export interface CommandsOptions {
  link: ManagerLink;
  config: CommandsConfig;
  /** How to tell lines from phones, the same that the translator has. */
  sides: Sides;
  /** Calls the listener with canonical events as they are told. @returns what ends it */
  onEvents(listener: EventsListener): () => void;
  /**
   * What is on the switchboard; asked of the server itself where left out, so
   * that a command never acts on what was true a while ago.
   */
  channels?(): Promise<readonly ChannelNow[]> | readonly ChannelNow[];
  timers?: Timers;
  /** Gives the ids of calls we place, each once. */
  ids?(): string;
}
