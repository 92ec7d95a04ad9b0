import { setupSay } from '../../packages/runtime/src/setup/messages.mjs';

/**
 * What `npm start -- ...` was asked for.
 * @typedef {{ help: true } | { error: string } | { config: string, rest: string[] } | { demo: string[] }} Wanted
 */

const TAKES_VALUE = new Set(['--config', '--speed', '--listen', '--lang']);
const SITE_ONLY = new Set(['--listen', '--lang']);
const FLAGS = new Set(['--once', '--without-asterisk']);
const DEMO_ONLY = new Set([...FLAGS, '--speed']);

/**
 * Reads the arguments of `npm start`; what is not known is an error that names what there is.
 * @param {readonly string[]} args
 * @returns {Wanted}
 */
export function read(args) {
  /** @type {Map<string, string>} */
  const given = new Map();
  for (let i = 0; i < args.length; i++) {
    const [word = '', ...tail] = (args[i] ?? '').split('=');
    const name = word === '-c' ? '--config' : word === '-h' ? '--help' : word;
    if (name === '--help') return { help: true };
    if (!TAKES_VALUE.has(name) && !(FLAGS.has(name) && tail.length === 0)) return unknown(args[i] ?? '');
    const value = !TAKES_VALUE.has(name) ? '' : tail.length > 0 ? tail.join('=') : (args[++i] ?? '');
    if (TAKES_VALUE.has(name) && (value === '' || value.startsWith('-')))
      return { error: `${setupSay('noValue', { name })}\n${setupSay('startOptions')}` };
    given.set(name, value);
  }
  const speed = given.get('--speed');
  if (speed !== undefined && !(Number(speed) > 0))
    return { error: `${setupSay('badSpeed', { value: speed })}\n${setupSay('startOptions')}` };
  const config = given.get('--config');
  const misplaced = [...given.keys()].find((name) =>
    (config === undefined ? SITE_ONLY : DEMO_ONLY).has(name),
  );
  if (misplaced !== undefined) return unknown(misplaced, config === undefined ? 'onlySite' : 'onlyDemo');
  const rest = [...given].filter(([name]) => name !== '--config');
  if (config !== undefined) return { config, rest: rest.flat() };
  return { demo: rest.map(([name, value]) => (value === '' ? name : `${name}=${value}`)) };
}

/** @param {string} name @param {'unknownArgument' | 'onlySite' | 'onlyDemo'} message @returns {Wanted} */
function unknown(name, message = 'unknownArgument') {
  return { error: `${setupSay(message, { name })}\n${setupSay('startOptions')}` };
}
