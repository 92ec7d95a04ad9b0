import { say } from '@callbus/runtime';
import { DateTime } from 'luxon';
import { messages } from './messages.ts';
import { badField, type Told, text } from './told.ts';

/** What the PBX's culture can make of a time; the nearest to now is meant. */
const FORMATS = [
  'dd.MM.yyyy H:mm:ss',
  'd.M.yyyy H:mm:ss',
  'd.M.yyyy H:mm',
  'yyyy/MM/dd H:mm:ss',
  'yyyy-MM-dd H:mm:ss',
  'M/d/yyyy h:mm:ss a',
  'M/d/yyyy H:mm:ss',
  'M/d/yyyy h:mm a',
  'd/M/yyyy H:mm:ss',
  'd/M/yyyy h:mm:ss a',
  'd-M-yyyy H:mm:ss',
];

/** A time, Unix milliseconds; uncertain where its zone or the order of its figures was guessed. */
export interface Moment {
  at: number;
  uncertain: boolean;
}

/**
 * One moment of a call by the best of its variables: epoch milliseconds, then
 * UTC, then the PBX's local time.
 * @param name `CallStartTime`, `CallEstablishedTime` or `CallEndTime`
 * @param seenAt when it was told, Unix milliseconds
 * @throws {BadMessage} for text that is no time
 */
export function moment(told: Told, name: string, zone: string, seenAt: number): Moment | undefined {
  const millis = `${name}UTCMillis`;
  const epoch = text(told, millis);
  if (epoch !== '') {
    if (!/^\d{12,14}(?:[.,]\d+)?$/.test(epoch)) throw badField(millis, epoch, say(messages.moment));
    return { at: Math.trunc(Number(epoch.replace(',', '.'))), uncertain: false };
  }
  const utc = text(told, `${name}UTC`);
  if (utc !== '') return local(`${name}UTC`, utc, 'UTC', seenAt);
  for (const field of [`${name}Local`, name, ...(name === 'CallStartTime' ? ['DateTime'] : [])]) {
    const value = text(told, field);
    if (value !== '') return local(field, value, zone, seenAt);
  }
  return undefined;
}

function local(field: string, value: string, zone: string, seenAt: number): Moment {
  const iso = DateTime.fromISO(value, { zone });
  if (iso.isValid) return { at: iso.toMillis(), uncertain: false };
  const readings = FORMATS.map((format) => DateTime.fromFormat(value, format, { zone, locale: 'en-US' }))
    .filter((read) => read.isValid)
    .map((read) => read.toMillis());
  if (readings.length === 0) throw badField(field, value, say(messages.moment));
  const nearest = readings.reduce((a, b) => (Math.abs(b - seenAt) < Math.abs(a - seenAt) ? b : a));
  return { at: nearest, uncertain: new Set(readings).size > 1 };
}

const SPAN = /^(?:(\d+)[.:])?(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:[.,]\d+)?$/;
const ISO_SPAN = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** The longest text of a span, `d.hh:mm:ss.fffffff`; more digits are no time anybody talked. */
const LONGEST_SPAN = 24;
const LONGEST_SECONDS = 366 * 86_400;

/**
 * Seconds of a span: `hh:mm:ss` as .NET writes it (`d.hh:mm:ss.fffffff`), ISO
 * 8601, or seconds; undefined for anything else.
 */
export function spanSeconds(value: string): number | undefined {
  if (value.length > LONGEST_SPAN) return undefined;
  if (/^\d+(?:[.,]\d+)?$/.test(value)) return sane(Number(value.replace(',', '.')));
  const [, days, hours, minutes, seconds] = SPAN.exec(value) ?? ISO_SPAN.exec(value) ?? [];
  if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined)
    return undefined;
  const figure = (part: string | undefined): number => Number((part ?? '0').replace(',', '.'));
  return sane(figure(days) * 86_400 + figure(hours) * 3_600 + figure(minutes) * 60 + figure(seconds));
}

const sane = (seconds: number): number | undefined =>
  seconds <= LONGEST_SECONDS ? Math.round(seconds) : undefined;

/** How long it was talked, seconds. @throws {BadMessage} for text that is no span */
export function duration(told: Told): number | undefined {
  for (const field of ['DurationSeconds', 'Duration', 'DurationTimespan']) {
    const value = text(told, field);
    if (value === '') continue;
    const seconds = spanSeconds(value);
    if (seconds === undefined) throw badField(field, value, say(messages.length));
    return seconds;
  }
  return undefined;
}
