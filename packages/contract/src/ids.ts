import { hash } from 'node:crypto';

// Crockford's base 32, as ULIDs use it: no I, L, O, U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `bits` of `bytes` (a multiple of 5, from the start; a character for each byte) in base 32. */
function base32(bytes: string, bits: number): string {
  let out = '';
  let value = 0;
  let held = 0;
  for (let i = 0; out.length * 5 < bits; i++) {
    value = (value << 8) | bytes.charCodeAt(i);
    held += 8;
    while (held >= 5 && out.length * 5 < bits) {
      held -= 5;
      out += ALPHABET[(value >>> held) & 31];
    }
    value &= (1 << held) - 1;
  }
  return out;
}

const SEPARATOR = '\u001f';
const ESCAPE = '\u001e';

/** A field such that no text of it can be taken for the end of it: a PBX may put anything into a call id. */
function field(part: string | number): string {
  const text = String(part);
  if (!text.includes(SEPARATOR) && !text.includes(ESCAPE)) return text;
  return text.replaceAll(ESCAPE, `${ESCAPE}0`).replaceAll(SEPARATOR, `${ESCAPE}1`);
}

// As text of one character a byte: several times cheaper to come by than a buffer.
const digest = (parts: readonly (string | number)[]): string =>
  hash('sha256', parts.map(field).join(SEPARATOR), 'binary');

/** What makes a call event the same fact when it is told again. */
export interface EventIdentity {
  /** Adapter instance id. */
  instance: string;
  /** Native call key. */
  key: string;
  /** Connection id, empty for events of the whole call. */
  connection: string;
  /** EventType value. */
  type: number;
  /** Counts events of a type that can repeat; 0 for the rest. */
  ordinal?: number;
}

/** The deterministic id of a call event: 26 base-32 characters (130 bits of SHA-256). */
export function eventId({ instance, key, connection, type, ordinal = 0 }: EventIdentity): string {
  return base32(digest(['event', instance, key, connection, type, ordinal]), 130);
}

/**
 * The id of a call: a ULID whose time is the broker's stamp of the call's first
 * event and whose rest is a hash, so that a replay gives the same id and ids sort by time.
 * @param firstSeenAt broker time, Unix milliseconds
 */
export function callId(instance: string, key: string, firstSeenAt: number): string {
  let time = '';
  for (let rest = firstSeenAt, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) {
    time = ALPHABET[rest % 32] + time;
  }
  return time + base32(digest(['call', instance, key, firstSeenAt]), 80);
}

/** Broker time (Unix milliseconds) in a call id, or null where it is not one. */
export function callIdTime(id: string): number | null {
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) return null;
  let time = 0;
  for (const c of id.slice(0, 10)) time = time * 32 + ALPHABET.indexOf(c);
  return time;
}

/** A deterministic id for anything that is neither an event nor a call (popups, batches). */
export function derivedId(kind: string, ...parts: (string | number)[]): string {
  return base32(digest([kind, ...parts]), 130);
}

/**
 * A short stand-in for text that must not be read from a subject or a log, a
 * phone number for instance: 10 base-32 characters, the same for the same text.
 */
export function fingerprint(text: string): string {
  return base32(digest(['fingerprint', text]), 50);
}

/** How many partitions CALLS and JOURNAL have. Part of the contract: it never changes within v1. */
export const PARTITIONS = 16;

/** The partition of an order group (an adapter instance, or a name that instances share). */
export function partitionOf(orderGroup: string): number {
  const d = digest(['partition', orderGroup]);
  return (d.charCodeAt(0) * 256 + d.charCodeAt(1)) % PARTITIONS;
}
