import type { SimCall, SimLeg } from './model.ts';

/** An answer of the configuration API. */
export interface XapiAnswer {
  status: number;
  body: unknown;
}

const iso = (at: number): string => new Date(at).toISOString();
const length = (ms: number): string => `PT${Math.round(ms / 1_000)}S`;

const TYPES = { extension: 0, trunk: 1, queue: 4 } as const;

/** The rows of the call log that one call makes: one for each leg it was offered to. */
export function historyRows(call: SimCall): Record<string, unknown>[] {
  const id = `00000000-01dc-4000-8000-${call.historyId.padStart(12, '0')}`;
  const legs = call.legs.filter(
    (leg) => leg.dn !== call.caller && (call.direction === 'outbound' || leg.kind !== 'trunk'),
  );
  const trunk: SimLeg = {
    dn: call.trunk,
    kind: 'trunk',
    at: call.startedAt,
    ...(call.answeredAt === undefined ? {} : { answeredAt: call.answeredAt }),
    ...(call.endedAt === undefined ? {} : { endedAt: call.endedAt }),
  };
  const offered = legs.length > 0 ? legs : [trunk];
  const outside = call.direction === 'inbound';
  return offered.map((leg: SimLeg, i) => {
    const endedAt = leg.endedAt ?? call.endedAt ?? leg.at;
    const person = leg.answeredAt !== undefined;
    return {
      CdrId: `${id}-${i}`,
      CallHistoryId: id,
      MainCallHistoryId: id,
      CallId: call.callid,
      SegmentId: Number(call.historyId) * 10 + i,
      Indent: i === 0 ? 0 : 1,
      SubrowDescNumber: 0,
      StartTime: iso(leg.at),
      RingingDuration: length((leg.answeredAt ?? endedAt) - leg.at),
      TalkingDuration: length(leg.answeredAt === undefined ? 0 : endedAt - leg.answeredAt),
      Answered: person,
      Status: person ? 'Answered' : 'Unanswered',
      Reason: reasonOf(call),
      Direction: { inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' }[call.direction],
      CallType: '',
      SourceType: outside ? TYPES.trunk : TYPES.extension,
      SourceDn: outside ? call.trunk : call.caller,
      SourceCallerId: outside ? call.number : call.caller,
      SourceDisplayName: outside ? call.name : '',
      DestinationType: TYPES[leg.kind],
      DestinationDn: leg.dn,
      DestinationCallerId: leg.kind === 'trunk' ? call.number : leg.dn,
      DestinationDisplayName: '',
      RecordingUrl: null,
      Recordings: [],
    };
  });
}

function reasonOf({ outcome, endedBy }: SimCall): string {
  if (outcome === 'busy') return 'busy';
  if (outcome === 'failed') return 'no_destinations';
  if (endedBy === 'system') return 'NoAnswer';
  return endedBy === 'source' ? 'src_participant_terminated' : 'dst_participant_terminated';
}

/** The same as rows of the older view, which names no call. */
export const viewRows = (call: SimCall): Record<string, unknown>[] =>
  historyRows(call).map((row, i) => {
    const leg = call.legs.filter((l) => l.dn !== call.caller)[i];
    return {
      SegmentId: row.SegmentId,
      SegmentStartTime: row.StartTime,
      SegmentEndTime: iso(leg?.endedAt ?? call.endedAt ?? call.startedAt),
      CallTime: row.TalkingDuration,
      CallAnswered: row.Answered,
      SrcDn: row.SourceDn,
      SrcCallerNumber: row.SourceCallerId,
      SrcDisplayName: row.SourceDisplayName,
      SrcExternal: row.SourceType === TYPES.trunk,
      DstDn: row.DestinationDn,
      DstCallerNumber: row.DestinationCallerId,
      DstDisplayName: '',
      DstExternal: row.DestinationType === TYPES.trunk,
    };
  });

/**
 * Answers a path under `/xapi/v1/`, undefined where it is none of its own.
 * @param history the calls that are over
 */
export function answerXapi(path: string, history: readonly SimCall[]): XapiAnswer | undefined {
  const [address = '', query = ''] = decodeURIComponent(path).split('?');
  const asked = new URLSearchParams(query.replaceAll('+', '%2B'));
  const over = history.filter((call) => call.endedAt !== undefined);
  if (address.includes('/ReportCallLogData/')) {
    const [, from = '', to = ''] = /periodFrom=([^,]+),periodTo=([^,]+)/.exec(address) ?? [];
    return page(over.flatMap(historyRows), 'StartTime', Date.parse(from), Date.parse(to), asked);
  }
  if (address.endsWith('/CallHistoryView')) {
    const filter = asked.get('$filter') ?? '';
    const [from, to] = ['ge', 'le'].map((sign) =>
      Date.parse(new RegExp(`${sign} (\\S+)`).exec(filter)?.[1] ?? ''),
    );
    return page(over.flatMap(viewRows), 'SegmentStartTime', from ?? 0, to ?? 0, asked);
  }
  return undefined;
}

function page(
  rows: Record<string, unknown>[],
  field: string,
  from: number,
  to: number,
  asked: URLSearchParams,
): XapiAnswer {
  if (Number.isNaN(from) || Number.isNaN(to)) return { status: 400, body: { error: { message: 'period' } } };
  const at = (row: Record<string, unknown>): number => Date.parse(String(row[field]));
  const within = rows.filter((row) => at(row) >= from && at(row) <= to).sort((a, b) => at(a) - at(b));
  const [skip, top] = [Number(asked.get('$skip') ?? 0), Number(asked.get('$top') ?? 50)];
  return {
    status: 200,
    body: { '@odata.count': within.length, value: within.slice(skip, skip + top) },
  };
}
