import { findNatsServer } from '../../packages/runtime/src/setup/nats-server.mjs';

// What the tests depend on beside the files; Nx reads it, because what passed
// with one Node or nats-server proves nothing of another.
const nats = await findNatsServer();
process.stdout.write(
  `${process.platform} ${process.arch}, node ${process.version}, nats-server ${nats?.version ?? '-'}\n`,
);
