import { CommandFault, maskNumber, say } from '@callbus/runtime';
import { legOf, otherHalf, type Sides } from '../translate/names.ts';
import type { ManagerLink } from '../wire/link.ts';
import { type AmiMessage, text } from '../wire/message.ts';
import { ask, badField, notFound, several, wrongState } from './faults.ts';
import { messages } from './messages.ts';
import type { Parameters } from './parameters.ts';
import type { ChannelNow } from './types.ts';

/** Fields by which a command says whose call it means. */
export const WHOSE = ['extension', 'call', 'channel'] as const;

/** Whose call is meant. */
export interface Whose {
  extension: string | undefined;
  call: string | undefined;
  channel: string | undefined;
}

/** @throws {CommandFault} 400 where nothing is said */
export function whose(parameters: Parameters): Whose {
  const extension = parameters.extension('extension');
  const call = parameters.text('call');
  const channel = parameters.text('channel');
  if (channel !== undefined && (extension !== undefined || call !== undefined))
    throw badField('channel', say(messages.channelAlone));
  if (extension === undefined && call === undefined && channel === undefined)
    throw badField('extension', say(messages.whichCall));
  return { extension, call, channel };
}

/** What stands on the server now; asked by the action that needs the least rights. @throws {CommandFault} */
export async function askChannels(link: ManagerLink, sides: Sides): Promise<ChannelNow[]> {
  const { events } = await ask(link, { action: 'Status' }, { reads: true });
  return events.filter((event) => text(event, 'Event') === 'Status').map((e) => channelOf(e, sides));
}

function channelOf(event: AmiMessage, sides: Sides): ChannelNow {
  const facts = {
    uniqueid: text(event, 'Uniqueid'),
    name: text(event, 'Channel'),
    callerNumber: text(event, 'CallerIDNum'),
    callerName: '',
  };
  const leg = legOf(facts, sides);
  return {
    name: facts.name,
    uniqueid: facts.uniqueid,
    linkedid: text(event, 'Linkedid') || facts.uniqueid,
    extension: leg?.party.extension ?? '',
    outside: leg !== undefined && leg.trunk !== '',
    up: text(event, 'ChannelStateDesc') === 'Up',
    // Spelt so over a connection, and as everywhere else in XML.
    bridge: text(event, 'BridgeID') || text(event, 'BridgeId'),
  };
}

/** Phones and lines; not the PBX's own channels. */
const isParty = ({ extension, outside }: ChannelNow): boolean => extension !== '' || outside;

const sameCall = (a: ChannelNow, b: ChannelNow): boolean => a.linkedid === b.linkedid;

const isOf =
  (call: string) =>
  ({ linkedid, uniqueid }: ChannelNow): boolean =>
    linkedid === call || uniqueid === call;

/**
 * The channels that are meant: of an employee's one call, of a whole call, or one by its name.
 * @throws {CommandFault} 404 there is none, 409 the employee has several calls
 */
export function meant(all: readonly ChannelNow[], { extension, call, channel }: Whose): ChannelNow[] {
  if (channel !== undefined) {
    const found = all.filter(({ name }) => name === channel);
    if (found.length === 0) throw notFound(say(messages.noChannel, { channel }));
    return found;
  }
  const known = call === undefined ? undefined : all.find(isOf(call));
  if (call !== undefined && !known) throw notFound(say(messages.noCall, { call }));
  const parties = all.filter((c) => isParty(c) && (!known || sameCall(c, known)));
  const found = extension === undefined ? parties : parties.filter((c) => c.extension === extension);
  if (found.length === 0) {
    const [who, of] = [extension ?? '', call ?? ''];
    if (call === undefined) throw notFound(say(messages.noCallOf, { extension: who }));
    throw notFound(
      extension === undefined
        ? say(messages.noCall, { call: of })
        : say(messages.noCallWith, { call: of, extension: who }),
    );
  }
  const calls = [...new Set(found.map(({ linkedid }) => linkedid))];
  if (calls.length > 1) throw several(calls);
  return found;
}

/**
 * The employee's channel that talks and can hand its call on.
 * @throws {CommandFault} 404, or 409: not answered, several
 */
export function talker(all: readonly ChannelNow[], who: Whose): ChannelNow {
  const found = meant(preferTalks(all, who), who);
  if (who.channel !== undefined) return answered(found)[0] as ChannelNow;
  const talking = answered(found.filter(({ outside }) => !outside));
  if (talking.length > 1) throw several(talking.map(({ name }) => name));
  return talking[0] as ChannelNow;
}

// The employee's current call is the one he talks in, whatever else rings on his desk.
function preferTalks(all: readonly ChannelNow[], { extension, call }: Whose): readonly ChannelNow[] {
  if (extension === undefined || call !== undefined) return all;
  const own = all.filter((c) => c.extension === extension);
  const talking = own.filter(({ up, bridge }) => up && bridge !== '');
  return talking.length === 0 ? all : all.filter((c) => c.extension !== extension || talking.includes(c));
}

function answered(found: readonly ChannelNow[]): ChannelNow[] {
  const up = found.filter((c) => c.up);
  if (up.length === 0) throw wrongState(say(messages.notAnswered));
  return up;
}

/**
 * Whom the employee's call is with: the customer, or the colleague.
 * @throws {CommandFault} 404, or 409: nobody, several
 */
export function otherParty(all: readonly ChannelNow[], who: Whose): ChannelNow {
  const found = meant(preferTalks(all, who), who);
  const [first] = found;
  if (who.channel !== undefined) return first as ChannelNow;
  const inCall = all.filter((c) => isParty(c) && sameCall(c, first as ChannelNow));
  const others = who.extension === undefined ? inCall : inCall.filter((c) => c.extension !== who.extension);
  const outside = others.filter((c) => c.outside);
  const candidates = outside.length > 0 ? outside : others;
  const [one, ...more] = candidates;
  if (!one) throw wrongState(say(messages.alone));
  if (more.length > 0) throw several(candidates.map(({ name }) => name));
  return one;
}

/**
 * Whether the employee consults: somebody of his call waits where he cannot be
 * heard by him, neither in one bridge nor through the PBX's Local channels.
 */
export function consults(all: readonly ChannelNow[], who: ChannelNow): boolean {
  const inCall = all.filter((c) => sameCall(c, who));
  const heard = new Set([who]);
  for (const at of heard) {
    const half = otherHalf(at.name);
    for (const c of inCall) {
      if ((half !== '' && c.name === half) || (at.bridge !== '' && c.bridge === at.bridge)) heard.add(c);
    }
  }
  return who.bridge !== '' && inCall.some((c) => isParty(c) && c.up && c.bridge !== '' && !heard.has(c));
}

/**
 * Whether the dialplan has a number; asked before somebody is sent there,
 * because the server takes any and drops the call afterwards.
 * @throws {CommandFault} 422 it has not
 */
export async function mustBeDialable(link: ManagerLink, context: string, to: string): Promise<void> {
  const variable = `DIALPLAN_EXISTS(${context},${to},1)`;
  const asked = { action: 'Getvar', params: { Variable: variable } };
  // Where this may not be asked, the server's own word must do.
  const value = await ask(link, asked, { reads: true }).then(
    ({ response }) => text(response, 'Value'),
    () => '',
  );
  if (value === '0')
    throw new CommandFault(
      'asterisk.nodestination',
      422,
      say(messages.noDestination, { to: maskNumber(to), context }),
    );
}
