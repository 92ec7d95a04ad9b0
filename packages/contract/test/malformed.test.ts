import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { CallEventCodec, CallSnapshotCodec, MalformedMessage } from '../src/index.ts';
import { CODECS, randomMessage, typeOf } from './messages.ts';
import { Random } from './random.ts';

const { Writer } = protobuf;

const broken: [what: string, bytes: number[]][] = [
  ['a length that leads out of the message', [0x0a, 0x7f, 0x01]],
  ['a length of gigabytes', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ['a number that never ends', [0x08, ...new Array<number>(12).fill(0xff)]],
  ['a tag and nothing behind it', [0x0a]],
  ['field number zero', [0x00, 0x01]],
  ['a wire type that does not exist', [0x0f, 0x01]],
  ['text that is not UTF-8', [0x0a, 0x02, 0xc3, 0x28]],
  ['JSON', [...Buffer.from('{"cmd":"event"}')]],
  ['HTML', [...Buffer.from('<html><body>База заблокирована</body></html>')]],
];

describe('bytes that are not the message', () => {
  test.each(broken)('%s', (_, bytes) => {
    const decode = (): unknown => CallEventCodec.decode(Uint8Array.from(bytes));
    expect(decode).toThrow(MalformedMessage);
    expect(decode).toThrow(/^not a CallEvent: ./);
  });

  test('the error says which message, under a stable code, and keeps its cause', () => {
    const error = (() => {
      try {
        CallEventCodec.decode(Uint8Array.from([0x0a, 0x7f]));
      } catch (e) {
        return e;
      }
      return undefined;
    })();
    expect(error).toMatchObject({ name: 'MalformedMessage', code: 'contract.malformed' });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  test('messages that lie in one another without end', () => {
    // No message of ours holds its own kind; an unknown group can.
    const deep = Writer.create();
    for (let i = 0; i < 100_000; i++) deep.uint32((900 << 3) | 3);
    expect(() => CallSnapshotCodec.decode(deep.finish())).toThrow(MalformedMessage);
  });
});

describe.each(CODECS)('%s', (message, codec) => {
  const type = typeOf(message);

  /** Decodes what may be anything: a message, or MalformedMessage, and nothing else. */
  function isRefused(bytes: Uint8Array): boolean {
    try {
      codec.encode(codec.decode(bytes));
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedMessage);
      expect((error as Error).message).toMatch(`not a ${message}: `);
      return true;
    }
  }

  test('noise is a message or is refused, and never anything else', () => {
    const random = new Random(40);
    let refused = 0;
    for (let i = 0; i < 1_000; i++) if (isRefused(random.bytes(80))) refused++;
    expect(refused).toBeGreaterThan(500);
  });

  test('a message that was cut off or damaged is a message or is refused', () => {
    const random = new Random(41);
    let refused = 0;
    for (let i = 0; i < 200; i++) {
      const bytes = codec.encode(randomMessage(type, random));
      for (let n = 0; n < 5 && bytes.length > 0; n++) {
        if (isRefused(bytes.subarray(0, random.int(0, bytes.length - 1)))) refused++;
        const damaged = Uint8Array.from(bytes);
        damaged[random.int(0, bytes.length - 1)] = random.int(0, 255);
        if (isRefused(damaged)) refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
