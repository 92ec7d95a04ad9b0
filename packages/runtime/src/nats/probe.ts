import { readFileSync, readlinkSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { hostname } from 'node:os';
import { fingerprint } from '@callbus/contract';

/** What a NATS server says of itself when one connects. */
export interface ServerInfo {
  server_name: string;
  version: string;
  max_payload: number;
}

/**
 * The greeting of the NATS server at host:port, or undefined where none
 * answers within `timeoutMs`.
 */
export function natsGreeting(host: string, port: number, timeoutMs = 2_000): Promise<ServerInfo | undefined> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port });
    let text = '';
    const done = (info?: ServerInfo): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(info);
    };
    const timer = setTimeout(() => done(), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('error', () => done());
    socket.on('close', () => done());
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\r\n');
      if (end < 0 && text.length < 65_536) return;
      try {
        done(text.startsWith('INFO ') ? (JSON.parse(text.slice(5, end)) as ServerInfo) : undefined);
      } catch {
        done();
      }
    });
  });
}

/** A TCP port of this host that is free now; `preferred` if that one is. */
export async function freePort(host = '127.0.0.1', preferred = 0): Promise<number> {
  const tryPort = (port: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(undefined));
      server.listen({ host, port, exclusive: true }, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
      });
    });
  const port = (preferred > 0 ? await tryPort(preferred) : undefined) ?? (await tryPort(0));
  if (port === undefined) throw new Error(`no free port on ${host}`);
  return port;
}

/** Whether a process with this id runs; one that ended and was not yet cleared away does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

/**
 * Tells this machine from others, and on Linux one set of process ids from
 * another (containers): host names are not unique, and a pid means nothing elsewhere.
 */
export function machineId(): string {
  const boot = readOrEmpty('/proc/sys/kernel/random/boot_id').trim();
  return boot === '' ? hostname() : fingerprint(`${boot} ${linkOrEmpty('/proc/self/ns/pid')}`);
}

/** The command line of a process, where the system tells; empty elsewhere. */
export const commandOf = (pid: number): string =>
  readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

const orEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};
const readOrEmpty = (path: string): string => orEmpty(() => readFileSync(path, 'utf8'));
const linkOrEmpty = (path: string): string => orEmpty(() => readlinkSync(path));
