import { DirectoryLock, EmbeddedNats } from '../../src/index.ts';
import { quietLog } from '../../src/testkit/index.ts';

// Holds a data directory and its server until it is killed.
const [, , dataDir = '', binary = ''] = process.argv;
new DirectoryLock().acquire(dataDir);
const nats = new EmbeddedNats({ dataDir, binary, maxDiskMb: 64, log: quietLog() });
await nats.start();
process.stdout.write('started\n');
setInterval(() => {}, 60_000);
