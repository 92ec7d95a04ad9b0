import type { z } from 'zod';
import { CallBusError } from '../errors.ts';
import { say } from '../messages.ts';
import { configMessages } from './messages.ts';
import { isSecretName, withoutSecrets } from './secrets.ts';

/** One thing wrong with the file. */
export interface ConfigProblem {
  line?: number | undefined;
  /** `sinks[0].url`; empty for the file as a whole. */
  field: string;
  found: string;
  expected: string;
}

/** The file cannot be used; `problems` has everything that is wrong with it. */
export class ConfigError extends CallBusError {
  readonly problems: readonly ConfigProblem[];
  constructor(file: string, problems: readonly ConfigProblem[]) {
    const rows = problems.map((p) => {
      const place = p.line === undefined ? [] : [say(configMessages.line, { line: p.line })];
      const where = [...place, ...(p.field ? [p.field] : [])].join(', ') || file;
      return `  ${say(configMessages.problem, { where, found: p.found, expected: p.expected })}`;
    });
    super('config.invalid', [say(configMessages.head, { file }), ...rows].join('\n'), {
      remedy: say(configMessages.remedy, { file }),
    });
    this.problems = problems;
  }
}

/** `sinks[0].url` for the path ['sinks', 0, 'url']. */
export function fieldOf(path: readonly PropertyKey[]): string {
  let out = '';
  for (const part of path)
    out += typeof part === 'number' ? `[${part}]` : out ? `.${String(part)}` : String(part);
  return out;
}

/** What zod found, in our words: the first complaint about each field. */
export function problemsOf(
  error: z.ZodError,
  raw: unknown,
  lineOf: (path: readonly PropertyKey[]) => number | undefined,
): ConfigProblem[] {
  const problems = new Map<string, ConfigProblem>();
  const add = (path: readonly PropertyKey[], found: string, expected: string): void => {
    const field = fieldOf(path);
    if (!problems.has(field)) problems.set(field, { line: lineOf(path), field, found, expected });
  };
  for (const issue of error.issues.flatMap(innermost)) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        add([...issue.path, key], say(configMessages.unknownKey, { key }), say(configMessages.knownKey));
    } else add(issue.path, foundAt(raw, issue.path), expectedBy(issue));
  }
  return [...problems.values()];
}

/** What is wrong inside the form that was meant, where one of several was; the issue itself otherwise. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors
    .filter((branch) => branch.every((i) => i.path.length > 0 || i.code !== 'invalid_type'))
    .toSorted((a, b) => a.length - b.length)[0];
  return meant?.map((i) => ({ ...i, path: [...issue.path, ...i.path] })).flatMap(innermost) ?? [issue];
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(issue.expected);
    case 'invalid_value':
      return say(configMessages.oneOf, { values: issue.values.map(String).join(', ') });
    case 'too_small':
      return say(least(issue.origin), { n: Number(issue.minimum) });
    case 'too_big':
      return say(configMessages.atMost, { n: Number(issue.maximum) });
    case 'invalid_union':
      return ofSeveral(issue);
    default:
      return issue.message;
  }
}

function ofSeveral(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && Array.isArray(issue.options))
    return say(configMessages.oneOf, { values: issue.options.join(', ') });
  const kinds = new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectedBy)));
  return [...kinds].reduce((one, other) => say(configMessages.or, { one, other }));
}

const least = (
  origin: string,
): typeof configMessages.longer | typeof configMessages.more | typeof configMessages.atLeast =>
  origin === 'string'
    ? configMessages.longer
    : origin === 'array'
      ? configMessages.more
      : configMessages.atLeast;

const KINDS = ['string', 'number', 'int', 'boolean', 'array', 'object'] as const;

function kindOf(type: string): string {
  const kind = KINDS.find((k) => k === type);
  return kind ? say(configMessages[kind]) : type;
}

function foundAt(raw: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = raw;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return say(configMessages.nothing);
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  if (value === undefined || value === null) return say(configMessages.nothing);
  const name = String(path.findLast((part) => typeof part === 'string') ?? '');
  const shown = withoutSecrets(value, name);
  if (isSecretName(name) && shown === '***') return say(configMessages.hidden);
  const text = JSON.stringify(shown);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
