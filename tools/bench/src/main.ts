import { ami } from './ami.ts';
import { hops } from './hops.ts';
import { ingress } from './ingress.ts';
import { memory } from './memory.ts';
import { publisher } from './publisher.ts';
import { table, type Verdict } from './stats.ts';

// `npm run bench [-- memory ami publisher ingress hops] [--rounds 5]`: our parts
// against their bounds, interleaved in one run. Ratios are what counts; the
// absolute figures are this machine's of this hour.
const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(args[at + 1]);
const suites: Record<string, () => Promise<Verdict[]>> = {
  memory,
  ami: () => ami(rounds),
  publisher: () => publisher(rounds),
  ingress: () => ingress(rounds),
  hops: () => hops(rounds),
};
const chosen = Object.keys(suites).filter((name) => args.includes(name));
const verdicts: Verdict[] = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(suites)) {
  process.stderr.write(`${name}...\n`);
  verdicts.push(...((await suites[name]?.()) ?? []));
}
process.stdout.write(`${table(verdicts)}\n`);
process.exitCode = verdicts.every((v) => v.ok) ? 0 : 1;
