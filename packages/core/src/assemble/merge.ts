import { DeviceRole, Direction } from '@callbus/contract';
import { end } from './ending.ts';
import { addRecording } from './recordings.ts';
import { isOpen, openSpan } from './spans.ts';
import type { CallState, ConnectionTrack } from './state.ts';
import { directionOf } from './status.ts';
import { hasAnswered, unpark } from './talk.ts';

/**
 * Two calls proved to be one: what the younger knew goes into the older, and
 * the younger's record ends as `merged`. Core owns merges (architecture, "Ids").
 * @param at PBX time of the merge
 * @returns the call that stays and the one that ends
 */
export function mergeCalls(a: CallState, b: CallState, at: number): { older: CallState; younger: CallState } {
  const [older, younger] = a.firstSequence <= b.firstSequence ? [a, b] : [b, a];
  // The record is the outside party's, whichever call it was in.
  if (!hasOutside(older) && hasOutside(younger)) exchange(older, younger);
  // Where one of them goes on, the call does.
  if (older.endedAt !== undefined && younger.endedAt === undefined) takeBackEnd(older);
  for (const id of younger.eventIds) older.eventIds.add(id);
  for (const id of younger.nativeIds) older.nativeIds.add(id);
  for (const [id, track] of younger.connections) {
    if (!older.connections.has(id)) older.connections.set(id, joining(track));
  }
  for (const recording of younger.recordings) addRecording(older.recordings, recording);
  older.transfers = [...older.transfers, ...younger.transfers.map((t) => ({ ...t }))].sort(
    (x, y) => x.at - y.at,
  );
  older.decisions.push(...younger.decisions);
  older.queue ||= younger.queue;
  older.group ||= younger.group;
  older.did ||= younger.did;
  older.trunk ||= younger.trunk;
  older.account ||= younger.account;
  older.attributes = { ...younger.attributes, ...older.attributes };
  older.gap ||= younger.gap;
  older.tells |= younger.tells;
  older.newsAt = Math.max(older.newsAt, younger.newsAt);
  older.roots.push(younger.firstSequence, ...younger.roots);
  younger.mergedInto = older.callId;
  end(younger, at, at, 'told');
  if (older.endedAt === undefined) handOver(older, [...younger.connections.keys()], at);
  return { older, younger };
}

function takeBackEnd(call: CallState): void {
  call.endedAt = undefined;
  call.toldEndAt = undefined;
  call.endedHow = undefined;
  call.closedAt = undefined;
}

const hasOutside = (call: CallState): boolean => directionOf(call).direction !== Direction.INTERNAL;

// Who placed the younger call did not place the older one, and what was said in
// it was said among ourselves: a consultation is not talk with the customer.
const joining = (track: ConnectionTrack): ConnectionTrack => ({
  ...track,
  caller: false,
  unasked: track.unasked || track.caller,
  talks: [],
  holds: [],
  parks: track.parks.map((span) => ({ ...span })),
});

// The one who was asked takes over at the transfer. Where nobody has the other
// party (pickup, a parked call retrieved), whoever came with the younger call does.
function handOver(call: CallState, came: readonly string[], at: number): void {
  const newcomers = came.map((id) => call.connections.get(id) as ConnectionTrack).filter(hasAnswered);
  for (const transfer of call.transfers) {
    const to = newcomers.find((t) => t.id === transfer.to);
    if (transfer.kind !== 'attended' || !to) continue;
    openSpan(to.talks, transfer.at);
    transfer.toExtension ||= to.extension;
  }
  const people = [...call.connections.values()].filter(
    (t) => t.role === DeviceRole.EMPLOYEE || t.role === DeviceRole.CUSTOMER,
  );
  if (people.some((t) => isOpen(t.talks))) return;
  const retriever = newcomers.find((t) => t.role === DeviceRole.EMPLOYEE && t.unasked);
  if (!retriever) return;
  openSpan(retriever.talks, at);
  unpark(call, at);
}

/** What a call is about, without its identity. */
const CONTENT = [
  'stated',
  'clickToCall',
  'calling',
  'called',
  'did',
  'queue',
  'group',
  'trunk',
  'account',
  'attributes',
  'connections',
  'startedAt',
  'startSeen',
  'newsAt',
  'endedAt',
  'toldEndAt',
  'endedHow',
  'closedAt',
  'settling',
  'queuedAt',
  'transfers',
  'recordings',
  'report',
  'endedBy',
  'cause',
  'decisions',
  'lookup',
  'lookupFor',
  'counterparty',
  'responsible',
] as const satisfies readonly (keyof CallState)[];

function exchange(a: CallState, b: CallState): void {
  for (const key of CONTENT) swap(a, b, key);
}

function swap<K extends keyof CallState>(a: CallState, b: CallState, key: K): void {
  const held = a[key];
  a[key] = b[key];
  b[key] = held;
}
