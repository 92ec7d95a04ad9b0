import { parseArgs } from 'node:util';
import type { Fault } from './fault.ts';
import { OneCSim } from './sim.ts';

const USAGE = `A 1C HTTP service to the Простые Звонки spec.
  npx node tools/sim-1c/src/main.ts [--port 9000] [--token token123] [--fault down|slow|hang|locked|error|lost|cut|denied|refuse]
Prints every request as a line of JSON.
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9000' },
    token: { type: 'string' },
    fault: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  const sim = new OneCSim({
    port: Number(values.port),
    ...(values.token === undefined ? {} : { token: values.token }),
    contacts: [
      {
        phones: ['89991234567'],
        name: 'Иванова Анна',
        company: 'ООО «Ромашка»',
        ref: 'p-1',
        responsible: '100',
      },
    ],
  });
  sim.on('request', ({ body }) => process.stdout.write(`${JSON.stringify(body)}\n`));
  await sim.start();
  if (values.fault) await sim.fault({ kind: values.fault, ms: 3_000 } as Fault);
  process.stdout.write(`${sim.url}\n`);
}
