import type { Capabilities } from '@callbus/runtime';
import { COMMANDS } from './commands.ts';
import type { Config } from './config.ts';
import type { DoorName } from './doors.ts';

/** What each door of 3CX can and cannot tell; what none can is nowhere: hold, mute, sending DTMF, conference. */
export const DOORS: Record<DoorName, Capabilities> = {
  crm: {
    live: false,
    answerTime: true,
    features: ['recording'],
    commands: [],
    routing: true,
    repeats: false,
  },
  callControl: {
    live: true,
    // Events carry no time: an answer is stamped when it is seen.
    answerTime: false,
    features: ['transfer', 'queue'],
    commands: COMMANDS,
    // A route point asks before any phone rings.
    routing: true,
    repeats: false,
  },
  cdr: {
    live: false,
    answerTime: true,
    features: ['transfer', 'queue'],
    commands: [],
    routing: false,
    repeats: false,
  },
  xapi: {
    live: false,
    answerTime: true,
    features: ['transfer', 'queue', 'recording'],
    commands: [],
    routing: false,
    repeats: true,
  },
};

/** What the doors together can do. */
export function together(names: readonly DoorName[]): Capabilities {
  const doors = names.map((name) => DOORS[name]);
  return {
    live: doors.some((d) => d.live),
    answerTime: doors.some((d) => d.answerTime),
    features: [...new Set(doors.flatMap((d) => d.features))],
    commands: [...new Set(doors.flatMap((d) => d.commands))],
    routing: doors.some((d) => d.routing),
    // One door that cannot repeat is enough to need the disk.
    repeats: false,
  };
}

/** The doors a block opens. */
export function doorsOf(block: Config): DoorName[] {
  return [
    ...(block.callControl ? (['callControl'] as const) : []),
    ...(block.crm ? (['crm'] as const) : []),
    ...(block.cdr ? (['cdr'] as const) : []),
    ...(block.xapi ? (['xapi'] as const) : []),
  ];
}
