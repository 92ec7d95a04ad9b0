import type { Call } from '../sip/call.ts';
import { talkAndEnd } from './inbound.ts';
import { outbound } from './outbound.ts';
import { type OneCall, pass, pickUp, RING, type Script, type Stage, TALK } from './stage.ts';

interface Click {
  /** How the agent is called. */
  channel?: string;
  /** The name the call is to have on the PBX. */
  channelId?: string;
  timeoutMs?: number;
}

const click = (
  { manager, customer }: Stage,
  { channel = 'PJSIP/100', channelId, timeoutMs = 10_000 }: Click = {},
): Promise<unknown> =>
  manager.action({
    Action: 'Originate',
    Channel: channel,
    Context: 'internal',
    Exten: customer,
    Priority: '1',
    CallerID: `Click <${customer}>`,
    Timeout: String(timeoutMs),
    Async: 'true',
    ...(channelId ? { ChannelId: channelId } : {}),
  });

const agentRings = ({ lab, customer }: Stage): Promise<Call> => lab.phone('100').expect({ from: customer });

const answered =
  (how: (stage: Stage) => Click = () => ({})): OneCall =>
  async (stage) => {
    const ringing = agentRings(stage);
    const coming = stage.lab.outside.expect({ to: stage.customer });
    await click(stage, how(stage));
    const agent = await pickUp(await ringing, RING / 2);
    const customer = await pickUp(await coming);
    await talkAndEnd(agent, customer);
    return {
      ...outbound(stage),
      status: 'answered',
      endedBy: 'employee',
      answeredBy: stage.customer,
      ringAt: customer.leg.ringAt,
      answerAt: customer.leg.answerAt,
      talks: [{ who: '100', from: customer.leg.answerAt, to: customer.leg.endAt }],
      legs: [agent.leg, customer.leg],
    };
  };

const customerBusy: Script = async (stage) => {
  const ringing = agentRings(stage);
  const coming = stage.lab.outside.expect({ to: stage.customer, ring: false });
  await click(stage);
  const agent = await pickUp(await ringing, RING / 2);
  const customer = await coming;
  customer.refuse(486);
  await pass(RING);
  agent.hangup();
  return { ...outbound(stage), status: 'busy', endedBy: 'customer', legs: [agent.leg, customer.leg] };
};

const agentGivesUp: Script = async (stage) => {
  const ringing = agentRings(stage);
  const coming = stage.lab.outside.expect({ to: stage.customer });
  await click(stage);
  const agent = await pickUp(await ringing, RING / 2);
  const customer = await coming;
  await pass(TALK);
  agent.hangup();
  await customer.ended;
  return {
    ...outbound(stage),
    status: 'cancelled',
    endedBy: 'employee',
    ringAt: customer.leg.ringAt,
    legs: [agent.leg, customer.leg],
  };
};

const agentRefuses =
  (status: 486 | 603): Script =>
  async (stage) => {
    const ringing = agentRings(stage);
    await click(stage);
    const agent = await ringing;
    await pass(RING);
    agent.refuse(status);
    return { ...outbound(stage), status: 'failed', endedBy: 'employee', legs: [agent.leg] };
  };

const agentDoesNotAnswer: Script = async (stage) => {
  const ringing = agentRings(stage);
  await click(stage, { timeoutMs: 2_000 });
  const agent = await ringing;
  await agent.ended;
  return { ...outbound(stage), status: 'failed', endedBy: 'system', legs: [agent.leg] };
};

/** Calls that somebody asked the PBX for: the employee's phone rings first. */
export const clickScenarios: Readonly<Record<string, Script>> = {
  'click to call': answered(),
  'click to call, own id': answered(({ customer }) => ({ channelId: `click-${customer}` })),
  'click to call, by Local': answered(() => ({ channel: 'Local/100@internal/n' })),
  'click to call, by Local optimised': answered(() => ({ channel: 'Local/100@internal' })),
  'click to call, customer busy': customerBusy,
  'click to call, agent gives up': agentGivesUp,
  'click to call, agent refuses': agentRefuses(486),
  'click to call, agent declines': agentRefuses(603),
  'click to call, agent does not answer': agentDoesNotAnswer,
};
