import { STREAMS } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { Pool } from 'undici';
import { Child } from './child.ts';
import { Product } from './product.ts';
import { atLeast, median, type Verdict } from './stats.ts';

const REQUESTS = 12_000;
const WORKERS = 32;

async function rate(origin: string, path: string, round: number): Promise<number> {
  const pool = new Pool(origin, { connections: WORKERS });
  let next = 0;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    for (let i = next++; i < REQUESTS; i = next++) {
      const query = `event=1&src_type=1&call_id=r${round}-${i}&line=3333333&dst_num=100&src_num=8900${1_000_000 + i}`;
      const answer = await pool.request({ method: 'GET', path: `${path}?${query}` });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const took = performance.now() - begun;
  await pool.destroy();
  return (REQUESTS / took) * 1_000;
}

/** The webhook door with our translation against fastify + zod, both up to the stored event. */
export async function ingress(rounds: number): Promise<Verdict[]> {
  const nats = await TestNats.start({ syncInterval: '2m' });
  const bus = await nats.bus('bench');
  const ours = await Product.start(
    ['run', 'pz'],
    `bus: { url: "${nats.url}", maxDiskMb: 200 }\nadapters: [ { id: pz, type: prostiezvonki } ]`,
  );
  const bare = await Child.start('bare-ingress.ts', [nats.url]);
  const sides = [
    { name: 'ours', origin: ours.origin, path: '/pz/pbx/' },
    { name: 'bare', origin: `http://127.0.0.1:${bare.said}`, path: '/bare/pbx/' },
  ];
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let r = 0; r < rounds + 1; r++) {
    const measured = new Map<string, number>();
    for (const side of r % 2 === 0 ? sides : sides.toReversed()) {
      measured.set(side.name, await rate(side.origin, side.path, r));
      await bus.jsm.streams.purge(STREAMS.CALLS.name);
    }
    if (r === 0) continue;
    ratios.push((measured.get('ours') ?? 0) / (measured.get('bare') ?? 1));
    rates.push(measured.get('ours') ?? 0);
    process.stderr.write(
      `  ingress, round ${r}: ${Math.round(measured.get('ours') ?? 0)} against ${Math.round(measured.get('bare') ?? 0)}/s\n`,
    );
  }
  await ours.stop();
  await bare.child.stop();
  await nats.stop();
  return [atLeast('webhook ingress', median(ratios), 0.9, `${Math.round(median(rates))}/s`)];
}
