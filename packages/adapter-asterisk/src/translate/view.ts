import type { AmiMessage } from '../wire/message.ts';

/** A channel as a snapshot of the server shows it. */
export interface StandingChannel {
  uniqueid: string;
  linkedid: string;
  name: string;
  /** `Ring`, `Ringing`, `Up`... */
  state: string;
  callerNumber: string;
  callerName: string;
  /** Where it is in the dialplan now. */
  exten: string;
  /** What it dialled first; empty where the server does not say. */
  dialled: string;
  application: string;
  data: string;
  /** Empty where it is in none. */
  bridge: string;
  /** When it came to be, Unix milliseconds; undefined where the server does not say. */
  since: number | undefined;
  variables: readonly (readonly [name: string, value: string])[];
}

/** What is on the server at one moment. */
export interface ServerView {
  channels: readonly StandingChannel[];
  /** Bridges in which nobody hears anybody. */
  holding: ReadonlySet<string>;
  queued: readonly { uniqueid: string; queue: string; since: number }[];
  /** `ParkedCall` items. */
  parked: readonly AmiMessage[];
}

/** The variable in which dialplans keep what the customer dialled. */
export const DIALLED_LINE = 'FROM_DID';
