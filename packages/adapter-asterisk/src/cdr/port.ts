import { CallBusError } from '@callbus/runtime';

/** A stretch of time, Unix milliseconds, both ends included. */
export interface Window {
  from: number;
  to: number;
}

/** How the server says a row came out; what it writes otherwise is `other`. */
export type Disposition = 'answered' | 'noAnswer' | 'busy' | 'failed' | 'congestion' | 'other';

/** One CDR: one party that was dialled, or an application that ran, from one channel. Several make a call. */
export interface CdrRow {
  /** Unix milliseconds, whole seconds of the server's clock. */
  start: number;
  /** When the dialling channel was first answered, by whomever: a menu or a queue too. */
  answer: number | undefined;
  end: number;
  source: string;
  destination: string;
  context: string;
  /** `"Name" <number>` */
  callerId: string;
  channel: string;
  /** Channel that was dialled last; empty where an application ran. */
  otherChannel: string;
  application: string;
  data: string;
  disposition: Disposition;
  account: string;
  /** Of `channel`; empty where the server does not log it. */
  uniqueid: string;
  /** Empty where the server does not log it. */
  linkedid: string;
  userField: string;
}

/** What was read of a window. */
export interface CdrPage {
  /** In the order they were written. */
  rows: CdrRow[];
  /** A name for each line that is no row; it was refused aloud when it was first met. */
  refused: string[];
  /** End of the newest row there is, inside the window or after it; undefined where there is none at all. */
  writtenUntil: number | undefined;
}

/** Where a PBX's CDR can be read. */
export interface CdrSource {
  /**
   * Rows of calls that ended in the window, and of calls that may belong to them.
   * @throws {CdrUnavailable} when they cannot be read now
   */
  read(window: Window, signal?: AbortSignal): Promise<CdrPage>;
}

/** The CDR cannot be read; `code` of the system tells why. */
export class CdrUnavailable extends CallBusError {
  readonly reason: string;
  constructor(reason: string, message: string, cause?: unknown) {
    super('asterisk.cdr', message, { cause });
    this.reason = reason;
  }
}

/** So long before and after a window rows are read: a leg of a call may end so much earlier than the rest. */
export const MARGIN_MS = 4 * 3_600_000;
