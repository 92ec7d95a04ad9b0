import { NoAnswer, reasonOf } from '../errors.ts';
import type { Logger } from '../log/logger.ts';

/** Answers a question; what it throws is no answer. */
export type Answerer = (data: Uint8Array, subject: string) => Promise<Uint8Array>;

interface Question {
  subject: string;
  data: Uint8Array;
  timeoutMs: number;
  log: Logger;
}

/** Asks an answerer of this process, with the deadline and the failures of a question over the server. @throws {NoAnswer} */
export async function askHere(
  answerer: Answerer,
  { subject, data, timeoutMs, log }: Question,
): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(subject, false)), Math.max(1, timeoutMs));
  });
  try {
    return await Promise.race([answer(answerer, subject, data, log), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function answer(
  answerer: Answerer,
  subject: string,
  data: Uint8Array,
  log: Logger,
): Promise<Uint8Array> {
  try {
    return await answerer(data, subject);
  } catch (error) {
    log.error({ subject, error: reasonOf(error) }, 'request failed');
    throw new NoAnswer(subject, false, error);
  }
}
