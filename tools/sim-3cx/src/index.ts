/** Plays a 3CX. */
export * from './cdr.ts';
export * from './crm.ts';
export * from './model.ts';
export { type SimRequest, SimServer } from './server.ts';
export { type RingOptions, type SimOptions, ThreeCxSim } from './sim.ts';
export * from './xapi.ts';
