import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** The server's end of one WebSocket: as much of RFC 6455 as a simulator needs. */
export class ServerSocket {
  readonly #stream: Duplex;
  #buffered = Buffer.alloc(0);
  #open = true;

  /** Takes the handshake. */
  constructor(request: IncomingMessage, stream: Duplex, onClose: () => void) {
    this.#stream = stream;
    const key = String(request.headers['sec-websocket-key']);
    const accept = createHash('sha1')
      .update(key + MAGIC)
      .digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('error', () => {});
    stream.once('close', () => {
      this.#open = false;
      onClose();
    });
  }

  /** Sends text. */
  send(text: string): void {
    if (this.#open) this.#frame(TEXT, Buffer.from(text));
  }

  /** Ends it as a server that goes away does. */
  close(code = 1001): void {
    if (!this.#open) return;
    const body = Buffer.alloc(2);
    body.writeUInt16BE(code);
    this.#frame(CLOSE, body);
    this.#stream.end();
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#stream.destroy();
  }

  #frame(opcode: number, body: Buffer): void {
    const head =
      body.length < 126
        ? Buffer.from([0x80 | opcode, body.length])
        : Buffer.from([0x80 | opcode, 126, body.length >> 8, body.length & 0xff]);
    this.#stream.write(Buffer.concat([head, body]));
  }

  // A client's frames are masked and short.
  #take(chunk: Buffer): void {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    for (;;) {
      const data = this.#buffered;
      if (data.length < 6) return;
      const short = (data[1] as number) & 0x7f;
      const long = short === 126;
      const at = long ? 4 : 2;
      const length = long ? data.readUInt16BE(2) : short;
      if (data.length < at + 4 + length) return;
      const mask = data.subarray(at, at + 4);
      const body = Buffer.from(data.subarray(at + 4, at + 4 + length));
      for (let i = 0; i < body.length; i++) body[i] = (body[i] as number) ^ (mask[i % 4] as number);
      this.#buffered = data.subarray(at + 4 + length);
      const opcode = (data[0] as number) & 0x0f;
      if (opcode === PING) this.#frame(PONG, body);
      if (opcode === CLOSE) this.close(1000);
    }
  }
}
