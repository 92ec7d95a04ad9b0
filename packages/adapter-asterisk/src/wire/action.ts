import { say } from '@callbus/runtime';
import { BadAction } from './errors.ts';
import { wireMessages as messages } from './messages.ts';

export type ActionValue = string | number | boolean;

/** One action, as a caller says it. */
export interface Action {
  action: string;
  /** Headers; a list sends the header once for each value. */
  params?: Readonly<Record<string, ActionValue | readonly ActionValue[]>>;
  /** Channel variables; each becomes a `Variable` header, its value sent so that it arrives as it is. */
  variables?: Readonly<Record<string, ActionValue>>;
}

/** A header and its value, as it is sent. */
export type Header = readonly [name: string, value: string];

// Asterisk reads a line into a buffer of this size and throws away what does not fit (manager.c).
const LINE_BYTES = 1_024;
/** Asterisk keeps so many headers of one action and throws away the rest. */
const MOST_HEADERS = 128;
const NAME = /^[A-Za-z0-9_-]+$/;
const BREAK = /[\r\n\0]/;
const OURS = new Set(['action', 'actionid']);

/**
 * The headers of an action in the order they are sent, `Action` and `ActionID` first.
 * @param id the ActionID, by which the answer is known
 * @throws {BadAction} naming the field, where a name or value could not arrive as it is
 */
export function headersOf({ action, params = {}, variables = {} }: Action, id: string): Header[] {
  if (!NAME.test(action)) throw new BadAction('Action', say(messages.fieldName, { field: shown(action) }));
  const headers: Header[] = [
    ['Action', action],
    ['ActionID', clean('ActionID', id)],
  ];
  for (const [name, given] of Object.entries(params)) {
    if (!NAME.test(name)) throw new BadAction(shown(name), say(messages.fieldName, { field: shown(name) }));
    if (OURS.has(name.toLowerCase())) throw new BadAction(name, say(messages.fieldOurs, { field: name }));
    const values = Array.isArray(given) ? (given as readonly ActionValue[]) : [given as ActionValue];
    for (const value of values) headers.push([name, clean(name, String(value))]);
  }
  for (const [name, value] of Object.entries(variables)) headers.push(variable(name, String(value)));
  if (headers.length > MOST_HEADERS) {
    throw new BadAction('Action', say(messages.fieldsMany, { action, limit: MOST_HEADERS }));
  }
  return headers;
}

/**
 * An action as the bytes of a connection.
 * @throws {BadAction} naming the field
 */
export function encodeAction(action: Action, id: string): Buffer {
  const lines = headersOf(action, id).map(([name, value]) => {
    const line = `${name}: ${value}\r\n`;
    if (Buffer.byteLength(line) > LINE_BYTES) {
      throw new BadAction(name, say(messages.fieldLong, { field: name, bytes: LINE_BYTES }));
    }
    return line;
  });
  return Buffer.from(`${lines.join('')}\r\n`);
}

/**
 * An action as the body of an HTTP form.
 * @throws {BadAction} naming the field
 */
export function encodeForm(action: Action, id: string): string {
  return new URLSearchParams(
    headersOf(action, id).map(([name, value]): [string, string] => [name, value]),
  ).toString();
}

// Asterisk takes a Variable header apart at commas, quotes and backslashes
// (its application arguments' rules); a backslash keeps them.
function variable(name: string, value: string): Header {
  const field = `Variable ${shown(name)}`;
  if (BREAK.test(name)) throw new BadAction(field, say(messages.fieldBreak, { field }));
  if (name === '' || /[=,]/.test(name)) {
    throw new BadAction(field, say(messages.variableName, { field: shown(name) }));
  }
  return ['Variable', `${name}=${clean(field, value).replace(/[\\,"]/g, '\\$&')}`];
}

function clean(field: string, value: string): string {
  if (BREAK.test(value)) throw new BadAction(field, say(messages.fieldBreak, { field }));
  return value;
}

/** A name that may be anything, fit for a message. */
const shown = (name: string): string => JSON.stringify(name.slice(0, 60));
