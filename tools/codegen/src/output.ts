import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that is made from sources. */
export interface GeneratedFile {
  /** Relative to the root of the checkout, with forward slashes. */
  path: string;
  content: string;
}

/** Writes the files under `root`, folders included. */
export function write(root: string, files: readonly GeneratedFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/**
 * Says which files are not what their sources say, and what to do about it.
 * @returns the exit code
 */
export function report(root: string, files: readonly GeneratedFile[], tell: (line: string) => void): number {
  const stale = differing(root, files);
  for (const path of stale) tell(`${path} is not what its sources say`);
  if (stale.length === 0) return 0;
  tell('Run: npm run generate');
  return 1;
}

/** The files under `root` that are missing or not what they should be, by path. */
export function differing(root: string, files: readonly GeneratedFile[]): string[] {
  return files
    .filter(({ path, content }) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, 'utf8') !== content;
    })
    .map(({ path }) => path);
}
