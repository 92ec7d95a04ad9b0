import { join } from 'node:path';
import {
  playRecording,
  type Recording,
  readRecording,
  recordingName,
  type Truth,
} from '@callbus/asterisk-lab';

const RECORDINGS = join(import.meta.dirname, '../../../adapter-asterisk/test/recordings/22');

/** A day's calls, the common ones more often. */
const SCENARIOS = [
  'inbound answered',
  'inbound answered, employee hangs up',
  'inbound missed',
  'ring group',
  'outbound answered',
  'inbound answered',
  'queue, second agent',
  'hold',
  'blind transfer',
  'inbound recorded',
];

/** What servers say beside what a call needs, most of it variables. */
const NOISE = ['VarSet', 'VarSet', 'VarSet', 'Newexten', 'RTCPSent'];

/** A message of a call, and when it comes after the call's first. */
export interface Said {
  after: number;
  text: string;
}

/** A call to be played: its messages, and what happens to the people. */
export interface Part {
  said: Said[];
  truth: Truth;
}

/** Recorded calls, to be played again and again under other names. */
export class Calls {
  readonly #templates: Part[];
  readonly #noise: number;

  /** @param noise messages of no use for each that tells something */
  constructor(noise: number) {
    this.#noise = noise;
    this.#templates = SCENARIOS.map((name) => partOf(readRecording(join(RECORDINGS, recordingName(name)))));
  }

  /** Messages of an average call. */
  get length(): number {
    const all = this.#templates.reduce((sum, { said }) => sum + said.length, 0);
    return (all / this.#templates.length) * (1 + this.#noise);
  }

  /** The call of that number, with a customer and channels of its own. */
  take(n: number): Part {
    const { said, truth } = this.#templates[n % this.#templates.length] as Part;
    const customer = `7916${2_000_000 + n}`;
    const from = truth.externalNumber ?? '';
    let owed = 0;
    return {
      truth: {
        ...truth,
        externalNumber: customer,
        externalNumberRaw: customer,
        answeredBy: truth.answeredBy === from ? customer : truth.answeredBy,
      },
      said: said.flatMap(({ after, text }) => {
        const own = renamed(text, n).replaceAll(from, customer);
        owed += this.#noise;
        const more = Array.from({ length: Math.floor(owed) }, (_, i) => ({
          after,
          text: noiseOf(own, n + i),
        }));
        owed -= more.length;
        return [{ after, text: own }, ...more];
      }),
    };
  }
}

function partOf(recording: Recording): Part {
  const truth = recording.truths[0];
  if (!truth) throw new Error(`${recording.scenario}: nothing happened`);
  const said: (Said & { at: number })[] = [];
  let rest = '';
  playRecording(recording, (piece, at) => {
    rest += piece.toString('utf8');
    const messages = rest.split('\r\n\r\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      // What was not said of the call (greeting, answers) is left to the server that plays it.
      if (/^Event: /.test(message) && /Uniqueid: \d/.test(message))
        said.push({ at, after: 0, text: `${message}\r\n\r\n` });
    }
  });
  const begun = said[0]?.at ?? 0;
  return { truth, said: said.map(({ at, text }) => ({ after: at - begun, text })) };
}

/** Channels, bridges and recordings of the n-th call, unlike those of any other. */
const renamed = (text: string, n: number): string =>
  text
    .replace(/\b(\d{10})\.(\d+)\b/g, (_, epoch, serial) => `${epoch}.${Number(serial) + n * 1_000}`)
    .replace(
      /-([0-9a-f]{8})\b(?!-)/g,
      (_, serial: string) => `-${hex(Number.parseInt(serial, 16) + n * 4_096)}`,
    )
    .replace(/\b[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-)/g, hex(n));

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

// The channel's own headers, under another name, and a value.
function noiseOf(text: string, n: number): string {
  const lines = text
    .split('\r\n')
    .filter((line) => /^(?:Channel|CallerID|Uniqueid|Linkedid|Context|Exten)/.test(line));
  const event = NOISE[n % NOISE.length];
  return `Event: ${event}\r\nPrivilege: dialplan,all\r\n${lines.join('\r\n')}\r\nVariable: LAB_${n % 7}\r\nValue: ${n}\r\n\r\n`;
}
