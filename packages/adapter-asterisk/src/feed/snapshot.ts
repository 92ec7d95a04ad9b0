import { say } from '@callbus/runtime';
import { SnapshotFailed } from '../errors.ts';
import { messages } from '../messages.ts';
import { RECORDING } from '../translate/handlers.ts';
import { DIALLED_LINE, type ServerView, type StandingChannel } from '../translate/view.ts';
import type { Action } from '../wire/action.ts';
import { isError } from '../wire/answer.ts';
import { BadAnswer, NoReply, RightMissing } from '../wire/errors.ts';
import type { ManagerLink } from '../wire/link.ts';
import { type AmiMessage, text } from '../wire/message.ts';

/** How the server stands: its channels, and what it says of agents and devices. */
export interface Snapshot {
  view: ServerView;
  /** Items of `DeviceStateList`, `ExtensionStateList`, `PresenceStateList`, `QueueStatus`. */
  agents: AmiMessage[];
}

/** What a snapshot needs beside the link. */
export interface SnapshotOptions {
  /** Channel variables that are wanted. */
  variables: readonly string[];
  now(): number;
  /** How long each list may take. */
  timeoutMs?: number;
  /** Whether lists that can be done without may also never end; the channels' may not. */
  lenient?: boolean;
}

const TIMEOUT_MS = 10_000;
/** How the server writes a variable that is not set. */
const UNSET = '(null)';

/**
 * Asks how the server stands.
 * @throws {SnapshotFailed} when it does not show its channels
 * @throws {LinkDown | NoReply}
 */
export async function takeSnapshot(link: ManagerLink, options: SnapshotOptions): Promise<Snapshot> {
  const { timeoutMs = TIMEOUT_MS, lenient = false } = options;
  const list = (action: Action): Promise<AmiMessage[]> => listOf(link, action, timeoutMs);
  const lists = ['BridgeList', 'ParkedCalls', 'QueueStatus'].map((action) =>
    optional(list({ action }), lenient),
  );
  const agents = ['DeviceStateList', 'ExtensionStateList', 'PresenceStateList'].map((action) =>
    optional(list({ action }), lenient),
  );
  const [channels, bridges = [], parked = [], queues = [], ...states] = await Promise.all([
    channelsOf(list, options),
    ...lists,
    ...agents,
  ]);
  const now = options.now();
  return {
    view: {
      channels,
      holding: new Set(bridges.filter(isHolding).map((item) => text(item, 'BridgeUniqueid'))),
      queued: queues
        .filter((item) => text(item, 'Event') === 'QueueEntry')
        .map((item) => ({
          uniqueid: text(item, 'Uniqueid'),
          queue: text(item, 'Queue'),
          since: now - seconds(text(item, 'Wait')),
        })),
      parked: parked.filter((item) => text(item, 'Event') === 'ParkedCall'),
    },
    agents: [...states.flat(), ...queues.filter((item) => text(item, 'Event') === 'QueueMember')],
  };
}

type List = (action: Action) => Promise<AmiMessage[]>;

// Either action shows what stands; `Status` knows more of it, and the one may be allowed without the other.
async function channelsOf(list: List, { variables, now }: SnapshotOptions): Promise<StandingChannel[]> {
  const names = [RECORDING, DIALLED_LINE, ...variables].join(',');
  const failures: unknown[] = [];
  for (const action of [
    { action: 'Status', params: { AllVariables: 'false', Variables: names } },
    { action: 'CoreShowChannels' },
  ]) {
    try {
      const items = await list(action);
      const at = now();
      return items
        .filter((item) => text(item, 'Uniqueid') !== '' && text(item, 'Channel') !== '')
        .map((item) => standing(item, at));
    } catch (error) {
      if (!(error instanceof RightMissing || error instanceof SnapshotFailed)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  const reason = first instanceof Error ? first.message : '';
  throw new SnapshotFailed('Status', say(messages.noSnapshot, { action: 'Status', reason }), first);
}

async function listOf(link: ManagerLink, action: Action, timeoutMs: number): Promise<AmiMessage[]> {
  const { response, events } = await link.request(action, { timeoutMs });
  if (!isError(response)) return events;
  throw new SnapshotFailed(action.action, text(response, 'Message').slice(0, 100));
}

/** A list that can be done without: a module may not be loaded, a right not given. */
async function optional(list: Promise<AmiMessage[]>, lenient: boolean): Promise<AmiMessage[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof RightMissing || error instanceof SnapshotFailed) return [];
    if (lenient && (error instanceof NoReply || error instanceof BadAnswer)) return [];
    throw error;
  }
}

function standing(item: AmiMessage, now: number): StandingChannel {
  const age = text(item, 'Seconds') || text(item, 'Duration');
  return {
    uniqueid: text(item, 'Uniqueid'),
    linkedid: text(item, 'Linkedid'),
    name: text(item, 'Channel'),
    state: text(item, 'ChannelStateDesc'),
    callerNumber: text(item, 'CallerIDNum'),
    callerName: text(item, 'CallerIDName'),
    exten: text(item, 'Exten'),
    dialled: text(item, 'DNID'),
    application: text(item, 'Application'),
    data: text(item, 'Data') || text(item, 'ApplicationData'),
    bridge: text(item, 'BridgeID') || text(item, 'BridgeId'),
    since: age === '' ? undefined : now - seconds(age),
    variables: [item.Variable ?? []].flat().flatMap((line) => {
      const at = line.indexOf('=');
      const value = line.slice(at + 1);
      return at <= 0 || value === '' || value === UNSET ? [] : [[line.slice(0, at), value] as const];
    }),
  };
}

const isHolding = (item: AmiMessage): boolean =>
  text(item, 'BridgeTechnology') === 'holding_bridge' || text(item, 'BridgeType') === 'parking';

/** `37` and `00:01:02` as milliseconds. */
const seconds = (told: string): number =>
  told.split(':').reduce((sum, part) => sum * 60 + (Number(part) || 0), 0) * 1_000;
