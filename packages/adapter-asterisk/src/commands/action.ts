import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import type { Action, ActionValue } from '../wire/action.ts';
import type { Reply } from '../wire/link.ts';
import { badField, send } from './faults.ts';
import { masked } from './mask.ts';
import { messages } from './messages.ts';
import { Parameters } from './parameters.ts';
import type { CommandsOptions } from './types.ts';

/** Actions that belong to the link: it could not go on, or would be deaf, after them. */
const RESERVED = new Set(['login', 'logoff', 'challenge', 'events', 'filter', 'waitevent']);
const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const TIMEOUT_MS = 10_000;
const MOST_TIMEOUT_MS = 25_000;

/**
 * Any action as it is: its answer and, where it is a list, all the items. An
 * answer that says `Error` comes back as it is, too; only a right that is
 * missing and an action there is not are faults.
 */
export function action({ link }: CommandsOptions): CommandHandler {
  return async (given): Promise<Reply> => {
    const parameters = new Parameters(given, ['action', 'params', 'variables', 'timeoutMs']);
    const name = parameters.text('action');
    if (name === undefined || !NAME.test(name)) throw badField('action', say(messages.anAction));
    if (RESERVED.has(name.toLowerCase()))
      throw new CommandFault('asterisk.reserved', 403, say(messages.reserved, { action: name }));
    const asked: Action = {
      action: name,
      params: valuesOf(parameters.raw('params'), 'params', isValues, say(messages.aValue)),
      variables: valuesOf(parameters.raw('variables'), 'variables', isValue, say(messages.aVariable)),
    };
    const timeoutMs = parameters.wait('timeoutMs', MOST_TIMEOUT_MS) ?? TIMEOUT_MS;
    return masked(await send(link, asked, { timeoutMs }));
  };
}

const isValue = (value: unknown): value is ActionValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

const isValues = (value: unknown): value is ActionValue | ActionValue[] =>
  isValue(value) || (Array.isArray(value) && value.every(isValue));

/** @throws {CommandFault} 400 naming the field inside */
function valuesOf<V>(
  given: unknown,
  field: string,
  fits: (value: unknown) => value is V,
  expected: string,
): Record<string, V> {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw badField(field, say(messages.anObject));
  const values: Record<string, V> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null) continue;
    if (!fits(value)) throw badField(`${field}.${name.slice(0, 60)}`, expected);
    values[name] = value;
  }
  return values;
}
