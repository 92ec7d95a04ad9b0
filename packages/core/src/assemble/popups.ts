import {
  type CallEvent,
  DeviceRole,
  Direction,
  derivedId,
  EventType,
  type JournalRecordInit,
  PopupAction,
  type PopupInit,
  PopupPhase,
} from '@callbus/contract';
import { isOpen } from './spans.ts';
import { type CallState, type ConnectionTrack, connectionId, employees } from './state.ts';

export interface PopupMoment {
  /** Broker time of the event, Unix milliseconds. */
  brokerTime: number;
  maxAgeMs: number;
}

/**
 * The popups that follow from an event: shown where a phone rings or dials,
 * updated where it is answered, withdrawn from every screen that lost.
 * @param merged the call that joined this one by the event
 */
export function popupsOf(
  call: CallState,
  event: CallEvent,
  record: JournalRecordInit,
  moment: PopupMoment,
  merged?: CallState,
): PopupInit[] {
  const out: PopupInit[] = [];
  const put = (extension: string, action: PopupAction, phase: PopupPhase, reason = ''): void => {
    if (extension === '') return;
    out.push(popup(call, record, moment, { extension, action, phase, reason }));
    if (action === PopupAction.HIDE) call.popups.delete(extension);
    else if (phase !== PopupPhase.INFORMATION) call.popups.set(extension, { phase });
  };
  const answered = (extension: string): void => {
    if (call.popups.get(extension)?.phase === PopupPhase.ANSWERED) return;
    const action = call.popups.has(extension) ? PopupAction.UPDATE : PopupAction.SHOW;
    put(extension, action, PopupPhase.ANSWERED);
  };
  const hideOthers = (keep: string, reason: string): void => {
    for (const [extension, { phase }] of [...call.popups]) {
      if (extension !== keep && phase !== PopupPhase.ANSWERED)
        put(extension, PopupAction.HIDE, phase, reason);
    }
  };

  if (merged) out.push(...withdrawn(merged, record, moment, 'callsMerged'));
  if (call.endedAt !== undefined) {
    for (const [extension, { phase }] of [...call.popups]) {
      const reason = phase === PopupPhase.ANSWERED ? 'callEnded' : 'callCleared';
      put(extension, PopupAction.HIDE, PopupPhase.ENDED, reason);
    }
    return out;
  }
  const track = event.connection ? call.connections.get(connectionId(event.connection)) : undefined;
  const extension = track?.extension ?? '';
  const outbound = record.direction === Direction.OUTBOUND;
  switch (event.type) {
    case EventType.DELIVERED: {
      if (!track || track.clearedAt !== undefined) break;
      const screen = track.role === DeviceRole.EMPLOYEE ? extension : outbound ? callerOf(call) : '';
      if (call.popups.has(screen)) break;
      put(screen, PopupAction.SHOW, outbound ? PopupPhase.ORIGINATED : PopupPhase.RINGING);
      break;
    }
    case EventType.ORIGINATED:
      if (outbound && !call.popups.has(extension)) put(extension, PopupAction.SHOW, PopupPhase.ORIGINATED);
      break;
    case EventType.ESTABLISHED: {
      const who = track && answerer(call, track, outbound);
      if (who === undefined) break;
      // A phone that answers while somebody talks was handed the call: a second
      // "answered" is its own, the group's losers are another matter.
      answered(who);
      hideOthers(who, 'answeredElsewhere');
      break;
    }
    case EventType.TRANSFERRED:
    case EventType.CALLS_MERGED:
      for (const talker of employees(call)) if (isOpen(talker.talks)) answered(talker.extension);
      break;
    case EventType.FAILED:
    case EventType.CONNECTION_CLEARED:
    case EventType.DIVERTED: {
      const shown = call.popups.get(extension);
      if (shown) put(extension, PopupAction.HIDE, shown.phase, 'connectionCleared');
      break;
    }
    case EventType.CALL_REPORTED: {
      const shown = call.popups.get(extension);
      if (shown && shown.phase !== PopupPhase.ANSWERED)
        put(extension, PopupAction.HIDE, shown.phase, 'connectionCleared');
      break;
    }
    case EventType.CALL_INFORMATION:
      // That nobody knows the number changes nothing on a screen.
      if (!call.counterparty && call.responsible === '') break;
      for (const shown of [...call.popups.keys()]) put(shown, PopupAction.UPDATE, PopupPhase.INFORMATION);
      break;
    default:
  }
  return out;
}

const callerOf = (call: CallState): string => employees(call).find((t) => t.caller)?.extension ?? '';

/** Whose screen says "answered"; empty where it is an outside phone's; undefined where no person answered. */
function answerer(call: CallState, track: ConnectionTrack, outbound: boolean): string | undefined {
  if (track.role === DeviceRole.EMPLOYEE) {
    // Click-to-call: the agent's own phone is not the answer.
    return outbound && !isOpen(track.talks) ? undefined : track.extension;
  }
  if (track.role !== DeviceRole.CUSTOMER || track.caller) return undefined;
  if (!outbound) return '';
  return callerOf(call) || (employees(call).find((t) => isOpen(t.talks))?.extension ?? '');
}

/** Takes every popup of a call off its screens. */
function withdrawn(
  call: CallState,
  record: JournalRecordInit,
  moment: PopupMoment,
  reason: string,
): PopupInit[] {
  const shown = [...call.popups];
  call.popups.clear();
  return shown.map(([extension, { phase }]) =>
    popup(call, record, moment, { extension, action: PopupAction.HIDE, phase, reason }),
  );
}

function popup(
  call: CallState,
  record: JournalRecordInit,
  { brokerTime, maxAgeMs }: PopupMoment,
  {
    extension,
    action,
    phase,
    reason,
  }: { extension: string; action: PopupAction; phase: PopupPhase; reason: string },
): PopupInit {
  return {
    popupId: derivedId('popup', call.callId, extension, action, phase),
    callId: call.callId,
    instance: call.instance,
    extension,
    action,
    phase,
    direction: record.direction ?? 0,
    externalNumber: record.externalNumber ?? null,
    externalNumberRaw: record.externalNumberRaw ?? '',
    externalDigits: record.externalDigits ?? '',
    did: call.did,
    queue: call.queue,
    group: call.group,
    counterparty: call.counterparty ?? null,
    responsible: call.responsible,
    reason,
    issuedAt: brokerTime,
    expiresAt: brokerTime + maxAgeMs,
    callerExtension: record.callerExtension ?? '',
  };
}
