import { DeviceRole, EventType } from '@callbus/contract';
import type { Call, Channel, Leg } from './model.ts';
import { dialledParty, outsideParty } from './names.ts';
import type { Scene } from './scene.ts';
import { DIALLED_LINE, type StandingChannel } from './view.ts';

/** The PBX itself called this channel. */
const CALLED = /^App(?:Dial2?|Queue)$/i;
/** It called it because somebody outside the dialplan asked for a call (Originate). */
const ORIGINATED = 'AppDial2';
const QUEUE = 'Queue';

/** A channel of a call that was not known, and what the server shows of it. */
interface Stood {
  channel: Channel;
  facts: StandingChannel;
}

/** A call nobody told us of: who stands at its beginning is read from how its channels came to be. */
export function openCall(
  scene: Scene,
  call: Call,
  fresh: ReadonlySet<Channel>,
  standing: ReadonlyMap<string, StandingChannel>,
): void {
  const stood = [...call.channels]
    .filter((channel) => fresh.has(channel))
    .flatMap((channel): Stood[] => {
      const facts = standing.get(channel.uniqueid);
      return facts ? [{ channel, facts }] : [];
    })
    .sort((a, b) => rank(call, a) - rank(call, b) || (a.facts.since ?? 0) - (b.facts.since ?? 0));
  const people = stood.filter(({ channel }) => channel.leg);
  call.originated = stood.some((one) => isOriginated(call, one));
  const root = people.find(({ facts }) => mayBegin(facts)) ?? (call.originated ? agentOf(people) : undefined);
  if (!root?.channel.leg) return;
  call.originated ||= isAgentWaiting(root, people);
  beginWith(scene, call, root.channel.leg, root.facts);
}

// Ages are told in whole seconds: of two that came at once it is the employee who was rung first.
const agentOf = (people: readonly Stood[]): Stood | undefined =>
  people.find(({ channel }) => channel.leg?.role === DeviceRole.EMPLOYEE) ?? people[0];

const rank = ({ key }: Call, { channel }: Stood): number => (channel.uniqueid === key ? 0 : 1);

const mayBegin = ({ application }: StandingChannel): boolean =>
  application === ORIGINATED || !CALLED.test(application);

// The PBX began it itself: it rings somebody, or one half of a Local that nobody dialled does as its own.
const isOriginated = ({ key }: Call, { channel, facts }: Stood): boolean =>
  facts.application === ORIGINATED ||
  (channel.uniqueid === key && channel.name.endsWith(';1') && !CALLED.test(facts.application));

// Who places a call himself is not answered before the other side is.
const isAgentWaiting = ({ channel, facts }: Stood, people: readonly Stood[]): boolean =>
  channel.leg?.role === DeviceRole.EMPLOYEE &&
  facts.state === 'Up' &&
  facts.bridge === '' &&
  people.some((other) => other.channel !== channel && other.facts.state !== 'Up');

function beginWith(scene: Scene, call: Call, leg: Leg, facts: StandingChannel): void {
  const occurredAt = facts.since ?? scene.at;
  leg.caller = true;
  call.root = leg;
  if (facts.application === QUEUE) call.queue = facts.data.split(',')[0] ?? '';
  if (leg.role === DeviceRole.CUSTOMER && !call.originated) {
    leg.placed = true;
    leg.party = outsideParty(facts.callerNumber === '<unknown>' ? '' : facts.callerNumber, facts.callerName);
    call.calling = leg.party;
    call.did = lineOf(scene, facts);
    scene.tell(call, EventType.OFFERED, leg, { occurredAt, trunk: leg.trunk });
    return;
  }
  if (leg.role !== DeviceRole.EMPLOYEE) return;
  call.calling = leg.party;
  if (call.originated) {
    scene.tell(call, EventType.SERVICE_INITIATED, leg, { occurredAt });
    return;
  }
  leg.placed = true;
  call.dialled = [facts.dialled, facts.exten].find((exten) => exten !== '' && exten !== 's') ?? '';
  const called = call.dialled === '' ? undefined : dialledParty(call.dialled, scene.sides);
  if (called?.extension) call.called = called;
  scene.tell(call, EventType.ORIGINATED, leg, { occurredAt });
}

/** What the customer dialled; where the dialplan stands now may be somewhere else. */
function lineOf({ sides }: Scene, { variables, dialled, exten }: StandingChannel): string {
  const kept = variables.find(([name]) => name === DIALLED_LINE)?.[1];
  if (kept) return kept;
  if (dialled !== '' && dialled !== 's') return dialled;
  return exten === 's' || sides.extensions.test(exten) ? '' : exten;
}
