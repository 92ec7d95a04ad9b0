import { createServer } from 'node:net';
import { DIDS, SETTINGS } from '../config/dialplan.ts';
import { answeredOn, busy, inbound, missed, talkAndEnd } from './inbound.ts';
import { customerCalls, type OneCall, pickUp, rings, type Script, type Stage } from './stage.ts';

const setting = ({ manager }: Stage, family: 'CF' | 'DND', key: string, value: string): Promise<unknown> =>
  manager.action({ Action: 'DBPut', Family: family, Key: key, Val: value });

const forwarded: Script = async (stage) => {
  await setting(stage, 'CF', SETTINGS.forwarded, '102');
  return await answeredOn({ did: DIDS.forwarded, phone: '102' })(stage);
};

// The mobile has a number of its own, one that only this play uses.
const mobileOf = (customer: string): string => customer.replace(/^7\d{3}/, '7926');

const forwardedOutside: Script = async (stage) => {
  const mobile = mobileOf(stage.customer);
  await setting(stage, 'CF', SETTINGS.forwardedOutside, mobile);
  const coming = stage.lab.outside.expect({ to: mobile });
  const customer = await customerCalls(stage, DIDS.forwardedOutside);
  const phone = await pickUp(await coming);
  await customer.answered;
  await talkAndEnd(customer, phone);
  return {
    ...inbound(stage, DIDS.forwardedOutside),
    status: 'answered',
    endedBy: 'customer',
    employee: SETTINGS.forwardedOutside,
    answeredBy: mobile,
    ringAt: phone.leg.ringAt,
    answerAt: phone.leg.answerAt,
    talks: [{ who: mobile, from: phone.leg.answerAt, to: phone.leg.endAt }],
    legs: [customer.leg, phone.leg],
  };
};

const notDisturbed: Script = async (stage) => {
  await setting(stage, 'DND', SETTINGS.notDisturbed, 'YES');
  const customer = await customerCalls(stage, DIDS.notDisturbed);
  await customer.ended;
  return {
    ...inbound(stage, DIDS.notDisturbed),
    status: 'missed',
    endedBy: 'system',
    legs: [customer.leg],
  };
};

const unknownLine: Script = async (stage) => {
  const customer = await customerCalls(stage, DIDS.unknown);
  await customer.ended;
  return { ...inbound(stage, DIDS.unknown), status: 'missed', endedBy: 'system', legs: [customer.leg] };
};

// The phone rings until the dialplan has had enough.
const ringsOut: Script = async (stage) => {
  const coming = rings(stage, '104');
  const customer = await customerCalls(stage, DIDS.short);
  const phone = await coming;
  await Promise.all([customer.ended, phone.ended]);
  return {
    ...inbound(stage, DIDS.short),
    status: 'missed',
    endedBy: 'system',
    ringAt: phone.leg.ringAt,
    legs: [customer.leg, phone.leg],
  };
};

const anonymous: Script = async (stage) => {
  const told = await answeredOn({ name: 'Anonymous' })({ ...stage, customer: 'anonymous' });
  return { ...told, externalNumber: null, externalNumberRaw: 'anonymous' };
};

/** Stands where the dialplan asks its way, for one play: everybody goes to 101. */
const routed: Script = async (stage) => {
  const server = createServer((socket) => {
    let heard = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
      // The question ends in an empty line, and the answer to our command in its own.
      if (heard.endsWith('\n\n')) socket.write('SET VARIABLE CALLBUS_ROUTE 101\n');
      else if (/200 result=1[^\n]*\n$/.test(heard)) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(stage.lab.ports.agiUp, '127.0.0.1', resolve));
  try {
    return await answeredOn({ did: DIDS.routed, phone: '101' })(stage);
  } finally {
    server.close();
  }
};

const reload = ({ manager }: Stage): Promise<unknown> => manager.action({ Action: 'Reload' });

/** How many calls are there at once. */
const CROWD = 20;
const KINDS: readonly OneCall[] = [
  answeredOn(),
  missed,
  answeredOn({ endedBy: 'employee' }),
  busy,
  answeredOn({ did: DIDS.localKept, phone: '101' }),
];

const crowd: Script = (stage) =>
  Promise.all(
    Array.from({ length: CROWD }, (_, i) => {
      const customer = stage.customer.replace(/^7\d{3}/, `79${String(30 + i)}`);
      return (KINDS[i % KINDS.length] as OneCall)({ ...stage, customer });
    }),
  );

/** What the dialplan decides, and what happens to the server meanwhile. */
export const dialplanScenarios: Readonly<Record<string, Script>> = {
  'forwarded by the PBX': forwarded,
  'forwarded to a mobile': forwardedOutside,
  'do not disturb': notDisturbed,
  'unknown line': unknownLine,
  'inbound rings out': ringsOut,
  'inbound anonymous': anonymous,
  'inbound route server up': routed,
  'inbound route server down': answeredOn({ did: DIDS.agi }),
  'reload in mid-call': answeredOn({ meanwhile: reload }),
  'twenty calls at once': crowd,
};
