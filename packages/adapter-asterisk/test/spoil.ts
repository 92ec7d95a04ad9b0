import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

/** The first page tells what tables there are, and stays. */
const PAGE = 4_096;

/** Leaves a database what a power cut may leave: its first page, and nothing of sense behind it. */
export function spoil(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    const rest = fstatSync(handle).size - PAGE;
    writeSync(handle, Buffer.alloc(rest, 0xa5), 0, rest, PAGE);
  } finally {
    closeSync(handle);
  }
}
