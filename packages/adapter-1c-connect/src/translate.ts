/** Native messages to canonical events; pure: no I/O, no clock. */
export * from './translate/agents.ts';
export * from './translate/calls.ts';
export * from './translate/interactions.ts';
