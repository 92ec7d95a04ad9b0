import { type AgentEventInit, AgentEventType, derivedId, PartyKind, Presence } from '@callbus/contract';
import type { NativeStatus } from '../wire/native.ts';
import { present } from './calls.ts';
import { employeeParty, uuidParty } from './parties.ts';

/** The statuses of the program (spec, I.1.1.4.1), in words every source can be brought to. */
export const STATUSES: Readonly<Record<string, Presence>> = {
  Connecting: Presence.OFFLINE,
  Online: Presence.AVAILABLE,
  Away: Presence.AWAY,
  Talking: Presence.TALKING,
  DoNotDisturb: Presence.DO_NOT_DISTURB,
  BusyForNewRequests: Presence.NOT_READY,
};

const BY_WORD = new Map(Object.keys(STATUSES).map((word) => [word.toLowerCase(), word]));

/** A status as the spec spells it; undefined for a word it does not have. */
export const statusWord = (told: string): string | undefined => BY_WORD.get(told.trim().toLowerCase());

/** Who tells, and when it was seen. */
export interface AgentMoment {
  instance: string;
  login: string;
  extension: string;
  observedAt: number;
  /** Tells apart what is told within one millisecond. */
  ordinal: number;
}

/** Whom a status is about: empty where it is the login's own. */
export const subjectOf = ({ initiator, mode, colleagueId, userId }: NativeStatus): string =>
  initiator === 'self' ? '' : mode === 'ServicesClients' ? userId || colleagueId : colleagueId || userId;

/** How somebody stands, as an agent event. Pure: no I/O, no clock. */
export function translateStatus(native: NativeStatus, moment: AgentMoment): AgentEventInit {
  const uuid = subjectOf(native);
  const word = statusWord(native.status);
  const own = native.mode === 'ServicesClients' ? native.userId : native.colleagueId;
  return {
    ...known(moment, native.at),
    // Somebody who is no login of ours is known by nothing else.
    extension: uuid || moment.extension,
    party: uuid ? uuidParty(uuid) : employeeParty(moment.extension, own),
    presence: word === undefined ? Presence.UNSPECIFIED : (STATUSES[word] ?? Presence.UNSPECIFIED),
    native: native.status,
    attributes: {
      login: moment.login,
      ...present({
        mode: native.mode,
        clientId: native.clientId,
        userId: native.userId,
        serviceId: native.serviceId,
        commandId: native.commandId,
      }),
    },
  };
}

/** The program is gone: what it last said of its employee does not hold any more. */
export function gone(moment: AgentMoment): AgentEventInit {
  return {
    ...known(moment, undefined),
    extension: moment.extension,
    party: { kind: PartyKind.EXTENSION, number: moment.extension, extension: moment.extension },
    presence: Presence.OFFLINE,
    native: '',
    reason: 'agent-gone',
    attributes: { login: moment.login },
  };
}

function known(
  { instance, login, observedAt, ordinal }: AgentMoment,
  at: number | undefined,
): AgentEventInit {
  return {
    eventId: derivedId('agent', instance, login, observedAt, ordinal),
    type: AgentEventType.PRESENCE,
    instance,
    occurredAt: at ?? observedAt,
    observedAt,
  };
}
