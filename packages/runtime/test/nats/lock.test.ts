import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { DirectoryLock, StopService } from '../../src/index.ts';
import { ensureNatsServer } from '../../src/setup/nats-server.mjs';
import { until } from '../../src/testkit/index.ts';
import { Program } from '../programs/run.ts';
import { tempDir } from '../support.ts';

let binary: string;
beforeAll(async () => {
  binary = (await ensureNatsServer()).path;
});

function lock(): DirectoryLock {
  const made = new DirectoryLock();
  onTestFinished(() => made.release());
  return made;
}

test('a data directory is one’s own until it is released', () => {
  const dir = join(tempDir(), 'new', 'folder');
  const mine = lock();
  mine.acquire(dir);
  expect(() => lock().acquire(dir)).toThrow(StopService);
  expect(() => lock().acquire(dir)).toThrow(dir);
  mine.release();
  mine.release();
  lock().acquire(dir);
});

test('a second process is refused, and let in as soon as the first was killed', async () => {
  const dir = tempDir();
  const first = new Program('embedded-parent.ts', dir, binary);
  await until('the first', () => first.output.includes('started'));
  expect(() => lock().acquire(dir)).toThrow(expect.objectContaining({ code: 'data.locked' }));
  const second = new Program('embedded-parent.ts', dir, binary);
  await until('the second to give up', () => !second.running);
  expect(second.output).toContain(dir);
  await first.kill();
  lock().acquire(dir);
  // Its server is an orphan now.
  const { EmbeddedNats } = await import('../../src/index.ts');
  const { quietLog } = await import('../../src/testkit/index.ts');
  const next = new EmbeddedNats({ dataDir: dir, binary, maxDiskMb: 64, log: quietLog() });
  await next.start();
  await next.stop();
});
