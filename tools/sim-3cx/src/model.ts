/** A phone, queue or trunk in a scripted call. Unix milliseconds. */
export interface SimLeg {
  /** The number it stands for: an extension, a queue, a trunk. */
  dn: string;
  kind: 'extension' | 'queue' | 'trunk';
  /** Began to ring, or to dial where it placed the call. */
  at: number;
  answeredAt?: number;
  endedAt?: number;
  referredBy?: string;
  onBehalfOf?: string;
}

/** A call of the simulated PBX; what every door tells is made from this. */
export interface SimCall {
  /** Small and used again after a restart of the PBX. */
  callid: number;
  /** Never used again. */
  historyId: string;
  direction: 'inbound' | 'outbound' | 'internal';
  /** The outside number; empty on an internal call and where it is withheld. */
  number: string;
  name: string;
  trunk: string;
  /** The line the customer dialled. */
  did: string;
  /** The extension that placed it; inbound empty. */
  caller: string;
  queue: string;
  group: string;
  /** In the order they were reached; the caller's own is the first of an outbound or internal call. */
  legs: SimLeg[];
  transfers: { from: string; to: string; at: number }[];
  /** An outside number that took the call over. */
  forwardedTo: string;
  startedAt: number;
  /** A person answered. */
  answeredAt?: number;
  endedAt?: number;
  endedBy: 'source' | 'destination' | 'system';
  outcome: 'answered' | 'noanswer' | 'busy' | 'cancelled' | 'failed';
}

/** The extension the PBX's reports name: who talked last, else who rang last, else who called. */
export function agentOf(call: SimCall): string {
  if (call.direction === 'outbound') return call.caller;
  const phones = call.legs.filter((l) => l.kind === 'extension' && l.dn !== call.caller);
  return (phones.findLast((l) => l.answeredAt !== undefined) ?? phones.at(-1))?.dn ?? '';
}
