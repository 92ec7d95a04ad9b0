import { lastToken } from '@callbus/contract';
import { type Bus, type StreamMessage, WorkQueue, type WorkQueueOptions } from '../../src/index.ts';

/** Work that is under way, and how it ends. */
export interface Job {
  text: string;
  message: StreamMessage;
  acknowledge: () => void;
  finish: () => void;
  fail: (error: Error) => void;
}

const stands = new Set<QueueStand>();

/** Ends every queue of this file's tests; for `afterAll`, since tests may run together. */
export const stopAll = async (): Promise<unknown> =>
  await Promise.all([...stands].map((s) => s.queue.stop(0)));

/** A queue whose work is done by the test: jobs stay open until `finish` or `fail`. */
export class QueueStand {
  readonly durable: string;
  readonly queue: WorkQueue;
  /** Every message that was begun, in order. */
  readonly begun: string[] = [];
  readonly done: string[] = [];
  readonly jobs: Job[] = [];
  most = 0;
  #open = 0;

  constructor(bus: Bus, durable: string, options: Partial<WorkQueueOptions> = {}) {
    this.durable = durable;
    this.queue = new WorkQueue(bus, {
      stream: 'CALLS',
      durable,
      filter: `callbus.v1.event.*.${durable}.>`,
      from: 'all',
      window: 8,
      keyOf: (m) => lastToken(m.subject),
      work: (m, acknowledge) => this.#work(m, acknowledge),
      ...options,
    });
    stands.add(this);
    this.queue.start();
  }

  /** Ends everything that is open. */
  finishAll(): void {
    for (const job of this.jobs.splice(0)) job.finish();
  }

  job(text: string): Job {
    const job = this.jobs.find((j) => j.text === text);
    if (!job) throw new Error(`${text} has not begun`);
    return job;
  }

  #work(message: StreamMessage, acknowledge: () => void): Promise<void> {
    const text = textOf(message);
    this.begun.push(text);
    this.most = Math.max(this.most, ++this.#open);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.jobs.push({ text, message, acknowledge, finish: resolve, fail: reject });
    return promise
      .then(() => void this.done.push(text))
      .finally(() => {
        this.#open--;
      });
  }
}

export const textOf = (m: StreamMessage): string => Buffer.from(m.data).toString();

/** Publishes `a1` on the key `a` of the stand's own subject, and so on. */
export async function tell(bus: Bus, durable: string, ...texts: string[]): Promise<number[]> {
  const sequences: number[] = [];
  for (const text of texts) {
    const key = text.replace(/\d+$/, '');
    sequences.push((await bus.publish(`callbus.v1.event.3.${durable}.${key}`, Buffer.from(text))).sequence);
  }
  return sequences;
}
