import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsDir } from '../../../packages/runtime/src/setup/nats-server.mjs';
import { Child } from './child.ts';
import { atLeast, atMost, median, type Verdict } from './stats.ts';

/** The clients of the npm registry that we are held against; nothing of the product needs them. */
const PEERS = { 'asterisk-ami': '0.1.0', 'asterisk-manager': '0.2.0' } as const;
const SIDES = ['bare', 'parser', 'picking', 'adapter', ...Object.keys(PEERS)] as const;
const CHUNKS = [65_536, 1_460] as const;

interface Reading {
  tookMs: number;
  taken: number;
  grownMb: number;
}

/** Brings the peers into the tools folder. @returns undefined where they cannot be had */
function peersFolder(): string | undefined {
  const folder = join(toolsDir(), 'bench-peers');
  if (Object.keys(PEERS).every((name) => existsSync(join(folder, 'node_modules', name)))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: folder,
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
    return folder;
  } catch {
    return undefined;
  }
}

/** The manager's stream over loopback: the bare read, our parser, the whole adapter, and who else reads it. */
export async function ami(rounds: number): Promise<Verdict[]> {
  const peers = peersFolder();
  if (peers === undefined)
    process.stderr.write('  ami: the npm clients cannot be had, so only the bare read is compared\n');
  const sides = SIDES.filter((side) => peers !== undefined || !(side in PEERS));
  const server = await Child.start('ami-server.ts');
  const { port, messages, bytes } = JSON.parse(server.said) as {
    port: number;
    messages: number;
    bytes: number;
  };
  process.stderr.write(`  ami: ${messages} messages, ${Math.round(bytes / messages)} bytes each\n`);
  const verdicts: Verdict[] = [];
  try {
    for (const chunk of CHUNKS) {
      const times = new Map<string, number[]>(sides.map((side) => [side, []]));
      const grown = { parser: [] as number[], adapter: [] as number[] };
      for (let r = 0; r < rounds; r++) {
        for (const side of [...sides.slice(r % sides.length), ...sides.slice(0, r % sides.length)]) {
          const { child, said } = await Child.start('ami-client.ts', [
            side,
            String(port),
            String(chunk),
            peers ?? '',
          ]);
          const reading = JSON.parse(said) as Reading;
          await child.stop();
          times.get(side)?.push(reading.tookMs);
          if (side === 'parser' || side === 'adapter') grown[side].push(reading.grownMb);
        }
        const rates = sides.map((s) => `${s} ${Math.round(messages / (times.get(s)?.at(-1) ?? 1))}k/s`);
        process.stderr.write(`  ami, ${chunk} bytes, round ${r + 1}: ${rates.join(', ')}\n`);
      }
      const ratio = (one: string, other: string): number =>
        median((times.get(other) ?? []).map((ms, r) => ms / (times.get(one)?.[r] ?? ms)));
      const label = `ami at ${chunk} bytes`;
      if (peers !== undefined) {
        verdicts.push(
          atLeast(`${label}: parser to asterisk-ami`, ratio('parser', 'asterisk-ami'), 2, ''),
          atLeast(`${label}: parser to asterisk-manager`, ratio('parser', 'asterisk-manager'), 5, ''),
          atLeast(`${label}: picking to asterisk-ami`, ratio('picking', 'asterisk-ami'), 3, ''),
        );
      }
      const shares = ['parser', 'picking', 'adapter'].map(
        (s) => `${s} ${(ratio(s, 'bare') * 100).toFixed(0)} %`,
      );
      // The adapter's is V8's young generation at its own default; `callbus` bounds that (src/process.ts of the cli).
      const detail = `of the bare read: ${shares.join(', ')}; the adapter grows by ${median(grown.adapter).toFixed(0)} MB`;
      verdicts.push(atMost(`${label}: the parser's memory growth, MB`, median(grown.parser), 25, detail));
    }
  } finally {
    await server.child.stop();
  }
  return verdicts;
}
