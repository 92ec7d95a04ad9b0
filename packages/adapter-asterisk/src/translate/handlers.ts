import { DeviceRole, EventType, type Recording, RecordingState } from '@callbus/contract';
import { type AmiMessage, text } from '../wire/message.ts';
import { PICKED_UP } from './causes.ts';
import { dialBegin, dialEnd, dialState } from './dial.ts';
import { alert, answered, goOn, hangUp, hangupRequested, hungUpLate, settleTransfer } from './legs.ts';
import { meet, merge } from './meet.ts';
import type { Call, Channel } from './model.ts';
import { dialledParty, insideParty, legOf, outsideParty, present } from './names.ts';
import type { Scene } from './scene.ts';
import { attendedTransfer, blindTransfer, parked } from './transfer.ts';

/** The variable in which the server says where a recording goes. */
export const RECORDING = 'MIXMONITOR_FILENAME';

export type Handler = (scene: Scene, message: AmiMessage) => void;

/** Runs where the message's channel is known. */
const ofChannel =
  (handler: (scene: Scene, channel: Channel, message: AmiMessage) => void): Handler =>
  (scene, message) => {
    const channel = scene.board.channel(text(message, 'Uniqueid'));
    if (channel) handler(scene, channel, message);
  };

/** Events that tell something, by name; all others are noise. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  Newchannel: newchannel,
  Newstate: ofChannel((scene, { call, leg }, message) => {
    if (!leg) return;
    const state = text(message, 'ChannelStateDesc');
    if (state === 'Ringing') alert(scene, call, leg);
    if (state === 'Up') answered(scene, call, leg);
  }),
  Rename: ofChannel((scene, channel, message) => {
    scene.board.rename(channel, text(message, 'Newname'));
    meet(scene, channel);
  }),
  DialBegin: dialBegin,
  DialState: dialState,
  DialEnd: dialEnd,
  OriginateResponse: originateResponse,
  BridgeEnter: ofChannel((scene, channel, message) => {
    const swapped = scene.board.channel(text(message, 'SwapUniqueid'));
    const id = text(message, 'BridgeUniqueid');
    if (swapped) scene.board.leave(swapped, id);
    const holding =
      text(message, 'BridgeTechnology') === 'holding_bridge' || text(message, 'BridgeType') === 'parking';
    scene.board.enter(channel, id, holding);
    if (holding) return;
    if (channel.call.pending?.transferee === channel.uniqueid) settleTransfer(scene, channel.call);
    meet(scene, channel);
  }),
  BridgeLeave: ofChannel((scene, channel, message) => {
    scene.board.leave(channel, text(message, 'BridgeUniqueid'));
  }),
  ConfbridgeLeave: ofChannel((scene, { call, leg }) => {
    if (!leg?.talking) return;
    leg.talking = false;
    leg.done = true;
    goOn(call);
    scene.tell(call, EventType.CONNECTION_CLEARED, leg);
  }),
  Hold: ofChannel((scene, { call, leg }) => {
    if (!leg || leg.held || leg.done || leg.letGo) return;
    leg.held = true;
    leg.heldAt = scene.at;
    scene.tell(call, EventType.HELD, leg);
  }),
  // Comes without a hold, too: phones send one with every transfer.
  Unhold: ofChannel((scene, { call, leg }) => {
    if (!leg?.held || leg.done) return;
    leg.held = false;
    leg.retrievedAt = scene.at;
    scene.tell(call, EventType.RETRIEVED, leg);
  }),
  QueueCallerJoin: ofChannel((scene, { call, leg }, message) => {
    call.queue ||= text(message, 'Queue');
    scene.tell(call, EventType.QUEUED, leg ?? call.root, { queue: text(message, 'Queue') });
  }),
  Pickup: ofChannel((scene, { call, leg }, message) => {
    const target = scene.board.channel(text(message, 'TargetUniqueid'));
    if (!target || !leg) return;
    leg.pickedUp = true;
    if (target.leg) target.leg.dialStatus = PICKED_UP;
    merge(scene, target.call, call);
  }),
  BlindTransfer: blindTransfer,
  AttendedTransfer: attendedTransfer,
  ParkedCall: parked,
  VarSet: ofChannel(variableSet),
  HangupRequest: (scene, message) => {
    const uniqueid = text(message, 'Uniqueid');
    const channel = scene.board.channel(uniqueid);
    const gone = channel ? undefined : scene.board.gone(uniqueid, scene.at);
    if (gone) hungUpLate(scene, gone);
    if (!channel?.leg || channel.leg.done) return;
    const said = { cause: text(message, 'Cause'), state: text(message, 'ChannelStateDesc') };
    hangupRequested(channel.call, channel.leg, said);
  },
  Hangup: ofChannel((scene, channel, message) =>
    hangUp(scene, channel, text(message, 'Cause'), text(message, 'Cause-txt')),
  ),
};

function newchannel(scene: Scene, message: AmiMessage): void {
  const uniqueid = text(message, 'Uniqueid');
  const linkedid = text(message, 'Linkedid');
  const callerNumber = present(text(message, 'CallerIDNum')) && text(message, 'CallerIDNum');
  const facts = {
    uniqueid,
    name: text(message, 'Channel'),
    callerNumber: callerNumber || '',
    callerName: text(message, 'CallerIDName'),
  };
  const leg = legOf(facts, scene.sides);
  const channel = scene.board.add({ uniqueid, linkedid, name: facts.name, leg }, scene.at);
  // What the PBX rings by itself starts down; who dials starts otherwise.
  if (!channel || !leg || uniqueid !== (linkedid || uniqueid) || text(message, 'ChannelStateDesc') === 'Down')
    return;
  const { call } = channel;
  const exten = text(message, 'Exten');
  leg.caller = true;
  leg.placed = true;
  call.root = leg;
  if (leg.role === DeviceRole.CUSTOMER) {
    leg.party = outsideParty(rawNumber(message), facts.callerName);
    call.calling = leg.party;
    call.did = exten === 's' ? '' : exten;
    scene.tell(call, EventType.OFFERED, leg, { trunk: leg.trunk });
    return;
  }
  call.calling = leg.party;
  call.dialled = exten === 's' ? '' : exten;
  const called = call.dialled === '' ? undefined : dialledParty(call.dialled, scene.sides);
  // An outside number may be dialled with a prefix; the line's leg will tell it bare.
  if (called?.extension) call.called = called;
  scene.tell(call, EventType.ORIGINATED, leg);
}

/** As received, but for the server's own word for nothing. */
const rawNumber = (message: AmiMessage): string => {
  const number = text(message, 'CallerIDNum');
  return number === '<unknown>' ? '' : number;
};

// Arrives when the agent's phone answers or fails, which says nothing of the customer; but it names whom he wants.
function originateResponse(scene: Scene, message: AmiMessage): void {
  const exten = text(message, 'Exten');
  if (exten === '' || exten === 's') return;
  const call = scene.board.channel(text(message, 'Uniqueid'))?.call ?? meantBy(scene, message);
  if (!call || call.called) return;
  call.originated = true;
  call.dialled ||= exten;
  if (call.ended) {
    // The answer came after the end of what it answers.
    call.called = dialledParty(exten, scene.sides);
    scene.tell(call, EventType.CALL_INFORMATION, undefined);
  } else if (scene.sides.extensions.test(exten)) call.called = insideParty(exten);
}

// A failed one names the channel without its number, and no Uniqueid; an agent may be called twice at a time.
function meantBy({ board, at }: Scene, message: AmiMessage): Call | undefined {
  const device = text(message, 'Channel');
  const isAt = (name: string): boolean => name === device || name.startsWith(`${device}-`);
  const running = [...board.calls()].filter(
    (call) =>
      call.originated &&
      !call.answered &&
      call.dialled === '' &&
      [...call.channels].some(({ name }) => isAt(name)),
  );
  const over = board.unanswered(at).flatMap(({ call, name }) => (isAt(name) ? [call] : []));
  const fitting = [...running, ...over];
  const shown = text(message, 'CallerIDNum');
  return fitting.find((call) => call.shown !== '' && call.shown === shown) ?? fitting[0];
}

function variableSet(scene: Scene, { call }: Channel, message: AmiMessage): void {
  takeVariable(scene, call, text(message, 'Variable'), text(message, 'Value'));
}

/** A variable of a channel: the name of a recording, or one that is wanted. */
export function takeVariable(scene: Scene, call: Call, name: string, value: string): void {
  if (value === '') return;
  if (name === RECORDING) {
    if (call.recordings.has(value)) return;
    call.recordings.add(value);
    const recording: Recording = { file: scene.sides.recordingName(value), state: RecordingState.KNOWN };
    scene.tell(call, EventType.RECORDING_READY, undefined, { recording });
    return;
  }
  if (!scene.sides.variables?.has(name) || call.attributes.get(name) === value) return;
  call.attributes.set(name, value);
  // Before the call is told there is nothing to tell it of; its first event will carry it.
  if (call.told) scene.tell(call, EventType.CALL_INFORMATION, undefined);
}
