/** What the agent says; ids and words as told, times in Unix milliseconds. */
export type Native = NativeEvent | NativeResult;
export type NativeEvent = NativeCall | NativeStatus | NativeMessage | NativeSession | NativeTreatment;

export type Mode = 'ServicesClients' | 'Colleagues' | 'Softphone';
export type Initiator = 'incoming' | 'self';

/** The attributes of an event (spec, I.1.1), and what could not be read of it. */
export interface Head {
  /** Id of our command that it follows from; empty where it follows from none. */
  commandId: string;
  /** Moment of the event by the cloud's clock. */
  at?: number;
  /** Absent where it was not told. */
  mode?: Mode;
  initiator?: Initiator;
  /** Tags that were told and could not be read: the rest counts all the same. */
  flaws: string[];
  /** Who it is about (spec, I.1.1.3); empty where not told. */
  clientId: string;
  userId: string;
  serviceId: string;
  colleagueId: string;
}

export type CallPhase =
  | 'Initialized'
  | 'Started'
  | 'CallAccepted'
  | 'CallInProgress'
  | 'Finished'
  | 'MP3RecordReady'
  | 'CallError';

/** A voice session (spec, I.1.1.4.3). */
export interface NativeCall extends Head {
  kind: 'call';
  phase: CallPhase;
  callId: string;
  /** UUID or number. */
  from: string;
  to: string;
  startedAt?: number;
  acceptedAt?: number;
  endedAt?: number;
  /** Seconds. */
  duration?: number;
  billed?: number;
  key: string;
  keyAt?: number;
  result: string;
  link: string;
  sipCause: string;
}

/** How somebody's program stands (spec, I.1.1.4.1). */
export interface NativeStatus extends Head {
  kind: 'status';
  status: string;
}

/** A line of a chat (spec, I.1.1.4.2). */
export interface NativeMessage extends Head {
  kind: 'message';
  /** The spec knows states for calls, and its example has one here. */
  state: string;
  messageId: string;
  authorId: string;
  specialistId: string;
  body: string;
  /** As told: its zone is not documented. */
  sent: string;
}

export interface NativeFile {
  name: string;
  sourceDir: string;
  destinationDir: string;
  size?: number;
  startedAt: string;
  duration: string;
  uploaded: boolean;
}

/** Remote access (spec, I.1.1.4.4). */
export interface NativeSession extends Head {
  kind: 'session';
  state: string;
  sessionId: string;
  authorId: string;
  started: string;
  ended: string;
  startedAt?: number;
  endedAt?: number;
  duration?: number;
  hostComputer: string;
  adminComputer: string;
  hostIp: string;
  adminIp: string;
  files: NativeFile[];
}

export interface NativeComment {
  authorId: string;
  at: string;
  text: string;
}

/** A request of a customer (spec, I.1.1.4.5). */
export interface NativeTreatment extends Head {
  kind: 'treatment';
  state: 'Appointed' | 'Finished' | 'ServiceQualityAssessment' | 'Comments';
  treatmentId: string;
  specialistId: string;
  duration?: number;
  assessment?: number;
  comments: NativeComment[];
}

/** The answer to a command (spec, I.2.2). */
export interface NativeResult {
  kind: 'result';
  action: string;
  commandId: string;
  result: string;
  error: string;
}
