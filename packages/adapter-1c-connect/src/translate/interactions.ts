import { derivedId, type InteractionEventInit, InteractionKind, type Party } from '@callbus/contract';
import type { Head, NativeFile, NativeMessage, NativeSession, NativeTreatment } from '../wire/native.ts';
import { bareId } from '../wire/read.ts';
import { present } from './calls.ts';
import { employeeParty, uuidParty } from './parties.ts';

/** Who tells, and when it was seen. */
export interface InteractionMoment {
  instance: string;
  login: string;
  extension: string;
  observedAt: number;
}

export type NativeInteraction = NativeMessage | NativeSession | NativeTreatment;

/** A chat, a remote session or a treatment as interaction events. Pure: no I/O, no clock. */
export function translateInteraction(
  native: NativeInteraction,
  moment: InteractionMoment,
): InteractionEventInit[] {
  switch (native.kind) {
    case 'message':
      return [messageOf(native, moment)];
    case 'session':
      return [sessionOf(native, moment)];
    case 'treatment':
      return treatmentOf(native, moment);
  }
}

/** The same fact told by two logins, or told again, has the same id. */
function baseOf(
  native: Head,
  moment: InteractionMoment,
  kind: InteractionKind,
  id: string,
  state: string,
): InteractionEventInit {
  const { instance, login, extension, observedAt } = moment;
  const { clientId, userId, serviceId, colleagueId, commandId } = native;
  const others = [userId, clientId, colleagueId].filter((uuid) => uuid !== '');
  return {
    eventId: derivedId('interaction', instance, kind, id.toLowerCase(), state.toLowerCase()),
    kind,
    instance,
    id,
    login,
    incoming: native.initiator !== 'self',
    occurredAt: native.at ?? observedAt,
    observedAt,
    state,
    parties: [employeeParty(extension), ...[...new Set(others)].map(uuidParty)],
    details: present({ mode: native.mode, clientId, userId, serviceId, colleagueId, commandId }),
  };
}

const author = (uuid: string): { author?: Party } => (uuid === '' ? {} : { author: uuidParty(uuid) });

function messageOf(native: NativeMessage, moment: InteractionMoment): InteractionEventInit {
  const base = baseOf(native, moment, InteractionKind.MESSAGE, bareId(native.messageId), native.state);
  return {
    ...base,
    ...author(native.authorId),
    text: native.body,
    details: { ...base.details, ...present({ specialistId: native.specialistId, sent: native.sent }) },
  };
}

function sessionOf(native: NativeSession, moment: InteractionMoment): InteractionEventInit {
  const base = baseOf(native, moment, InteractionKind.REMOTE_SESSION, bareId(native.sessionId), native.state);
  const { duration, startedAt, endedAt } = native;
  // Its beginning may have been told before we were there.
  const begun = endedAt === undefined ? undefined : endedAt - (duration ?? 0) * 1_000;
  return {
    ...base,
    ...author(native.authorId),
    occurredAt: startedAt ?? begun ?? base.occurredAt ?? 0,
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    files: native.files.map(fileOf),
    details: {
      ...base.details,
      ...present({
        startedAt: iso(startedAt) || native.started,
        endedAt: iso(endedAt) || native.ended,
        hostComputer: native.hostComputer,
        adminComputer: native.adminComputer,
        hostIp: native.hostIp,
        adminIp: native.adminIp,
      }),
    },
  };
}

const iso = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());

const fileOf = ({ name, sourceDir, destinationDir, size, uploaded }: NativeFile) => ({
  name,
  sourceDir,
  destinationDir,
  ...(size === undefined ? {} : { size }),
  uploaded,
});

function treatmentOf(native: NativeTreatment, moment: InteractionMoment): InteractionEventInit[] {
  const treatmentId = bareId(native.treatmentId);
  const about = (kind: InteractionKind, id: string): InteractionEventInit => {
    const base = baseOf(native, moment, kind, id, native.state);
    return { ...base, parentId: treatmentId, details: { ...base.details, treatmentId } };
  };
  switch (native.state) {
    case 'ServiceQualityAssessment': {
      const rating = native.assessment ?? 0;
      const event = about(InteractionKind.RATING, `${treatmentId}-rating`);
      // A customer may think again: another mark is another fact.
      const eventId = derivedId('interaction', moment.instance, event.id ?? '', rating, native.at ?? '');
      return [{ ...event, eventId, rating }];
    }
    case 'Comments':
      return native.comments.map(({ authorId, at, text }) => {
        const mark = derivedId('comment', authorId.toLowerCase(), at, text).slice(0, 10);
        const event = about(InteractionKind.COMMENT, `${treatmentId}-comment-${mark}`);
        return {
          ...event,
          ...author(authorId),
          text,
          details: { ...event.details, ...present({ told: at }) },
        };
      });
    default: {
      const base = baseOf(native, moment, InteractionKind.TREATMENT, treatmentId, native.state);
      const { duration, specialistId } = native;
      return [
        {
          ...base,
          ...(duration === undefined ? {} : { durationSeconds: duration }),
          details: { ...base.details, ...present({ specialistId }) },
        },
      ];
    }
  }
}
