import { EndedBy, EventCause, EventType, enumWord, ReportOutcome, ReportScope } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { sipCause } from '../src/translate/causes.ts';
import { isUuid, partyOf } from '../src/translate/parties.ts';
import { type CallMoment, translateCall, unknownWords } from '../src/translate.ts';
import type { NativeCall } from '../src/wire/native.ts';
import { readNative } from '../src/wire/read.ts';

const MOMENT: CallMoment = {
  instance: 'conn',
  login: 'ivanov',
  extension: '101',
  observedAt: 1,
  initiator: 'incoming',
  others: false,
  ordinal: 0,
};

const finished = (result: string, initiator: 'incoming' | 'self', tags = ''): NativeCall =>
  readNative(
    `<Event Time="2026-03-02 09:00:40" Mode="Softphone" Object="Call" Initiator="${initiator}"><State="Finished"><CallID>c1</CallID><CallFrom>1</CallFrom><CallTo>2</CallTo><StartTime>2026-03-02T09:00:00</StartTime><EndTime>2026-03-02T09:00:40</EndTime>${tags}<CallResult>${result}</CallResult></Event>`,
  ) as NativeCall;

const told = (result: string, initiator: 'incoming' | 'self', tags = '') => {
  const [event] = translateCall(finished(result, initiator, tags), { ...MOMENT, initiator });
  return {
    type: event?.type,
    outcome: enumWord(ReportOutcome, event?.report?.outcome),
    cause: enumWord(EventCause, event?.cause?.event),
    q850: event?.cause?.q850,
    native: event?.cause?.native,
    by: enumWord(EndedBy, event?.endedBy),
  };
};

describe('how a call came out', () => {
  test.each([
    ['Success', 'answered', 'normalClearing', 16, 'unknown', 'unknown'],
    ['NobodyToAnswer', 'notAnswered', 'noAvailableAgents', 18, 'system', 'system'],
    ['RingingTimeout', 'notAnswered', 'alertTimeExpired', 19, 'system', 'system'],
    ['RejectedByCallee', 'declined', 'rejected', 21, 'employee', 'customer'],
    ['RejectedByCaller', 'cancelled', 'callCancelled', 16, 'customer', 'employee'],
    ['PBXunreachableForMe', 'failed', 'networkOutOfOrder', 38, 'system', 'system'],
    ['PBXunreachableForTarget', 'failed', 'destOutOfOrder', 27, 'system', 'system'],
    ['TargetHaveNoSoundDevices', 'failed', 'destNotObtainable', 88, 'system', 'system'],
    ['IHaveNoSoundDevices', 'failed', 'resourcesNotAvailable', 58, 'system', 'system'],
  ])('%s', (result, outcome, cause, q850, incoming, self) => {
    const same = { type: EventType.CALL_REPORTED, outcome, cause, q850, native: result };
    expect(told(result, 'incoming')).toEqual({ ...same, by: incoming });
    expect(told(result, 'self')).toEqual({ ...same, by: self });
    expect(unknownWords(finished(result, 'self'))).toEqual([]);
  });

  test('whoever talked has talked, whatever word it ended with', () => {
    const talked = '<AcceptTime>2026-03-02T09:00:05</AcceptTime><BillSec>35</BillSec>';
    expect(told('RejectedByCallee', 'self', talked)).toMatchObject({ outcome: 'answered', by: 'customer' });
    expect(told('Sunspots', 'self', talked)).toMatchObject({ outcome: 'answered', native: 'Sunspots' });
  });

  test('a word nobody knows ends the call, and is told of', () => {
    expect(told('Sunspots', 'incoming')).toMatchObject({
      outcome: 'notAnswered',
      cause: null,
      native: 'Sunspots',
    });
    expect(unknownWords(finished('Sunspots', 'incoming'))[0]).toMatch(/CallResult.*Sunspots.*Success/);
  });

  test('while others of ours ring, a login speaks for its own leg', () => {
    const scope = (moment: Partial<CallMoment>): ReportScope | null | undefined =>
      translateCall(finished('NobodyToAnswer', moment.initiator ?? 'incoming'), { ...MOMENT, ...moment })[0]
        ?.report?.scope;
    expect(scope({})).toBe(ReportScope.CALL);
    expect(scope({ others: true })).toBe(ReportScope.UNSPECIFIED);
    expect(scope({ others: true, initiator: 'self' })).toBe(ReportScope.CALL);
  });
});

test.each([
  ['486', 'busy', 17],
  ['SIP/2.0 486 Busy Here', 'busy', 17],
  ['603 Decline', 'rejected', 21],
  ['404', 'numberUnallocated', 1],
  ['487 Request Terminated', 'callCancelled', 16],
  ['480', 'callNotAnswered', 18],
  ['503 Service Unavailable', 'networkCongestion', 41],
  ['599', 'networkOutOfOrder', 127],
  ['no route', 'networkOutOfOrder', undefined],
  ['', 'networkOutOfOrder', undefined],
])('the PBX answered %j', (text, cause, q850) => {
  const { event, q850: number, native } = sipCause(text);
  expect([enumWord(EventCause, event), number, native]).toEqual([cause, q850, text]);
});

test('an error of one of several phones ends its leg, of the only one the call', () => {
  const native = readNative(
    '<Event Time="2026-03-02 09:00:00" Object="Call" Initiator="incoming"><State="CallError"><CallID>c</CallID><SipCause>500</SipCause></Event>',
  ) as NativeCall;
  const types = (others: boolean) => translateCall(native, { ...MOMENT, others }).map((e) => e.type);
  expect(types(true)).toEqual([EventType.FAILED]);
  expect(types(false)).toEqual([EventType.FAILED, EventType.CALL_CLEARED]);
});

test('the same fact has the same id, and another login, another time or another link has its own', () => {
  const idOf = (native: NativeCall, moment: Partial<CallMoment> = {}) =>
    translateCall(native, { ...MOMENT, ...moment })[0]?.eventId;
  const one = finished('Success', 'incoming');
  expect(idOf(one)).toBe(idOf(finished('Success', 'incoming'), { observedAt: 99 }));
  expect(idOf(one)).not.toBe(idOf(one, { login: 'petrova' }));
  expect(idOf(one)).not.toBe(idOf(finished('RingingTimeout', 'incoming')));
  const record = (link: string): NativeCall => ({ ...one, phase: 'MP3RecordReady', link });
  expect(idOf(record('https://rec.example/1'))).not.toBe(idOf(record('https://rec.example/2')));
  expect(idOf(record('https://rec.example/1'))).toBe(
    idOf(record('https://rec.example/1'), { login: 'petrova' }),
  );
});

test('parties are UUIDs in every spelling, numbers, or nobody', () => {
  for (const uuid of [
    '0a1b2c3d-0000-4000-8000-000000000001',
    '{0A1B2C3D-0000-4000-8000-000000000001}',
    '0a1b2c3d000040008000000000000001',
  ])
    expect(isUuid(uuid)).toBe(true);
  expect(partyOf('+79990001122', false)).toMatchObject({ kind: 2, number: '+79990001122' });
  expect(partyOf('102', true)).toMatchObject({ kind: 1, extension: '102' });
  expect(partyOf('anonymous', false)).toMatchObject({ kind: 4 });
  expect(partyOf('', false)).toMatchObject({ kind: 4 });
});
