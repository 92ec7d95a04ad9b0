import { DIDS } from '../config/dialplan.ts';
import type { Call } from '../sip/call.ts';
import {
  customerCalls,
  type OneCall,
  pass,
  pickUp,
  RING,
  rings,
  type Script,
  type Stage,
  TALK,
} from './stage.ts';
import type { Told } from './truth.ts';

/** What an inbound call has in common. */
export const inbound = (stage: Stage, did: string): Pick<Told, 'direction' | 'did' | 'externalNumber'> => ({
  direction: 'inbound',
  did,
  externalNumber: stage.customer,
});

/** Customer and phone talk; one of them hangs up. */
export async function talkAndEnd(first: Call, other: Call, talk = TALK): Promise<void> {
  await pass(talk);
  first.hangup();
  await Promise.all([first.ended, other.ended]);
}

interface Answered {
  did?: string;
  phone?: string;
  endedBy?: 'customer' | 'employee';
  queue?: string;
  recordings?: number;
  /** What the customer is shown as. */
  name?: string;
  /** Happens while they talk. */
  meanwhile?: (stage: Stage) => Promise<unknown>;
}

/** One phone rings, is picked up, and the customer or the employee ends it. */
export const answeredOn =
  ({ did = DIDS.phone, phone: who = '100', endedBy = 'customer', ...more }: Answered = {}): OneCall =>
  async (stage) => {
    const coming = rings(stage, who);
    const customer = await customerCalls(stage, did, more.name);
    const phone = await pickUp(await coming);
    await customer.answered;
    await more.meanwhile?.(stage);
    await (endedBy === 'customer' ? talkAndEnd(customer, phone) : talkAndEnd(phone, customer));
    return {
      ...inbound(stage, did),
      status: 'answered',
      endedBy,
      ...(more.queue ? { queue: more.queue } : {}),
      ...(more.recordings ? { recordings: more.recordings } : {}),
      answeredBy: who,
      ringAt: phone.leg.ringAt,
      answerAt: phone.leg.answerAt,
      talks: [{ who, from: phone.leg.answerAt, to: phone.leg.endAt }],
      legs: [customer.leg, phone.leg],
    };
  };

/** The customer gives up while 100 rings. */
export const missed: OneCall = async (stage) => {
  const coming = rings(stage, '100');
  const customer = await customerCalls(stage, DIDS.phone);
  const phone = await coming;
  await pass(TALK);
  customer.hangup();
  await phone.ended;
  return {
    ...inbound(stage, DIDS.phone),
    status: 'missed',
    endedBy: 'customer',
    ringAt: phone.leg.ringAt,
    legs: [customer.leg, phone.leg],
  };
};

/** 100 is busy. */
export const busy: OneCall = async (stage) => {
  const coming = rings(stage, '100', false);
  const customer = await customerCalls(stage, DIDS.phone);
  const phone = await coming;
  phone.refuse(486);
  await customer.ended;
  return {
    ...inbound(stage, DIDS.phone),
    status: 'missed',
    endedBy: 'employee',
    legs: [customer.leg, phone.leg],
  };
};

const declined: Script = async (stage) => {
  const coming = rings(stage, '100');
  const customer = await customerCalls(stage, DIDS.phone);
  const phone = await coming;
  await pass(RING);
  phone.refuse(603);
  await customer.ended;
  return {
    ...inbound(stage, DIDS.phone),
    status: 'missed',
    endedBy: 'employee',
    ringAt: phone.leg.ringAt,
    legs: [customer.leg, phone.leg],
  };
};

const pbxAnswersNobodyPicksUp: Script = async (stage) => {
  const coming = rings(stage, '100');
  const customer = await customerCalls(stage, DIDS.pbxAnswers);
  const phone = await coming;
  await Promise.all([phone.ended, customer.ended]);
  return {
    ...inbound(stage, DIDS.pbxAnswers),
    status: 'missed',
    endedBy: 'system',
    ringAt: phone.leg.ringAt,
    legs: [customer.leg, phone.leg],
  };
};

// Two phones ring, 101 is quicker.
const groupOn =
  (did: string): Script =>
  async (stage) => {
    const coming = Promise.all([rings(stage, '100'), rings(stage, '101')]);
    const customer = await customerCalls(stage, did);
    const [slow, quick] = await coming;
    await pickUp(quick);
    await Promise.all([customer.answered, slow.ended]);
    await talkAndEnd(customer, quick);
    return {
      ...inbound(stage, did),
      status: 'answered',
      endedBy: 'customer',
      answeredBy: '101',
      ringAt: Math.min(slow.leg.startedAt, quick.leg.startedAt),
      answerAt: quick.leg.answerAt,
      talks: [{ who: '101', from: quick.leg.answerAt, to: quick.leg.endAt }],
      legs: [customer.leg, slow.leg, quick.leg],
    };
  };

const groupMissed: Script = async (stage) => {
  const coming = Promise.all([rings(stage, '100'), rings(stage, '101')]);
  const customer = await customerCalls(stage, DIDS.ringGroup);
  const phones = await coming;
  await pass(TALK);
  customer.hangup();
  await Promise.all(phones.map((phone) => phone.ended));
  return {
    ...inbound(stage, DIDS.ringGroup),
    status: 'missed',
    endedBy: 'customer',
    ringAt: Math.min(...phones.map(({ leg }) => leg.startedAt)),
    legs: [customer.leg, ...phones.map(({ leg }) => leg)],
  };
};

const queueSecondAgent: Script = async (stage) => {
  const [first, second] = [rings(stage, '100'), rings(stage, '101')];
  const customer = await customerCalls(stage, DIDS.queue);
  const silent = await first;
  const phone = await pickUp(await second);
  await talkAndEnd(customer, phone);
  return {
    ...inbound(stage, DIDS.queue),
    status: 'answered',
    endedBy: 'customer',
    queue: 'support',
    answeredBy: '101',
    ringAt: silent.leg.ringAt,
    answerAt: phone.leg.answerAt,
    talks: [{ who: '101', from: phone.leg.answerAt, to: phone.leg.endAt }],
    legs: [customer.leg, silent.leg, phone.leg],
  };
};

const queueAbandon: Script = async (stage) => {
  const coming = rings(stage, '100');
  const customer = await customerCalls(stage, DIDS.queue);
  const phone = await coming;
  await pass(RING);
  customer.hangup();
  await phone.ended;
  return {
    ...inbound(stage, DIDS.queue),
    status: 'missed',
    endedBy: 'customer',
    queue: 'support',
    ringAt: phone.leg.ringAt,
    legs: [customer.leg, phone.leg],
  };
};

/** Calls from outside that stay with whom they reach. */
export const inboundScenarios: Readonly<Record<string, Script>> = {
  'inbound answered': answeredOn(),
  'inbound answered, employee hangs up': answeredOn({ endedBy: 'employee' }),
  'inbound missed': missed,
  'inbound busy': busy,
  'inbound declined': declined,
  'inbound PBX answers, nobody picks up': pbxAnswersNobodyPicksUp,
  'inbound recorded': answeredOn({ did: DIDS.recorded, recordings: 1 }),
  'inbound Local optimised': answeredOn({ did: DIDS.localOptimised }),
  'inbound Local kept': answeredOn({ did: DIDS.localKept, phone: '101' }),
  'inbound, name not in ASCII': answeredOn({ name: 'Пётр Ильин «Свет»' }),
  'ring group': groupOn(DIDS.ringGroup),
  'ring group of Local': groupOn(DIDS.localRingGroup),
  'ring group missed': groupMissed,
  'queue, first agent hangs up': answeredOn({ did: DIDS.queue, endedBy: 'employee', queue: 'support' }),
  'queue, second agent': queueSecondAgent,
  'queue abandoned': queueAbandon,
};
