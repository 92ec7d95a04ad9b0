import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/;

/** The digits of a `yyyy-MM-dd HH:mm:ss` as if they were UTC; undefined where they name no moment. */
export function wallOf(text: string): number | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(wall).toISOString().slice(0, 19) === text.replace(' ', 'T') ? wall : undefined;
}

const HOUR_MS = 3_600_000;
const HOURS_REMEMBERED = 10_000;

/** Reads the clock on the wall of a zone. */
export class WallClock {
  readonly #zone: IANAZone;
  /** Offset of the hours around which the clocks are not changed; asking the zone is slow. */
  readonly #quiet = new Map<number, number | undefined>();

  /** @param zone IANA name */
  constructor(zone: string) {
    this.#zone = IANAZone.create(zone);
  }

  /** Every moment at which the clocks show this: two where they are put back, and one where they leave it out. */
  moments(wall: number): number[] {
    const quiet = this.#quietOffset(Math.floor(wall / HOUR_MS));
    if (quiet !== undefined) return [wall - quiet];
    const candidates = [wall - this.#offset(wall - DAY_MS), wall - this.#offset(wall + DAY_MS)];
    const shown = [...new Set(candidates)].filter((at) => at + this.#offset(at) === wall);
    return shown.length > 0 ? shown.sort((a, b) => a - b) : candidates.slice(0, 1);
  }

  #offset(at: number): number {
    return this.#zone.offset(at) * 60_000;
  }

  #quietOffset(hour: number): number | undefined {
    if (this.#quiet.has(hour)) return this.#quiet.get(hour);
    if (this.#quiet.size >= HOURS_REMEMBERED) this.#quiet.clear();
    const [before, after] = [hour * HOUR_MS - DAY_MS, (hour + 1) * HOUR_MS + DAY_MS].map((at) =>
      this.#offset(at),
    );
    const offset = before === after ? before : undefined;
    this.#quiet.set(hour, offset);
    return offset;
  }
}
