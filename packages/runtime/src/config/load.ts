import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { codeOf, reasonOf } from '../errors.ts';
import { say } from '../messages.ts';
import { configMessages } from './messages.ts';
import { ConfigError, type ConfigProblem, fieldOf, problemsOf } from './problems.ts';
import type { Config } from './schema.ts';
import { collectSecrets } from './secrets.ts';

export interface LoadOptions {
  /** Path of the YAML file. */
  file: string;
  schema: z.ZodType<Config>;
  /** Where `${env:NAME}` looks. */
  env?: NodeJS.ProcessEnv;
  /** Reads a file; for tests. */
  read?: (path: string) => string;
}

export interface LoadedConfig {
  config: Config;
  /** Absolute path of the file. */
  file: string;
  /** Absolute path of `dataDir`. */
  dataDir: string;
  /** Values that must never be written. */
  secrets: string[];
}

const REFERENCE = /\$\{(env|file):([^}]+)\}/g;

/**
 * Reads and checks a configuration file. `${env:NAME}` and `${file:path}`
 * (relative to the file) stand for secrets kept elsewhere. A key without a
 * value is as good as left out.
 * @throws {ConfigError} with every problem found: file, line, field, what was found, what is expected
 */
export function loadConfig({ file, schema, env = process.env, read = readText }: LoadOptions): LoadedConfig {
  const path = resolve(file);
  const { raw, lineOf } = parse(path, read);
  const secrets = new Set<string>();
  const unresolved: ConfigProblem[] = [];
  const filled = substitute(raw, [], (reference, kind, name, at) => {
    try {
      const value = kind === 'env' ? env[name] : read(isAbsolute(name) ? name : join(dirname(path), name));
      if (!value) throw new Error('empty');
      const text = kind === 'env' ? value : value.replace(/\r?\n$/, '');
      secrets.add(text);
      return text;
    } catch {
      const expected = say(kind === 'env' ? configMessages.environment : configMessages.file, { name });
      unresolved.push({ line: lineOf(at), field: fieldOf(at), found: reference, expected });
      return 'unresolved';
    }
  });
  const result = schema.safeParse(filled);
  const complaints = result.success ? [] : problemsOf(result.error, raw, lineOf);
  const known = new Set(unresolved.map((p) => p.field));
  const problems = [...unresolved, ...complaints.filter((p) => !known.has(p.field))];
  if (!result.success || problems.length > 0) throw new ConfigError(path, inOrder(problems));
  collectSecrets(result.data, secrets);
  return {
    config: result.data,
    file: path,
    dataDir: resolve(dirname(path), result.data.dataDir),
    secrets: [...secrets],
  };
}

interface Parsed {
  raw: unknown;
  lineOf: (at: readonly PropertyKey[]) => number | undefined;
}

function parse(path: string, read: (path: string) => string): Parsed {
  const refused = (found: string, expected: string, line?: number): ConfigError =>
    new ConfigError(path, [{ line, field: '', found, expected }]);
  let text: string;
  try {
    text = read(path);
  } catch (error) {
    throw refused(codeOf(error), say(configMessages.readable));
  }
  // Windows editors save Cyrillic in an encoding of their own.
  const odd = text.indexOf('\uFFFD');
  if (odd >= 0) {
    throw refused(
      say(configMessages.notUtf8),
      say(configMessages.utf8),
      text.slice(0, odd).split('\n').length,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      path,
      document.errors.map((e) => ({
        line: lines.linePos(e.pos[0]).line,
        field: '',
        found: withoutQuote(e.message),
        expected: 'YAML',
      })),
    );
  }
  try {
    return { raw: withoutEmpty(document.toJS()) ?? {}, lineOf: (at) => lineAt(document, lines, at) };
  } catch (error) {
    throw refused(withoutQuote(reasonOf(error)), 'YAML');
  }
}

/** The parser quotes what it stumbled over behind a colon or an escape; that may be part of a secret. */
const withoutQuote = (message: string): string =>
  message.replace(/(?<=[\w)]): .*$/s, '').replace(/\\.*$/s, '');

/** The line of a field's key, or of the nearest thing around it that is in the file. */
function lineAt(document: Document, lines: LineCounter, at: readonly PropertyKey[]): number {
  for (let depth = at.length; depth > 0; depth--) {
    const parent: unknown = document.getIn(at.slice(0, depth - 1), true);
    const last = at[depth - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(last))
      : undefined;
    const node = (pair?.key ?? document.getIn(at.slice(0, depth), true)) as { range?: [number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const full = Object.entries(value).filter(([, v]) => v !== null);
  return Object.fromEntries(full.map(([k, v]) => [k, withoutEmpty(v)]));
}

type Resolve = (reference: string, kind: 'env' | 'file', name: string, at: PropertyKey[]) => string;

function substitute(value: unknown, at: PropertyKey[], resolveOne: Resolve): unknown {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (whole, kind: 'env' | 'file', name: string) =>
      resolveOne(whole, kind, name.trim(), at),
    );
  }
  if (Array.isArray(value)) return value.map((v, i) => substitute(v, [...at, i], resolveOne));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([k, v]) => [k, substitute(v, [...at, k], resolveOne)]),
    );
  }
  return value;
}

const readText = (path: string): string => readFileSync(path, 'utf8');
