import type { Call } from '../sip/call.ts';
import { talkAndEnd } from './inbound.ts';
import { pass, pickUp, RING, type Script, type Stage, TALK } from './stage.ts';
import type { Told } from './truth.ts';

/** What 100's calls out have in common. */
export const outbound = (stage: Stage): Pick<Told, 'direction' | 'externalNumber' | 'employee'> => ({
  direction: 'outbound',
  externalNumber: stage.customer,
  employee: '100',
});

const dials = ({ lab, customer }: Stage): Promise<Call> => lab.phone('100').call(customer);

const answered: Script = async (stage) => {
  const coming = stage.lab.outside.expect({ to: stage.customer });
  const phone = await dials(stage);
  const customer = await pickUp(await coming);
  await phone.answered;
  await talkAndEnd(phone, customer);
  return {
    ...outbound(stage),
    status: 'answered',
    endedBy: 'employee',
    answeredBy: stage.customer,
    ringAt: customer.leg.ringAt,
    answerAt: customer.leg.answerAt,
    talks: [{ who: '100', from: customer.leg.answerAt, to: customer.leg.endAt }],
    legs: [phone.leg, customer.leg],
  };
};

const REFUSALS = { 404: 'failed', 486: 'busy', 603: 'declined' } as const;

const refused =
  (status: keyof typeof REFUSALS): Script =>
  async (stage) => {
    const coming = stage.lab.outside.expect({ to: stage.customer, ring: status === 603 });
    const phone = await dials(stage);
    const customer = await coming;
    if (status === 603) await pass(RING);
    customer.refuse(status);
    await phone.ended;
    return {
      ...outbound(stage),
      status: REFUSALS[status],
      // A number that nobody has is refused by the network, not by a person.
      endedBy: status === 404 ? 'system' : 'customer',
      ringAt: customer.leg.ringAt,
      legs: [phone.leg, customer.leg],
    };
  };

// The far end rings until we give up, or until the PBX does.
const unanswered =
  (givesUp: boolean): Script =>
  async (stage) => {
    const coming = stage.lab.outside.expect({ to: stage.customer });
    const phone = await dials(stage);
    const customer = await coming;
    if (givesUp) {
      await pass(TALK);
      phone.hangup();
    }
    await Promise.all([customer.ended, phone.ended]);
    return {
      ...outbound(stage),
      status: givesUp ? 'cancelled' : 'noanswer',
      endedBy: givesUp ? 'employee' : 'system',
      ringAt: customer.leg.ringAt,
      legs: [phone.leg, customer.leg],
    };
  };

// Numbers that begin so go to a trunk whose far end never says a word.
const deadTrunk: Script = async (stage) => {
  const number = stage.customer.replace(/^7\d{3}/, '7999');
  const phone = await stage.lab.phone('100').call(number);
  await phone.ended;
  return {
    ...outbound(stage),
    externalNumber: number,
    status: 'failed',
    endedBy: 'system',
    legs: [phone.leg],
  };
};

const internal =
  (picksUp: boolean): Script =>
  async ({ lab }) => {
    // These two have this conversation to themselves.
    const [caller, called] = picksUp ? (['102', '101'] as const) : (['103', '101'] as const);
    const coming = lab.phone(called).expect({ from: caller });
    const first = await lab.phone(caller).call(called);
    const second = await coming;
    if (picksUp) await talkAndEnd(first, await pickUp(second));
    else {
      await pass(RING);
      first.hangup();
      await second.ended;
    }
    return {
      direction: 'internal',
      status: picksUp ? 'answered' : 'missed',
      endedBy: 'employee',
      callerExtension: caller,
      answeredBy: picksUp ? called : null,
      ringAt: second.leg.ringAt,
      answerAt: second.leg.answerAt,
      talks: picksUp ? [{ who: called, from: second.leg.answerAt, to: second.leg.endAt }] : [],
      legs: [first.leg, second.leg],
    };
  };

// A feature of the PBX is no person, but it connected.
const echo: Script = async ({ lab }) => {
  const phone = await lab.phone('101').call('600');
  await phone.answered;
  await pass(TALK);
  phone.hangup();
  await phone.ended;
  return {
    direction: 'internal',
    status: 'answered',
    endedBy: 'employee',
    callerExtension: '101',
    answerAt: phone.leg.answerAt,
    talks: [{ who: '600', from: phone.leg.answerAt, to: phone.leg.endAt }],
    legs: [phone.leg],
  };
};

/** Calls out, and calls inside the office. */
export const outboundScenarios: Readonly<Record<string, Script>> = {
  'outbound answered': answered,
  'outbound busy': refused(486),
  'outbound declined': refused(603),
  'outbound cancelled': unanswered(true),
  'outbound not answered': unanswered(false),
  'outbound, dead trunk': deadTrunk,
  'outbound, no such number': refused(404),
  'internal answered': internal(true),
  'internal missed': internal(false),
  'internal, echo test': echo,
};
