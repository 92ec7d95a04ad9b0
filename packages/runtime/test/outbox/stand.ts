import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  BusUnavailable,
  Outbox,
  type OutboxEntry,
  type OutboxLoss,
  type OutboxOptions,
} from '../../src/index.ts';
import { quietLog } from '../../src/testkit/index.ts';
import { tempDir } from '../support.ts';

/** A stream as the outbox sees it: it keeps what it takes, a message id once. */
export class FakeStream {
  readonly taken: OutboxEntry[] = [];
  readonly losses: OutboxLoss[] = [];
  /** Every attempt, whatever became of it. */
  attempts = 0;
  /** Thrown by every publish while set. */
  failure: Error | undefined;
  lossFailure: Error | undefined;
  /** Publishes wait for this where it is set. */
  gate: Promise<void> | undefined;
  readonly #ids = new Set<string>();

  readonly publish = async (entry: OutboxEntry): Promise<void> => {
    this.attempts++;
    await this.gate;
    await turn();
    if (this.failure) throw this.failure;
    this.store(entry);
  };

  readonly onLoss = async (loss: OutboxLoss): Promise<void> => {
    await turn();
    if (this.lossFailure) throw this.lossFailure;
    this.losses.push(loss);
  };

  store(entry: OutboxEntry): void {
    if (this.#ids.has(entry.messageId)) return;
    this.#ids.add(entry.messageId);
    this.taken.push(entry);
  }

  get ids(): string[] {
    return this.taken.map((e) => e.messageId);
  }

  down(): void {
    this.failure = new BusUnavailable('away');
  }

  up(): void {
    this.failure = undefined;
  }
}

/** An outbox on a file of a folder, publishing into a stream. */
export function outboxOn(dir: string, stream: FakeStream, more: Partial<OutboxOptions> = {}): Outbox {
  return new Outbox({
    file: join(dir, 'sub', 'outbox.db'),
    maxBytes: 1 << 20,
    publish: stream.publish,
    onLoss: stream.onLoss,
    log: quietLog(),
    ...more,
  });
}

/** The same, started, and stopped when the test is over. */
export function started(stream: FakeStream, more: Partial<OutboxOptions> = {}, dir = tempDir()): Outbox {
  const outbox = outboxOn(dir, stream, more);
  onTestFinished(() => outbox.stop());
  outbox.start();
  return outbox;
}

/** `a1` is the first entry of the key `a`. */
export const entry = (id: string, size = 10): OutboxEntry => ({
  subject: `test.${id}`,
  messageId: id,
  key: id.replace(/\d+$/, ''),
  data: Buffer.alloc(size, id),
});
