import { ConnectionState, ExpiryReason } from '@callbus/contract';
import type { HouseConfig } from '@callbus/runtime';
import type { CallState } from './assemble/state.ts';

/** Legs of a call that was told over get this long to say they are alive. */
export const SETTLE_MS = 800;

/**
 * When a call has been silent for too long. Silence counts from when we could
 * last have heard: an outage of the bus or of core is not the call's silence.
 */
export class Silence {
  readonly #ringing: number;
  readonly #call: number;
  #since = 0;

  constructor({
    maxCallMinutes,
    maxRingingMinutes,
  }: Pick<HouseConfig['core'], 'maxCallMinutes' | 'maxRingingMinutes'>) {
    this.#call = maxCallMinutes * 60_000;
    this.#ringing = maxRingingMinutes * 60_000;
  }

  /** From now on we hear what happens. */
  listening(brokerNow: number): void {
    this.#since = brokerNow;
  }

  /** Why the call should be closed at `brokerNow`, if it should. */
  expired(call: CallState, brokerNow: number): ExpiryReason | undefined {
    const silent = brokerNow - Math.max(call.lastHeardAt, this.#since);
    if (call.settling && silent >= SETTLE_MS) return ExpiryReason.SETTLED;
    if (onlyRings(call)) return silent >= this.#ringing ? ExpiryReason.SILENT_RINGING : undefined;
    return silent >= this.#call ? ExpiryReason.SILENT : undefined;
  }
}

// Nobody answered, nobody waits in a queue: whoever rings so long has gone.
const onlyRings = (call: CallState): boolean =>
  call.queuedAt === undefined &&
  [...call.connections.values()].every(
    (t) =>
      t.answeredAt === undefined && t.state !== ConnectionState.CONNECTED && t.state !== ConnectionState.HOLD,
  );
