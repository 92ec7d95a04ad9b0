import { type CallEventInit, type Cause, EventType } from '@callbus/contract';
import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import { type AmiMessage, text } from '../wire/message.ts';
import { type CauseSaid, type CustomerState, causeSaid, verdictOf } from './customer.ts';
import { ask, badField, wrongState } from './faults.ts';
import { consults, mustBeDialable, talker, WHOSE, whose } from './find.ts';
import { messages } from './messages.ts';
import { channelsNow } from './move.ts';
import { Parameters } from './parameters.ts';
import type { ChannelNow, CommandsOptions } from './types.ts';
import { listen } from './wait.ts';

/** How the one who is consulted stands. */
interface Consultation {
  consultation: CustomerState;
  cause?: CauseSaid;
}

const START_MS = 8_000;
const DONE_MS = 5_000;

/**
 * A transfer after a word with whom it goes to, in three commands: `start` rings
 * the other one while the customer hears music, `complete` connects the two (also
 * while it still rings), `cancel` brings the customer back.
 *
 * Atxfer and CancelAtxfer press the feature code for the employee. So the
 * server says "success" to anything, and what came of it is seen in the events.
 */
export function attendedTransfer(options: CommandsOptions): CommandHandler {
  return async (given, signal) => {
    const parameters = new Parameters(given, [...WHOSE, 'phase', 'to', 'context']);
    const phase = parameters.text('phase');
    if (phase !== 'start' && phase !== 'complete' && phase !== 'cancel')
      throw badField('phase', say(messages.aPhase));
    const who = whose(parameters);
    const start = phase === 'start';
    const to = start ? parameters.destination('to') : '';
    const context = start ? parameters.context('context', options.config.originate?.context) : '';
    const all = await channelsNow(options);
    const from = talker(all, who);
    const busy = consults(all, from);
    if (start && busy) throw wrongState(say(messages.consulting));
    // Without a consultation the employee would lose the customer, or press keys into his ear.
    if (!start && !busy) throw wrongState(say(messages.notConsulting));
    const said = { call: from.linkedid, channel: from.name, phase };
    if (phase === 'start') {
      if (from.bridge === '') throw wrongState(say(messages.alone));
      await mustBeDialable(options.link, context, to);
      return { ...said, ...(await begin(options, signal, { from, all, to, context })) };
    }
    await finish(options, signal, from, phase);
    return said;
  };
}

async function begin(
  options: CommandsOptions,
  signal: AbortSignal,
  { from, all, to, context }: { from: ChannelNow; all: readonly ChannelNow[]; to: string; context: string },
): Promise<Consultation> {
  const before = new Set(all.map(({ uniqueid }) => uniqueid));
  let begun = false;
  let told: Consultation | undefined;
  // The colleague's phone may ring before the employee stands apart from the customer, and until
  // then the consultation can be neither completed nor cancelled.
  let apart = false;
  const far = (): Consultation => {
    if (told) return told;
    if (!begun) throw new CommandFault('asterisk.notransfer', 422, say(messages.notBegun));
    return { consultation: 'calling' };
  };
  const waiting = listen<Consultation>(options, signal, {
    onTold: (events) => {
      const own = events.filter((e) => e.key === from.linkedid && !before.has(e.connection?.id ?? ''));
      told = own.map(consultationOf).findLast((found) => found !== undefined) ?? told;
      return apart || (told && !STANDS.has(told.consultation)) ? told : undefined;
    },
    onMessage: (event) => {
      const name = text(event, 'Event');
      begun ||= name === 'Newchannel' && text(event, 'Linkedid') === from.linkedid;
      apart ||= name === 'BridgeEnter' && text(event, 'Uniqueid') === from.uniqueid;
      return apart ? told : undefined;
    },
    onDown: far,
    onAbort: far,
    onTime: far,
  });
  try {
    const params = { Channel: from.name, Context: context, Exten: to };
    await ask(options.link, { action: 'Atxfer', params });
    waiting.until(START_MS);
    return await waiting.outcome;
  } finally {
    waiting.drop();
  }
}

/** What of a consultation means that it goes on. */
const STANDS: ReadonlySet<string> = new Set(['ringing', 'answered']);

function consultationOf({ type, cause, connection }: CallEventInit): Consultation | undefined {
  if (!connection) return undefined;
  if (type === EventType.DELIVERED) return { consultation: 'ringing' };
  if (type === EventType.ESTABLISHED) return { consultation: 'answered' };
  return type === EventType.FAILED ? failed(cause) : undefined;
}

function failed(cause: Cause | null | undefined): Consultation {
  const said = causeSaid(cause);
  return { consultation: verdictOf(cause), ...(said && { cause: said }) };
}

/** The employee's hang-up is the end of a transfer, whatever feature codes there are; its abort brings him back. */
async function finish(
  options: CommandsOptions,
  signal: AbortSignal,
  from: ChannelNow,
  phase: 'complete' | 'cancel',
): Promise<void> {
  const isSign = phase === 'complete' ? hasHandedOn : isBack;
  const waiting = listen<boolean>(options, signal, {
    onMessage: (event) => isSign(event, from) || undefined,
    onDown: () => false,
    onAbort: () => false,
    onTime: () => false,
  });
  try {
    const action = phase === 'complete' ? 'Hangup' : 'CancelAtxfer';
    await ask(options.link, { action, params: { Channel: from.name } });
    waiting.until(DONE_MS);
    if (await waiting.outcome) return;
    throw new CommandFault('asterisk.unknown', 504, say(messages.notEnded, { seconds: DONE_MS / 1_000 }));
  } finally {
    waiting.drop();
  }
}

// Where the other one still rings, the employee's channel outlives his call by as long.
const hasHandedOn = (event: AmiMessage, from: ChannelNow): boolean =>
  text(event, 'Event') === 'AttendedTransfer'
    ? text(event, 'OrigTransfererUniqueid') === from.uniqueid
    : text(event, 'Event') === 'Hangup' && text(event, 'Uniqueid') === from.uniqueid;

const isBack = (event: AmiMessage, from: ChannelNow): boolean =>
  text(event, 'Event') === 'BridgeEnter' && text(event, 'Uniqueid') === from.uniqueid;
