import { type EventText, eventOf, type Persons, personTags, tagTime } from './events.ts';

/** A call as it happens, before any program tells of it. */
export interface ScriptedCall extends Persons {
  id: string;
  mode: 'ServicesClients' | 'Colleagues' | 'Softphone';
  initiator: 'incoming' | 'self';
  /** UUID or number. */
  from: string;
  to: string;
  /** Unix milliseconds. */
  startedAt: number;
  /** Seconds until the answer, or until the end where nobody answered. */
  ringSeconds: number;
  talkSeconds: number;
  result: string;
  /** Keys pressed in the conversation. */
  keys?: string;
  recording?: string;
  /** What the PBX answered, where the call broke off with an error; told before the end, if that is told. */
  sipCause?: string;
  /** The program tells the error and nothing more. */
  errorOnly?: boolean;
}

const SECOND = 1_000;

/** How a program tells a call (spec, I.1.1.4.3). */
export function toldBy(call: ScriptedCall, form: 'valued' | 'tag' | 'attribute' = 'valued'): EventText[] {
  const {
    mode,
    initiator,
    startedAt,
    ringSeconds,
    talkSeconds,
    result,
    keys = '',
    recording,
    sipCause,
  } = call;
  const answered = talkSeconds > 0;
  const acceptedAt = startedAt + ringSeconds * SECOND;
  const endedAt = acceptedAt + talkSeconds * SECOND;
  const event = (at: number, state: string, tags: [string, string | number | undefined][]): EventText =>
    eventOf({
      mode,
      initiator,
      object: 'Call',
      at,
      state,
      form,
      tags: [['CallID', call.id], ['CallFrom', call.from], ['CallTo', call.to], ...personTags(call), ...tags],
    });
  const start: [string, string] = ['StartTime', tagTime(startedAt)];
  const accept: [string, string] = ['AcceptTime', tagTime(acceptedAt)];
  return [
    event(startedAt, 'Started', [start]),
    ...(answered ? [event(acceptedAt, 'CallAccepted', [start, accept])] : []),
    ...[...keys].map((key, i) =>
      event(acceptedAt + (i + 1) * SECOND, 'CallInProgress', [
        ['KeyPressed', key],
        ['KeyPressedTime', tagTime(acceptedAt + (i + 1) * SECOND)],
      ]),
    ),
    ...(sipCause === undefined ? [] : [event(endedAt, 'CallError', [['SipCause', sipCause]])]),
    ...(call.errorOnly
      ? []
      : [
          event(endedAt, 'Finished', [
            start,
            ['AcceptTime', answered ? tagTime(acceptedAt) : ''],
            ['EndTime', tagTime(endedAt)],
            ['Duration', ringSeconds + talkSeconds],
            ['BillSec', talkSeconds],
            ['CallResult', result],
          ]),
        ]),
    ...(recording === undefined
      ? []
      : [event(endedAt + 5 * SECOND, 'MP3RecordReady', [['CallRecordLink', recording]])]),
  ];
}
