import { CallBusError, say } from '@callbus/runtime';
import { z } from 'zod';
import { messages } from './messages.ts';

/** A row of the call history that cannot be read; names the field. */
export class BadRow extends CallBusError {
  constructor(message: string) {
    super('3cx.history', message);
  }
}

const isPlain = (v: unknown): v is string | number | boolean =>
  typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean';
const figure = (v: unknown): number | undefined => {
  const number = typeof v === 'number' || (typeof v === 'string' && v !== '') ? Number(v) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

// What it is not sure of it leaves out, or writes as another type.
const text = z
  .unknown()
  .optional()
  .transform((v) => (isPlain(v) ? String(v) : ''));
const flag = z
  .unknown()
  .optional()
  .transform((v) => v === true || (typeof v === 'string' && /^true$/i.test(v)));
const count = z
  .unknown()
  .optional()
  .transform((v) => figure(v) ?? 0);
const when = z.string().transform((value, ctx) => {
  const at = Date.parse(value);
  if (Number.isNaN(at)) ctx.addIssue({ code: 'custom', message: 'time' });
  return at;
});

/** One row of `ReportCallLogData`: a stretch of a call from one end to another. */
const logRow = z
  .object({
    CallHistoryId: text,
    MainCallHistoryId: text,
    CdrId: text,
    CallId: z.unknown().optional().transform(figure),
    SegmentId: count,
    Indent: count,
    StartTime: when,
    RingingDuration: text,
    TalkingDuration: text,
    Answered: flag,
    Status: text,
    Reason: text,
    Direction: text,
    CallType: text,
    SourceType: text,
    SourceDn: text,
    SourceCallerId: text,
    SourceDisplayName: text,
    DestinationType: text,
    DestinationDn: text,
    DestinationCallerId: text,
    DestinationDisplayName: text,
    RecordingUrl: text,
  })
  .loose();

/** One row of `CallHistoryView`, where the call log is not to be had; it names no call. */
const viewRow = z
  .object({
    SegmentId: count,
    SegmentStartTime: when,
    SegmentEndTime: when,
    CallTime: text,
    CallAnswered: flag,
    SrcDn: text,
    SrcCallerNumber: text,
    SrcDisplayName: text,
    SrcExternal: flag,
    DstDn: text,
    DstCallerNumber: text,
    DstDisplayName: text,
    DstExternal: flag,
  })
  .loose();

export type LogRow = z.output<typeof logRow>;
export type ViewRow = z.output<typeof viewRow>;

/** @throws {BadRow} naming the field */
export const readLogRow = (row: unknown): LogRow => read(logRow, row);

/** @throws {BadRow} naming the field */
export const readViewRow = (row: unknown): ViewRow => read(viewRow, row);

function read<S extends z.ZodType>(schema: S, row: unknown): z.output<S> {
  const told = schema.safeParse(row);
  if (told.success) return told.data;
  const field = String(told.error.issues[0]?.path[0] ?? '');
  const value = typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[field] : row;
  const found = value === undefined || value === null ? say(messages.nothing) : typeof value;
  throw new BadRow(say(messages.row, { field, found }));
}

/** A page of OData: its rows, and where the next one is. */
export interface Page {
  rows: unknown[];
  /** Path of the next page, where the server names one. */
  next: string | undefined;
}

/** @throws {BadRow} where it is no page */
export function readPage(body: unknown): Page {
  const page = (body ?? {}) as { value?: unknown; '@odata.nextLink'?: unknown };
  if (!Array.isArray(page.value))
    throw new BadRow(say(messages.row, { field: 'value', found: say(messages.nothing) }));
  const link = page['@odata.nextLink'];
  const next = typeof link === 'string' ? link.replace(/^https?:\/\/[^/]+/i, '') : undefined;
  return { rows: page.value, next };
}
