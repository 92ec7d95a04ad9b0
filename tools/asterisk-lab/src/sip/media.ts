import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { KEYS, PCMU } from './sdp.ts';

const FRAME_MS = 20;
const SAMPLES = 160;
const QUIET = Buffer.alloc(SAMPLES, 0xff);
const KEY_FRAMES = 5;

/** The sound of one call: sends quiet, counts what comes, presses keys. */
export class Media {
  readonly #socket: Socket = createSocket('udp4');
  readonly #source = randomBytes(4).readUInt32BE();
  #sequence = 0;
  #stamp = 0;
  #to: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #received = 0;
  /** Packets that wait to take the place of quiet. */
  readonly #keys: { body: Buffer; stamp: () => number; first: boolean }[] = [];

  /** Takes a port. */
  async bind(): Promise<number> {
    await new Promise<void>((resolve) => this.#socket.bind(0, '127.0.0.1', resolve));
    this.#socket.on('error', () => {});
    this.#socket.on('message', () => {
      this.#received += 1;
    });
    return this.#socket.address().port;
  }

  /** Packets received so far. */
  get received(): number {
    return this.#received;
  }

  /** Begins to send quiet to a port, or goes on to another. */
  send(to: number): void {
    this.#to = to;
    this.#timer ??= setInterval(() => this.#frame(), FRAME_MS).unref();
  }

  /** Presses a key for a tenth of a second, as RFC 4733 has it. */
  press(key: string): void {
    const code = '0123456789*#ABCD'.indexOf(key);
    if (code < 0) throw new Error(`there is no key ${key}`);
    let begun = 0;
    for (let frame = 1; frame <= KEY_FRAMES + 2; frame++) {
      const last = frame >= KEY_FRAMES;
      const length = SAMPLES * Math.min(frame, KEY_FRAMES);
      const first = frame === 1;
      const stamp = (): number => {
        if (first) begun = this.#stamp;
        return begun;
      };
      this.#keys.push({
        body: Buffer.from([code, last ? 0x8a : 0x0a, length >> 8, length & 0xff]),
        stamp,
        first,
      });
    }
    // A pause, so that the next key is another one.
    for (let frame = 0; frame < KEY_FRAMES; frame++)
      this.#keys.push({ body: QUIET, stamp: () => this.#stamp, first: false });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  #frame(): void {
    if (this.#to === undefined) return;
    const key = this.#keys.shift();
    const isKey = key !== undefined && key.body !== QUIET;
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = (isKey ? KEYS : PCMU) | (key?.first ? 0x80 : 0);
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE((key?.stamp() ?? this.#stamp) >>> 0, 4);
    head.writeUInt32BE(this.#source, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#stamp = (this.#stamp + SAMPLES) >>> 0;
    this.#socket.send(Buffer.concat([head, key?.body ?? QUIET]), this.#to, '127.0.0.1', () => {});
  }
}
