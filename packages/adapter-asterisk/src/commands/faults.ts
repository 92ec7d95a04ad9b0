import { CommandFault, reasonOf, say } from '@callbus/runtime';
import type { Action } from '../wire/action.ts';
import { isError } from '../wire/answer.ts';
import { BadAction, RightMissing } from '../wire/errors.ts';
import type { ManagerLink, Reply, RequestOptions } from '../wire/link.ts';
import { text } from '../wire/message.ts';
import { messages } from './messages.ts';

/** A field that is missing or will not do. */
export const badField = (field: string, expected: string): CommandFault =>
  new CommandFault('asterisk.parameter', 400, say(messages.field, { field, expected }));

export const notFound = (message: string): CommandFault => new CommandFault('asterisk.nocall', 404, message);

/** The call is not in the state the command needs. */
export const wrongState = (message: string): CommandFault => new CommandFault('asterisk.state', 409, message);

/** More than one fits; whoever asks must say which. */
export const several = (list: readonly string[]): CommandFault =>
  new CommandFault('asterisk.several', 409, say(messages.several, { list: list.join(', ') }));

/** @throws {CommandFault} 503 where the adapter stops and nothing was sent yet */
export function mustBeNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new CommandFault('asterisk.down', 503, say(messages.notSent));
}

/** The words of a server that does not know a channel (any more). */
const NO_CHANNEL = /no such channel|channel.* does not exist|channel specified does not exist/i;
const NO_ACTION = /^invalid\/unknown command/i;

export interface AskOptions extends RequestOptions {
  /** It changes nothing, so it does not matter whether it was done. */
  reads?: boolean;
  /** Words for "it is not known whether it was done". */
  unknown?(reason: string): string;
}

/**
 * Does one action, as it is, once.
 * @throws {CommandFault} 400 field, 403 right, 404 unknown action, 503 not sent, 502 not known whether it was done
 */
export async function send(link: ManagerLink, action: Action, options: AskOptions = {}): Promise<Reply> {
  const { reads = false, unknown, ...request } = options;
  if (!link.up) throw new CommandFault('asterisk.down', 503, say(messages.notSent));
  let reply: Reply;
  try {
    reply = await link.request(action, request);
  } catch (error) {
    throw faultOf(error, action.action, reads, unknown);
  }
  if (isError(reply.response) && NO_ACTION.test(text(reply.response, 'Message')))
    throw new CommandFault('asterisk.noaction', 404, say(messages.unknownAction, { action: action.action }));
  return reply;
}

/**
 * Does one action of ours.
 * @throws {CommandFault} as `send`, and 404 or 422 where the server refuses it
 */
export async function ask(link: ManagerLink, action: Action, options: AskOptions = {}): Promise<Reply> {
  const reply = await send(link, action, options);
  if (!isError(reply.response)) return reply;
  const reason = text(reply.response, 'Message');
  const message = say(messages.refused, { action: action.action, reason });
  throw NO_CHANNEL.test(reason) ? notFound(message) : new CommandFault('asterisk.refused', 422, message);
}

function faultOf(
  error: unknown,
  action: string,
  reads: boolean,
  unknown?: AskOptions['unknown'],
): CommandFault {
  if (error instanceof BadAction) return new CommandFault('asterisk.parameter', 400, error.message, error);
  if (error instanceof RightMissing)
    return new CommandFault('asterisk.right', 403, say(messages.right, { action }), error);
  const reason = reasonOf(error);
  if (reads) return new CommandFault('asterisk.down', 503, say(messages.notSent), error);
  const words = unknown?.(reason) ?? say(messages.notKnown, { action, reason });
  return new CommandFault('asterisk.unknown', 502, words, error);
}
