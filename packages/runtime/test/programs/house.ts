import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema, House, loadConfig } from '../../src/index.ts';
import { quietLog } from '../../src/testkit/index.ts';

// Starts a house and stops it. Nothing that is left may keep the process alive.
const file = join(process.argv[2] ?? '', 'site.yaml');
writeFileSync(
  file,
  'site: test\nhttp: { listen: "127.0.0.1:0" }\nadapters: [{ id: a, type: toy, enabled: true }]\n',
);
const type = { config: z.strictObject({ id: z.string(), type: z.literal('toy'), enabled: z.boolean() }) };
const loaded = loadConfig({ file, schema: configSchema({ adapters: [type], sinks: [] }) });
const house = new House({ loaded, services: () => [], log: quietLog });
await house.start();
process.stdout.write('started\n');
await house.stop();
process.stdout.write('stopped\n');
