import { createRequire } from 'node:module';
import { connect, Socket } from 'node:net';
import { type AmiMessage, AmiParser, Translator, wanted } from '@callbus/adapter-asterisk';
import { CallEventCodec } from '@callbus/contract';

// One reader of the manager's stream in a process of its own:
//   ami-client.ts <who> <port> <bytes per chunk> [folder with the peers]
// It says how long the stream took and by how much memory grew at most.
const [who = '', port = '', chunk = '', peers = ''] = process.argv.slice(2);

// Loopback brings 64 KB at a time; a network brings packets. Cut for all alike.
const size = Number(chunk);
const push = Socket.prototype.push;
Socket.prototype.push = function (this: Socket, bytes: unknown, encoding?: BufferEncoding): boolean {
  if (!Buffer.isBuffer(bytes) || bytes.length <= size) return push.call(this, bytes, encoding);
  let more = true;
  for (let at = 0; at < bytes.length; at += size) more = push.call(this, bytes.subarray(at, at + size));
  return more;
};

let taken = 0;
let begun = 0;
let peak = 0;
let base = 0;
let cpu = process.cpuUsage();
const rss = (): number => process.memoryUsage.rss();
const begin = (): void => {
  base = rss();
  cpu = process.cpuUsage();
  begun = performance.now();
};
const watch = setInterval(() => {
  peak = Math.max(peak, rss());
}, 20);
function end(): void {
  const tookMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000;
  clearInterval(watch);
  peak = Math.max(peak, rss());
  process.stdout.write(`${JSON.stringify({ tookMs, cpuMs, taken, grownMb: (peak - base) / 1_048_576 })}\n`);
  process.exit(0);
}

const LOGIN = 'Action: Login\r\nActionID: 1\r\nUsername: bench\r\nSecret: bench\r\n\r\n';

function ours(options: { wanted?: (event: string) => boolean; take(message: AmiMessage): void }): void {
  const parser = new AmiParser({
    onMessage: (message) => {
      taken++;
      if (message.Event === 'BenchEnd') end();
      else options.take(message);
    },
    ...(options.wanted ? { wanted: options.wanted } : {}),
  });
  const socket = connect(Number(port), '127.0.0.1', () => {
    begin();
    socket.write(LOGIN);
  });
  socket.on('data', (bytes) => parser.push(bytes as Buffer));
}

const isEnd = (event: string): boolean => event === 'BenchEnd';

interface Peer {
  on(event: string, listener: (message: Record<string, unknown>) => void): void;
  connect(): void;
}

const readers: Record<string, () => void> = {
  bare: () => {
    let tail = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      begin();
      socket.write(LOGIN);
    });
    socket.on('data', (bytes: Buffer) => {
      taken += bytes.length;
      tail = (tail + bytes.toString('latin1', Math.max(0, bytes.length - 60))).slice(-120);
      if (tail.includes('BenchEnd')) end();
    });
  },
  parser: () => ours({ take: () => {} }),
  picking: () =>
    ours({ wanted: (event) => isEnd(event) || (event !== 'VarSet' && wanted(event)), take: () => {} }),
  adapter: () => {
    const translator = new Translator({
      instance: 'office',
      trunks: ['^PJSIP/itsp-'],
      extensions: '^\\d{3}$',
    });
    let encoded = 0;
    ours({
      wanted: (event) => isEnd(event) || wanted(event),
      take: (message) => {
        // As told by a server that tells 5,000 a second.
        for (const event of translator.take(message, 1_700_000_000_000 + taken / 5))
          encoded += CallEventCodec.encode(event).length;
      },
    });
    process.once('exit', () => {
      if (encoded === 0) process.exitCode = 1;
    });
  },
  'asterisk-ami': () => {
    const Ami = createRequire(`${peers}/`)('asterisk-ami') as new (options: object) => Peer;
    const ami = new Ami({ port: Number(port), host: '127.0.0.1', username: 'bench', password: 'bench' });
    ami.on('ami_data', ({ event }) => {
      taken++;
      if (event === 'BenchEnd') end();
    });
    begin();
    ami.connect();
  },
  'asterisk-manager': () => {
    const Manager = createRequire(`${peers}/`)('asterisk-manager') as new (...args: unknown[]) => Peer;
    begin();
    const ami = new Manager(Number(port), '127.0.0.1', 'bench', 'bench', true);
    ami.on('managerevent', ({ event }) => {
      taken++;
      if (event === 'BenchEnd') end();
    });
  },
};
const reader = readers[who];
if (!reader) throw new Error(`no reader ${who}`);
reader();
