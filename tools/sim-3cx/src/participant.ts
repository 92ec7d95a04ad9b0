/** What `/callcontrol/{dn}/participants/{id}` answers. */
export interface SimParticipant {
  id: number;
  status: 'Dialing' | 'Ringing' | 'Connected';
  dn: string;
  party_caller_name: string;
  party_dn: string;
  party_caller_id: string;
  party_did: string;
  device_id: string;
  party_dn_type: string;
  direct_control: boolean;
  originated_by_dn: string;
  originated_by_type: string;
  referred_by_dn: string;
  referred_by_type: string;
  on_behalf_of_dn: string;
  on_behalf_of_type: string;
  callid: number;
  legid: number;
}

/** The other end of a participant. */
export interface Party {
  dn: string;
  type: string;
  number: string;
  name: string;
}

/** A participant as nobody has touched it. */
export const participant = (
  own: Pick<SimParticipant, 'id' | 'status' | 'dn' | 'callid' | 'legid'>,
  party: Party,
): SimParticipant => ({
  ...own,
  party_caller_name: party.name,
  party_dn: party.dn,
  party_caller_id: party.number,
  party_did: '',
  device_id: `sip:${own.dn}@127.0.0.1:5063`,
  party_dn_type: party.type,
  direct_control: false,
  originated_by_dn: '',
  originated_by_type: 'None',
  referred_by_dn: '',
  referred_by_type: 'None',
  on_behalf_of_dn: '',
  on_behalf_of_type: 'None',
});
