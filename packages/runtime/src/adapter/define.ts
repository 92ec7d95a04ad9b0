import type {
  AgentEventInit,
  CallEventInit,
  InteractionEventInit,
  LookupAnswer,
  LookupKind,
  Party,
  RouteAnswer,
} from '@callbus/contract';
import type { z } from 'zod';
import type { HouseConfig } from '../config/schema.ts';
import type { ExchangeRecord } from '../exchange/record.ts';
import type { Link } from '../health.ts';
import type { FastifyInstance } from '../http/server.ts';
import type { Logger } from '../log/logger.ts';
import type { Message } from '../messages.ts';

/** What an adapter of this type can and cannot tell; `docs/` tables are made from it. */
export interface Capabilities {
  /** Events while the call runs, not only when it is over. */
  live: boolean;
  /** The source's own answer time is in its messages. */
  answerTime: boolean;
  /** Holds, transfers and parking are told. */
  features: readonly ('hold' | 'transfer' | 'park' | 'queue' | 'recording' | 'agents')[];
  /** Commands it understands. */
  commands: readonly string[];
  /** Can ask where a call should go. */
  routing: boolean;
  /** The source repeats what was not taken, so nothing needs an outbox. */
  repeats: boolean;
}

/** What an adapter may do; everything it touches comes through here. */
export interface AdapterContext {
  readonly id: string;
  readonly house: HouseConfig;
  /** A folder of the adapter's own for what must survive. */
  readonly dataDir: string;
  readonly log: Logger;
  /** This machine's clock, Unix milliseconds. */
  now(): number;
  /**
   * Publishes events of one call in order; resolves when all are stored.
   * @throws {BusUnavailable | StreamFull} when they are not; the source should repeat
   */
  publish(events: readonly CallEventInit[]): Promise<void>;
  /** The same for a source that cannot repeat: never rejects, waits on disk instead. */
  publishOrKeep(events: readonly CallEventInit[]): Promise<void>;
  /**
   * Tells how employees and devices stand. Only the newest of an extension is kept,
   * so each event carries all that is known of it. Never rejects.
   */
  tellAgents(events: readonly AgentEventInit[]): Promise<void>;
  /** Tells messages, sessions, treatments. Never rejects, waits on disk instead. */
  tellInteractions(events: readonly InteractionEventInit[]): Promise<void>;
  /**
   * Asks core where a call should go. Always answers within the site's
   * deadline: with the fallback when core or 1C does not.
   */
  route(question: RouteRequest): Promise<RouteAnswer>;
  /**
   * Asks core who somebody is, or to make somebody. Always answers within the
   * site's deadline: UNAVAILABLE when core or 1C does not. Never rejects.
   */
  lookup(question: LookupRequest): Promise<LookupAnswer>;
  /** Counts a refused native message and keeps it aside with its reason. */
  refuse(refusal: Refusal): void;
  /** A link to the outside, for /healthz and doctor. */
  link(name: string): Link;
  /**
   * Notes one exchange with a neighbour in the technical journal: a request we
   * made, a frame over a socket. Requests to the adapter's own routes are noted
   * without it. Costs next to nothing, waits for nothing, never throws.
   */
  exchange(record: ExchangeRecord): void;
}

export interface RouteRequest {
  /** The call's native key; empty where the question comes without a call. */
  key: string;
  nativeId: string;
  calling: Party;
  did: string;
  queue?: string;
}

export interface LookupRequest {
  kind: LookupKind;
  /** The number, address or text as received. */
  text: string;
  /** What a new card should say, by field. */
  fields?: Record<string, string>;
}

export interface Refusal {
  /** Stable id of the reason. */
  code: string;
  /** For people; names the field or frame. */
  reason: string;
  /** The route or frame it came from. */
  source: string;
  contentType: string;
  payload: Uint8Array;
  /** Whether it is kept aside or only counted; kept where left out. */
  keep?: boolean;
}

/** A running adapter. Its constructor did nothing; start and stop do all. */
export interface Adapter {
  /** Hangs its routes, already under `/<id>/`. */
  routes?(app: FastifyInstance): void;
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
  /** Canonical commands by verb; a verb that is missing is refused by the host. */
  commands?: Record<string, CommandHandler>;
}

/**
 * Does one command. @throws {CommandFault} with the answer for who asked
 * @param parameters the verb's parameters, as received
 */
export type CommandHandler = (parameters: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;

/** What an adapter type is. The host reads it and never changes when one is added. */
export interface AdapterDefinition<S extends z.ZodObject = z.ZodObject> {
  type: string;
  title: Message;
  /** The adapter's block of the file, `adapterBase` included. */
  config: S;
  capabilities: Capabilities;
  /** What this instance really can, where its configuration decides. */
  capabilitiesOf?(config: z.output<S>): Capabilities;
  /** The commands this instance really has, where its configuration decides. */
  commandsOf?(config: z.output<S>): readonly string[];
  /** Rules that need the rest of the file; a path starts inside the block. */
  check?(config: z.output<S>, house: HouseConfig): { path: string[]; expected: string }[];
  /** Anything in the block that is allowed but unwise, said once at start. */
  warnings?(config: z.output<S>, house: HouseConfig): string[];
  create(context: AdapterContext, config: z.output<S>): Adapter;
}

/** Gives a definition its types. */
export const defineAdapter = <S extends z.ZodObject>(
  definition: AdapterDefinition<S>,
): AdapterDefinition<S> => definition;
