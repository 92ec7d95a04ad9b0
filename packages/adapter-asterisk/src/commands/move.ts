import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import { text } from '../wire/message.ts';
import { ask } from './faults.ts';
import { askChannels, meant, mustBeDialable, otherParty, talker, WHOSE, type Whose, whose } from './find.ts';
import { messages } from './messages.ts';
import { Parameters } from './parameters.ts';
import type { ChannelNow, CommandsOptions } from './types.ts';
import { listen } from './wait.ts';

const PARKED_MS = 5_000;

/** What stands on the switchboard as a command begins. */
export const channelsNow = async ({
  channels,
  link,
  sides,
}: CommandsOptions): Promise<readonly ChannelNow[]> =>
  channels ? await channels() : await askChannels(link, sides);

/** Ends an employee's part of his call, a whole call, or one channel. */
export function hangup(options: CommandsOptions): CommandHandler {
  return async (given) => {
    const who = whose(new Parameters(given, WHOSE));
    const found = meant(await channelsNow(options), who);
    const ended: string[] = [];
    let gone: CommandFault | undefined;
    for (const { name } of found) {
      try {
        await ask(options.link, { action: 'Hangup', params: { Channel: name } });
        ended.push(name);
      } catch (error) {
        // The end of one party ends the others: whoever is gone already is what was wanted.
        if (!(error instanceof CommandFault) || error.status !== 404) throw error;
        gone = error;
      }
    }
    if (ended.length === 0 && gone) throw gone;
    return { call: found[0]?.linkedid, channels: ended };
  };
}

interface Destination {
  who: Whose;
  to: string;
  context: string;
}

async function destination(options: CommandsOptions, given: Record<string, unknown>): Promise<Destination> {
  const parameters = new Parameters(given, [...WHOSE, 'to', 'context']);
  const who = whose(parameters);
  const to = parameters.destination('to');
  const context = parameters.context('context', options.config.originate?.context);
  return { who, to, context };
}

/** Sends the other party of an employee's call elsewhere, ringing or talking. */
export function redirect(options: CommandsOptions): CommandHandler {
  return async (given) => {
    const { who, to, context } = await destination(options, given);
    const moved = otherParty(await channelsNow(options), who);
    await mustBeDialable(options.link, context, to);
    const params = { Channel: moved.name, Context: context, Exten: to, Priority: 1 };
    await ask(options.link, { action: 'Redirect', params });
    return { call: moved.linkedid, channel: moved.name };
  };
}

/** The employee lets go, and the other party is put through to a number. */
export function blindTransfer(options: CommandsOptions): CommandHandler {
  return async (given) => {
    const { who, to, context } = await destination(options, given);
    const from = talker(await channelsNow(options), who);
    await mustBeDialable(options.link, context, to);
    await ask(options.link, {
      action: 'BlindTransfer',
      params: { Channel: from.name, Context: context, Exten: to },
    });
    return { call: from.linkedid, channel: from.name };
  };
}

/** Parks the other party of an employee's call; the answer names the space. */
export function park(options: CommandsOptions): CommandHandler {
  return async (given, signal) => {
    const parameters = new Parameters(given, [...WHOSE, 'lot']);
    const who = whose(parameters);
    const lot = parameters.destinationIf('lot');
    const all = await channelsNow(options);
    const moved = otherParty(all, who);
    // Who parks gets it back when nobody takes it.
    const from = who.extension === undefined ? undefined : talker(all, who);
    const space = listen<string>(options, signal, {
      onMessage: (event) =>
        text(event, 'Event') === 'ParkedCall' && text(event, 'ParkeeUniqueid') === moved.uniqueid
          ? text(event, 'ParkingSpace')
          : undefined,
      onDown: () => '',
      onAbort: () => '',
      onTime: () => '',
    });
    try {
      await ask(options.link, {
        action: 'Park',
        params: {
          Channel: moved.name,
          ...(from && { TimeoutChannel: from.name }),
          ...(lot !== undefined && { Parkinglot: lot }),
        },
      });
      space.until(PARKED_MS);
      const found = await space.outcome;
      if (found === '')
        throw new CommandFault(
          'asterisk.unknown',
          504,
          say(messages.notEnded, { seconds: PARKED_MS / 1_000 }),
        );
      return { call: moved.linkedid, channel: moved.name, space: found };
    } finally {
      space.drop();
    }
  };
}
