import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The quickest 1C there can be: takes a request, notes when which call's which
// moment arrived, answers. GET /report gives what was noted and forgets it.
let arrived: [string, number][] = [];

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(arrived));
    arrived = [];
    return;
  }
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { cmd, type, phone } = JSON.parse(body) as { cmd: string; type?: string; phone: string };
    if (cmd !== 'contact')
      arrived.push([
        `${phone}|${cmd === 'event' ? type : 'history'}`,
        performance.timeOrigin + performance.now(),
      ]);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(cmd === 'contact' ? '{"responsible":""}' : '{}');
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
