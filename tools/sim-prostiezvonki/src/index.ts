/** Plays the Простые Звонки protocol. */
export * from './calls.ts';
export * from './examples.ts';
export * from './player.ts';
