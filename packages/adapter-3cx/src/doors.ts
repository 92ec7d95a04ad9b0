import type {
  Cause,
  Direction,
  EndedBy,
  Party,
  Recording,
  ReportOutcome,
  TransferKind,
} from '@callbus/contract';
import type { FastifyInstance } from '@callbus/runtime';

/** The ways 3CX tells of calls. */
export type DoorName = 'callControl' | 'crm' | 'cdr' | 'xapi';

/** One way in. Its constructor did nothing; start and stop do all. */
export interface Door {
  readonly name: DoorName;
  /** Hangs its routes, already under `/<id>/`; every door has its own prefix. */
  routes?(app: FastifyInstance): void;
  /** Resolves when it is open or tries to be; what fails later is told by its link. */
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
}

/** A door that can be asked for what was missed. */
export interface Backfill {
  /** Tells the join every call that ended within from..to, Unix milliseconds. Never rejects. */
  fill(from: number, to: number): Promise<void>;
}

/** A finished call as a door told it; what it did not tell is absent. */
export interface FinishedCall {
  door: Exclude<DoorName, 'callControl'>;
  /**
   * Names this record inside its door: the same record told again has the same
   * id, two records never do. Carries no telephone number in clear.
   */
  record: string;
  /** 3CX's own id of the call, for people and for its search (`historyid`, `CallHistoryId`). */
  nativeId?: string;
  /** The callid of Call Control, where this door knows it. */
  callid?: number;
  direction: Direction;
  /** Who is outside; absent on an internal call, of kind WITHHELD where there is no number. */
  outside?: Party;
  /** The employee's number; empty where nobody is told. On an internal call who was called. */
  extension: string;
  /** Who called, on an internal call. */
  callerExtension?: string;
  /** Every extension the record speaks of, in the order it was reached; helps to find the call. */
  extensions?: readonly string[];
  /** Outside number that took the call over (a forward to a mobile). */
  forwardedTo?: string;
  did?: string;
  queue?: string;
  group?: string;
  trunk?: string;
  outcome: ReportOutcome;
  /** Unix milliseconds by the clock of 3CX. */
  startedAt?: number;
  /** When a PERSON answered; absent where it may have been a queue or a menu. */
  answeredAt?: number;
  endedAt?: number;
  durationSeconds?: number;
  talkSeconds?: number;
  cause?: Cause;
  endedBy?: EndedBy;
  transfers?: readonly FinishedTransfer[];
  recordings?: readonly Recording[];
  /** Anything worth keeping as told; names begin with the door's (`cdr.chain`). */
  attributes?: Readonly<Record<string, string>>;
}

/** A transfer that a finished record knows of. */
export interface FinishedTransfer {
  kind: TransferKind;
  fromExtension: string;
  toExtension: string;
  /** Unix milliseconds by the clock of 3CX, where told. */
  at?: number;
}

/** What a door that only knows finished calls tells them to. */
export interface Teller {
  /**
   * Takes a record in: finds its call or makes one, and publishes. Resolves
   * when it is stored or waits on disk; the same record again is no news. Never
   * rejects for what 3CX told. @throws {BusUnavailable} while the adapter does not run
   */
  tell(call: FinishedCall): Promise<void>;
}
