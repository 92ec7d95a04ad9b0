import { describe, expect, test } from 'vitest';
import { type Frame, Frames } from '../../src/wire/frames.ts';

const EVENT = '<Event Time="2026-03-02 09:00:00" Object="Call"><CallID>1</CallID></Event>';
const RESULT = '<CommandResult Action="SendMessage" ID="7"><Result>Готово</Result></CommandResult>';
const MESSAGE = '<Event Object="Message"><MessageBody><![CDATA[a </Event> b]]></MessageBody></Event>';

/** What comes of bytes that arrive in these chunks. */
function framed(chunks: Iterable<Buffer>, options = {}): Frame[] {
  const frames = new Frames(options);
  return [...[...chunks].flatMap((chunk) => frames.push(chunk)), ...frames.end()];
}

const told = (frames: readonly Frame[]): string[] =>
  frames.map((f) => (f.kind === 'document' ? f.text : `${f.code}:${f.bytes.length}`));

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const BOM8 = Buffer.from([0xef, 0xbb, 0xbf]);
const BOM16 = Buffer.from([0xff, 0xfe]);

const STREAMS: [string, Buffer][] = [
  ['UTF-8', utf8(EVENT + RESULT + MESSAGE)],
  [
    'UTF-8 with byte order marks',
    Buffer.concat([BOM8, utf8(EVENT), BOM8, utf8(RESULT), BOM8, utf8(MESSAGE)]),
  ],
  ['UTF-16LE', utf16(EVENT + RESULT + MESSAGE)],
  [
    'UTF-16LE with byte order marks',
    Buffer.concat([BOM16, utf16(EVENT), BOM16, utf16(RESULT), utf16(MESSAGE)]),
  ],
  ['both, one after the other', Buffer.concat([utf8(EVENT), BOM16, utf16(RESULT), utf8(MESSAGE)])],
  [
    'with blanks, zeros and declarations between',
    utf8(`\r\n${EVENT}\0\0<?xml version="1.0"?>\n${RESULT}\t${MESSAGE}\n`),
  ],
];

describe.each(STREAMS)('%s', (_name, bytes) => {
  test('is cut into its documents, whatever the chunks', () => {
    for (let size = 1; size <= bytes.length; size++)
      expect(told(framed(cut(bytes, size)))).toEqual([EVENT, RESULT, MESSAGE]);
  });

  test('is cut so at each byte', () => {
    for (let at = 0; at <= bytes.length; at++)
      expect(told(framed([bytes.subarray(0, at), bytes.subarray(at)]))).toEqual([EVENT, RESULT, MESSAGE]);
  });

  test('is told as soon as the last byte of each is there', () => {
    const frames = new Frames();
    const out = [...bytes].flatMap((byte) => frames.push(Buffer.from([byte])));
    expect(told(out)).toEqual([EVENT, RESULT, MESSAGE]);
    expect(frames.end()).toEqual([]);
  });
});

describe('a broken document costs no neighbour', () => {
  // A generator that gives the same numbers in every run.
  function* numbers(seed: number): Generator<number, never> {
    for (let state = seed; ; ) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      yield state >>> 8;
    }
  }
  const neighbours = ['<Event Object="Call"><CallID>before</CallID></Event>', RESULT];
  const damages: [string, (bytes: Buffer, at: number, byte: number) => Buffer][] = [
    [
      'a byte is another',
      (b, at, byte) => Buffer.concat([b.subarray(0, at), Buffer.from([byte]), b.subarray(at + 1)]),
    ],
    ['a byte is missing', (b, at) => Buffer.concat([b.subarray(0, at), b.subarray(at + 1)])],
    [
      'a byte is too many',
      (b, at, byte) => Buffer.concat([b.subarray(0, at), Buffer.from([byte]), b.subarray(at)]),
    ],
    ['the rest is missing', (b, at) => b.subarray(0, at)],
    ['the beginning is missing', (b, at) => b.subarray(at)],
  ];

  test.each(damages)('where %s', (_name, damage) => {
    const random = numbers(7);
    for (const encode of [utf8, utf16])
      for (const victim of [EVENT, MESSAGE, RESULT]) {
        const bytes = encode(victim);
        for (let at = 0; at < bytes.length; at++) {
          const hurt = damage(bytes, at, random.next().value & 0xff);
          const [before, after] = neighbours.map(encode) as [Buffer, Buffer];
          const stream = Buffer.concat([before, hurt, after]);
          const whole = told(framed([stream]));
          expect(whole[0]).toBe(neighbours[0]);
          expect(whole.at(-1)).toBe(neighbours[1]);
          // How it comes makes no difference to what comes of it.
          expect(told(framed(cut(stream, 1 + (random.next().value % 13))))).toEqual(whole);
        }
      }
  });
});

describe('what is no document', () => {
  test('between documents is skipped and told of, once for each place', () => {
    expect(told(framed([utf8(`hello${EVENT} {"json":1} ${RESULT}<Ping/><Eventful/>`)]))).toEqual([
      'junk:5',
      EVENT,
      'junk:12',
      RESULT,
      'junk:18',
    ]);
  });

  test('is told of in pieces where there is no end of it', () => {
    const frames = new Frames();
    const out = [...cut(Buffer.alloc(200_000, 'x'), 1_000)].flatMap((chunk) => frames.push(chunk));
    expect(out.length).toBeGreaterThan(4);
    expect(told(frames.push(utf8(EVENT))).at(-1)).toBe(EVENT);
  });

  test('is a document that breaks off', () => {
    expect(told(framed([utf8(`<Event Object="Call"><CallID>1${RESULT}<Event Obj`)]))).toEqual([
      'truncated:30',
      RESULT,
      'truncated:10',
    ]);
  });

  test('is one longer than allowed, and the next one counts', () => {
    const long = `<Event Object="Message"><MessageBody>${'щ'.repeat(2_000)}</MessageBody></Event>`;
    for (const size of [1, 7, 10_000]) {
      const frames = framed(cut(utf8(EVENT + long + RESULT), size), { maxBytes: 1_000 });
      const kinds = frames.map((f) => (f.kind === 'document' ? f.text : f.code));
      expect(kinds).toEqual([EVENT, 'oversize', RESULT]);
    }
  });

  test('is one with a DTD before it, whatever is declared there', () => {
    const dtd = '<!DOCTYPE Event [ <!ENTITY x SYSTEM "file:///etc/hostname"> ]>';
    expect(told(framed([utf8(`${EVENT}${dtd}${MESSAGE}${RESULT}`)]))).toEqual([
      EVENT,
      `dtd:${utf8(MESSAGE).length}`,
      RESULT,
    ]);
  });
});

test('a document may have no content', () => {
  const empty = '<CommandResult Action="EventSubscribe" ID="1" />';
  for (const encode of [utf8, utf16]) expect(told(framed([encode(empty + EVENT)]))).toEqual([empty, EVENT]);
});

test.each(['<![CDATA[x]]>', '<![CDATA[', '<![CDATA[<a>', ']]>', '<', '<Even', '</Even', '</Event '])(
  'a document as long as may be takes no longer for being full of %s',
  (piece) => {
    const body = piece.repeat(Math.floor(900_000 / piece.length));
    const bytes = utf8(`<Event Object="Message"><MessageBody>${body}${EVENT}`);
    for (const size of [4_096, 65_536]) expect(told(framed(cut(bytes, size))).at(-1)).toBe(EVENT);
  },
);
