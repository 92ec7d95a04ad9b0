import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { trafficOf } from './ami-traffic.ts';

// A manager interface that lets anybody in and then says all it has, as fast as
// it is taken; `AMI_MB` megabytes, whole calls, then a last event.
const MB = Number(process.env.AMI_MB ?? 64);
const PIECE = 65_536;
const texts: string[] = [];
let messages = 0;
for (let [n, size] = [0, 0]; size < MB * 1_048_576 * 0.9; n++) {
  const call = trafficOf(n);
  messages += call.length;
  const text = call.join('');
  size += text.length;
  texts.push(text);
}
const traffic = Buffer.from(texts.join(''));
const last = 'Event: BenchEnd\r\nPrivilege: system,all\r\n\r\n';

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  socket.once('data', (asked) => {
    const id = /actionid: *(\S+)/i.exec(asked.toString())?.[1] ?? '';
    socket.write(`Response: Success\r\nActionID: ${id}\r\nMessage: Authentication accepted\r\n\r\n`);
    let at = 0;
    const go = (): void => {
      while (at < traffic.length) {
        const more = socket.write(traffic.subarray(at, at + PIECE));
        at += PIECE;
        if (!more) return;
      }
      socket.off('drain', go);
      socket.write(last);
    };
    socket.on('drain', go);
    go();
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port, messages, bytes: traffic.length })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
