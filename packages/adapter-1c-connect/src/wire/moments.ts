const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const RUSSIAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
const UNIX = /^\d{9,13}$/;
/** Programs write "no time" as year 1 or 1970. */
const FIRST_YEAR = 2000;

/**
 * A moment, Unix milliseconds, UTC where no zone is told (spec, I.1.1.2).
 * Undefined where none is told, or a placeholder of the year dot.
 */
export function momentOf(text: string): number | undefined | 'unreadable' {
  const told = text.trim();
  if (told === '' || /^0+$/.test(told)) return undefined;
  if (UNIX.test(told)) return Number(told) * (told.length > 10 ? 1 : 1_000);
  const iso = ISO.exec(told);
  const russian = iso ? null : RUSSIAN.exec(told);
  if (!iso && !russian) return 'unreadable';
  const [year, month, day] = iso ? iso.slice(1, 4) : (russian as RegExpExecArray).slice(1, 4).reverse();
  const [hour = '0', minute = '0', second = '0', fraction = '0', zone] = (
    iso ?? (russian as RegExpExecArray)
  ).slice(4);
  const parts = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [y, mo, d, h, mi, s] = parts;
  const at = Date.UTC(y, mo - 1, d, h, mi, s);
  const back = new Date(at);
  const exists = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  if (!exists) return 'unreadable';
  if (y < FIRST_YEAR) return undefined;
  return at + Math.round(Number(`0.${fraction}`) * 1_000) - offsetOf(zone);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** Seconds, told as a number or as `[[d.]hh:]mm:ss`; undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const told = text.trim().replace(',', '.');
  if (/^\d{1,9}(?:\.\d+)?$/.test(told)) return Number(told);
  const clock = /^(?:(?:(\d+)\.)?(\d{1,3}):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/.exec(told);
  if (!clock) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

const QUARTER_MS = 15 * 60_000;
const SLACK_MS = 60_000;
const WIDEST_MS = 15 * 3_600_000;

/**
 * How far times without a zone stand from UTC. Only the event's own moment is
 * said to be UTC; where the newest time inside it is off by whole quarters of
 * an hour, the program wrote its machine's local time. Milliseconds to add.
 * @param newest the time inside the event that is nearest to its moment
 */
export function shiftOf(newest: number | undefined, at: number | undefined): number {
  if (newest === undefined || at === undefined) return 0;
  const off = at - newest;
  const whole = Math.round(off / QUARTER_MS) * QUARTER_MS;
  return whole !== 0 && Math.abs(whole) <= WIDEST_MS && Math.abs(off - whole) <= SLACK_MS ? whole : 0;
}
