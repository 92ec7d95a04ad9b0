import {
  BUCKET_PURPOSES,
  BUCKETS,
  CONSUMERS,
  PARTITIONS,
  STREAMS,
  type StreamSpec,
  SUBJECTS,
  type SubjectSpec,
} from '@callbus/contract';
import { code, madeFrom, page, prose, table } from './markdown.ts';

const streams: StreamSpec[] = Object.values(STREAMS);
const subjects: SubjectSpec[] = Object.values(SUBJECTS);

/** The reference page of what stands on the bus. */
export function streamsPage(): string {
  return page(
    '# Streams, subjects, buckets',
    madeFrom('`packages/contract/src/streams.ts` and `packages/contract/src/subjects.ts`'),
    'Everything CallBus makes on NATS JetStream, and every subject it speaks on. The messages are on [another page](contract.md).',
    CONTENTS,
    '## Streams',
    streamTable(),
    'A stream that *refuses* when full sends the pressure back to the source; one that *forgets* drops its oldest ' +
      'messages. The share is that of the disk (`bus.maxDiskMb`) or memory all streams of its kind have together.',
    '## Subjects',
    TOKENS,
    '### Published',
    table(['Subject', 'Message', 'Stream', 'Purpose'], subjects.filter((s) => !s.answer).map(publishedRow)),
    '### Asked, with a deadline',
    table(['Subject', 'Question', 'Answer', 'Purpose'], subjects.filter((s) => s.answer).map(askedRow)),
    '## Consumers',
    'Positions that the bus keeps. Other readers know where they are and keep none.',
    table(
      ['Name', 'Stream', 'Purpose'],
      CONSUMERS.map((c) => [code(c.name), code(c.stream), prose(c.purpose)]),
    ),
    '## Buckets',
    table(
      ['Bucket', 'Purpose'],
      (Object.keys(BUCKETS) as (keyof typeof BUCKETS)[]).map((b) => [
        code(BUCKETS[b]),
        prose(BUCKET_PURPOSES[b]),
      ]),
    ),
  );
}

const CONTENTS = `## Contents

- [Streams](#streams)
- [Subjects](#subjects): [published](#published), [asked, with a deadline](#asked-with-a-deadline)
- [Consumers](#consumers)
- [Buckets](#buckets)`;

const TOKENS = `\`<p>\` is the partition of the order group, 0 to ${PARTITIONS - 1}. Every other name in brackets is one token: letters, digits,
\`_\` and \`-\` stand for themselves, any other byte of the UTF-8 text is \`%XX\`, the empty text is \`%\`, and a text too long for
a subject is \`~\` and its hash.`;

function streamTable(): string {
  const rows = streams.map((s) => [
    code(s.name),
    prose(s.purpose),
    s.subjects.map(code).join(' '),
    s.storage,
    s.discard === 'new' ? 'refuses' : 'forgets',
    keptText(s),
    `${Math.round(s.share * 100)} %`,
    duration(s.duplicateWindow),
  ]);
  const head = [
    'Stream',
    'Purpose',
    'Subjects',
    'Storage',
    'When full',
    'Keeps',
    'Share',
    'Repeats absorbed for',
  ];
  return table(head, rows);
}

const publishedRow = (s: SubjectSpec): string[] => {
  const stream = streams.find((t) => t.subjects.some((f) => catches(f, s.pattern)));
  return [code(s.pattern), messageText(s.message), stream ? code(stream.name) : 'none', prose(s.purpose)];
};

const askedRow = (s: SubjectSpec): string[] => [
  code(s.pattern),
  messageText(s.message),
  messageText(s.answer ?? ''),
  prose(s.purpose),
];

/** A message of the contract is a link; anything else is a word. */
const messageText = (message: string): string =>
  /^[A-Z][a-z]/.test(message) ? `[${message}](contract.md#${message.toLowerCase()})` : message;

function catches(filter: string, pattern: string): boolean {
  const tokens = pattern.split('.');
  const wanted = filter.split('.');
  const fits = wanted.every(
    (w, i) => w === '>' || (tokens[i] !== undefined && (w === '*' || w === tokens[i])),
  );
  return fits && (wanted.at(-1) === '>' || wanted.length === tokens.length);
}

function keptText({ maxAge, maxPerSubject, trimmed }: StreamSpec): string {
  const age = maxAge === 0 ? [] : [`${duration(maxAge)}${trimmed ? ', then until trimmed' : ''}`];
  const count = maxPerSubject === undefined ? [] : [`the newest ${maxPerSubject} of each subject`];
  return [...age, ...count].join(', ') || 'until trimmed';
}

function duration(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  if (seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
