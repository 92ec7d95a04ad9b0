import { callbus } from './generated/callbus.js';

const v1 = callbus.v1;

export const EventType = v1.EventType;
export type EventType = callbus.v1.EventType;
export const Direction = v1.Direction;
export type Direction = callbus.v1.Direction;
export const ConnectionState = v1.ConnectionState;
export type ConnectionState = callbus.v1.ConnectionState;
export const DeviceRole = v1.DeviceRole;
export type DeviceRole = callbus.v1.DeviceRole;
export const EventCause = v1.EventCause;
export type EventCause = callbus.v1.EventCause;
export const EndedBy = v1.EndedBy;
export type EndedBy = callbus.v1.EndedBy;
export const PartyKind = v1.PartyKind;
export type PartyKind = callbus.v1.PartyKind;
export const RecordingState = v1.RecordingState;
export type RecordingState = callbus.v1.RecordingState;
export const ReportScope = v1.ReportScope;
export type ReportScope = callbus.v1.ReportScope;
export const ReportOutcome = v1.ReportOutcome;
export type ReportOutcome = callbus.v1.ReportOutcome;
export const SourceTells = v1.SourceTells;
export type SourceTells = callbus.v1.SourceTells;
export const TransferKind = v1.TransferKind;
export type TransferKind = callbus.v1.TransferKind;
export const ExpiryReason = v1.ExpiryReason;
export type ExpiryReason = callbus.v1.ExpiryReason;
export const CallStatus = v1.CallStatus;
export type CallStatus = callbus.v1.CallStatus;
export const RecordState = v1.RecordState;
export type RecordState = callbus.v1.RecordState;
export const Evidence = v1.Evidence;
export type Evidence = callbus.v1.Evidence;
export const PopupAction = v1.PopupAction;
export type PopupAction = callbus.v1.PopupAction;
export const PopupPhase = v1.PopupPhase;
export type PopupPhase = callbus.v1.PopupPhase;
export const LookupKind = v1.LookupKind;
export type LookupKind = callbus.v1.LookupKind;
export const LookupStatus = v1.LookupStatus;
export type LookupStatus = callbus.v1.LookupStatus;
export const AgentEventType = v1.AgentEventType;
export type AgentEventType = callbus.v1.AgentEventType;
export const Presence = v1.Presence;
export type Presence = callbus.v1.Presence;
export const InteractionKind = v1.InteractionKind;
export type InteractionKind = callbus.v1.InteractionKind;
export const ExchangeDirection = v1.ExchangeDirection;
export type ExchangeDirection = callbus.v1.ExchangeDirection;

const words = new WeakMap<object, Map<number, string>>();

function wordsOf(enumeration: object): Map<number, string> {
  let map = words.get(enumeration);
  if (!map) {
    map = new Map();
    for (const [name, value] of Object.entries(enumeration)) {
      if (typeof value === 'number') map.set(value, camelCase(name));
    }
    words.set(enumeration, map);
  }
  return map;
}

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/**
 * The word for an enum value in JSON and for people: `NO_AVAILABLE_AGENTS` is
 * "noAvailableAgents", unspecified is null, and a value from the future keeps
 * its number ("47").
 */
export function enumWord(enumeration: object, value: number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const word = wordsOf(enumeration).get(value);
  if (word === undefined) return String(value);
  return word === 'unspecified' ? null : word;
}

/** The enum value behind a word; undefined for what `enumWord` never calls a known value, "unspecified" included. */
export function enumValue<E extends object>(enumeration: E, word: string): E[keyof E] | undefined {
  if (word === 'unspecified') return undefined;
  for (const [value, w] of wordsOf(enumeration)) if (w === word) return value as E[keyof E];
  return undefined;
}
