import { Direction, EventType, PartyKind } from '@callbus/contract';
import { expect, test } from 'vitest';
import { readFrame, readParticipant, readSnapshot } from '../src/call-control/read.ts';
import { digitIn, isDone, participantOf, result } from '../src/call-control/wire/native.ts';
import { BadAnswer } from '../src/errors.ts';
import { lines, NOON, NUMBERS, newBoard } from './support/board.ts';

// What 3CX was seen to say, field for field, with people who do not exist.
const RINGING = {
  id: 8106,
  status: 'Ringing',
  dn: '101',
  party_caller_name: '+79161110001',
  party_dn: '10007',
  party_caller_id: '4951230001',
  party_did: '',
  device_id: 'sip:101@127.0.0.1:5483;rinstance=c2a75fd2f1caea71',
  party_dn_type: 'Wexternalline',
  direct_control: false,
  originated_by_dn: 'ROUTER',
  originated_by_type: 'Wroutepoint',
  referred_by_dn: '',
  referred_by_type: 'None',
  on_behalf_of_dn: '',
  on_behalf_of_type: 'None',
  callid: 1264,
  legid: 4,
};
const DIALING = {
  ...RINGING,
  id: 8107,
  status: 'Dialing',
  party_caller_name: '',
  device_id: 'sip:101@127.0.0.1:5063',
  originated_by_dn: '',
  originated_by_type: 'None',
  callid: 1265,
  legid: 1,
};

const event = (sequence: number, event_type: number, entity: string, attached_data: unknown = null): string =>
  JSON.stringify({ sequence, event: { event_type, entity, attached_data } });

test('a participant of an inbound call that rings', () => {
  const told = newBoard().see(readParticipant(RINGING, '/callcontrol/101/participants/8106'), NOON);
  expect(told).toMatchObject([
    {
      type: EventType.OFFERED,
      nativeId: '1264',
      direction: Direction.INBOUND,
      trunk: '10007',
      calling: { kind: PartyKind.EXTERNAL, number: '4951230001' },
      connection: { id: 'customer', trunk: '10007' },
    },
    {
      type: EventType.DELIVERED,
      called: { extension: '101' },
      connection: { id: '101', device: 'sip:101@127.0.0.1:5483;rinstance=c2a75fd2f1caea71' },
    },
  ]);
});

test('a participant of an outbound call that dials', () => {
  const told = newBoard().see(readParticipant(DIALING, '/callcontrol/101/participants/8107'), NOON);
  expect(told).toMatchObject([
    {
      type: EventType.ORIGINATED,
      nativeId: '1265',
      direction: Direction.OUTBOUND,
      calling: { extension: '101' },
      called: { kind: PartyKind.EXTERNAL, number: '4951230001' },
      connection: { id: '101' },
    },
  ]);
});

test('everything there is, as it is found at the start', () => {
  const { callid: _callid, ...rest } = RINGING;
  const body = [
    {
      dn: '101',
      type: 'Wextension',
      devices: [{ dn: '101', device_id: 'sip:101@127.0.0.1:5063', user_agent: '3CX Mobile Client' }],
      participants: [{ ...rest, id: 0, callid: 0, legid: 0 }],
    },
  ];
  const { numbers, participants } = readSnapshot(body, (problem) => {
    throw problem;
  });
  expect(numbers).toMatchObject([
    { dn: '101', type: 'Wextension', devices: [{ user_agent: '3CX Mobile Client' }] },
  ]);
  const { seen, gone } = newBoard().snapshot(numbers, participants, NOON);
  expect(lines(seen)).toEqual(['0 0 offered customer newCall', '0 0 delivered 101']);
  expect(gone).toEqual([]);
});

test.each([
  ['an upsert', event(15, 0, '/callcontrol/101/participants/8106'), 0, { dn: '101', id: 8106 }],
  ['a removal', event(17, 1, '/callcontrol/101/participants/8106'), 1, { dn: '101', id: 8106 }],
  ['a key', event(21, 2, '/callcontrol/900/participants/77', { dtmf_input: '1' }), 2, { dn: '900', id: 77 }],
  ['the end of a prompt', event(22, 3, '/callcontrol/900/participants/77'), 3, { dn: '900', id: 77 }],
  [
    'an answer to a request',
    event(60, 4, '/callcontrol/101', {
      RequestID: 'r1',
      Path: '/callcontrol/101',
      StatusCode: 200,
      Response: {},
    }),
    4,
    undefined,
  ],
])('%s on the WebSocket', (_what, text, kind, named) => {
  const told = readFrame(text);
  expect(told.event.event_type).toBe(kind);
  expect(participantOf(told.event.entity)).toEqual(named);
  expect(digitIn(told.event.attached_data)).toBe(kind === 2 ? '1' : '');
});

test('a ring group in the order it is told', () => {
  const board = newBoard(NUMBERS);
  const of = (id: number, dn: string, legid: number, status = 'Ringing') =>
    readParticipant({ ...RINGING, id, dn, legid, status, callid: 4711 }, dn);
  const told = [
    ...board.see(of(301, '101', 2), NOON),
    ...board.see(of(302, '102', 3), NOON),
    ...board.see(of(303, '103', 4), NOON),
    ...board.see(of(302, '102', 3, 'Connected'), NOON + 1_000),
    ...board.gone('101', 301, NOON + 1_000),
    ...board.gone('103', 303, NOON + 1_000),
  ];
  expect(lines(told)).toEqual([
    '0 4711 offered customer newCall',
    '0 4711 delivered 101',
    '0 4711 delivered 102',
    '0 4711 delivered 103',
    '1 4711 established 102',
    '1 4711 connectionCleared 101 answeredElsewhere',
    '1 4711 connectionCleared 103 answeredElsewhere',
  ]);
});

test('the result of a command, done and not', () => {
  const done = result.parse({ finalstatus: 'Success', reason: 'None', reasontext: '', result: DIALING });
  expect([isDone(done.finalstatus), done.result?.callid]).toEqual([true, 1265]);
  const failed = result.parse({ finalstatus: 'Failed', reason: 'NoDestinations', reasontext: 'no route' });
  expect([isDone(failed.finalstatus), failed.reasontext]).toEqual([false, 'no route']);
});

test.each([
  ['no JSON', '{', 'JSON'],
  ['no event', '{"sequence":1}', 'event'],
  ['a kind that is no number', '{"event":{"event_type":"x"}}', 'event_type'],
])('a frame with %s is refused by name', (_what, text, name) => {
  expect(() => readFrame(text)).toThrow(BadAnswer);
  expect(() => readFrame(text)).toThrow(name);
});

test('a participant without its call is refused by name', () => {
  const { callid: _, ...rest } = RINGING;
  expect(() => readParticipant(rest, '/callcontrol/101/participants/8106')).toThrow(/8106.*callid/);
});
