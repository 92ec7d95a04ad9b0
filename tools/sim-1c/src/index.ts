/** A 1C base to try things against. */
export type { Fault } from './fault.ts';
export * from './sim.ts';
