import { CallBusError, say } from '@callbus/runtime';
import { agiMessages as messages } from './messages.ts';

/** Asterisk's own requests take about a kilobyte. */
export const REQUEST_BYTES = 16 * 1_024;

/** A request of the dialplan that cannot be understood; names what is wrong. */
export class BadAgiRequest extends CallBusError {
  constructor(message: string) {
    super('asterisk.agi', message);
  }
}

/** What a dialplan sends when it calls a FastAGI server. */
export interface AgiRequest {
  /** The path of the address that was called, without slashes: `route` of `agi://host/route?did=1`. */
  script: string;
  /** Arguments in the address, after the question mark. */
  query: URLSearchParams;
  /** Arguments after the address, in order. */
  args: readonly string[];
  /** A value by its name without `agi_`; empty where there is none. */
  get(name: string): string;
}

/**
 * Reads the lines of a request, the empty one at its end left out.
 * @throws {BadAgiRequest} naming the line
 */
export function readRequest(text: string): AgiRequest {
  const values = new Map<string, string>();
  text.split(/\r?\n/).forEach((line, at) => {
    const colon = line.indexOf(':');
    if (!line.startsWith('agi_') || colon < 0) throw new BadAgiRequest(say(messages.line, { line: at + 1 }));
    values.set(line.slice('agi_'.length, colon), line.slice(colon + 1).trim());
  });
  const get = (name: string): string => values.get(name) ?? '';
  const [path = '', ...query] = get('network_script').split('?');
  const args: string[] = [];
  for (let n = 1; values.has(`arg_${n}`); n++) args.push(get(`arg_${n}`));
  return {
    script: path.replace(/^\/+|\/+$/g, ''),
    query: new URLSearchParams(query.join('?')),
    args,
    get,
  };
}

/** `SET VARIABLE` as a line; the value arrives as it is. */
export const setVariable = (name: string, value: string): string =>
  `SET VARIABLE ${name} "${value.replace(/[\\"]/g, '\\$&')}"\n`;
