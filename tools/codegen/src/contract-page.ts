import { enumWord } from '@callbus/contract';
import protobuf from 'protobufjs';
import { code, linkTo, madeFrom, page, prose, table } from './markdown.ts';

type Entry = protobuf.Type | protobuf.Enum;

/** The reference page of the messages. */
export function contractPage(root: protobuf.Root): string {
  const files = byFile(root);
  const contents = files.map(([file, entries]) => `- ${linkTo(file)}: ${entries.map(link).join(', ')}`);
  return page(
    '# The contract: messages and enums',
    madeFrom('`packages/contract/proto/callbus/v1/*.proto`'),
    INTRODUCTION,
    ['## Contents', '', ...contents].join('\n'),
    ...files.flatMap(([file, entries]) => [`## ${file}`, ...entries.flatMap(section)]),
  );
}

const INTRODUCTION = `What travels on the bus, and how it is read. Which subject carries what is on [another page](streams.md).

- Field names are those of the .proto; code and JSON write them in camelCase (\`call_id\` is \`callId\`).
- *optional* tells "never told" (null) from zero or empty; every other field that was not sent reads as its
  type's default: zero, false, empty, or null for a message.
- A value of an enum is UPPER_CASE in code and a word in JSON; *unspecified* is null there. In the .proto the name of
  its enum stands before it (\`DIRECTION_INBOUND\`).
- Fields and values of a newer version survive a round trip; a value without a name here reads as its number.
- Whole numbers of 64 bits are Unix milliseconds or stream sequences, and plain numbers in code.`;

/** Top-level messages and enums by the file they stand in, files and entries in reading order. */
function byFile(root: protobuf.Root): [file: string, entries: Entry[]][] {
  const files = new Map<string, Entry[]>();
  const v1 = root.lookup('callbus.v1') as protobuf.Namespace;
  for (const entry of v1.nestedArray) {
    if (!(entry instanceof protobuf.Type || entry instanceof protobuf.Enum)) continue;
    const file = entry.filename?.split(/[\\/]/).at(-1) ?? '';
    files.set(file, [...(files.get(file) ?? []), entry]);
  }
  // What the others use stands last.
  const rank = (file: string): string => (file === 'common.proto' ? '~' : file);
  return [...files].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

const link = (entry: Entry): string => linkTo(entry.name);

const section = (entry: Entry): string[] => [
  `### ${entry.name}`,
  ...(entry.comment ? [told(entry.comment)] : []),
  entry instanceof protobuf.Enum ? enumTable(entry) : fieldTable(entry),
];

function enumTable(e: protobuf.Enum): string {
  const rows = Object.entries(e.values).map(([name, value]) => {
    const word = enumWord(e.values, value);
    return [code(name), String(value), word === null ? 'null' : code(word), told(e.comments[name])];
  });
  return table(['Value', 'Number', 'Word', 'Meaning'], rows);
}

function fieldTable(type: protobuf.Type): string {
  if (type.fieldsArray.length === 0) return 'No fields.';
  const rows = [...type.fieldsArray]
    .sort((a, b) => a.id - b.id)
    .map((f) => [code(snake(f.name)), String(f.id), typeText(f), told(oneofText(f), f.comment)]);
  return table(['Field', 'Number', 'Type', 'Meaning'], rows);
}

function typeText(field: protobuf.Field): string {
  const of =
    field.resolvedType instanceof protobuf.Type || field.resolvedType instanceof protobuf.Enum
      ? link(field.resolvedType)
      : field.type;
  if (field instanceof protobuf.MapField) return `map of ${field.keyType} to ${of}`;
  if (field.repeated) return `list of ${of}`;
  return field.options?.proto3_optional ? `optional ${of}` : of;
}

/** A oneof that is more than the shadow of an optional field. */
function oneofText(field: protobuf.Field): string | null {
  if (!field.partOf || field.options?.proto3_optional) return null;
  return `One of \`${snake(field.partOf.name)}\`.`;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Comments as prose; subjects and names of fields in them are code. */
const told = (...comments: (string | null | undefined)[]): string =>
  prose(
    comments
      .filter((c) => c)
      .join(' ')
      .replace(/(?<!`)(callbus\.v1\.[a-z]+(?:\.[a-z<>-]+)+|\b[a-z0-9]+(?:_[a-z0-9]+)+\b)(?!`)/g, '`$1`'),
  );
