import {
  type AgentEvent,
  AgentEventType,
  type CallSnapshotInit,
  CallStatus,
  ConnectionState,
  type Counterparty,
  type Decision,
  DeviceRole,
  Direction,
  EndedBy,
  EventCause,
  Evidence,
  enumWord,
  type JournalRecord,
  type JournalRecordInit,
  type Popup,
  PopupAction,
  PopupPhase,
  Presence,
  RecordingState,
  RecordState,
} from '@callbus/contract';

// A moment no calendar has must not spoil the list it stands in.
function time(ms: number | null | undefined): string | null {
  const date = new Date(ms || Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
const orNull = (text: string | null | undefined): string | null => text || null;

/**
 * Whether a call runs and nobody has talked yet: what core would write if it
 * ended now ("missed", no talk) is not told as if it had.
 */
const isUndecided = ({ state, status }: JournalRecord | JournalRecordInit): boolean =>
  state === RecordState.PROVISIONAL && status !== CallStatus.ANSWERED;

/** What a journal calls a call, as `TYPE_SQL` in `history/row.ts`; null where its status is unknown. */
function typeOf({ direction, status }: JournalRecord | JournalRecordInit): string | null {
  if (!status) return null;
  if (status === CallStatus.ANSWERED) return enumWord(Direction, direction) ?? null;
  return status === CallStatus.MISSED ? 'missed' : 'notanswered';
}

/** A journal record as JSON (journal-truth says what each field means). Times are RFC 3339, seconds have one decimal. */
export function callView(record: JournalRecord | JournalRecordInit): Record<string, unknown> {
  const open = isUndecided(record);
  return {
    callId: record.callId,
    pbx: record.instance,
    type: open ? null : typeOf(record),
    direction: enumWord(Direction, record.direction),
    status: open ? null : enumWord(CallStatus, record.status),
    externalNumber: record.externalNumber ?? null,
    externalNumberRaw: orNull(record.externalNumberRaw),
    did: orNull(record.did),
    extension: orNull(record.extension),
    callerExtension: orNull(record.callerExtension),
    rang: record.rang ?? [],
    answeredBy: orNull(record.answeredBy),
    queue: orNull(record.queue),
    group: orNull(record.group),
    trunk: orNull(record.trunk),
    startedAt: time(record.startedAt),
    answeredAt: time(record.answeredAt),
    endedAt: time(record.endedAt),
    ringSeconds: record.ringSeconds ?? null,
    waitSeconds: record.waitSeconds ?? null,
    talkSeconds: open ? null : (record.talkSeconds ?? null),
    holdSeconds: record.holdSeconds ?? null,
    parkedSeconds: record.parkedSeconds ?? null,
    segments: (record.segments ?? []).map((s) => ({
      extension: orNull(s.extension),
      number: orNull(s.number),
      startedAt: time(s.startedAt),
      endedAt: time(s.endedAt),
      talkSeconds: s.talkSeconds ?? null,
    })),
    transfers: (record.transfers ?? []).map((t) => ({
      kind: t.kind,
      from: orNull(t.fromExtension),
      to: orNull(t.toExtension) ?? orNull(t.toNumber),
      at: time(t.at),
      answered: t.answered ?? false,
    })),
    recordings: (record.recordings ?? []).map((r) => ({
      file: orNull(r.file),
      url: orNull(r.url),
      state: enumWord(RecordingState, r.state),
    })),
    nativeIds: record.nativeIds ?? [],
    counterparty: counterpartyView(record.counterparty),
    responsible: orNull(record.responsible),
    cause: {
      event: enumWord(EventCause, record.cause?.event),
      q850: record.cause?.q850 ?? null,
      native: orNull(record.cause?.native),
    },
    endedBy: enumWord(EndedBy, record.endedBy),
    revision: record.revision ?? 0,
    state: enumWord(RecordState, record.state),
    evidence: enumWord(Evidence, record.evidence),
    mergedInto: orNull(record.mergedInto),
    accountCode: orNull(record.accountCode),
  };
}

/** The same with the decisions and the rules that made them. */
export function callDetailView(record: JournalRecord | JournalRecordInit): Record<string, unknown> {
  return { ...callView(record), decisions: (record.decisions ?? []).map(decisionView) };
}

function decisionView(d: Decision): Record<string, unknown> {
  return {
    at: time(d.at),
    subject: d.subject,
    rule: d.rule,
    outcome: orNull(d.outcome),
    details: d.details ?? {},
    tookMs: d.tookMs ?? null,
  };
}

/** Who 1C says it is. Several contacts mean that the number did not decide: there is no name then. */
export function counterpartyView(
  counterparty: Counterparty | null | undefined,
): Record<string, unknown> | null {
  const contacts = counterparty?.contacts ?? [];
  const [only, ...more] = contacts;
  if (!only) return null;
  const view = (c: typeof only): Record<string, unknown> => ({
    name: orNull(c.name),
    company: orNull(c.company),
    ref: orNull(c.ref),
    url: orNull(c.url),
    phones: c.phones ?? [],
  });
  const base = orNull(counterparty?.base);
  if (more.length === 0) return { ...view(only), base, contacts: [] };
  return { name: null, company: null, ref: null, url: null, phones: [], base, contacts: contacts.map(view) };
}

/** A running call as JSON. */
export function liveView({ record, connections, ended, at }: CallSnapshotInit): Record<string, unknown> {
  return {
    ...callView(record ?? {}),
    ended: ended ?? false,
    at: time(at),
    connections: (connections ?? []).map(({ connection, since }) => ({
      id: connection?.id ?? '',
      role: enumWord(DeviceRole, connection?.role),
      state: enumWord(ConnectionState, connection?.state),
      extension: orNull(connection?.party?.extension),
      number: orNull(connection?.party?.number),
      since: time(since),
    })),
  };
}

/** A popup as JSON: what an employee's screen should show, change or take away. */
export function popupView(popup: Popup): Record<string, unknown> {
  return {
    id: popup.popupId,
    action: enumWord(PopupAction, popup.action),
    phase: enumWord(PopupPhase, popup.phase),
    callId: popup.callId,
    pbx: popup.instance,
    extension: popup.extension,
    direction: enumWord(Direction, popup.direction),
    externalNumber: popup.externalNumber ?? null,
    externalNumberRaw: orNull(popup.externalNumberRaw),
    callerExtension: orNull(popup.callerExtension),
    did: orNull(popup.did),
    queue: orNull(popup.queue),
    group: orNull(popup.group),
    counterparty: counterpartyView(popup.counterparty),
    responsible: orNull(popup.responsible),
    reason: orNull(popup.reason),
    issuedAt: time(popup.issuedAt),
    expiresAt: time(popup.expiresAt),
  };
}

/** An agent's or device's state as JSON, the source's own word beside the canonical one. */
export function agentView(agent: AgentEvent): Record<string, unknown> {
  return {
    pbx: agent.instance,
    extension: agent.extension,
    type: enumWord(AgentEventType, agent.type),
    presence: enumWord(Presence, agent.presence),
    native: orNull(agent.native),
    queue: orNull(agent.queue),
    loggedIn: agent.loggedIn ?? null,
    paused: agent.paused ?? null,
    reason: orNull(agent.reason),
    at: time(agent.occurredAt),
  };
}
