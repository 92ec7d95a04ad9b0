import { type CallEventInit, EventCause, EventType, enumWord } from '@callbus/contract';
import type { Participant } from '../../src/call-control/wire/native.ts';
import { Board } from '../../src/translate/board.ts';

/** A participant as a GET tells it; only what matters is given. */
export const participant = (
  told: Partial<Participant> & Pick<Participant, 'id' | 'dn' | 'callid'>,
): Participant => ({
  status: 'Ringing',
  party_caller_name: '',
  party_dn: '10007',
  party_caller_id: '+74951230001',
  party_did: '',
  device_id: `sip:${told.dn}@127.0.0.1:5063`,
  party_dn_type: 'Wexternalline',
  direct_control: false,
  originated_by_dn: 'ROUTER',
  originated_by_type: 'Wroutepoint',
  referred_by_dn: '',
  referred_by_type: 'None',
  on_behalf_of_dn: '',
  on_behalf_of_type: 'None',
  legid: 1,
  ...told,
});

/** The other end is a colleague. */
export const colleague = (dn: string): Partial<Participant> => ({
  party_dn: dn,
  party_dn_type: 'Wextension',
  party_caller_id: dn,
  originated_by_dn: dn,
  originated_by_type: 'Wextension',
});

/** Placed by the participant itself. */
export const placing: Partial<Participant> = {
  status: 'Dialing',
  originated_by_dn: '',
  originated_by_type: 'None',
};

export const NUMBERS = [
  ...['101', '102', '103'].map((dn) => ({ dn, type: 'Wextension' })),
  { dn: '800', type: 'Wqueue' },
];

/** Noon of a day; the board's clock in tests. */
export const NOON = Date.parse('2026-03-02T12:00:00Z');

/** A board that has just connected; keys are the board's own. */
export function newBoard(numbers = NUMBERS): Board {
  const board = new Board({ instance: 'pbx', keyOf: (call) => call.key });
  board.connected(NOON);
  board.snapshot(numbers, [], NOON);
  return board;
}

/** Events in a line each: seconds since noon, key, type, connection, cause. */
export const lines = (events: readonly CallEventInit[]): string[] =>
  events.map((e) => {
    const seconds = ((e.occurredAt ?? 0) - NOON) / 1_000;
    const callid = (e.key ?? '').replace(/-.*/, '');
    const cause = e.cause?.event ? enumWord(EventCause, e.cause.event) : '';
    return [seconds, callid, enumWord(EventType, e.type), e.connection?.id ?? '', cause ?? '']
      .filter((part) => part !== '')
      .join(' ');
  });
