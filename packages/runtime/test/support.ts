import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createLogger, type Logger, Scrubber } from '../src/index.ts';

/** A folder for one test, gone afterwards. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'callbus-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Writes a file into a folder of the test's own. @returns its path */
export function tempFile(name: string, text: string, dir = tempDir()): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

/** A line of the log, as it was written. */
export type Line = Record<string, unknown> & { level: string; msg?: string };

/** A logger whose lines can be looked at. */
export function watchedLog(scrubber = new Scrubber()): {
  log: Logger;
  text: () => string;
  lines: () => Line[];
} {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    log: createLogger({ level: 'trace', scrubber, destination }),
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Line),
  };
}
