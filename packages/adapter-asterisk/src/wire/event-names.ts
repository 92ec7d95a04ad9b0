const CR = 13;
/** `Event: `, the first header of every event. */
const EVENT = Buffer.from('Event: ');
/** Names of events are shorter; a longer one is read, but not remembered. */
const LONGEST_NAME = 100;

/**
 * The names of events by their bytes, so that the same name is decoded once; a
 * name that shares its number with another takes its place.
 */
export class EventNames {
  readonly #known = new Map<number, { bytes: Uint8Array; name: string }>();

  /** The name of the event that begins at `start`; nothing where it is no event. */
  at(bytes: Uint8Array, start: number, end: number): string | undefined {
    for (let i = 0; i < EVENT.length; i++) if (bytes[start + i] !== EVENT[i]) return undefined;
    const from = start + EVENT.length;
    let to = from;
    let number = 0;
    for (let byte = bytes[to]; to < end && byte !== undefined && byte !== CR; byte = bytes[++to]) {
      number = (Math.imul(number, 31) + byte) & 0xfff;
    }
    const known = this.#known.get(number);
    if (known && same(known.bytes, bytes, from, to)) return known.name;
    const own = Buffer.from(bytes.subarray(from, to));
    const name = own.toString('utf8');
    if (own.length <= LONGEST_NAME) this.#known.set(number, { bytes: own, name });
    return name;
  }
}

function same(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
}
