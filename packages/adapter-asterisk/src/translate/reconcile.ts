import { type CallEventInit, DeviceRole, EventType } from '@callbus/contract';
import { text } from '../wire/message.ts';
import { takeVariable } from './handlers.ts';
import { alert, answered, hangUp } from './legs.ts';
import { isInbound, meet, merge } from './meet.ts';
import type { Call, Channel, Leg } from './model.ts';
import { dialledNumber, dialledParty, legOf, outsideParty, present } from './names.ts';
import { openCall } from './opening.ts';
import type { Scene } from './scene.ts';
import { parked } from './transfer.ts';
import type { ServerView, StandingChannel } from './view.ts';

/** A call whose end nobody saw, and the channels it was known to have. */
export interface LostCall {
  key: string;
  channels: { uniqueid: string; name: string }[];
}

/** What a view of the server told. */
export interface Reconciled {
  /** First words of calls that were not known: told before the gap, so that it marks them. */
  opened: CallEventInit[];
  /** What became known of calls that go on. */
  changed: CallEventInit[];
  /** The ends of calls that are no more. */
  closings: CallEventInit[];
  closed: LostCall[];
}

/** A time without sight. */
export type GapInit = NonNullable<CallEventInit['gap']>;

export interface ReconcileOptions {
  /** Since when nothing was heard; undefined where this is the first look at a server. */
  gap: GapInit | undefined;
  /** Channels whose whole story, or whose end, is in messages that are still to be taken. */
  leave: ReadonlySet<string>;
}

/**
 * Holds what is known against what stands: new channels are put on the
 * switchboard as they are, those that are gone are taken off. Nothing that is
 * known is told again.
 */
export function reconcile(scene: Scene, view: ServerView, { gap, leave }: ReconcileOptions): Reconciled {
  const { board } = scene;
  const before = new Map([...board.calls()].map((call) => [call.key, call.told]));
  const standing = new Map(view.channels.filter((c) => !leave.has(c.uniqueid)).map((c) => [c.uniqueid, c]));
  const fresh = new Set<Channel>();
  for (const facts of standing.values()) {
    const channel = board.channel(facts.uniqueid);
    if (channel) refresh(scene, channel, facts);
    else add(scene, facts, fresh);
  }
  for (const call of new Set([...fresh].map((channel) => channel.call)))
    if (!call.root) openCall(scene, call, fresh, standing);
  takeStates(scene, standing, fresh);
  const closed = takeGone(scene, standing, leave);
  takeParked(scene, view);
  takeBridges(scene, view, standing);
  takeQueued(scene, view);
  const closings = closeCalls(scene, closed, gap);
  return {
    ...split(
      scene.events.filter((e) => !closings.includes(e)),
      before,
    ),
    closings,
    closed: closed.map(lostCall),
  };
}

function refresh(scene: Scene, channel: Channel, facts: StandingChannel): void {
  channel.seenAt = scene.at;
  if (channel.name !== facts.name) scene.board.rename(channel, facts.name);
  const other = scene.board.relink(channel, facts.linkedid);
  if (other) merge(scene, channel.call, other);
}

function add(scene: Scene, facts: StandingChannel, fresh: Set<Channel>): void {
  const leg = legOf({ ...facts, callerNumber: present(facts.callerNumber) }, scene.sides);
  const channel = scene.board.add({ ...facts, leg }, scene.at);
  if (channel) fresh.add(channel);
}

function takeStates(
  scene: Scene,
  standing: ReadonlyMap<string, StandingChannel>,
  fresh: ReadonlySet<Channel>,
): void {
  const callers: Channel[] = [];
  for (const facts of standing.values()) {
    const channel = scene.board.channel(facts.uniqueid);
    if (!channel) continue;
    const { call, leg } = channel;
    for (const [name, value] of facts.variables) takeVariable(scene, call, name, value);
    if (!leg || leg.done) continue;
    const isNew = fresh.has(channel);
    if (isNew && !leg.caller && leg.role === DeviceRole.CUSTOMER)
      towardsOutside(scene, call, leg, facts, standing);
    if (facts.state === 'Ringing' && isNew && !leg.caller) {
      leg.alerted = true;
      scene.tell(call, EventType.DELIVERED, leg, { occurredAt: facts.since ?? scene.at });
    } else if (facts.state === 'Ringing') alert(scene, call, leg);
    if (facts.state !== 'Up') continue;
    if (leg.caller) callers.push(channel);
    else leg.up = true;
  }
  // Whether the dialplan answered the caller shows in nobody else having done so.
  for (const { call, leg } of callers) if (leg) answered(scene, call, leg);
}

// A line that was called shows the number it was called under as its own.
function towardsOutside(
  { sides }: Scene,
  call: Call,
  leg: Leg,
  facts: StandingChannel,
  standing: ReadonlyMap<string, StandingChannel>,
): void {
  const dial = call.root ? standing.get(call.root.uniqueid)?.data : undefined;
  const number = dialledNumber(dial?.split(',')[0] ?? '') || present(facts.callerNumber) || call.dialled;
  if (number === '') return;
  leg.party = outsideParty(number);
  if (!isInbound(call) && !sides.extensions.test(number)) call.called ??= leg.party;
}

/** Takes channels off that are gone. @returns calls of which nothing is left */
function takeGone(
  scene: Scene,
  standing: ReadonlyMap<string, StandingChannel>,
  leave: ReadonlySet<string>,
): Call[] {
  const isGone = ({ uniqueid }: Channel): boolean => !standing.has(uniqueid) && !leave.has(uniqueid);
  const closed: Call[] = [];
  for (const call of scene.board.calls()) {
    const gone = [...call.channels].filter(isGone);
    if (gone.length === call.channels.size) closed.push(call);
    else for (const channel of gone) hangUp(scene, channel, '', '');
  }
  return closed;
}

function takeParked(scene: Scene, view: ServerView): void {
  for (const item of view.parked) {
    const channel = scene.board.channel(text(item, 'ParkeeUniqueid'));
    if (!channel || channel.bridge?.holding) continue;
    parked(scene, item);
  }
}

function takeBridges(scene: Scene, view: ServerView, standing: ReadonlyMap<string, StandingChannel>): void {
  const channels: Channel[] = [];
  for (const { uniqueid, bridge } of standing.values()) {
    const channel = scene.board.channel(uniqueid);
    if (!channel) continue;
    channels.push(channel);
    if (channel.bridge?.id === bridge) continue;
    if (bridge === '') scene.board.leave(channel);
    else scene.board.enter(channel, bridge, view.holding.has(bridge));
  }
  for (const channel of channels) if (channel.bridge && !channel.bridge.holding) meet(scene, channel);
}

function takeQueued(scene: Scene, { queued }: ServerView): void {
  for (const { uniqueid, queue, since } of queued) {
    const channel = scene.board.channel(uniqueid);
    if (!channel || isQueued(channel.call)) continue;
    const { call, leg } = channel;
    call.queue = queue;
    scene.tell(call, EventType.QUEUED, leg ?? call.root, { queue, occurredAt: since });
  }
}

/** That it waits was told already. */
const isQueued = ({ counts }: Call): boolean =>
  [...counts.keys()].some((counter) => counter.startsWith(`${EventType.QUEUED}|`));

function closeCalls(scene: Scene, calls: readonly Call[], gap: GapInit | undefined): CallEventInit[] {
  const before = scene.events.length;
  for (const call of calls) {
    if (!call.called && call.dialled !== '') call.called = dialledParty(call.dialled, scene.sides);
    // When it ended and who ended it, nobody saw.
    if (call.told) scene.tell(call, EventType.CALL_CLEARED, undefined, gap ? { gap } : {});
    call.ended = true;
  }
  return scene.events.slice(before);
}

function lostCall(call: Call): LostCall {
  return { key: call.key, channels: [...call.channels].map(({ uniqueid, name }) => ({ uniqueid, name })) };
}

function split(
  events: readonly CallEventInit[],
  before: ReadonlyMap<string, boolean>,
): { opened: CallEventInit[]; changed: CallEventInit[] } {
  const seen = new Set<string>();
  const opened: CallEventInit[] = [];
  const changed: CallEventInit[] = [];
  for (const event of events) {
    const key = event.key ?? '';
    const first = !seen.has(key) && !before.get(key);
    seen.add(key);
    (first ? opened : changed).push(event);
  }
  return { opened, changed };
}
