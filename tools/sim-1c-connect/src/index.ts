/** Plays the 1С-Коннект program. */
export * from './agent.ts';
export * from './calls.ts';
export * from './day.ts';
export * from './events.ts';
