import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Truth } from './scenario/truth.ts';

/** What a manager connection carried while a scenario was played, and what really happened. */
export interface Recording {
  scenario: string;
  /** The server's version. */
  asterisk: string;
  truths: readonly Truth[];
  /** Every byte from the server, its greeting first. */
  bytes: Buffer;
  /** How the bytes came: how many, and when, Unix milliseconds. */
  chunks: readonly { length: number; at: number }[];
}

type Head = Pick<Recording, 'scenario' | 'asterisk' | 'truths'> & {
  startedAt: number;
  /** Length, and milliseconds since the one before. */
  chunks: [length: number, after: number][];
};

/** One line about it, then the bytes as they came. */
export function writeRecording(path: string, { bytes, chunks, ...about }: Recording): void {
  const startedAt = chunks[0]?.at ?? 0;
  let before = startedAt;
  const head: Head = {
    ...about,
    startedAt,
    chunks: chunks.map(({ length, at }) => {
      const after = at - before;
      before = at;
      return [length, after];
    }),
  };
  writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]));
}

/** @throws for a file that is none */
export function readRecording(path: string): Recording {
  const file = readFileSync(path);
  const end = file.indexOf(10);
  const { startedAt, chunks, ...about } = JSON.parse(file.toString('utf8', 0, end)) as Head;
  let at = startedAt;
  return {
    ...about,
    bytes: file.subarray(end + 1),
    chunks: chunks.map(([length, after]) => {
      at += after;
      return { length, at };
    }),
  };
}

/** Every recording of a folder, in the order of their names. */
export const recordingsIn = (dir: string): Recording[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.ami'))
    .sort()
    .map((name) => readRecording(join(dir, name)));

/** The file name of a scenario's recording. */
export const recordingName = (scenario: string): string =>
  `${scenario
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}.ami`;

/** Gives a recording to a parser piece by piece, as it came. */
export function playRecording(
  { bytes, chunks }: Pick<Recording, 'bytes' | 'chunks'>,
  take: (piece: Buffer, at: number) => void,
): void {
  let from = 0;
  for (const { length, at } of chunks) {
    take(bytes.subarray(from, from + length), at);
    from += length;
  }
}

/** Stands between a manager client and the server, and keeps what the server says. */
export class Tap {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #pieces: { bytes: Buffer; at: number }[] = [];

  private constructor(to: number) {
    this.#server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.once('close', () => {
          near.destroy();
          far.destroy();
          this.#sockets.delete(socket);
        });
      }
      far.on('data', (bytes) => this.#pieces.push({ bytes, at: Date.now() }));
      near.pipe(far).pipe(near);
    });
  }

  /** @param to port of the server */
  static async open(to: number): Promise<Tap> {
    const tap = new Tap(to);
    await new Promise<void>((resolve) => tap.#server.listen(0, '127.0.0.1', resolve));
    return tap;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** When something was said last, Unix milliseconds. */
  get heardAt(): number {
    return this.#pieces.at(-1)?.at ?? 0;
  }

  /**
   * What was said so far.
   * @param folder a folder of this machine, of which the recording is not to speak
   */
  taken(folder: string): Pick<Recording, 'bytes' | 'chunks'> {
    const text = Buffer.concat(this.#pieces.map(({ bytes }) => bytes)).toString('latin1');
    // Of the same length, so that the pieces stay what they were.
    const other = '/srv/pbx'.padEnd(folder.length, 'x').slice(0, folder.length);
    return {
      bytes: Buffer.from(text.replaceAll(folder, other), 'latin1'),
      chunks: this.#pieces.map(({ bytes, at }) => ({ length: bytes.length, at })),
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
