import { parseArgs } from 'node:util';
import { day, toldByPbx } from './calls.ts';
import { CURLS, type Example } from './examples.ts';
import { Player } from './player.ts';

const USAGE = `Tells calls to CallBus as a PBX does.
  npx node tools/sim-prostiezvonki/src/main.ts [--url http://127.0.0.1:8080] [--adapter pz] [--token T]
    --example incomingAnswered|incomingMissed|outgoingAnswered|outgoingMissed|smartTransfer
    --day 50 [--seed 1]
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    adapter: { type: 'string', default: 'pz' },
    token: { type: 'string' },
    example: { type: 'string' },
    day: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

const player = new Player({
  origin: values.url,
  adapter: values.adapter,
  ...(values.token ? { pbxToken: values.token } : {}),
});
if (values.example) {
  for (const line of CURLS[values.example as Example] ?? []) {
    const { status, body } = await player.tell({
      door: 'pbx',
      query: Object.fromEntries(new URLSearchParams(line)),
    });
    process.stdout.write(`${line}\n  ${status} ${body}\n`);
  }
} else if (values.day) {
  const calls = day(Number(values.day), { seed: Number(values.seed), startAt: Date.now() });
  for (const call of calls) for (const telling of toldByPbx(call)) await player.tell(telling);
  process.stdout.write(`${calls.length} calls told\n`);
} else process.stdout.write(USAGE);
await player.close();
