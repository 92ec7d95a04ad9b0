import { HANDLERS, RECORDING } from '../translate/handlers.ts';
import type { Action } from '../wire/action.ts';

const VARIABLE = 'VarSet';

/** Events that tell how employees and devices stand. */
export const AGENT_EVENTS = [
  'DeviceStateChange',
  'ExtensionStatus',
  'PresenceStateChange',
  'QueueMemberAdded',
  'QueueMemberRemoved',
  'QueueMemberStatus',
  'QueueMemberPause',
] as const;

/** Said by the server about itself. */
const SERVER_EVENTS = ['Shutdown', 'FullyBooted'] as const;

const WHOLE = [
  ...Object.keys(HANDLERS).filter((name) => name !== VARIABLE),
  ...AGENT_EVENTS,
  ...SERVER_EVENTS,
];

const WANTED: ReadonlySet<string> = new Set([...WHOLE, VARIABLE]);

/** Whether an event is of use; asked before it is decoded. */
export const wanted = (event: string): boolean => WANTED.has(event);

/**
 * What is done after each log-in: filters that pass what is of use and nothing
 * else, and only then the events. Every server from 12 on takes them; with the
 * newer syntax of 22 they mean the same. A filter is held against the whole text
 * of an event, which begins with its name.
 * @param variables channel variables that are wanted beside the name of a recording
 */
export function setup(variables: readonly string[]): Action[] {
  const names = [RECORDING, ...variables];
  const filters = [
    `^Event: (${WHOLE.join('|')})[^A-Za-z]`,
    ...chunks(names).map(
      (some) => `^Event: ${VARIABLE}[^A-Za-z].*Variable: (${some.join('|')})[^A-Za-z0-9_]`,
    ),
  ];
  return [
    ...filters.map((filter): Action => ({ action: 'Filter', params: { Operation: 'Add', Filter: filter } })),
    { action: 'Events', params: { EventMask: 'on' } },
  ];
}

// A line of the manager interface has room for a kilobyte.
function chunks(names: readonly string[], size = 600): string[][] {
  const out: string[][] = [];
  let room = 0;
  for (const name of names) {
    if (room < name.length + 1) {
      out.push([]);
      room = size;
    }
    out.at(-1)?.push(name);
    room -= name.length + 1;
  }
  return out;
}
