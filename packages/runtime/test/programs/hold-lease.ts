import { Bus, Lease } from '../../src/index.ts';
import { quietLog } from '../../src/testkit/index.ts';

// Takes a lease, says so, and keeps it until it is killed.
const [, , servers = '', key = ''] = process.argv;
const bus = new Bus({ servers, name: 'holder', log: quietLog() });
await bus.open();
await new Lease(bus, { key, run: 'child', onLost: () => process.exit(1) }).acquire(
  new AbortController().signal,
);
process.stdout.write('held\n');
