import { DIDS } from '../config/dialplan.ts';
import { inbound, talkAndEnd } from './inbound.ts';
import { connected, pressNumber } from './moves.ts';
import { customerCalls, pass, pickUp, RING, rings, type Script, TALK } from './stage.ts';

// 104 rings shortly, and the customer is back with 100.
const blindComesBack: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const [asked, back] = [rings(stage, '104'), rings(stage, '100')];
  await phone.transfer('104');
  const silent = await asked;
  const again = await pickUp(await back, RING / 2);
  await talkAndEnd(customer, again);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: phone.leg.letGoAt },
      { who: '100', from: again.leg.answerAt, to: again.leg.endAt },
    ],
    transfers: [{ kind: 'blind', from: '100', to: '104', answered: false }],
    legs: [customer.leg, phone.leg, silent.leg, again.leg],
  };
};

const blindGivenUp: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const asked = rings(stage, '101');
  const done = phone.transfer('101');
  const silent = await asked;
  await pass(TALK);
  customer.hangup();
  await Promise.all([silent.ended, done]);
  return {
    ...told,
    talks: [{ who: '100', from: phone.leg.answerAt, to: phone.leg.letGoAt }],
    transfers: [{ kind: 'blind', from: '100', to: '101', answered: false }],
    legs: [customer.leg, phone.leg, silent.leg],
  };
};

// 100 asks 104, who does not pick up, and has the customer again.
const keysComeBack: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const asked = stage.lab.phone('104').expect({ from: '100' });
  const from = await pressNumber(phone, '*2', '104');
  const silent = await asked;
  const { endAt: to } = await silent.ended;
  await talkAndEnd(customer, phone);
  return {
    ...told,
    talks: [{ who: '100', from: phone.leg.answerAt, to: phone.leg.endAt }],
    held: { from, to },
    legs: [customer.leg, phone.leg, silent.leg],
  };
};

// The same with a call of its own to the colleague, which nobody answers.
const consultationUnanswered: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage, { did: DIDS.pickup, who: '102' });
  await phone.hold();
  const asked = stage.lab.phone('104').expect({ from: '102' });
  const asking = await stage.lab.phone('102').call('104');
  const silent = await asked;
  await asking.ended;
  await phone.unhold();
  await talkAndEnd(customer, phone);
  return [
    {
      ...told,
      talks: [{ who: '102', from: phone.leg.answerAt, to: phone.leg.endAt }],
      legs: [customer.leg, phone.leg],
    },
    {
      direction: 'internal',
      status: 'missed',
      endedBy: 'system',
      callerExtension: '102',
      ringAt: silent.leg.ringAt,
      legs: [asking.leg, silent.leg],
    },
  ];
};

const parkingTimesOut: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const back = rings(stage, '100');
  await phone.transfer('700');
  const rung = await back;
  const again = await pickUp(rung, RING / 2);
  await talkAndEnd(customer, again);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: phone.leg.letGoAt },
      { who: '100', from: again.leg.answerAt, to: again.leg.endAt },
    ],
    parked: { from: phone.leg.letGoAt, to: rung.leg.startedAt },
    legs: [customer.leg, phone.leg, again.leg],
  };
};

// Somebody outside the call (a panel, a program) moves the customer to 101.
const redirectedByCommand: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const line = await stage.manager.event(
    'Newchannel',
    (e) => e.get('CallerIDNum') === stage.customer && e.get('Channel').startsWith('PJSIP/itsp-'),
  );
  const coming = rings(stage, '101');
  await stage.manager.action({
    Action: 'Redirect',
    Channel: line.get('Channel'),
    Context: 'internal',
    Exten: '101',
    Priority: '1',
  });
  const next = await pickUp(await coming, RING / 2);
  await phone.ended;
  await talkAndEnd(customer, next);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: phone.leg.endAt },
      { who: '101', from: next.leg.answerAt, to: next.leg.endAt },
    ],
    legs: [customer.leg, phone.leg, next.leg],
  };
};

// A colleague sits in the room, the customer comes, another colleague joins; they stay a little longer.
const conference: Script = async (stage) => {
  const host = await stage.lab.phone('102').call('800');
  await host.answered;
  await pass(RING);
  const customer = await customerCalls(stage, DIDS.conference);
  await customer.answered;
  await pass(TALK);
  const guest = await stage.lab.phone('103').call('800');
  await guest.answered;
  await pass(TALK);
  customer.hangup();
  const { endAt } = await customer.ended;
  await pass(RING);
  host.hangup();
  guest.hangup();
  return {
    ...inbound(stage, DIDS.conference),
    status: 'answered',
    endedBy: 'customer',
    answeredBy: '102',
    answerAt: customer.leg.answerAt,
    endAt,
    talks: [
      { who: '102', from: customer.leg.answerAt, to: endAt },
      { who: '103', from: guest.leg.answerAt, to: endAt },
    ],
    legs: [customer.leg, host.leg, guest.leg],
  };
};

/** Calls that come back to whom they left, that somebody else moves, and that meet. */
export const comebackScenarios: Readonly<Record<string, Script>> = {
  'blind transfer comes back': blindComesBack,
  'blind transfer given up': blindGivenUp,
  'attended transfer by keys comes back': keysComeBack,
  'consultation unanswered': consultationUnanswered,
  'parking times out': parkingTimesOut,
  'redirected by command': redirectedByCommand,
  conference,
};
