import { connect, createServer, type Server, type Socket } from 'node:net';
import { agentOf, type SimCall } from './model.ts';

const pad = (figure: number): string => String(figure).padStart(2, '0');

/** A moment as 3CX writes it, by the clock of its place. */
function stamp(at: number | undefined, offsetMs: number): string {
  if (at === undefined) return '';
  const d = new Date(at + offsetMs);
  const day = [d.getUTCFullYear(), pad(d.getUTCMonth() + 1), pad(d.getUTCDate())].join('/');
  return `${day} ${[d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()].map(pad).join(':')}`;
}

const span = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(pad).join(':');
};

interface End {
  no: string;
  dn: string;
  type: string;
  name: string;
}

const inside = (dn: string, type = 'Extension'): End => ({
  no: dn === '' ? '' : `Ext.${dn}`,
  dn,
  type,
  name: '',
});

/**
 * The line of a call that is over.
 * @param offsetMs how far the PBX's place is ahead of UTC
 */
export function cdrLine(call: SimCall, fields: readonly string[], offsetMs = 0): string {
  const customer: End = { no: call.number, dn: call.trunk, type: 'Line', name: call.name };
  const first = firstOf(call);
  const last = lastOf(call, first);
  const [from, to] =
    call.direction === 'outbound'
      ? [inside(call.caller), customer]
      : [call.direction === 'inbound' ? customer : inside(call.caller), first];
  const final = call.direction === 'outbound' ? undefined : last;
  // A queue takes the call itself, whoever answers it then.
  const queued = call.legs.find((leg) => leg.kind === 'queue')?.answeredAt;
  const polled = call.legs.filter(
    (l) => l.kind === 'extension' && l.dn !== call.caller && l.answeredAt === undefined,
  );
  const stops = [from, to, ...(final ? [final] : [])].map((end) => end.no);
  const told: Record<string, string> = {
    historyid: call.historyId,
    callid: `00000C21DE5C2470_${call.historyId}`,
    duration: call.answeredAt === undefined ? '' : span((call.endedAt ?? 0) - call.answeredAt),
    'time-start': stamp(call.startedAt, offsetMs),
    'time-answered': stamp(queued ?? call.answeredAt, offsetMs),
    'time-end': stamp(call.endedAt, offsetMs),
    'reason-terminated': reasonOf(call),
    'from-no': from.no,
    'to-no': to.no,
    'from-dn': from.dn,
    'to-dn': to.dn,
    'dial-no': call.did || to.no.replace('Ext.', ''),
    'reason-changed': call.transfers.length > 0 ? 'ReplacedDst' : call.forwardedTo === '' ? '' : 'FwdAll',
    'final-number': final?.no ?? '',
    'final-dn': final?.dn ?? '',
    chain: `Chain: ${stops.join(';')};`,
    'from-type': from.type,
    'to-type': to.type,
    'final-type': final?.type ?? '',
    'from-dispname': from.name,
    'to-dispname': to.name,
    'final-dispname': final?.name ?? '',
    'missed-queue-calls': queued === undefined ? '' : polled.map((l) => l.dn).join(';'),
  };
  return `Call ${fields.map((field) => told[field] ?? '').join(',')}`;
}

function firstOf(call: SimCall): End {
  if (call.queue !== '') return inside(call.queue, 'Queue');
  if (call.group !== '') return inside(call.group, 'RingGroup');
  return inside(call.legs.find((l) => l.kind === 'extension' && l.dn !== call.caller)?.dn ?? '');
}

/** Who had it last, where that is not who was called. */
function lastOf(call: SimCall, first: End): End | undefined {
  if (call.forwardedTo !== '') return { no: call.forwardedTo, dn: call.trunk, type: 'Line', name: '' };
  const agent = agentOf(call);
  if (call.answeredAt === undefined || agent === first.dn) return undefined;
  return inside(agent);
}

function reasonOf({ outcome, endedBy }: SimCall): string {
  if (outcome === 'busy') return 'busy';
  if (outcome === 'failed') return 'no_destinations';
  if (endedBy === 'system') return 'NoAnswer';
  return endedBy === 'source' ? 'TerminatedBySrc' : 'TerminatedByDst';
}

/** Active mode: 3CX connects for each record and is gone. Resolves when all of it is read. */
export function dialCdr(
  port: number,
  chunks: readonly (string | Buffer)[],
  host = '127.0.0.1',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host }, () => {
      for (const chunk of chunks) socket.write(chunk);
      socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** Passive mode: 3CX listens, and tells whoever is connected. */
export class CdrListener {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  /** @param port 0 takes a free one */
  async start(port = 0): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      socket.resume();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  get port(): number {
    const address = this.#server?.address();
    return address && typeof address === 'object' ? address.port : 0;
  }

  /** Who listens to it now. */
  get clients(): number {
    return this.#sockets.size;
  }

  /** Nobody who is not there hears it. */
  send(line: string): void {
    for (const socket of this.#sockets) socket.write(`${line}\r\n`);
  }

  /** Cuts every connection and is gone. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}
