import { parseArgs } from 'node:util';
import { AgentSim } from './agent.ts';
import { day } from './day.ts';

const USAGE = `Plays the 1С-Коннект program of one employee.
  npx node tools/sim-1c-connect/src/main.ts --path PIPE [--utf16] [--chunk 7]
    --day      tells a whole day to whoever subscribes, then stays
`;

const { values } = parseArgs({
  options: {
    path: { type: 'string' },
    utf16: { type: 'boolean', default: false },
    chunk: { type: 'string' },
    day: { type: 'boolean', default: false },
  },
});

if (values.path === undefined) process.stdout.write(USAGE);
else {
  const agent = new AgentSim({
    path: values.path,
    encoding: values.utf16 ? 'utf16le' : 'utf8',
    ...(values.chunk ? { chunking: Number(values.chunk) } : {}),
  });
  agent.on('command', ({ raw }) => process.stdout.write(`${raw}\n`));
  await agent.start();
  process.stdout.write(`the program listens at ${values.path}\n`);
  let told = false;
  agent.on('command', () => {
    // Everything has been asked for when the last category is.
    if (!values.day || told || !agent.subscriptions.some((s) => s.startsWith('servicesclients treatment')))
      return;
    told = true;
    void agent.tell(...day(Date.now() - 3_600_000)).then(() => process.stdout.write('the day is told\n'));
  });
}
