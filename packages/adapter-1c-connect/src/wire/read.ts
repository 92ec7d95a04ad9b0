import { say } from '@callbus/runtime';
import { BadMessage } from '../errors.ts';
import { messages } from '../messages.ts';
import { attributeOf, badField, cleanText, Fields } from './fields.ts';
import { momentOf, shiftOf } from './moments.ts';
import type {
  CallPhase,
  Head,
  Initiator,
  Mode,
  Native,
  NativeCall,
  NativeEvent,
  NativeFile,
  NativeMessage,
  NativeResult,
  NativeSession,
  NativeTreatment,
} from './native.ts';
import { type Element, readXml } from './xml.ts';

/**
 * Reads one document of the agent.
 * @throws {BadMessage} naming the tag or attribute
 */
export function readNative(text: string): Native {
  const element = readXml(text);
  if (element.name === 'Event') return readEvent(element);
  if (element.name === 'CommandResult') return readResult(element);
  throw new BadMessage('object', say(messages.root, { found: element.name.slice(0, 60) }));
}

/** An id as it is compared: agents write UUIDs in either case, with and without braces. */
export const idOf = (told: string): string => bareId(told).toLowerCase();

/** An id as it is kept: as it was told, without braces. */
export const bareId = (told: string): string => told.trim().replace(/^\{|\}$/g, '');

function readResult(element: Element): NativeResult {
  const fields = new Fields(element);
  return {
    kind: 'result',
    action: fields.attribute('Action').slice(0, 100),
    commandId: idOf(fields.attribute('ID').slice(0, 200)),
    result: cleanText(fields.id('Result')),
    error: cleanText(fields.id('Error')),
  };
}

function readEvent(element: Element): NativeEvent {
  const fields = new Fields(element);
  const head = readHead(fields);
  switch (fields.attribute('Object').toLowerCase()) {
    case 'call':
      return withFlaws(readCall(fields, head), fields);
    case 'agentonlinestatus':
      return withFlaws({ kind: 'status', ...head, status: fields.required('Status') }, fields);
    case 'message':
      return withFlaws(readMessage(fields, head), fields);
    case 'remoteaccesssession':
      return withFlaws(readSession(fields, head), fields);
    case 'treatment':
      return withFlaws(readTreatment(fields, head), fields);
    default:
      throw badField('Object', fields.attribute('Object'), OBJECTS);
  }
}

const OBJECTS = 'AgentOnlineStatus | Message | Call | RemoteAccessSession | Treatment';

const withFlaws = <E extends NativeEvent>(event: E, { flaws }: Fields): E => ({
  ...event,
  flaws: [...event.flaws, ...flaws],
});

/** The modes by how they are told; the spec writes the first in two ways. */
const MODES: Readonly<Record<string, Mode>> = {
  servicesclients: 'ServicesClients',
  serviceclients: 'ServicesClients',
  colleagues: 'Colleagues',
  softphone: 'Softphone',
};
const INITIATORS: Readonly<Record<string, Initiator>> = { incoming: 'incoming', self: 'self' };

/** The mode a word stands for. */
export const modeOf = (word: string): Mode | undefined => MODES[word.trim().toLowerCase()];

function readHead(fields: Fields): Head {
  const [mode, initiator] = [fields.attribute('Mode'), fields.attribute('Initiator')];
  const at = momentOf(fields.attribute('Time'));
  if (at === 'unreadable') fields.flaw('Time', fields.attribute('Time'), messages.moment);
  const knownMode = modeOf(mode);
  if (mode !== '' && !knownMode) throw badField('Mode', mode, 'ServicesClients | Colleagues | Softphone');
  const known = INITIATORS[initiator.toLowerCase()];
  if (initiator !== '' && !known) throw badField('Initiator', initiator, 'incoming | self');
  return {
    commandId: idOf(fields.attribute('ID').slice(0, 200)),
    ...(typeof at === 'number' ? { at } : {}),
    ...(knownMode ? { mode: knownMode } : {}),
    ...(known ? { initiator: known } : {}),
    flaws: [],
    clientId: fields.id('ClientID'),
    userId: fields.id('UserID'),
    serviceId: fields.id('ServiceID'),
    colleagueId: fields.id('ColleagueID'),
  };
}

/** The state: a tag of either form, or an attribute. */
const stateOf = (fields: Fields): string =>
  fields.id('State') || fields.checked('State', fields.attribute('State'));

// The spec says both that the state is told and that only calls have one; where
// it is missing, the tags that go with one state alone tell it.
const CALL_TAGS = [
  ['SipCause', 'CallError'],
  ['CallRecordLink', 'MP3RecordReady'],
  ['CallResult', 'Finished'],
  ['KeyPressed', 'CallInProgress'],
] as const;
const SESSION_TAGS = [
  ['EndTime', 'Finished'],
  ['Duration', 'Finished'],
  ['StartTime', 'Started'],
] as const;
const TREATMENT_TAGS = [
  ['Assessment', 'ServiceQualityAssessment'],
  ['Comments', 'Comments'],
  ['TreatmentDuration', 'Finished'],
  ['AppointedSpecialistID', 'Appointed'],
] as const;

const impliedBy = (fields: Fields, tags: readonly (readonly [string, string])[]): string =>
  tags.find(([tag]) => fields.child(tag) !== undefined)?.[1] ?? '';

const PHASES: Readonly<Record<string, CallPhase>> = Object.fromEntries(
  (
    [
      'Initialized',
      'Started',
      'CallAccepted',
      'CallInProgress',
      'Finished',
      'MP3RecordReady',
      'CallError',
    ] as const
  ).map((phase) => [phase.toLowerCase(), phase]),
);

function readCall(fields: Fields, head: Head): NativeCall {
  const state = stateOf(fields) || impliedBy(fields, CALL_TAGS);
  const phase = PHASES[state.toLowerCase()];
  if (!phase) throw badField('State', state, Object.values(PHASES).join(' | '));
  const callId = fields.required('CallID');
  const told = {
    startedAt: fields.moment('StartTime'),
    acceptedAt: fields.moment('AcceptTime'),
    endedAt: fields.moment('EndTime'),
    keyAt: fields.moment('KeyPressedTime'),
  };
  const newest = told.endedAt ?? told.keyAt ?? told.acceptedAt ?? told.startedAt;
  const shift = shiftOf(newest, head.at);
  const times = Object.fromEntries(
    Object.entries(told).flatMap(([name, at]) => (at === undefined ? [] : [[name, at + shift]])),
  );
  const duration = fields.seconds('Duration');
  const billed = fields.seconds('BillSec');
  return {
    kind: 'call',
    ...head,
    phase,
    callId,
    from: fields.id('CallFrom'),
    to: fields.id('CallTo'),
    ...times,
    ...(duration === undefined ? {} : { duration }),
    ...(billed === undefined ? {} : { billed }),
    key: fields.id('KeyPressed'),
    result: fields.id('CallResult'),
    link: cleanText(fields.text('CallRecordLink')).trim(),
    sipCause: fields.id('SipCause'),
  };
}

const readMessage = (fields: Fields, head: Head): NativeMessage => ({
  kind: 'message',
  ...head,
  state: stateOf(fields),
  messageId: fields.required('MessageID'),
  authorId: fields.id('AuthorID'),
  specialistId: fields.id('SpecialistID'),
  body: fields.text('MessageBody'),
  sent: fields.id('Sended'),
});

function readSession(fields: Fields, head: Head): NativeSession {
  const [startedAt, endedAt] = [fields.moment('StartTime'), fields.moment('EndTime')];
  const shift = shiftOf(endedAt ?? startedAt, head.at);
  const duration = fields.seconds('Duration');
  const state = stateOf(fields) || impliedBy(fields, SESSION_TAGS);
  if (!/^(?:started|finished)$/i.test(state)) throw badField('State', state, 'Started | Finished');
  return {
    kind: 'session',
    ...head,
    state,
    sessionId: fields.required('SessionID'),
    authorId: fields.id('AuthorID'),
    started: fields.id('StartTime'),
    ended: fields.id('EndTime'),
    ...(startedAt === undefined ? {} : { startedAt: startedAt + shift }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt + shift }),
    ...(duration === undefined ? {} : { duration }),
    hostComputer: fields.id('HostCompName'),
    adminComputer: fields.id('AdminCompName'),
    hostIp: fields.id('HostIP'),
    adminIp: fields.id('AdminIP'),
    files: [...filesOf(fields, 'UploadedFiles', true), ...filesOf(fields, 'DownloadedFiles', false)],
  };
}

function filesOf(fields: Fields, name: string, uploaded: boolean): NativeFile[] {
  const files = fields.child(name)?.children.filter((c) => c.name.toLowerCase() === 'file') ?? [];
  return files.map((file) => {
    const size = attributeOf(file, 'Size').replace(/\s/g, '');
    if (size !== '' && !/^\d{1,15}$/.test(size)) fields.flaw(`${name}.Size`, size, messages.size);
    return {
      name: cleanText(attributeOf(file, 'Name')),
      sourceDir: cleanText(attributeOf(file, 'SourceDir')),
      destinationDir: cleanText(attributeOf(file, 'DestinDir')),
      ...(/^\d{1,15}$/.test(size) ? { size: Number(size) } : {}),
      startedAt: cleanText(attributeOf(file, 'StartTime')),
      duration: cleanText(attributeOf(file, 'Duration')),
      uploaded,
    };
  });
}

const TREATMENT_STATES = ['Appointed', 'Finished', 'ServiceQualityAssessment', 'Comments'] as const;

function readTreatment(fields: Fields, head: Head): NativeTreatment {
  const word = stateOf(fields) || impliedBy(fields, TREATMENT_TAGS);
  const state = TREATMENT_STATES.find((s) => s.toLowerCase() === word.toLowerCase());
  if (!state) throw badField('State', word, TREATMENT_STATES.join(' | '));
  const duration = fields.seconds('TreatmentDuration');
  const assessment = fields.whole('Assessment', 1, 5);
  if (state === 'ServiceQualityAssessment' && assessment === undefined)
    throw badField('Assessment', fields.id('Assessment'), '1..5');
  const comments = (fields.child('Comments')?.children ?? [])
    .filter((c) => c.name.toLowerCase() === 'comment')
    .map((c) => ({
      authorId: fields.checked('AuthorID', attributeOf(c, 'AuthorID')),
      at: fields.checked('DateTime', attributeOf(c, 'DateTime')),
      text: cleanText(c.text).trim(),
    }));
  return {
    kind: 'treatment',
    ...head,
    state,
    treatmentId: fields.required('TreatmentID'),
    specialistId: fields.id('AppointedSpecialistID'),
    ...(duration === undefined ? {} : { duration }),
    ...(assessment === undefined ? {} : { assessment }),
    comments,
  };
}
