import { DIDS } from '../config/dialplan.ts';
import type { Call } from '../sip/call.ts';
import { inbound, talkAndEnd } from './inbound.ts';
import { customerCalls, pass, pickUp, RING, rings, type Script, type Stage, TALK } from './stage.ts';
import type { Told } from './truth.ts';

/** The customer talks with somebody, mostly 100, which is where every move begins. */
export async function connected(
  stage: Stage,
  { did = DIDS.phone as string, who = '100' } = {},
): Promise<{ customer: Call; phone: Call; told: Omit<Told, 'legs'> }> {
  const coming = rings(stage, who);
  const customer = await customerCalls(stage, did);
  const phone = await pickUp(await coming, RING / 2);
  await customer.answered;
  await pass(TALK);
  return {
    customer,
    phone,
    told: {
      ...inbound(stage, did),
      status: 'answered',
      endedBy: 'customer',
      answeredBy: who,
      ringAt: phone.leg.ringAt,
      answerAt: phone.leg.answerAt,
    },
  };
}

const blindTransfer: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const coming = rings(stage, '101');
  const done = phone.transfer('101');
  const next = await pickUp(await coming, RING / 2);
  await done;
  await talkAndEnd(customer, next);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: phone.leg.letGoAt },
      { who: '101', from: next.leg.answerAt, to: next.leg.endAt },
    ],
    transfers: [{ kind: 'blind', from: '100', to: '101', answered: true }],
    legs: [customer.leg, phone.leg, next.leg],
  };
};

const attendedTransfer: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  await phone.hold();
  const coming = stage.lab.phone('101').expect({ from: '100' });
  const asking = await stage.lab.phone('100').call('101');
  const next = await pickUp(await coming, RING / 2);
  await asking.answered;
  await pass(RING);
  await phone.transferTo(asking);
  const joinedAt = phone.leg.endAt;
  await asking.ended;
  await talkAndEnd(customer, next);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: joinedAt },
      { who: '101', from: joinedAt, to: next.leg.endAt },
    ],
    transfers: [{ kind: 'attended', from: '100', to: '101', answered: true }],
    legs: [customer.leg, phone.leg, asking.leg, next.leg],
  };
};

/** How long the keys of a feature code take to be heard. */
const CODE_MS = 400;

/** The feature code, the prompt it plays, and the number. @returns when the code was heard */
export async function pressNumber(phone: Call, code: string, number: string): Promise<number> {
  const heardAt = Date.now() + CODE_MS;
  phone.press(code);
  await pass(TALK);
  phone.press(number);
  return heardAt;
}

const blindTransferByKeys: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const coming = rings(stage, '101');
  const letGoAt = await pressNumber(phone, '*1', '101');
  const next = await pickUp(await coming, RING / 2);
  await phone.ended;
  await talkAndEnd(customer, next);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: letGoAt },
      { who: '101', from: next.leg.answerAt, to: next.leg.endAt },
    ],
    transfers: [{ kind: 'blind', from: '100', to: '101', answered: true }],
    legs: [customer.leg, phone.leg, next.leg],
  };
};

const attendedTransferByKeys: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  // The server asks in the name of whom 100 talks with.
  const coming = stage.lab.phone('103').expect({ from: '100' });
  const from = await pressNumber(phone, '*2', '103');
  const next = await pickUp(await coming, RING / 2);
  await pass(RING);
  phone.hangup();
  const joinedAt = phone.leg.endAt;
  await talkAndEnd(customer, next);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: joinedAt },
      { who: '103', from: joinedAt, to: next.leg.endAt },
    ],
    held: { from, to: joinedAt },
    transfers: [{ kind: 'attended', from: '100', to: '103', answered: true }],
    legs: [customer.leg, phone.leg, next.leg],
  };
};

const hold: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  await phone.hold();
  await pass(TALK);
  await phone.unhold();
  await talkAndEnd(customer, phone, RING);
  return {
    ...told,
    talks: [{ who: '100', from: phone.leg.answerAt, to: phone.leg.endAt }],
    legs: [customer.leg, phone.leg],
  };
};

const pickup: Script = async (stage) => {
  const coming = rings(stage, '102');
  const customer = await customerCalls(stage, DIDS.pickup);
  const ringing = await coming;
  await pass(RING);
  const helper = await stage.lab.phone('103').call('*8');
  await Promise.all([customer.answered, helper.answered, ringing.ended]);
  await talkAndEnd(customer, helper);
  return {
    ...inbound(stage, DIDS.pickup),
    status: 'answered',
    endedBy: 'customer',
    answeredBy: '103',
    ringAt: ringing.leg.ringAt,
    answerAt: helper.leg.answerAt,
    talks: [{ who: '103', from: helper.leg.answerAt, to: helper.leg.endAt }],
    legs: [customer.leg, ringing.leg, helper.leg],
  };
};

const parking: Script = async (stage) => {
  const { customer, phone, told } = await connected(stage);
  const parked = stage.manager.event('ParkedCall', (e) => e.get('ParkeeCallerIDNum') === stage.customer);
  await phone.transfer('700');
  const space = (await parked).get('ParkingSpace');
  await pass(RING);
  const helper = await stage.lab.phone('102').call(space);
  await helper.answered;
  await talkAndEnd(customer, helper);
  return {
    ...told,
    talks: [
      { who: '100', from: phone.leg.answerAt, to: phone.leg.letGoAt },
      { who: '102', from: helper.leg.answerAt, to: helper.leg.endAt },
    ],
    parked: { from: phone.leg.letGoAt, to: helper.leg.answerAt },
    legs: [customer.leg, phone.leg, helper.leg],
  };
};

const redirected: Script = async (stage) => {
  const [first, second] = [rings(stage, '100', false), rings(stage, '102')];
  const customer = await customerCalls(stage, DIDS.phone);
  const moved = await first;
  moved.redirect('102');
  const phone = await pickUp(await second);
  await talkAndEnd(customer, phone);
  return {
    ...inbound(stage, DIDS.phone),
    status: 'answered',
    endedBy: 'customer',
    answeredBy: '102',
    ringAt: phone.leg.ringAt,
    answerAt: phone.leg.answerAt,
    talks: [{ who: '102', from: phone.leg.answerAt, to: phone.leg.endAt }],
    legs: [customer.leg, moved.leg, phone.leg],
  };
};

/** Calls that move on. */
export const movingScenarios: Readonly<Record<string, Script>> = {
  'blind transfer': blindTransfer,
  'attended transfer': attendedTransfer,
  'blind transfer by keys': blindTransferByKeys,
  'attended transfer by keys': attendedTransferByKeys,
  hold,
  pickup,
  parking,
  'forwarded by the phone': redirected,
};
