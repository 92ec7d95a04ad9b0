import { STREAMS } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { headers } from '@nats-io/transport-node';
import { atLeast, median, type Verdict } from './stats.ts';

const PAYLOAD = new Uint8Array(480).fill(65);
const SUBJECT = 'callbus.v1.event.1.bench.key';

type Publish = (id: string) => Promise<unknown>;

async function rate(publish: Publish, count: number, inFlight: number, round: string): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < count; i += inFlight) {
    await Promise.all(
      Array.from({ length: Math.min(inFlight, count - i) }, (_, k) => publish(`${round}-${i + k}`)),
    );
  }
  return (count / (performance.now() - begun)) * 1_000;
}

/** Our acknowledged publish against the bare client's, the same server and stream. */
export async function publisher(rounds: number): Promise<Verdict[]> {
  const nats = await TestNats.start({ syncInterval: '2m' });
  const bus = await nats.bus('bench');
  const ours: Publish = (messageId) => bus.publish(SUBJECT, PAYLOAD, { messageId });
  const bare: Publish = (msgID) => bus.js.publish(SUBJECT, PAYLOAD, { msgID, headers: headers() });
  const verdicts: Verdict[] = [];
  for (const [name, count, inFlight] of [
    ['publisher, one at a time', 3_000, 1],
    ['publisher, 256 in flight', 20_000, 256],
  ] as const) {
    const ratios: number[] = [];
    const rates: number[] = [];
    for (let r = 0; r < rounds + 1; r++) {
      const order = r % 2 === 0 ? [ours, bare] : [bare, ours];
      const measured = new Map<Publish, number>();
      for (const side of order)
        measured.set(side, await rate(side, count, inFlight, `${name}-${r}-${side === ours}`));
      await bus.jsm.streams.purge(STREAMS.CALLS.name);
      // The first round warms both up.
      if (r === 0) continue;
      ratios.push((measured.get(ours) ?? 0) / (measured.get(bare) ?? 1));
      rates.push(measured.get(ours) ?? 0);
    }
    verdicts.push(atLeast(name, median(ratios), 0.9, `${Math.round(median(rates))}/s`));
  }
  await nats.stop();
  return verdicts;
}
