import type { z } from 'zod';
import { code, linkTo, madeFrom, page, prose, table } from '../markdown.ts';
import { type Key, type Section, sectionsOf } from './keys.ts';
import { typeText } from './type-text.ts';

/** The reference page of the configuration file. */
export function configPage(file: z.ZodType): string {
  const { house, adapters, sinks } = sectionsOf(file);
  const contents = [
    `- ${linkTo('House')}`,
    `- ${linkTo('Adapters')}: ${links(adapters)}`,
    `- ${linkTo('Sinks')}: ${links(sinks)}`,
  ];
  return page(
    '# Configuration',
    madeFrom('the zod schemas of `packages/runtime`, the adapters and the sinks'),
    INTRODUCTION,
    ['## Contents', '', ...contents].join('\n'),
    '## House',
    'Keys at the top of the file. Only `site` and one service under `adapters` or `sinks` must be there.',
    keyTable(house.keys),
    '## Adapters',
    'The blocks of the list `adapters`, by their type.',
    ...adapters.flatMap(blockOf),
    '## Sinks',
    'The blocks of the list `sinks`, by their type.',
    ...sinks.flatMap(blockOf),
  );
}

const INTRODUCTION = `One YAML file describes an installation. \`callbus check-config --config my.yaml\` says what is wrong with it: line, key,
what was found and what is expected.

- Any text may hold \`\${env:NAME}\` (an environment variable) or \`\${file:path}\` (the contents of a file, relative to the
  configuration). Secrets belong there and not into the file.
- A key that is not on this page is refused, so that a misspelt one does not go unnoticed.
- Editors help with [callbus.schema.json](callbus.schema.json); for those that speak to yaml-language-server the first line of the file is
  \`# yaml-language-server: $schema=<path>/docs/reference/callbus.schema.json\`.`;

const links = (sections: readonly Section[]): string => sections.map((s) => linkTo(s.title)).join(', ');

const blockOf = ({ title, description, keys }: Section): string[] => [
  `### ${title}`,
  ...(description === undefined ? [] : [prose(description)]),
  `\`type: ${title}\``,
  keyTable(keys),
];

function keyTable(keys: readonly Key[]): string {
  return table(['Key', 'Takes', 'Default', 'Example', 'Description'], keys.map(row));
}

function row(key: Key): string[] {
  const { path, schema, meta, only } = key;
  const notes = [meta.secret ? '**Secret.**' : '', only ? `Only with ${code(only)}.` : ''];
  const description = [...notes, meta.description ? prose(meta.description) : ''].filter((s) => s !== '');
  return [code(path), typeText(schema), defaultText(key), exampleText(meta.example), description.join(' ')];
}

function defaultText({ required, meta, defaultValue }: Key): string {
  if (required) return '**required**';
  if (defaultValue === undefined || meta.secret || isEmptyBlock(defaultValue)) return '';
  return code(flow(defaultValue));
}

// A block that is there by default has nothing in it but its own defaults.
const isEmptyBlock = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

const exampleText = (example: unknown): string => (example === undefined ? '' : code(flow(example)));

/** A value as it would stand on one line of the file. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([k, v]) => `${k}: ${flow(v)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
