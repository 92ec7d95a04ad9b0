import { ROOT } from './subjects.ts';

/** How a stream keeps its messages; the runtime turns it into JetStream settings. */
export interface StreamSpec {
  name: string;
  /** What lies in it, for people. */
  purpose: string;
  subjects: readonly string[];
  storage: 'file' | 'memory';
  /** `new` refuses when full, so that pressure goes back to the source; `old` forgets the oldest. */
  discard: 'new' | 'old';
  /** Seconds; 0 keeps until trimmed. */
  maxAge: number;
  /** What is older than that goes only as core finds that no reader needs it any more; the server by itself drops nothing. */
  trimmed?: boolean;
  /** Share of the disk (or memory) quota this stream may use, 0..1. */
  share: number;
  /** Messages kept per subject; absent means all. */
  maxPerSubject?: number;
  /** Seconds in which a repeated message id is absorbed. */
  duplicateWindow: number;
}

const DAY = 86_400;

/** Every stream of the house. Nothing else is created on the bus but the key-value buckets below. */
export const STREAMS = {
  CALLS: {
    name: 'CALLS',
    purpose: 'canonical call events, and interactions until every reader has them',
    subjects: [`${ROOT}.event.>`, `${ROOT}.interaction.>`],
    storage: 'file',
    discard: 'new',
    maxAge: 30 * DAY,
    trimmed: true,
    share: 0.45,
    duplicateWindow: 120,
  },
  JOURNAL: {
    name: 'JOURNAL',
    purpose: 'final and amended journal records, trimmed only of what every reader has',
    subjects: [`${ROOT}.journal.>`],
    storage: 'file',
    discard: 'new',
    maxAge: 0,
    share: 0.3,
    duplicateWindow: 120,
  },
  LIVE: {
    name: 'LIVE',
    purpose: 'running calls, the newest state of each',
    subjects: [`${ROOT}.call.*`],
    storage: 'memory',
    discard: 'old',
    maxAge: 6 * 3600,
    share: 0.5,
    maxPerSubject: 1,
    duplicateWindow: 2,
  },
  AGENTS: {
    name: 'AGENTS',
    purpose: 'agent and device states, the newest of each',
    subjects: [`${ROOT}.agent.*.*`],
    storage: 'file',
    discard: 'old',
    maxAge: 0,
    share: 0.02,
    maxPerSubject: 1,
    duplicateWindow: 120,
  },
  POPUP: {
    name: 'POPUP',
    purpose: 'popups, forgotten before they could be late',
    subjects: [`${ROOT}.popup.*`],
    storage: 'memory',
    discard: 'old',
    maxAge: 10,
    share: 0.3,
    duplicateWindow: 10,
  },
  EXCHANGES: {
    name: 'EXCHANGES',
    purpose: 'what was said to and by neighbours, until the gateway has written it down',
    subjects: [`${ROOT}.exchange.*`],
    storage: 'memory',
    discard: 'old',
    maxAge: 3600,
    share: 0.1,
    duplicateWindow: 2,
  },
  DEAD: {
    name: 'DEAD',
    purpose: 'what was set aside, with the reason',
    subjects: [`${ROOT}.dead.*`],
    storage: 'file',
    discard: 'old',
    maxAge: 90 * DAY,
    share: 0.03,
    duplicateWindow: 120,
  },
} as const satisfies Record<string, StreamSpec>;

export type StreamName = keyof typeof STREAMS;

/** Key-value buckets. */
export const BUCKETS = {
  leases: 'callbus_leases',
  progress: 'callbus_progress',
} as const;

/** What lies in each bucket, for people. */
export const BUCKET_PURPOSES: Record<keyof typeof BUCKETS, string> = {
  leases: 'who runs what: one key per service or partition, renewed while its holder lives',
  progress: 'how far each reader of CALLS and JOURNAL has come; what core needs to rebuild its state',
};

/** The durable consumer of JOURNAL that belongs to a base. */
export const journalConsumer = (base: string): string => `sink-${base}`;
/** The durable consumer of POPUP that belongs to a base. */
export const popupConsumer = (base: string): string => `popup-${base}`;
/** The durable consumer of JOURNAL that belongs to the history store. */
export const historyConsumer = 'history';
/** The durable consumer of CALLS that brings a base interactions. */
export const interactionConsumer = (base: string): string => `interactions-${base}`;
/** The durable consumer of CALLS that brings the history store interactions. */
export const interactionHistoryConsumer = 'interaction-history';

/** A position that the bus keeps for a reader. */
export interface ConsumerSpec {
  name: string;
  stream: StreamName;
  /** Who reads there, for people. */
  purpose: string;
}

/** Every durable consumer. JOURNAL is trimmed only of what all of its own have acknowledged. */
export const CONSUMERS: readonly ConsumerSpec[] = [
  {
    name: journalConsumer('<base>'),
    stream: 'JOURNAL',
    purpose: 'what a 1C base has yet to take, one consumer per sink',
  },
  {
    name: popupConsumer('<base>'),
    stream: 'POPUP',
    purpose: 'popups that a 1C base has yet to see, one consumer per sink',
  },
  { name: historyConsumer, stream: 'JOURNAL', purpose: 'what the history of calls has yet to take' },
  {
    name: interactionConsumer('<base>'),
    stream: 'CALLS',
    purpose: 'interactions that a 1C base has yet to take, one consumer per sink',
  },
  {
    name: interactionHistoryConsumer,
    stream: 'CALLS',
    purpose: 'interactions that the history has yet to take',
  },
];
