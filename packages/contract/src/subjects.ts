import { derivedId, partitionOf } from './ids.ts';

/** The root of every subject; a breaking change of the contract gets a new one. */
export const ROOT = 'callbus.v1';

const SAFE = /^[A-Za-z0-9_-]+$/;
const encoder = new TextEncoder();

/**
 * The longest token. A NATS server cuts the connection of who sends it a line of
 * more than 4 KB, and texts from outside (a call id, an extension) end up in subjects.
 */
export const MAX_TOKEN = 200;

/**
 * One subject token for any text: letters, digits, `_` and `-` stay, every
 * other UTF-8 byte becomes `%XX`, and the empty text becomes a lone `%`. A text
 * too long for a token is named by its hash: `~` and 26 characters.
 */
export function token(text: string): string {
  if (text.length > MAX_TOKEN) return hashed(text);
  if (SAFE.test(text)) return text;
  if (text === '') return '%';
  let out = '';
  for (const byte of encoder.encode(text)) {
    const c = String.fromCharCode(byte);
    out += SAFE.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out.length > MAX_TOKEN ? hashed(text) : out;
}

const hashed = (text: string): string => `~${derivedId('token', text)}`;

/** The text behind a token made by `token`; any other token, a hash included, stays as it is. */
export function untoken(text: string): string {
  if (text === '%') return '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A call event's subject. `orderGroup` defaults to the instance. */
export const eventSubject = (instance: string, key: string, orderGroup = instance): string =>
  `${ROOT}.event.${partitionOf(orderGroup)}.${token(instance)}.${token(key)}`;

export const interactionSubject = (instance: string, id: string, orderGroup = instance): string =>
  `${ROOT}.interaction.${partitionOf(orderGroup)}.${token(instance)}.${token(id)}`;

export const journalSubject = (partition: number, callId: string): string =>
  `${ROOT}.journal.${partition}.${token(callId)}`;

export const callSubject = (callId: string): string => `${ROOT}.call.${token(callId)}`;

export const agentSubject = (instance: string, extension: string): string =>
  `${ROOT}.agent.${token(instance)}.${token(extension)}`;

export const popupSubject = (extension: string): string => `${ROOT}.popup.${token(extension)}`;

export const rawSubject = (instance: string): string => `${ROOT}.raw.${token(instance)}`;

export const deadSubject = (service: string): string => `${ROOT}.dead.${token(service)}`;

export const exchangeSubject = (service: string): string => `${ROOT}.exchange.${token(service)}`;

export const commandSubject = (instance: string, verb: string): string =>
  `${ROOT}.command.${token(instance)}.${token(verb)}`;

export const routeSubject = `${ROOT}.query.route`;
export const lookupSubject = `${ROOT}.query.lookup`;
export const directorySubject = (base: string): string => `${ROOT}.query.directory.${token(base)}`;

/** Asks one service how it stands; answered by the process that runs it. */
export const healthSubject = (service: string): string => `${ROOT}.query.health.${token(service)}`;

/** One kind of subject and what travels on it. */
export interface SubjectSpec {
  /** With the root; `<p>` is the partition, every other pair of brackets a token. */
  pattern: string;
  /** The message as the contract names it, or JSON. */
  message: string;
  /** What answers; only where the subject is asked and not published. */
  answer?: string;
  /** For people. */
  purpose: string;
}

/** Every subject of the house. Those without an answer lie in a stream; RAW has none yet. */
export const SUBJECTS = {
  event: {
    pattern: `${ROOT}.event.<p>.<instance>.<key>`,
    message: 'CallEvent',
    purpose: 'what happened to one call of one PBX; `<key>` is the native call',
  },
  interaction: {
    pattern: `${ROOT}.interaction.<p>.<instance>.<id>`,
    message: 'InteractionEvent',
    purpose: 'messages, remote sessions, treatments',
  },
  journal: {
    pattern: `${ROOT}.journal.<p>.<call-id>`,
    message: 'JournalRecord',
    purpose: 'final and amended records',
  },
  call: {
    pattern: `${ROOT}.call.<call-id>`,
    message: 'CallSnapshot',
    purpose: 'a running call as it stands',
  },
  agent: {
    pattern: `${ROOT}.agent.<instance>.<extension>`,
    message: 'AgentEvent',
    purpose: 'the state of an employee or a device',
  },
  popup: { pattern: `${ROOT}.popup.<extension>`, message: 'Popup', purpose: 'show, update, hide' },
  raw: {
    pattern: `${ROOT}.raw.<instance>`,
    message: 'bytes',
    purpose: 'native frames in batches; the name is reserved',
  },
  dead: { pattern: `${ROOT}.dead.<service>`, message: 'DeadLetter', purpose: 'what was set aside' },
  exchange: {
    pattern: `${ROOT}.exchange.<service>`,
    message: 'ExchangeBatch',
    purpose: 'what a service and its neighbours said to each other, in batches',
  },
  command: {
    pattern: `${ROOT}.command.<instance>.<verb>`,
    message: 'Command',
    answer: 'CommandResult',
    purpose: 'what an adapter is asked to do',
  },
  route: {
    pattern: routeSubject,
    message: 'RouteQuestion',
    answer: 'RouteAnswer',
    purpose: 'adapters ask core where a call should go',
  },
  lookup: {
    pattern: lookupSubject,
    message: 'LookupQuestion',
    answer: 'LookupAnswer',
    purpose: 'anybody asks core who that is',
  },
  directory: {
    pattern: `${ROOT}.query.directory.<base>`,
    message: 'LookupQuestion',
    answer: 'LookupAnswer',
    purpose: 'core asks one base who that is',
  },
  health: {
    pattern: `${ROOT}.query.health.<service>`,
    message: 'nothing',
    answer: 'JSON',
    purpose: 'how a service stands, answered by the process that runs it',
  },
} as const satisfies Record<string, SubjectSpec>;

/** Subscriptions. */
export const filters = {
  events: `${ROOT}.event.>`,
  eventsOf: (partition: number): string => `${ROOT}.event.${partition}.>`,
  interactions: `${ROOT}.interaction.>`,
  journal: `${ROOT}.journal.>`,
  calls: `${ROOT}.call.*`,
  agents: `${ROOT}.agent.*.*`,
  popups: `${ROOT}.popup.*`,
  exchanges: `${ROOT}.exchange.*`,
  commandsOf: (instance: string): string => `${ROOT}.command.${token(instance)}.*`,
} as const;

/** The last token of a subject, as text. */
export const lastToken = (subject: string): string => untoken(subject.slice(subject.lastIndexOf('.') + 1));
