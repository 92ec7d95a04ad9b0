import type { CallEventInit } from '@callbus/contract';
import type { AdapterContext } from '@callbus/runtime';
import type { Agents } from '../agents.ts';
import type { Translator } from '../translate.ts';
import type { LinkChange, ManagerLink } from '../wire/link.ts';
import type { Timers } from '../wire/timers.ts';

/** How the link and what it shows stand, for the health of the adapter. */
export interface FeedReports {
  /** Everything that is needed comes. */
  well(): void;
  /** The link's own changes. */
  changed(change: LinkChange): void;
  /** The server does not show what stands on it. */
  blind(error: Error): void;
  /** Calls run and nothing is told of them. */
  deaf(): void;
}

export interface FeedOptions {
  context: Pick<AdapterContext, 'id' | 'dataDir' | 'log' | 'now' | 'publishOrKeep' | 'tellAgents'>;
  link: ManagerLink;
  translator: Translator;
  agents: Agents;
  /** Channel variables that are wanted. */
  variables: readonly string[];
  reports: FeedReports;
  /** Changes events before they are told. */
  prepare?: (events: readonly CallEventInit[]) => CallEventInit[];
  timers?: Timers;
  timing?: Partial<FeedTiming>;
}

/** Milliseconds. */
export interface FeedTiming {
  /** A Ping keeps "last heard" this fresh where nothing happens. */
  heartbeatMs: number;
  /** How often what is known is held against the server though nothing was lost. */
  auditMs: number;
  /** How long each list of a snapshot may take. */
  snapshotMs: number;
  /** Between tries of a snapshot that failed. */
  againMs: number;
}
