import type { CommandHandler } from '@callbus/runtime';
import { action } from './commands/action.ts';
import { attendedTransfer } from './commands/attended.ts';
import { blindTransfer, hangup, park, redirect } from './commands/move.ts';
import { makeCall } from './commands/originate.ts';
import type { CommandsConfig, CommandsOptions } from './commands/types.ts';

/** What this adapter can do; `makeCall` only where `originate` is configured. */
export const COMMANDS = [
  'makeCall',
  'hangup',
  'redirect',
  'blindTransfer',
  'attendedTransfer',
  'park',
  'action',
] as const;

/** The commands of one instance. */
export const commandsOf = ({ originate }: CommandsConfig): readonly string[] =>
  originate ? COMMANDS : COMMANDS.filter((verb) => verb !== 'makeCall');

/**
 * Canonical commands as manager actions: each once, and each with an answer
 * about what came of it, not about what was queued.
 */
export const createCommands = (
  options: CommandsOptions,
): Record<(typeof COMMANDS)[number], CommandHandler> => ({
  makeCall: makeCall(options),
  hangup: hangup(options),
  redirect: redirect(options),
  blindTransfer: blindTransfer(options),
  attendedTransfer: attendedTransfer(options),
  park: park(options),
  action: action(options),
});
