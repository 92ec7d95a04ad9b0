import { Child } from './child.ts';
import { Load, type Run } from './load.ts';
import { Product } from './product.ts';
import { atLeast, atMost, median, type Verdict } from './stats.ts';

const WARM_UP_CALLS = 4_000;
const CALLS = 2_000;
const RATE = 1_000;
const SETTLE_SECONDS = 4;
const SECONDS = 6;

interface Side {
  path: string;
  start(oneC: string): Promise<{ origin: string; stop(): Promise<void> }>;
}

const OURS: Side = {
  path: '/pz/pbx/',
  start: (oneC) =>
    Product.start(
      ['up'],
      // The road is adapter, core and sink; history and live view stand beside it, and the bare side has none.
      `gateway: { enabled: false }\nadapters: [ { id: pz, type: prostiezvonki } ]\nsinks: [ { id: ut, type: 1c, url: "${oneC}", timeZone: Europe/Moscow, lookup: { lastDigits: 10 } } ]`,
    ),
};

const BARE: Side = {
  path: '/bare/pbx/',
  start: async (oneC) => {
    const { child, said } = await Child.start('bare-hops.ts', [oneC]);
    return { origin: `http://127.0.0.1:${said}`, stop: () => child.stop() };
  },
};

async function measure(side: Side): Promise<{ flat: Run; paced: Run }> {
  const oneC = await Child.start('one-c.ts');
  const oneCUrl = `http://127.0.0.1:${oneC.said}`;
  const server = await side.start(oneCUrl);
  const load = new Load(server.origin, side.path, oneCUrl);
  try {
    // What runs for years is compiled; what was just started is not, and ours is more to compile.
    await load.flatOut(WARM_UP_CALLS, 48);
    const flat = await load.flatOut(CALLS, 48);
    // What the rush before left behind is not what a steady day is like.
    await load.paced(RATE, SETTLE_SECONDS);
    const paced = await load.paced(RATE, SECONDS);
    return { flat, paced };
  } finally {
    await load.close();
    await server.stop();
    await oneC.child.stop();
  }
}

/** Webhook to the request at 1C, our work against none, fresh processes each round, order turned about. */
export async function hops(rounds: number): Promise<Verdict[]> {
  const ratios = { max: [] as number[], p50: [] as number[], p99: [] as number[] };
  const shown: string[] = [];
  for (let r = 0; r < rounds; r++) {
    const order = r % 2 === 0 ? [OURS, BARE] : [BARE, OURS];
    const runs = new Map<Side, { flat: Run; paced: Run }>();
    for (const side of order) runs.set(side, await measure(side));
    const [ours, bare] = [runs.get(OURS), runs.get(BARE)];
    if (!ours || !bare) continue;
    ratios.max.push(ours.flat.eventsPerSecond / bare.flat.eventsPerSecond);
    ratios.p50.push(ours.paced.p50 / bare.paced.p50);
    ratios.p99.push(ours.paced.p99 / bare.paced.p99);
    shown.push(
      `${Math.round(ours.flat.eventsPerSecond)} against ${Math.round(bare.flat.eventsPerSecond)}/s, p50 ${ours.paced.p50.toFixed(1)}/${bare.paced.p50.toFixed(1)} ms, p99 ${ours.paced.p99.toFixed(1)}/${bare.paced.p99.toFixed(1)} ms`,
    );
    process.stderr.write(`  hops, round ${r + 1}: ${shown.at(-1)}\n`);
  }
  return [
    atLeast('three hops, flat out', median(ratios.max), 0.8, shown.at(-1) ?? ''),
    atMost(`three hops, p50 at ${RATE}/s`, median(ratios.p50), 1.5, ''),
    atMost(`three hops, p99 at ${RATE}/s`, median(ratios.p99), 2, ''),
  ];
}
