import { describe, expect, test } from 'vitest';
import type { AmiMessage } from '../../src/wire/message.ts';
import { AmiParser, type ParserOptions } from '../../src/wire/parser.ts';
import { cut, random } from './support/random.ts';
import { sent, traffic } from './support/traffic.ts';

const GREETING = 'Asterisk Call Manager/11.0.0';

interface Read {
  greetings: string[];
  messages: AmiMessage[];
  dropped: number;
}

function read(chunks: Iterable<Uint8Array>, options: Partial<ParserOptions> = {}): Read {
  const found: Read = { greetings: [], messages: [], dropped: 0 };
  const parser = new AmiParser({
    onMessage: (message) => found.messages.push(message),
    onGreeting: (line) => found.greetings.push(line),
    onDropped: () => {
      found.dropped++;
    },
    ...options,
  });
  for (const chunk of chunks) parser.push(chunk);
  return found;
}

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const of = (text: string): Buffer[] => [Buffer.from(text)];
const one = (text: string): AmiMessage | undefined => read(of(text)).messages[0];

describe('chunks', () => {
  const told = traffic(400, random(1));
  const bytes = Buffer.concat([Buffer.from(`${GREETING}\r\n`), ...told.map((each) => each.bytes)]);
  const messages = told.map(({ message }) => message);

  test.each([1, 2, 3, 7, 1_460, 65_536, bytes.length])(
    'chunks of %i bytes give every message whole',
    (size) => {
      expect(read(pieces(bytes, size))).toEqual({ greetings: [GREETING], messages, dropped: 0 });
    },
  );

  test('chunks cut anywhere give every message whole', () => {
    for (let seed = 1; seed <= 50; seed++) {
      expect(read(cut(bytes, random(seed)))).toEqual({ greetings: [GREETING], messages, dropped: 0 });
    }
  });

  test('bytes that are no Buffer are read as well', () => {
    const padded = new Uint8Array(bytes.length + 5);
    padded.set(bytes, 5);
    expect(read([padded.subarray(5)]).messages).toEqual(messages);
  });

  test('a chunk may be used again after it was read', () => {
    const shared = Buffer.alloc(1_000);
    const found = read(
      (function* () {
        for (const piece of pieces(bytes, 1_000)) {
          piece.copy(shared);
          yield shared.subarray(0, piece.length);
        }
      })(),
    );
    expect(found.messages).toEqual(messages);
  });
});

describe('the greeting', () => {
  test('is told before any message comes', () => {
    expect(read(of(`${GREETING}\r\n`))).toEqual({ greetings: [GREETING], messages: [], dropped: 0 });
  });

  test('is told of a stranger too', () => {
    expect(read(of('SSH-2.0-OpenSSH_9.2p1\r\n')).greetings).toEqual(['SSH-2.0-OpenSSH_9.2p1']);
  });

  test('may be missing', () => {
    const found = read(of('Event: FullyBooted\r\nUptime: 6\r\n\r\n'));
    expect(found).toEqual({ greetings: [], messages: [{ Event: 'FullyBooted', Uptime: '6' }], dropped: 0 });
  });
});

describe('headers', () => {
  test('a value keeps its colons, spaces and line feeds', () => {
    expect(one('Event: X\r\nA: b: c: d\r\nB:  two \r\nC: a\nb\r\nD: a\rb\r\r\n\r\n')).toEqual({
      Event: 'X',
      A: 'b: c: d',
      B: ' two ',
      C: 'a\nb',
      D: 'a\rb\r',
    });
  });

  test('the space after the colon may be missing', () => {
    const text = 'Event: X\r\nA:b\r\nB:\r\nC: \r\n\r\nEvent: X\r\nA: b\r\nB:\r\nC:d\r\n\r\n';
    expect(read(of(text + text)).messages).toEqual([
      { Event: 'X', A: 'b', B: '', C: '' },
      { Event: 'X', A: 'b', B: '', C: 'd' },
      { Event: 'X', A: 'b', B: '', C: '' },
      { Event: 'X', A: 'b', B: '', C: 'd' },
    ]);
  });

  test('a name that comes again gives a list, in order', () => {
    const text =
      'Event: TestEvent\r\nState: one\r\nChanVariable: a=1\r\nState: two\r\nState: three\r\nChanVariable: b=2\r\n\r\n';
    const message = {
      Event: 'TestEvent',
      State: ['one', 'two', 'three'],
      ChanVariable: ['a=1', 'b=2'],
    };
    expect(read(of(text + text)).messages).toEqual([message, message]);
  });

  test('the lines of a command come in order, also those without a colon', () => {
    expect(one('Response: Success\r\nOutput: one\r\nOutput: \r\nthree\r\n\r\n')).toEqual({
      Response: 'Success',
      Output: ['one', '', 'three'],
    });
  });

  test('names that objects have of their own are names like any other', () => {
    const text = 'Event: X\r\n__proto__: a\r\nconstructor: b\r\ntoString: c\r\n__proto__: d\r\n\r\n';
    for (const message of read(of(text + text)).messages) {
      expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
      expect(Object.entries(message)).toEqual([
        ['Event', 'X'],
        ['__proto__', ['a', 'd']],
        ['constructor', 'b'],
        ['toString', 'c'],
      ]);
    }
    expect(Object.entries(one('__proto__: a\r\n__proto__: b\r\n\r\n') ?? {})).toEqual([
      ['__proto__', ['a', 'b']],
    ]);
  });

  test('blank lines too many are no message', () => {
    expect(read(of('\r\n\r\n\r\nEvent: A\r\n\r\n\r\nEvent: B\r\n\r\n\r\n\r\n')).messages).toEqual([
      { Event: 'A' },
      { Event: 'B' },
    ]);
  });

  test('a peer that makes names up is read right and does not grow the parser', () => {
    const name = (n: number): string => `${'n'.repeat(2_000)}${n}`;
    const made = Array.from({ length: 3_000 }, (_, n) =>
      sent([
        ['Event', `E${n}`],
        [name(n), 'x'],
        [name(n), 'y'],
      ]),
    );
    const parser = new AmiParser({ onMessage: (message) => expect(message).toEqual(made[at]?.message) });
    let at = 0;
    expect.assertions(made.length);
    for (const { bytes } of made) {
      parser.push(bytes);
      at++;
    }
  });
});

describe('letters', () => {
  test('a letter cut across chunks is whole', () => {
    const { message, bytes } = sent([
      ['Event', 'Newchannel'],
      ['CallerIDName', 'Иван 😀 Петров'],
    ]);
    for (let at = 1; at < bytes.length; at++) {
      expect(read([bytes.subarray(0, at), bytes.subarray(at)]).messages).toEqual([message]);
    }
  });

  test('bytes that are no letter spoil nothing but themselves', () => {
    const bytes = Buffer.from('Event: X\r\nA: \xff\xfeb\r\nB: c\r\n\r\n', 'latin1');
    expect(read([bytes]).messages).toEqual([{ Event: 'X', A: '\ufffd\ufffdb', B: 'c' }]);
  });
});

describe('length', () => {
  const long = (size: number): string => `Event: X\r\nA: ${'y'.repeat(size - 13)}`;

  test('a line of a megabyte less a little is read', () => {
    const [message] = read(pieces(Buffer.from(`${long(1_048_576)}\r\n\r\n`), 1_460)).messages;
    expect(message?.A).toBe('y'.repeat(1_048_563));
  });

  test.each([1, 10, 64, 65_536])(
    'what passes the limit is dropped and the next is read, in chunks of %i',
    (size) => {
      const text = ['Event: A', long(100), long(101), 'Event: B', long(500), 'Event: C', ''].join('\r\n\r\n');
      const found = read(pieces(Buffer.from(text), size), { limit: 100 });
      expect(found.dropped).toBe(2);
      expect(found.messages.map(({ Event, A }) => [Event, A?.length])).toEqual([
        ['A', undefined],
        ['X', 87],
        ['B', undefined],
        ['C', undefined],
      ]);
    },
  );

  test('a peer that never ends a message takes no memory and is told once', () => {
    const chunk = Buffer.alloc(65_536, 'z');
    const before = process.memoryUsage().arrayBuffers;
    const found = read(Array.from({ length: 2_000 }, () => chunk));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
    expect(found).toEqual({ greetings: [], messages: [], dropped: 1 });
  });
});

describe('wanted events', () => {
  test('others are left out, answers come', () => {
    const asked: string[] = [];
    const text =
      'Event: VarSet\r\nA: b\r\n\r\nResponse: Success\r\n\r\nEvent: Hangup\r\n\r\nEvent: VarSet\r\n\r\nEventual: 1\r\n\r\n';
    const wanted = (event: string): boolean => {
      asked.push(event);
      return event !== 'VarSet';
    };
    for (const size of [1, 1_000]) {
      expect(read(pieces(Buffer.from(text), size), { wanted }).messages).toEqual([
        { Response: 'Success' },
        { Event: 'Hangup' },
        { Eventual: '1' },
      ]);
    }
    expect(asked).toEqual(['VarSet', 'Hangup', 'VarSet', 'VarSet', 'Hangup', 'VarSet']);
  });
});
