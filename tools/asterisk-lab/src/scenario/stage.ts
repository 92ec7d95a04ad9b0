import { setTimeout as delay } from 'node:timers/promises';
import type { AsteriskLab } from '../lab.ts';
import type { Manager } from '../manager.ts';
import type { Call } from '../sip/call.ts';
import type { Told } from './truth.ts';

/** What a scenario plays on. */
export interface Stage {
  lab: AsteriskLab;
  manager: Manager;
  /** The customer of this play; nobody else calls by this number. */
  customer: string;
}

/** A short script, and what it did; several calls where it makes several. */
export type Script = (stage: Stage) => Promise<Told | readonly Told[]>;

/** A script of one call. */
export type OneCall = (stage: Stage) => Promise<Told>;

/** How long people talk and phones ring, milliseconds. */
export const TALK = 1_500;
export const RING = 1_000;

/** Lets time pass, as people do. */
export const pass = (ms: number): Promise<void> => delay(ms);

/** The customer calls a line. */
export const customerCalls = (
  { lab, customer }: Stage,
  did: string,
  name = `Client ${customer.slice(-3)}`,
): Promise<Call> => lab.outside.call(did, { number: customer, name });

/** The call of this customer comes in at a phone. */
export const rings = ({ lab, customer }: Stage, extension: string, ring = true): Promise<Call> =>
  lab.phone(extension).expect({ from: customer, ring });

/** Lets it ring for a while and picks up. */
export async function pickUp(call: Call, after = RING): Promise<Call> {
  await pass(after);
  await call.answer();
  return call;
}
