import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { answerXapi, type SimCall, ThreeCxSim } from './index.ts';

const USAGE = `A scripted 3CX: token, Call Control, call history.
  npx node tools/sim-3cx/src/main.ts [--port 5001] [--every 10] [--drop 60] [--expire 120]
--every   seconds between two calls of the round: direct, ring group, queue, transfer, missed, busy, forwarded
--drop    seconds between two cuts of every connection
--expire  seconds after which a token is good no more
Client ID 900, API key sim-client-secret. Prints every call that ends as a line of JSON.
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5001' },
    every: { type: 'string', default: '10' },
    drop: { type: 'string' },
    expire: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

let customers = 0;
const customer = (): string => `+7495${String(1_000_000 + ++customers)}`;

type Step = (sim: ThreeCxSim, wait: () => Promise<void>) => Promise<SimCall>;

const answered = async (
  sim: ThreeCxSim,
  wait: () => Promise<void>,
  ...phones: string[]
): Promise<SimCall> => {
  const call = sim.inbound(customer(), { did: '+74950000001' });
  for (const dn of phones) sim.ring(call, dn);
  await wait();
  sim.answer(call, phones.at(-1) ?? '');
  await wait();
  return call;
};

const ROUND: Step[] = [
  (sim, wait) => answered(sim, wait, '101'),
  (sim, wait) => answered(sim, wait, '101', '102', '103'),
  async (sim, wait) => {
    const call = sim.inbound(customer());
    sim.enqueue(call, '800');
    await wait();
    sim.ring(call, '102');
    await wait();
    sim.answer(call, '102');
    await wait();
    return call;
  },
  async (sim, wait) => {
    const call = await answered(sim, wait, '101');
    sim.transfer(call, '101', '103');
    await wait();
    sim.answer(call, '103');
    await wait();
    return call;
  },
  async (sim, wait) => {
    const call = sim.inbound(customer());
    sim.ring(call, '101');
    await wait();
    return call;
  },
  async (sim, wait) => {
    const call = sim.outbound('101', customer());
    await wait();
    call.outcome = 'busy';
    return call;
  },
  async (sim, wait) => {
    const call = sim.inbound(customer());
    sim.ring(call, '102', { onBehalfOf: '101' });
    await wait();
    sim.answer(call, '102');
    await wait();
    return call;
  },
];

if (values.help) {
  process.stdout.write(USAGE);
} else {
  const sim: ThreeCxSim = new ThreeCxSim({
    port: Number(values.port),
    xapi: (path) => answerXapi(path, sim.history),
  });
  sim.on('ended', (call) => process.stdout.write(`${JSON.stringify(call)}\n`));
  await sim.start();
  process.stdout.write(`${sim.url}\n`);
  if (values.drop) setInterval(() => sim.server.cut(), Number(values.drop) * 1_000);
  if (values.expire) setInterval(() => sim.server.expire(), Number(values.expire) * 1_000);
  const wait = (): Promise<void> => delay(1_500);
  for (let n = 0; ; n++) {
    const call = await ROUND[n % ROUND.length]?.(sim, wait);
    if (call) sim.hangUp(call, n % 2 === 0 ? 'source' : 'destination');
    await delay(Number(values.every) * 1_000);
  }
}
