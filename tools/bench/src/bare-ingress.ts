import type { AddressInfo } from 'node:net';
import { Bus, ensureStreams } from '@callbus/runtime';
import { quietLog } from '@callbus/runtime/testkit';
import { fastify } from 'fastify';
import { z } from 'zod';

// The bound for the webhook door: fastify, a zod schema, and the same awaited publish.
const bus = new Bus({ servers: process.argv[2] as string, name: 'bare', log: quietLog() });
await bus.open();
await ensureStreams(bus, { diskMb: 200, replicas: 1 });
const query = z
  .object({
    event: z.enum(['1', '2', '3']),
    src_type: z.enum(['1', '2']),
    call_id: z.string().min(1),
    line: z.string(),
    src_num: z.string(),
    dst_num: z.string(),
  })
  .loose();
const encoder = new TextEncoder();
const filler = 'x'.repeat(300);
const app = fastify();
app.get('/bare/pbx/', async (request) => {
  const told = query.parse(request.query);
  const data = encoder.encode(JSON.stringify({ ...told, filler }));
  await bus.js.publish('callbus.v1.event.1.bare.k', data, { msgID: `${told.call_id}-${told.event}` });
  return { result: 'ok' };
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => process.exit(0));
